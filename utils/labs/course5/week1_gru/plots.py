"""Figures of the lab on gated recurrent units: gradients by gap, what was learnt by length, and trained gates."""

import numpy as np

from utils.labs.course5.week1_gru.measured import solved
from utils.plots import BLUE, GREY, ORANGE

CELL_STYLES = {
    "RNN": {"color": "#222222", "linestyle": ":", "marker": "^"},
    "GRU": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "LSTM": {"color": ORANGE, "linestyle": "--", "marker": "s"},
}
LOOKS = ({"lw": 1.0, "mfc": "white"}, {"lw": 1.8}, {"lw": 1.8, "linestyle": "-.", "marker": "D"})  # a cell's curves
LOWEST, HIGHEST = 1e-12, 1e4


def gradients_by_gap(ax, curves):
    """How strongly an input moves the last state, by its age, on a logarithmic scale.

    curves: {label: (cell, sizes (k,))}; a cell's first curve is thin and hollow, its next ones thick and full.
    """
    cells = []
    for number, (label, (cell, sizes)) in enumerate(curves.items()):
        look = LOOKS[cells.count(cell)]
        cells.append(cell)
        style = CELL_STYLES[cell] | look | {"markevery": (number, 10), "ms": 5}
        ax.semilogy(np.arange(len(sizes)), np.maximum(sizes, LOWEST), **style, label=label)
    set_gap_axes(ax)
    ax.legend(loc="lower left", fontsize=8)


def set_gap_axes(ax):
    """Labels and limits of an axis of gradients by gap."""
    ax.axhline(1, color=GREY, lw=0.8)
    ax.set(
        xlabel="steps between the input and the last state",
        ylabel="gradient, against the last input's",
        xlim=(0, 60),
        ylim=(LOWEST, HIGHEST),
        yscale="log",
    )


def solved_by_length(ax, rows, label_of):
    """How many of the seeds have learnt the task, by the length of the sequences.

    rows: of the kept table "tokens".    label_of: function of (cell, start).
    """
    groups = {}
    for row in rows:
        groups.setdefault((row["cell"], row["start"]), []).append(row)
    cells = []
    for number, ((cell, start), group) in enumerate(groups.items()):
        style = CELL_STYLES[cell] | LOOKS[cells.count(cell)]
        cells.append(cell)
        shift = 0.06 * (number - (len(groups) - 1) / 2)  # curves that would lie on each other
        places = np.array([row["T"] for row in group])
        ax.plot(places, [solved(row) + shift for row in group], **style, ms=5, label=label_of(cell, start))
    ax.set(xscale="log", xlim=(9, 110), ylim=(-0.4, 5.4), xlabel="steps T", ylabel="seeds of five that learnt it")
    ax.set_xticks([10, 20, 30, 50, 100], ["10", "20", "30", "50", "100"])
    ax.minorticks_off()
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)


def gates_at_the_mark(ax, at_mark, elsewhere):
    """The mean update gate of each unit at the mark against that at all other steps, two arrays (n_a,)."""
    ax.plot([0, 1], [0, 1], color=GREY, lw=0.8, label="the same at both")
    ax.axvline(0.05, color=GREY, ls=":", lw=1, label="a gate of 0.05")
    ax.plot(elsewhere, at_mark, "o", color=BLUE, ms=5, clip_on=False, label="a unit")
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="mean gate Γu at the other steps", ylabel="mean gate Γu at the mark")
    ax.legend(loc="lower right", fontsize=8)
