"""What the checks of the lab week3_shallow_network try: a few readable numbers first, then odd shapes."""

import numpy as np

from utils.steps.shallow_network import forward_propagation


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


def leaky_cases(rng):
    """The slope left out, given, and at both ends of its range."""
    z = np.array([-1.0, 0.0, 2.0])
    return [(z,), (z, 0.2), (rng.normal(0, 2, (3, 4)), 0.1), (np.array([[-3.0], [0.0], [0.5]]), 0.0), (z - 1, 1.0)]


def size_cases(rng):
    """X and Y of various widths; all sizes differ."""
    widths = [(2, 1, 3), (5, 1, 6), (3, 2, 7), (1, 1, 1)]
    return [(rng.normal(size=(n_x, m)), rng.integers(0, 2, (n_y, m))) for n_x, n_y, m in widths]


def width_cases(rng):
    """Widths of the layers, and a generator for each."""
    return [(*widths, np.random.default_rng(rng.integers(1000))) for widths in [(2, 3, 1), (4, 2, 3), (1, 1, 1)]]


def forward_cases(rng):
    """The readable network, one example, several outputs."""
    cases = [(np.array([[1.0, -1.0], [0.5, 2.0]]), readable())]
    for n_x, n_h, n_y, m in [(3, 4, 1, 5), (2, 3, 2, 6), (4, 1, 1, 1), (1, 2, 1, 3)]:
        cases.append((rng.normal(size=(n_x, m)), network(rng, n_x, n_h, n_y)))
    return cases


def cost_cases(rng):
    """Two examples, one alone, many, and labels between 0 and 1."""
    return [
        (np.array([[0.8, 0.4]]), np.array([[1, 0]])),
        (np.array([[0.25]]), np.array([[1]])),
        (rng.uniform(0.05, 0.95, (1, 9)), rng.integers(0, 2, (1, 9))),
        (rng.uniform(0.05, 0.95, (1, 4)), np.array([[0.9, 0.1, 0.5, 1.0]])),
    ]


def backward_cases(rng):
    """One pass each; the last has labels between 0 and 1, for which y² is not y."""
    X, Y = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([[1, 0]])
    cases = [(readable(), forward_propagation(X, readable())[1], X, Y)]
    for n_x, n_h, n_y, m in [(3, 4, 1, 5), (2, 3, 2, 6), (4, 2, 1, 1), (2, 4, 1, 3)]:
        X, parameters = rng.normal(size=(n_x, m)), network(rng, n_x, n_h, n_y)
        Y = rng.integers(0, 2, (n_y, m))
        cases.append((parameters, forward_propagation(X, parameters)[1], X, Y))
    parameters, cache, X, _ = cases.pop()
    return [*cases, (parameters, cache, X, np.array([[0.9, 0.1, 0.8]]))]


def update_cases(rng):
    """The learning rate left out, then given."""
    cases = []
    for n_x, n_h, rate in [(2, 2, ()), (2, 2, (0.1,)), (3, 4, (0.5,)), (1, 1, (2.0,))]:
        parameters = network(rng, n_x, n_h)
        cases.append(
            (parameters, {"d" + key: rng.normal(size=value.shape) for key, value in parameters.items()}, *rate)
        )
    return cases


def training_cases(rng):
    """One step, two, several; n_h is never the four of layer_sizes; rng as a generator and as a seed."""
    cases = []
    for n_x, n_h, m, steps, seed in [(2, 3, 5, 1, 7), (2, 2, 6, 2, 3), (3, 5, 8, 20, np.random.default_rng(4))]:
        X = rng.normal(size=(n_x, m))
        cases.append((X, rng.integers(0, 2, (1, m)), n_h, steps, False, seed))
    cases[0] = (*cases[0][:5], np.random.default_rng(7))
    return cases


def predict_cases(rng):
    """The readable network; random ones; and one that is undecided everywhere."""
    zero = {key: np.zeros_like(value) for key, value in readable().items()}
    return [
        (readable(), np.array([[1.0, -1.0, 0.0], [0.5, 2.0, -1.0]])),
        (network(rng, 3, 4, scale=1.5), rng.normal(size=(3, 12))),
        (network(rng, 2, 3, 2, scale=1.5), rng.normal(size=(2, 7))),
        (zero, rng.normal(size=(2, 4))),
    ]


def symmetry_cases(rng):
    """Two copies and a loner; all alike; none alike; alike but for one entry; copies up to the last digit."""

    def made(W1, b1, W2):
        W1, W2 = np.array(W1, dtype=float), np.array(W2, dtype=float)
        return {"W1": W1, "b1": np.array(b1, dtype=float).reshape(-1, 1), "W2": W2, "b2": np.zeros((len(W2), 1))}

    pairs = network(rng, 3, 5, 2)
    for key in ("W1", "b1"):
        pairs[key][[3, 4]] = pairs[key][[0, 1]]
    pairs["W2"][:, [3, 4]] = pairs["W2"][:, [0, 1]]
    pairs["W1"][3] *= 1 + 1e-13
    return [
        (made([[1, 2], [0, 1], [1, 2]], [0, 0, 0], [[3, 1, 3]]),),
        (made(np.zeros((4, 2)), np.zeros(4), np.zeros((1, 4))),),
        (network(rng, 2, 3),),
        (made([[1, 2]] * 4, [0, 0, 1, 0], [[3, 4, 3, 3], [1, 1, 1, 1]]),),
        (pairs,),
        (made([[1, 2], [1, 2]], [0, 0], [[1, 1], [5, 6]]),),
    ]
