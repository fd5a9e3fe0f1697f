"""The nudged graph and the tangent: what they compute, and that every setting draws."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from tests.budget.calibration import within
from utils.labs.course1.week2_vectorization.explorers import (
    draw_nudges,
    draw_tangent,
    explore_nudges,
    explore_tangent,
    nudge_inputs,
    tangent_prediction,
)
from utils.steps.activations import sigmoid

pytestmark = pytest.mark.lab("course1/week2_vectorization")


def texts(fig):
    """Everything written in a figure's axes."""
    return " ".join(text.get_text() for ax in fig.axes for text in [*ax.texts, ax.title])


@pytest.mark.parametrize("step", [0.001, 1.0])
def test_a_nudge_measures_the_slope_whatever_its_size(step):
    found = nudge_inputs(4.0, -2.0, 5.0, step)
    assert {name: pair["gradient"] for name, pair in found.items()} == {"a": 3.0, "b": 15.0, "c": -6.0}
    for pair in found.values():
        assert pair["measured"] == pytest.approx(pair["gradient"], rel=1e-9)


def test_a_factor_of_zero_is_said_on_the_figure():
    fig = Figure()
    assert draw_nudges(fig, a=4.0, b=-2.0, c=0.0) is None
    assert "does not react to b here" in texts(fig)
    fig = Figure()
    draw_nudges(fig, a=4.0, b=-2.0, c=5.0)
    assert "dJ/db = 15" in texts(fig) and "b + 0.001 moves J by +0.0150" in texts(fig)


def test_the_tangent_is_right_for_small_steps_and_not_for_large_ones():
    small, large = tangent_prediction(1.0, 0.001), tangent_prediction(1.0, 3.0)
    assert small["actual"] == pytest.approx(sigmoid(1.001))
    assert abs(small["error"]) < 1e-6 and large["promised"] > 1 > large["actual"]
    # The error is of second order: half the step, a quarter of it
    ratio = tangent_prediction(1.0, 0.02)["error"] / tangent_prediction(1.0, 0.01)["error"]
    assert ratio == pytest.approx(4, rel=0.02)


@pytest.mark.parametrize(
    ("z", "step", "sentence"),
    [(1.0, 3.0, "no sigmoid gives that"), (6.0, 1.0, "Saturated"), (0.0, 0.01, "Promised")],
)
def test_the_figure_says_what_happens(z, step, sentence):
    fig = Figure()
    assert draw_tangent(fig, z, step) is None
    assert sentence in texts(fig)


@pytest.mark.parametrize("z", np.linspace(-8, 8, 5))
@pytest.mark.parametrize("step", [0.001, 10**0.5])
def test_every_corner_of_the_sliders_stays_inside_the_axes(z, step):
    fig = Figure()
    draw_tangent(fig, z, step)
    ax, found = fig.axes[0], tangent_prediction(z, step)
    assert ax.get_xlim()[0] < z and z + step < ax.get_xlim()[1]
    assert ax.get_ylim()[0] < found["promised"] < ax.get_ylim()[1]


@pytest.mark.parametrize("a, b, c", [(-5.0, -5.0, -5.0), (5.0, 5.0, 5.0), (0.0, 0.0, 0.0)])
def test_extreme_inputs_draw(a, b, c):
    fig = Figure()
    draw_nudges(fig, a, b, c)
    low, high = fig.axes[1].get_xlim()
    assert all(low < pair["gradient"] < high for pair in nudge_inputs(a, b, c).values())


@pytest.mark.parametrize("explore", [explore_nudges, explore_tangent])
def test_explorers_open_quickly(explore):
    assert explore() is not None
    assert within(0.6, explore)
