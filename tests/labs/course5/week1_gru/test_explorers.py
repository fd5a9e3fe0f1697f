"""What the explorers of the lab on gated recurrent units compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course5.week1_gru import by_hand, explorers, plots
from utils.labs.course5.week1_gru.by_hand import AT, LOOP, PULSE, constant_gates
from utils.labs.course5.week1_gru.gradients import gradient_by_gap
from utils.labs.measured import load_measured

pytestmark = pytest.mark.lab("course5/week1_gru")

GATES = np.round(np.arange(0, 1.01, 0.02), 2)  # where the sliders can stand


def test_a_unit_with_constant_gates_by_hand():
    states = constant_gates(0.5, 1.0)
    first = 0.5 * np.tanh(PULSE)
    assert not states[:AT].any() and states[AT] == pytest.approx(first)
    assert states[AT + 1] == pytest.approx(0.5 * np.tanh(LOOP * first) + 0.5 * first)
    np.testing.assert_allclose(constant_gates(0.3, 0.4, "PyTorch"), constant_gates(0.7, 0.4))
    with pytest.raises(ValueError, match="convention"):
        constant_gates(0.3, 0.4, "the notes")


def test_the_gates_open_where_the_pulse_is_forgotten():
    values = explorers.explore_gates().values()
    assert values == {"update_gate": 0.5, "reset_gate": 0.0, "convention": "course"}
    states = constant_gates(0.5, 0.0)
    assert states[AT + 5] < 0.04 * states[AT]


def test_the_first_task_the_best_constant_gate_keeps_next_to_nothing():
    ends = [constant_gates(gate, 0.0)[-1] for gate in GATES]
    assert GATES[np.argmax(ends)] == 0.02 and max(ends) < 0.01


def test_the_second_task_a_reset_gate_from_which_the_candidate_keeps_the_pulse():
    left = [constant_gates(1.0, gate)[-1] / constant_gates(1.0, gate)[AT] for gate in GATES]
    assert GATES[np.argmax(np.array(left) > 0.5)] == 0.72 and np.all(np.diff(left) >= 0)
    np.testing.assert_array_equal(constant_gates(0.0, 0.8, "PyTorch"), constant_gates(1.0, 0.8))


def test_the_candidate_rebuilds_the_past_only_with_a_weight_above_1(monkeypatch):
    assert constant_gates(1.0, 1.0)[-1] > 0.8
    monkeypatch.setattr(by_hand, "LOOP", 0.8)
    assert constant_gates(1.0, 1.0)[-1] < 0.01


def test_the_gates_figure_shows_what_is_computed():
    fig = Figure()
    explorers.draw_gates(fig, 0.1, 0.0, "course")
    left, right = fig.axes
    np.testing.assert_array_equal(left.lines[2].get_ydata(), constant_gates(0.1, 0.0))
    np.testing.assert_allclose(right.lines[0].get_ydata(), 0.9 ** np.arange(41))
    assert "35% are left" in right.get_title() and "candidate of 0" in right.get_title() and "0.09" in left.get_title()
    explorers.draw_gates(fig := Figure(), 0.1, 0.0, "PyTorch")
    np.testing.assert_allclose(fig.axes[1].lines[0].get_ydata(), 0.1 ** np.arange(41))


def test_the_reach_opens_on_a_fresh_gru_that_forgets():
    values = explorers.explore_reach().values()
    assert values == {"cell": "GRU", "start": 0.0, "scale": 1.0}
    assert gradient_by_gap("GRU", 0.0)[50] < gradient_by_gap("RNN")[50] < 1e-5


def test_the_first_task_one_scale_of_the_plain_network_and_its_neighbours():
    sizes = {scale: gradient_by_gap("RNN", scale=scale)[50] for scale in np.arange(0.5, 4.01, 0.25)}
    assert min(sizes, key=lambda scale: abs(np.log(sizes[scale]))) == 1.5
    assert sizes[1.25] < 0.01 and sizes[1.75] > 10


def test_the_second_task_a_shut_gate_makes_the_scale_matter_little():
    shut, wide = ([gradient_by_gap("GRU", bias, scale)[50] for scale in np.arange(0.5, 4.01, 0.5)] for bias in (-6, 3))
    assert 0.5 < min(shut) and max(shut) < 1.5
    assert min(wide) < 1e-25 and max(wide) > 1e5


@pytest.mark.parametrize("cell", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("start", [-6.0, 6.0])
def test_the_ends_of_the_sliders_are_drawn(cell, start):
    fig = Figure()
    explorers.draw_reach(fig, cell, start, 4.0)
    (ax,) = fig.axes
    assert cell in ax.get_title() and ax.get_ylim() == (plots.LOWEST, plots.HIGHEST)
    chosen = next(line for line in ax.lines if line.get_label() == "as set")
    np.testing.assert_allclose(chosen.get_ydata(), np.maximum(gradient_by_gap(cell, start, 4.0), plots.LOWEST))


def test_the_bias_of_an_rnn_changes_nothing():
    np.testing.assert_array_equal(gradient_by_gap("RNN", 3.0), gradient_by_gap("RNN"))


def test_the_still_figures_have_fixed_limits():
    ax = Figure().subplots()
    plots.gradients_by_gap(ax, {"one": ("GRU", np.array([1.0, 0.5, 0.0]))})
    assert ax.get_ylim() == (plots.LOWEST, plots.HIGHEST) and ax.lines[0].get_ydata()[-1] == plots.LOWEST
    ax = Figure().subplots()
    plots.solved_by_length(ax, load_measured("course5/week1_gru")["tokens"], lambda cell, start: f"{cell} {start}")
    assert ax.get_ylim() == (-0.4, 5.4) and len(ax.lines) == 6
    plots.gates_at_the_mark(ax := Figure().subplots(), np.array([0.5]), np.array([0.1]))
    assert ax.get_xlim() == ax.get_ylim() == (0, 1)
