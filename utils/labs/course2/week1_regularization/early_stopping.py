"""The exercise early_stopping: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import generalization as steps


def stopping_cases(rng):
    """By hand: a second valley; patience that lasts; one check; equal costs; better, worse; drawn ones."""
    valleys = [0.9, 0.6, 0.7, 0.65, 0.5, 0.55, 0.6, 0.7, 0.4]
    cases = [(valleys, 3), (valleys, 2), (valleys, 1), (valleys, 9), ([0.7], 2), ([0.5, 0.5, 0.5, 0.5], 2)]
    cases += [
        ([0.5, 0.6, 0.4, 0.5], 3),
        ([3, 2, 1, 0], 1),
        ([1, 2, 3, 4, 5], 3),
        ([0.8, 0.7, 0.9, 1.0], 2),
        (np.array([2.0, 1.0, 1.0, 0.5]), 2),
    ]
    cases += [(np.round(1 + np.cumsum(rng.normal(0, 0.1, 30)), 3), patience) for patience in (2, 3, 4, 6)]
    return [*cases, ([0.9, 0.8, 0.85, 0.82, 0.81, 0.7], 3)]


def by_the_best_so_far(dev_costs, patience):
    lowest, best = float("inf"), 0
    for check, cost in enumerate(dev_costs):
        if cost < lowest:
            lowest, best = cost, check
        if check - best >= patience:
            return best, check
    return best, len(dev_costs) - 1


def compared_with_the_check_before(dev_costs, patience):
    best, waited = 0, 0
    for check in range(1, len(dev_costs)):
        if dev_costs[check] < dev_costs[best]:
            best = check
        waited = 0 if dev_costs[check] < dev_costs[check - 1] else waited + 1
        if waited == patience:
            return best, check
    return best, len(dev_costs) - 1


def all_compared_with_the_check_before(dev_costs, patience):
    best, waited = 0, 0
    for check in range(1, len(dev_costs)):
        if dev_costs[check] < dev_costs[check - 1]:
            best, waited = check, 0
        else:
            waited += 1
        if waited == patience:
            return best, check
    return best, len(dev_costs) - 1


def looks_into_the_future(dev_costs, patience):
    _, stop = by_the_best_so_far(dev_costs, patience)
    return int(np.argmin(dev_costs)), stop


PLANTED = "The checks in vain are never counted anew: a new lowest cost sets them back to 0."


EXERCISE = Exercise(
    steps.early_stopping,
    points=12,
    returns=("best", "stop"),
    cases=stopping_cases,
    mistakes={
        PLANTED: slip("best, waited = check, 0\n", "best = check\n"),
        "Each check is compared with the one before; compare with the lowest so far, else a slow rise after a jump "
        "counts as progress.": compared_with_the_check_before,
        "A check counts as best where it is lower than the one before; it has to be lower than the lowest so far, "
        "dev_costs[best].": all_compared_with_the_check_before,
        "best lies behind the check at which training ends; when one stops, later costs are unknown.": (
            looks_into_the_future
        ),
        "Training ends at the first check without a new lowest cost; wait until there are patience of them.": slip(
            "waited == patience", "waited == 1"
        ),
        "Training ends one check too late: at the patience-th check in vain.": slip(
            "waited == patience", "waited == patience + 1"
        ),
        "Training ends one check too early: patience counts the checks without a new lowest cost.": slip(
            "waited == patience", "waited == max(patience - 1, 1)"
        ),
        "An equal cost counts as a new lowest one; of equal costs the first is best.": slip(
            "dev_costs[check] < dev_costs[best]", "dev_costs[check] <= dev_costs[best]"
        ),
        "The last check is kept; keep the one with the lowest cost until then.": slip(
            ("return best, check", "return check, check"), ("return best, len", "return len(dev_costs) - 1, len")
        ),
        "The highest cost is kept; the dev cost should be low.": slip(
            "dev_costs[check] < dev_costs[best]", "dev_costs[check] > dev_costs[best]"
        ),
        "best is a cost; asked for is the check at which it was found.": slip(
            "return best,", "return dev_costs[best],"
        ),
        "Both answers are the kept check; stop is the check at which training ends.": slip(
            ("return best, check", "return best, best"), ("return best, len(dev_costs) - 1", "return best, best")
        ),
        "A check in vain sets the count back to 0, so the patience never ends; a new lowest cost does that.": slip(
            ("best, waited = check, 0\n", "best, waited = check, waited + 1\n"), ("waited += 1", "waited = 0")
        ),
        "best and stop are exchanged: return best, stop.": slip(
            ("return best, check", "return check, best"),
            ("return best, len(dev_costs) - 1", "return len(dev_costs) - 1, best"),
        ),
        "stop counts checks; asked for is the number of the last one, and the first has number 0.": slip(
            ("return best, check", "return best, check + 1"), ("len(dev_costs) - 1", "len(dev_costs)")
        ),
        "Training never ends before the last check: patience is not used.": slip("waited == patience", "False"),
    },
    right=[by_the_best_so_far],
    hints=[
        "Go through the costs by hand with patience 3, and write down after each check how many were in vain.",
        "After a new lowest cost the patience is whole again.",
        "if dev_costs[check] < dev_costs[best]: best, waited = check, 0; else waited += 1; at waited == patience "
        "return best, check.",
    ],
    topics=["early stopping"],
    planted=PLANTED,
    symptom="As it came, it ends the costs 0.9, 0.8, 0.85, 0.7, 0.75, 0.6 with patience 2 at check 4; check 5 is due.",
)
