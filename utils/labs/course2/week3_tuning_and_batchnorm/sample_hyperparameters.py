"""The exercise sample_hyperparameters: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_tuning_and_batchnorm.common import SPACE
from utils.steps import tuning as steps


def sampling_cases(rng):
    """One of each scale; all together, twice; other ends; whole numbers of which there are only two, or one."""
    alone = [{name: what} for name, what in SPACE.items()]
    mixed = {
        "penalty": ("log", 1e-7, 1.0),
        "sign": ("whole", 0, 1),
        "layers": ("whole", 2, 9),
        "beta2": ("1 - log", 0.5, 0.9999),
        "only": ("whole", 5, 5),
        "keep": ("linear", -1, 1),
    }
    return [
        (space, np.random.default_rng(seed)) for seed, space in enumerate([*alone, SPACE, mixed, mixed, {}], start=20)
    ]


def sampling_wishes(rng):
    """A scale that there is not; many draws of whole numbers, so that both ends come up; below 0."""
    many, below = {str(k): ("whole", 0, 3) for k in range(60)}, {str(k): ("whole", -3, 3) for k in range(20)}
    spaces = [{"rate": ("logarithmic", 0.1, 1.0)}, many, below]
    return [(space, np.random.default_rng(seed)) for seed, space in enumerate(spaces)]


def by_exponents(space, rng):
    def place(scale, low, high, share):
        if scale == "linear":
            return (1 - share) * low + share * high
        if scale == "log":
            return 10 ** (np.log10(low) + share * (np.log10(high) - np.log10(low)))
        if scale == "1 - log":
            return 1 - np.exp(np.log(1 - low) + share * np.log((1 - high) / (1 - low)))
        if scale == "whole":
            return min(high, low + int(share * (high - low + 1)))
        raise ValueError(scale)

    return {name: place(*what, rng.random()) for name, what in space.items()}


def by_uniform(space, rng):
    drawn = {}
    for name, (scale, low, high) in space.items():
        if scale == "log":
            drawn[name] = np.exp(rng.uniform(np.log(low), np.log(high)))
        elif scale == "1 - log":
            drawn[name] = 1 - 10 ** -rng.uniform(-np.log10(1 - low), -np.log10(1 - high))
        elif scale == "whole":
            drawn[name] = int(np.floor(rng.uniform(low, high + 1)))
        elif scale == "linear":
            drawn[name] = rng.uniform(low, high)
        else:
            raise ValueError("an unknown scale")
    return drawn


def _one_share_for_all(space, rng):
    class Once:
        share = rng.random() if space else 0.0

        def random(self):
            return self.share

    return steps.sample_hyperparameters(space, Once())


def _by_integers(space, rng):
    class Drawn:
        def random(self):
            return rng.random()

    values = {}
    for name, (scale, low, high) in space.items():
        if scale == "whole":
            values[name] = int(rng.integers(low, high + 1))
        else:
            values |= steps.sample_hyperparameters({name: (scale, low, high)}, Drawn())
    return values


def _own_generator(space, rng):
    return steps.sample_hyperparameters(space, np.random.default_rng(0))


def _anew_in_each_branch(space, rng):
    """A share that is drawn and not used, and a draw of each branch's own behind it."""
    values = {}
    for name, (scale, low, high) in space.items():
        rng.random()
        if scale == "linear":
            values[name] = rng.uniform(low, high)
        elif scale == "log":
            values[name] = np.exp(rng.uniform(np.log(low), np.log(high)))
        elif scale == "1 - log":
            values[name] = 1 - (1 - low) * np.exp(rng.uniform(0, 1) * np.log((1 - high) / (1 - low)))
        elif scale == "whole":
            values[name] = int(rng.integers(low, high + 1))
        else:
            raise ValueError(f"{scale} is no scale")
    return values


LOG = "low * (high / low) ** share"
DISTANCE = "1 - (1 - low) * ((1 - high) / (1 - low)) ** share"
WHOLE = "int(low + np.floor(share * (high - low + 1)))"

EXERCISE = Exercise(
    steps.sample_hyperparameters,
    points=14,
    returns=("values",),
    cases=sampling_cases,
    wishes=sampling_wishes,
    accepted={
        'your "1 - log" runs from high to low as the share grows, which is drawn just as evenly; the text puts low at '
        "0.": slip(DISTANCE, "1 - (1 - high) * ((1 - low) / (1 - high)) ** share"),
    },
    mistakes={
        'Your "log" scale is linear: nine of ten values fall into the largest factor of ten; draw the exponent '
        "evenly.": slip(LOG, "low + share * (high - low)"),
        'Your "log" scale takes low and high for exponents; take their logarithms first.': slip(
            LOG, "10.0 ** (low + share * (high - low))"
        ),
        'Your "log" scale ends in exponents; raise the base to them.': slip(
            LOG, "np.log10(low) + share * (np.log10(high) - np.log10(low))"
        ),
        'Your "log" scale takes logarithms to one base and powers of another; use the same base for both.': slip(
            LOG, "10 ** (np.log(low) + share * np.log(high / low))"
        ),
        'Your "log" scale leaves out where it starts: multiply the power of high / low by low.': slip(
            LOG, "(high / low) ** share"
        ),
        'Your "log" scale runs from high down to low; a share of 0 belongs to low.': slip(
            LOG, "high * (low / high) ** share"
        ),
        'Your "1 - log" scale is linear: half of all β then lie below 0.95 for 0.9 to 0.999; draw the exponent of '
        "1 − β evenly.": slip(DISTANCE, "low + share * (high - low)"),
        'Your "1 - log" scale is that of "log": β itself moves evenly there; draw 1 − β on a logarithmic scale.': slip(
            DISTANCE, LOG
        ),
        'Your "1 - log" scale returns the distance from 1; take it from 1 at the end.': slip(
            DISTANCE, DISTANCE.removeprefix("1 - ")
        ),
        "Your whole numbers never reach high: there are high − low + 1 of them.": slip(
            WHOLE, "int(low + np.floor(share * (high - low)))"
        ),
        "Your whole numbers are rounded, so that the two ends come up half as often as the rest; cut into equal parts "
        "and round down.": slip(WHOLE, "int(np.rint(low + share * (high - low)))"),
        "Your whole numbers go one too far; a share below 1 of high − low + 1 parts, rounded down, ends at high.": slip(
            WHOLE, "int(low + np.floor(share * (high - low + 1))) + 1"
        ),
        "Your whole numbers are not rounded; a network has no 12.7 units.": slip(
            WHOLE, "low + share * (high - low + 1)"
        ),
        "Your whole numbers are of type float; int(…) makes whole numbers of them.": slip(
            WHOLE, "low + np.floor(share * (high - low + 1))"
        ),
        "int cuts towards 0, which below 0 is up; round down with np.floor first, or add low last.": slip(
            WHOLE, "int(low + share * (high - low + 1))"
        ),
        "A scale that is none of the four should be a ValueError.": slip(
            'raise ValueError(f"{name}: {scale!r} is no scale; they are linear, log, 1 - log and whole")', "pass"
        ),
        "You make a generator of your own; draw from rng, which goes on from call to call.": _own_generator,
        'Your "linear" scale draws a second time; make a value of the share that is drawn already.': slip(
            "low + share * (high - low)", "rng.uniform(low, high)"
        ),
        'Your "log" scale draws a second time; make a value of the share that is drawn already.': slip(
            LOG, "low * (high / low) ** rng.random()"
        ),
        "Your whole numbers are drawn a second time; make one of the share that is drawn already.": slip(
            WHOLE, "int(rng.integers(low, high + 1))"
        ),
        "You draw a share and then once more in each branch; one rng.random() serves a hyperparameter.": (
            _anew_in_each_branch
        ),
        "Your whole numbers come from rng.integers; take one rng.random() for each hyperparameter, and make a whole "
        "number of it.": _by_integers,
        "One share serves all hyperparameters, so that they rise and fall together; draw one for each.": (
            _one_share_for_all
        ),
        'Your "linear" scale leaves out where it starts; add low.': slip(
            "low + share * (high - low)", "share * (high - low)"
        ),
        'Your "linear" scale multiplies by high instead of the difference; it must end at high.': slip(
            "low + share * (high - low)", "low + share * high"
        ),
    },
    right=[by_exponents, by_uniform],
    hints=[
        "One share for each; what is even differs: the value, its exponent, the exponent of 1 − value, or its number "
        "in a row of whole numbers.",
        "log: low · (high / low)ˢ, with s for the share. 1 - log: 1 − d, where d is on the log scale from 1 − low to "
        "1 − high. whole: low + ⌊s · (high − low + 1)⌋.",
        'if scale == "log": values[name] = low * (high / low) ** share; for "1 - log" the same with 1 - low and '
        '1 - high, taken from 1; for "whole" int(low + np.floor(…)); else raise ValueError(…)',
    ],
    topics=["logarithmic scale", "random search and grid"],
)
