"""Values and errors that nobody expects get a sentence that is true; what an attempt changes around it is put back."""

import os
import random
import sys
from fractions import Fraction

import numpy as np
import pytest

from utils.checking import Exercise, State, evaluate
from utils.checking.calls import copied


def halved(x):
    """Half of x."""
    return x / 2


@pytest.fixture
def exercise():
    return Exercise(
        halved,
        points=1,
        returns=("y",),
        cases=lambda rng: [(np.array([1.0, 2.0]),), (3.0,)],
        mistakes={},
        right=[],
        hints=["a", "b", "c"],
    )


class Wordless(Exception):
    def __str__(self):
        raise RuntimeError("no words")


class Unhashable:
    __hash__ = None

    def __call__(self, x):
        return x / 2


def raising(error):
    def attempt(x):
        raise error

    return attempt


def closing(x):
    sys.stdout.close()
    return x / 2


@pytest.mark.parametrize(
    "attempt, sentence",
    [
        (
            lambda x: np.asarray(x / 2, object),
            "y is an array of objects of shape (2,); it must be an array of shape (2,).",
        ),
        (lambda x: np.asarray(x / 2).astype(str), "y is an array of strings of shape (2,)"),
        (lambda x: x / 2 + 0j, "y is an array of complex numbers of shape (2,)"),
        (lambda x: np.zeros(2, [("a", float)]), "y is an array with fields of shape (2,)"),
        (lambda x: 10**5000, "y is a whole number of more than 300 digits; it must be an array of shape (2,)."),
        (lambda x: "half", "y is a string"),
        (lambda x: (n for n in x), "y is a generator"),
        (raising(Wordless()), "Wordless: an error whose own words cannot be read"),
        (raising(GeneratorExit()), "GeneratorExit"),
        (lambda x: sys.exit(3), "SystemExit: 3"),
    ],
)
def test_it_gets_a_sentence_that_is_true(exercise, attempt, sentence):
    outcome = evaluate(exercise, attempt)
    assert outcome.state == State.NOT_RIGHT and sentence in outcome.message


@pytest.mark.parametrize("attempt", [closing, Unhashable(), lambda x: Fraction(x) / 2 if np.ndim(x) == 0 else x / 2])
def test_it_is_right_all_the_same(exercise, attempt):
    outcome = evaluate(exercise, attempt)
    assert outcome.state == State.CORRECT, outcome.message


def test_a_learner_s_own_interrupt_is_let_through(exercise):
    with pytest.raises(KeyboardInterrupt):
        evaluate(exercise, raising(KeyboardInterrupt()))


def disturbing(x):
    plotting = sys.modules["matplotlib.pyplot"]
    np.seterr(all="ignore")
    np.set_printoptions(precision=2)
    np.random.seed(3)  # noqa: NPY002
    random.seed(3)
    os.chdir(os.sep)
    plotting.rcParams["figure.dpi"] = 11
    plotting.figure()
    return x / 2


def test_after_a_check_everything_is_as_before(exercise):
    plotting = pytest.importorskip("matplotlib.pyplot")
    np.random.seed(7)  # noqa: NPY002
    random.seed(7)

    def surroundings():
        drawn = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
        return np.geterr(), np.get_printoptions(), os.getcwd(), drawn, plotting.rcParams["figure.dpi"]

    before, figures = surroundings(), plotting.get_fignums()
    assert evaluate(exercise, disturbing).state == State.CORRECT
    assert surroundings() == before
    assert len(plotting.get_fignums()) <= len(figures) + 1
    plotting.close("all")


def turned(x, W):
    return W @ x


def with_an_entry(x, W):
    parameters = {"W1": W, "b1": x}
    Z = parameters["W1"] @ x + parameters["b1"]
    return Z


def three_axes(x, W):
    return x[:, :, 0]


@pytest.mark.parametrize(
    "attempt, words",
    [
        (turned, "are 3 and 2 (W is (4, 3), x is (2, 5))"),
        (with_an_entry, "(parameters['W1'] is (4, 3), x is (2, 5), parameters['b1'] is (2, 5))"),
        (three_axes, "(x is (2, 5))"),
    ],
)
def test_an_error_carries_the_shapes_of_its_line(attempt, words):
    def first(x, W):
        return x

    case = np.ones((2, 5)), np.ones((4, 3))
    fields = {"points": 1, "returns": ("y",), "mistakes": {}, "hints": ["a", "b", "c"]}
    assert words in evaluate(Exercise(first, cases=lambda rng: [case], **fields), attempt).message


def test_arguments_are_copied_with_what_they_share_and_are():
    shared, loop = np.asfortranarray(np.ones((2, 3))), [1]
    loop.append(loop)
    given = (shared, {"w": shared, "b": [2.0, None]}, loop, np.array([{"a": 1}], object), Fraction(1, 3), range(2))
    new = copied(given, {})
    assert new[0] is not shared and new[0] is new[1]["w"] and new[0].flags.f_contiguous
    assert new[1]["b"] == [2.0, None] and new[1]["b"] is not given[1]["b"]
    assert new[2][1] is new[2] and new[2] is not loop
    assert new[3][0] == {"a": 1} and new[3][0] is not given[3][0] and new[4:] == given[4:]
