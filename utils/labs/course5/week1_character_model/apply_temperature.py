"""The exercise apply_temperature: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import language_model as steps


def temperature_cases(rng):
    """Three probabilities by hand; below and above 1; a column; a 0 among them; temperatures that are none."""
    y = rng.dirichlet(np.ones(6))
    return [
        (np.array([0.5, 0.25, 0.25]), 0.5),
        (y, 0.7),
        (y, 2.0),
        (rng.dirichlet(np.ones(5))[:, np.newaxis], 1.5),
        (np.array([0.6, 0.0, 0.4]), 0.8),
        (y, 1.0),
    ]


def far_out(rng):
    """A temperature near 0, where powers underflow; temperatures that are none."""
    y = rng.dirichlet(np.ones(27))
    return [(y, 0.002), (y, 0.0), (y, -1.0)]


def by_softmax(y, temperature):
    if temperature <= 0:
        raise ValueError("a temperature is above 0")
    with np.errstate(divide="ignore"):
        z = np.log(y) / temperature
    e = np.exp(z - z.max())
    return e / e.sum()


def by_powers(y, temperature):
    p = np.power(y, 1.0 / temperature)
    return p / p.sum()


def softmax_of_probabilities(y, temperature):
    e = np.exp(y / temperature)
    return e / e.sum()


EXERCISE = Exercise(
    steps.apply_temperature,
    points=6,
    returns=("p",),
    cases=temperature_cases,
    wishes=far_out,
    mistakes={
        "You take a softmax of the probabilities; the scores that belong to them are their logarithms: y^(1/T).": (
            softmax_of_probabilities
        ),
        "Your temperature works the wrong way round: the exponent is 1/T, so that T below 1 sharpens.": slip(
            "** (1 / temperature)", "** temperature"
        ),
        "The result does not add up to 1; divide by its sum.": slip("return p / np.sum(p)", "return p"),
        "The distribution comes back as it was: dividing by T is undone by the sum; raise to the power 1/T.": slip(
            "(y / np.max(y)) ** (1 / temperature)", "(y / np.max(y)) / temperature"
        ),
        "Your powers do not add up to 1; divide them by their own sum, not by that of y.": slip(
            ("(y / np.max(y)) ** (1 / temperature)", "y ** (1 / temperature)"), ("p / np.sum(p)", "p / np.sum(y)")
        ),
        "The exponent is −1/T, which turns the order round; it is 1/T.": slip(
            "** (1 / temperature)", "** (-1 / temperature)"
        ),
        "The sum runs over the last axis alone, which is of length 1 in a column; sum over all entries.": slip(
            "np.sum(p)", "np.sum(p, axis=-1, keepdims=True)"
        ),
        "The powers underflow at a low temperature and leave 0 / 0; divide y by its largest entry first.": slip(
            "(y / np.max(y))", "y"
        ),
        **{
            f"The {small:g} that you add gives symbols of probability 0 a probability; leave it out.": slip(
                "(y / np.max(y))", f"(y + {small:g})"
            )
            for small in (1e-3, 1e-4, 1e-5, 1e-6)
        },
        "Your result is of single precision, float32; keep float64, that of y.": slip(
            "return p / np.sum(p)", "return (p / np.sum(p)).astype(np.float32)"
        ),
        "A temperature of 0 or below passes; raise ValueError.": slip("if not temperature > 0:", "if False:"),
        "A temperature of 0 passes; raise ValueError for it, too.": slip("temperature > 0:", "temperature >= 0:"),
    },
    right=[by_softmax],
    hints=[
        "A softmax of scores z divided by T is asked for. Which scores z give y at T = 1?",
        "z = ln y, so that softmax(z / T) is y^(1/T) divided by its sum; y / max(y) in place of y gives the same and "
        "does not underflow.",
        "if not temperature > 0: raise ValueError(…); p = (y / np.max(y)) ** (…); return p / np.sum(p)",
    ],
    topics=["sampling"],
)
