"""The exercise basic_sigmoid: its cases, right answers and known mistakes."""

import math

from utils.checking import Exercise, slip
from utils.steps import vectorization as steps


def number_cases(rng):
    return [(0.0,), (1.0,), (-2.0,), (float(rng.normal(scale=3)),), (12.0,), (1000.0,), (3,)]


def basic_sigmoid_by_exponent(x):
    return 1 / (1 + math.e**-x)


EXERCISE = Exercise(
    steps.basic_sigmoid,
    points=5,
    returns=("s",),
    cases=number_cases,
    mistakes={
        "Your curve falls where it should rise: 1 stands over 1 + e to the power of minus x.": slip(
            "math.exp(-x)", "math.exp(x)"
        ),
        "1 / 1 + … divides first and adds afterwards; put the whole denominator 1 + e^(−x) in brackets.": slip(
            "1 / (1 + math.exp(-x))", "1 / 1 + math.exp(-x)"
        ),
        "Your denominator subtracts; it is 1 plus e^(−x).": slip("(1 + ", "(1 - "),
        "Your denominator is e^(−x) alone; it is 1 plus e^(−x).": slip("(1 + math.exp(-x))", "math.exp(-x)"),
        "That is tanh, which runs from −1 to 1; the sigmoid runs from 0 to 1.": slip(
            "1 / (1 + math.exp(-x))", "math.tanh(x)"
        ),
    },
    right=[basic_sigmoid_by_exponent],
    hints=[
        "math.exp(t) is e to the power of t. What is t here?",
        "σ(x) = 1 / (1 + e^(−x)), and the denominator needs its brackets.",
        "Return 1 / (1 + math.exp(…)) with the right exponent.",
    ],
    topics=["activation functions"],
)
