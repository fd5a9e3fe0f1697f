"""The open challenge of this lab: a start of one's own, for a network that is deep and narrow."""

import numpy as np

from utils.checking import Challenge
from utils.data.planar import circles
from utils.labs.course2.week1_initialization.networks import scores_of
from utils.steps.signal_propagation import train_with_clipping

DIMS = [2] + [10] * 29 + [1]
SEEDS, STEPS, RATE, LIMIT = tuple(range(40, 46)), 150, 0.1, 1.0  # seeds on which the lab itself trains nothing
BASELINE = 0.408


def mean_cost_of(my_start):
    """The mean over SEEDS of the cost on rings that were not trained on, after STEPS steps from my_start.

    my_start: (layers_dims, rng) -> parameters.
    Raises ValueError for parameters of other names or shapes.
    """
    X, Y = circles(300, np.random.default_rng(7))
    X_new, Y_new = circles(1000, np.random.default_rng(8))
    costs = []
    for seed in SEEDS:
        start = my_start(list(DIMS), np.random.default_rng(seed))
        check_start(start)
        with np.errstate(over="ignore", invalid="ignore"):
            end, _, _ = train_with_clipping(X, Y, start, RATE, STEPS, LIMIT)
            scores = scores_of(X_new, end)
            costs.append(np.mean(np.logaddexp(0, scores) - Y_new * scores))
    return float(np.mean(costs)) if np.isfinite(costs).all() else float("inf")


def check_start(start):
    """Refuse parameters that do not make the network of the challenge."""
    shapes = {f"W{layer}": (DIMS[layer], DIMS[layer - 1]) for layer in range(1, len(DIMS))}
    shapes |= {f"b{layer}": (DIMS[layer], 1) for layer in range(1, len(DIMS))}
    found = {key: np.shape(value) for key, value in start.items()}
    wrong = [key for key in {**shapes, **found} if shapes.get(key) != found.get(key)]
    if wrong:
        raise ValueError(f"{wrong[0]} has shape {found.get(wrong[0])}; due is {shapes.get(wrong[0])}")


CHALLENGE = Challenge(
    "my_start",
    task="Start 29 layers of 10 ReLUs and a sigmoid so that 150 steps make the cost on new rings lower than He's.",
    baseline=BASELINE,
    of="He's start",
    budget="The network, 150 steps, the rate 0.1 and the limit 1 are given; the mean cost over six seeds counts.",
    judge=mean_cost_of,
    higher=False,
    digits=3,
)
