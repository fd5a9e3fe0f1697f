"""The exercise initialize_with_zeros: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import logistic_regression as steps


def size_cases(rng):
    return [(3,), (1,), (int(rng.integers(5, 30)),), (192,)]


def zeros_from_lists(dim):
    return np.array([[0.0]] * dim), 0


EXERCISE = Exercise(
    steps.initialize_with_zeros,
    points=10,
    returns=("w", "b"),
    cases=size_cases,
    mistakes={
        "Your w has shape (dim,), neither row nor column; np.zeros takes the shape as one tuple, (dim, 1).": slip(
            "np.zeros((dim, 1))", "np.zeros(dim)"
        ),
        "Your w is a row; one weight per feature stands in a column, (dim, 1).": slip("(dim, 1)", "(1, dim)"),
        "np.zeros(dim, 1) reads the 1 as a data type; give the shape in brackets of its own, (dim, 1).": slip(
            "np.zeros((dim, 1))", "np.zeros(dim, 1)"
        ),
        "Your weights start at 1; they start at 0.": slip("np.zeros", "np.ones"),
        "You made one bias per feature; a single unit has a single bias, the number 0.0.": slip(
            "b = 0.0", "b = np.zeros((dim, 1))"
        ),
        "w and b are swapped; return w first, then b.": slip("return w, b", "return b, w"),
    },
    right=[zeros_from_lists],
    hints=[
        "Two lines: one array for the weights, one plain number for the bias.",
        "np.zeros takes a shape, and a shape is a tuple.",
        "w = np.zeros((…, 1)) and b = 0.0.",
    ],
    topics=["logistic regression"],
)
