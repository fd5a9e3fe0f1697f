"""`passes` says what `evaluate` says, and says it sooner; what known mistakes do on the cases is found out once."""

import time

import numpy as np
import pytest

from utils.checking import Exercise, State, evaluate, slip
from utils.checking.values import close
from utils.checking.verdict import passes


def double(x):
    """Twice x; an empty x is an error."""
    if len(x) == 0:
        raise ValueError("nothing to double")
    return 2 * x


@pytest.fixture
def exercise():
    return Exercise(
        double,
        points=100,
        returns=("y",),
        cases=lambda rng: [(rng.random(3),), (rng.random(2),), (np.zeros(0),)],
        mistakes={"Twice, not three times.": slip("2 * x", "3 * x"), "Do multiply.": slip("2 * ", "")},
        right=[],
        hints=["one", "two", "three"],
    )


def stub(x):
    """As handed out."""
    raise NotImplementedError


def in_place(x):
    if len(x) == 0:
        raise ValueError
    x *= 2
    return x


def loop(x):
    if len(x) == 0:
        raise ValueError
    return np.array([number + number for number in x])


@pytest.mark.parametrize(
    "attempt", [double, loop, stub, in_place, lambda x: 2 * x, lambda x: 3 * x, lambda: 0, 5, None]
)
def test_the_quick_verdict_is_that_of_the_whole_check(exercise, attempt):
    assert passes(exercise, attempt) == (evaluate(exercise, attempt).state == State.CORRECT)
    assert passes(exercise, attempt) == (attempt in (double, loop))


def test_it_stops_at_the_first_wrong_case(exercise):
    called = []

    def attempt(x):
        called.append(len(x))
        return double(x) + (len(x) == 2)

    assert not passes(exercise, attempt)
    assert called == [3, 2]


def test_a_second_look_is_part_of_it(exercise):
    exercise.judge = lambda due, came: None if len(came.value) < 3 else "Too long."
    exercise.cases = lambda rng: [(rng.random(2),), (rng.random(3),)]
    assert not passes(exercise, double) and evaluate(exercise, double).message == "Too long."


def test_known_mistakes_run_once_on_every_case(exercise):
    called = []
    for known in exercise.mistakes:
        wrong = known.function
        known.function = lambda x, wrong=wrong: called.append(wrong) or wrong(x)
    outcomes = [evaluate(exercise, lambda x: double(x) + 1) for _ in range(3)]
    assert len(called) == 2 * 3
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert evaluate(exercise, lambda x: 3 * x if len(x) else double(x)).message == "Twice, not three times."
    assert len(called) == 2 * 3


def test_a_mistake_whose_time_ran_out_is_tried_again(exercise):
    slow = iter([5.0])

    def late(x):
        time.sleep(next(slow, 0.0))
        return 3 * x

    known, arguments = exercise.mistakes[0], exercise.make_cases()[0]
    known.function = late
    assert exercise.call_of(known, 0, arguments, limit=0.05).error is not None
    first = exercise.call_of(known, 0, arguments, limit=10.0)
    assert first.error is None and exercise.call_of(known, 0, arguments, limit=10.0) is first


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        (1, 1.0, True), (1.0, 1.0 + 1e-7, True), (1.0, 1.0 + 1e-5, False), (0.0, 1e-9, True), (True, 1, True),
        (np.float64(2), 2, True), (np.inf, np.inf, True), (np.inf, -np.inf, False), (np.nan, np.nan, True),
        (1.0, np.nan, False), (1.0, np.inf, False), (np.inf, 1.0, False), (10**400, 1, False),
    ],
)  # fmt: skip
def test_plain_numbers_are_compared_as_arrays_are(a, b, agree):
    assert close(a, b) is agree
    if not (isinstance(a, int) and a > 10**300):
        assert close(np.array([a], float), np.array([b], float)) is agree
