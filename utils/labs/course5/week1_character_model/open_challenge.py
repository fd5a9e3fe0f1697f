"""The open challenge of this lab: a model of names with fewer nats a symbol than the mixed table."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.labs.course5.week1_character_model.letters import IDS
from utils.labs.course5.week1_character_model.networks import three_parts

SEEDS = (60, 61)  # parts that the lab trains nothing on
SECONDS = 20.0  # of CPU, for each of the parts
BASELINE = 1.812  # tables of contexts of up to five letters, mixed


def mean_nats(my_model):
    """The mean over SEEDS of the nats a symbol on names that my_model has not seen.

    my_model: (train, dev, rng) -> a function of the list of the symbols so far that returns (27,) probabilities.
    Raises OverBudget where it takes longer than SECONDS, ValueError for what is no distribution.
    """
    found = []
    for seed in SEEDS:
        train, dev, test = three_parts(seed)
        begin = time.process_time()
        model = my_model(list(train.names), list(dev.names), np.random.default_rng([seed, 6]))
        if time.process_time() - begin > SECONDS:
            raise OverBudget(f"my_model took longer than {SECONDS:.0f} s of CPU for one list of names")
        logs = []
        for name in test.names:
            numbers = [IDS[symbol] for symbol in name + "\n"]
            logs += [_log_of(model, numbers[:t], number) for t, number in enumerate(numbers)]
        found.append(-np.mean(logs))
    return float(np.mean(found))


def _log_of(model, before, number):
    p = np.ravel(np.asarray(model(list(before)), dtype=float))
    if p.shape != (len(IDS),) or not np.all(p > 0) or abs(p.sum() - 1) > 1e-4:
        raise ValueError("my_model's function has to return 27 probabilities above 0 that add up to 1")
    return np.log(p[number])


CHALLENGE = Challenge(
    "my_model",
    task="Learn names, and expect the next symbol of others with fewer nats than the mixed table.",
    baseline=BASELINE,
    of="contexts of up to five letters, mixed, their strength chosen on dev",
    budget=f"{SECONDS:.0f} s of CPU for each of {len(SEEDS)} lists of 789 names; the mean on 169 other names counts.",
    judge=mean_nats,
    higher=False,
    unit=" nats",
    seconds=180.0,
)
