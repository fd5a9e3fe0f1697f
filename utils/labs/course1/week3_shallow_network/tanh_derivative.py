"""The exercise tanh_derivative: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week3_shallow_network.common import slope_cases
from utils.steps import activations


def tanh_slope_by_cosh(z):
    return 1 / np.cosh(z) ** 2


EXERCISE = Exercise(
    activations.tanh_derivative,
    points=5,
    returns=("slope",),
    cases=slope_cases,
    mistakes={
        "You square z itself; the slope is 1 − tanh²(z), so take tanh first.": slip("np.tanh(z)", "z"),
        "You subtract tanh(z); the slope is one minus its square.": slip("np.tanh(z) ** 2", "np.tanh(z)"),
        "You return tanh²(z); the slope is one minus that.": slip("1 - np.tanh(z) ** 2", "np.tanh(z) ** 2"),
        "t (1 − t) is the sigmoid's rule; for tanh the slope is 1 − t², which is (1 − t)(1 + t).": slip(
            "1 - np.tanh(z) ** 2", "np.tanh(z) * (1 - np.tanh(z))"
        ),
        "You square z inside tanh; take tanh(z) first, then its square.": slip("np.tanh(z) ** 2", "np.tanh(z**2)"),
        "This is the slope of the sigmoid; that of tanh is 1 − tanh²(z).": slip(
            "1 - np.tanh(z) ** 2", "np.exp(-z) / (1 + np.exp(-z)) ** 2"
        ),
        "This is tanh itself; its slope is 1 − tanh²(z).": slip("1 - np.tanh(z) ** 2", "np.tanh(z)"),
    },
    right=[tanh_slope_by_cosh],
    hints=[
        "The slope of tanh can be written with tanh alone; you need no other function.",
        "tanh'(z) = 1 − tanh²(z).",
        "1 - np.tanh(z) ** …",
    ],
    topics=["derivatives of activations", "activation functions"],
)
