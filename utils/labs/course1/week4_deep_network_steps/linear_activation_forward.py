"""The exercise linear_activation_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_steps.common import _layer, linear_cases
from utils.steps import deep_network as steps
from utils.steps.activations import relu, sigmoid


def block_cases(rng):
    A, W, b = linear_cases(rng)[0]
    readable = [(A, W, b, "sigmoid"), (A, W, b, "relu")]
    shapes = [(1, 3, 1), (4, 2, 5), (3, 1, 2)]
    drawn = [(*_layer(rng, *shape), name) for shape in shapes for name in ("sigmoid", "relu")]
    return [*readable, *drawn]


def unknown_activation(rng):
    return [(*linear_cases(rng)[0], "tanh")]


def block_by_table(A_prev, W, b, activation):
    functions = {"sigmoid": lambda Z: 1 / (1 + np.exp(-Z)), "relu": lambda Z: Z * (Z > 0)}
    if activation not in functions:
        raise ValueError(activation)
    Z = np.dot(W, A_prev) + b
    return functions[activation](Z), ((A_prev, W, b), Z)


def with_helpers_that_keep_a_cache(A_prev, W, b, activation):
    """Takes two values from sigmoid and relu, as the course's own give them."""
    Z, linear_cache = steps.linear_forward(A_prev, W, b)
    A, activation_cache = sigmoid(Z) if activation == "sigmoid" else relu(Z)
    return A, (linear_cache, activation_cache)


EXERCISE = Exercise(
    steps.linear_activation_forward,
    points=10,
    returns=("A", "cache"),
    cases=block_cases,
    wishes=unknown_activation,
    mistakes={
        "Here sigmoid and relu return A alone, without a cache: A = sigmoid(Z), and the second half of the cache is Z "
        "itself.": with_helpers_that_keep_a_cache,
        "Your two caches are in the other order: (linear_cache, Z), the linear half first.": slip(
            "(linear_cache, Z)", "(Z, linear_cache)"
        ),
        "You keep A for the activation; its way back needs what it was given: Z.": slip(
            "(linear_cache, Z)", "(linear_cache, A)"
        ),
        "You keep the linear half's cache only; return the pair (linear_cache, Z).": slip(
            "return A, (linear_cache, Z)", "return A, linear_cache"
        ),
        "You keep Z only; the linear half's cache is needed as well: return the pair (linear_cache, Z).": slip(
            "return A, (linear_cache, Z)", "return A, Z"
        ),
        "You return Z, before the activation; return A, after it.": slip(
            "return A, (linear_cache, Z)", "return Z, (linear_cache, Z)"
        ),
        "Your two activations are exchanged: look at which branch calls sigmoid and which relu.": slip(
            ("A = relu(Z)", "A = 1 / (1 + np.exp(-Z))"), ("A = sigmoid(Z)", "A = relu(Z)")
        ),
        "You use the sigmoid whatever the name asks for.": slip("A = relu(Z)", "A = sigmoid(Z)"),
        "You use the ReLU whatever the name asks for.": slip("A = sigmoid(Z)", "A = relu(Z)"),
        "linear_forward returns two things, and you keep both under one name: Z, linear_cache = "
        "linear_forward(…).": slip("Z, linear_cache =", "Z = linear_cache ="),
    },
    right=[block_by_table],
    hints=[
        "You have both halves: linear_forward from the last exercise, sigmoid and relu from the set-up.",
        "Z from linear_forward; A = σ(Z) or relu(Z), as the name says; the cache is the pair (linear_cache, Z).",
        'Z, linear_cache = linear_forward(A_prev, W, b); then if activation == "sigmoid": A = sigmoid(Z), elif '
        '… "relu" …, else: raise ValueError; at the end return A, (linear_cache, Z)',
    ],
    topics=["forward block", "caches"],
)
