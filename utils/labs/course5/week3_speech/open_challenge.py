"""The open challenge of this lab: better words from the same probabilities."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.speech import draw_speakers
from utils.steps.softmax import softmax
from utils.steps.speech import word_error_rate

SEED, UNSEEN, SNR = 71, 120, (0.0, 8.0)  # nobody else in the lab has these speakers
SECONDS = 30.0  # of processor time
BASELINE = 0.222


def unseen():
    """Probabilities (17, T) by the kept network, and words, of utterances that nobody has seen."""
    from utils.labs.course5.week3_speech.digits import draw_utterances, scores_of
    from utils.labs.course5.week3_speech.kept_networks import kept_speller, scale

    rng = np.random.default_rng(SEED)
    utterances = draw_utterances(UNSEEN, draw_speakers(30, rng), rng, snr=SNR)
    scores = scores_of(kept_speller(), utterances, scale("digit_scale"))
    return [softmax(Z.astype(float)) for Z in scores], [one.words for one in utterances]


def error_rate_of(my_decoder):
    """The word error rate on UNSEEN utterances.

    my_decoder: Y (17, T) probabilities -> list of words.
    Raises OverBudget where it takes longer than SECONDS, ValueError where something else than a list of words returns.
    """
    probabilities, words = unseen()
    begin, heard = time.process_time(), []
    for Y in probabilities:
        found = my_decoder(Y.copy())
        if not isinstance(found, list | tuple) or not all(isinstance(word, str) for word in found):
            raise ValueError("my_decoder returns a list of words, such as ['one', 'nine']")
        heard.append(list(found))
        if time.process_time() - begin > SECONDS:
            raise OverBudget(f"decoding took longer than {SECONDS:.0f} s")
    return word_error_rate(words, heard)


CHALLENGE = Challenge(
    "my_decoder",
    task="Read spoken digits off the probabilities of a kept network, with fewer wrong words than greedy decoding.",
    baseline=BASELINE,
    of="greedy decoding",
    budget=f"{SECONDS:.0f} s of processor time for {UNSEEN} utterances at {SNR[0]:.0f} to {SNR[1]:.0f} dB.",
    judge=error_rate_of,
    higher=False,
    digits=3,
)
