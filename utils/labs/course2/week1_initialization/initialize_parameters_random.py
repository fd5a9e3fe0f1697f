"""The exercise initialize_parameters_random: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_initialization.common import width_cases
from utils.steps import initialization as steps


def random_by_pairs(layers_dims, rng):
    parameters = {}
    for number, (n_before, n) in enumerate(zip(layers_dims[:-1], layers_dims[1:], strict=True), start=1):
        parameters["W" + str(number)] = rng.normal(0, 10, size=(n, n_before))
        parameters["b" + str(number)] = np.array([[0.0]] * n)
    return parameters


def random_as_in_the_course(layers_dims, rng):
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):  # noqa: E741  the course's own letter
        parameters["W" + str(l)] = rng.standard_normal((layers_dims[l], layers_dims[l - 1])) * 10
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def last_layer_first(layers_dims, rng):
    parameters = {}
    for layer in range(len(layers_dims) - 1, 0, -1):
        parameters[f"W{layer}"] = rng.standard_normal((layers_dims[layer], layers_dims[layer - 1])) * 10
        parameters[f"b{layer}"] = np.zeros((layers_dims[layer], 1))
    return parameters


DRAWS = "rng.standard_normal((layers_dims[layer], layers_dims[layer - 1]))"


EXERCISE = Exercise(
    steps.initialize_parameters_random,
    points=8,
    returns=("parameters",),
    cases=width_cases,
    mistakes={
        "Your weights are standard normal numbers as drawn; here they are to be ten times as large.": slip(
            ") * 10", ")"
        ),
        "You divide the draws by 10; here the weights are to be large, the draws times 10.": slip("* 10", "/ 10"),
        "Your weights are small, the draws times 0.01; here they are to be large, the draws times 10.": slip(
            "* 10", "* 0.01"
        ),
        "You add 10 to the draws, so all weights lie around 10; multiply by 10, and they lie around 0.": slip(
            "* 10", "+ 10"
        ),
        "You draw evenly from 0 to 1, so no weight is negative; rng.standard_normal draws on both sides of 0.": slip(
            "standard_normal", "random"
        ),
        "Your biases are drawn, too; they start at 0, because the weights alone make the units differ.": slip(
            "np.zeros((layers_dims[layer], 1))", "rng.standard_normal((layers_dims[layer], 1)) * 10"
        ),
        "Your biases are standard normal draws; they start at 0, for the weights alone make the units differ.": slip(
            "np.zeros((layers_dims[layer], 1))", "rng.standard_normal((layers_dims[layer], 1))"
        ),
        "Your 10 stands inside the shape, so there are ten times as many columns; multiply the draws by 10, behind "
        "their brackets.": slip("layers_dims[layer - 1])) * 10", "layers_dims[layer - 1] * 10))"),
        "You multiply by √10, as if 10 were the variance; the draws are multiplied by 10.": slip(
            "* 10", "* np.sqrt(10)"
        ),
        "You make a generator of your own, so rng goes unused; draw from the rng that is handed in.": slip(
            "parameters = {}", "parameters, rng = {}, np.random.default_rng(0)"
        ),
        "Your W is turned: it has a row for each unit of its own layer, (n_l, n_{l−1}).": slip(
            "(layers_dims[layer], layers_dims[layer - 1])", "(layers_dims[layer - 1], layers_dims[layer])"
        ),
        "standard_normal takes the shape as one tuple: two pairs of brackets, standard_normal((n_l, n_{l−1})).": slip(
            DRAWS, "rng.standard_normal(layers_dims[layer], layers_dims[layer - 1])"
        ),
        "Every weight of a layer is one and the same draw; draw an array of the shape (n_l, n_{l−1}).": slip(
            DRAWS, "rng.standard_normal() * np.ones((layers_dims[layer], layers_dims[layer - 1]))"
        ),
        "You draw the last layer first; W1 is drawn first, then W2, and so on.": last_layer_first,
        "Your loop ends one layer early, so the last layer has no weights; let it run to L.": slip(
            "range(1, len(layers_dims))", "range(1, len(layers_dims) - 1)"
        ),
        "Your biases are flat; a bias for each unit stands in a column, np.zeros((n_l, 1)).": slip(
            "np.zeros((layers_dims[layer], 1))", "np.zeros(layers_dims[layer])"
        ),
    },
    accepted={
        "You draw W turned and turn it back: other numbers in their places, with the spread that is asked for.": slip(
            DRAWS, "rng.standard_normal((layers_dims[layer - 1], layers_dims[layer])).T"
        ),
        "Your weights are of single precision; the course's are float64.": slip(
            DRAWS + " * 10", "(" + DRAWS + " * 10).astype(np.float32)"
        ),
        "Your weights are drawn in single precision, which gives other numbers; the course's are float64.": slip(
            "layers_dims[layer - 1]))", "layers_dims[layer - 1]), dtype=np.float32)"
        ),
    },
    right=[random_by_pairs, random_as_in_the_course],
    hints=[
        "It is the exercise before, with draws in place of the weights' zeros.",
        "W_l = 10 · rng.standard_normal((n_l, n_{l−1})), b_l = zeros of (n_l, 1), layer 1 first.",
        'parameters[f"W{l}"] = rng.standard_normal((layers_dims[l], layers_dims[l - 1])) * 10; the biases stay as they '
        "were.",
    ],
    topics=["random initialisation", "shapes"],
)
