"""What the architecture calculator counts and draws."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.data import architectures as nets
from utils.labs.course4.week2_classic_architectures import explorers, plots
from utils.steps.counting import cost_table, total

pytestmark = pytest.mark.lab("course4/week2_classic_architectures")


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


def test_sixteen_channels_before_the_5_by_5_save_nine_tenths():
    rows, before = explorers.calculate("one 5×5", 16, 1.0)
    assert [row["multiplications"] for row in rows] == [2_408_448, 10_035_200]
    assert before[0] is None and before[1]["multiplications"] == 120_422_400


@pytest.mark.parametrize("network", explorers.NETWORKS)
def test_nothing_changed_is_the_network_itself(network):
    rows, before = explorers.calculate(network, 0, 1.0)
    assert rows == before == cost_table(*explorers.NETWORKS[network])


def test_half_the_width_is_mobilenet_s_own_multiplier():
    rows, _ = explorers.calculate("MobileNet", 0, 0.5)
    expected = cost_table(*nets.mobilenet_v1(0.5))
    assert [row["multiplications"] for row in rows] == [row["multiplications"] for row in expected]


@pytest.mark.parametrize("width", [0.25, 0.5, 1.25, 2.0])
@pytest.mark.parametrize("network", explorers.NETWORKS)
def test_every_width_gives_a_network_with_as_many_outputs(network, width):
    rows, before = explorers.calculate(network, 0, width)
    dense = [row["kind"] == "dense" for row in rows]
    assert len(rows) == len(before) and (total(rows, "parameters") > total(before, "parameters")) == (width > 1)
    if any(dense):
        assert rows[-1]["shape"] == before[-1]["shape"]


def test_a_fork_s_branches_are_made_narrow_one_by_one():
    rows, before = explorers.calculate("Inception module", 96, 1.0)
    names = [row["name"] for row in rows]
    assert names == ["1×1", "1×1 → 3×3", "3×3", "1×1 → 5×5", "5×5", "pool"]
    assert [row is None for row in before] == [False, True, False, True, False, False]
    shape, layers = explorers.NETWORKS["Inception module"]
    behind = [*layers, nets.conv(3, 8)]  # 416 channels come out of the fork
    assert explorers.narrowed(shape, behind, 400)[-2]["new"] and len(explorers.narrowed(shape, behind, 416)) == 2


@pytest.mark.parametrize("network, narrow", [("LeNet-5", 8), ("MobileNet", 128), ("one 5×5", 192)])
def test_what_makes_nothing_narrower_is_refused(network, narrow):
    with pytest.raises(ValueError, match=f"{network} has no undivided window"):
        explorers.calculate(network, narrow, 1.0)


def test_the_figure_says_what_was_saved():
    explorers.draw_costs(fig := Figure(), "one 5×5", 0, 1.0)
    assert "120.4 million multiplications" in texts(fig) and "was" not in texts(fig)
    explorers.draw_costs(fig := Figure(), "one 5×5", 16, 1.0)
    assert "12.4 million multiplications, was 120.4 million" in texts(fig)
    assert "as it was" in texts(fig) and "1×1 → 5×5" in texts(fig)


def test_the_explorer_opens_on_the_wasteful_window_and_says_what_is_impossible():
    explorer = explorers.explore_costs()
    assert explorer.values() == {"network": "one 5×5", "narrow": 0, "width": 1.0}
    before = explorer.image.value
    explorer.controls["narrow"].value = 16
    assert explorer.image.value != before


def test_counts_are_said_in_words():
    said = [plots.readable(n) for n in (12, 999, 61_706, 999_960, 138_357_544, 15_470_264_320)]
    assert said == ["12", "999", "61.7 thousand", "1.0 million", "138.4 million", "15.5 billion"]


def test_the_lab_s_other_figures_are_drawn():
    table = {"modules": [3, 6], 1.0: {0: np.full((2, 3), 0.5), 0.3: np.full((2, 3), 0.6)}}
    table[0.5] = {0: np.array([[1e-3], [1e-5]]), 0.3: np.full((2, 1), 4e-3)}
    plots.gradients_by_depth(fig := Figure(), table)
    assert len(fig.axes) == 2 and "without the head" in texts(fig) and "weight 0.3" in texts(fig)
    np.testing.assert_allclose(fig.axes[1].lines[1].get_ydata(), [1e-3, 1e-5])
    fig = Figure()
    plots.counts_against_time(fig.subplots(), ["plain", "separable"], [100, 20], [2.0, 1.0])
    assert "0.20" in texts(fig) and "0.50" in texts(fig)
    fig = Figure()
    runs = {"with": np.array([[0.3, 0.5], [0.1, 0.3]]), "without": np.array([[0.2, 0.4]]), "half": np.ones((2, 2))}
    plots.accuracies_by_pass(fig.subplots(), [2, 3], runs)
    np.testing.assert_allclose(fig.axes[0].lines[1].get_ydata(), [0.2, 0.4])
    assert [text.get_text() for text in fig.axes[0].get_legend().texts] == ["with", "without", "half"]
    curves = {"depth": ([1, 2], [1, 1.9]), "width": ([1, 2], [1, 3.7]), "resolution": ([1, 2], [1, 4])}
    fig = Figure()
    plots.growth(fig.subplots(), curves, {"depth": 1, "width": 2, "resolution": 2})
    assert "width: counted" in texts(fig) and len(fig.axes[0].lines) == 6
