"""The exercise sigmoid: its cases, right answers and known mistakes."""

import math

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week2_vectorization.common import array_cases
from utils.steps import activations


def sigmoid_by_tanh(z):
    return (1 + np.tanh(z / 2)) / 2


def sigmoid_with_math(z):
    return 1 / (1 + math.exp(-z))


EXERCISE = Exercise(
    activations.sigmoid,
    points=10,
    returns=("s",),
    cases=array_cases,
    mistakes={
        "math.exp takes a single number; np.exp takes every element of an array.": sigmoid_with_math,
        "Your curve falls where it should rise: 1 stands over 1 + e to the power of minus z.": slip(
            "np.exp(-z)", "np.exp(z)"
        ),
        "1 / 1 + … divides first and adds afterwards; put the whole denominator 1 + e^(−z) in brackets.": slip(
            "1 / (1 + np.exp(-z))", "1 / 1 + np.exp(-z)"
        ),
        "Your denominator subtracts; it is 1 plus e^(−z).": slip("(1 + ", "(1 - "),
        "Your denominator is e^(−z) alone; it is 1 plus e^(−z).": slip("(1 + np.exp(-z))", "np.exp(-z)"),
        "That is tanh, which runs from −1 to 1; the sigmoid runs from 0 to 1.": slip(
            "1 / (1 + np.exp(-z))", "np.tanh(z)"
        ),
        "You sum the exponentials; every element keeps its own.": slip("np.exp(-z)", "np.sum(np.exp(-z))"),
    },
    right=[sigmoid_by_tanh],
    hints=[
        "Your basic_sigmoid is nearly there. Which one function in it refuses an array?",
        "σ(z) = 1 / (1 + e^(−z)), where NumPy's exponential works on every element at once.",
        "Return 1 / (1 + np.exp(…)).",
    ],
    topics=["activation functions", "vectorisation"],
)
