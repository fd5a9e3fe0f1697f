"""Cases whose arguments call for an error, with known mistakes that return something there."""

import pytest

from utils.checking import Exercise, State, evaluate, slip


def split(total, parts):
    """Share out whole things: how many each gets, and how many are left."""
    if parts < 1:
        raise ValueError(f"{parts} parts: there is nobody to share with")
    each = total // parts
    return each, total - each * parts


SWALLOWED = "Nobody to share with is an error: raise a ValueError."
KEPT = "What is left is the total less what was given away."


@pytest.fixture
def exercise():
    return Exercise(
        split,
        points=100,
        returns=("each", "left"),
        cases=lambda rng: [(7, 2), (9, 4), (5, 0), (12, 5)],
        mistakes={
            SWALLOWED: slip("raise ValueError(f", "return 0, total  # ("),
            KEPT: slip("total - each * parts", "total - each"),
        },
        right=[],
        hints=["one", "two", "three"],
    )


def test_returning_where_an_error_is_due_is_named(exercise):
    def split(total, parts):
        if parts < 1:
            return 0, total
        return total // parts, total % parts

    outcome = evaluate(exercise, split)
    assert outcome.state == State.NOT_RIGHT and outcome.message == SWALLOWED


def test_another_mistake_is_named_where_the_error_is_raised(exercise):
    def split(total, parts):
        if parts == 0:
            raise ValueError("no parts")
        each = int(total / parts)
        return each, total - each

    outcome = evaluate(exercise, split)
    assert outcome.message == KEPT and outcome.points == 50


def test_both_at_once_are_found_without_a_fault_of_the_check(exercise):
    def split(total, parts):
        each = total // max(parts, 1)
        return each, total - each

    outcome = evaluate(exercise, split)
    assert outcome.state == State.NOT_RIGHT
    assert any("must raise ValueError" in finding.message for finding in outcome.findings)


def test_a_case_may_leave_an_argument_to_its_default():
    def scaled(x, by=2.0):
        """x times by."""
        return x * by

    exercise = Exercise(
        scaled,
        points=100,
        returns=("y",),
        cases=lambda rng: [(rng.random(3), 3.0), (rng.random(4),)],
        mistakes={},
        right=[],
        hints=["one", "two", "three"],
    )
    outcome = evaluate(exercise, lambda x, by=2.0: x + by)
    assert outcome.state == State.NOT_RIGHT and outcome.message.startswith("y[0]")


def test_an_error_in_the_learners_own_words_hides_no_mistake(exercise):
    def split(total, parts):
        if parts < 1:
            raise ValueError("my own words")
        return total // parts, total - total // parts

    assert evaluate(exercise, split).message == KEPT
