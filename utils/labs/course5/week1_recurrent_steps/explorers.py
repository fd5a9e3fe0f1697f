"""Two explorers: an LSTM whose gates are set by hand, and the gradient through time by gap."""

import numpy as np
from ipywidgets import FloatLogSlider, FloatSlider

from utils.explorers.frame import explorer
from utils.labs.course5.week1_recurrent_steps.gaps import GAP, hand_set, mean_by_gap, values_and_mark
from utils.labs.course5.week1_recurrent_steps.plots import (
    set_shares,
    set_states,
    shares_by_gap,
    short,
    states_by_step,
    values_with_mark,
)
from utils.steps.lstm import lstm_forward

READABLE = 0.25  # a hidden state nearer to 0 is called lost
TOLD = 50  # the gap whose shares the title says


def kept_by_hand(forget, mark, output):
    """An LSTM with gates set by hand on `values_and_mark`; arguments as of `hand_set`.

    Returns c (T_x,), a (T_x,), and the gates (forget, update at the mark, update elsewhere, output).
    """
    parameters = hand_set(forget, mark, output)
    a, _, c, _ = lstm_forward(values_and_mark(), np.zeros((1, 1)), parameters)
    gates = 1 / (1 + np.exp(-np.array([forget, mark / 2, -mark / 2, output])))
    return c[0, 0], a[0, 0], gates


def fate(a):
    """In words: what can be read of the marked 1 at the end.    a: the hidden states (T_x,)."""
    if abs(a[-1]) < READABLE:
        return "too little to read"
    return "the bit is read" if a[-1] > 0 else "the wrong bit is read"


def gates_artists(fig):
    """Draw the inputs; returns what moves with the gates, for `update_gates`."""
    top, bottom = fig.subplots(2, 1, sharex=True, height_ratios=(1, 2))
    x = values_and_mark()
    values_with_mark(top, x)
    return {"lines": states_by_step(bottom, x.shape[2]), "gates": top.set_title(" "), "fate": bottom.set_title(" ")}


def update_gates(artists, forget, mark, output):
    """Set the gates; arguments as of `hand_set`."""
    c, a, gates = kept_by_hand(forget, mark, output)
    set_states(artists["lines"], c, a)
    words = "Forget gate {:.2f}, update gate {:.2f} at the mark and {:.2f} elsewhere, output gate {:.2f}"
    artists["gates"].set_text(words.format(*gates))
    artists["fate"].set_text(f"After 50 steps c = {c[-1]:.2f} and a = {a[-1]:.2f}: {fate(a)}".replace("-", "−"))


def draw_gates(fig, forget, mark, output):
    """Draw inputs and states of an LSTM whose gates are set by hand; arguments as of `hand_set`."""
    update_gates(gates_artists(fig), forget, mark, output)


def explore_gates():
    """Forget gate, update gate and output gate. Opens where half of the cell state is lost at each step."""
    return explorer(
        gates_artists,
        update=update_gates,
        title="An LSTM of one unit, its gates set by hand",
        figsize=(8.5, 4.4),
        forget=FloatSlider(value=0, min=-2, max=10, step=0.5, description="bias of the forget gate"),
        mark=FloatSlider(value=20, min=0, max=20, step=1, description="weight of the mark at the update gate"),
        output=FloatSlider(value=10, min=-6, max=10, step=0.5, description="bias of the output gate"),
    )


def gaps_artists(fig):
    """Axes for both cells; returns what moves, for `update_gaps`."""
    ax = fig.subplots()
    return {"lines": shares_by_gap(ax, ("RNN", "LSTM"), GAP), "title": ax.set_title(" ")}


def update_gaps(artists, scale, forget_bias):
    """Set the scale of the recurrent weights of both cells, and the bias of the LSTM's forget gates."""
    curves = [mean_by_gap("RNN", scale=scale), mean_by_gap("LSTM", scale=scale, forget_bias=forget_bias)]
    set_shares(artists["lines"], curves)
    told = ", ".join(f"{name} {short(curve[TOLD])}" for name, curve in zip(("RNN", "LSTM"), curves, strict=True))
    bias = f"{forget_bias:g}".replace("-", "−")
    artists["title"].set_text(f"Scale {scale:.2g}, forget bias {bias}: at a gap of {TOLD}, {told}")


def draw_gaps(fig, scale, forget_bias):
    """Draw the gradient by gap of an RNN and an LSTM before training; arguments as of `update_gaps`."""
    update_gaps(gaps_artists(fig), scale, forget_bias)


def explore_gaps():
    """The scale of the recurrent weights and the forget bias. Opens where the LSTM loses more than the RNN."""
    return explorer(
        gaps_artists,
        update=update_gaps,
        title="Gradients through time by gap, before training, inputs × 0.3",
        figsize=(7.5, 3.8),
        scale=FloatLogSlider(value=1, base=2, min=-2, max=3, step=0.5, description="scale of the recurrent weights"),
        forget_bias=FloatSlider(value=0, min=-1, max=5, step=0.5, description="bias of the forget gates"),
    )
