"""The exercise linear_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_steps.common import linear_cases
from utils.steps import deep_network as steps


def linear_by_loops(A, W, b):
    n, m = W.shape[0], A.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for k in range(m):
            Z[i, k] = sum(W[i, j] * A[j, k] for j in range(A.shape[0])) + b[i, 0]
    return Z, (A, W, b)


EXERCISE = Exercise(
    steps.linear_forward,
    points=8,
    returns=("Z", "cache"),
    cases=linear_cases,
    mistakes={
        "Your Z lacks the bias: add b.": slip("W @ A + b", "W @ A"),
        "You subtract the bias; add it.": slip("W @ A + b", "W @ A - b"),
        "You multiply element by element; the weighted sums need the matrix product, W @ A.": slip("W @ A", "W * A"),
        "You use W transposed; its rows are the units already, so the product is W @ A.": slip("W @ A", "W.T @ A"),
        "Your product is the wrong way round: W @ A, not A @ W.": slip("W @ A", "A @ W"),
        "Your cache starts with Z; the way back asks for what the layer received: (A, W, b).": slip(
            "cache = (A, W, b)", "cache = (Z, W, b)"
        ),
        "Your cache is in another order; it is (A, W, b).": slip("cache = (A, W, b)", "cache = (W, A, b)"),
        "Your cache ends with A; it starts with it: (A, W, b).": slip("cache = (A, W, b)", "cache = (W, b, A)"),
    },
    right=[linear_by_loops],
    hints=[
        "Row i of W against column k of A gives the sum of unit i for example k.",
        "Z = W A + b with the matrix product; NumPy repeats the column b for every example.",
        "Z = W @ A + b; then return Z, (A, W, b).",
    ],
    topics=["forward block", "caches", "shapes"],
)
