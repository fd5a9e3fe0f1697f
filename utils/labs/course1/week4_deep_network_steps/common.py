"""What several exercises of this lab are tried on, or share."""

import numpy as np


def linear_cases(rng):
    readable = (np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.5], [-1.0]]))
    shapes = [(1, 3, 1), (4, 2, 5), (3, 1, 2)]  # n, n_prev, m
    return [readable, *[_layer(rng, *shape) for shape in shapes]]


def model_cases(rng):
    widths = [([2, 2, 1], 2), ([3, 1], 4), ([3, 4, 2, 1], 1), ([1, 2, 3, 4, 1], 5)]
    return [(rng.standard_normal((each[0], m)), _parameters(rng, each)) for each, m in widths]


def _layer(rng, n, n_prev, m):
    """A, W and b of one layer, drawn."""
    return rng.standard_normal((n_prev, m)), rng.standard_normal((n, n_prev)), rng.standard_normal((n, 1))


def _parameters(rng, widths):
    """Weights and biases, all different from 0."""
    made = {}
    for layer, (n_prev, n) in enumerate(zip(widths, widths[1:], strict=False), start=1):
        _, made[f"W{layer}"], made[f"b{layer}"] = _layer(rng, n, n_prev, 1)
    return made
