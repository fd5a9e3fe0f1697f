"""The open challenge of this lab: train six units on the spirals better than gradient descent does."""

import numpy as np

from utils.checking import Challenge, OverBudget, at_most
from utils.data.planar import spirals
from utils.steps.shallow_network import backward_propagation, forward_propagation

SEEDS, UNITS, CALLS = tuple(range(40, 48)), 6, 2000
X, Y = spirals(300, np.random.default_rng(40))
X_NEW, Y_NEW = spirals(1000, np.random.default_rng(140))
BASELINE = 0.054  # gradient descent at 2.4, the best of 0.6, 1.2, 2.4 and 5, from 0.3 times normal draws


def cost_of(parameters, X, Y):
    """The mean loss and the cache; probabilities that round to 0 or 1 count as 1e-15 from it."""
    A2, cache = forward_propagation(X, parameters)
    A2 = np.clip(A2, 1e-15, 1 - 1e-15)
    return float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))), cache


def check_units(parameters):
    """Refuse more hidden units than UNITS, and parameters of shapes that do not belong together."""
    n_h = len(parameters["W1"])
    shapes = {"W1": (n_h, 2), "b1": (n_h, 1), "W2": (1, n_h), "b2": (1, 1)}
    for name, shape in shapes.items():
        if np.shape(parameters[name]) != shape:
            raise ValueError(f"{name} has shape {np.shape(parameters[name])}; due is {shape}")
    if n_h > UNITS:
        raise OverBudget(f"{n_h} hidden units; at most {UNITS} are allowed")


def counted_slopes():
    """The function that a try may ask: parameters -> (cost, grads), CALLS times at most."""

    def slopes(parameters):
        check_units(parameters)
        cost, cache = cost_of(parameters, X, Y)
        return cost, backward_propagation(parameters, cache, X, Y)

    return at_most(CALLS, slopes, f"slopes was called more than {CALLS} times for one network")


def mean_cost_of(my_training):
    """The mean over SEEDS of the cost on new points of the spirals.

    my_training: (slopes, rng) -> parameters {"W1", "b1", "W2", "b2"}.
    Raises OverBudget and ValueError as `check_units` and `counted_slopes` do.
    """
    costs = []
    for seed in SEEDS:
        parameters = my_training(counted_slopes(), np.random.default_rng(seed))
        check_units(parameters)
        costs.append(cost_of(parameters, X_NEW, Y_NEW)[0])
    return float(np.mean(costs)) if np.isfinite(costs).all() else float("inf")


CHALLENGE = Challenge(
    "my_training",
    task=f"Train at most {UNITS} hidden units on spirals that you do not see, to a lower cost than gradient descent.",
    baseline=BASELINE,
    of="gradient descent at its best rate",
    budget=f"{UNITS} units, {CALLS} calls of slopes for a network; the mean cost of {len(SEEDS)} seeds counts.",
    judge=mean_cost_of,
    higher=False,
)
