"""The exercise initialize_parameters_zeros: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_initialization.common import width_cases
from utils.steps import initialization as steps


def widths_alone(rng):
    return [(widths,) for widths, _ in width_cases(rng)]


def zeros_by_pairs(layers_dims):
    parameters = {}
    for number, (n_before, n) in enumerate(zip(layers_dims[:-1], layers_dims[1:], strict=True), start=1):
        parameters["b" + str(number)] = np.array([[0.0]] * n)
        parameters["W" + str(number)] = 0.0 * np.ones((n, n_before))
    return parameters


def zeros_as_in_the_course(layers_dims):
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):  # noqa: E741  the course's own letter
        parameters["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def nothing_for_the_input(due, came):
    """On entries beyond those of the layers 1 … L."""
    beyond = [key for key in came.value if key not in due.value]
    if beyond:
        return f"Your dictionary holds {beyond[0]}, too; the loop goes from 1 to L, since the input has no weights."
    return None


EXERCISE = Exercise(
    steps.initialize_parameters_zeros,
    points=8,
    returns=("parameters",),
    cases=widths_alone,
    mistakes={
        "Your W is turned: it has a row for each unit of its own layer and a column for each unit of the layer "
        "before, (n_l, n_{l−1}).": slip(
            "(layers_dims[layer], layers_dims[layer - 1])", "(layers_dims[layer - 1], layers_dims[layer])"
        ),
        "Your biases are flat; a bias for each unit stands in a column, np.zeros((n_l, 1)).": slip(
            "(layers_dims[layer], 1)", "layers_dims[layer]"
        ),
        "Your biases are rows; a bias for each unit stands in a column, (n_l, 1).": slip(
            "(layers_dims[layer], 1)", "(1, layers_dims[layer])"
        ),
        "Your biases belong to the layer before; layer l has a bias for each of its own n_l units.": slip(
            "(layers_dims[layer], 1)", "(layers_dims[layer - 1], 1)"
        ),
        "Your loop ends one layer early, so the last layer has no weights; let it run to L.": slip(
            "range(1, len(layers_dims))", "range(1, len(layers_dims) - 1)"
        ),
        "Your loop begins with layer 2; layer 1 is the first that has weights, W1 and b1.": slip(
            "range(1, len(layers_dims))", "range(2, len(layers_dims))"
        ),
        "Your layers are counted from 0; the first layer's weights are W1 and its biases b1.": slip(
            ('f"W{layer}"', 'f"W{layer - 1}"'), ('f"b{layer}"', 'f"b{layer - 1}"')
        ),
        "Your loop goes on past the last layer; the widths n_0 … n_L make L layers, range(1, len(layers_dims)).": slip(
            "range(1, len(layers_dims))", "range(1, len(layers_dims) + 1)"
        ),
        "Your arrays are filled with 1; every weight and every bias starts at 0.": slip("np.zeros(", "np.ones("),
        "Your W is square; its columns are the units of the layer before, layers_dims[l − 1].": slip(
            "layers_dims[layer - 1]", "layers_dims[layer]"
        ),
        "np.zeros reads a second number as a data type; give the shape in brackets of its own, np.zeros((n, 1)).": slip(
            "np.zeros((layers_dims[layer], 1))", "np.zeros(layers_dims[layer], 1)"
        ),
    },
    right=[zeros_by_pairs, zeros_as_in_the_course],
    hints=[
        "Layer l has layers_dims[l] units, and each of them reads layers_dims[l − 1] numbers.",
        "For l = 1 … L: W_l is (n_l, n_{l−1}) and b_l is (n_l, 1), both zeros.",
        'for l in range(1, len(layers_dims)): parameters[f"W{l}"] = np.zeros((layers_dims[l], layers_dims[l - 1])), '
        'and parameters[f"b{l}"] = np.zeros((…, 1)).',
    ],
    topics=["symmetry", "shapes"],
    judge=nothing_for_the_input,
)
