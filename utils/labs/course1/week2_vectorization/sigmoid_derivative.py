"""The exercise sigmoid_derivative: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week2_vectorization.common import array_cases
from utils.steps import activations


def derivative_from_both_sides(z):
    return activations.sigmoid(z) * activations.sigmoid(-z)


EXERCISE = Exercise(
    activations.sigmoid_derivative,
    points=15,
    returns=("ds",),
    cases=array_cases,
    mistakes={
        "You multiply z by 1 − z; that needs the sigmoid's output, so compute s = sigmoid(z) first.": slip(
            "s * (1 - s)", "z * (1 - z)"
        ),
        "Your second factor is 1 − z; it is 1 − s, with s = sigmoid(z).": slip("s * (1 - s)", "s * (1 - z)"),
        "np.dot sums products; here every element keeps its own product, s * (1 - s).": slip(
            "s * (1 - s)", "np.dot(s, 1 - s)"
        ),
        "1 − s² belongs to tanh; the sigmoid's slope is s (1 − s).": slip("s * (1 - s)", "1 - s**2"),
        "You return the sigmoid itself; its slope is s (1 − s).": slip("s * (1 - s)", "s"),
        "s * 1 − s multiplies first and gives 0; put 1 − s in brackets.": slip("s * (1 - s)", "s * 1 - s"),
        "You return 1 − s alone; multiply it by s.": slip("s * (1 - s)", "1 - s"),
    },
    right=[derivative_from_both_sides],
    hints=[
        "The slope can be written with the sigmoid's own value; no new exponential is needed.",
        "With s = σ(z): σ'(z) = s (1 − s).",
        "Two lines: s = sigmoid(z), then return s times one minus s.",
    ],
    topics=["derivatives", "derivatives of activations"],
)
