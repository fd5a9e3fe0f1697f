"""The exercise compute_cost: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import deep_network as steps


def cost_cases(rng):
    readable = (np.array([[0.8, 0.3, 0.5]]), np.array([[1, 0, 1]]))
    sure = (np.array([[1e-9, 1 - 1e-9, 0.5]]), np.array([[1.0, 1.0, 0.0]]))
    drawn = [(rng.uniform(0.05, 0.95, (1, m)), rng.integers(0, 2, (1, m))) for m in (1, 7)]
    return [readable, (np.array([[0.25]]), np.array([[1]])), *drawn, sure]


def cost_by_dot(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m)


def cost_by_choice(AL, Y):
    return float(-np.mean(np.log(np.where(Y == 1, AL, 1 - AL))))


def squared_error(AL, Y):
    return np.mean((AL - Y) ** 2)


EXERCISE = Exercise(
    steps.compute_cost,
    points=8,
    returns=("cost",),
    cases=cost_cases,
    mistakes={
        "Your cost is the sum over the examples; divide it by m.": slip("np.sum(losses) / m", "np.sum(losses)"),
        "Your cost is negative: a logarithm of a probability is below 0, so put a minus in front.": slip(
            "losses = -(", "losses = ("
        ),
        "You count only the examples labelled 1; add (1 − Y) ln(1 − AL) for the others.": slip(
            " + (1 - Y) * np.log(1 - AL)", ""
        ),
        "Your second term takes the logarithm of AL again; an example labelled 0 wants ln(1 − AL).": slip(
            "np.log(1 - AL)", "np.log(AL)"
        ),
        "Your logarithm has base 2; use the natural one, np.log.": slip("np.log(", "np.log2("),
        "Your logarithm has base 10; use the natural one, np.log.": slip("np.log(", "np.log10("),
        "You return one loss per example; return their average.": slip("np.sum(losses) / m", "losses"),
        "You square the error; this cost is the cross-entropy, with logarithms.": squared_error,
        "Your minus reaches the first term only; put it in front of the bracket with both.": slip(
            "-(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))", "-Y * np.log(AL) + (1 - Y) * np.log(1 - AL)"
        ),
        "You have AL and Y exchanged: the logarithm is of the probability, AL, and the label Y chooses the term.": slip(
            "Y * np.log(AL) + (1 - Y) * np.log(1 - AL)", "AL * np.log(Y) + (1 - AL) * np.log(1 - Y)"
        ),
    },
    right=[cost_by_dot, cost_by_choice],
    hints=[
        "An example costs −ln of the probability that AL gave to its true label.",
        "J = −(1/m) Σ [Y ln AL + (1 − Y) ln(1 − AL)], with m = Y.shape[1].",
        "losses = -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)); return np.sum(losses) / m.",
    ],
    topics=["loss and cost"],
)
