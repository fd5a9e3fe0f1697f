"""How soon each method gets there with a rate of its own, how soon each size of batch, and what decay is worth.

Rates are searched on some seeds and judged on others; a seed draws the data, the starting weights and the batches.
`python -m utils measure week2_optimization` measures anew, about 15 minutes on one core.
"""

import numpy as np

from utils.labs.course2.week2_optimization.methods import METHODS, PLANS
from utils.labs.course2.week2_optimization.networks import TASKS, steps_to_accuracy, train

SEARCH, JUDGE = (0, 1, 2, 3, 4), tuple(range(10, 20))
RATES = [float(f"{rate:.3g}") for rate in 10 ** np.arange(-3, 1.01, 0.125)]
ONE_RATE = 0.01  # the same for all methods, beside each one's own
MOST = 1000  # steps, then a run is given up
SIZES, EPOCHS = {1: 8, 16: 30, 64: 60, 256: 120, 1258: 240}, 40


def measure():
    """The three tables: {"methods", "sizes", "decay"}, each a list of rows."""
    return {
        "methods": [row for name in TASKS for method in METHODS for row in method_rows(name, method)],
        "sizes": [size_row(size, most) for size, most in SIZES.items()],
        "decay": [decay_row(name, method, plan) for name in TASKS for method in METHODS[::4] for plan in PLANS],
    }


def method_rows(name, method):
    """Steps to the goal with the method's own rate and with ONE_RATE: a row for each of them."""
    rate, tried = search(lambda rate, seed: _steps(name, method, rate, seed))
    rows = []
    for kind, chosen in (("own", rate), ("one", ONE_RATE)):
        steps = [_steps(name, method, chosen, seed) for seed in JUDGE]
        rows.append({"task": name, "method": method, "kind": kind, "rate": chosen, "steps": steps})
    rows[0]["tried"] = tried
    return rows


def _steps(name, method, rate, seed):
    return steps_to_accuracy(TASKS[name](seed), method, rate, seed, MOST)


def size_row(size, most_epochs):
    """Steps and epochs of gradient descent to the goal on digits, with the rate that suits a size of batch."""
    most = most_epochs * -(-1258 // size)

    def steps(rate, seed):
        return steps_to_accuracy(TASKS["digits"](seed), METHODS[0], rate, seed, most, size)

    rate, _ = search(steps)
    return {"size": size, "rate": rate, "most": most, "steps": [steps(rate, seed) for seed in JUDGE]}


def decay_row(name, method, plan):
    """Cost and accuracy after EPOCHS epochs with the first rate that suits a plan, and the costs of the last ten."""

    def end(rate, seed):
        return train(TASKS[name](seed), method, rate, EPOCHS, seed, plan=plan)

    rate, _ = search(lambda rate, seed: end(rate, seed).costs[-1], RATES[::2])
    runs = [end(rate, seed) for seed in JUDGE]
    return {
        **{"task": name, "method": method, "plan": plan, "rate": rate},
        "cost": [float(f"{run.costs[-1]:.4g}") for run in runs],
        "dev": [round(run.dev[-1], 4) for run in runs],
        "wobble": [float(f"{np.std(run.costs[-10:]):.3g}") for run in runs],
    }


def search(result, rates=None):
    """The rate whose median result over SEARCH is least, and all medians; what is None or no number counts as worst.

    result: (rate, seed) -> a number or None.    rates: those that are tried, RATES unless others are given.
    """
    medians, rates = [], rates or RATES
    for rate in rates:
        found = [result(rate, seed) for seed in SEARCH]
        medians.append(float(np.median([np.inf if value is None or np.isnan(value) else value for value in found])))
    best = int(np.argmin(medians))
    return rates[best], [None if np.isinf(median) else float(f"{median:.4g}") for median in medians]


def median_steps(row):
    """The median of a row's steps, where a run that was given up counts as later than every other."""
    return float(np.median([np.inf if steps is None else steps for steps in row["steps"]]))
