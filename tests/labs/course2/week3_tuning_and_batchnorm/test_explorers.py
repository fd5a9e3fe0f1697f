"""What the explorers of the lab on tuning compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course2.week3_tuning_and_batchnorm import explorers, plots
from utils.labs.course2.week3_tuning_and_batchnorm.landscape import grid_points

pytestmark = pytest.mark.lab("course2/week3_tuning_and_batchnorm")


def tried(scale, trials, exponent=-5):
    """How many factors of ten of the range have been tried."""
    return int(np.sum(explorers.by_decade(explorers.draws(exponent, trials)[scale])[exponent + 7 :] > 0))


def test_the_scales_open_where_linear_leaves_out_the_small_rates():
    assert explorers.explore_scales().values() == {"exponent": -5, "trials": 20}
    assert tried("linear", 20) == 3 and tried("log", 20) == 5


def test_ten_trials_cover_the_logarithmic_scale_and_200_do_not_cover_the_linear_one():
    assert [tried("log", trials) for trials in (5, 10)] == [4, 5]
    assert tried("linear", 200) == 3


def test_the_linear_scale_leaves_out_less_and_less_of_a_shorter_range():
    left_out = [-exponent - tried("linear", 20, exponent) for exponent in range(-5, 0)]
    assert left_out == sorted(left_out, reverse=True) and left_out[0] == 2 and left_out[-1] == 0
    assert all(tried("log", 20, exponent) == -exponent for exponent in range(-5, 0))


def test_the_scales_figure_shows_its_draws():
    fig = Figure()
    explorers.draw_scales(fig, exponent=-3, trials=50)
    left, right = fig.axes
    found = explorers.draws(-3, 50)
    np.testing.assert_array_equal(left.lines[0].get_xdata(), found["linear"])
    heights = [bar.get_height() for bar in right.patches]
    np.testing.assert_allclose(heights, np.concatenate([explorers.by_decade(found[s]) for s in ("linear", "log")]))
    assert f"{np.sum(found['linear'] < 0.1)} of 50 linear" in left.get_title()


def test_the_unit_opens_silent_and_its_place_changes_nothing_on_the_right():
    opening = explorers.explore_norm().values()
    before, after = explorers.before_and_after(**opening)
    assert np.mean(before > 0) < 0.05 and 0.4 < np.mean(after > 0) < 0.6
    for place in (-6.0, 0.0, 5.5):
        np.testing.assert_allclose(explorers.before_and_after(place, 1.0, 0.0)[1], after, atol=1e-9)


def test_gamma_2_and_beta_the_mean_are_the_identity():
    before, after = explorers.before_and_after(-4.0, 2.0, -4.0)
    assert np.abs(before - after).max() < 1e-4
    assert np.abs(before - explorers.before_and_after(-4.0, 1.0, 0.0)[1]).max() > 3


def test_what_gets_through_relu_depends_on_gamma_unless_beta_is_0():
    shares = {
        (gamma, beta): np.mean(explorers.before_and_after(-4.0, gamma, beta)[1] > 0)
        for gamma in (0.5, 1.0, 2.0, 5.0)
        for beta in (0.0, 1.0)
    }
    assert len({shares[gamma, 0.0] for gamma in (0.5, 1.0, 2.0, 5.0)}) == 1
    assert [round(shares[gamma, 1.0], 2) for gamma in (0.5, 5.0)] == pytest.approx([0.98, 0.58], abs=0.015)


def test_the_norm_figure_shows_shares():
    fig = Figure()
    explorers.draw_norm(fig, place=-4.0, gamma=1.0, beta=0.0)
    for ax, values in zip(fig.axes, explorers.before_and_after(-4.0, 1.0, 0.0), strict=True):
        assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(1, abs=0.01)
        assert f"mean {values.mean():.1f}" in ax.get_title()


def test_the_square_counts_the_values_that_were_seen():
    ax = Figure().subplots()
    plots.search_in_square(ax, grid_points(5, 2), np.array([0.62, 0.4]), "Grid")
    assert ax.get_title() == "Grid: 5 values of what counts, misses by 0.080"


def test_bars_are_means_and_the_line_is_the_largest_of_nothing():
    ax = Figure().subplots()
    plots.importance_bars(ax, [{"learning_rate": 0.5, "nothing": 0.1}, {"learning_rate": 0.7, "nothing": 0.02}])
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([0.6, 0.06])
    assert ax.lines[-1].get_xdata()[0] == 0.1


def test_lives_draw_every_model():
    axes = Figure().subplots(1, 3)
    errors = np.array([[1.0, np.nan], [0.5, 0.4], [0.9, 0.8]])
    plots.lives(axes, (np.array([1.0, 0.5]), np.array([0.1, 0.15])), errors, [3.0, 0.2, 0.01], 1)
    assert len(axes[2].lines) == 3 and axes[2].lines[1].get_linewidth() == 2
    assert axes[2].get_title() == "Caviar: of 3 rates, 0.2 is chosen"


def test_a_panel_for_each_depth():
    axes = Figure().subplots(1, 2)
    curve = np.array([0.1, 1.0]), np.array([0.5, 0.2])
    plots.errors_by_rate(axes, {1: {"none": curve}, 2: {"none": curve, "shaken": curve}}, (0.01, 10))
    assert [ax.get_title() for ax in axes] == [
        "1 hidden layer: 0 rates below 0.1",
        "2 hidden layers: 0 and 0 rates below 0.1",
    ] and len(axes[1].lines) == 3
