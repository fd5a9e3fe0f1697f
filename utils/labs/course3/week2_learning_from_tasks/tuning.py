"""Each way at its own learning rate: chosen on dev from a grid that goes on until its best is not at its edge."""

import numpy as np

RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1.0)
FIRST = 3e-3
TRIALS = 2  # seeds on which the rate is chosen


def best_rate(dev_error):
    """The rate with the lowest dev error, and all that were tried: {rate: error}.

    Begins with FIRST and its two neighbours in RATES, and goes on while the best has a neighbour that is untried.
    dev_error: function of a rate.    Raises ValueError where the best is at an end of RATES.
    """
    tried, at = {}, RATES.index(FIRST)
    while True:
        for rate in RATES[max(at - 1, 0) : at + 2]:
            if rate not in tried:
                tried[rate] = dev_error(rate)
        best = min(tried, key=tried.get)
        if best == RATES[at]:
            break
        at = RATES.index(best)
    if at in (0, len(RATES) - 1):
        raise ValueError(f"the best rate, {best}, is at an end of the grid")
    return best, dict(sorted(tried.items()))


def tuned(train, seeds, trials=TRIALS):
    """Train at the best rate on each seed: the row of a table, and what `train` returned by seed.

    train: (seed, rate) -> `Trained`.    seeds: the first `trials` of them choose the rate by their mean dev error.
    Returns {"rate", "tried", "dev", "steps"}, [Trained, …].
    """
    found = {}

    def run(seed, rate):
        if (seed, rate) not in found:
            found[seed, rate] = train(seed, rate)
        return found[seed, rate]

    rate, tried = best_rate(lambda rate: float(np.mean([run(seed, rate).dev for seed in seeds[:trials]])))
    runs = [run(seed, rate) for seed in seeds]
    row = {
        "rate": rate,
        "tried": {str(rate): round(error, 4) for rate, error in tried.items()},
        "dev": [round(one.dev, 4) for one in runs],
        "steps": [one.steps for one in runs],
    }
    return row, runs
