"""The exercise initialize_parameters: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import shallow_network as steps


def width_cases(rng):
    """Widths of the layers, and a generator for each."""
    return [(*widths, np.random.default_rng(rng.integers(1000))) for widths in [(2, 3, 1), (4, 2, 3), (1, 1, 1)]]


def initialize_by_normal(n_x, n_h, n_y, rng):
    W1 = rng.normal(0, 0.01, size=(n_h, n_x))
    W2 = rng.normal(0, 0.01, size=(n_y, n_h))
    return {"W1": W1, "W2": W2, "b1": np.array([[0.0]] * n_h), "b2": np.array([[0.0]] * n_y)}


def second_layer_first(n_x, n_h, n_y, rng):
    W2 = rng.standard_normal((n_y, n_h)) * 0.01
    W1 = rng.standard_normal((n_h, n_x)) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


EXERCISE = Exercise(
    steps.initialize_parameters,
    points=8,
    returns=("parameters",),
    cases=width_cases,
    mistakes={
        "Your weights are a hundred times too large; multiply the draws by 0.01.": slip(" * 0.01", ""),
        "You draw from 0 to 1 evenly; standard_normal draws on both sides of 0.": slip("standard_normal", "random"),
        "W1 has a row for each hidden unit and a column for each input: (n_h, n_x).": slip("(n_h, n_x)", "(n_x, n_h)"),
        "W2 has a row for each output and a column for each hidden unit: (n_y, n_h).": slip("(n_y, n_h)", "(n_h, n_y)"),
        "Both weight matrices are turned: a row for each unit that they lead to, a column for each "
        "thing it reads.": slip(("(n_h, n_x)", "(n_x, n_h)"), ("(n_y, n_h)", "(n_h, n_y)")),
        "Your biases are flat; np.zeros takes the shape as a tuple, (n_h, 1) and (n_y, 1).": slip(
            ("(n_h, 1)", "n_h"), ("(n_y, 1)", "n_y")
        ),
        "Your biases are the number 0; each unit has its own, in a column, np.zeros((n_h, 1)) and "
        "np.zeros((n_y, 1)).": slip(("np.zeros((n_h, 1))", "0.0"), ("np.zeros((n_y, 1))", "0.0")),
        "standard_normal takes the shape as one tuple: two pairs of brackets, standard_normal((n_h, n_x)).": slip(
            ("normal((n_h, n_x))", "normal(n_h, n_x)"), ("normal((n_y, n_h))", "normal(n_y, n_h)")
        ),
        "Your biases are rows; a bias per unit stands in a column, (n_h, 1) and (n_y, 1).": slip(
            ("(n_h, 1)", "(1, n_h)"), ("(n_y, 1)", "(1, n_y)")
        ),
        "Your b1 has a single axis; a column is np.zeros((n_h, 1)), with the shape in brackets of its own.": slip(
            "np.zeros((n_h, 1))", "np.zeros(n_h)"
        ),
        "np.zeros(n_h, 1) reads the 1 as a data type; give the shape in brackets of its own.": slip(
            "np.zeros((n_h, 1))", "np.zeros(n_h, 1)"
        ),
        "Your weights are all 0, and units that start alike stay alike; draw them from rng.": slip(
            ("rng.standard_normal((n_h, n_x))", "np.zeros((n_h, n_x))"), ("rng.standard_normal", "np.zeros")
        ),
        "Your biases are drawn, too; they start at 0, the weights alone break the symmetry.": slip(
            "np.zeros(", "0.01 * rng.standard_normal("
        ),
        "You draw W2 before W1; draw W1 first, then W2.": second_layer_first,
    },
    right=[initialize_by_normal],
    hints=[
        "A weight matrix has a row for each unit that it leads to and a column for each thing that this unit reads.",
        "W1 is (n_h, n_x), W2 is (n_y, n_h), both rng.standard_normal(shape) · 0.01; the biases are columns of zeros.",
        "W1 = rng.standard_normal((n_h, n_x)) * 0.01, b1 = np.zeros((n_h, 1)), and W2, b2 likewise with (n_y, …).",
    ],
    topics=["random initialisation", "shapes"],
)
