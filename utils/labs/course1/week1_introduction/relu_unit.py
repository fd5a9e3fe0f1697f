"""The exercise relu_unit: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import introduction as steps


def unit_cases(rng):
    sizes = np.array([30.0, 60.0, 120.0])
    return [
        (sizes, 2.0, -80.0),
        (rng.normal(size=(1, 7)), 1.3, 0.4),
        (rng.normal(size=5), -0.7, 0.2),
        (rng.normal(size=(2, 3)), 0.0, 1.5),
        (sizes, 0.1, -90.0),
    ]


def unit_by_where(x, w, b):
    return np.where(w * x + b > 0, w * x + b, 0.0)


def unit_by_index(x, w, b):
    z = w * x + b
    z[z < 0] = 0
    return z


def unit_by_product(x, w, b):
    return (x * w + b) * (x * w + b > 0)


def bias_after_the_cut(x, w, b):
    return np.maximum(0, w * x) + b


EXERCISE = Exercise(
    steps.relu_unit,
    points=10,
    returns=("a",),
    cases=unit_cases,
    mistakes={
        "Your unit lets negative scores through; replace them by 0 with np.maximum(0, …).": slip(
            "np.maximum(0, z)", "z"
        ),
        "np.max looks for one largest number of an array; np.maximum compares element by element.": slip(
            "np.maximum(0, z)", "np.max(0, z)"
        ),
        "Python's max, like an if, decides once for a whole array; np.maximum decides for each element.": slip(
            "np.maximum(0, z)", "max(0, z)"
        ),
        "You cut off before the bias is added; cut off w x + b as a whole.": bias_after_the_cut,
        "Your bias is multiplied by w as well; the score is w x + b, not w (x + b).": slip("w * x + b", "w * (x + b)"),
        "Your score leaves out the bias; it is w x + b.": slip("w * x + b", "w * x"),
        "w and b stand in each other's place; the score is w x + b.": slip("w * x + b", "b * x + w"),
        "Your bias is subtracted; the score is w x + b, and b may be negative.": slip("x + b", "x - b"),
        "You turn negative scores positive; a ReLU makes them 0.": slip("np.maximum(0, z)", "np.abs(z)"),
        "You keep the smaller of 0 and the score; keep the larger one, np.maximum.": slip("np.maximum", "np.minimum"),
    },
    right=[unit_by_where, unit_by_product, unit_by_index],
    hints=[
        "Two steps: a straight line, then whatever lies below 0 becomes 0.",
        "a = max(0, w x + b) for each element; np.maximum takes arrays.",
        "return np.maximum(0, …) with the score w * x + b in place of the dots.",
    ],
    topics=["what a neural network is"],
)
