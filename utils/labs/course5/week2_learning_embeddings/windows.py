"""What one place of a sentence teaches: its neighbours, and random negatives; and which words are drawn how often."""

import functools
from typing import NamedTuple

import numpy as np

from utils.data.corpus import NUMBER, WORDS
from utils.labs.course5.week2_learning_embeddings.measured import JUDGE, text
from utils.layers.word_sampling import draw_words, noise_table
from utils.layers.word_windows import cbow_windows
from utils.steps.embeddings import noise_distribution

SENTENCE = "the mayor of paris opened the metro near the seine river".split()
MOST = 15  # negatives that are drawn for a place


class Place(NamedTuple):
    centre: str
    neighbours: list  # the places of the neighbours
    negatives: list  # K words
    accidents: list  # of each negative, whether it stands in the window


@functools.cache
def shown_text():
    """The first text that is judged on."""
    return text(JUDGE[0])


def shown_counts():
    """How often each of its words stands in it, at least once: (n_words,)."""
    return np.maximum(shown_text().counts, 1)


@functools.cache
def drawn(place):
    """MOST negatives for a place of SENTENCE; the same ones each time."""
    words = draw_words(noise_table(shown_counts()), MOST, np.random.default_rng([place, 2]))
    return [WORDS[word] for word in words]


def look_at(place, window, K):
    """What a place of SENTENCE teaches a skip-gram."""
    near = [t for t in range(max(0, place - window), min(len(SENTENCE), place + window + 1)) if t != place]
    negatives, inside = drawn(place)[:K], {SENTENCE[t] for t in near}
    return Place(SENTENCE[place], near, negatives, [word in inside for word in negatives])


@functools.cache
def windows_with(window):
    """For each word the share of places of the text whose window holds it: (n_words,)."""
    contexts, mask, targets = cbow_windows(shown_text().sentences, window)
    places = np.broadcast_to(np.arange(len(targets))[:, np.newaxis], contexts.shape)
    once = np.unique(places[mask] * len(WORDS) + contexts[mask])  # a word counts once in a window
    return np.bincount(once % len(WORDS), minlength=len(WORDS)) / len(targets)


def accidents(power, window):
    """The share of negatives that stand in the window themselves, at a power of the counts."""
    return float(noise_distribution(shown_counts(), power) @ windows_with(window))


def draws_per_meeting(power, K):
    """How many times each word is drawn as a negative for each time it is a true neighbour: (n_words,).

    A word is a neighbour about as often as it stands in the text, so this is K · P(w) / (its share of the text).
    """
    counts = shown_counts()
    return K * noise_distribution(counts, power) / noise_distribution(counts, 1)


def share_of_the(power):
    """How many of the negatives are "the"."""
    return float(noise_distribution(shown_counts(), power)[NUMBER["the"]])
