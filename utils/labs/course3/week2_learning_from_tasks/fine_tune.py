"""The exercise fine_tune: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course3.week2_learning_from_tasks.common import TRANSFER, network
from utils.steps import learning_from_tasks as steps
from utils.steps.learning_from_tasks import cost_and_gradients


def one_hot(rng, classes, m):
    return np.eye(classes)[:, rng.integers(0, classes, m)]


def tuning_cases(rng):
    """One layer and one step in round numbers; the head alone, part, all and nothing of deeper networks; too many."""
    small = {"W1": np.array([[1.0, 0.0], [0.0, 1.0]]), "b1": np.zeros((2, 1))}
    deep, wide = network(rng, [3, 4, 3, 2]), network(rng, [2, 5, 4, 3])
    X, Y = rng.normal(size=(3, 6)), one_hot(rng, 2, 6)
    return [
        (small, np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]]), 0, 0.5, 1),
        (deep, X, Y, 2, 0.3, 1),
        (deep, X, Y, 0, 0.3, 3),
        (deep, X, Y, 1, 0.2, 4),
        (deep, X, Y, 3, 0.2, 2),
        (wide, rng.normal(size=(2, 5)), one_hot(rng, 3, 5), 1, 0.1, 5),
        (wide, rng.normal(size=(2, 1)), one_hot(rng, 3, 1), 2, 1.0, 2),
        (deep, X, Y, 0, 0.3, 0),
        (network(rng, [2, 3, 2]), rng.normal(size=(2, 4)), one_hot(rng, 2, 4), 3, 0.1, 1),
    ]


def tuning_by_keys(parameters, X, Y, frozen, learning_rate, steps):
    if frozen > len(parameters) // 2:
        raise ValueError("so many layers are not there")
    new = {key: value.copy() for key, value in parameters.items()}
    for _ in range(steps):
        grads = cost_and_gradients(new, X, Y)[1]
        for key in new:
            if int(key[1:]) > frozen:
                new[key] -= learning_rate * grads["d" + key]
    return new


def tuning_with_a_mask(parameters, X, Y, frozen, learning_rate, steps):
    if frozen > len(parameters) // 2:
        raise ValueError("too many")
    moves = {key: float(int(key[1:]) > frozen) for key in parameters}
    for _ in range(steps):
        cost, grads = cost_and_gradients(parameters, X, Y)
        parameters = {key: value - moves[key] * learning_rate * grads[f"d{key}"] for key, value in parameters.items()}
    return dict(parameters)


def _adds_up_at_the_start(parameters, X, Y, frozen, learning_rate, steps):
    tuned, L = dict(parameters), len(parameters) // 2
    for _ in range(steps):
        _, grads = cost_and_gradients(parameters, X, Y)
        for layer in range(frozen + 1, L + 1):
            for kind in "Wb":
                tuned[f"{kind}{layer}"] = tuned[f"{kind}{layer}"] - learning_rate * grads[f"d{kind}{layer}"]
    return tuned


LAYERS = "range(frozen + 1, L + 1)"
MOVE_W = 'tuned[f"W{layer}"] - learning_rate * grads[f"dW{layer}"]'
MOVE_B = 'tuned[f"b{layer}"] - learning_rate * grads[f"db{layer}"]'

EXERCISE = Exercise(
    steps.fine_tune,
    points=15,
    returns=("parameters",),
    cases=tuning_cases,
    mistakes={
        "You refuse to freeze all L layers; only more than L are refused.": slip("if frozen > L", "if frozen >= L"),
        "You freeze more layers than there are and say nothing; raise a ValueError where frozen is larger than "
        "L.": slip("if frozen > L", "if False"),
        "You take L for the number of entries; the dictionary has two for each layer, W and b.": slip(
            "L = len(parameters) // 2", "L = len(parameters)"
        ),
        "The highest of the frozen layers still learns; the first one that learns is number frozen + 1.": slip(
            LAYERS, "range(max(frozen, 1), L + 1)"
        ),
        "One layer too many stays as it is; with frozen = 0 all of them learn, from number 1 on.": slip(
            LAYERS, "range(frozen + 2, L + 1)"
        ),
        "The last layer does not learn, and it is the new one; range stops before its end, so say L + 1.": slip(
            LAYERS, "range(frozen + 1, L)"
        ),
        "You train the frozen layers and leave the others; frozen ones are those that do not learn.": slip(
            LAYERS, "range(1, frozen + 1)"
        ),
        "You freeze from the output down; the lowest layers are those next to the input, 1 to frozen.": slip(
            LAYERS, "range(1, L - frozen + 1)"
        ),
        "All layers learn, whatever frozen says; leave out numbers 1 to frozen.": slip(LAYERS, "range(1, L + 1)"),
        "Only the layer behind the frozen ones learns; all layers above them do.": slip(LAYERS, "[frozen + 1]"),
        "Only the last layer learns, whatever frozen says; layers frozen + 1 to L do.": slip(LAYERS, "range(L, L + 1)"),
        "Your layers are counted from 0, and there is no W0; those that learn are numbers frozen + 1 to L.": slip(
            LAYERS, "range(frozen, L)"
        ),
        "You climb: add the gradient's negative, that is, subtract it.": slip(
            (MOVE_W, MOVE_W.replace(" - ", " + ")), (MOVE_B, MOVE_B.replace(" - ", " + "))
        ),
        "The biases of the layers that learn stay where they were; a layer is its weights and its biases.": slip(
            MOVE_B, 'tuned[f"b{layer}"]'
        ),
        "The biases of the frozen layers learn; a layer that is frozen keeps its weights and its biases.": slip(
            "    return tuned",
            "        for layer in range(1, frozen + 1):\n"
            '            tuned[f"b{layer}"] = tuned[f"b{layer}"] - learning_rate * grads[f"db{layer}"]\n'
            "    return tuned",
        ),
        "You take all gradients at the network as it came; take them anew at each step, where the network is "
        "now.": _adds_up_at_the_start,
        "Every step begins at the network as it came, so only the last one counts; go on from where you are.": slip(
            (MOVE_W, MOVE_W.replace("tuned[", "parameters[")), (MOVE_B, MOVE_B.replace("tuned[", "parameters["))
        ),
        "You take one step only; take as many as `steps` says.": slip("range(steps)", "range(1)"),
        "You take one step too many; range(steps) has exactly so many.": slip("range(steps)", "range(steps + 1)"),
        "The learning rate is missing from the step; multiply the gradients by it.": slip(
            (MOVE_W, MOVE_W.replace("learning_rate * ", "")), (MOVE_B, MOVE_B.replace("learning_rate * ", ""))
        ),
        "You divide by the number of examples once more; cost_and_gradients has done so already.": slip(
            (MOVE_W, MOVE_W + " / X.shape[1]"), (MOVE_B, MOVE_B + " / X.shape[1]")
        ),
        "You return the parameters as they came; return the new dictionary.": slip("return tuned", "return parameters"),
    },
    right=[tuning_by_keys, tuning_with_a_mask],
    hints=[
        "It is gradient descent as ever; only the loop over the layers does not begin at 1.",
        "For layers frozen + 1 to L: W := W − α dW and b := b − α db, with gradients taken anew at each step.",
        'for _ in range(steps): _, grads = cost_and_gradients(tuned, …); for layer in range(frozen + 1, …): tuned[f"W'
        '{layer}"] = …',
    ],
    topics=[TRANSFER],
)
