"""The exercise centred: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import the_steps as steps


def centred_cases(rng):
    """Numbers to follow by hand; then any shape, a square, one feature, one example."""
    by_hand = np.array([[1.0, 3.0, 8.0], [2.0, 2.0, -1.0]])
    return [(by_hand,)] + [(rng.normal(2, 3, shape),) for shape in ((3, 5), (4, 4), (1, 6), (5, 1))]


def centred_by_rows(X):
    return np.stack([row - sum(row) / len(row) for row in X])


EXERCISE = Exercise(
    steps.centred,
    points=100,
    returns=("X_centred",),
    cases=centred_cases,
    mistakes={
        "You take from each example the mean of its features; a feature's mean goes along its row: axis=1.": slip(
            "axis=1", "axis=0"
        ),
        "You take one mean of all numbers from everything; each feature has a mean of its own: axis=1.": slip(
            "axis=1, keepdims=True", ""
        ),
        "You add the mean; take it away, and the new mean is 0.": slip("X - mean", "X + mean"),
    },
    right=[centred_by_rows],
    hints=[
        "Each feature is a row of X, and has a mean of its own.",
        "The mean of row j over its m examples, taken from every number of the row.",
        "X − np.mean(X, axis=…, keepdims=True): with keepdims the means are a column, and broadcasting does the rest.",
    ],
    topics=[
        "a topic",
    ],
)
