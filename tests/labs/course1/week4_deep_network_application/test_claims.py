"""What the lab tells of its images: which network leads, what more images of a kind change, what a dead layer does."""

import inspect

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from utils.checking import OverBudget
from utils.data.cats import load_cats
from utils.labs.course1.week4_deep_network_application import explorers, lab, open_challenge
from utils.labs.course1.week4_deep_network_application.more_images import with_more
from utils.steps import deep_models
from utils.steps.deep_network import linear_activation_backward, linear_activation_forward
from utils.steps.logistic_regression import flatten_images

pytestmark = pytest.mark.lab("course1/week4_deep_network_application")


@pytest.fixture(scope="module")
def cats():
    return load_cats()


def right_about(cats, added, hidden, draw):
    """Shares of the test bears, of the test cats and of all test images, means of ten seeds."""
    X_test, kinds = flatten_images(cats["X_test"]) / 255 - 0.5, cats["kinds_test"]
    with threadpool_limits(1):
        X, Y = with_more(cats, added, np.random.default_rng(draw))
        axes, R = np.linalg.qr(X)
        networks = explorers.train_together(R, Y, [len(R), *hidden, 1], range(1, 11), 0.05, 500)
        return [
            explorers.accuracies(axes.T @ X_test[:, these], cats["Y_test"][:, these], *networks).mean()
            for these in (kinds == "bear", kinds == "cat", kinds != "")
        ]


def test_each_of_two_units_learns_from_the_images_on_which_it_is_on():
    t = np.array([[2.0, -2.0, 0.5, -0.5]])
    _, cache = linear_activation_forward(t, np.array([[1.0], [-1.0]]), np.zeros((2, 1)), "relu")
    _, dW, _ = linear_activation_backward(np.ones((2, 4)), cache, "relu")
    assert dW.ravel().tolist() == [(2 + 0 + 0.5 + 0) / 4, (-2 - 0.5) / 4]


def test_more_images_are_added_behind_the_others(cats):
    X, Y = with_more(cats, ["bear", "cat", "bear"], np.random.default_rng(0))
    assert X.shape == (12288, 403) and Y.shape == (1, 403) and Y[0, 400:].tolist() == [0, 1, 0]
    np.testing.assert_array_equal(X[:, :400], flatten_images(cats["X_train"]) / 255 - 0.5)
    again, _ = with_more(cats, ["bear", "cat", "bear"], np.random.default_rng(0))
    np.testing.assert_array_equal(X, again)


@pytest.mark.parametrize("draw", [3, pytest.param(4, marks=pytest.mark.full), pytest.param(5, marks=pytest.mark.full)])
def test_more_bears_help_with_bears_and_cost_cats(cats, draw):
    as_it_is, bears = (right_about(cats, added, [20, 7, 5], draw) for added in ([], ["bear"] * 50))
    assert 19 * (bears[0] - as_it_is[0]) > 4 and 150 * (as_it_is[1] - bears[1]) > 2
    assert 0 < bears[2] - as_it_is[2] < 0.03


@pytest.mark.full
def test_neither_others_nor_a_layer_do_what_bears_do(cats):
    others = np.resize(sorted(set(cats["kinds_test"]) - {"cat"}), 50)
    as_it_is = right_about(cats, [], [20, 7, 5], 3)
    for added, hidden in ((others, [20, 7, 5]), ([], [20, 7, 7, 5])):
        changed = right_about(cats, added, hidden, 3)
        assert abs(19 * (changed[0] - as_it_is[0])) < 3 and changed[2] < as_it_is[2] + 0.01


def test_the_start_of_the_backward_pass_is_to_be_derived():
    """Neither the docstring nor the comments of the derived exercise hold its formula."""
    source = inspect.getsource(deep_models.two_layer_model)
    words = source.split("parameters = ")[0] + "".join(
        line for line in source.splitlines() if line.strip().startswith("#")
    )
    assert not any(formula in words for formula in ("/ A2", "(1 − A2)", "A2 − Y"))


# The bug to find


def test_the_planted_bug_shows_what_its_symptom_says():
    exercise = lab.exercises["compare_architectures"]
    rng = np.random.default_rng(0)
    data = [rng.normal(size=(4, 60)), rng.integers(0, 2, (1, 60))] * 2
    for function, alike in ((exercise.planted.function, False), (exercise.reference, True)):
        alone, after = (function(*data, [[3]], seeds, 0.1, 5)[1][:, -1] for seeds in ([2], [1, 2]))
        assert (alone == after).all() == alike


# The open challenge


def and_negatives(images, Y):
    return np.concatenate([images, 255 - images]), np.hstack([Y, Y])


def as_they_are(images, Y):
    return images, Y


def test_three_seeds_of_the_challenge_lie_below_the_baseline_and_with_negatives_above(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", (21, 22, 23))
    challenge = open_challenge.CHALLENGE
    assert not challenge.beats(challenge.judge(as_they_are)) and challenge.beats(challenge.judge(and_negatives) - 0.01)


@pytest.mark.full
def test_ten_seeds_of_the_challenge_do_the_same(cats):
    challenge = open_challenge.CHALLENGE
    assert challenge.judge(as_they_are) == pytest.approx(0.888, abs=0.002)
    assert challenge.beats(challenge.judge(and_negatives) - 0.01)
    drawings = [with_more(cats, ["bear"] * 50, np.random.default_rng(draw)) for draw in (7, 8, 9)]
    found = np.mean([open_challenge.mean_accuracy(X, Y) for X, Y in drawings])
    assert found == pytest.approx(open_challenge.BASELINE, abs=0.002)


def test_one_image_too_many_and_other_shapes_have_no_score():
    def one_more(images, Y):
        images, Y = and_negatives(images, Y)
        return np.concatenate([images, images[:1]]), np.hstack([Y, Y[:, :1]])

    with pytest.raises(OverBudget, match="801 images"):
        open_challenge.accuracy_of(one_more)
    with pytest.raises(ValueError, match="shapes"):
        open_challenge.accuracy_of(lambda images, Y: (images, Y[0]))
