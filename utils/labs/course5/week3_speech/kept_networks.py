"""The networks that `python -m utils measure week3_speech` has trained, with what their features are scaled by."""

from functools import cache

import numpy as np

from utils.labs.course5.week3_speech.digits import speller
from utils.labs.course5.week3_speech.sounds import unpack_into
from utils.labs.course5.week3_speech.triggers import listener, steps_and_labels
from utils.labs.measured import load_measured
from utils.labs.statistics import mean_and_error

LAB = "course5/week3_speech"


@cache
def kept():
    """What is kept beside this lab."""
    return load_measured(LAB)


def scale(name):
    """Mean and standard deviation of each band, (20, 1) each.    name: "digit_scale" or "trigger_scale"."""
    return tuple(np.array(part)[:, np.newaxis] for part in kept()[name])


@cache
def kept_speller():
    """The network that spells digits, trained in hissing noises."""
    return unpack_into(speller(np.random.default_rng(0)), kept()["speller"])


@cache
def kept_listener(training):
    """The network that hears the trigger word.    training: "hiss" or "all noises"."""
    return unpack_into(listener(np.random.default_rng(0)), kept()["listeners"][training])


def kept_scores(clips, training):
    """The scores (m, 249) of the kept listener."""
    x, _ = steps_and_labels(clips, scale("trigger_scale"))
    return kept_listener(training).forward(x)[..., 0]


def plus_minus(values, digits=2):
    """Mean and standard error of independent values as text; of one value, that value."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    mean, error = mean_and_error(values)
    return f"{mean:.{digits}f} ± {error:.{digits}f}"
