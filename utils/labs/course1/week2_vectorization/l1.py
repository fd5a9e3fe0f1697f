"""The exercise L1: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week2_vectorization.common import pair_cases
from utils.steps import vectorization as steps


def L1_by_loop(yhat, y):
    return sum(abs(p - t) for p, t in zip(yhat, y, strict=True))


EXERCISE = Exercise(
    steps.L1,
    points=8,
    returns=("loss",),
    cases=pair_cases,
    mistakes={
        "Errors of opposite sign cancel in your sum; take absolute values.": slip("np.abs(y - yhat)", "y - yhat"),
        "Errors have cancelled before you take the absolute value; take it of each error.": slip(
            "np.sum(np.abs(y - yhat))", "np.abs(np.sum(y - yhat))"
        ),
        "You take the mean; this loss is the sum.": slip("np.sum", "np.mean"),
        "That is the length of the error, a root of squares; sum the absolute values.": lambda yhat, y: np.linalg.norm(
            y - yhat
        ),
        "You square the errors, which is L2; L1 takes absolute values.": slip("np.abs(y - yhat)", "(y - yhat) ** 2"),
    },
    right=[L1_by_loop],
    hints=[
        "Errors, then sizes, then one sum.",
        "L1 = Σ |y − ŷ|; NumPy's absolute value is np.abs.",
        "Return np.sum(np.abs(…)).",
    ],
    topics=["loss and cost", "vectorisation"],
)
