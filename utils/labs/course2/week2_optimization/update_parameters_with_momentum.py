"""The exercise update_parameters_with_momentum: its cases, right answers and known mistakes."""

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


def momentum_cases(rng):
    """Round numbers; the middle and the start of a training; β = 0, which is gradient descent; one weight."""
    one = {"W1": (1, 1), "b1": (1, 1)}
    return [
        (*readable()[:3], 0.5, 0.1),
        (*drawn(rng)[:3], 0.9, 0.01),
        (*at_start(rng)[:3], 0.8, 0.5),
        (*drawn(rng)[:3], 0.0, 1.0),
        (*drawn(rng, one, size=1e4)[:3], 0.99, 0.3),
    ]


def momentum_wishes(rng):
    """Whole numbers; single precision."""
    return [(*whole_numbers()[:3], 0.5, 0.25), (*in_single_precision(*drawn(rng)[:3]), 0.9, 0.1)]


def momentum_by_layers(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    parameters, v = dict(parameters), dict(v)
    for layer in range(1, L + 1):
        v["dW" + str(layer)] = beta * v["dW" + str(layer)] + (1 - beta) * grads["dW" + str(layer)]
        v["db" + str(layer)] = beta * v["db" + str(layer)] + (1 - beta) * grads["db" + str(layer)]
        parameters["W" + str(layer)] = parameters["W" + str(layer)] - learning_rate * v["dW" + str(layer)]
        parameters["b" + str(layer)] = parameters["b" + str(layer)] - learning_rate * v["db" + str(layer)]
    return parameters, v


def momentum_by_two_loops(parameters, grads, v, beta, learning_rate):
    v_next = {name: v[name] + (1 - beta) * (grads[name] - v[name]) for name in v}
    moved = {key: parameters[key] - learning_rate * v_next["d" + key] for key in parameters}
    return moved, v_next


def _layers_from_0(parameters, grads, v, beta, learning_rate):
    parameters, v = dict(parameters), dict(v)
    for layer in range(len(parameters) // 2):
        for name in ("W" + str(layer), "b" + str(layer)):
            v["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]
            parameters[name] = parameters[name] - learning_rate * v["d" + name]
    return parameters, v


MIX = 'beta * v[f"d{key}"] + (1 - beta) * grads[f"d{key}"]'
MOVE = 'value - learning_rate * v_new[f"d{key}"]'

EXERCISE = Exercise(
    steps.update_parameters_with_momentum,
    points=15,
    returns=("parameters", "v"),
    cases=momentum_cases,
    wishes=momentum_wishes,
    accepted=writing_into_what_is_given(steps.update_parameters_with_momentum, {"parameters": (0, 0), "v": (2, 1)}),
    mistakes={
        "Your step goes uphill; subtract the learning rate times the average.": slip("value - ", "value + "),
        "You move along the gradient itself; move along the average that has just taken it in.": slip(
            MOVE, 'value - learning_rate * grads[f"d{key}"]'
        ),
        "You move along the average as it was; let it take in the new gradient first.": slip(
            MOVE, 'value - learning_rate * v[f"d{key}"]'
        ),
        "beta and 1 − beta are exchanged: the average keeps the share beta of itself.": slip(
            MIX, '(1 - beta) * v[f"d{key}"] + beta * grads[f"d{key}"]'
        ),
        "Both shares are beta; the average keeps beta of itself, and the gradient enters with 1 − beta.": slip(
            "(1 - beta) * grads", "beta * grads"
        ),
        "The gradient enters whole; that is PyTorch's form, 1 / (1 − beta) times as long a step: here it enters with "
        "the share 1 − beta.": slip("(1 - beta) * grads", "grads"),
        "The average before is kept whole, so it only ever grows; keep the share beta of it.": slip(
            'beta * v[f"d{key}"]', 'v[f"d{key}"]'
        ),
        "The learning rate stands in the average; the average takes the share 1 − beta, and the step takes the "
        "learning rate.": slip(
            ("(1 - beta) * grads", "learning_rate * grads"), ("value - learning_rate * ", "value - ")
        ),
        "Your layers are counted from 0, and there is no W0; count from 1, or walk over the keys of parameters.": (
            _layers_from_0
        ),
        "The biases move along the average of the weights; each parameter moves along its own.": slip(
            MOVE, "value - learning_rate * v_new[f'd{key}'.replace('db', 'dW')]"
        ),
        "In the averages of the biases the share 1 − beta is missing; they take it as those of the weights do.": slip(
            "(1 - beta) * grads", "(1 - beta if key[0] == 'W' else 1) * grads"
        ),
        "The learning rate is missing; multiply the average by it.": slip("learning_rate * ", ""),
        "You average the squares; momentum averages the gradients themselves.": slip(
            '(1 - beta) * grads[f"d{key}"]', '(1 - beta) * grads[f"d{key}"] ** 2'
        ),
        "Your beta is always 0.9; use the argument.": slip(MIX, '0.9 * v[f"d{key}"] + 0.1 * grads[f"d{key}"]'),
        "The biases stay where they were; every parameter has an average and moves along it.": slip(
            "updated[key] = ", 'updated[key] = value if key[0] == "b" else '
        ),
        "You return v as it came; return the averages that have taken in the gradients.": slip(
            "return updated, v_new", "return updated, v"
        ),
        "You return the parameters as they came; return the new ones.": slip(
            "return updated, v_new", "return parameters, v_new"
        ),
        "Your v has the keys of the parameters; they are those of the gradients, with a d in front.": slip(
            'v_new[f"d{key}"]', "v_new[key]"
        ),
        "You divide the average by 1 − beta; that correction belongs to other formulas, here v is used as it is.": slip(
            MOVE, f"{MOVE} / (1 - beta)"
        ),
    },
    right=[momentum_by_layers, momentum_by_two_loops],
    hints=[
        "For every parameter two lines: first the average, then the step along it.",
        "v := β v + (1 − β) dW, then W := W − α v; for b just so, in new dictionaries.",
        'v_new["d" + key] = beta * v["d" + key] + …; updated[key] = parameters[key] - learning_rate * …',
    ],
    topics=["momentum", "exponentially weighted averages"],
)
