"""Figures of the lab on gated recurrent units: gradients by gap, and accuracy by length."""

import numpy as np

from utils.labs.course5.week1_gru.measured import last_accuracies, standard_error
from utils.plots import BLUE, GREY, ORANGE

CELL_STYLES = {
    "RNN": {"color": "#222222", "linestyle": ":", "marker": "^"},
    "GRU": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "LSTM": {"color": ORANGE, "linestyle": "--", "marker": "s"},
}
LOWEST, HIGHEST = 1e-12, 1e4


def gradients_by_gap(ax, curves):
    """How strongly an input moves the last state, by its age, on a logarithmic scale.

    curves: {label: (cell, sizes (k,))}; a cell's first curve is thin and hollow, its next one thick and full.
    """
    cells = []
    for number, (label, (cell, sizes)) in enumerate(curves.items()):
        look = {"lw": 1.8} if cell in cells else {"lw": 1.0, "mfc": "white"}
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


def accuracy_by_length(ax, rows, label_of):
    """The mean last accuracy and its standard error by the length of the sequences.

    rows: of the kept table "tokens".    label_of: function of (cell, start).
    """
    groups = {}
    for row in rows:
        groups.setdefault((row["cell"], row["start"]), []).append(row)
    cells = []
    for (cell, start), group in groups.items():
        second = cell in cells
        cells.append(cell)
        found = [last_accuracies(row) for row in group]
        style = CELL_STYLES[cell] | ({} if second else {"mfc": "white"})
        ax.errorbar(
            [row["T"] for row in group],
            [np.mean(values) for values in found],
            [standard_error(values) for values in found],
            **style,
            ms=5,
            lw=1.8 if second else 0.9,
            capsize=3,
            label=label_of(cell, start),
        )
    ax.axhline(0.25, color=GREY, lw=0.8)
    ax.set(xscale="log", xlim=(9, 110), ylim=(0, 1.05), xlabel="steps T", ylabel="right on other sequences")
    ax.set_xticks([10, 20, 30, 50, 100], ["10", "20", "30", "50", "100"])
    ax.minorticks_off()
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)
