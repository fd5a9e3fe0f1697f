"""The exercise layer_sizes: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import shallow_network as steps


def size_cases(rng):
    """X and Y of various widths; all sizes differ."""
    widths = [(2, 1, 3), (5, 1, 6), (3, 2, 7), (1, 1, 1)]
    return [(rng.normal(size=(n_x, m)), rng.integers(0, 2, (n_y, m))) for n_x, n_y, m in widths]


def sizes_by_len(X, Y):
    return len(X), 4, len(Y)


EXERCISE = Exercise(
    steps.layer_sizes,
    points=5,
    returns=("n_x", "n_h", "n_y"),
    cases=size_cases,
    mistakes={
        "Your n_x counts the examples; the inputs are the rows of X, X.shape[0].": slip("X.shape[0]", "X.shape[1]"),
        "Your n_y counts the examples; the outputs are the rows of Y, Y.shape[0].": slip("Y.shape[0]", "Y.shape[1]"),
        "n_x and n_y both count the examples; take the rows, shape[0].": slip(
            ("X.shape[0]", "X.shape[1]"), ("Y.shape[0]", "Y.shape[1]")
        ),
        "Your hidden layer is as wide as the input; it has 4 units.": slip("n_h = 4", "n_h = X.shape[0]"),
        **{
            f"Your n_h is {width}; this lab starts with 4 hidden units.": slip("n_h = 4", f"n_h = {width}")
            for width in (3, 5, 10)
        },
        "The order is n_x, n_h, n_y: from the inputs to the outputs.": slip("n_x, n_h, n_y", "n_x, n_y, n_h"),
        "You return whole shapes; a layer's size is one number.": slip(".shape[0]", ".shape"),
    },
    right=[sizes_by_len],
    hints=[
        "The examples are columns, so the rows of X are the inputs.",
        "n_x is the number of rows of X, n_h is 4, n_y is the number of rows of Y.",
        "return X.shape[0], 4, …",
    ],
    topics=["notation of layers and units", "shapes"],
)
