"""Small arguments for each exercise: a readable case first, then odd shapes."""

import numpy as np

from utils.steps import deep_network as steps


def width_cases(rng):
    widths = [[2, 3, 1], [4, 4, 4], [1, 1], [5, 1, 3, 2]]
    return [(list(each), np.random.default_rng(seed)) for seed, each in enumerate(widths)]


def linear_cases(rng):
    readable = (np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.5], [-1.0]]))
    shapes = [(1, 3, 1), (4, 2, 5), (3, 1, 2)]  # n, n_prev, m
    return [readable, *[_layer(rng, *shape) for shape in shapes]]


def block_cases(rng):
    A, W, b = linear_cases(rng)[0]
    readable = [(A, W, b, "sigmoid"), (A, W, b, "relu")]
    shapes = [(1, 3, 1), (4, 2, 5), (3, 1, 2)]
    drawn = [(*_layer(rng, *shape), name) for shape in shapes for name in ("sigmoid", "relu")]
    return [*readable, *drawn, (A, W, b, "tanh")]  # the last calls for a ValueError


def model_cases(rng):
    widths = [([2, 2, 1], 2), ([3, 1], 4), ([3, 4, 2, 1], 1), ([1, 2, 3, 4, 1], 5)]
    return [(rng.standard_normal((each[0], m)), _parameters(rng, each)) for each, m in widths]


def cost_cases(rng):
    readable = (np.array([[0.8, 0.3, 0.5]]), np.array([[1, 0, 1]]))
    sure = (np.array([[1e-9, 1 - 1e-9, 0.5]]), np.array([[1.0, 1.0, 0.0]]))
    drawn = [(rng.uniform(0.05, 0.95, (1, m)), rng.integers(0, 2, (1, m))) for m in (1, 7)]
    return [readable, (np.array([[0.25]]), np.array([[1]])), *drawn, sure]


def linear_backward_cases(rng):
    readable = (np.array([[1.0, -2.0], [0.0, 3.0]]), linear_cases(rng)[0])
    shapes = [(1, 3, 1), (4, 2, 5), (3, 1, 2), (2, 4, 3)]
    return [readable, *[(rng.standard_normal((n, m)), _layer(rng, n, k, m)) for n, k, m in shapes]]


def block_backward_cases(rng):
    shapes = [(2, 2, 2), (1, 3, 1), (4, 2, 5), (3, 1, 2)]
    made = []
    for n, n_prev, m in shapes:
        for name in ("sigmoid", "relu"):
            A, cache = steps.linear_activation_forward(*_layer(rng, n, n_prev, m), name)
            made.append((rng.standard_normal(A.shape), cache, name))
    return [*made, (*made[0][:2], "tanh")]  # the last calls for a ValueError


def model_backward_cases(rng):
    made = []
    for X, parameters in model_cases(rng):
        AL, caches = steps.L_model_forward(X, parameters)
        Y = (np.arange(X.shape[1]) % 2 == 0).astype(int).reshape(1, -1)  # both classes wherever m > 1
        made.append((AL, Y, caches))
    return made


def update_cases(rng):
    readable = (
        {"W1": np.array([[1.0, 2.0]]), "b1": np.array([[0.5]])},
        {"dW1": np.array([[10.0, -10.0]]), "db1": np.array([[1.0]])},
        0.1,
    )
    widths = [([3, 2, 1], 0.5), ([1, 2, 2, 4], 0.01)]
    return [readable, *[(_parameters(rng, each), _gradients(rng, each), rate) for each, rate in widths]]


def _layer(rng, n, n_prev, m):
    """A, W and b of one layer, drawn."""
    return rng.standard_normal((n_prev, m)), rng.standard_normal((n, n_prev)), rng.standard_normal((n, 1))


def _parameters(rng, widths):
    """Weights and biases, all different from 0."""
    made = {}
    for layer, (n_prev, n) in enumerate(zip(widths, widths[1:], strict=False), start=1):
        _, made[f"W{layer}"], made[f"b{layer}"] = _layer(rng, n, n_prev, 1)
    return made


def _gradients(rng, widths):
    """What L_model_backward would hand over for these widths, drawn."""
    made = {f"d{key}": value for key, value in _parameters(rng, widths).items()}
    return made | {f"dA{layer}": rng.standard_normal((n, 3)) for layer, n in enumerate(widths[:-1])}
