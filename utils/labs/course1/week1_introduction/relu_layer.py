"""The exercise relu_layer: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import introduction as steps
from utils.steps.introduction import relu_unit


def layer_cases(rng):
    readable = (
        np.array([[60.0, 120.0], [2.0, 5.0]]),
        np.array([[1.0, 10.0], [2.0, -50.0], [-1.0, 0.0]]),
        np.array([[-90.0], [5.0], [70.0]]),
    )
    shapes = [(3, 2, 1), (1, 4, 5), (4, 1, 3), (3, 3, 3)]
    drawn = [
        (rng.normal(size=(n, m)), rng.normal(size=(units, n)), rng.normal(size=(units, 1))) for n, units, m in shapes
    ]
    return [readable, *drawn]


def layer_by_loops(X, W, b):
    A = np.zeros((W.shape[0], X.shape[1]))
    for k in range(W.shape[0]):
        for i in range(X.shape[1]):
            A[k, i] = max(0.0, sum(W[k, j] * X[j, i] for j in range(X.shape[0])) + b[k, 0])
    return A


def layer_by_units(X, W, b):
    return np.vstack([relu_unit(row @ X, 1.0, bias) for row, bias in zip(W, b, strict=True)])


EXERCISE = Exercise(
    steps.relu_layer,
    points=15,
    returns=("A",),
    cases=layer_cases,
    mistakes={
        "W * X multiplies element by element; a sum over the inputs is a matrix product, np.dot(W, X).": slip(
            "np.dot(W, X)", "W * X"
        ),
        "W stands here with one unit per row, (units, n), so np.dot(W, X) needs no .T.": slip(
            "np.dot(W, X)", "np.dot(W.T, X)"
        ),
        "The factors are the wrong way round; rows of W meet columns of X in np.dot(W, X).": slip(
            "np.dot(W, X)", "np.dot(X, W)"
        ),
        "Your scores leave out the biases; add b, one per row.": slip(" + b", ""),
        "Your units let negative scores through; cut them off with np.maximum(0, …).": slip("np.maximum(0, Z)", "Z"),
        "You cut off before the biases are added; cut off W X + b as a whole.": slip(
            ("np.dot(W, X) + b", "np.dot(W, X)"), ("np.maximum(0, Z)", "np.maximum(0, Z) + b")
        ),
        "Every unit gets the sum of all biases; each row has its own entry of b.": slip("+ b", "+ np.sum(b)"),
        "Every unit gets the first bias; b is a column, one entry per row.": slip("+ b", "+ b[0]"),
    },
    right=[layer_by_loops, layer_by_units],
    hints=[
        "One unit is a row of W times a column of X; a matrix product does all units and all examples at once.",
        "A = max(0, W X + b): (units, n) times (n, m) gives (units, m), and b (units, 1) is added to every column.",
        "Z = np.dot(W, X) + …, then np.maximum(0, …).",
    ],
    topics=["what a neural network is"],
)
