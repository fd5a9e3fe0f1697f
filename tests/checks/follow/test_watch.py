"""Functions that run with their values watched: what is seen, what is replaced, what is left alone."""

import functools

import numpy as np
import pytest

from utils.checking import Exercise
from utils.checking.follow.watch import OPAQUE, Watched, kept, loops_alike, tree_of


def summed(x, scale):
    """Sum of the squares, times a number."""
    total = 0.0
    for value in x:
        square = value**2
        total += square
    parts = {"scaled": scale * total}
    return parts


EXERCISE = Exercise(
    summed, points=1, returns=("parts",), cases=lambda rng: [(np.array([1.0, 2.0]), 3.0)], mistakes={}, hints="abc"
)


def seen(function, arguments, **options):
    trace = Watched(function, EXERCISE).trace(arguments, 5.0, **options)
    return trace, [(visit.label, visit.value) for visit in trace.visits]


def test_every_named_value_is_seen_in_order():
    trace, visits = seen(summed, (np.array([1.0, 2.0]), 3.0))
    assert visits[:4] == [("total", 0.0), ("square", 1.0), ("total", 1.0), ("square", 4.0)]
    assert ("parts['scaled']", 15.0) in visits
    assert trace.run.value == {"scaled": 15.0}


def test_a_value_is_told_by_the_round_of_its_loop():
    trace, _ = seen(summed, (np.array([1.0, 2.0]), 3.0))
    squares = [visit for visit in trace.visits if visit.label == "square" and visit.site.loops]
    assert [visit.counted for visit in squares] == [{"value": "<class 'numpy.float64'>"}] * 2
    assert [visit.nth for visit in squares] == [0, 1]


def test_what_is_changed_later_on_begins_with_a_start():
    trace, _ = seen(summed, (np.array([1.0]), 1.0))
    assert [visit.site.place for visit in trace.visits if visit.label == "total"] == ["start", "name", "name"]


def test_a_replaced_value_goes_on():
    watched = Watched(summed, EXERCISE)
    where = next((site.number, site.label) for site in watched.sites if site.label == "square")
    trace = watched.trace((np.array([1.0, 2.0]), 3.0), 5.0, {where: lambda visit, value: 10.0})
    assert trace.run.value == {"scaled": 60.0}


def test_a_statement_can_be_passed_over():
    def divides(x, scale):
        y = x / "two"
        return {"scaled": y}

    watched = Watched(divides, EXERCISE)
    code = watched.with_forced({(2, 4)})
    trace = watched.trace((1.0, 2.0), 5.0, {(0, "y"): lambda visit, value: 7.0}, code)
    assert trace.run.value == {"scaled": 7.0}


def test_what_a_function_does_stays_the_same():
    assert Watched(summed, EXERCISE).trace((np.array([3.0]), 2.0), 5.0).run.value == summed(np.array([3.0]), 2.0)


def test_a_function_that_was_renamed_is_itself():
    def other(x, scale):
        return {"scaled": 0.0}

    other.__name__ = "summed"
    other.__globals__["summed"] = summed
    assert Watched(other, EXERCISE).trace((np.array([3.0]), 2.0), 5.0).run.value == {"scaled": 0.0}


def generator(x, scale):
    yield x


@pytest.mark.parametrize("function", [generator, functools.partial(summed, scale=2), np.sum, lambda x, scale: x])
def test_what_cannot_be_watched_is_a_value_error(function):
    with pytest.raises(ValueError, match="generator|no function|source"):
        Watched(function, EXERCISE)


def test_a_closure_is_left_alone():
    factor = 2

    def closure(x, scale):
        return {"scaled": factor}

    with pytest.raises(ValueError, match="closure"):
        Watched(closure, EXERCISE)


def test_large_and_odd_values_are_not_kept():
    assert kept(np.zeros(30_000)) is OPAQUE
    assert kept(object()) is OPAQUE
    assert kept(np.array(["a"])) is OPAQUE
    assert kept({"a": [1, 2.0]}) == {"a": [1, 2.0]}


def test_loops_are_paired_where_there_are_as_many():
    def other(x, scale):
        for k in x:
            print(k)

    assert loops_alike(tree_of(other), tree_of(summed)) == {"k": "value"}
    assert loops_alike(tree_of(generator), tree_of(summed)) == {}
