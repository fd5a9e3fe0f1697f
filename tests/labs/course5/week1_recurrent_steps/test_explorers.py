"""What the explorers of recurrent networks compute and draw, and the tasks that the text sets for them."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course5.week1_recurrent_steps import explorers, gaps, plots
from utils.labs.course5.week1_recurrent_steps.networks import FUNCTIONS

pytestmark = pytest.mark.lab("course5/week1_recurrent_steps")


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


def test_a_cell_with_gates_by_hand_keeps_what_the_gates_say():
    c, a, gates = explorers.kept_by_hand(forget=2.0, mark=0.0, output=-1.0)
    forget, at_mark, elsewhere, output = gates
    assert at_mark == elsewhere == 0.5 and forget == pytest.approx(1 / (1 + np.exp(-2)))
    state = 0.0
    for value, found, shown in zip(gaps.values_and_mark()[0, 0], c, a, strict=True):
        state = forget * state + 0.5 * np.tanh(value)
        assert found == pytest.approx(state) and shown == pytest.approx(output * np.tanh(state))


def test_a_forget_bias_of_four_and_a_half_is_the_smallest_that_keeps_half():
    slider = explorers.explore_gates().controls["forget"]
    biases = np.arange(slider.min, slider.max + slider.step / 2, slider.step)
    kept = [explorers.kept_by_hand(bias, 20, 10)[0][-1] for bias in biases]
    assert biases[np.argmax(np.array(kept) > 0.76 / 2)] == 4.5
    assert explorers.kept_by_hand(10, 20, 10)[0][gaps.MARKED] == pytest.approx(0.76, abs=0.005)


def test_with_a_small_weight_of_the_mark_the_wrong_bit_is_read():
    """The update gate lets some of every value in, and their sum has the other sign."""
    assert explorers.fate(explorers.kept_by_hand(10, 4, 10)[1]) == "the wrong bit is read"
    assert explorers.fate(explorers.kept_by_hand(10, 20, 10)[1]) == "the bit is read"
    assert gaps.values_and_mark()[0, 0, gaps.MARKED + 1 :].sum() < -5


def test_a_closed_output_gate_hides_what_the_cell_state_has():
    c, a, _ = explorers.kept_by_hand(10, 20, -6)
    assert c[-1] > 0.75 and explorers.fate(a) == "too little to read"


def test_the_gates_open_where_the_bit_is_lost_and_follow():
    shown = explorers.explore_gates()
    assert shown.values() == {"forget": 0, "mark": 20, "output": 10}
    c, a, _ = explorers.kept_by_hand(**shown.values())
    assert abs(c[-1]) < 1e-3 and explorers.fate(a) == "too little to read"
    before = shown.image.value
    shown.controls["forget"].value = 5
    assert shown.image.value != before


def test_the_figure_of_the_gates_says_what_becomes_of_the_bit():
    explorers.draw_gates(fig := Figure(), 10, 20, 10)
    assert "After 50 steps c = 0.76 and a = 0.64: the bit is read" in texts(fig)
    explorers.draw_gates(fig := Figure(), 10, 4, 10)
    assert "c = −0.33" in texts(fig) and "update gate 0.88 at the mark and 0.12 elsewhere" in texts(fig)


@pytest.mark.parametrize("cell", ["RNN", "LSTM"])
def test_the_share_by_gap_agrees_with_measuring(cell):
    """The gradient with respect to one input, by nudging it."""
    x, parameters = gaps.fresh_network(cell, 0, T_x=6)
    forward, backward = FUNCTIONS[cell]
    shares = gaps.gradient_by_gap(x, parameters, forward, backward, np.random.default_rng(1))
    weights = np.random.default_rng(1).normal(size=(gaps.N_A, gaps.M))
    lengths = np.zeros((gaps.M, 6))
    for t in range(6):
        slopes = np.zeros((gaps.N_X, gaps.M))
        for j in range(gaps.N_X):
            costs = []
            for nudge in (1e-5, -1e-5):
                moved = x.copy()
                moved[j, :, t] += nudge  # the sequences are independent of one another
                a, *_ = forward(moved, np.zeros((gaps.N_A, gaps.M)), parameters)
                costs.append(np.sum(weights * a[:, :, -1], axis=0))
            slopes[j] = (costs[0] - costs[1]) / 2e-5
        lengths[:, t] = np.linalg.norm(slopes, axis=0)
    np.testing.assert_allclose(shares, (lengths.mean(axis=0) / lengths[:, -1].mean())[::-1], rtol=1e-4)


def test_gaps_open_where_the_lstm_loses_more_than_the_rnn():
    shown = explorers.explore_gaps()
    assert shown.values() == {"scale": 1, "forget_bias": 0}
    assert gaps.mean_by_gap("LSTM")[50] < 1e-6 < gaps.mean_by_gap("RNN")[50]
    before = shown.image.value
    shown.controls["forget_bias"].value = 3
    assert shown.image.value != before


def test_a_forget_bias_of_one_and_a_half_brings_a_tenth_over_50_steps():
    slider = explorers.explore_gaps().controls["forget_bias"]
    biases = np.arange(slider.min, slider.max + slider.step / 2, slider.step)
    brought = np.array([gaps.mean_by_gap("LSTM", forget_bias=bias)[50] for bias in biases])
    assert biases[np.argmax(brought > 0.1)] == 1.5


def test_one_scale_keeps_the_rnn_even_half_and_double_of_it_do_not():
    slider = explorers.explore_gaps().controls["scale"]
    scales = 2.0 ** np.arange(slider.min, slider.max + slider.step / 2, slider.step)
    even = [scale for scale in scales if np.all(np.abs(np.log10(gaps.mean_by_gap("RNN", scale=scale))) <= 1)]
    assert even == [pytest.approx(2**0.5)]
    assert gaps.mean_by_gap("RNN", scale=2**-0.5)[50] < 1e-6 and gaps.mean_by_gap("RNN", scale=2**1.5)[50] > 1e3


def test_at_scale_8_the_lstm_explodes_at_any_forget_bias():
    assert all(gaps.mean_by_gap("LSTM", scale=8, forget_bias=bias)[50] > 100 for bias in np.arange(-1, 5.5, 0.5))


def test_at_bias_3_the_rise_belongs_to_the_first_inputs():
    """In longer sequences the line is level where it rises in those of 61 steps."""
    short, long = (gaps.mean_by_gap("LSTM", forget_bias=3.0, T_x=T_x) for T_x in (gaps.T_X, 121))
    assert short[60] > 5 * short[30] and long[120] > 5 * long[50]
    assert np.all((long[10:51] > 0.3) & (long[10:51] < 0.6))


def test_shares_outside_the_axes_lie_on_their_edge_and_are_said_in_few_characters():
    ax = Figure().subplots()
    (line,) = plots.shares_by_gap(ax, ["RNN"], 3)
    plots.set_shares([line], [np.array([1.0, 1e-30, 1e30])])
    assert line.get_ydata().tolist() == [1.0, plots.LEAST, plots.MOST]
    assert [plots.short(share) for share in (0.31, 6.4e-16, 0.0067, 58.0, 5.8e7)] == [
        "0.31",
        "6e−16",
        "7e−3",
        "58",
        "6e7",
    ]
