"""The exercise accuracy: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import deep_models as steps


def accuracy_cases(rng):
    readable = (np.array([[1, 0, 1, 1]]), np.array([[1, 0, 0, 1]]))
    drawn = [(rng.integers(0, 2, (1, m)), rng.integers(0, 2, (1, m))) for m in (9, 30)]
    ones = np.ones((1, 5), dtype=int)
    return [readable, *drawn, (ones, ones), (1 - ones, ones), (ones[:, :1], ones[:, :1])]


def accuracy_by_products(Y_prediction, Y):
    m = Y.shape[1]
    return float(np.squeeze(np.dot(Y, Y_prediction.T) + np.dot(1 - Y, 1 - Y_prediction.T)) / m)


def accuracy_by_loop(Y_prediction, Y):
    return sum(int(a) == int(b) for a, b in zip(Y_prediction[0], Y[0], strict=True)) / Y.size


EXERCISE = Exercise(
    steps.accuracy,
    points=5,
    returns=("share",),
    cases=accuracy_cases,
    mistakes={
        "You count the right decisions; divide by Y.shape[1] (len(Y) is 1), or use np.mean.": slip("np.mean", "np.sum"),
        "You return a percentage; return a share between 0 and 1.": slip(
            "np.mean(Y_prediction == Y)", "100 * np.mean(Y_prediction == Y)"
        ),
        "You return the share of mistakes; count where the two are equal.": slip("==", "!="),
        "You count the ones that were found and miss the zeros; both labels count when they are decided right.": slip(
            "Y_prediction == Y", "Y_prediction * Y"
        ),
        "== compares, and you hand two arrays over without comparing: np.mean(Y_prediction == Y).": slip(
            "Y_prediction == Y", "Y_prediction, Y"
        ),
        "np.all asks whether every example is right; ask for the share that is, np.mean.": slip("np.mean", "np.all"),
    },
    right=[accuracy_by_products, accuracy_by_loop],
    hints=[
        "Where do two arrays of one shape agree? The answer is an array of True and False.",
        "A mean counts True as 1 and False as 0.",
        "np.mean(… == …).",
    ],
    topics=["single-number metric"],
)
