"""What the explorer of residual networks computes from fresh ones, and the lab's figures."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from tests.labs.images import few_images
from tests.plots.test_shared import contrast
from utils.labs.course4.week2_residual_networks import explorers, measured, plots
from utils.labs.measured import load_measured

pytestmark = pytest.mark.lab("course4/week2_residual_networks")


@pytest.fixture(scope="module")
def data():
    return few_images()


@pytest.fixture(scope="module")
def table():
    return load_measured("course4/week2_residual_networks")


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


@pytest.mark.parametrize(
    "ratio, words",
    [(1.52, "× 1.5"), (0.5, "÷ 2.0"), (512, "× 500"), (2.4e-7, "÷ 4,000,000"), (0.0, "nothing is left")],
)
def test_a_ratio_in_words(ratio, words):
    assert explorers.change(ratio) == words


def test_the_figure_shows_the_chosen_net(data, table):
    fig = Figure()
    assert explorers.draw_depth(fig, data, table, "plain", 14, "no norm, variance 1/n") is None
    signal, gradient = explorers.profiles(data, 14, "no norm, variance 1/n")["plain"]
    left, middle, right = fig.axes
    assert explorers.change(signal[-1] / signal[0]) in left.get_title() and "forwards" in left.get_title()
    assert explorers.change(gradient[0] / gradient[-1]) in middle.get_title() and "÷" in middle.get_title()
    assert f"{measured.column(table, 'plain', 'train')[1].mean():.2f}" in right.get_title()
    drawn = {line.get_label(): line.get_ydata() for line in middle.lines}
    assert drawn.keys() == {"plain", "_residual"}
    np.testing.assert_array_equal(drawn["plain"], gradient)


@pytest.mark.parametrize(
    "kind, depth, start", [("dense", 8, "batch norm"), ("plain", 9, "batch norm"), ("plain", 8, "")]
)
def test_a_net_that_there_is_not_is_refused(data, table, kind, depth, start):
    with pytest.raises(ValueError, match="nets are|layers"):
        explorers.draw_depth(Figure(), data, table, kind, depth, start)


def test_the_explorer_opens_where_the_gradient_explodes(data, table):
    explorer = explorers.explore_depth(data, table)
    assert explorer.values() == {"kind": "plain", "depth": 38, "start": "batch norm"}
    before = explorer.image.value
    explorer.controls["kind"].value = "residual"
    assert explorer.image.value != before


def test_losses_are_drawn_at_the_middle_of_their_steps():
    ax = Figure().subplots()
    plots.losses_by_step(ax, {"a net": ("plain", "--", np.array([2.0, 1.0, 0.5]))}, every=10)
    (line,) = ax.lines
    np.testing.assert_array_equal(line.get_xdata(), [5, 15, 25])
    assert line.get_linestyle() == "--" and "a net" in texts(ax.figure)
    plots.losses_by_step(ax, {"two seeds": ("residual", "-", [[2.0, 1.0], [1.0, 0.5]])}, every=10)
    *seeds, mean = ax.lines[1:]
    assert len(seeds) == 2
    np.testing.assert_allclose(mean.get_ydata(), [1.5, 0.75])


def test_a_dot_for_every_net_and_a_line_through_the_means():
    ax = Figure().subplots()
    scores = np.array([[0.5, 0.7], [0.2, 0.4]])
    plots.accuracy_by_depth(ax, (8, 14), {"plain": scores}, marked=14)
    dots, means, mark = ax.lines
    np.testing.assert_array_equal(dots.get_xdata(), [8, 8, 14, 14])
    np.testing.assert_allclose(means.get_ydata(), [0.6, 0.3])
    assert set(mark.get_xdata()) == {14}


def test_paler_lines_stand_out_from_white_too():
    fig = Figure()
    left, right = fig.subplots(1, 2)
    plots.along_the_net(left, {"plain": ("plain", [1, 2]), "_residual": ("residual", [2, 1])}, "size", (0.1, 10))
    plots.losses_by_step(right, {"a": ("plain", "-", np.ones((3, 2))), "b": ("residual", "-", np.ones((3, 2)))}, 1)
    colours = {line.get_color() for ax in fig.axes for line in ax.lines}
    assert len(colours) == 4 and all(contrast(colour, "white") > 3 for colour in colours)
