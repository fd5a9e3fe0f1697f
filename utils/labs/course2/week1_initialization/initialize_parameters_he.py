"""The exercise initialize_parameters_he: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_initialization.common import width_cases
from utils.steps import initialization as steps


def he_by_normal(layers_dims, rng):
    parameters = {}
    for number, (n_before, n) in enumerate(zip(layers_dims[:-1], layers_dims[1:], strict=True), start=1):
        parameters[f"W{number}"] = rng.normal(0, (2 / n_before) ** 0.5, (n, n_before))
        parameters[f"b{number}"] = np.zeros(n).reshape(-1, 1)
    return parameters


def he_as_in_the_course(layers_dims, rng):
    parameters = {}
    L = len(layers_dims) - 1
    for l in range(1, L + 1):  # noqa: E741  the course's own letter
        parameters["W" + str(l)] = rng.standard_normal((layers_dims[l], layers_dims[l - 1])) * np.sqrt(
            2.0 / layers_dims[l - 1]
        )
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


SCALE = "np.sqrt(2 / n_before)"


EXERCISE = Exercise(
    steps.initialize_parameters_he,
    points=16,
    returns=("parameters",),
    cases=width_cases,
    mistakes={
        "You multiply the draws by the variance; a draw's factor is the standard deviation, the root of it.": slip(
            SCALE, "2 / n_before"
        ),
        "Your mean square is kept by tanh near 0; a ReLU sets half of the sums to 0, so the weights need twice "
        "that variance.": slip(SCALE, "np.sqrt(1 / n_before)"),
        "You divide by the layer's own width; a unit adds up as many products as the layer before has units.": slip(
            SCALE, "np.sqrt(2 / n_here)"
        ),
        "This is the compromise of the next exercise, with both widths; asked for is the forward signal alone, and "
        "with ReLU.": slip(SCALE, "np.sqrt(2 / (n_before + n_here))"),
        "Every layer gets the input's width; divide by the width of the layer just before.": slip(
            SCALE, "np.sqrt(2 / layers_dims[0])"
        ),
        "You multiply by the width where you should divide: more products in a sum ask for smaller weights.": slip(
            SCALE, "np.sqrt(2 * n_before)"
        ),
        "Your 2 stands outside the root, so the variance is 4 over the width; the root belongs around both.": slip(
            SCALE, "2 / np.sqrt(n_before)"
        ),
        "Your scale is turned over; divide 2 by the number of products, then take the root.": slip(
            SCALE, "np.sqrt(n_before / 2)"
        ),
        "Your numbers lie evenly in ±√(6 / n), which has the right variance; draw normal ones, "
        "rng.standard_normal(…) times the standard deviation.": slip(
            "rng.standard_normal((n_here, n_before)) * scale",
            "rng.uniform(-np.sqrt(6 / n_before), np.sqrt(6 / n_before), (n_here, n_before))",
        ),
        "Your draws have no factor, so their variance is 1; multiply them by the standard deviation that you "
        "derived.": slip(" * scale", ""),
        "The root is over the number above alone; take the root of the whole variance, the width included.": slip(
            SCALE, "np.sqrt(2) / n_before"
        ),
        "You put in the variance of what a ReLU gives; the mean of its activations is not 0, so put in their mean "
        "square.": slip(SCALE, "np.sqrt(1 / (n_before * (1 / 2 - 1 / (2 * np.pi))))"),
        "Layer 1 follows the rule of the others, too, although its inputs come from no ReLU.": slip(
            SCALE, "np.sqrt((1 if layer == 1 else 2) / n_before)"
        ),
        "You put in the variance of what a ReLU gives, from layer 2 on; the mean of its activations is not 0, so put "
        "in their mean square, and give layer 1 the same rule.": slip(
            SCALE, "np.sqrt(1 / (n_before * (1 if layer == 1 else 1 / 2 - 1 / (2 * np.pi))))"
        ),
        "You put in the mean of what a ReLU gives, squared; sums add up in mean squares, so put in the mean of the "
        "squares.": slip(SCALE, "np.sqrt(2 * np.pi / n_before)"),
        "You make a generator of your own, so rng goes unused; draw from the rng that is handed in.": slip(
            "parameters = {}", "parameters, rng = {}, np.random.default_rng(0)"
        ),
        "You halve the variance; the ReLU halves the signal, so the weights have to double it.": slip(
            SCALE, "np.sqrt(1 / (2 * n_before))"
        ),
        "Your weights are drawn evenly from 0 to 1, so their mean is not 0; use rng.standard_normal.": slip(
            "standard_normal", "random"
        ),
        "Your biases are drawn, too; they start at 0, and add nothing to the sums.": slip(
            "np.zeros((n_here, 1))", "rng.standard_normal((n_here, 1)) * scale"
        ),
        "Your biases are standard normal draws; they start at 0, and add nothing to the sums.": slip(
            "np.zeros((n_here, 1))", "rng.standard_normal((n_here, 1))"
        ),
        "Your W is turned: it has a row for each unit of its own layer, (n_l, n_{l−1}).": slip(
            "(n_here, n_before))", "(n_before, n_here))"
        ),
        "Your loop ends one layer early, so the last layer has no weights; let it run to L.": slip(
            "range(1, len(layers_dims))", "range(1, len(layers_dims) - 1)"
        ),
    },
    accepted={
        "You draw W turned and turn it back: other numbers in their places, with the spread that is asked for.": slip(
            "rng.standard_normal((n_here, n_before))", "rng.standard_normal((n_before, n_here)).T"
        ),
        "Your weights are of single precision; the course's are float64.": slip(
            "rng.standard_normal((n_here, n_before)) * scale",
            "(rng.standard_normal((n_here, n_before)) * scale).astype(np.float32)",
        ),
    },
    right=[he_by_normal, he_as_in_the_course],
    hints=[
        "Put what a ReLU leaves of the mean square of the sums into the equation for the next layer's sums, and ask "
        "that the factor be 1.",
        "n_{l−1} · Var(w) · ½ = 1, so Var(w) = 2 / n_{l−1}, and the draws are multiplied by √(2 / n_{l−1}).",
        'parameters[f"W{l}"] = rng.standard_normal((n_here, n_before)) * np.sqrt(2 / n_before); the biases are zeros.',
    ],
    topics=["He initialisation", "vanishing and exploding gradients"],
)
