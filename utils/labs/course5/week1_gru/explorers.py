"""Two explorers: gates that are set by hand, and how far back each cell's gradient reaches."""

import numpy as np
from ipywidgets import Dropdown, FloatSlider

from utils.explorers.frame import explorer
from utils.labs.course5.week1_gru.by_hand import AT, LENGTH, constant_gates
from utils.labs.course5.week1_gru.gradients import gradient_by_gap
from utils.labs.course5.week1_gru.networks import CELLS
from utils.labs.course5.week1_gru.plots import CELL_STYLES, LOWEST, set_gap_axes
from utils.plots import BLUE, GREY, ORANGE

CONVENTIONS = ("course", "PyTorch")


def left_of_the_past(update, convention):
    """The share of a held value that is left after 0, 1, … steps, where nothing new comes in: (41,)."""
    keep = 1 - update if convention == "course" else update
    return keep ** np.arange(41.0)


def gates_artists(fig):
    """The two panels without curves."""
    left, right = fig.subplots(1, 2)
    steps = np.arange(LENGTH)
    left.axvline(AT, color=GREY, ls=":", lw=1, label="the pulse")
    left.axhline(0, color=GREY, lw=0.8)
    artists = {
        "states": left.plot(steps, np.zeros(LENGTH), "-o", ms=3, color=BLUE, label="state")[0],
        "left": right.plot(np.arange(41), np.zeros(41), "-s", ms=3, markevery=2, color=ORANGE)[0],
        "left title": left.set_title(" "),
        "right title": right.set_title(" "),
    }
    left.set(xlim=(0, LENGTH - 1), ylim=(-0.2, 1.05), xlabel="step", ylabel="state of the unit")
    left.legend(loc="upper right", fontsize=8)
    right.set(xlim=(0, 40), ylim=(0, 1.05), xlabel="steps later", ylabel="share of a held value that is left")
    return artists


def update_gates(artists, update_gate, reset_gate, convention):
    """Set what two constant gates give in a convention."""
    states = constant_gates(update_gate, reset_gate, convention)
    share = left_of_the_past(update_gate, convention)
    artists["states"].set_ydata(states)
    artists["left"].set_ydata(share)
    artists["left title"].set_text(f"State after the pulse {states[AT]:.2f}, at the end {states[-1]:.2f}")
    artists["right title"].set_text(f"With a candidate of 0, {share[10]:.0%} are left after 10 steps")


def draw_gates(fig, update_gate, reset_gate, convention):
    """Draw one unit with constant gates that reads a pulse.

    update_gate, reset_gate: from 0 to 1.    convention: one of CONVENTIONS.
    """
    update_gates(gates_artists(fig), update_gate, reset_gate, convention)


def explore_gates():
    """Both gates and the convention. Opens where the pulse is forgotten within a few steps."""
    return explorer(
        gates_artists,
        update=update_gates,
        title="One unit with gates set by hand, and a pulse that it should remember",
        figsize=(10, 3.4),
        update_gate=FloatSlider(value=0.5, min=0.0, max=1.0, step=0.02, description="update Γu"),
        reset_gate=FloatSlider(value=0.0, min=0.0, max=1.0, step=0.02, description="reset Γr"),
        convention=Dropdown(options=list(CONVENTIONS)),
    )


def reach_artists(fig):
    """The panel with all three cells at a bias of 0, and no curve of the chosen one."""
    ax = fig.subplots()
    gaps = np.arange(len(FRESH["RNN"]))
    for cell, sizes in FRESH.items():
        style = {"linestyle": CELL_STYLES[cell]["linestyle"], "marker": CELL_STYLES[cell]["marker"]}
        ax.plot(
            gaps,
            np.maximum(sizes, LOWEST),
            color=GREY,
            lw=0.9,
            ms=3,
            markevery=10,
            **style,
            label="RNN" if cell == "RNN" else f"{cell}, bias 0",
        )
    chosen = ax.plot(gaps, FRESH["RNN"], "-D", color=BLUE, lw=2, ms=4, markevery=5, label="as set")[0]
    set_gap_axes(ax)
    ax.legend(loc="lower left", fontsize=8)
    return {"chosen": chosen, "title": ax.set_title(" ")}


def update_reach(artists, cell, start, scale):
    """Set a cell, the bias of its gate and the scale of its weights from state to state."""
    sizes = gradient_by_gap(cell, start, scale)
    artists["chosen"].set_ydata(np.maximum(sizes, LOWEST))
    gate = {"RNN": "no gate", "GRU": f"update bias {start:g}", "LSTM": f"forget bias {start:g}"}[cell]
    artists["title"].set_text(
        f"{cell}, {gate.replace('-', '−')}, weights × {scale:g}: 50 steps back {sizes[50]:.0e}".replace("e-", "e−")
    )


def draw_reach(fig, cell, start, scale):
    """Draw how strongly inputs of long ago move a cell's last state.

    cell: a key of CELLS.    start: the bias of its gate.    scale: of the weights from state to state.
    """
    update_reach(reach_artists(fig), cell, start, scale)


def explore_reach():
    """Cell, bias and scale, with one seed. Opens on a GRU at bias 0, which forgets sooner than the plain network."""
    return explorer(
        reach_artists,
        update=update_reach,
        title="How far back the gradient reaches, by cell",
        figsize=(8.5, 4),
        cell=Dropdown(options=list(CELLS), value="GRU"),
        start=FloatSlider(value=0.0, min=-6.0, max=6.0, step=0.5, description="bias of the gate"),
        scale=FloatSlider(value=1.0, min=0.5, max=4.0, step=0.25, description="weights ×"),
    )


FRESH = {cell: gradient_by_gap(cell, 0) for cell in CELLS}
