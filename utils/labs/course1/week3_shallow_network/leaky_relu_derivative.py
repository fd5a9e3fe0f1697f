"""The exercise leaky_relu_derivative: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import activations


def leaky_cases(rng):
    """The slope left out, given, and at both ends of its range."""
    z = np.array([-1.0, 0.0, 2.0])
    return [(z,), (z, 0.2), (rng.normal(0, 2, (3, 4)), 0.1), (np.array([[-3.0], [0.0], [0.5]]), 0.0), (z - 1, 1.0)]


def leaky_slope_by_sum(z, slope=0.01):
    return slope + (1 - slope) * (z > 0)


EXERCISE = Exercise(
    activations.leaky_relu_derivative,
    points=8,
    returns=("slope",),
    cases=leaky_cases,
    mistakes={
        "At z = 0 you give 1; the value to return there is slope, so compare with >, not >=.": slip("z > 0", "z >= 0"),
        "Below 0 you return slope · z, the function; its derivative is slope alone.": slip(
            "1.0, slope", "1.0, slope * z"
        ),
        "This is the function itself; its derivative is 1 or slope.": slip("1.0, slope", "z, slope * z"),
        "Below 0 you turn the sign; the function still rises there, by slope.": slip("1.0, slope", "1.0, -slope"),
        "Above 0 you return z, the function; its derivative is 1.": slip("1.0, slope", "z, slope"),
        "An if decides once, for the whole array; np.where decides element by element.": slip(
            "np.where(z > 0, 1.0, slope)", "1.0 if z > 0 else slope"
        ),
        "Your slope is always 0.01; use the argument slope.": slip("1.0, slope", "1.0, 0.01"),
        "Below 0 your derivative is 0, as ReLU's; here it is slope.": slip("1.0, slope", "1.0, 0.0"),
        "You have the two sides exchanged: 1 where z is positive, else slope.": slip("1.0, slope", "slope, 1.0"),
    },
    right=[leaky_slope_by_sum],
    hints=[
        "np.where chooses between two values, element by element.",
        "1 where z > 0, else slope.",
        "np.where(z > 0, …, …)",
    ],
    topics=["derivatives of activations", "activation functions"],
)
