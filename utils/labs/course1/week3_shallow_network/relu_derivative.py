"""The exercise relu_derivative: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week3_shallow_network.common import slope_cases
from utils.steps import activations


def relu_slope_by_heaviside(z):
    return np.heaviside(z, 0.0)


def relu_slope_by_loop(z):
    slopes = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        if z[place] > 0:
            slopes[place] = 1.0
    return slopes


EXERCISE = Exercise(
    activations.relu_derivative,
    points=5,
    returns=("slope",),
    cases=slope_cases,
    mistakes={
        "At z = 0 you give 1. ReLU has no derivative there, and the value to return is 0: compare "
        "with >, not >=.": slip("> 0", ">= 0"),
        "This is ReLU itself; its slope does not grow with z, it is 1 wherever z is positive.": slip(
            "(np.asarray(z) > 0).astype(float)", "np.maximum(0, z)"
        ),
        "You have the two sides exchanged: the slope is 1 where z is positive.": slip("> 0", "< 0"),
        "Below 0 your slope is −1; ReLU is flat there, so its slope is 0.": slip(
            "(np.asarray(z) > 0).astype(float)", "np.sign(z)"
        ),
        "On the left your slope is −1, at 0 too; ReLU is flat there, so its slope is 0.": slip(
            "(np.asarray(z) > 0).astype(float)", "np.where(z > 0, 1, -1)"
        ),
        "An if decides once, for the whole array; a comparison, z > 0, decides element by element.": slip(
            "(np.asarray(z) > 0).astype(float)", "1 if z > 0 else 0"
        ),
        "At z = 0 you give 1/2, what a centred difference measures; the value to return there is 0.": slip(
            "(np.asarray(z) > 0).astype(float)", "np.heaviside(z, 0.5)"
        ),
    },
    right=[relu_slope_by_heaviside, relu_slope_by_loop],
    hints=[
        "A comparison of an array with a number answers True or False for each element.",
        "1 where z > 0, else 0; also 0 at z = 0.",
        "(np.asarray(z) > …).astype(float)",
    ],
    topics=["derivatives of activations", "activation functions"],
)
