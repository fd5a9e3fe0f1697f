"""What the explorer of depth and width computes and draws."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from threadpoolctl import threadpool_limits

from tests.labs.images import texts
from utils.labs.course1.week4_deep_network_application import explorers, plots
from utils.steps.deep_models import L_layer_model, accuracy, predict

pytestmark = pytest.mark.lab("course1/week4_deep_network_application")


def examples(n, m, seed):
    """Points whose label is 1 away from the origin: no straight line parts them."""
    X = np.random.default_rng(seed).normal(size=(n, m))
    return X, (np.sum(X**2, axis=0, keepdims=True) > n).astype(int)


@pytest.fixture
def table():
    return explorers.architecture_table(
        *examples(3, 20, 0), *examples(3, 15, 1), depths=(0, 1, 2), widths=(2, 3), seeds=(0, 1, 2), num_iterations=5
    )


@pytest.mark.parametrize("widths", [[3, 1], [3, 4, 1], [3, 5, 2, 1]], ids=str)
def test_seeds_side_by_side_are_seeds_one_by_one(widths):
    X, Y = examples(3, 11, 0)
    weights, biases = explorers.train_together(X, Y, widths, [4, 7], 0.1, 50, np.float64)
    for place, seed in enumerate([4, 7]):
        parameters, _ = L_layer_model(X, Y, widths, 0.1, 50, rng=seed)
        for layer in range(1, len(widths)):
            np.testing.assert_allclose(weights[layer - 1][place], parameters[f"W{layer}"], rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(biases[layer - 1][place], parameters[f"b{layer}"], rtol=1e-9, atol=1e-12)
        assert explorers.accuracies(X, Y, weights, biases)[place] == accuracy(predict(X, parameters), Y)


def test_single_precision_stays_single_and_close():
    X, Y = examples(3, 11, 0)
    single = explorers.train_together(X, Y, [3, 4, 1], [4, 7], 0.1, 20)
    double = explorers.train_together(X, Y, [3, 4, 1], [4, 7], 0.1, 20, np.float64)
    for ours, theirs in zip(single[0] + single[1], double[0] + double[1], strict=True):
        assert ours.dtype == np.float32
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_a_table_holds_every_depth_and_width(table):
    assert table["train"].shape == table["test"].shape == (3, 2, 3)
    np.testing.assert_array_equal(table["test"][0, 0], table["test"][0, 1])  # no hidden layer has no width
    weights = explorers.train_together(*examples(3, 20, 0), [3, 3, 3, 1], (0, 1, 2), 0.05, 5)
    np.testing.assert_array_equal(table["test"][2, 1], explorers.accuracies(*examples(3, 15, 1), *weights))


def test_the_figure_says_what_was_found(table):
    fig = Figure()
    assert explorers.draw_depth_and_width(fig, table, 2, 3) is None
    assert "3 - 3 - 1" in texts(fig)
    explorers.draw_depth_and_width(fig := Figure(), table, 0, 2)
    assert "Logistic regression" in texts(fig)
    table["train"][1, 0] = [0.5, 0.5, 0.9]
    explorers.draw_depth_and_width(fig := Figure(), table, 1, 2)
    assert "2 of 3 learnt nothing" in texts(fig)


@pytest.mark.parametrize(("depth", "width"), [(3, 2), (1, 5)])
def test_a_network_that_was_not_trained_is_refused(table, depth, width):
    with pytest.raises(ValueError, match="depths"):
        explorers.draw_depth_and_width(Figure(), table, depth, width)


def test_the_explorer_opens_on_the_deepest_and_narrowest(table):
    explorer = explorers.explore_depth_and_width(table)
    assert explorer.values() == {"hidden_layers": 2, "width": 2}
    before = explorer.image.value
    explorer.controls["width"].value = 3
    assert explorer.image.value != before


def test_the_lab_s_other_figures_are_drawn():
    rng = np.random.default_rng(0)
    fig = Figure()
    plots.unit_pictures(fig, rng.normal(size=(3, 48)), 4, ["a", "b", "c"])
    assert len(fig.axes) == 6 and "b" in texts(fig)
    fig = Figure()
    plots.scores_by_seed(fig.subplots(), ["7", "28"], rng.random((2, 3)), rng.random((2, 3)), 0.67)
    assert "logistic regression" in texts(fig)
    x = np.linspace(0, 1, 9)
    plots.folded_lines(fig := Figure(), x, {"depth 1": x, "depth 2": x**2})
    assert "depth 2" in texts(fig)


@pytest.mark.slow
def test_ten_seeds_give_the_means_that_the_lab_tells():
    from utils.data.cats import load_cats
    from utils.steps.logistic_regression import flatten_images

    cats = load_cats()
    Q, R = np.linalg.qr(flatten_images(cats["X_train"]) / 255 - 0.5)
    R_test = Q.T @ (flatten_images(cats["X_test"]) / 255 - 0.5)
    for hidden, told in (([7], 0.905), ([20, 7, 5], 0.900), ([28], 0.915)):
        with threadpool_limits(1):
            networks = explorers.train_together(R, cats["Y_train"], [400, *hidden, 1], range(10), 0.05, 500)
        test = explorers.accuracies(R_test, cats["Y_test"], *networks)
        assert test.mean() == pytest.approx(told, abs=0.005)
        assert 0.005 < test.std(ddof=1) < 0.025
