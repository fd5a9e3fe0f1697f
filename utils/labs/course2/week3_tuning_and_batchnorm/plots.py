"""Figures of the lab on tuning: searches in a square, importances, lives of models, errors by learning rate."""

import numpy as np

from utils.labs.course2.week3_tuning_and_batchnorm.landscape import miss
from utils.plots import BLUE, GREY, LIGHT_BLUE, ORANGE

NOTES_RANK = (
    *("learning_rate", "beta", "batch", "units", "layers", "decay", "penalty", "activation"),
    *("beta1", "beta2", "epsilon", "nothing"),
)
LOOKS = {
    "none": {"color": ORANGE, "ls": "-", "marker": "s", "label": "without batch norm"},
    "batch norm": {"color": BLUE, "ls": "--", "marker": "o", "label": "with batch norm"},
    "shaken": {"color": "#222222", "ls": ":", "marker": "^", "label": "with batch norm, shaken"},
}


def search_in_square(ax, points, best, words):
    """Trials in the unit square, and on the lower edge what the axis that counts has seen of them.

    points: (k, 2).    best: (2,), where the error is least.    words: what the points are.
    """
    ax.axvline(best[0], color=GREY, lw=1)
    ax.plot(*points.T, "o", color=BLUE, ms=5, clip_on=False)
    ax.plot(points[:, 0], np.full(len(points), -0.08), "|", color=ORANGE, ms=12, mew=1.5, clip_on=False)
    ax.set(xlim=(0, 1), ylim=(-0.12, 1), xlabel="what counts", ylabel="what hardly counts")
    places = len(np.unique(points[:, 0].round(12)))
    ax.set_title(f"{words}: {places} values of what counts, misses by {miss(points, best, 0.0):.3f}", fontsize=10)


def importance_bars(ax, rows, floor="nothing"):
    """Importances of several samples in the order of the notes' table: a bar for the mean, a dot for each sample.

    rows: a list of {name: share}.    floor: the hyperparameter that no training reads; its largest share is a line.
    """
    names = [name for name in NOTES_RANK if name in rows[0]]
    table = np.array([[row[name] for name in names] for row in rows])
    colours = [GREY if name == floor else LIGHT_BLUE for name in names]
    ax.barh(range(len(names)), table.mean(axis=0), color=colours)
    for sample in table:
        ax.plot(sample, range(len(names)), "o", color=BLUE, ms=4)
    ax.axvline(table[:, names.index(floor)].max(), color=ORANGE, ls="--", lw=1.3)
    ax.set_yticks(range(len(names)), names)
    ax.set(xlim=(0, 1), ylim=(len(names) - 0.4, -0.6), xlabel="importance")


def lives(left, right, care, side_by_side, best):
    """One model under care, and many side by side: dev costs by day.

    care: (errors, rates) of `panda`.    side_by_side: errors (k, days) of `caviar`.    best: the chosen row.
    """
    errors, rates = care
    days = np.arange(1, len(errors) + 1)
    left.semilogy(days, errors, color=BLUE, marker="o", ms=4, label="cost on the dev set")
    left.semilogy(days, rates, color=ORANGE, ls="--", marker="s", ms=4, label="learning rate of the day")
    left.legend(loc="lower left")
    for k, row in enumerate(side_by_side):
        look = {"color": BLUE, "lw": 2, "marker": "o", "ms": 4} if k == best else {"color": GREY, "lw": 1}
        right.semilogy(days, np.where(np.isnan(row), np.nan, row), **look)
    left.set(xlabel="day", ylabel="cost, learning rate", ylim=(0.01, 10), title="Panda: one model, watched")
    right.set(xlabel="day", ylabel="cost on the dev set", ylim=(0.01, 10), title="Caviar: the blue one is chosen")


def errors_by_rate(axes, curves, xlim):
    """Errors on the dev set by learning rate, a panel for each depth.

    curves: {layers: {a key of LOOKS: (rates, medians)}}.
    """
    for ax, (layers, found) in zip(axes, curves.items(), strict=True):
        for name, (rates, medians) in found.items():
            ax.plot(rates, medians, ms=4, **LOOKS[name])
        ax.axhline(0.1, color=GREY, lw=0.8)
        title = f"{layers} hidden layer{'s' if layers > 1 else ''}"
        ax.set(
            xscale="log", xlim=xlim, ylim=(0, 1.4), yticks=np.arange(0, 1.1, 0.2), xlabel="learning rate", title=title
        )
    axes[0].set_ylabel("error on the dev set")
    axes[0].legend(loc="upper left", fontsize=8)
