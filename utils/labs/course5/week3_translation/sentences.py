"""Sentences of 4 to 20 words to learn from, to choose by and to measure on, and how a translator learns them."""

from typing import NamedTuple

import numpy as np

from utils.data.sequences import Vocabulary
from utils.data.translation import load_translation, words
from utils.labs.course5.week3_translation.networks import Translator
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.training.loop import learn

SIZES = {"n_e": 16, "n_a": 24, "n_s": 48, "n_compare": 16}
SHORT, LONG = (4500, 300, 300), (2500, 300, 300)  # sentences of up to 12 words, and of more: train, dev, test
BATCH, CLIP = 64, 1.0


class Part(NamedTuple):
    """m sentences of all lengths."""

    english: list  # m strings
    french: list  # m lists of words
    X: np.ndarray  # (m, T_x)
    mask: np.ndarray  # (m, T_x) bool
    Y: np.ndarray  # (m, T_y), without the start
    Y_mask: np.ndarray  # (m, T_y) bool


class Sentences(NamedTuple):
    """Three parts, and the vocabularies."""

    train: Part
    dev: Part
    test: Part
    english: Vocabulary
    french: Vocabulary


def load_sentences(seed=0):
    """Short and long sentences of `load_translation` together, in the sizes SHORT and LONG."""
    drawn = load_translation(np.random.default_rng(seed), *SHORT, m_combinations=1, m_longer=sum(LONG))
    english, french = drawn.english_vocabulary, drawn.french_vocabulary
    borders = np.cumsum([0, *LONG])
    parts = []
    for k, short in enumerate((drawn.train, drawn.dev, drawn.test)):
        rows = slice(borders[k], borders[k + 1])
        in_english = short.english + drawn.longer.english[rows]
        in_french = [words(text) for text in short.french + drawn.longer.french[rows]]
        X, mask = english.encode([text.split() for text in in_english], length=drawn.longer.X.shape[1])
        Y, Y_mask = french.encode(in_french, length=drawn.longer.Y.shape[1])
        parts.append(Part(in_english, in_french, X, mask, Y[:, 1:], Y_mask[:, 1:]))
    return Sentences(*parts, english, french)


def translator(sentences, reader, rng, **sizes):
    """An untrained network of the lab's sizes, but for those that are given."""
    return Translator(len(sentences.english), len(sentences.french), rng, reader, **{**SIZES, **sizes})


def objective(model, batch, train):
    """The mean cross-entropy of the words that count."""
    scores = model.forward(batch["x"], batch["y"], train=train, mask=batch["mask"])
    return softmax_cross_entropy(scores, batch["y"], mask=batch["counts"])


def train_translator(model, sentences, rate, steps, rng):
    """So many steps of Adam with random batches; the rate falls to a tenth of itself along a straight line."""
    optimizer, part = Adam(model.parameters(), rate), sentences.train
    for step in range(steps):
        optimizer.learning_rate = rate * (1 - 0.9 * step / steps)
        rows = rng.integers(len(part.X), size=BATCH)
        batch = {"x": part.X[rows], "mask": part.mask[rows], "y": part.Y[rows], "counts": part.Y_mask[rows]}
        yield learn(model, objective, optimizer, batch, CLIP)


def translations(model, part, french):
    """What the model writes greedily, m lists of words."""
    ids = model.translate(part.X, part.Y.shape[1], part.mask)
    return [text.split() for text in french.decode(ids, " ")]


def lengths(part):
    """The numbers of English words, (m,)."""
    return part.mask.sum(axis=1)
