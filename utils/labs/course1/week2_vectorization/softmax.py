"""The exercise softmax: its cases, right answers and known mistakes."""

import math

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import vectorization as steps


def score_cases(rng):
    shapes = [(1, 4), (5, 2), (3, 3)]
    drawn = [(rng.normal(scale=2, size=shape),) for shape in shapes]
    return [(np.array([[0.0, 0.0, 1.0]]),), *drawn, (np.array([[1, 0, 2], [3, 3, -1]]),)]


def scores_far_out(rng):
    return [(np.array([[1000.0, 1001.0], [-2.0, -800.0]]),)]


def softmax_by_loop(x):
    rows = []
    for row in x:
        exps = [math.exp(value - max(row)) for value in row]
        rows.append([value / sum(exps) for value in exps])
    return np.array(rows)


PLANTED = "Your maxima and sums have shape (n,), which lines up with the columns; keepdims=True keeps the axis."


EXERCISE = Exercise(
    steps.softmax,
    points=15,
    returns=("s",),
    cases=score_cases,
    wishes=scores_far_out,
    mistakes={
        "e^1000 overflows and ∞/∞ is nan; subtract each row's maximum before the exponential.": slip(
            "x - np.max(x, axis=1, keepdims=True)", "x"
        ),
        "One maximum for the whole matrix turns a row far below it into 0/0; use each row's own.": slip(
            "np.max(x, axis=1, keepdims=True)", "np.max(x)"
        ),
        "You subtract the maximum of each column; every row has its own, axis=1.": slip(
            "np.max(x, axis=1, keepdims=True)", "np.max(x, axis=0, keepdims=True)"
        ),
        "Your maxima have shape (n,), which lines up with the columns; keep the axis with keepdims=True.": slip(
            "np.max(x, axis=1, keepdims=True)", "np.max(x, axis=1)"
        ),
        "Your rows do not sum to 1: divide by the sum of each.": lambda x: np.exp(x - x.max(1, keepdims=True)),
        "Your columns sum to 1; the rows should, so use axis=1.": slip("axis=1", "axis=0"),
        "You divide by the sum of the whole matrix; each row has its own sum, axis=1.": slip(
            "np.sum(exps, axis=1, keepdims=True)", "np.sum(exps)"
        ),
        "Your sums have shape (n,), which lines up with the columns; keep the axis with keepdims=True.": slip(
            "np.sum(exps, axis=1, keepdims=True)", "np.sum(exps, axis=1)"
        ),
        PLANTED: slip((", keepdims=True", ""), (", kept as a column", "")),
        "Two things: give the sums keepdims=True, and subtract each row's maximum before the exponential.": lambda x: (
            np.exp(x) / np.sum(np.exp(x), axis=1)
        ),
        "Two things: sum each row by itself, axis=1, and subtract each row's maximum before the "
        "exponential.": lambda x: np.exp(x) / np.sum(np.exp(x)),
    },
    right=[softmax_by_loop],
    hints=[
        "Take two rows of three scores, and write down the shape of what comes out of each line.",
        "A row's maximum has to meet the entries of its row: shapes line up from the right, so (n, 1) is due.",
        "np.max(x, axis=1, keepdims=True), and the same for the sums.",
    ],
    topics=["softmax", "broadcasting"],
    planted=PLANTED,
    symptom="For 3 × 3 scores the rows it returns do not sum to 1; for 5 × 2 scores it stops with an error.",
)
