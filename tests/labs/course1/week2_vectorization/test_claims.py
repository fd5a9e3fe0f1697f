"""What the lab tells of numbers at the edge of 64 bits, of its nearest digit and of what its exercises ask for."""

import inspect

import numpy as np
import pytest

from utils.data.digits import load_digits
from utils.steps.activations import sigmoid, sigmoid_derivative
from utils.steps.vectorization import dot_loop, dot_vectorised

pytestmark = pytest.mark.lab("course1/week2_vectorization")


def two_forms(z):
    """The sigmoid of a negative number by the textbook form and by the one that does not overflow."""
    with np.errstate(over="ignore", under="ignore"):
        return sigmoid(z), np.exp(z) / (1 + np.exp(z))


@pytest.mark.parametrize("z", [-800.0, -746.0])
def test_far_out_both_forms_give_zero(z):
    assert two_forms(z) == (0.0, 0.0)


@pytest.mark.parametrize("z", [-745.0, -710.0])
def test_between_the_textbook_form_gives_zero_where_the_other_has_digits(z):
    textbook, rewritten = two_forms(z)
    assert textbook == 0 < rewritten < 1e-308


@pytest.mark.parametrize("z", [-709.0, -40.0, -1.0])
def test_nearer_the_two_forms_agree(z):
    textbook, rewritten = two_forms(z)
    assert textbook == pytest.approx(rewritten, rel=1e-12)


def test_at_40_the_slope_from_the_value_is_lost():
    assert sigmoid_derivative(40.0) == 0 and sigmoid(40.0) * sigmoid(-40.0) == pytest.approx(np.exp(-40), rel=1e-12)


def test_a_saturated_sigmoid_has_a_slope_below_the_told_bound():
    assert sigmoid_derivative(np.array([-5.0, 5.0])).max() < 0.007 and sigmoid_derivative(0.0) == 0.25


def test_the_slope_is_to_be_derived():
    """Neither the docstring nor the comments of the derived exercise hold its formula."""
    kept = inspect.getsource(sigmoid_derivative).split("s = sigmoid")[0]
    assert "1 −" not in kept and "1 -" not in kept


def test_the_two_inner_products_that_are_read_agree():
    x, w = np.random.default_rng(0).normal(size=(2, 30))
    assert dot_loop(x, w) == pytest.approx(dot_vectorised(x, w))


def test_the_nearest_digit_is_a_strong_baseline():
    digits = load_digits(np.random.default_rng(2))
    X, T = digits.X_train, digits.X_test
    distances = np.sum(T**2, axis=0).reshape(-1, 1) + np.sum(X**2, axis=0) - 2 * T.T @ X
    guess = digits.Y_train[0, np.argmin(distances, axis=1)]
    assert np.mean(guess == digits.Y_test[0]) > 0.98
    assert distances.size > 500_000
