"""What the explorer of boundaries shows, what its two tasks ask for, and the lab's other figures."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course2.week1_regularization import boundaries, explorers, plots
from utils.labs.measured import load_measured, rows_where

pytestmark = pytest.mark.lab("course2/week1_regularization")


@pytest.fixture(scope="module")
def table():
    return load_measured("course2/week1_regularization")["boundaries"]


def bend(table, m, lambd, keep_prob=1):
    """How far the boundary is from a straight line: the share of the grid that the best line answers otherwise."""
    _, _, answers = explorers.kept_boundary(table, m, lambd, keep_prob)
    _, _, points = boundaries.grid()
    says = answers.ravel() > 0.5
    with_one = np.vstack([points, np.ones(points.shape[1])])
    line = np.linalg.lstsq(with_one.T, 2.0 * says - 1, rcond=None)[0]
    return np.mean((line @ with_one > 0) != says)


def test_each_setting_is_kept_once_and_one_comes_again(table):
    kinds = {(row["m"], row["lambd"], row["keep_prob"]) for row in table}
    assert len(kinds) == len(table) == len(boundaries.POINTS) * len(boundaries.LAMBDAS) * len(boundaries.KEEP_PROBS)
    (kept,) = rows_where(table, m=60, lambd=1, keep_prob=0.8)
    again = boundaries.drawn_boundary(60, 1, 0.8)
    assert again["dev"] == pytest.approx(kept["dev"], abs=0.01)
    assert np.abs(boundaries.unpacked(again["picture"]) - boundaries.unpacked(kept["picture"])).max() < 0.05


def test_packing_keeps_probabilities_to_a_sixty_fourth():
    Z = np.linspace(-9, 9, boundaries.SIDE**2)
    found = boundaries.unpacked(boundaries.packed(Z)).ravel()
    np.testing.assert_allclose(found, 1 / (1 + np.exp(-Z)), atol=0.5 / 63 + 1e-9)


def test_it_opens_where_the_network_has_learnt_noise_by_heart(table):
    values = explorers.explore_boundary().values()
    assert values == {"lambd": 0, "keep_prob": 1, "m": 120}
    train, dev, _ = explorers.kept_boundary(table, **values)
    assert train - dev > 0.08


def test_what_its_tasks_ask_for(table):
    bends = {lambd: bend(table, 120, lambd) for lambd in boundaries.LAMBDAS}
    assert bends[0.3] > 0.1 > bends[3] > 0.02 > bends[10], bends
    dev = {m: explorers.kept_boundary(table, m, 0, 1)[1] for m in boundaries.POINTS}
    best = max(explorers.kept_boundary(table, 120, lambd, 1)[1] for lambd in boundaries.LAMBDAS)
    assert dev[480] > dev[120] + 0.02 and abs(dev[480] - best) < 0.02, (dev, best)
    assert dev[60] > dev[120], "the text says that sixty points happen to do better"
    sixty = explorers.kept_boundary(table, 60, 10, 1)[2] > 0.5
    assert sixty.all() or not sixty.any()
    assert bend(table, 480, 10) > 0.03


@pytest.mark.parametrize("keep_prob", [boundaries.KEEP_PROBS[0], boundaries.KEEP_PROBS[-1]])
@pytest.mark.parametrize("lambd", [boundaries.LAMBDAS[0], boundaries.LAMBDAS[-1]])
def test_the_ends_of_the_sliders_are_drawn(lambd, keep_prob):
    fig = Figure()
    explorers.draw_boundary(fig, 60, lambd, keep_prob)
    (ax,) = fig.axes
    assert f"λ = {lambd}" in ax.get_title() + ax.get_title(loc="left")
    assert sum(len(line.get_xdata()) for line in ax.lines) == 60


def test_weights_beyond_the_axis_lie_at_its_ends():
    axes = Figure().subplots(1, 2)
    networks = {name: {"W2": np.array([[9.0, 0.0, -9.0]])} for name in ("one", "two")}
    plots.weight_histograms(axes, networks)
    heights = [patch.get_height() for patch in axes[0].patches]
    assert heights[0] == heights[-1] == 1 and sum(heights) == 3


def test_the_way_against_none_is_told_by_colour_and_place():
    ax = Figure().subplots()
    plots.methods_side_by_side(ax, {"none": 0.13, "L2": 0.1}, {"none": 0.01, "L2": 0.01}, 0.09)
    assert [patch.get_width() for patch in ax.patches] == [0.13, 0.1]
    assert ax.patches[0].get_y() > ax.patches[1].get_y()


def test_the_cost_around_its_lowest_place_is_drawn_there():
    ax = Figure().subplots()
    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((2, 20)), rng.integers(0, 2, (1, 20))
    plots.cost_around(ax, X, Y, 0.0, np.array([0.1, 0.2]), (1, 2), np.zeros((3, 2)))
    assert ax.get_xlim() == pytest.approx((-0.9, 1.1)) and ax.get_ylim() == pytest.approx((-1.8, 2.2))
