"""Measures of a bias: where words lie along an axis, and what their other numbers still tell of it."""

import numpy as np

from utils.data.corpus import NUMBER, women
from utils.labs.course5.week2_word_vectors.common import HERS, HIS, OCCUPATIONS, OCCUPIED, SIDES, as_map, units
from utils.steps.word_vectors import axis_from_pairs, leaning_neighbours, neutralize

NEIGHBOURS, RIDGE = 5, 1.0


def told_shares(bias=1.0):
    """The share of women in each occupation of a text, (32,)."""
    return np.array([women(occupation, bias) for occupation in OCCUPATIONS])


def axis_of(E, words, pairs=SIDES):
    """From masculine to feminine: the axis of the pairs, turned so that feminine words are positive."""
    return axis_from_pairs([(feminine, masculine) for masculine, feminine in pairs], as_map(words, E))


def places_on(axis, V):
    """The cosine of each column of V with an axis."""
    return axis @ units(V) / np.linalg.norm(axis)


def neutralized(V, axis):
    """Every column without its part along the axis."""
    columns = {k: v for k, v in enumerate(V.T)}
    return np.stack([neutralize(k, axis, columns) for k in columns], axis=1)


def axes_of(E, words, k, pairs=SIDES):
    """The k directions in which the pairs' words differ most, (d, k)."""
    halves = np.array([E[:, words.index(a)] - E[:, words.index(b)] for a, b in pairs])
    return np.linalg.svd(halves, full_matrices=False)[2][:k].T


def without(V, axes):
    """The columns of V without their parts in the span of orthonormal axes (d, k)."""
    return V - axes @ (axes.T @ V)


def told_by_neighbours(V, shares):
    """How well neighbours give a word's share away: the correlation of theirs that lean with it."""
    return correlation(leaning_neighbours(V, shares > 0.5, NEIGHBOURS), shares)


def told_by_a_model(V, shares):
    """How well a linear model does, which has seen all other words: the correlation of its guesses with the shares.

    Ridge regression on vectors of length 1; each word is guessed by a model that was fitted without it.
    """
    X = units(V).T
    X = X - X.mean(axis=0)
    kernel = X @ X.T
    hat = kernel @ np.linalg.inv(kernel + RIDGE * np.eye(len(kernel))) + 1 / len(kernel)
    left_out = np.diag(hat)
    return correlation((hat @ shares - left_out * shares) / (1 - left_out), shares)


def pastime_lean(E, V):
    """How much nearer each column of V lies to women's pastimes than to men's: a difference of mean cosines."""
    towards = [units(E[:, [NUMBER[word] for word in words]]).mean(axis=1) for words in (HERS, HIS)]
    return (towards[0] - towards[1]) @ units(V)


def correlation(one, other):
    """Of two rows of numbers; 0 where one of them is the same everywhere."""
    return float(np.corrcoef(one, other)[0, 1]) if np.ptp(one) and np.ptp(other) else 0.0


def measures(E, words, shares):
    """What a set of vectors tells of the shares: along the axis, and by the rest, before and after neutralising."""
    axis, V = axis_of(E, words), E[:, OCCUPIED]
    found = {"along": correlation(places_on(axis, V), shares), "slope": slope(places_on(axis, V), shares)}
    for name, some in (("before", V), ("after", neutralized(V, axis)), ("after 5", without(V, axes_of(E, words, 5)))):
        found[f"neighbours {name}"] = told_by_neighbours(some, shares)
        found[f"model {name}"] = told_by_a_model(some, shares)
        found[f"pastimes {name}"] = correlation(pastime_lean(E, some), shares)
    return {name: round(value, 3) for name, value in found.items()}


def slope(places, shares):
    """By how much a place on the axis rises where the share rises from 0 to 1; 0 where all shares are the same."""
    return float(np.polyfit(shares, places, 1)[0]) if np.ptp(shares) else 0.0
