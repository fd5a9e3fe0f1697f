"""Networks trained from five starts at several depths and rates, and with a limit and without: too long for a notebook.

`python -m utils measure week1_initialization` measures anew, about eight minutes on one core.
"""

import numpy as np

from utils.data.planar import circles
from utils.labs.course2.week1_initialization.networks import accuracy, draw_default, draw_stack, odd_digits
from utils.labs.measured import rows_where
from utils.steps.signal_propagation import train_with_clipping

DEPTHS, SEEDS, RATES = (5, 15, 30), (0, 1, 2), (1.0, 0.3, 0.1, 0.03, 0.01)
STARTS = {"1/(3n)": np.sqrt(1 / 3), "1/n": 1.0, "2/n": np.sqrt(2), "4/n": 2.0}
DEFAULT = "default"  # PyTorch's: 1/(3n) by an even draw, and biases drawn, too
ACTIVATIONS = ("tanh", "relu")
WIDTH, STEPS, MORE_STEPS = 30, 150, 1000

RINGS_SEEDS, RINGS_RATES, RINGS_STEPS, LIMIT = tuple(range(12)), (1.0, 0.3, 0.1), 200, 1.0
RINGS_DIMS = [2] + [20] * 9 + [1]


def measure():
    """Train every network; returns {"depths": the rows of `measure_net`, "clipping": those of `measure_rings`}."""
    data = odd_digits()
    depths = [
        measure_net(activation, depth, start, rate, seed, data)
        for activation in ACTIVATIONS
        for depth in DEPTHS
        for start in (*STARTS, DEFAULT)
        for rate in RATES
        for seed in SEEDS
    ]
    depths += [measure_net("relu", 30, "1/n", 0.1, seed, data, MORE_STEPS) for seed in SEEDS]
    clipping = [
        measure_rings(start, rate, limited, seed)
        for start in ("4/n", "2/n")
        for rate in RINGS_RATES
        for limited in (False, True)
        for seed in RINGS_SEEDS
    ]
    return {"depths": depths, "clipping": clipping}


def start_of(start, widths, seed):
    """The weights of a start: a key of STARTS, or DEFAULT."""
    rng = np.random.default_rng(seed)
    return draw_default(widths, rng) if start == DEFAULT else draw_stack(widths, STARTS[start], rng)


def measure_net(activation, depth, start, rate, seed, data, steps=STEPS):
    """Train one network on odd and even digits, 30 units in each hidden layer.

    start: variance of the weights, a key of STARTS, or DEFAULT.    data: from `odd_digits`.
    Returns {"activation", "depth", "start", "rate", "seed", "steps", "first", "cost", "test"}: the cost before the
    first step and before the last, None where it is no number, and the accuracy on digits that were not learnt from.
    """
    X, Y, X_test, Y_test = data
    parameters = start_of(start, [64] + [WIDTH] * (depth - 1) + [1], seed)
    with np.errstate(over="ignore", invalid="ignore"):  # some of these runs explode, which is a result
        end, costs, _ = train_with_clipping(X, Y, parameters, rate, steps, np.inf, activation)
        right = accuracy(X_test, Y_test, end, activation)
    return {
        **{"activation": activation, "depth": depth, "start": start, "rate": rate, "seed": seed, "steps": steps},
        **{"first": number(costs[0]), "cost": number(costs[-1]), "test": round(right, 4)},
    }


def measure_rings(start, rate, limited, seed):
    """Train nine layers of 20 ReLUs and a sigmoid on two rings.    limited: whether gradients are cut to LIMIT.

    Returns {"start", "rate", "limited", "seed", "first", "test"}: the length of the first gradient, and the accuracy
    on new points.
    """
    X, Y = circles(300, np.random.default_rng(0))
    X_new, Y_new = circles(1000, np.random.default_rng(100))
    parameters = start_of(start, RINGS_DIMS, seed)
    with np.errstate(over="ignore", invalid="ignore"):
        end, _, norms = train_with_clipping(X, Y, parameters, rate, RINGS_STEPS, LIMIT if limited else np.inf)
        right = accuracy(X_new, Y_new, end)
    return {
        **{"start": start, "rate": rate, "limited": limited, "seed": seed},
        **{"first": number(norms[0]), "test": round(right, 4)},
    }


def number(cost):
    """A cost as it is kept: four digits, None where it is no number."""
    return float(f"{cost:.4g}") if np.isfinite(cost) else None


def best(table, activation, depth, start):
    """The runs of a network's start at the rate whose mean cost in the end is lowest, on what is learnt from.

    A rate at which a run ended in no number is out. Returns the rate and its rows; None and [] where all are out.
    """
    what, means = {"activation": activation, "depth": depth, "start": start, "steps": STEPS}, {}
    for rate in RATES:
        costs = [row["cost"] for row in rows_where(table, **what, rate=rate)]
        if costs and None not in costs:
            means[rate] = np.mean(costs)
    if not means:
        return None, []
    rate = min(means, key=means.get)
    return rate, rows_where(table, **what, rate=rate)
