"""The exercise compute_cost: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import shallow_network as steps


def cost_cases(rng):
    """Two examples, one alone, many."""
    return [
        (np.array([[0.8, 0.4]]), np.array([[1, 0]])),
        (np.array([[0.25]]), np.array([[1]])),
        (rng.uniform(0.05, 0.95, (1, 9)), rng.integers(0, 2, (1, 9))),
    ]


def labels_between(rng):
    """Labels between 0 and 1, for which both logarithms count."""
    return [(rng.uniform(0.05, 0.95, (1, 4)), np.array([[0.9, 0.1, 0.5, 1.0]]))]


def cost_by_mean(A2, Y):
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


def cost_by_dot(A2, Y):
    return -float((np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)).item()) / Y.shape[1]


EXERCISE = Exercise(
    steps.compute_cost,
    points=8,
    returns=("cost",),
    cases=cost_cases,
    wishes=labels_between,
    mistakes={
        "Your cost is the sum of the losses; divide it by m, which is Y.shape[1].": slip(
            "np.sum(losses) / m", "np.sum(losses)"
        ),
        "Your cost is negative: the logarithm of a probability is below 0, so put a minus sign in front.": slip(
            "-(Y * np.log(A2)", "(Y * np.log(A2)"
        ),
        "The minus sign covers the first logarithm only; put brackets around the sum.": slip(
            "-(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))", "-Y * np.log(A2) + (1 - Y) * np.log(1 - A2)"
        ),
        "Your loss counts the examples with label 1 only; add (1 − Y) ln(1 − A2) for the others.": slip(
            " + (1 - Y) * np.log(1 - A2)", ""
        ),
        "Labels and logarithms are crossed: Y goes with ln A2, and 1 − Y with ln(1 − A2).": slip(
            "Y * np.log(A2) + (1 - Y) * np.log(1 - A2)", "Y * np.log(1 - A2) + (1 - Y) * np.log(A2)"
        ),
        "This is the mean squared error; the cost of a probability is −[Y ln A2 + (1 − Y) ln(1 − A2)].": slip(
            "-(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))", "(A2 - Y) ** 2"
        ),
        "You return a loss for each example; the cost is their mean, one number.": slip("np.sum(losses)", "losses"),
        "Both logarithms are of A2; the second one is of 1 − A2.": slip("np.log(1 - A2)", "np.log(A2)"),
        "np.log10 is the logarithm to base 10; use np.log.": slip("np.log(", "np.log10("),
    },
    right=[cost_by_mean, cost_by_dot],
    hints=[
        "An example costs −ln of the probability that its true label was given.",
        "J = −(1/m) Σ [Y ln A2 + (1 − Y) ln(1 − A2)], m = Y.shape[1].",
        "losses = -(Y * np.log(A2) + …); return np.sum(losses) / m",
    ],
    topics=["loss and cost"],
)
