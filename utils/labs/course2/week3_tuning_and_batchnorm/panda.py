"""The exercise panda: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_tuning_and_batchnorm.common import downhill, height, rough
from utils.steps import tuning as steps


def panda_cases(rng):
    """A day that is kept and one that is undone; a long life; a rate that runs away; days that change nothing."""
    return [
        (downhill, height, np.array([1.0, 1.0]), 0.15, 3),
        (downhill, height, rng.normal(size=2), 0.01, 12),
        (downhill, height, np.array([2.0, -3.0]), 1000.0, 9),
        (downhill, rough, np.array([3.0, 1.0]), 0.002, 8),
        (downhill, height, np.array([1, 2]), 0.05, 1),
        (downhill, height, np.zeros(2), 0.1, 2),
    ]


def panda_wishes(rng):
    """A model that has run away before the first day; no day."""
    return [(downhill, height, np.array([1e6, 1.0]), 0.1, 2), (downhill, height, np.array([1.0, 0.0]), 0.1, 0)]


def written_as_lists(train_a_day, error_of, model, rate, days):
    errors, rates = [], []
    before = error_of(model)
    for _ in range(days):
        evening = train_a_day(model, rate)
        rates.append(rate)
        after = error_of(evening)
        better = after < before
        model, before = (evening, after) if better else (model, before)
        rate = 1.5 * rate if better else rate / 3
        errors.append(before)
    return model, np.array(errors), np.array(rates)


def looked_up_anew(train_a_day, error_of, model, rate, days):
    errors, rates = np.empty(days), np.empty(days)
    for day in range(days):
        rates[day] = rate
        tried = train_a_day(model, rate)
        if error_of(tried) < error_of(model):
            model = tried
            rate *= 3 / 2
        else:
            rate /= 3
        errors[day] = error_of(model)
    return model, errors, rates


KEPT = "model, least, rate = tried, error, rate * 1.5"
UNDONE = "            rate = rate / 3"
EXERCISE = Exercise(
    steps.panda,
    points=11,
    returns=("model", "errors", "rates"),
    cases=panda_cases,
    wishes=panda_wishes,
    mistakes={
        "A day that made things worse is not undone; go back to the model of the morning.": slip(
            UNDONE, "            model, rate = tried, rate / 3"
        ),
        "A day that made things worse is kept, with its error as the one to beat; undo both.": slip(
            UNDONE, "            model, least, rate = tried, error, rate / 3"
        ),
        "A day whose error is no number counts as a success; ask whether it is less than the least, NaN is not.": slip(
            "error < least", "not error >= least"
        ),
        "A day that changes nothing counts as a success; it has to lower the error.": slip(
            "error < least", "error <= least"
        ),
        "You keep the days that raise the error; keep those that lower it.": slip("error < least", "error > least"),
        "The rate never grows; after a day that is kept it is 1.5 times as large.": slip("rate * 1.5", "rate"),
        "The rate never falls; after a day that is undone it is a third.": slip(UNDONE, "            rate = rate"),
        "The rate falls to a half; it falls to a third.": slip("rate / 3", "rate / 2"),
        "The rate falls after a success and grows after a failure; exchange the two.": slip(
            ("rate * 1.5", "rate / 3 "), ("rate = rate / 3\n", "rate = rate * 1.5\n")
        ),
        "The error to beat stays that of the first morning; after a day that is kept it is that day's.": slip(
            KEPT, "model, rate = tried, rate * 1.5"
        ),
        "Any first day counts as a success, even one that did harm; it has to beat the model as it came.": slip(
            "least = error_of(model)", "least = np.inf"
        ),
        "errors holds what each day led to; it holds the error of the model that was kept.": slip(
            "errors[day] = least", "errors[day] = error"
        ),
        "rates holds the next day's rate; note the rate with which the day was trained.": slip(
            "errors[day] = least", "errors[day], rates[day] = least, rate"
        ),
        "Every day starts from the first model; go on with the one that was kept.": slip(
            KEPT, "least, rate = error, rate * 1.5"
        ),
        "errors and rates are exchanged: return model, errors, rates.": slip(
            "return model, errors, rates", "return model, rates, errors"
        ),
    },
    right=[written_as_lists, looked_up_anew],
    hints=[
        "Three things go from day to day: the model, its error, and the rate. On a day that is undone, two of them "
        "stay.",
        "If error < least: model = tried, least = error, rate = 1.5 · rate. Else: rate = rate / 3. Then note least.",
        "rates[day] = rate; tried = train_a_day(model, rate); error = error_of(tried); if error < least: model, least, "
        "rate = … else: rate = …; errors[day] = least",
    ],
    topics=["panda and caviar"],
)
