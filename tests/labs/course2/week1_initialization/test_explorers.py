"""What the explorer of depth computes and draws, and what its two tasks ask for."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course2.week1_initialization import explorers, plots
from utils.labs.course2.week1_initialization.networks import draw_stack, follow, profile
from utils.steps.signal_propagation import activation_statistics

pytestmark = pytest.mark.lab("course2/week1_initialization")

NOTCHES = [2.0 ** (k / 4) for k in range(-8, 11)]  # where the gain's slider can stand


def level(found, factor=6):
    """Whether neither signal nor gradient changes by more than a factor from end to end."""
    return all(1 / factor < sizes[0] / sizes[-1] < factor for sizes in (found["rms"], found["gradient"]))


def test_a_profile_is_what_the_exercises_give():
    found = profile("tanh", 1.3, 30, seed=4, depth=5)
    rng = np.random.default_rng(4)
    parameters = draw_stack([30] * 6, 1.3, rng)
    statistics = activation_statistics(rng.standard_normal((30, 50)), parameters, "tanh")
    assert {key: values.shape for key, values in found.items()} == dict.fromkeys(found, (5,))
    np.testing.assert_array_equal(found["rms"], statistics["rms"])
    np.testing.assert_array_equal(found["saturated"], statistics["saturated"])
    again = follow(draw_stack([30] * 6, 1.3, np.random.default_rng(4)), "tanh", np.random.default_rng(5))
    assert again["gradient"][-1] == pytest.approx(found["gradient"][-1], rel=0.5)


@pytest.mark.parametrize("width", explorers.WIDTHS[:2])
def test_relu_has_one_right_notch(width):
    right = [gain for gain in NOTCHES if level(profile("relu", gain, width))]
    assert right == [pytest.approx(np.sqrt(2))]
    for gain in (2**0.25, 2**0.75):
        found = profile("relu", gain, width)["rms"]
        assert max(found[0] / found[-1], found[-1] / found[0]) > 40


@pytest.mark.parametrize("width", explorers.WIDTHS[:2])
def test_tanh_has_a_band_and_grows_where_half_of_the_units_are_saturated(width):
    right = [gain for gain in NOTCHES if level(profile("tanh", gain, width))]
    assert 2**0.25 in right and 2**0.75 not in right and 2**-0.25 not in right
    first = next(gain for gain in NOTCHES if profile("tanh", gain, width)["saturated"].mean() > 0.5)
    assert first == pytest.approx(2**1.75)
    found = profile("tanh", first, width)["gradient"]
    assert found[0] / found[-1] > 1000


def test_it_opens_on_the_grid_and_where_nothing_arrives():
    values = explorers.explore_depth().values()
    assert values == {"activation": "tanh", "gain": 0.5, "width": 100}
    assert values["gain"] in NOTCHES and profile(**values)["rms"][-1] < 1e-8


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("gain", [NOTCHES[0], NOTCHES[-1]])
def test_the_ends_of_the_sliders_are_drawn(activation, gain):
    fig = Figure()
    explorers.draw_depth(fig, activation, gain, 30)
    left, right = fig.axes
    assert activation in left.get_title(loc="left") + left.get_title() and len(left.lines) == len(right.lines) == 3
    assert left.get_ylim() == right.get_ylim() == (plots.LOWEST, plots.HIGHEST)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(1, 1.04, "as before"), (2, 3, "× 1.5"), (3, 1e-1, "÷ 30"), (1, 4321, "× 4,000"), (1, 1e-9, "÷ $10^{9}$")],
)
def test_a_change_is_told_in_words(before, after, words):
    assert explorers.change(before, after) == words


def test_sizes_beyond_the_axes_lie_on_their_edges():
    ax = Figure().subplots()
    plots.sizes_by_layer(ax, {"a": np.array([1e-30, 1.0, 1e30])}, "size")
    assert ax.lines[0].get_ydata().tolist() == [plots.LOWEST, 1.0, plots.HIGHEST]


def test_histograms_are_shares():
    axes = Figure().subplots(1, 2)
    activations = [np.zeros((3, 4)), np.full((3, 4), 0.99)]
    plots.activation_histograms(axes, {"one": activations, "two": activations}, layers=(1, 2))
    stairs = [patch.get_data().values for patch in axes[0].patches]
    assert [values.max() for values in stairs] == [1, 1] and stairs[0].argmax() == 20 and stairs[1].argmax() == 40


def test_costs_that_are_no_numbers_are_left_out():
    fig = Figure()
    left, right = fig.subplots(1, 2)
    runs = {"no limit": (np.array([1.0, np.nan, np.inf]), np.array([1.0, 1e30, np.nan]))}
    plots.cost_with_and_without(left, right, runs, 1)
    for ax in (left, right):
        assert np.isnan(ax.lines[0].get_ydata()[1:]).all() and ax.lines[0].get_ydata()[0] == 1
        assert ax.lines[0].get_label() == "no limit, beyond 1e8 from step 1 on"


def test_errors_by_depth_has_a_line_for_each_variance_and_the_baseline():
    fig = Figure()
    axes = fig.subplots(1, 2)
    found = {name: {"1/n": np.full((3, 2), 0.1), "2/n": np.full((3, 2), np.nan)} for name in ("tanh", "relu")}
    plots.errors_by_depth(axes, (5, 15, 30), found, line=0.2)
    labels = [text.get_text() for text in fig.legends[0].get_texts()]
    assert labels == ["1/n", "2/n", "logistic regression"] and axes[0].lines[-1].get_ydata()[0] == 0.2
