"""The open challenge of this lab: a project with a budget, judged on a test set that nobody has seen."""

import numpy as np

from utils.checking import Challenge, OverBudget, at_most
from utils.labs.course3.week1_ml_strategy import experiments as ex

SEEDS, TRIALS = (40, 41, 42), 8  # seeds that the lab trains nothing on
LIMITS = {"images": (50, 1000), "units": (1, 64), "steps": (1, 1000)}
START = {**ex.POOR_FIT, "images": 1000, "units": 64, "steps": 1000}
BASELINE = 0.183  # the start itself, on these seeds


def inside(setting):
    """A setting as it came; OverBudget where it is none, or more than LIMITS allow."""
    if not isinstance(setting, dict):
        raise OverBudget(f"a setting is a dictionary like start, and this is {type(setting).__name__}")
    if set(setting) != set(START):
        raise OverBudget(f"a setting has these entries, and no others: {', '.join(START)}")
    if setting["optimizer"] not in ("Adam", "SGD"):
        raise OverBudget(f"optimizer = {setting['optimizer']!r}: take 'Adam' or 'SGD'")
    for name in (*LIMITS, "decay"):
        if isinstance(setting[name], str) or setting[name] is None:
            raise OverBudget(f"{name} = {setting[name]!r}: expect a number")
    for name, (least, most) in LIMITS.items():
        if not least <= setting[name] <= most:
            raise OverBudget(f"{name} = {setting[name]} lies outside of its range, {least} to {most}")
    if setting["optimizer"] == "SGD" and setting["decay"]:
        raise OverBudget("SGD has no weight decay here: set decay to 0, or take Adam")
    return setting


def mean_test_error(my_project):
    """The mean over SEEDS of the test errors that my_project's settings lead to.

    my_project: (train_and_judge, start) -> a setting, where train_and_judge(setting) -> (training error, dev error).
    """
    found = []
    for seed in SEEDS:
        broken = f"more than {TRIALS} networks were trained on one data set; stop after {TRIALS}"
        judge = at_most(TRIALS, lambda setting, seed=seed: ex.train_and_judge(inside(setting), seed), broken)
        found.append(ex.errors(inside(my_project(judge, dict(START))), seed)[2])
    return float(np.mean(found))


CHALLENGE = Challenge(
    "my_project",
    task="Lead the project: find settings whose network errs less on the test set than that of the start.",
    baseline=BASELINE,
    of="the start itself",
    budget=f"At most {TRIALS} trainings on each of {len(SEEDS)} data sets; 50 to 1000 images, 64 units and 1000 steps "
    "at most; optimizer Adam, or SGD without decay.",
    judge=mean_test_error,
    higher=False,
)
