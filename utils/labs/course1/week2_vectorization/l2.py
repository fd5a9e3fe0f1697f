"""The exercise L2: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week2_vectorization.common import pair_cases
from utils.steps import vectorization as steps


def L2_by_dot(yhat, y):
    return np.dot(yhat - y, yhat - y)


EXERCISE = Exercise(
    steps.L2,
    points=5,
    returns=("loss",),
    cases=pair_cases,
    mistakes={
        "You take the root; this loss is the sum of squares itself.": lambda yhat, y: np.linalg.norm(y - yhat),
        "You take the mean; this loss is the sum.": slip("np.sum", "np.mean"),
        "You sum absolute values, which is L1; L2 squares the errors.": slip("(y - yhat) ** 2", "np.abs(y - yhat)"),
        "You multiply each error by 2; write ** 2 for its square.": slip("** 2", "* 2"),
        "You return the squares one by one; the loss is their sum.": slip("np.sum((y - yhat) ** 2)", "(y - yhat) ** 2"),
        "Errors have cancelled before you square the sum; square each error.": slip(
            "np.sum((y - yhat) ** 2)", "np.sum(y - yhat) ** 2"
        ),
        "You subtract the squares; square the difference.": slip("(y - yhat) ** 2", "y**2 - yhat**2"),
    },
    right=[L2_by_dot],
    hints=[
        "Errors, then squares, then one sum.",
        "L2 = Σ (y − ŷ)², which is also the inner product of the error with itself.",
        "Return np.sum((…) ** 2).",
    ],
    topics=["loss and cost", "vectorisation"],
)
