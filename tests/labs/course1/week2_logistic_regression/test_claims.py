"""What the lab tells of its images: how safe the safe rate is, who pulls on the weights, that there is one valley."""

import inspect

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from utils.checking import OverBudget
from utils.data.cats import load_cats
from utils.labs.course1.week2_logistic_regression import explorers, lab, open_challenge
from utils.steps.activations import sigmoid
from utils.steps.logistic_regression import flatten_images, optimize, predict, propagate

pytestmark = pytest.mark.lab("course1/week2_logistic_regression")


@pytest.fixture(scope="module")
def cats():
    return load_cats()


@pytest.fixture(scope="module")
def coordinates(cats):
    """The training images along the axes that they span: each step is the one on whole images, at a lower price."""
    with threadpool_limits(1):
        return np.linalg.qr(explorers.columns(cats["X_train"]))[1]


@pytest.mark.parametrize("pixels", list(explorers.PIXELS))
def test_the_safe_rate_is_a_bound_and_no_border(cats, pixels):
    """Below it no step raises the cost; a little above none does either; at 1.2 times it many do."""
    small = explorers.small_set(cats, 8)
    X, X_test = (explorers.columns(small[name], pixels) for name in ("X_train", "X_test"))
    safe = explorers.stable_rate(X)
    for factor, rises in ((0.99, False), (1.01, False), (1.2, True)):
        path = explorers.learning_rate_path(X, cats["Y_train"], X_test, cats["Y_test"], factor * safe, 400)
        assert (np.diff(path["costs"]) > 1e-12).any() == rises


def test_the_told_settings_of_the_explorer_do_what_the_tasks_ask_for(cats):
    """At the opening rate pixels from −0.5 to 0.5 are safe; pixels of 0 to 255 need a rate that the slider has."""
    small = explorers.small_set(cats, 8)
    rate = {pixels: explorers.stable_rate(explorers.columns(small["X_train"], pixels)) for pixels in explorers.PIXELS}
    assert rate["0 to 1"] < 10**-0.25 < rate["−0.5 to 0.5"]
    assert explorers.explore_learning_rate(small).controls["learning_rate"].min < np.log10(rate["0 to 255"])


@pytest.mark.parametrize(("steps", "wrong", "share"), [(10, 0.305, 0.36), (1000, 0.055, 0.17)])
def test_the_images_that_are_wrong_give_a_part_of_the_pull(cats, coordinates, steps, wrong, share):
    Y = cats["Y_train"]
    with threadpool_limits(1):
        params, _, _ = optimize(np.zeros((400, 1)), 0.0, coordinates, Y, steps, 0.01)
    pull = np.abs(sigmoid(params["w"].T @ coordinates + params["b"]) - Y)
    mistaken = predict(params["w"], params["b"], coordinates) != Y
    assert mistaken.mean() == pytest.approx(wrong, abs=1e-9)
    assert pull[mistaken].sum() / pull.sum() == pytest.approx(share, abs=0.006)
    assert pull[mistaken].mean() / pull[~mistaken].mean() == pytest.approx({10: 1.3, 1000: 3.4}[steps], abs=0.06)


@pytest.mark.parametrize("scale", [0.1, 1.0])
def test_the_cost_is_convex(coordinates, cats, scale):
    rng = np.random.default_rng(0)
    for _ in range(10):
        (w_a, b_a), (w_b, b_b) = [(rng.normal(0, scale / 20, (400, 1)), rng.normal()) for _ in range(2)]
        costs = [
            propagate(w_a + t * (w_b - w_a), b_a + t * (b_b - b_a), coordinates, cats["Y_train"])[1]
            for t in (0, 0.25, 0.5, 1)
        ]
        assert costs[1] < 0.75 * costs[0] + 0.25 * costs[3] and costs[2] < (costs[0] + costs[3]) / 2


def test_ten_times_the_pixels_need_a_hundredth_of_the_rate(coordinates):
    safe, of_larger = explorers.stable_rate(coordinates), explorers.stable_rate(10 * coordinates)
    assert safe == pytest.approx(0.0207, abs=1e-3) and safe / of_larger == pytest.approx(100, rel=0.01)


def test_the_gradient_is_to_be_derived():
    """Neither the docstring nor the comments of the derived exercise hold its formulas."""
    source = inspect.getsource(propagate)
    words = source.split("m = X")[0] + "".join(line for line in source.splitlines() if line.strip().startswith("#"))
    assert not any(formula in words for formula in ("A − Y", "wᵀX", "ln a", "dZ.T"))


# The bug to find


def test_the_planted_bug_shows_what_its_symptom_says():
    exercise = lab.exercises["optimize"]
    for function, alike in ((exercise.planted.function, False), (exercise.reference, True)):
        w, b, X, Y, *_ = exercise.make_cases()[0]
        first, second = (function(w, b, X, Y, 3, 0.1) for _ in range(2))
        assert (first[2] == second[2]) == alike
        assert alike or second[2][0] < first[2][0]


# The open challenge


def centred_pixels(images):
    return flatten_images(images) / 255 - 0.5


def far_from_grey(images):
    """How far each number is from middle grey: the same in an image and in its negative."""
    return np.abs(centred_pixels(images))


@pytest.fixture
def fewer_images(monkeypatch):
    monkeypatch.setattr(open_challenge, "IMAGES", 20)


def test_the_challenge_s_baseline_is_the_pixels_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE
    assert challenge.judge(centred_pixels) == pytest.approx(challenge.baseline, abs=0.006)
    assert challenge.judge(far_from_grey) > 0.85


def test_too_many_features_and_other_shapes_have_no_score(fewer_images):
    with pytest.raises(OverBudget, match="24576 features"):
        open_challenge.accuracy_of(lambda images: np.vstack([centred_pixels(images)] * 2))
    with pytest.raises(ValueError, match="a column for each"):
        open_challenge.accuracy_of(lambda images: centred_pixels(images).T)
