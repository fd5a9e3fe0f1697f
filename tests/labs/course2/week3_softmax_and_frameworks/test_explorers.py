"""What the two explorers compute and draw, and what their tasks ask for."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course2.week3_softmax_and_frameworks import explorers, plots
from utils.labs.course2.week3_softmax_and_frameworks.explorers import (
    SCORES,
    draw_heads,
    draw_temperature,
    entropy,
    explore_heads,
    explore_temperature,
    shares_as_written,
    shares_shifted,
)
from utils.steps.automatic_differentiation import Variable, gradients
from utils.steps.softmax import one_hot_matrix, softmax, softmax_backward

pytestmark = pytest.mark.lab("course2/week3_softmax_and_frameworks")

TEMPERATURES = [10 ** (k / 10) for k in range(-15, 16)]  # where the slider can stand
CONSTANTS = range(0, 1001, 50)


def test_both_formulas_agree_where_nothing_overflows():
    for temperature in TEMPERATURES:
        assert shares_as_written(SCORES, temperature) == pytest.approx(shares_shifted(SCORES, temperature))
    assert np.isnan(shares_as_written(SCORES + 800, 1.0)).any()
    assert shares_shifted(SCORES + 800, 1.0) == pytest.approx(shares_shifted(SCORES, 1.0))


def test_the_entropy_runs_from_0_to_that_of_equal_shares():
    assert entropy(np.array([1.0, 0.0, 0.0])) == 0
    assert entropy(np.full(3, 1 / 3)) == pytest.approx(np.log(3))


@pytest.mark.parametrize("temperature, largest", [(1.0, 700), (TEMPERATURES[12], 350)])
def test_first_task_halving_the_temperature_halves_the_constants_that_work(temperature, largest):
    works = [c for c in CONSTANTS if not np.isnan(shares_as_written(SCORES + c, temperature)).any()]
    assert works == [c for c in CONSTANTS if c <= largest]


def test_second_task_a_temperature_below_0_4_and_one_above_0_99():
    found = {temperature: shares_shifted(SCORES, temperature).max() for temperature in TEMPERATURES}
    assert min(t for t, share in found.items() if share < 0.4) == pytest.approx(5.01, abs=0.01)
    assert max(t for t, share in found.items() if share > 0.99) == pytest.approx(0.2, abs=0.01)
    assert all(np.argsort(shares_shifted(SCORES, t)).tolist() == [2, 1, 0] for t in TEMPERATURES)


def test_they_open_where_something_is_visibly_wrong():
    assert explore_temperature().values() == {"temperature": 1.0, "added": 800}
    assert "As written: e^802 overflows" in explore_temperature().image.value
    assert explore_heads().values() == {"head": "softmax", "z_1": 3.0, "z_2": 3.0}
    assert "0 of the 2 labels found" in explore_heads().image.value


@pytest.mark.parametrize("temperature", [TEMPERATURES[0], TEMPERATURES[-1]])
@pytest.mark.parametrize("added", [0, 1000])
def test_the_ends_of_the_temperature_s_sliders_are_drawn(temperature, added):
    fig = Figure()
    draw_temperature(fig, temperature, added)
    left, right = fig.axes
    overflows = (2 + added) / temperature > 709
    assert ("overflows" in left.get_title() + left.get_title(loc="left")) == overflows
    assert sum(bar.get_height() for bar in right.patches) == pytest.approx(1)
    assert [label.get_text() for label in right.get_xticklabels()] == [f"{z + added:g}" for z in SCORES]


def found(head, z_1, z_2):
    fig = Figure()
    draw_heads(fig, head, z_1, z_2)
    heights = [bar.get_height() for bar in fig.axes[0].patches]
    title = fig.axes[0].get_title() + fig.axes[0].get_title(loc="left")
    assert f"sum to {sum(heights):.2f}" in title
    return [height > 0.5 for height in heights]


def test_tasks_of_the_heads():
    assert found("softmax", 3.0, 3.0) == [False, False, False]
    assert found("softmax", 3.5, 3.0) == [True, False, False]
    assert found("sigmoid", 3.5, 3.0) == [True, True, False]
    assert found("softmax", -6.0, -6.0) == [False, False, True]  # a car, which is not there
    assert found("sigmoid", -6.0, -6.0) == [False, False, False]


def test_no_two_shares_exceed_a_half():
    for z_1 in np.arange(-6, 6.5, 0.5):
        assert sum(share > 0.5 for share in explorers.HEADS["softmax"](np.array([z_1, 6.0, -1.0]))) <= 1


def test_pulls_are_those_of_the_formulas():
    rest, C = 0.4, 5
    A = np.array([[0.6]] + [[rest / (C - 1)]] * (C - 1))
    Y = one_hot_matrix([0], C)
    entropy_pull, square_pull = plots.pulls(0.6, C)
    assert entropy_pull == pytest.approx(-(A - Y)[0, 0])
    assert square_pull == pytest.approx(-softmax_backward(A - Y, A)[0, 0])
    assert softmax(np.log(A)) == pytest.approx(A)


def test_a_graph_shows_the_part_on_each_arrow_and_the_sum_at_each_node():
    a, b = Variable(3.0), Variable(2.0)
    product = a * b
    y = product + a
    nodes = {"a": (a, 0, 2), "b": (b, 0, 0), "ab": (product, 2, 1), "y": (y, 4, 1)}
    ax = Figure().subplots()
    plots.graph_of(ax, nodes, gradients(y, [a, b, product, y]), "title")
    words = [text.get_text() for text in ax.texts]
    assert sum(getattr(text, "arrow_patch", None) is not None for text in ax.texts) == 4
    assert sorted(word for word in words if word.startswith("sum")) == ["sum 1", "sum 1", "sum 3", "sum 3"]
    assert sorted(word for word in words if word in list("12369")) == ["1", "1", "2", "2", "3", "3", "6", "9"]
