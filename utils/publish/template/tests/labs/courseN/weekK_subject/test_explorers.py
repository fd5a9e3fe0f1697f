"""What the explorer of weekK_subject computes and draws, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.courseN.weekK_subject import explorers

pytestmark = pytest.mark.lab("courseN/weekK_subject")

POINTS = np.random.default_rng(0).normal(3, 1, (2, 40))  # as in the notebook


def means_drawn(shift):
    """Where the two crosses stand: left and right, (2,) each."""
    fig = Figure()
    explorers.draw_centring(fig, POINTS, shift)
    return [np.ravel(ax.lines[1].get_data()) for ax in fig.axes]


@pytest.mark.parametrize("shift", [-6.0, 0.0, 2.5])
def test_the_means_move_with_the_examples(shift):
    np.testing.assert_allclose(explorers.mean_after(POINTS, shift), POINTS.mean(axis=1) + shift)


@pytest.mark.parametrize("shift", [-6.0, 6.0])
def test_on_the_right_nothing_moves(shift):
    left, right = means_drawn(shift)
    np.testing.assert_allclose(left, explorers.mean_after(POINTS, shift))
    np.testing.assert_allclose(right, 0, atol=1e-12)


def test_a_shift_of_the_slider_brings_the_examples_to_0():
    assert np.abs(explorers.mean_after(POINTS, -3.0)).max() < 0.5  # a step of the slider
    slider = explorers.explore_centring(POINTS).controls["shift"]
    assert slider.min <= -3 <= slider.max


def test_it_opens_far_from_0():
    explorer = explorers.explore_centring(POINTS)
    assert explorers.mean_after(POINTS, **explorer.values()).min() > 5
