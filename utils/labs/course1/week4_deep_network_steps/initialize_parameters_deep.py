"""The exercise initialize_parameters_deep: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import deep_network as steps


def width_cases(rng):
    widths = [[2, 3, 1], [4, 4, 4], [1, 1], [5, 1, 3, 2]]
    return [(list(each), np.random.default_rng(seed)) for seed, each in enumerate(widths)]


def initialize_by_pairs(layer_dims, rng):
    parameters = {}
    for number, (n_prev, n) in enumerate(zip(layer_dims[:-1], layer_dims[1:], strict=True), start=1):
        parameters["W" + str(number)] = rng.normal(0, 1 / np.sqrt(n_prev), size=(n, n_prev))
        parameters["b" + str(number)] = np.zeros((n, 1))
    return parameters


EXERCISE = Exercise(
    steps.initialize_parameters_deep,
    points=12,
    returns=("parameters",),
    cases=width_cases,
    mistakes={
        "Your weights have no scale: divide the normal draws by the root of the previous layer's width.": slip(
            " / np.sqrt(n_before)", ""
        ),
        "You divide by the width itself; divide by its square root.": slip("np.sqrt(n_before)", "n_before"),
        "Every layer is scaled by the width of the input; scale each by the width of the layer just before it.": slip(
            "np.sqrt(n_before)", "np.sqrt(layer_dims[0])"
        ),
        "You scale by the width of the layer itself; it is the layer before, whose numbers each unit adds up.": slip(
            "np.sqrt(n_before)", "np.sqrt(n_here)"
        ),
        "Your factor is √(2/n_prev), which a later lab uses; here it is 1/√n_prev.": slip(
            "/ np.sqrt(n_before)", "* np.sqrt(2 / n_before)"
        ),
        "Your W has a row per unit of the layer before; it needs a row per unit of its own layer: (n, n_prev).": slip(
            "(n_here, n_before))", "(n_before, n_here))"
        ),
        "You draw uniform numbers between 0 and 1, all of one sign; draw from rng.standard_normal.": slip(
            "rng.standard_normal", "rng.random"
        ),
        "Your biases are flat; make each a column of shape (n, 1).": slip("(n_here, 1)", "n_here"),
        "Your loop stops one layer early and the output layer gets no weights; run it up to layer L.": slip(
            "range(1, len(layer_dims))", "range(1, len(layer_dims) - 1)"
        ),
        "Your loop starts at layer 0, the input, which has no weights; start it at 1.": slip(
            "range(1, len(layer_dims))", "range(len(layer_dims))"
        ),
        "You multiply by the root of the previous layer's width; divide by it.": slip(
            "/ np.sqrt(n_before)", "* np.sqrt(n_before)"
        ),
        "You draw the biases too; they start at 0.": slip("np.zeros((n_here, 1))", "rng.standard_normal((n_here, 1))"),
        "rng.standard_normal takes the shape as one tuple: rng.standard_normal((n, n_prev)).": slip(
            "rng.standard_normal((n_here, n_before))", "rng.standard_normal(n_here, n_before)"
        ),
        "np.zeros takes the shape as one tuple: np.zeros((n, 1)).": slip("((n_here, 1))", "(n_here, 1)"),
    },
    accepted={
        "the course's own draws times 0.01 serve a shallow network; dividing by √n_prev keeps a deep one's signal "
        "from fading, as the figure above shows.": slip("/ np.sqrt(n_before)", "* 0.01"),
    },
    right=[initialize_by_pairs],
    hints=[
        "Layer l has layer_dims[l] units, and each of them reads layer_dims[l − 1] numbers.",
        "W_l = rng.standard_normal((n_l, n_{l−1})) / √n_{l−1}, and b_l is a column of n_l zeros, for l = 1 … L.",
        'for l in range(1, len(layer_dims)): parameters[f"W{l}"] = rng.standard_normal((layer_dims[l], '
        'layer_dims[l - 1])) / np.sqrt(layer_dims[l - 1]); then parameters[f"b{l}"] from np.zeros.',
    ],
    topics=["L-layer network", "shapes", "random initialisation"],
)
