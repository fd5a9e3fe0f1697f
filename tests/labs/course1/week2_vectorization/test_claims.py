"""What the lab tells of numbers at the edge of 64 bits, of its nearest digit and of what its exercises ask for."""

import inspect

import numpy as np
import pytest
from sklearn.cluster import KMeans

from utils.checking import OverBudget
from utils.data.digits import load_digits
from utils.labs.course1.week2_vectorization import lab, open_challenge
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


# The bug to find


def test_the_planted_bug_shows_what_its_symptom_says():
    planted, rng = lab.exercises["softmax"].planted.function, np.random.default_rng(0)
    assert planted(rng.normal(size=(1, 4))).sum() == pytest.approx(1)
    assert np.abs(planted(rng.normal(size=(3, 3))).sum(axis=1) - 1).max() > 0.1
    with pytest.raises(ValueError, match="broadcast"):
        planted(rng.normal(size=(5, 2)))
    assert lab.case("softmax", 3)[0].shape == (3, 3)


# The open challenge


def centres(X, Y):
    """Twenty clusters of each class."""
    found = [KMeans(20, n_init=3, random_state=0).fit(X[:, Y[0] == label].T) for label in range(10)]
    return np.hstack([each.cluster_centers_.T for each in found]), np.repeat(np.arange(10), 20)[None]


def test_the_challenge_s_baseline_can_be_beaten(monkeypatch):
    challenge = open_challenge.CHALLENGE
    first = challenge.judge(lambda X, Y: (X[:, :200], Y[:, :200]))
    assert first == pytest.approx(challenge.baseline, abs=0.001) and not challenge.beats(challenge.baseline)
    assert challenge.judge(centres) > 0.975
    monkeypatch.setattr(open_challenge, "MOST", 2000)
    assert challenge.judge(lambda X, Y: (X, Y)) == pytest.approx(0.989, abs=0.001)


def test_too_many_prototypes_and_other_shapes_have_no_score():
    with pytest.raises(OverBudget, match="201 prototypes"):
        open_challenge.accuracy_of(lambda X, Y: (X[:, :201], Y[:, :201]))
    with pytest.raises(ValueError, match="shapes"):
        open_challenge.accuracy_of(lambda X, Y: (X[:, :200], Y[0, :200]))
