"""Searching hyperparameters: scales to draw on, a search at random, and two ways of using what computers there are."""

import itertools

import numpy as np


def sample_hyperparameters(space, rng):
    """Draw one value for each hyperparameter, evenly on the scale that suits it.

    space: {name: (scale, low, high)}, where scale is one of
        "linear"    equal differences are equally likely
        "log"       equal factors are equally likely: as many values from 0.001 to 0.01 as from 0.1 to 1; low above 0
        "1 - log"   the same for the distance from 1, as the β of an average needs it; high below 1
        "whole"     the whole numbers from low to high, both among them, equally likely; low may be negative
    rng: np.random.Generator; one rng.random() for each hyperparameter, in the order of space: how far along its scale
    the value lies, 0 at low and 1 at high.
    Returns {name: value}, whole numbers as int.
    Raises ValueError for a scale that is none of the four.
    """
    values = {}
    for name, (scale, low, high) in space.items():
        # How far along its scale this value lies
        share = rng.random()
        if scale == "linear":
            # That share of the difference
            values[name] = low + share * (high - low)
        elif scale == "log":
            # That share of the exponents between the two ends: equal steps are equal factors
            values[name] = low * (high / low) ** share
        elif scale == "1 - log":
            # What moves on a logarithmic scale is the distance from 1
            values[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** share
        elif scale == "whole":
            # Cut into as many equal parts as there are numbers, and rounded down
            values[name] = int(low + np.floor(share * (high - low + 1)))
        else:
            # Refuse every other word
            raise ValueError(f"{name}: {scale!r} is no scale; they are linear, log, 1 - log and whole")
    return values


def random_search(error_of, space, n_trials, rng):
    """Try settings that are drawn at random, and keep the best.

    error_of: function of one setting {name: value}; returns its error, NaN where the training ran away.
    space, rng: as of `sample_hyperparameters`, which is at hand.    n_trials: how many settings are tried.
    Returns best, the setting with the least error, the first of several, None where none has a number; settings, the
    list of all in the order in which they were drawn; errors (n_trials,).
    """
    settings, errors = [], np.zeros(n_trials)
    best, least = None, np.inf
    for trial in range(n_trials):
        # Draw a setting and train it once: that is what costs
        setting = sample_hyperparameters(space, rng)
        settings.append(setting)
        errors[trial] = error_of(setting)
        # Keep the best so far; mind that a comparison with NaN is False, whichever way round
        if errors[trial] < least:
            best, least = setting, errors[trial]
    return best, settings, errors


def grid_of(space, points):
    """Every combination of evenly spaced values.

    space: as of `sample_hyperparameters`.    points: values a hyperparameter, both ends among them.
    Returns a list of points ** len(space) settings {name: value}.
    """
    # The values of each hyperparameter, even on its own scale
    axes = []
    for scale, low, high in space.values():
        if scale == "log":
            axes.append(np.geomspace(low, high, points))
        elif scale == "1 - log":
            axes.append(1 - np.geomspace(1 - low, 1 - high, points))
        else:
            axis = np.linspace(low, high, points)
            axes.append(np.rint(axis).astype(int) if scale == "whole" else axis)
    # Each of one with each of the others
    return [dict(zip(space, (value.item() for value in values), strict=True)) for values in itertools.product(*axes)]


def panda(train_a_day, error_of, model, rate, days):
    """Look after one model: train it for a day, look at its error, and change the learning rate.

    A day that lowers the error is kept, and the next day's rate is 1.5 times as large. Any other day is undone: the
    model of the morning is taken up again, with a third of the rate.

    train_a_day: (model, rate) -> a new model.    error_of: (model) -> its error on the dev set, NaN where it ran away.
    Returns model, the one kept at the end; errors (days,) of the model kept on each day; rates (days,) tried.
    """
    errors, rates = np.zeros(days), np.zeros(days)
    # What the first day has to be better than
    least = error_of(model)
    for day in range(days):
        # A day of training, and what it led to
        tried = train_a_day(model, rate)
        error, rates[day] = error_of(tried), rate
        # Keep it and grow bolder, or go back and be more careful; NaN is no success
        if error < least:
            model, least, rate = tried, error, rate * 1.5
        else:
            rate = rate / 3
        errors[day] = least
    return model, errors, rates


def caviar(train_a_day, error_of, models, rates, days):
    """Train many models side by side, each with a rate of its own, and take the one that is best on the last day.

    models: a list of k models to begin with.    rates: the learning rate of each, for all of its days.
    train_a_day, error_of: as of `panda`.
    models itself stays as it was.
    Returns best, the place in the list of the model that ends with the least error, the first of several, 0 where
    all ran away; model, that model as trained; errors (k, days) of every model at the end of every day.
    """
    trained, errors = [], np.zeros((len(models), days))
    # Nobody interferes: each model goes its own way to the end
    for k, (model, rate) in enumerate(zip(models, rates, strict=True)):
        for day in range(days):
            model = train_a_day(model, rate)
            errors[k, day] = error_of(model)
        trained.append(model)
    # Compare the last day alone; a model without a number is worse than every other
    last = np.where(np.isnan(errors[:, -1]), np.inf, errors[:, -1])
    best = int(np.argmin(last))
    return best, trained[best], errors
