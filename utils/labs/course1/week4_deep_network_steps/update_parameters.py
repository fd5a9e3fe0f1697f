"""The exercise update_parameters: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_steps.common import _parameters
from utils.steps import deep_network as steps


def update_cases(rng):
    readable = (
        {"W1": np.array([[1.0, 2.0]]), "b1": np.array([[0.5]])},
        {"dW1": np.array([[10.0, -10.0]]), "db1": np.array([[1.0]])},
        0.1,
    )
    widths = [([3, 2, 1], 0.5), ([1, 2, 2, 4], 0.01)]
    return [readable, *[(_parameters(rng, each), _gradients(rng, each), rate) for each, rate in widths]]


def _gradients(rng, widths):
    """What L_model_backward would hand over for these widths, drawn."""
    made = {f"d{key}": value for key, value in _parameters(rng, widths).items()}
    return made | {f"dA{layer}": rng.standard_normal((n, 3)) for layer, n in enumerate(widths[:-1])}


def update_by_number(params, grads, learning_rate):
    new = {key: np.array(value) for key, value in params.items()}
    for number in range(1, len(params) // 2 + 1):
        for letter in ("W", "b"):
            new[letter + str(number)] -= learning_rate * grads["d" + letter + str(number)]
    return new


def update_weights_only(params, grads, learning_rate):
    return {key: value - learning_rate * grads["d" + key] if key[0] == "W" else value for key, value in params.items()}


def update_all_but_last(params, grads, learning_rate):
    last = len(params) // 2
    return {
        key: value - learning_rate * grads["d" + key] if int(key[1:]) < last else value for key, value in params.items()
    }


def update_too_far(params, grads, learning_rate):
    new = {}
    for number in range(1, len(params) + 1):
        for letter in ("W", "b"):
            name = letter + str(number)
            new[name] = params[name] - learning_rate * grads["d" + name]
    return new


EXERCISE = Exercise(
    steps.update_parameters,
    points=8,
    returns=("parameters",),
    cases=update_cases,
    mistakes={
        "You step uphill; subtract the gradient.": slip("value - learning_rate", "value + learning_rate"),
        "You subtract the gradient whole; multiply it by the learning rate.": slip("learning_rate * grads", "grads"),
        "You divide the gradient by the learning rate; multiply.": slip(
            'learning_rate * grads[f"d{key}"]', 'grads[f"d{key}"] / learning_rate'
        ),
        "You return only the steps; subtract each from its old value.": slip("value - learning_rate", "learning_rate"),
        "Your update changes params itself: -= writes into its arrays, and a second name or a copy of the dictionary "
        "shares them; put old - learning_rate * gradient into an empty dictionary.": slip(
            ("parameters = {}", "parameters = dict(params)"), ("= value - learning", "-= learning")
        ),
        "You update the weights only; the biases learn too.": update_weights_only,
        "Your loop stops one layer early; update layer L too.": update_all_but_last,
        "The gradient of W1 is stored under dW1: put a d in front of the key when you look into grads.": slip(
            'grads[f"d{key}"]', "grads[key]"
        ),
        "You count the dictionary's entries as layers; each layer owns two of them, W and b: "
        "divide by 2.": update_too_far,
    },
    right=[update_by_number],
    hints=[
        "Each key of params has a partner in grads with a d in front.",
        "new = old − learning_rate × gradient, for every W and every b, put into a new dictionary.",
        'parameters[key] = params[key] - learning_rate * grads["d" + key], for every key in params.',
    ],
    topics=["gradient descent"],
)
