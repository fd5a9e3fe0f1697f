"""Networks that several exercises of this lab are tried on."""

import numpy as np

from utils.steps import regularization as steps


def drawn(rng, widths=(3, 4, 5, 1), scale=0.8):
    """Parameters of three layers, biases included.    widths: (n_0, n_1, n_2, n_3)."""
    parameters = {}
    for layer in (1, 2, 3):
        parameters[f"W{layer}"] = rng.normal(0, scale, (widths[layer], widths[layer - 1]))
        parameters[f"b{layer}"] = rng.normal(0, scale, (widths[layer], 1))
    return parameters


def by_hand():
    """One input, two units, two units, one unit, in round numbers."""
    return {
        "W1": np.array([[1.0], [2.0]]),
        "b1": np.array([[0.0], [1.0]]),
        "W2": np.array([[1.0, -1.0], [0.5, 1.0]]),
        "b2": np.array([[3.0], [0.0]]),
        "W3": np.array([[0.5, -0.5]]),
        "b3": np.array([[1.0]]),
    }


def labels(rng, m):
    """Labels 0 and 1, as integers: (1, m)."""
    return rng.integers(0, 2, (1, m))


def small_data():
    """Two examples of one feature, and their labels."""
    return np.array([[1.0, 2.0]]), np.array([[1, 0]])


def networks(rng):
    """(X, Y, parameters): by hand; wide; one example; one unit a layer; whole numbers; many examples."""
    found = [(*small_data(), by_hand())]
    for widths, m in (((3, 4, 5, 1), 6), ((2, 3, 2, 1), 1), ((1, 1, 1, 1), 4), ((4, 6, 3, 1), 9)):
        found.append((rng.standard_normal((widths[0], m)), labels(rng, m), drawn(rng, widths)))
    whole = {key: np.round(2 * value).astype(int) for key, value in drawn(rng, (2, 3, 3, 1), 0.5).items()}
    return [*found, (rng.integers(-2, 3, (2, 5)), labels(rng, 5), whole)]


def forward_cache(X, parameters):
    """The cache of `forward_propagation`."""
    return steps.forward_propagation(X, parameters)[1]
