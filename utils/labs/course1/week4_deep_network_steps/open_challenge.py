"""The open challenge of this lab: find the ring with 25 parameters better than 2-8-4-1 does with 65."""

import numpy as np

from utils.checking import Challenge, OverBudget, at_most
from utils.data.planar import circles
from utils.steps.deep_network import L_model_backward, L_model_forward

SEEDS, PARAMETERS, CALLS = tuple(range(40, 46)), 25, 1500
X, Y = circles(300, np.random.default_rng(43))
X_NEW, Y_NEW = circles(1000, np.random.default_rng(143))
BASELINE = 0.042  # 2-8-4-1 with its 65 parameters, by the lab's `train`


def forward(parameters, X):
    """Activations and caches; probabilities that round to 0 or 1 are kept 1e-15 from it."""
    AL, caches = L_model_forward(X, parameters)
    return np.clip(AL, 1e-15, 1 - 1e-15), caches


def cost_of(AL, Y):
    """The mean loss."""
    return float(-np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)))


def check_parameters(parameters):
    """Refuse more numbers than PARAMETERS; shapes that do not fit are a ValueError of the blocks."""
    count = sum(np.size(value) for value in parameters.values())
    if count > PARAMETERS:
        raise OverBudget(f"{count} parameters; at most {PARAMETERS} are allowed")


def counted_slopes():
    """The function that a try may ask: parameters -> (cost, grads), CALLS times at most."""

    def slopes(parameters):
        check_parameters(parameters)
        AL, caches = forward(parameters, X)
        return cost_of(AL, Y), L_model_backward(AL, Y, caches)

    return at_most(CALLS, slopes, f"slopes was called more than {CALLS} times for one network")


def mean_cost_of(my_training):
    """The mean over SEEDS of the cost on new points of the ring.

    my_training: (slopes, rng) -> parameters {"W1", "b1", …}.
    Raises OverBudget as `check_parameters` and `counted_slopes` do.
    """
    costs = []
    for seed in SEEDS:
        parameters = my_training(counted_slopes(), np.random.default_rng(seed))
        check_parameters(parameters)
        costs.append(cost_of(forward(parameters, X_NEW)[0], Y_NEW))
    return float(np.mean(costs)) if np.isfinite(costs).all() else float("inf")


CHALLENGE = Challenge(
    "my_training",
    task=f"Find the ring with at most {PARAMETERS} parameters, at a lower cost than 2-8-4-1 with its 65.",
    baseline=BASELINE,
    of="2-8-4-1 at the rate 0.3",
    budget=f"{PARAMETERS} parameters, {CALLS} calls of slopes for a network; the mean of {len(SEEDS)} seeds counts.",
    judge=mean_cost_of,
    higher=False,
)
