"""The exercise two_layer_model: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_application.common import (
    _about_costs,
    _about_the_start,
    _about_the_step,
    _training,
    any_layers_while,
)
from utils.steps import deep_models as steps
from utils.steps.deep_network import initialize_parameters_deep


def two_layer_cases(rng):
    return _training(
        rng, [([2, 3, 1], None, 0.1, 2), ([3, 4, 1], 5, 0.05, 102), ([1, 2, 1], 6, 0.3, 1), ([5, 1, 1], 1, 0.2, 4)]
    )


def two_layers_whole(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    """dZ2 = A2 − Y at once, and the update written out."""
    n_x, n_h, n_y = layers_dims
    parameters, m, costs = initialize_parameters_deep([n_x, n_h, n_y], np.random.default_rng(rng)), X.shape[1], []
    W1, b1, W2, b2 = parameters.values()
    for i in range(num_iterations):
        Z1 = W1 @ X + b1
        A1 = np.maximum(Z1, 0)
        A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
        if i % 100 == 0:
            costs.append(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))
        dZ2 = A2 - Y
        dZ1 = (W2.T @ dZ2) * (Z1 > 0)
        W2, b2 = W2 - learning_rate * dZ2 @ A1.T / m, b2 - learning_rate * dZ2.mean(axis=1, keepdims=True)
        W1, b1 = W1 - learning_rate * dZ1 @ X.T / m, b1 - learning_rate * dZ1.mean(axis=1, keepdims=True)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, costs


EXERCISE = Exercise(
    steps.two_layer_model,
    points=25,
    returns=("parameters", "costs"),
    cases=two_layer_cases,
    mistakes={
        "Your hidden layer has a sigmoid; it has ReLU, on the way forward and on the way back.": slip(
            '"relu"', '"sigmoid"'
        ),
        "Your output layer has ReLU, which gives no probabilities; the last layer has the sigmoid, both ways.": slip(
            '"sigmoid"', '"relu"'
        ),
        "On the way back your activations are exchanged; cache2 goes with the sigmoid, cache1 with ReLU.": slip(
            ('cache2, "sigmoid"', 'cache2, "relu"'), ('cache1, "relu"', 'cache1, "sigmoid"')
        ),
        "Your caches are exchanged; the last layer comes first on the way back, with cache2.": slip(
            ("dA2, cache2", "dA2, cache0"), ("dA1, cache1", "dA1, cache2"), ("dA2, cache0", "dA2, cache1")
        ),
        "You walk uphill; the signs are dA2 = −Y/A2 + (1 − Y)/(1 − A2), and update_parameters subtracts.": slip(
            "-Y / A2 + (1 - Y) / (1 - A2)", "Y / A2 - (1 - Y) / (1 - A2)"
        ),
        "Your dA2 has one sign wrong; the minus belongs to Y/A2 alone: −Y/A2 + (1 − Y)/(1 − A2).": slip(
            "-Y / A2 + (1 - Y) / (1 - A2)", "-(Y / A2 + (1 - Y) / (1 - A2))"
        ),
        "A2 − Y is dZ2, the slope behind the sigmoid's own; the block wants dA2 = −Y/A2 + (1 − Y)/(1 − A2).": slip(
            "-Y / A2 + (1 - Y) / (1 - A2)", "A2 - Y"
        ),
        "You divide dA2 by m, and the backward blocks divide by m already; leave it out of dA2.": slip(
            "(1 - Y) / (1 - A2)", "(1 - Y) / (1 - A2)\n        dA2 = dA2 / Y.shape[1]"
        ),
        "Layer 1 starts its way back from dA2; it starts from dA1, which layer 2's block hands down.": slip(
            "backward(dA1, cache1", "backward(dA2, cache1"
        ),
        **_about_the_start(),
        **_about_the_step(),
        **_about_costs(),
    },
    right=[two_layers_whole, any_layers_while],
    hints=[
        "Before the loop: starting weights, an empty list. In it: two blocks forward, two blocks back, one step.",
        'Forward: X → "relu" → A1 → "sigmoid" → A2. Back: dA2 = −Y/A2 + (1 − Y)/(1 − A2), then the blocks in '
        "reverse, each with its own cache.",
        'A1, cache1 = linear_activation_forward(X, parameters["W1"], …, "relu"); dA1, dW2, db2 = '
        'linear_activation_backward(dA2, cache2, "sigmoid"); update_parameters wants {"dW1": …, "db1": …, …}.',
    ],
    topics=["shallow network", "gradient descent"],
)
