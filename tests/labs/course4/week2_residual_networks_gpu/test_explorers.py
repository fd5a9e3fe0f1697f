"""What half precision keeps of gradients, and the pictures of the residual twin."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from tests.plots.test_shared import contrast
from utils.labs.course4.week2_residual_networks_gpu import explorers, plots
from utils.plots import ORANGE

pytestmark = pytest.mark.lab("course4/week2_residual_networks_gpu")


def texts(fig):
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


def test_exponents_are_powers_of_two_and_zeros_are_left_out():
    exponents, shares = explorers.exponent_shares(np.array([1.0, -1.5, 0.25, 0.0, 4.0], np.float32))
    assert exponents.tolist() == [-2, 0, 2] and shares.tolist() == [0.25, 0.5, 0.25]


@pytest.mark.parametrize("numbers", [np.zeros(3), np.array([1.0, np.nan]), np.array([np.inf])])
def test_numbers_without_exponents_are_refused(numbers):
    with pytest.raises(ValueError, match="finite numbers"):
        explorers.exponent_shares(numbers)


@pytest.mark.parametrize("scale", [1.0, 1024.0, 2.0**20])
def test_what_is_lost_is_what_numpys_float16_loses(scale):
    rng = np.random.default_rng(0)
    numbers = rng.choice([-1, 1], 4000) * 2.0 ** rng.uniform(-40, 2, 4000)
    found = explorers.lost_in_half_precision(*explorers.exponent_shares(numbers), scale)
    with np.errstate(over="ignore"):
        half = np.abs((numbers * scale).astype(np.float16))
    normal = np.finfo(np.float16).tiny
    expected = np.mean(half == 0), np.mean((half > 0) & (np.abs(numbers * scale) < normal)), np.mean(np.isinf(half))
    np.testing.assert_allclose(found, expected, atol=1e-3)  # numbers just below 2^16 round up to infinity


@pytest.mark.parametrize("scale", [0.0, -2.0, 3.0])
def test_a_scale_that_is_no_power_of_two_is_refused(scale):
    with pytest.raises(ValueError, match="power of two"):
        explorers.lost_in_half_precision(np.array([0]), np.array([1.0]), scale)


def test_the_figure_says_what_is_lost():
    tables = {"plain": (np.array([-30, -20, 0]), np.array([0.25, 0.5, 0.25]))}
    fig = Figure()
    explorers.draw_half_precision(fig, tables, "plain", 0)
    assert "Loss times 1: 25% become 0, 50% lose digits, 0% overflow" in texts(fig)
    lost = [bar for bar in fig.axes[0].patches if bar.get_facecolor() == to_rgba(ORANGE)]
    assert sorted(bar.get_x() for bar in lost) == [-30, -20]


def test_the_explorer_opens_at_scale_1_and_follows_its_slider():
    tables = {"a": (np.array([-30, -20]), np.array([0.5, 0.5])), "b": (np.array([0]), np.array([1.0]))}
    explorer = explorers.explore_half_precision(tables)
    assert explorer.values() == {"network": "a", "power": 0}
    before = explorer.image.value
    explorer.controls["power"].value = 16
    assert explorer.image.value != before


def test_curves_of_norms_share_one_axis_over_networks_of_any_length():
    fig = Figure()
    plots.norms_along(fig, {"plain": {"8 layers": np.ones(5), "20 layers": np.ones(9)}, "residual": {"8": np.ones(3)}})
    left, right = fig.axes
    assert [len(ax.lines) for ax in fig.axes] == [2, 1] and left.get_yscale() == "log"
    assert [line.get_xdata()[-1] for line in left.lines] == [100, 100]
    assert left.get_ylim() == right.get_ylim() and "plain" in texts(fig)


def test_losses_are_drawn_where_they_were_read():
    ax = Figure().subplots()
    plots.losses_by_step(ax, {"plain": ([10, 20], [2.3, 2.2])})
    assert ax.lines[0].get_xdata().tolist() == [10, 20] and ax.get_ylim()[0] == 0


def test_losses_of_several_seeds_are_drawn_with_their_mean():
    ax = Figure().subplots()
    plots.losses_by_step(ax, {"plain": ([10, 20], [[2.0, 1.0], [3.0, 2.0]])})
    np.testing.assert_allclose([line.get_ydata() for line in ax.lines], [[2, 1], [3, 2], [2.5, 1.5]])
    assert [text.get_text() for text in ax.get_legend().texts] == ["plain"]


def test_paler_lines_stand_out_from_white_too():
    fig = Figure()
    plots.norms_along(fig, {"net": {f"{depth} layers": np.ones(3) for depth in (8, 20, 56, 110)}})
    colours = {line.get_color() for line in fig.axes[0].lines}
    assert len(colours) == 4 and all(contrast(colour, "white") > 3 for colour in colours)
