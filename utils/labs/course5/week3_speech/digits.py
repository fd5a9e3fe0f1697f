"""Spoken digits: utterances in noise, a network that spells them by CTC, and what stands beside it."""

from typing import NamedTuple

import numpy as np

from utils.bars import progress
from utils.data.speech import DIGITS, spoken
from utils.labs.course5.week3_speech.sounds import HISSING, at_snr, backgrounds, moments, steps_of
from utils.layers.compose import Sequential
from utils.layers.ctc import mean_ctc_loss
from utils.layers.dense import Dense
from utils.layers.gru import GRU
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.layers.recurrent import Bidirectional
from utils.steps.ctc import ctc_greedy_decode
from utils.steps.speech import log_mel, word_error_rate
from utils.training.loop import learn

NAMES = tuple(DIGITS)
SYMBOLS = "_ " + "".join(sorted(set("".join(NAMES))))  # the blank, the space, fifteen letters
K, UNITS, BATCH, CLIP = 2, 32, 20, 5.0  # frames of a step; units each way; utterances of a batch; largest norm
SNR = (0.0, 15.0)  # decibels


class Utterance(NamedTuple):
    """Two to four digits: their sound's features (20, T), the words, and how far they are above the noise, in dB."""

    features: np.ndarray
    words: list
    snr: float


class Batch(NamedTuple):
    """m utterances: steps (m, T, 20 K), mask (m, T), letters (m, L) filled up with blanks, lengths (m,)."""

    x: np.ndarray
    mask: np.ndarray
    letters: np.ndarray
    lengths: np.ndarray


def draw_utterances(m, speakers, rng, noises=HISSING, snr=SNR):
    """m utterances by these speakers, each in one of these noises."""
    behind, found = backgrounds(noises, rng), []
    for _ in range(m):
        words = [NAMES[i] for i in rng.integers(len(NAMES), size=rng.integers(2, 5))]
        samples, _ = spoken(words, speakers[rng.integers(len(speakers))], rng)
        decibels = float(rng.uniform(*snr))
        around = at_snr(behind[rng.integers(len(behind))], decibels, rng)[: len(samples)]
        found.append(Utterance(log_mel(samples + around), words, decibels))
    return found


def scale_of(utterances):
    """Mean and standard deviation of each band."""
    return moments([one.features for one in utterances])


def spelled(words):
    """The classes of words with single spaces between: a list."""
    return [SYMBOLS.index(letter) for letter in " ".join(words)]


def as_batch(utterances, scale):
    """What the network takes: a Batch."""
    steps, letters = (
        [steps_of(one.features, scale, K) for one in utterances],
        [spelled(one.words) for one in utterances],
    )
    lengths = np.array([len(classes) for classes in letters])
    x = np.zeros((len(steps), max(map(len, steps)), steps[0].shape[1]), np.float32)
    mask, Y = np.zeros(x.shape[:2], bool), np.zeros((len(steps), lengths.max()), int)
    for i, (step, classes) in enumerate(zip(steps, letters, strict=True)):
        x[i, : len(step)], mask[i, : len(step)], Y[i, : len(classes)] = step, True, classes
    return Batch(x, mask, Y, lengths)


def speller(rng, units=UNITS):
    """GRUs in both directions over steps of 20 ms, and a score for each symbol at every step."""
    both = Bidirectional(*(GRU(20 * K, units, rng, first=True) for _ in range(2)))
    return Sequential(both, Dense(2 * units, len(SYMBOLS), rng))


def by_ctc(model, batch, train):
    """The objective: the letters, wherever they are said."""
    logits = model.forward(batch.x, train=train, mask=batch.mask)
    return mean_ctc_loss(logits, batch.letters, batch.mask.sum(axis=1), batch.lengths)


def by_equal_shares(model, batch, train):
    """Another objective, without CTC: every letter is said to last as long as any other of its utterance."""
    logits = model.forward(batch.x, train=train, mask=batch.mask)
    labels = np.zeros(batch.mask.shape, int)
    for i, (T, L) in enumerate(zip(batch.mask.sum(axis=1), batch.lengths, strict=True)):
        labels[i, :T] = apart(batch.letters[i, :L], T)
    return softmax_cross_entropy(logits, labels, mask=batch.mask)


def apart(classes, T):
    """Classes spread evenly over T steps; a blank stands at the border of two that are equal."""
    places = np.arange(T) * len(classes) // T
    labels = np.asarray(classes)[places]
    border = np.flatnonzero((np.diff(places) > 0) & (np.diff(labels) == 0)) + 1
    labels[border] = 0
    return labels


def train(model, utterances, scale, rate, epochs, rng, objective=by_ctc):
    """Train on batches of utterances of like length, which come in another order in each epoch; the mean losses."""
    ordered = sorted(utterances, key=lambda one: one.features.shape[1])
    batches = [as_batch(ordered[i : i + BATCH], scale) for i in range(0, len(ordered), BATCH)]
    optimizer, losses = Adam(model.parameters(), rate), []
    for _ in progress(range(epochs), "digits"):
        order = rng.permutation(len(batches))
        losses.append(np.mean([learn(model, objective, optimizer, batches[i], clip=CLIP) for i in order]))
    return [float(loss) for loss in losses]


def scores_of(model, utterances, scale):
    """What the network says of each utterance: a list of (17, T), a column for each step."""
    batch = as_batch(utterances, scale)
    return [z[real].T for z, real in zip(model.forward(batch.x, mask=batch.mask), batch.mask, strict=True)]


def read(Z):
    """The words of the most probable path."""
    return "".join(SYMBOLS[k] for k in ctc_greedy_decode(Z)).split()


def error_rate(model, utterances, scale):
    """The word error rate of greedy decoding."""
    heard = [read(Z) for Z in scores_of(model, utterances, scale)]
    return word_error_rate([one.words for one in utterances], heard)


def by_loudness(features, threshold):
    """Where somebody seems to speak: (begin, end) in frames, by the loudness of each frame.

    threshold: from 0, the utterance's softest tenth of frames, to 1, its loudest. Gaps of one frame are bridged, and
    what is shorter than eight is dropped.
    """
    loud = features.mean(axis=0)
    low, high = np.quantile(loud, 0.1), loud.max()
    on = loud > low + threshold * (high - low)
    on[1:-1] |= on[:-2] & on[2:]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(int)))
    return [(a, b) for a, b in edges.reshape(-1, 2) if b - a >= 8]


def squeezed(features, scale, columns=8):
    """The features of one word at a fixed length, in a row: (20 · columns,)."""
    standard = (features - scale[0]) / scale[1]
    places = np.linspace(0, standard.shape[1] - 1, columns).round().astype(int)
    return standard[:, places].ravel()
