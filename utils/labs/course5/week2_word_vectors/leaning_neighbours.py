"""The exercise leaning_neighbours, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_word_vectors.common import units
from utils.steps import word_vectors as steps


def leaning_cases(rng):
    """Four words in a plane; many of unequal length, with 1, 3 and all neighbours; as many words as dimensions; two
    words of one direction."""
    plane = np.array([[1.0, 4.0, 0.1, 1.0], [0.0, 1.0, 1.0, 3.0]])
    E = rng.normal(size=(4, 9)) * rng.uniform(0.2, 5, size=9)
    leans = rng.permutation(np.arange(9) % 2 == 0)
    twins = np.array([[1.0, 3.0, 1.0, 0.2], [0.0, 0.0, 1.0, 1.0]])
    square, few = rng.normal(size=(5, 5)), np.array([0, 1, 1, 0, 1])
    return [
        (plane, np.array([True, True, False, False]), 1),
        (E, leans, 1),
        (E, leans, 3),
        (E, leans, 8),
        (square, few, 2),
        (twins, np.array([True, True, False, False]), 1),
        (rng.normal(size=(3, 12)) * rng.uniform(0.2, 5, size=12), np.arange(12) < 7, 4),
    ]


def by_loops(V, leans, k):
    shares = []
    for one in range(V.shape[1]):
        others = [w for w in range(V.shape[1]) if w != one]
        cosines = [V[:, one] @ V[:, w] / np.linalg.norm(V[:, one]) / np.linalg.norm(V[:, w]) for w in others]
        nearest = [others[place] for place in np.argsort(cosines)[::-1][:k]]
        shares.append(sum(bool(leans[w]) for w in nearest) / k)
    return np.array(shares)


def by_skipping_the_first(V, leans, k):
    """Sorted with the word itself, which is always its own nearest."""
    U = units(V)
    order = np.argsort(-(U.T @ U), axis=1)
    return np.mean(np.asarray(leans)[order[:, 1 : k + 1]], axis=1)


PLANTED = "Each word counts itself as a neighbour, and so its own side; take it out before sorting."
DIAGONAL = "    # No word counts as its own neighbour\n    np.fill_diagonal(cosines, -np.inf)\n"

EXERCISE = Exercise(
    steps.leaning_neighbours,
    points=14,
    returns=("shares",),
    cases=leaning_cases,
    mistakes={
        PLANTED: slip(DIAGONAL, ""),
        "A word's cosine with itself is set to 0, which beats negative ones; −∞ beats none.": slip(
            "np.fill_diagonal(cosines, -np.inf)", "np.fill_diagonal(cosines, 0)"
        ),
        "Neighbours are found by dot products, which prefer long vectors; divide the columns by their lengths.": slip(
            "V / np.linalg.norm(V, axis=0)", "V"
        ),
        "You take the most distant words; sort so that the largest cosines come first.": slip(
            "np.argsort(-cosines, axis=1)", "np.argsort(np.where(np.isinf(cosines), np.inf, cosines), axis=1)"
        ),
        "The nearest neighbour is left out as if it were the word itself, which is out already.": slip(
            "[:, :k]", "[:, 1 : k + 1]"
        ),
        "All words count as neighbours; the first k do.": slip("[:, :k]", "[:, :-1]"),
        "You add up the neighbours; their share is asked for, so divide by k.": slip(".mean(axis=1)", ".sum(axis=1)"),
        "That is the share over all words at once; each word has one of its own: axis=1.": slip(
            ".mean(axis=1)", ".mean()"
        ),
        "You take the first word out of every row; each word is to be out of its own row.": slip(
            "np.fill_diagonal(cosines, -np.inf)", "cosines[:, 0] = -np.inf"
        ),
        "A word of the same direction is taken for the word itself; take out the diagonal, whatever the cosines.": slip(
            "np.fill_diagonal(cosines, -np.inf)", "cosines[cosines > 1 - 1e-9] = -np.inf"
        ),
        "That is the share of neighbours on the word's own side; count those that lean.": slip(
            "np.asarray(leans, dtype=float)[nearest].mean(axis=1)",
            "(np.asarray(leans)[nearest] == np.asarray(leans)[:, None]).mean(axis=1)",
        ),
        "The share of those that do not lean is returned.": slip(
            "return np.asarray(leans, dtype=float)[nearest].mean(axis=1)",
            "return 1 - np.asarray(leans, dtype=float)[nearest].mean(axis=1)",
        ),
        "You average the numbers of the neighbours; look up their sides with leans[nearest].": slip(
            "np.asarray(leans, dtype=float)[nearest].mean(axis=1)", "nearest.mean(axis=1)"
        ),
    },
    planted=PLANTED,
    symptom="Even where all vectors are random, the shares tell the sides of the words.",
    right=[by_loops, by_skipping_the_first],
    hints=[
        "Random vectors know nothing of any side. If the one neighbour always stands on the word's side, who is it?",
        "The largest cosine of a word is the one with itself: 1. It stands on the diagonal of unitsᵀ units.",
        "np.fill_diagonal(cosines, -np.inf) before the sorting.",
    ],
    topics=["neutralise"],
)
