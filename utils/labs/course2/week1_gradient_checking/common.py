"""Networks that exercises, explorer and challenge of this lab are tried on."""

import numpy as np

from utils.steps.gradient_checking import dictionary_to_vector, vector_to_dictionary


def drawn(widths, rng, spread=0.5):
    """Weights that keep a signal's size, and biases that are not 0.    widths: [n_0, n_1, n_2, 1]."""
    parameters = {}
    for layer in range(1, len(widths)):
        here, before = widths[layer], widths[layer - 1]
        parameters[f"W{layer}"] = rng.standard_normal((here, before)) / np.sqrt(before)
        parameters[f"b{layer}"] = rng.normal(0, spread, (here, 1))
    return parameters


def task(seed, widths=(3, 6, 4, 1), m=7):
    """A network with its examples: parameters, X (n_0, m), Y (1, m) of 0 and 1 in turn."""
    rng = np.random.default_rng(seed)
    parameters = drawn(widths, rng)
    return parameters, rng.standard_normal((widths[0], m)), (np.arange(m) % 2).reshape(1, -1)


def small_network():
    """Two inputs, two units, two units, one: few enough numbers to follow by hand."""
    return {
        "W1": np.array([[1.0, -1.0], [0.5, 1.0]]),
        "b1": np.array([[0.5], [-0.5]]),
        "W2": np.array([[1.0, 0.5], [-1.0, 2.0]]),
        "b2": np.array([[0.0], [0.5]]),
        "W3": np.array([[1.0, -1.0]]),
        "b3": np.array([[0.25]]),
    }


def network_cases(rng):
    """(parameters, X, Y): one to follow by hand; then square layers, one unit a layer, m = 1, other widths."""
    cases = [(small_network(), np.array([[2.0, 1.0], [1.0, -1.0]]), np.array([[1, 0]]))]
    for widths, m in (((3, 3, 3, 1), 3), ((1, 1, 1, 1), 4), ((4, 2, 3, 1), 1), ((2, 5, 3, 1), 6)):
        Y = (np.arange(m) % 2 == 0).astype(int).reshape(1, -1)
        cases.append((drawn(widths, rng), rng.standard_normal((widths[0], m)), Y))
    return cases


def guessed(parameters, rng):
    """Gradients that are not the right ones, with a few entries of other names, as a backward pass returns them."""
    gradients = {"dZ3": np.ones((1, 2))}
    for key, value in parameters.items():
        gradients["d" + key] = rng.normal(0, 0.3, np.shape(value))
    return gradients | {"dA1": np.ones((2, 2))}


def crossings(forward, parameters, X, Y, epsilon):
    """How many of the 2n moves of a whole check carry some unit of layers 1 and 2 over its kink, at a sum of 0.

    forward: of three layers, with the usual cache.    A sum that lies at 0 exactly counts as below.
    """
    theta, _ = dictionary_to_vector(parameters)

    def on(theta):
        cache = forward(X, Y, vector_to_dictionary(theta, parameters))[1]
        return np.concatenate([np.ravel(cache[0] > 0), np.ravel(cache[4] > 0)])

    before, unit = on(theta), np.eye(len(theta))
    return sum(
        bool((on(theta + step * unit[:, [i]]) != before).any())
        for i in range(len(theta))
        for step in (epsilon, -epsilon)
    )
