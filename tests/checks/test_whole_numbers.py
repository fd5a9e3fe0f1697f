"""Where a Python int is due, a float of the same value is named: range, shapes and indices would refuse it."""

import numpy as np
import pytest

from utils.checking import Exercise, State, evaluate, slip


def places(n, f):
    """Count the places of a window."""
    return n - f + 1


@pytest.fixture
def exercise():
    return Exercise(
        places,
        points=100,
        returns=("places",),
        cases=lambda rng: [(6, 3), (4, 4)],
        mistakes={"Add the first place.": slip(" + 1", "")},
        right=[],
        hints=["one", "two", "three"],
    )


@pytest.mark.parametrize("kind", [float, np.float64, np.float32])
def test_a_float_is_refused_where_a_whole_number_is_due(exercise, kind):
    outcome = evaluate(exercise, lambda n, f: kind(n - f + 1))
    assert outcome.state == State.NOT_RIGHT
    assert outcome.message == "places is a float, 4.0, where a whole number is due: use // or int(…)."


@pytest.mark.parametrize("kind", [int, np.int64, np.uint8, np.array])
def test_every_kind_of_whole_number_passes(exercise, kind):
    assert evaluate(exercise, lambda n, f: kind(n - f + 1)).state == State.CORRECT


def test_a_wrong_float_is_first_of_all_wrong(exercise):
    assert evaluate(exercise, lambda n, f: float(n - f)).message == "Add the first place."
