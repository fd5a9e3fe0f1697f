"""What several exercises of this lab are tried on, or share."""

import numpy as np


def network(rng, n_x, n_h, n_y=1, scale=0.7):
    """Parameters of some size, biases included."""
    return {
        "W1": rng.normal(0, scale, (n_h, n_x)),
        "b1": rng.normal(0, scale, (n_h, 1)),
        "W2": rng.normal(0, scale, (n_y, n_h)),
        "b2": rng.normal(0, scale, (n_y, 1)),
    }


def readable():
    """Two inputs, three hidden units, one output, in round numbers."""
    return {
        "W1": np.array([[1.0, 0.5], [-0.5, 1.0], [0.5, -1.0]]),
        "b1": np.array([[0.0], [0.5], [-0.5]]),
        "W2": np.array([[1.0, -1.0, 0.5]]),
        "b2": np.array([[0.25]]),
    }


def slope_cases(rng):
    """Below, at and above 0; then a matrix; then far out."""
    return [
        (np.array([-1.0, 0.0, 2.0]),),
        (rng.normal(0, 1.5, (3, 4)),),
        (np.array([[-6.0], [0.0], [0.25], [5.0]]),),
    ]
