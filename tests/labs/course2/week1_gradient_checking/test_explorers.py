"""What the explorer of one measured slope computes and draws, and what its two tasks ask for."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course2.week1_gradient_checking import explorers, plots
from utils.labs.course2.week1_gradient_checking.steps_and_errors import (
    THETA,
    TYPES,
    X,
    bound,
    error_of,
    measured_slope,
)
from utils.steps.gradient_checking import relative_difference
from utils.steps.three_layer_network import backward_propagation

pytestmark = pytest.mark.lab("course2/week1_gradient_checking")

NOTCHES = 10.0 ** np.arange(-12, 0.01, 0.25)  # where the slider can stand
SLOPE = backward_propagation(X, THETA)


def difference(step, precision, rule="centred"):
    return relative_difference(measured_slope(X, THETA, step, precision, rule), SLOPE)


def test_it_opens_on_a_notch_where_the_costs_are_stairs():
    values = explorers.explore_step().values()
    assert values == {"epsilon": 1e-7, "precision": "float32", "rule": "centred"}
    assert np.isclose(NOTCHES, 1e-7, rtol=1e-12).any() and difference(1e-7, "float32") > 0.01
    assert explorers.stairs_between(1e-7, "float32", "centred") <= 8
    assert explorers.stairs_between(1e-8, "float32", "centred") == 1 and difference(1e-8, "float32") == 1


def test_the_first_task_the_best_step_in_single_precision():
    best = NOTCHES[np.argmin([difference(step, "float32") for step in NOTCHES])]
    assert 10**-3.3 < best < 10**-1.7
    assert difference(10**-2.5, "float32") < 1e-5 < 1e-3 < difference(1.0, "float32")
    rises = explorers.stored_rises(10**-2.5, "float32")
    assert np.abs(rises - SLOPE * explorers.PLACES).max() < 0.02
    assert np.abs(explorers.stored_rises(1.0, "float64") - SLOPE * explorers.PLACES).max() > 0.2


def test_the_second_task_centred_is_better_at_either_step():
    near = 1e-8 * np.logspace(-0.2, 0.2, 200)
    rms = {
        rule: np.sqrt(np.mean([error_of(X, THETA, step, "float64", rule) ** 2 for step in near]))
        for rule in ("centred", "one-sided")
    }
    assert 2.5 < rms["one-sided"] / rms["centred"] < 6
    errors = [error_of(X, THETA, 1e-5, "float64", rule) for rule in ("one-sided", "centred")]
    assert errors[0] > 1e4 * errors[1]


@pytest.mark.parametrize("precision", TYPES)
@pytest.mark.parametrize("rule", ["centred", "one-sided"])
def test_errors_stay_near_their_bound(precision, rule):
    """The bound leaves out that θ ± ε is rounded, too: no error is above a few times of it."""
    steps = np.logspace(-6 if precision == "float32" else -11, -1, 200)
    errors = np.array([error_of(X, THETA, step, precision, rule) for step in steps])
    limits = bound(X, THETA, steps, precision, rule)
    assert np.all(errors < 6 * limits)
    assert 0.1 < np.median(errors / limits) < 1


@pytest.mark.parametrize("epsilon", [1e-12, 1e-7, 1.0])
@pytest.mark.parametrize("precision", TYPES)
def test_the_ends_of_the_slider_are_drawn(epsilon, precision):
    fig = Figure()
    explorers.draw_step(fig, epsilon, precision, "one-sided")
    left, right = fig.axes
    assert "stored cost" in left.get_title() or "stairs" in left.get_title()
    assert precision in right.get_title()
    assert left.get_xlim() == (-2, 2) and right.get_ylim() == (1e-16, 10)


def test_differences_and_accuracies_are_drawn_with_fixed_limits():
    ax = Figure().subplots()
    rows, crossed = {"a": [[1e-3, 1e-9]], "b": [[1e-2, 1e-4]]}, np.array([[True, False]])
    plots.differences_by_step(ax, np.array([1e-3, 1e-5]), rows, crossed)
    assert ax.get_ylim() == (1e-12, 2)
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == "none" and len(line.get_xdata())]
    assert [list(line.get_ydata()) for line in hollow] == [[1e-3], [1e-2]]
    ax = Figure().subplots()
    plots.accuracy_by_fault(ax, {"a": {"narrow": [0.5, 0.9], "wide": [1.0]}, "b": {"narrow": [0.99, 0.98]}})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"] and ax.get_xlim() == (0.4, 1.02)
