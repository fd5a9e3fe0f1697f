"""What the explorers of logistic regression compute and draw."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course1.week2_logistic_regression import explorers
from utils.steps.logistic_regression import optimize, propagate

pytestmark = pytest.mark.lab("course1/week2_logistic_regression")


@pytest.fixture
def small():
    """Stand-ins for images of 4 × 4: those with label 1 are brighter."""
    rng = np.random.default_rng(0)

    def images(m):
        Y = np.arange(m)[None, :] % 2
        return rng.uniform(0, 155, size=(m, 4, 4, 3)) + 100 * Y[0, :, None, None, None], Y

    X_train, Y_train = images(30)
    X_test, Y_test = images(20)
    return {"X_train": X_train, "Y_train": Y_train, "X_test": X_test, "Y_test": Y_test}


def both(small, pixels="−0.5 to 0.5"):
    X, X_test = (explorers.columns(small[name], pixels) for name in ("X_train", "X_test"))
    return X, small["Y_train"], X_test, small["Y_test"]


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


def test_shrink_averages_blocks():
    images = np.arange(2 * 4 * 4 * 3).reshape(2, 4, 4, 3)
    small = explorers.shrink(images, 2)
    assert small.shape == (2, 2, 2, 3)
    np.testing.assert_allclose(small[1, 0, 1], images[1, :2, 2:].mean(axis=(0, 1)))
    np.testing.assert_array_equal(explorers.shrink(images, 4), images)


def test_shrink_refuses_a_side_that_does_not_divide():
    with pytest.raises(ValueError, match="3 × 3"):
        explorers.shrink(np.zeros((1, 4, 4, 3)), 3)


@pytest.mark.parametrize(
    ("pixels", "low", "high"), [("0 to 255", 0, 255), ("0 to 1", 0, 1), ("−0.5 to 0.5", -0.5, 0.5)]
)
def test_columns_reach_the_ends_of_their_scale(pixels, low, high):
    X = explorers.columns(np.array([0.0, 255.0] * 6).reshape(1, 2, 2, 3), pixels)
    assert X.shape == (12, 1)
    assert (X.min(), X.max()) == (low, high)


def test_stable_rate_bounds_the_curvature(small):
    X, Y, *_ = both(small)
    n = X.shape[0]

    def gradient(w, b):
        grads, _ = propagate(w, b, X, Y)
        return np.append(grads["dw"], grads["db"])

    step, zero, here = 1e-6, np.zeros((n, 1)), np.zeros((n + 1, n + 1))
    for j in range(n + 1):
        nudge = np.zeros(n + 1)
        nudge[j] = step
        here[j] = (gradient(zero + nudge[:n, None], nudge[n]) - gradient(zero, 0.0)) / step
    assert explorers.stable_rate(X) == pytest.approx(2 / np.linalg.eigvalsh(here).max(), rel=1e-4)


def test_a_path_agrees_with_optimize(small):
    X, Y, X_test, Y_test = both(small)
    path = explorers.learning_rate_path(X, Y, X_test, Y_test, 0.1, 100)
    _, _, costs = optimize(np.zeros((48, 1)), 0.0, X, Y, 101, 0.1)
    np.testing.assert_allclose(path["costs"][[0, 100]], costs)
    assert {len(values) for values in path.values()} == {101}
    assert path["test"][-1] > 0.8


def test_a_safe_rate_never_raises_the_cost_and_a_large_one_does(small):
    data = both(small, "0 to 1")
    safe = 0.9 * explorers.stable_rate(data[0])
    assert (np.diff(explorers.learning_rate_path(*data, safe, 60)["costs"]) <= 1e-12).all()
    assert (np.diff(explorers.learning_rate_path(*data, 10 * safe, 60)["costs"]) > 0).any()


@pytest.mark.parametrize(("rate", "pixels", "words"), [(0.001, "0 to 1", "below"), (5.0, "0 to 255", "exactly 0 or 1")])
def test_the_figure_says_what_happens(small, rate, pixels, words):
    fig = Figure()
    assert explorers.draw_learning_rate(fig, small, rate, 40, pixels) is None
    assert words in texts(fig)


def test_snapshots_are_one_descent_in_pieces(small):
    X, Y, X_test, Y_test = both(small)
    snapshots = explorers.weight_snapshots(X, Y, X_test, Y_test, (1, 5, 20), 0.1)
    params, _, _ = optimize(np.zeros((48, 1)), 0.0, X, Y, 20, 0.1)
    np.testing.assert_allclose(snapshots[-1]["w"], params["w"], rtol=1e-12)
    assert [snapshot["iteration"] for snapshot in snapshots] == [1, 5, 20]
    assert snapshots[-1]["train"] == explorers.accuracy(params["w"], params["b"], X, Y)


def test_weights_are_drawn_and_a_missing_snapshot_is_refused(small):
    snapshots = explorers.weight_snapshots(*both(small), (1, 5), 0.1)
    fig = Figure()
    assert explorers.draw_weights(fig, snapshots, 5) is None
    assert "After 5" in texts(fig)
    with pytest.raises(ValueError, match="no snapshot at iteration 7"):
        explorers.draw_weights(Figure(), snapshots, 7)


def test_explorers_open_and_answer(small):
    assert explorers.explore_learning_rate(small) is not None
    assert explorers.explore_weights(explorers.weight_snapshots(*both(small), (1, 2), 0.1)) is not None
