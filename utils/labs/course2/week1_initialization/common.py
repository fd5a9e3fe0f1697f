"""Networks that several exercises of this lab are tried on."""

import numpy as np


def drawn(widths, rng, scale=0.8):
    """Parameters of some size, biases included.    widths: [n_0, …, n_L]."""
    parameters = {}
    for layer in range(1, len(widths)):
        parameters[f"W{layer}"] = rng.normal(0, scale, (widths[layer], widths[layer - 1]))
        parameters[f"b{layer}"] = rng.normal(0, scale, (widths[layer], 1))
    return parameters


def by_hand():
    """Two inputs, two units, one unit, in round numbers."""
    return {
        "W1": np.array([[1.0, -1.0], [0.5, 0.0]]),
        "b1": np.array([[0.0], [0.5]]),
        "W2": np.array([[1.0, 2.0]]),
        "b2": np.array([[-1.0]]),
    }


def width_cases(rng):
    """Widths to follow by hand; a deeper network; a layer of one unit; one layer only; as an array."""
    widths = ([3, 2, 1], [2, 4, 4, 3], [5, 1, 3, 2], [1, 1], np.array([4, 3, 2, 1]))
    return [(each, np.random.default_rng(rng.integers(1000))) for each in widths]
