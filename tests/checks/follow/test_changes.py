"""Small changes of an expression, and a function that holds them all behind switches."""

import ast

import numpy as np
import pytest

from utils.checking import Exercise
from utils.checking.follow.switches import Switches, fill, slots_of, switched, transplants_from
from utils.checking.follow.variants import Words, _sides, expression, variants
from utils.checking.follow.watch import compiled, tree_of

NAMES = {"X": "array", "Y": "array", "m": "number", "cache['A1']": "array"}
WORDS = Words(NAMES, ["dW", "db"], [0.5], [100], {"m"}, {}, {"step": ["X", "rate"]})


def changed(code):
    """{new code: what to do} of an expression's variants; of several ways to one code, the likeliest."""
    found = {}
    for variant in variants(expression(code), WORDS):
        found.setdefault(ast.unparse(variant.node), variant.told())
    return found


@pytest.mark.parametrize(
    ("code", "new", "told"),
    [
        ("X.shape[0]", "X.shape[1]", "write `X.shape[1]` in place of `X.shape[0]`"),
        ("np.sum(X)", "np.sum(X, axis=1, keepdims=True)", "write axis=1, keepdims=True in `np.sum(X)`"),
        ("np.sum(X)", "np.mean(X)", "use mean in place of sum"),
        ("np.sum(X, axis=1, keepdims=True)", "np.sum(X, axis=1)", "leave out keepdims=True in"),
        ("X * Y", "X @ Y", "write @ in place of * in `X * Y`"),
        ("X @ Y.T", "X @ Y", "leave out .T behind `Y`"),
        ("X @ Y", "X.T @ Y", "transpose: `X.T` in place of `X`"),
        ("np.sum(X)", "np.sum(X) / m", "divide `np.sum(X)` by m"),
        ("X @ Y", "-(X @ Y)", "put a minus sign before `X @ Y`"),
        ("m > 0.5", "m >= 0.5", "write >= in place of > in `m > 0.5`"),
        ("range(1, m)", "range(0, m)", "write `range(0, m)` in place of `range(1, m)`"),
        ("range(m - 1)", "range(m)", "leave out `- 1` behind `m`"),
        ("m % 10", "m % 100", "write `m % 100` in place of `m % 10`"),
        ("step(X)", "step(X, Y)", None),
        ("np.dot(X, Y)", "np.dot(Y, X)", "exchange X and Y in `np.dot(X, Y)`"),
        ("X[:, Y]", "X[Y, :]", "exchange the two indices of `X[:, Y]`"),
        ("X[-m:]", "X[:m]", "write `X[:m]` in place of `X[-m:]`"),
        ("np.exp(X)", "np.exp(-X)", "put a minus sign before `X`"),
        ("X.ravel()", "X", "leave out .ravel() behind `X`"),
        ("X", "cache['A1']", "write `cache['A1']` in place of `X`"),
    ],
)
def test_what_learners_get_wrong_is_among_the_changes(code, new, told):
    found = changed(code)
    if told is None:
        assert new not in found
    else:
        assert told in found[new]


@pytest.mark.parametrize(
    ("code", "idle"),
    [
        ("m - 1", "m - 0"),
        ("m + 1", "m * 1"),
        ("m * 2", "m * 1"),
        ("m ** 2", "m ** 1"),
        ("X[-m:]", "X[:--m]"),
        ("X[-2:]", "X[-0:]"),
        ("X - Y", "X - X"),
        ("X / Y", "Y / Y"),
        ("X - m + 1", "X - m + m"),
        ("X * m / 2", "X * m / m"),
    ],
)
def test_no_change_does_nothing(code, idle):
    assert idle not in changed(code)


def test_numbers_and_arrays_do_not_take_each_others_places():
    assert "m" not in changed("X")
    assert "X" not in changed("m")


def test_an_argument_of_the_same_name_can_be_handed_on():
    words = Words({**NAMES, "rate": "number"}, [], [], [], set(), {}, {"step": ["X", "rate"]})
    told = {ast.unparse(v.node): v.told() for v in variants(expression("step(X)"), words)}
    assert told["step(X, rate=rate)"] == "hand rate on in `step(X)`"


def test_the_likeliest_changes_come_first():
    ranks = [variant.rank for variant in variants(expression("np.sum(X * Y, axis=0) / m"), WORDS)]
    assert ranks == sorted(ranks)


def scaled(X, m):
    """Mean of the columns, as a column."""
    total = np.sum(X, axis=1, keepdims=True)
    total[0] += 0
    for k in range(m):
        total = total + k
    return {"mean": total / m}


def test_with_all_switches_at_0_the_function_is_as_it_was_written():
    tree = tree_of(scaled)
    exercise = Exercise(scaled, points=1, returns=("out",), cases=lambda rng: [], mistakes={}, hints="abc")
    switches = Switches(scaled, tree, exercise, WORDS, {})
    X = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(switches.plain(X, 3)["mean"], scaled(X, 3)["mean"])
    trace = switches.watched.trace((X, 3), 5.0)
    np.testing.assert_allclose(trace.run.value["mean"], scaled(X, 3)["mean"])


def test_a_switch_makes_its_change_and_goes_back():
    exercise = Exercise(scaled, points=1, returns=("out",), cases=lambda rng: [], mistakes={}, hints="abc")
    switches = Switches(scaled, tree_of(scaled), exercise, WORDS, {})
    change = next(c for c in switches.at(None) if c.told() == "use mean in place of sum")
    X = np.ones((2, 3))
    with switches.set(switches.plain, [change]):
        inside = switches.plain(X, 0 + 1)["mean"]
    assert inside[0, 0] == 1
    assert switches.plain(X, 1)["mean"][0, 0] == 3
    assert change.line == 3


def test_expressions_of_the_reference_take_the_attempts_names():
    found = transplants_from(tree_of(scaled), {"X": "data", "m": "count", "range": "range"})
    assert "np.sum(data, axis=1, keepdims=True)" in [ast.unparse(variant.node) for variant in found["value"]]
    assert "range(count)" in [ast.unparse(variant.node) for variant in found["iter"]]
    assert not any("total" in ast.unparse(variant.node) for variant in found["value"])


def test_every_choice_compiles():
    tree = tree_of(scaled)
    slots = slots_of(tree)
    assert {slot.kind for slot in slots} == {"value", "index", "iter", "assign"}
    assert callable(compiled(switched(tree, slots), scaled))


@pytest.mark.parametrize(
    "code, sides",
    [
        ("g * a * (1 - a)", ("g * a", "(1 - a)")),
        ("(a + b) / 2", ("(a + b)", "2")),
        ("v - f(b)", ("v", "f(b)")),
    ],
)
def test_both_sides_are_told_with_their_brackets(code, sides):
    assert _sides(ast.parse(code, mode="eval").body) == sides


def test_an_error_that_is_raised_on_purpose_is_not_made_to_vanish():
    """Where the reference takes more examples, `len(Z) == 0` would make every value right and refuse nothing."""
    tree = ast.parse("def f(Z):\n    if Z.shape[0] == 1:\n        raise ValueError\n    return Z")
    guard = next(slot for slot in slots_of(tree) if slot.kind == "guard")
    fill(guard, WORDS, 100)
    found = {ast.unparse(choice.node) for choice in guard.choices}
    assert "Z.shape[1] == 1" in found
    assert not found & {"Z.shape[0] == 0", "Z.shape[0] != 1", "Z.shape[0] > 1"}


@pytest.mark.parametrize(
    ("loop", "kept", "gone"),
    [
        ("range(len(X))", "range(len(Y))", "range(1 - len(X))"),
        ("(X, Y, m)", None, "(X, Y, X)"),
        ("range(m - 1)", "range(m)", "range(-(m - 1))"),
    ],
)
def test_no_cure_empties_a_loop_or_goes_over_one_thing_twice(loop, kept, gone):
    tree = ast.parse(f"def f(X, Y, m):\n    for k in {loop}:\n        Y = Y + k\n    return Y")
    iterated = next(slot for slot in slots_of(tree) if slot.kind == "iter")
    fill(iterated, WORDS, 100)
    found = {ast.unparse(choice.node) for choice in iterated.choices}
    assert gone not in found and (kept is None or kept in found)


def test_every_change_can_be_written_down():
    tree = ast.parse("def f(X, Y, m):\n    X, Y = Y, X\n    m -= 1\n    X[0] = m\n    return X, Y")
    for slot in slots_of(tree):
        fill(slot, WORDS, 100)
        assert all(ast.unparse(choice.node) for choice in slot.choices)
