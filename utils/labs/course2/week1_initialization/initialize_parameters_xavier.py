"""The exercise initialize_parameters_xavier: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_initialization.common import width_cases
from utils.steps import initialization as steps


def xavier_by_normal(layers_dims, rng):
    parameters = {}
    for number, (n_before, n) in enumerate(zip(layers_dims[:-1], layers_dims[1:], strict=True), start=1):
        mean_width = (int(n_before) + int(n)) / 2
        parameters[f"W{number}"] = rng.normal(0, mean_width**-0.5, (n, n_before))
        parameters[f"b{number}"] = np.zeros(n).reshape(-1, 1)
    return parameters


SCALE = "np.sqrt(2 / (n_before + n_here))"


EXERCISE = Exercise(
    steps.initialize_parameters_xavier,
    points=12,
    returns=("parameters",),
    cases=width_cases,
    mistakes={
        "You multiply the draws by the variance; a draw's factor is the standard deviation, the root of it.": slip(
            SCALE, "2 / (n_before + n_here)"
        ),
        "Your variance is one over the sum of both widths; it is one over their mean, 2 / (n_{l−1} + n_l).": slip(
            SCALE, "np.sqrt(1 / (n_before + n_here))"
        ),
        "This keeps the signal forward only, 1 / n_{l−1}; the compromise has both widths.": slip(
            SCALE, "np.sqrt(1 / n_before)"
        ),
        "This keeps the gradient backward only, 1 / n_l; the compromise has both widths.": slip(
            SCALE, "np.sqrt(1 / n_here)"
        ),
        "This is He's variance, 2 / n_{l−1}, made for ReLU; the compromise has both widths.": slip(
            SCALE, "np.sqrt(2 / n_before)"
        ),
        "You take the mean of the two variances; take one over the mean of the two widths.": slip(
            SCALE, "np.sqrt((1 / n_before + 1 / n_here) / 2)"
        ),
        "You take the geometric mean of the widths; take their ordinary mean, (n_{l−1} + n_l) / 2.": slip(
            SCALE, "(n_before * n_here) ** -0.25"
        ),
        "Your numbers would be the limits of a uniform draw, √(6 / (n_{l−1} + n_l)); a normal draw is multiplied by "
        "√(2 / (n_{l−1} + n_l)).": slip(SCALE, "np.sqrt(6 / (n_before + n_here))"),
        "Your numbers lie evenly in ±√(6 / (n_{l−1} + n_l)), which has the right variance; draw normal ones, "
        "rng.standard_normal(…) times √(2 / (n_{l−1} + n_l)).": slip(
            "rng.standard_normal((n_here, n_before)) * scale",
            "rng.uniform(-1, 1, (n_here, n_before)) * np.sqrt(6 / (n_before + n_here))",
        ),
        "You divide by the product of the widths; divide 2 by their sum.": slip(
            "(n_before + n_here)", "(n_before * n_here)"
        ),
        "Your draws have no factor, so their variance is 1; multiply them by √(2 / (n_{l−1} + n_l)).": slip(
            " * scale", ""
        ),
        "You make a generator of your own, so rng goes unused; draw from the rng that is handed in.": slip(
            "parameters = {}", "parameters, rng = {}, np.random.default_rng(0)"
        ),
        "Brackets are missing: 2 / n_{l−1} + n_l adds a whole width; divide by the sum.": slip(
            "2 / (n_before + n_here)", "2 / n_before + n_here"
        ),
        "The 2 has to stand under the root, with the sum of the widths below it.": slip(
            SCALE, "2 / np.sqrt(n_before + n_here)"
        ),
        "Your W is turned: it has a row for each unit of its own layer, (n_l, n_{l−1}).": slip(
            "(n_here, n_before))", "(n_before, n_here))"
        ),
        "Your biases are drawn, too; they start at 0.": slip(
            "np.zeros((n_here, 1))", "rng.standard_normal((n_here, 1)) * scale"
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
    right=[xavier_by_normal],
    hints=[
        "Take what you wrote for ReLU and change one line: the scale.",
        "W_l = √(2 / (n_{l−1} + n_l)) · standard normal numbers: the variance is one over the mean of the two widths.",
        'parameters[f"W{l}"] = rng.standard_normal((n_here, n_before)) * np.sqrt(2 / (n_before + n_here)).',
    ],
    topics=["Xavier initialisation", "vanishing and exploding gradients"],
)
