"""The exercise cooccurrence: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import glove as steps


def count_cases(rng):
    """Four places by hand; any sentence; a window longer than it; a word beside itself; a word without neighbours."""
    cases = [(np.array([0, 1, 1, 2]), 2, 4), (rng.integers(0, 5, size=9), 3, 5), (np.array([2, 0, 1]), 5, 3)]
    return cases + [(np.array([1, 1, 1]), 1, 2), (np.array([3]), 2, 4), (rng.integers(0, 4, size=12), 4, 6)]


def by_pairs(sentence, window, n_words):
    """Each ordered pair of places once."""
    X = np.zeros((n_words, n_words))
    for t, word in enumerate(sentence):
        for place in range(max(0, t - window), min(len(sentence), t + window + 1)):
            if place != t:
                X[word, sentence[place]] += 1 / abs(place - t)
    return X


def by_distance(sentence, window, n_words):
    X = np.zeros((n_words, n_words))
    for distance in range(1, min(window, len(sentence) - 1) + 1):
        np.add.at(X, (sentence[:-distance], sentence[distance:]), 1 / distance)
    return X + X.T


def without_itself(sentence, window, n_words):
    X = steps.cooccurrence(sentence, window, n_words)
    np.fill_diagonal(X, 0)
    return X


def half_on_diagonal(sentence, window, n_words):
    X = steps.cooccurrence(sentence, window, n_words)
    return X - np.diag(np.diag(X)) / 2


def from_the_end(sentence, window, n_words):
    X, n = np.zeros((n_words, n_words)), len(sentence)
    for t in range(n):
        for distance in range(1, min(window, t + n) + 1):
            X[sentence[t], sentence[t - distance]] += 1 / distance
            X[sentence[t - distance], sentence[t]] += 1 / distance
    return X


def indexed(sentence, window, n_words):
    X = np.zeros((n_words, n_words))
    for distance in range(1, min(window, len(sentence) - 1) + 1):
        X[sentence[:-distance], sentence[distance:]] += 1 / distance
    return X + X.T


BOTH = "X[j, i] += 1 / distance"

EXERCISE = Exercise(
    steps.cooccurrence,
    points=9,
    returns=("X",),
    cases=count_cases,
    mistakes={
        "All neighbours count 1; one at distance δ counts 1/δ.": slip("1 / distance", "1"),
        "Far neighbours count more; one at distance δ counts 1/δ, not δ.": slip("1 / distance", "distance"),
        "A neighbour at distance δ counts 1/δ; you take 1/δ².": slip("1 / distance", "1 / distance**2"),
        "Your weight is word2vec's, which falls in equal steps to the window's end; GloVe's is 1/δ.": slip(
            "1 / distance", "(window - distance + 1) / window"
        ),
        "Your distances begin at 0, so that the next word counts 1/2; its distance is 1.": slip(
            "1 / distance", "1 / (distance + 1)"
        ),
        "X is not symmetric: only the left word has met the right one; add to X[j, i], too.": slip(BOTH, "pass"),
        "Every pair is counted twice: you look in both directions and add to both entries.": slip(
            "1 / distance", "2 / distance"
        ),
        "Your window ends one place too early; range stops before its end, so add 1.": slip(
            "range(1, window + 1)", "range(1, window)"
        ),
        "Your window reaches one place too far; the farthest neighbour stands at distance `window`.": slip(
            "range(1, window + 1)", "range(1, window + 2)"
        ),
        "At the end of the sentence you go on at its start; neighbours end there.": slip(
            ("if t + distance < len(sentence):", "if True:"),
            ("sentence[t + distance]", "sentence[(t + distance) % len(sentence)]"),
        ),
        "At the start of the sentence negative places take words from its end; a place below 0 is none.": from_the_end,
        "Indexed addition adds once for a pair that meets again at the same distance; np.add.at adds each.": indexed,
        "X holds whole numbers, which cut off the fractions of 1/δ; leave out dtype=int.": slip(
            "np.zeros((n_words, n_words))", "np.zeros((n_words, n_words), dtype=int)"
        ),
        "A word that stands near itself is left out; X[i, i] counts, too.": without_itself,
        "A word that stands near itself is counted once; both places have met the other, so twice.": half_on_diagonal,
        "X keeps the last meeting only; add up over all places.": slip("+= 1 / distance", "= 1 / distance"),
        "Your X has probabilities; it should have counts, not divided by their sums.": slip(
            "return X", "return X / np.maximum(X.sum(axis=1, keepdims=True), 1e-12)"
        ),
    },
    right=[by_pairs, by_distance],
    hints=[
        "Two loops: places, and distances up to the window. A pair of places is met once if you look to one side only.",
        "For each t and δ = 1 … window with t + δ < n: X[i, j] and X[j, i] grow by 1/δ, i and j the two words",
        "if t + distance < len(sentence): i, j = sentence[t], sentence[…]; X[i, j] += 1 / distance; X[j, i] += …",
    ],
    topics=["GloVe", "ratios of co-occurrence"],
)
