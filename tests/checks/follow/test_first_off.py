"""What is said where no change puts all right: the first value that is other, where, and what leads to it."""

import re

import numpy as np
import pytest

from utils.checking import Exercise
from utils.checking.follow.follow import Follower
from utils.checking.trials import try_case


def smoothed(x, width, stride):
    """Means of windows of x, and how far each entry is from its window's mean, added up."""
    n = (len(x) - width) // stride + 1
    means, apart = np.zeros(n), np.zeros(len(x))
    for i in range(n):
        window = slice(i * stride, i * stride + width)
        means[i] = x[window].mean()
        apart[window] += np.abs(x[window] - means[i])
    return means, apart


EXERCISE = Exercise(
    smoothed,
    points=1,
    returns=("means", "apart"),
    cases=lambda rng: [(rng.normal(size=9), 3, 2), (rng.normal(size=8), 2, 3)],
    mistakes={},
    hints=("", "", ""),
)


def first_off(attempt):
    """What is said of the first value that differs, with no time to look for changes."""
    posed = enumerate(EXERCISE.posed(10.0))
    trials = [try_case(EXERCISE, attempt, number, arguments, answer, 10.0) for number, (arguments, answer) in posed]
    follower = Follower(EXERCISE, attempt, trials, 5.0)
    follower.faults()
    found = follower.search.first_off()
    return follower._of_first(found) if found else None


def without_the_stride(x, width, stride):
    n = (len(x) - width) // stride + 1
    means, apart = np.zeros(n), np.zeros(len(x))
    for i in range(n):
        window = slice(i, i + width)
        means[i] = x[window].mean()
        apart[window] += np.abs(x[window] - means[i])
    return means, apart


def by_another_name(x, width, stride):
    n = (len(x) - width) // stride + 1
    means, apart = np.zeros(n), np.zeros(len(x))
    for i in range(n):
        start = i * width
        means[i] = np.sort(x[start : start + width])[0]
        apart[start : start + width] += np.abs(x[start : start + width] - means[i])
    return means, apart


def test_a_slice_is_a_value_and_its_round_is_told():
    said = first_off(without_the_stride)
    assert said.line == 5 and ", at i = 1: window is slice(1, 4, None), and slice(2, 5, None) is due" in said.sentence


def test_lines_that_lead_to_it_through_unknown_values_are_named_too():
    said = first_off(by_another_name)
    assert said.line == 6
    assert re.match(r"Line 6, `.*`, or line 5 before, which leads to it: means is the first value", said.sentence)


def renamed(x, width, stride):
    """All values are right; two are handed back under each other's name."""
    n = (len(x) - width) // stride + 1
    a, b = np.zeros(n), np.zeros(len(x))
    for i in range(n):
        here = slice(i * stride, i * stride + width)
        a[i] = x[here].mean()
        b[here] += np.abs(x[here] - a[i])
    return a, b + 0 * a.sum() + 1


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_value_that_the_reference_computes_is_not_the_first_that_is_other(name):
    said = first_off(renamed)
    assert said is None or f": {name} is the first" not in said.sentence


def kept_otherwise(x, width, stride):
    """The window is a list of places, not a slice, and the means are wrong."""
    n = (len(x) - width) // stride + 1
    means, apart = [], np.zeros(len(x))
    for i in range(n):
        window = list(range(i * stride, i * stride + width))
        means.append(np.sort(x[window])[0])
        apart[window] += np.abs(x[window] - means[i])
    return np.array(means), apart


def test_what_is_kept_in_another_form_is_no_value_that_differs():
    said = first_off(kept_otherwise)
    assert said is None or not re.search(r": (window|means|n) is the first", said.sentence)
