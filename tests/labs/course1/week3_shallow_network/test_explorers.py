"""What the explorers of the shallow network compute and draw."""

from statistics import NormalDist

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.data.planar import circles
from utils.labs.course1.week3_shallow_network import explorers, plots
from utils.steps.shallow_network import initialize_parameters, nn_model, predict

pytestmark = pytest.mark.lab("course1/week3_shallow_network")


@pytest.fixture(scope="module")
def families():
    X, Y = circles(80, np.random.default_rng(0))
    nets = explorers.train_family(X, Y, np.random.default_rng(1), widths=(1, 3), marks=(5, 400), learning_rate=1.2)
    return {"circles": {"X": X, "Y": Y, "nets": nets}}


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


@pytest.mark.parametrize("scale", [0.1, 1.0, 10.0])
def test_the_share_of_saturated_tanh_units_is_that_of_the_normal_distribution(scale):
    edge = np.arctanh(np.sqrt(1 - explorers.FAINT))
    assert explorers.share_saturated("tanh", scale) == pytest.approx(2 * NormalDist(0, scale).cdf(-edge), abs=2e-3)


@pytest.mark.parametrize("scale", [0.1, 1.0, 100.0])
def test_relu_loses_half_whatever_the_spread(scale):
    assert explorers.share_saturated("ReLU", scale) == 0.5


@pytest.mark.parametrize("activation", list(explorers.FUNCTIONS))
def test_every_activation_is_drawn(activation):
    fig = Figure()
    assert explorers.draw_activation(fig, activation, -1.0, 30.0) is None
    assert activation in texts(fig) and "lie outside" in texts(fig)


def test_a_family_is_gradient_descent_stopped_on_the_way(families):
    X, Y = families["circles"]["X"], families["circles"]["Y"]
    family = explorers.train_family(X, Y, np.random.default_rng(2), (2,), (7,), learning_rate=1.2, scale=0.01)
    for key, value in nn_model(X, Y, 2, 7, rng=2).items():
        np.testing.assert_allclose(family[2][7][key], value, rtol=1e-12)


def test_more_units_do_more(families):
    circle = families["circles"]
    right = {n_h: np.mean(predict(net[400], circle["X"]) == circle["Y"]) for n_h, net in circle["nets"].items()}
    assert right[1] < 0.75 < 0.9 < right[3]


@pytest.mark.parametrize(("hidden_units", "words"), [(1, "1 hidden unit after"), (3, "3 hidden units after")])
def test_a_network_is_drawn_with_its_units(families, hidden_units, words):
    fig = Figure()
    assert explorers.draw_units(fig, families, "circles", hidden_units, 400) is None
    assert words in texts(fig) and texts(fig).count("×") == hidden_units


def test_a_network_that_was_not_kept_is_refused(families):
    for hidden_units, iteration in ((2, 400), (3, 6)):
        with pytest.raises(ValueError, match="was kept"):
            explorers.draw_units(Figure(), families, "circles", hidden_units, iteration)


def test_explorers_open_where_something_is_wrong(families):
    assert explorers.share_saturated(**_without(explorers.explore_activation().values(), "z")) > 0.8
    assert explorers.explore_units(families).values() == {"data": "circles", "hidden_units": 1, "iteration": 400}


def _without(values, name):
    return {key: value for key, value in values.items() if key != name}


@pytest.mark.parametrize(("weights", "bias"), [((1.0, 0.0), 0.5), ((0.0, 2.0), -1.0), ((1.0, -3.0), 0.2)])
def test_a_unit_is_0_along_its_line(weights, bias):
    ax = Figure().subplots()
    ax.set(xlim=(-2, 2), ylim=(-2, 2))
    plots.zero_line(ax, weights, bias)
    x, y = ax.lines[0].get_data()
    np.testing.assert_allclose(weights[0] * np.array(x) + weights[1] * np.array(y) + bias, 0, atol=1e-12)
    assert ax.get_xlim() == ax.get_ylim() == (-2, 2)


def test_a_unit_without_weights_has_no_line():
    ax = Figure().subplots()
    plots.zero_line(ax, (0.0, 0.0), 1.0)
    assert not ax.lines


@pytest.mark.parametrize("n_h", [1, 2, 5, 20])
def test_there_is_a_map_for_each_unit(n_h):
    ax = Figure().subplots()
    plots.unit_maps(ax, initialize_parameters(2, n_h, 1, np.random.default_rng(0)), [-1, -1], [1, 2])
    assert len(ax.images) == len(ax.texts) == n_h


@pytest.mark.parametrize(("number", "text"), [(-0.5, "−0.5"), (-0.0, "0"), (2.0, "2")])
def test_numbers_carry_a_true_minus(number, text):
    assert plots.signed(number) == text
