"""Networks of 5, 15 and 30 layers, trained from four starts at five rates: 360 runs, for which no notebook has time.

`python -m utils measure week1_initialization` measures anew, about five minutes on one core.
"""

import numpy as np

from utils.labs.course2.week1_initialization.networks import accuracy, draw_stack, odd_digits
from utils.labs.measured import rows_where
from utils.steps.signal_propagation import train_with_clipping

DEPTHS, SEEDS, RATES = (5, 15, 30), (0, 1, 2), (1.0, 0.3, 0.1, 0.03, 0.01)
STARTS = {"1/(3n)": np.sqrt(1 / 3), "1/n": 1.0, "2/n": np.sqrt(2), "4/n": 2.0}
ACTIVATIONS = ("tanh", "relu")
WIDTH, STEPS = 30, 150


def measure():
    """Train every network; returns the table, a dictionary as of `measure_net` for each."""
    data = odd_digits()
    return [
        measure_net(activation, depth, start, rate, seed, data)
        for activation in ACTIVATIONS
        for depth in DEPTHS
        for start in STARTS
        for rate in RATES
        for seed in SEEDS
    ]


def measure_net(activation, depth, start, rate, seed, data, steps=STEPS):
    """Train one network on odd and even digits, 30 units in each hidden layer.

    start: variance of the weights, a key of STARTS.    data: from `odd_digits`.
    Returns {"activation", "depth", "start", "rate", "seed", "first", "cost", "test"}: the cost before the first step
    and before the last, None where it is no number, and the accuracy on digits that were not learnt from.
    """
    X, Y, X_test, Y_test = data
    parameters = draw_stack([64] + [WIDTH] * (depth - 1) + [1], STARTS[start], np.random.default_rng(seed))
    with np.errstate(over="ignore", invalid="ignore"):  # some of these runs explode, which is a result
        end, costs, _ = train_with_clipping(X, Y, parameters, rate, steps, np.inf, activation)
        right = accuracy(X_test, Y_test, end, activation)
    return {
        **{"activation": activation, "depth": depth, "start": start, "rate": rate, "seed": seed},
        **{"first": number(costs[0]), "cost": number(costs[-1]), "test": round(right, 4)},
    }


def number(cost):
    """A cost as it is kept: four digits, None where it is no number."""
    return float(f"{cost:.4g}") if np.isfinite(cost) else None


def best(table, activation, depth, start):
    """The runs of a network's start at the rate whose mean cost in the end is lowest, on what is learnt from.

    A rate at which a run ended in no number is out. Returns the rate and its rows; None and [] where all are out.
    """
    means = {}
    for rate in RATES:
        costs = [row["cost"] for row in rows_where(table, activation=activation, depth=depth, start=start, rate=rate)]
        if costs and None not in costs:
            means[rate] = np.mean(costs)
    if not means:
        return None, []
    rate = min(means, key=means.get)
    return rate, rows_where(table, activation=activation, depth=depth, start=start, rate=rate)
