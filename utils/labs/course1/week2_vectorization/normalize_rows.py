"""The exercise normalize_rows: its cases, right answers and known mistakes."""

import math

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import vectorization as steps


def row_cases(rng):
    shapes = [(1, 4), (5, 2), (3, 3)]
    return [
        (np.array([[3.0, 4.0], [0.0, 2.0]]),),
        *[(rng.normal(size=shape),) for shape in shapes],
        (np.array([[3, 4], [1, 0]]),),
    ]


def rows_by_loop(x):
    return np.array([row / math.sqrt(sum(value**2 for value in row)) for row in x])


EXERCISE = Exercise(
    steps.normalize_rows,
    points=12,
    returns=("rows",),
    cases=row_cases,
    mistakes={
        "You scale the columns; a row's length runs along axis=1.": slip("axis=1", "axis=0"),
        "Your lengths have shape (n,), which lines up with the columns; keep the axis with keepdims=True.": slip(
            ", keepdims=True", ""
        ),
        "You divide by the length of the whole matrix; each row has its own.": slip(", axis=1, keepdims=True", ""),
        "You divide by the sum of the row; its length is the root of the sum of squares.": lambda x: (
            x / np.sum(x, axis=1, keepdims=True)
        ),
        "You divide by the sum of absolute values; the length is the root of the sum of squares.": slip(
            "axis=1", "ord=1, axis=1"
        ),
        "You divide by the squared length; take the square root first.": slip("x / lengths", "x / lengths**2"),
    },
    right=[rows_by_loop],
    hints=[
        "Find one length per row, then let broadcasting divide.",
        "np.linalg.norm has the arguments axis and keepdims; the lengths need shape (n, 1).",
        "lengths = np.linalg.norm(x, axis=1, keepdims=…), then x / lengths.",
    ],
    topics=["broadcasting", "vectorisation"],
)
