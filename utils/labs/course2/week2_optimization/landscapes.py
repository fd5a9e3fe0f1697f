"""Landscapes of two weights, and the paths that the methods take over them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from utils.labs.course2.week2_optimization.methods import METHODS, PLANS, plan_of, start_state, step_with

SHARP = 50.0  # how much steeper the walls of the ravine are than its floor
RATES = [float(f"{rate:.3g}") for rate in 10 ** np.arange(-3, 2.001, 0.0125)]  # 3 % apart
NEVER = 10**6  # a count of steps for a run that does not arrive


class Landscape(NamedTuple):
    """A cost of two weights.

    cost: W (2, …) -> (…).    gradient: W (2, k) -> (2, k).    start: where paths begin, (2,).
    lowest: the least cost.    goal: a run has arrived once its cost is at most this.    xlim, ylim: what is drawn.
    """

    cost: Callable
    gradient: Callable
    start: tuple
    lowest: float
    goal: float
    xlim: tuple
    ylim: tuple


def ravine(steep=SHARP, turned=False):
    """A ravine that is `steep` times as steep across as along, along w1, or turned by 45 degrees."""
    across = (
        (1 - steep) / 2 if turned else 0.0
    )  # the two curvatures' mean on the diagonal, half their difference beside
    first, second = ((1 + steep) / 2, (1 + steep) / 2) if turned else (1.0, steep)
    start = (-5 * np.sqrt(0.5), -3 * np.sqrt(0.5)) if turned else (-4.0, 1.0)

    def cost(W):
        return (first * W[0] ** 2 + second * W[1] ** 2) / 2 + across * W[0] * W[1]

    def gradient(W):  # sums of products, not a matrix product, so that every processor rounds alike
        return np.stack([first * W[0] + across * W[1], across * W[0] + second * W[1]])

    return Landscape(cost, gradient, start, 0.0, 0.01, (-5, 5), (-3, 3))


def _saddle_cost(W):
    return W[0] ** 2 - W[1] ** 2 + W[1] ** 4 / 2


def _saddle_gradient(W):
    return np.stack([2 * W[0], -2 * W[1] + 2 * W[1] ** 3])


def _well_cost(W):
    return 1 - np.exp(-(W[0] ** 2 + W[1] ** 2) / 2)


def _well_gradient(W):
    return W * np.exp(-np.sum(W**2, axis=0) / 2)


LANDSCAPES = {
    "ravine": ravine(),
    "turned ravine": ravine(turned=True),
    "saddle": Landscape(_saddle_cost, _saddle_gradient, (1.5, 1e-6), -0.5, -0.49, (-2, 2), (-1.6, 1.6)),
    "plateau": Landscape(_well_cost, _well_gradient, (-3.5, 1.5), 0.0, 0.01, (-5, 5), (-3, 3)),
}

OWN_RATES = {  # with which each method stays at the goal soonest, out of RATES; a test searches them again
    "ravine": dict(zip(METHODS, (0.0387, 0.0841, 0.0387, 0.0325, 0.0944), strict=True)),
    "turned ravine": dict(zip(METHODS, (0.0387, 0.0866, 0.0387, 0.023, 0.398), strict=True)),
    "saddle": dict(zip(METHODS, (0.473, 1.12, 3.35, 0.0531, 0.0473), strict=True)),
    "plateau": dict(zip(METHODS, (2.0, 5.62, 20.5, 0.0818, 2.51), strict=True)),
}


def descend(landscape, method, rate, steps, step=step_with):
    """The path of a method.

    landscape: one of LANDSCAPES.    method: one of METHODS.    rate: the first learning rate, or several in an array
    (k,), each with a walker of its own.    steps: how many.    step: a function like `step_with`, which is used unless
    another is given.
    Returns the places (steps + 1, 2), or (steps + 1, 2, k); where the numbers have run away, from there on NaN.
    """
    start = np.array(landscape.start, dtype=float).reshape(2, 1)
    still = np.zeros((1, np.size(rate)))  # of a bias that stays at 0: some steps walk over layers of W and b
    parameters = {"W1": np.repeat(start, np.size(rate), axis=1), "b1": still.copy()}
    state, path = start_state(parameters), np.empty((steps + 1, *parameters["W1"].shape))
    path[0] = parameters["W1"]
    for t in range(1, steps + 1):
        grads = {"dW1": landscape.gradient(parameters["W1"]), "db1": still}
        with np.errstate(all="ignore"):
            parameters, state = step(method, parameters, grads, state, t, PLANS[plan_of(method)](rate, t - 1))
        parameters["W1"] = np.where(np.abs(parameters["W1"]).max(axis=0) < 1e6, parameters["W1"], np.nan)
        path[t] = parameters["W1"]
    return path if np.ndim(rate) else path[..., 0]


def steps_to_goal(landscape, path):
    """The step from which on the cost stays at most the goal; NEVER if it does not by the path's end."""
    above = ~(landscape.cost(path.T) <= landscape.goal)  # NaN counts as above
    return NEVER if above[-1] else int(np.flatnonzero(above)[-1]) + 1


def best_rate(landscape, method, rates=RATES, steps=500, step=step_with):
    """The rate with which a method stays at the goal soonest, and after how many steps.

    rates: those that are tried. Of equals the smallest is taken.
    """
    paths = descend(landscape, method, np.array(rates), steps, step)
    counts = [steps_to_goal(landscape, paths[..., k]) for k in range(len(rates))]
    best = int(np.argmin(counts))
    return rates[best], counts[best]
