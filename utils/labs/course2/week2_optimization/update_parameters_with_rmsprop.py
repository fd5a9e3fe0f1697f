"""The exercise update_parameters_with_rmsprop: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week2_optimization.common import (
    at_start,
    drawn,
    in_single_precision,
    readable,
    whole_numbers,
    writing_into_what_is_given,
)
from utils.steps import optimization as steps


def _of_squares(parts):
    parameters, grads, _, s = parts
    return parameters, grads, s


def rmsprop_cases(rng):
    """Round numbers; the middle and the start of a training, where gradients are 0; β = 0; an ε that counts."""
    one = {"W1": (1, 1), "b1": (1, 1)}
    return [
        (*_of_squares(readable()), 0.5, 0.1),
        (*_of_squares(drawn(rng)), 0.9, 0.01, 1e-3),
        (*_of_squares(at_start(rng)), 0.8, 0.5),
        (*_of_squares(drawn(rng)), 0.0, 1.0, 0.5),
        (*_of_squares(drawn(rng, one, size=1e4)), 0.99, 0.3),
        (*_of_squares(drawn(rng, one, size=1e-7)), 0.5, 0.01),
    ]


def rmsprop_wishes(rng):
    """Whole numbers; single precision."""
    single = in_single_precision(*_of_squares(drawn(rng)))
    return [(*_of_squares(whole_numbers()), 0.5, 0.25), (*single, 0.9, 0.1)]


def rmsprop_by_layers(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    moved, squares = {}, {}
    for layer in range(1, len(parameters) // 2 + 1):
        for letter in "Wb":
            name = letter + str(layer)
            squares["d" + name] = beta * s["d" + name] + (1 - beta) * np.square(grads["d" + name])
            step = grads["d" + name] / (np.sqrt(squares["d" + name]) + epsilon)
            moved[name] = parameters[name] - learning_rate * step
    return moved, squares


def rmsprop_by_rates(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    squares = {name: beta * s[name] + (1 - beta) * grads[name] * grads[name] for name in s}
    rates = {name: learning_rate / (squares[name] ** 0.5 + epsilon) for name in s}
    return {key: value - rates["d" + key] * grads["d" + key] for key, value in parameters.items()}, squares


ROOT = 'np.sqrt(s_new[f"d{key}"])'

EXERCISE = Exercise(
    steps.update_parameters_with_rmsprop,
    points=15,
    returns=("parameters", "s"),
    cases=rmsprop_cases,
    wishes=rmsprop_wishes,
    accepted=writing_into_what_is_given(steps.update_parameters_with_rmsprop, {"parameters": (0, 0), "s": (2, 1)}),
    mistakes={
        "Your step goes uphill; subtract it.": slip("value - ", "value + "),
        "You average the gradients themselves; s averages their squares.": slip("grad**2", "grad"),
        "You average the sizes of the gradients, without a square; s averages their squares.": slip(
            "grad**2", "np.abs(grad)"
        ),
        "You square the average of the gradients; square each gradient first, and average the squares.": slip(
            'beta * s[f"d{key}"] + (1 - beta) * grad**2', '(beta * s[f"d{key}"] + (1 - beta) * grad) ** 2'
        ),
        "You average the squared parameters; s averages the squares of the gradients.": slip("grad**2", "value**2"),
        "The root is missing: s is a mean of squares, and only its root has the size of a gradient.": slip(
            ROOT, 's_new[f"d{key}"]'
        ),
        "Your epsilon stands inside the root, where it counts as its own root does; add it to the root.": slip(
            f"({ROOT} + epsilon)", 'np.sqrt(s_new[f"d{key}"] + epsilon)'
        ),
        "Without epsilon a gradient that has always been 0 gives 0 / 0; add epsilon to the root.": slip(
            f"({ROOT} + epsilon)", ROOT
        ),
        "Your epsilon is added to the step, behind the division; put the root and epsilon into brackets.": slip(
            f"({ROOT} + epsilon)", f"{ROOT} + epsilon"
        ),
        "Your epsilon is always 1e-8; use the argument.": slip("+ epsilon", "+ 1e-8"),
        "You divide by the average as it was; let it take in the new square first.": slip(
            ROOT, 'np.sqrt(s[f"d{key}"])'
        ),
        "beta and 1 − beta are exchanged: the average keeps the share beta of itself.": slip(
            'beta * s[f"d{key}"] + (1 - beta) * grad**2', '(1 - beta) * s[f"d{key}"] + beta * grad**2'
        ),
        "The square enters whole; it enters with the share 1 − beta.": slip("(1 - beta) * grad**2", "grad**2"),
        "The average before is kept whole, so it only ever grows; keep the share beta of it.": slip(
            'beta * s[f"d{key}"]', 's[f"d{key}"]'
        ),
        "You square 1 − beta along with the gradient; only the gradient is squared.": slip(
            "(1 - beta) * grad**2", "((1 - beta) * grad) ** 2"
        ),
        "You double the gradient; square it, with ** 2.": slip("grad**2", "grad * 2"),
        "You take a matrix product of the gradient with itself; square it element by element.": slip(
            "grad**2", "np.dot(grad, grad.T)"
        ),
        "In the averages of the biases the share 1 − beta is missing; they take it as those of the weights do.": slip(
            "(1 - beta) * grad**2", "(1 - beta if key[0] == 'W' else 1) * grad**2"
        ),
        "In the averages of the biases the square is missing; they average squares as those of the weights do.": slip(
            "grad**2", "(grad**2 if key[0] == 'W' else grad)"
        ),
        "The step of the biases is not divided by the root; it is measured as that of the weights is.": slip(
            f"({ROOT} + epsilon)", f"({ROOT} + epsilon if key[0] == 'W' else 1)"
        ),
        "The root is missing for the biases; it is taken of their average as of that of the weights.": slip(
            ROOT, "(np.sqrt(s_new[f'd{key}']) if key[0] == 'W' else s_new[f'd{key}'])"
        ),
        "The biases are divided by the root of the weights' average; each parameter has its own.": slip(
            ROOT, "np.sqrt(s_new[f'd{key}'.replace('db', 'dW')])"
        ),
        "The learning rate is missing; multiply the step by it.": slip("learning_rate * ", ""),
        "All entries of an array share one sum of squares; square and average element by element.": slip(
            "(1 - beta) * grad**2", "(1 - beta) * np.sum(grad**2)"
        ),
        "The step is a multiple of the root; divide by the root, so that large gradients are scaled down.": slip(
            "grad / (", "grad * ("
        ),
        "Every step has the same length, the gradient's sign alone is left; divide by the root of the average, not "
        "by the gradient's own size.": slip(ROOT, "np.abs(grad)"),
        "The biases stay where they were; every parameter has an average and moves.": slip(
            "updated[key] = ", 'updated[key] = value if key[0] == "b" else '
        ),
        "You return s as it came; return the averages that have taken in the squares.": slip(
            "return updated, s_new", "return updated, s"
        ),
        "You divide the parameter by the root as well; only the gradient is divided.": slip(
            f"value - learning_rate * grad / ({ROOT} + epsilon)", f"(value - learning_rate * grad) / ({ROOT} + epsilon)"
        ),
    },
    right=[rmsprop_by_layers, rmsprop_by_rates],
    hints=[
        "s is an exponentially weighted average as v was, only of another quantity; its root says how large a gradient "
        "usually is.",
        "s := β s + (1 − β) dW², element by element; W := W − α dW / (√s + ε).",
        's_new["d" + key] = beta * s["d" + key] + (1 - beta) * grad**2; updated[key] = … - learning_rate * grad / (…)',
    ],
    topics=["RMSprop"],
)
