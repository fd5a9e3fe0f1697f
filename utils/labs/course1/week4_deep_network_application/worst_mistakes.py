"""The exercise worst_mistakes: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import deep_models as steps


def worst_cases(rng):
    readable = (np.array([[0.2, 0.9, 0.7, 0.4, 0.05]]), np.array([[0, 0, 0, 1, 1]]), 2)
    undecided = (np.array([[0.5, 0.5, 0.3, 0.8]]), np.array([[0, 1, 1, 1]]), 4)
    drawn = [(rng.uniform(0.01, 0.99, (1, m)), rng.integers(0, 2, (1, m)), k) for m, k in ((12, 3), (7, 7), (20, 1))]
    sure = (np.array([[0.9, 0.1, 0.8]]), np.array([[1, 0, 1]]), 2)
    narrow = (np.array([[0.52, 0.47, 0.53]]), np.array([[0, 1, 1]]), 3)
    return [readable, undecided, narrow, *drawn, sure]


def worst_by_sorting(AL, Y, k):
    mistakes = [(-abs(AL[0, i] - Y[0, i]), i) for i in range(Y.shape[1]) if int(AL[0, i] > 0.5) != Y[0, i]]
    return np.array([i for _, i in sorted(mistakes)[:k]], dtype=int)


def worst_by_masking(AL, Y, k):
    predictions = (AL > 0.5).astype(int)
    distance = np.where(predictions == Y, -1.0, np.abs(AL - Y)).ravel()
    return np.argsort(distance)[::-1][: min(k, int(np.sum(predictions != Y)))]


def worst_without_choosing(AL, Y, k):
    return np.argsort(-np.abs(AL - Y)[0])[:k]


def least_sure(AL, Y, k):
    return np.argsort(np.abs(AL - 0.5)[0])[:k]


EXERCISE = Exercise(
    steps.worst_mistakes,
    points=10,
    returns=("indices",),
    cases=worst_cases,
    mistakes={
        "Your list goes on with examples that are decided right; keep those where (AL > 0.5) is "
        "not the label.": worst_without_choosing,
        "You list the examples that the network is least sure of; these should be sure and wrong.": least_sure,
        "Your order is the mildest mistake first; argsort goes upwards, so sort −distance.": slip(
            "argsort(-distance", "argsort(distance"
        ),
        "These are places in the list of mistakes; look up the columns they stand for, wrong[order].": slip(
            "wrong[order][:k]", "order[:k]"
        ),
        "Without np.abs the missed ones, with AL below Y, rank last; the distance is |AL − Y|.": slip(
            "np.abs(AL - Y)", "(AL - Y)"
        ),
        "np.where gives rows and columns of a two-dimensional array; the columns are np.where(…)[1].": slip(
            "np.flatnonzero", "np.where"
        ),
        "AL and Y have two axes, and the mistakes are columns of row 0: np.abs(AL - Y)[0, wrong].": slip(
            "[0, wrong]", "[wrong]"
        ),
        "You return how far off they are; return which columns they are, wrong[order].": slip(
            "wrong[order][:k]", "distance[order][:k]"
        ),
        "Your list ignores k; return the first k.": slip("[order][:k]", "[order]"),
        "Your mistakes are not sorted; put the largest distance first.": slip("wrong[order]", "wrong"),
        "A probability of exactly 0.5 decides for 0: use >, not >=.": slip("AL > 0.5", "AL >= 0.5"),
    },
    right=[worst_by_sorting, worst_by_masking],
    hints=[
        "Two questions, one after the other: which columns are wrong, and how far off is each of them?",
        "Wrong where (AL > 0.5) differs from Y; how far off is |AL − Y|; np.argsort sorts upwards.",
        "wrong = np.flatnonzero(…); distance = np.abs(AL - Y)[0, wrong]; then wrong[np.argsort(…)][:k].",
    ],
    topics=["error analysis"],
)
