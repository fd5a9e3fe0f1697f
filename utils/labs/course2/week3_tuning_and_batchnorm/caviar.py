"""The exercise caviar: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_tuning_and_batchnorm.common import downhill, height, rough
from utils.steps import tuning as steps


def caviar_cases(rng):
    """Two models, two days; many; some run away, or all; one; equals; overtaking; NaN that comes and goes."""
    start = np.array([1.0, 1.0])
    many = [rng.normal(size=2) for _ in range(6)]
    return [
        (downhill, height, [start, start], [0.01, 0.1], 2),
        (downhill, height, many, [0.001, 0.003, 0.01, 0.03, 0.1, 0.19], 5),
        (downhill, height, [start, 2 * start, start], [50.0, 0.01, 50.0], 4),
        (downhill, height, [start], [0.05], 3),
        (downhill, rough, [start, 0.5 * start, 0.4 * start], [0.01, 0.02, 0.05], 2),
        (downhill, height, [np.array([1.0, 0.1]), np.array([0.2, 0.01])], [0.15, 0.21], 14),
        (downhill, height, [np.array([0.1, 0.0]), np.array([1.0, 0.0])], [0.001, 0.5], 5),
        (downhill, height, [np.array([size, 0.0]) for size in (130.0, 200.0, 60.0)], [0.001, 0.15, 2.3], 4),
        (downhill, height, [start, start], [300.0, 700.0], 3),
    ]


def in_step(train_a_day, error_of, models, rates, days):
    models = list(models)
    errors = np.zeros((len(models), days))
    for day in range(days):
        for k in range(len(models)):
            models[k] = train_a_day(models[k], rates[k])
            errors[k, day] = error_of(models[k])
    best = 0
    for k in range(1, len(models)):
        if errors[k, -1] < errors[best, -1] or np.isnan(errors[best, -1]) and not np.isnan(errors[k, -1]):
            best = k
    return best, models[best], errors


def by_sorting(train_a_day, error_of, models, rates, days):
    ends, errors = [], []
    for model, rate in zip(models, rates, strict=True):
        life = [model]
        for _ in range(days):
            life.append(train_a_day(life[-1], rate))
        ends.append(life[-1])
        errors.append([error_of(each) for each in life[1:]])
    best = int(np.argsort(np.array(errors)[:, -1], kind="stable")[0])
    return best, ends[best], np.array(errors)


def _one_after_the_other(train_a_day, error_of, models, rates, days):
    errors, trained, model = np.zeros((len(models), days)), [], models[0]
    for k, rate in enumerate(rates):
        for day in range(days):
            model = train_a_day(model, rate)
            errors[k, day] = error_of(model)
        trained.append(model)
    last = np.where(np.isnan(errors[:, -1]), np.inf, errors[:, -1])
    best = int(np.argmin(last))
    return best, trained[best], errors


LAST = "np.where(np.isnan(errors[:, -1]), np.inf, errors[:, -1])"
RETURN = "return best, trained[best], errors"

EXERCISE = Exercise(
    steps.caviar,
    points=9,
    returns=("best", "model", "errors"),
    cases=caviar_cases,
    mistakes={
        "A model that ran away is chosen: for np.argmin NaN is the least, and so would a 0 be; put infinity in its "
        "place.": slip(LAST, "errors[:, -1]"),
        "np.nanargmin stops where every model ran away; put infinity in the place of NaN, and the first is taken.": (
            slip("np.argmin(last)", "np.nanargmin(errors[:, -1])")
        ),
        "The place is counted among the models that have a number; count among all.": slip(
            "np.argmin(last)", "np.argmin(last[np.isfinite(last)])"
        ),
        "You choose by the best day of each model, and NaN wins; choose by the last day, with infinity for NaN.": slip(
            LAST, "errors.min(axis=1)"
        ),
        "You choose by the mean of all days, and NaN wins; choose by the last day, with infinity for NaN.": slip(
            LAST, "errors.mean(axis=1)"
        ),
        "The rate is that of the day; each model has one of its own, for all of its days.": slip(
            "train_a_day(model, rate)", "train_a_day(model, rates[day % len(rates)])"
        ),
        "You choose by the best day of each model, which is over; choose by the last.": slip(
            LAST, "np.where(np.isnan(errors), np.inf, errors).min(axis=1)"
        ),
        "You choose by the least error of all days; choose by that of the last.": slip(
            LAST, "np.where(np.isnan(errors.min(axis=1)), np.inf, errors.min(axis=1))"
        ),
        "You choose by the mean of all days; choose by the last.": slip(
            LAST, "np.where(np.isnan(errors), np.inf, errors).mean(axis=1)"
        ),
        "You choose by the first day; choose by the last.": slip("errors[:, -1]", "errors[:, 0]"),
        "You choose the model with the largest error; choose that with the least.": slip(
            ("np.argmin", "np.argmax"), ("np.inf", "-np.inf")
        ),
        "Each model goes on from where the one before has ended; it has a start of its own.": _one_after_the_other,
        "All models train with the first rate; each has its own.": slip(
            "train_a_day(model, rate)", "train_a_day(model, rates[0])"
        ),
        "You return the model as it came; return it as trained.": slip("trained[best]", "models[best]"),
        "You return the last model; return the one at best.": slip("trained[best]", "trained[-1]"),
        "Every day starts from the model as it came; go on with the day before.": slip(
            "model = train_a_day(model, rate)\n            errors[k, day] = error_of(model)",
            "after = train_a_day(model, rate)\n            errors[k, day] = error_of(after)",
        ),
        "errors holds what was before each day; look after it.": slip(
            "model = train_a_day(model, rate)\n            errors[k, day] = error_of(model)",
            "errors[k, day] = error_of(model)\n            model = train_a_day(model, rate)",
        ),
        "errors has a row for each day; it has a row for each model.": slip(
            RETURN, "return best, trained[best], errors.T"
        ),
        "You return the least error in the place of best; best is the place in the list.": slip(
            RETURN, "return last[best], trained[best], errors"
        ),
    },
    right=[in_step, by_sorting],
    hints=[
        "Two loops: over the models with their rates, and over the days of each. No model knows of another.",
        "errors[k, day] after each day; at the end the least of errors[:, -1], where NaN counts as infinity.",
        "for k, (model, rate) in enumerate(zip(models, rates)): for day in range(days): model = train_a_day(model, "
        "rate); errors[k, day] = …; then last = np.where(np.isnan(errors[:, -1]), np.inf, …); best = "
        "int(np.argmin(last))",
    ],
    topics=["panda and caviar"],
)
