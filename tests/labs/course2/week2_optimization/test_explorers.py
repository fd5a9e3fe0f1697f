"""What the explorers of the lab on optimisation compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from utils.labs.course2.week2_optimization import explorers, plots, smoothing
from utils.labs.course2.week2_optimization.landscapes import LANDSCAPES, NEVER, descend, steps_to_goal
from utils.labs.course2.week2_optimization.methods import METHODS

pytestmark = pytest.mark.lab("course2/week2_optimization")


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(Text))


def arrivals(landscape, factor, steps):
    """Steps to the goal of each method, NEVER where it does not arrive."""
    paths = explorers.race(landscape, factor, steps)
    return {method: steps_to_goal(LANDSCAPES[landscape], path) for method, path in paths.items()}


@pytest.mark.parametrize("landscape", LANDSCAPES)
def test_every_landscape_is_drawn_with_five_paths(landscape):
    fig = Figure(figsize=(10, 4))
    explorers.draw_race(fig, landscape, 1.0, 60)
    left, right = fig.axes
    assert len(right.lines) == len(METHODS) + 1 and all(f"{method}: " in texts(fig) for method in METHODS)
    for line, (method, path) in zip(left.lines, explorers.race(landscape, 1.0, 60).items(), strict=False):
        drawn, place = line.get_xydata(), LANDSCAPES[landscape]
        kept = ~np.isnan(drawn[:, 0])
        np.testing.assert_array_equal(drawn[kept], path[kept])
        (left_end, right_end), (low, high) = place.xlim, place.ylim
        out = (path[:, 0] < left_end) | (path[:, 0] > right_end) | (path[:, 1] < low) | (path[:, 1] > high)
        np.testing.assert_array_equal(kept, ~out)
        assert line.get_label() == method


def test_a_path_that_runs_away_is_said():
    fig = Figure(figsize=(10, 4))
    explorers.draw_race(fig, "ravine", 4.0, 60)
    assert "diverge: gradient descent, with decay" in texts(fig)


def test_the_race_opens_where_gradient_descent_runs_away():
    opening = explorers.explore_race().values()
    paths = explorers.race(**opening)
    assert opening["landscape"] == "ravine" and np.isnan(paths["gradient descent"][-1, 0])
    assert not np.isnan(paths["Adam"][-1, 0])


def test_all_five_arrive_between_7_tenths_and_the_best_rates():
    for exponent in np.arange(-4, 4.25, 0.25):
        assert (max(arrivals("ravine", 2**exponent, 300).values()) < NEVER) == (-0.5 <= exponent <= 0)


def test_momentum_and_adam_arrive_at_16_times_their_rates():
    there = {method for method, steps in arrivals("ravine", 16, 300).items() if steps < NEVER}
    assert there == {"momentum", "Adam"}


def test_a_path_that_leaves_the_goal_again_has_not_arrived():
    fig = Figure(figsize=(10, 4))
    explorers.draw_race(fig, "ravine", 2.0, 100)
    assert "RMSprop: does not arrive" in texts(fig) and "is first at the goal" in texts(fig)
    assert plots.arrival(70, 60) == "arrives later" and plots.arrival(70, 80) == "70 steps"


def test_with_twice_the_rate_some_run_away_and_one_jitters():
    paths = explorers.race("ravine", 2.0, 100)
    lost = {method for method, path in paths.items() if np.isnan(path[-1, 0])}
    assert lost == {"gradient descent", "with decay"}
    jitters = LANDSCAPES["ravine"].cost(explorers.race("ravine", 2.0, 300)["RMSprop"].T)[100:]
    assert jitters.max() > LANDSCAPES["ravine"].goal > jitters.min()


def test_on_the_plateau_all_but_decay_arrive_at_a_quarter_of_the_rates():
    found = arrivals("plateau", 0.25, 300)
    assert {method for method, steps in found.items() if steps == NEVER} == {"with decay"}


def test_the_race_is_descent_with_the_methods_own_rates():
    own = explorers.OWN_RATES["saddle"]["momentum"]
    path = descend(LANDSCAPES["saddle"], "momentum", 0.5 * own, 30)
    np.testing.assert_array_equal(explorers.race("saddle", 0.5, 30)["momentum"], path)


def late_error(beta, correction="reported"):
    season, measured = smoothing.noisy_year(np.random.default_rng(0))
    return np.sqrt(np.mean((smoothing.averages_of(measured, beta, correction)[50:] - season[50:]) ** 2))


def test_the_best_beta_of_the_year_is_found_on_the_slider():
    betas = np.arange(100) / 100
    assert betas[np.argmin([late_error(beta) for beta in betas])] == pytest.approx(0.83)


def test_what_the_correction_changes_is_over_by_day_100():
    _, measured = smoothing.noisy_year(np.random.default_rng(0))
    apart = smoothing.averages_of(measured, 0.98, "reported") - smoothing.averages_of(measured, 0.98, "none")
    assert apart[0] > 20 and 1 < apart[99] < 3.5 and abs(apart[250:]).max() < 0.2


def test_fed_back_half_is_harmless_and_nine_tenths_leaves_the_figure():
    assert late_error(0.5, "fed back") == pytest.approx(late_error(0.5), rel=0.01)
    _, measured = smoothing.noisy_year(np.random.default_rng(0))
    assert 100 < np.sum(smoothing.average_fed_back(measured, 0.9) > 40) < 200


def test_smoothing_opens_on_an_average_that_begins_at_0():
    opening = explorers.explore_smoothing().values()
    assert opening == {"beta": 0.98, "correction": "none"}
    season, measured = smoothing.noisy_year(np.random.default_rng(0))
    assert smoothing.averages_of(measured, **opening)[0] < 1 < 20 < measured[0]


@pytest.mark.parametrize("correction", smoothing.CORRECTIONS)
@pytest.mark.parametrize("beta", [0.0, 0.9, 0.99])
def test_the_year_is_drawn(beta, correction):
    fig = Figure(figsize=(10, 3.6))
    explorers.draw_smoothing(fig, beta, correction)
    assert f"correction {correction}" in texts(fig) and f"= {1 / (1 - beta):.0f}" in texts(fig)


def test_a_correction_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="one of none, reported, fed back"):
        smoothing.averages_of(np.ones(3), 0.9, "twice")


def test_the_weights_that_are_drawn_add_up_to_their_share():
    ax = Figure().subplots()
    newest, share = smoothing.memory(0.9)
    plots.weights_by_age(ax, 0.9, newest, share)
    strong, pale = ax.containers
    assert sum(bar.get_height() for bar in strong) == pytest.approx(share)
    assert sum(bar.get_height() for bar in [*strong, *pale]) == pytest.approx(1, abs=1e-6)


def test_runs_that_were_given_up_lie_at_the_edge():
    ax = Figure().subplots()
    plots.steps_by_method(ax, {"momentum": [10, None, 30], "Adam": [5, 6, 7]}, 100)
    assert list(ax.lines[0].get_xdata()) == [10, 100, 30] and list(ax.lines[1].get_xdata()) == [30, 30]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["momentum", "Adam"]
