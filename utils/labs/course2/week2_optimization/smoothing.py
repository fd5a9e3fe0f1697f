"""A noisy year, and how an exponentially weighted average reads it."""

import numpy as np

from utils.steps.optimization import exponentially_weighted_average

CORRECTIONS = ("none", "reported", "fed back")
NOISE = 3.0  # standard deviation of a day's temperature around the season's


def noisy_year(rng):
    """The season's temperature of 365 days, from 23 degrees down to 7 and back, and the noisy one measured: (365,)."""
    season = 15 + 8 * np.cos(2 * np.pi * np.arange(365) / 365)
    return season, season + rng.normal(0, NOISE, 365)


def average_fed_back(values, beta):
    """What comes of it when the corrected average goes back into the recursion, as the course notes have it: (n,)."""
    averages, v = np.zeros(len(values)), 0.0
    with np.errstate(over="ignore"):
        for t, value in enumerate(values, 1):
            v = (beta * v + (1 - beta) * value) / (1 - beta**t)
            averages[t - 1] = v
    return averages


def averages_of(values, beta, correction):
    """The averages of a series, with a correction out of CORRECTIONS; ValueError for another."""
    if correction not in CORRECTIONS:
        raise ValueError(f"the correction is one of {', '.join(CORRECTIONS)}, not {correction!r}")
    if correction == "fed back":
        return average_fed_back(values, beta)
    return exponentially_weighted_average(values, beta, correction == "reported")


def memory(beta):
    """1 / (1 − β), and the share of the weight that the newest values hold, as many as that, rounded."""
    newest = round(1 / (1 - beta))
    return newest, 1 - beta**newest
