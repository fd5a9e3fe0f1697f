"""The exercise compute_cost_with_regularization: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_regularization.common import by_hand, drawn, networks
from utils.steps import regularization as steps
from utils.steps.deep_network import compute_cost


def cost_cases(rng):
    """By hand, all probabilities a half; five drawn networks; no penalty; weights of 0; a penalty that rules."""
    cases = [(np.full((1, 2), 0.5), np.array([[1, 0]]), by_hand(), 2)]
    for (_, Y, parameters), lambd in zip(networks(rng)[1:], (0.7, 3, 0.1, 10, 1.5), strict=True):
        cases.append((rng.uniform(0.05, 0.95, Y.shape), Y, parameters, lambd))
    empty = {key: np.zeros_like(value) for key, value in by_hand().items()} | {"b1": np.ones((2, 1))}
    A3, Y = rng.uniform(0.1, 0.9, (1, 3)), np.array([[1, 1, 0]])
    return [*cases, (A3, Y, drawn(rng), 0), (A3, Y, empty, 5.0), (A3, Y, drawn(rng, scale=100), 1e3)]


def by_three_sums(A3, Y, parameters, lambd):
    m = Y.shape[1]
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    penalty = sum(float(W.astype(float).ravel() @ W.ravel()) for W in (W1, W2, W3)) * lambd / m / 2
    return compute_cost(A3, Y) + penalty


def as_in_the_course(A3, Y, parameters, lambd):
    m = Y.shape[1]
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    cross_entropy_cost = compute_cost(A3, Y)
    L2_regularization_cost = (
        (np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3))) * (1 / m) * (lambd / 2)
    )
    return cross_entropy_cost + L2_regularization_cost


SQUARES, LAST = "squares += np.sum(value**2)", "compute_cost(A3, Y) + lambd / (2 * m) * squares"


EXERCISE = Exercise(
    steps.compute_cost_with_regularization,
    points=10,
    returns=("cost",),
    cases=cost_cases,
    mistakes={
        "The square is missing: every weight costs its square, not its size.": slip("value**2", "np.abs(value)"),
        "Each layer's norm is added; it has to be squared: leave out the root.": slip(
            SQUARES, "squares += np.sqrt(np.sum(value**2))"
        ),
        "np.linalg.norm(W, 2) is how far a matrix can stretch a vector; here ‖W‖² is the sum of all squares.": slip(
            SQUARES, "squares += np.linalg.norm(value, 2) ** 2"
        ),
        "The weights are added up first and then squared, so positive and negative ones cancel; square each one.": slip(
            "np.sum(value**2)", "np.sum(value) ** 2"
        ),
        "The biases are penalised, too; the sum is over W1, W2 and W3 only.": slip('key.startswith("W")', "True"),
        "The 2 is missing: λ is divided by 2m.": slip("lambd / (2 * m)", "lambd / m"),
        "The penalty is not divided by m; λ is divided by 2m.": slip("lambd / (2 * m)", "lambd / 2"),
        "lambd / 2 * m multiplies by m; the brackets around 2 * m are missing.": slip("(2 * m)", "2 * m"),
        "The penalty is taken away; large weights have to cost.": slip("Y) + lambd", "Y) - lambd"),
        "The cross-entropy is missing; the cost is both parts together.": slip("compute_cost(A3, Y) + ", ""),
        "The penalty is missing; add it to the cross-entropy.": slip(LAST, "compute_cost(A3, Y)"),
        "Only one layer's weights are penalised; add up all three.": slip(
            'key.startswith("W")', 'key == max(k for k in parameters if k[0] == "W")'
        ),
        "W3 is left out of the penalty; add up the squares of all three.": slip(
            'key.startswith("W")', 'key in ("W1", "W2")'
        ),
        "W1 is left out of the penalty; add up the squares of all three.": slip(
            'key.startswith("W")', 'key in ("W2", "W3")'
        ),
        "The squares are averaged over a layer's weights; add them up.": slip(SQUARES, "squares += np.mean(value**2)"),
        "The cross-entropy is divided by m once more; compute_cost has done it.": slip(
            "compute_cost(A3, Y) +", "compute_cost(A3, Y) / m +"
        ),
    },
    right=[by_three_sums, as_in_the_course],
    hints=[
        "Two parts: what the answers cost, and what the weights cost, whatever the answers are.",
        "The squares of all numbers in W1, W2 and W3, added up, times λ / (2m), beside compute_cost(A3, Y).",
        "squares = sum(np.sum(parameters[key] ** 2) for key in ('W1', 'W2', 'W3')); "
        "compute_cost(A3, Y) + lambd / (2 * m) * squares.",
    ],
    topics=["L2 regularisation and weight decay"],
)
