"""The unit's parameters and the two scales: what they compute, that every setting draws, and in time."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from tests.budget.calibration import within
from utils.data.housing import houses
from utils.labs.course1.week1_introduction import explorers
from utils.labs.course1.week1_introduction.plots import learning_curves, network_diagram

pytestmark = pytest.mark.lab("course1/week1_introduction")

SIZES = [50, 100, 200]
CURVES = {
    "linear": (np.array([0.2, 0.25, 0.3]), np.array([0.02, 0.01, 0.01])),
    "8 units": (np.array([0.1, 0.3, 0.5]), np.array([0.02, 0.01, 0.01])),
}


@pytest.fixture(scope="module")
def data():
    return houses(60, np.random.default_rng(0))


def texts(fig):
    """Everything written in a figure's axes."""
    found = [text.get_text() for ax in fig.axes for text in [*ax.texts, ax.title, *ax.get_xticklabels()]]
    return " ".join(found + [text.get_text() for ax in fig.axes if ax.get_legend() for text in ax.get_legend().texts])


def test_the_error_is_the_mean_distance():
    size, price = np.array([30.0, 60.0, 120.0]), np.array([10.0, 40.0, 100.0])
    assert explorers.mean_error(size, price, 2.0, -80.0) == pytest.approx((10 + 0 + 60) / 3)


def test_the_map_holds_the_error_of_every_pair(data):
    weights, biases = np.array([0.0, 1.0, 2.6]), np.array([-104.0, 50.0])
    errors = explorers.error_map(*data, weights, biases)
    assert errors.shape == (2, 3)
    for i, b in enumerate(biases):
        for j, w in enumerate(weights):
            assert errors[i, j] == pytest.approx(explorers.mean_error(*data, w, b))
    assert explorers.best_pair(errors, weights, biases) == (2.6, -104.0)


def test_without_noise_the_best_pair_is_the_true_one():
    errors = explorers.error_map(*houses(200, np.random.default_rng(1), noise=0))
    w, b = explorers.best_pair(errors)
    assert w == pytest.approx(2.6) and b == pytest.approx(-105)


@pytest.mark.parametrize(
    ("w", "b", "words"),
    [
        (0.5, 100, "Off by 97 thousand"),
        (-0.5, -50, "0 for every house"),
        (5, 200, "leaves the figure"),
        (2, -80, "2 · size − 80"),
    ],
)
def test_the_unit_is_drawn_and_says_what_is_odd(data, w, b, words):
    fig = Figure()
    assert explorers.draw_relu_unit(fig, *data, w, b) is None
    assert words in texts(fig)


def test_gains_are_one_step_along_each_axis():
    larger, more = explorers.gains(CURVES, SIZES, "linear", 100)
    assert larger == ("8 units", pytest.approx(0.05)) and more == (200, pytest.approx(0.05))
    assert explorers.gains(CURVES, SIZES, "8 units", 200) == ((None, 0.0), (None, 0.0))
    with pytest.raises(ValueError, match="9 units with 100 images was not tried"):
        explorers.gains(CURVES, SIZES, "9 units", 100)
    with pytest.raises(ValueError, match="with 70 images"):
        explorers.gains(CURVES, SIZES, "linear", 70)


@pytest.mark.parametrize(
    ("model", "size", "words"),
    [
        ("linear", 50, ["linear, 50 images: 0.20", "twice the images: +0.05", "8 units instead: −0.10"]),
        ("8 units", 200, ["no more images", "no larger model"]),
    ],
)
def test_scale_is_drawn(model, size, words):
    fig = Figure()
    assert explorers.draw_scale(fig, CURVES, SIZES, model, size) is None
    assert all(word in texts(fig) for word in words), texts(fig)


def test_explorers_open_and_answer_in_time(data):
    unit, scale = explorers.explore_relu_unit(*data), explorers.explore_scale(CURVES, SIZES)
    assert scale.values() == {"model": "linear", "size": 200}
    for widget in (unit, scale):
        assert within(0.3, lambda widget=widget: widget.drawing.final(**widget.values()))
    before = unit.image.value
    unit.controls["w"].value = 2.0
    assert unit.image.value != before


def test_a_network_has_an_arrow_for_each_weight_that_is_not_0():
    ax = Figure().subplots()
    W1, W2 = np.array([[0.5, 0.0, -2.0], [0.0, 1.0, 0.0]]), np.array([[3.0, 0.0]])
    network_diagram(ax, W1, W2, ["a", "b", "c"], ["h", "k"], "out")
    written = [text.get_text() for text in ax.texts if text.get_text()]
    assert sorted(written) == sorted(["a", "b", "c", "h", "k", "out", "0.5", "−2", "1", "3"])


def test_curves_are_drawn_with_their_sizes():
    ax = Figure().subplots()
    learning_curves(ax, SIZES, CURVES)
    assert [text.get_text() for text in ax.get_legend().texts] == ["linear", "8 units"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["50", "100", "200"]
