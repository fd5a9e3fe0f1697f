"""Measures of a bias: where words lie along an axis, and what their other numbers still tell of it."""

import numpy as np

from utils.data.corpus import NUMBER, women
from utils.labs.course5.week2_word_vectors.common import HERS, HIS, OCCUPATIONS, OCCUPIED, SIDES, as_map, units
from utils.steps.word_vectors import axis_from_pairs, leaning_neighbours, neutralize

NEIGHBOURS, RIDGE = 5, 1.0
PRONOUNS = (("he", "she"), ("his", "her"), ("him", "her"))
TAKEN = (
    "nothing",
    "one pair",
    "g",
    "five axes of the pairs",
    "g, 4 random axes",
    "g, she − he",
    "g, three pronoun steps",
)


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


def measures(E, words, shares, rng):
    """What a set of vectors tells of the shares: along the axis, and by the rest, whatever is taken away.

    rng: draws random axes, and shares in another order, which tell what is found where there is nothing to find.
    Returns {"along", "slope", "one pair along", and for each entry of TAKEN "neighbours …", "model …", "pastimes …",
    "kept …"; "neighbours by chance" and "model by chance", of neutral words}.
    """
    axis, V = axis_of(E, words), E[:, OCCUPIED]
    alone = [axis_of(E, words, [pair]) for pair in SIDES]
    found = {"along": correlation(places_on(axis, V), shares), "slope": slope(places_on(axis, V), shares)}
    found["one pair along"] = np.mean([correlation(places_on(one, V), shares) for one in alone])
    one_pair = [told_by_the_rest(E, neutralized(V, one), shares) for one in alone]
    found |= {f"{name} {TAKEN[1]}": np.mean([row[name] for row in one_pair]) for name in one_pair[0]}
    for name, axes in taken_axes(E, words, axis, rng).items():
        found |= {f"{key} {name}": value for key, value in told_by_the_rest(E, without(V, axes), shares).items()}
    neutral = neutralized(V, axis)
    orders = [rng.permutation(shares) for _ in range(20)]
    for name, told in (("neighbours", told_by_neighbours), ("model", told_by_a_model)):
        found[f"{name} by chance"] = np.mean([told(neutral, order) for order in orders])
    return {name: round(float(value), 3) for name, value in found.items()}


def told_by_the_rest(E, V, shares):
    """What occupations V (d, 32) tell beside an axis, and their mean cosine with those of E: a dict of four."""
    return {
        "neighbours": told_by_neighbours(V, shares),
        "model": told_by_a_model(V, shares),
        "pastimes": correlation(pastime_lean(E, V), shares),
        "kept": np.mean(np.sum(units(V) * units(E[:, OCCUPIED]), axis=0)),
    }


def taken_axes(E, words, axis, rng):
    """{entry of TAKEN: orthonormal axes (d, k)}, without the single pairs."""
    steps = [E[:, words.index(feminine)] - E[:, words.index(masculine)] for masculine, feminine in PRONOUNS]
    sets = [
        np.zeros((len(E), 0)),
        axis[:, None],
        axes_of(E, words, 5),
        orthonormal(axis, *rng.normal(size=(4, len(E)))),
        orthonormal(axis, steps[0]),
        orthonormal(axis, *steps),
    ]
    return dict(zip((TAKEN[0], *TAKEN[2:]), sets, strict=True))


def orthonormal(*vectors):
    """Orthonormal axes (d, k) of the space of k vectors (d,)."""
    return np.linalg.qr(np.stack(vectors, axis=1))[0]


def slope(places, shares):
    """By how much a place on the axis rises where the share rises from 0 to 1; 0 where all shares are the same."""
    return float(np.polyfit(shares, places, 1)[0]) if np.ptp(shares) else 0.0
