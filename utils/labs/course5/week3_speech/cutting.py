"""The way without CTC: cut an utterance at its soft places, and name each piece by itself."""

import numpy as np

from utils.data.speech import say
from utils.labs.course5.week3_speech.digits import NAMES, SNR, by_loudness, squeezed
from utils.labs.course5.week3_speech.sounds import HISSING, at_snr, backgrounds
from utils.steps.speech import log_mel, word_error_rate

THRESHOLDS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6)
AROUND = 320  # samples of noise before and behind a word that is learnt alone


def single_words(m, speakers, scale, rng, noises=HISSING, snr=SNR):
    """m digits, cut out exactly: rows (m, n) and their numbers (m,)."""
    behind, rows = backgrounds(noises, rng), []
    numbers = rng.integers(len(NAMES), size=m)
    for number in numbers:
        word = np.pad(say(NAMES[number], speakers[rng.integers(len(speakers))], rng), AROUND)
        word = word * rng.uniform(0.6, 1.2)
        around = at_snr(behind[rng.integers(len(behind))], rng.uniform(*snr), rng)
        rows.append(squeezed(log_mel(word + around[: len(word)]), scale))
    return np.array(rows), numbers


def namer(speakers, scale, rng, m=1500):
    """A network with one hidden layer that names a word which was cut out."""
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier((64,), early_stopping=True, random_state=0).fit(*single_words(m, speakers, scale, rng))


def cut_and_name(model, utterances, scale, threshold):
    """The words of each utterance, a list of lists."""
    found = []
    for one in utterances:
        pieces = [squeezed(one.features[:, a:b], scale) for a, b in by_loudness(one.features, threshold)]
        found.append([NAMES[k] for k in model.predict(np.array(pieces))] if pieces else [])
    return found


def cut_error_rate(model, utterances, scale, threshold):
    """The word error rate of cutting and naming."""
    return word_error_rate([one.words for one in utterances], cut_and_name(model, utterances, scale, threshold))
