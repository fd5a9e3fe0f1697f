"""The open challenge of this lab: a search of one's own, better than random with as many trials."""

import numpy as np

from utils.checking import Challenge, OverBudget, at_most
from utils.labs.course2.week3_tuning_and_batchnorm import studies
from utils.labs.course2.week3_tuning_and_batchnorm.networks import digits_task, train

# Seeds that the lab trains nothing on, and on each the unit in which the learning rate is counted: without units a
# fixed good setting, known from the lab, would be better than any search
UNITS, TRIALS = {60: 4.0, 61: 0.04, 62: 20.0, 63: 0.3}, 15
SEEDS = tuple(UNITS)
SPACE = {name: what for name, what in studies.SPACES["momentum"].items() if name not in ("nothing", "activation")}
BASELINE = 0.122  # random search with TRIALS trials on these seeds


def counted_errors(seed):
    """The errors of settings on one task, as often as the budget allows."""
    error = studies.error_of("momentum", digits_task(seed), seed)
    broken = f"more than {TRIALS} settings were tried on one data set; stop after {TRIALS}"
    return at_most(TRIALS, lambda setting: error(in_units(seed, inside(setting))), broken)


def in_units(seed, setting):
    """The setting that is trained: its learning rate times the unit of the data set."""
    return setting | {"learning_rate": setting["learning_rate"] * UNITS[seed]}


def inside(setting):
    """A setting as it came; OverBudget where it is none of SPACE."""
    if not isinstance(setting, dict):
        raise OverBudget(f"a setting is one dictionary, and this is of type {type(setting).__name__}")
    if set(setting) != set(SPACE):
        raise OverBudget(f"a setting has these entries, and no others: {', '.join(SPACE)}")
    for name, (_, low, high) in SPACE.items():
        if not isinstance(setting[name], int | float | np.number):
            raise OverBudget(f"{name} = {setting[name]!r} is no number")
        if not low <= setting[name] <= high:
            raise OverBudget(f"{name} = {setting[name]} lies outside of its range, {low} to {high}")
    whole = {name: int(setting[name]) for name, what in SPACE.items() if what[0] == "whole"}
    return setting | whole


def mean_test_error(my_search):
    """The mean over SEEDS of the test errors of the settings that my_search returns, each trained anew three times.

    my_search: (error_of, space, rng) -> a setting.
    """
    found = []
    for seed in SEEDS:
        best = inside(my_search(counted_errors(seed), dict(SPACE), np.random.default_rng(seed)))
        task = digits_task(seed)
        again = [train(task, in_units(seed, best), studies.EPOCHS, 1000 + k) for k in range(3)]
        found.append(np.mean([studies.test_error(task, network) for network in again]))
    return float(np.mean(found))


CHALLENGE = Challenge(
    "my_search",
    task="Find better settings for the digits than random search does with as many trials.",
    baseline=BASELINE,
    of="random search",
    budget=f"At most {TRIALS} trainings on each of {len(SEEDS)} data sets, inside the space that is given.",
    judge=mean_test_error,
    higher=False,
)
