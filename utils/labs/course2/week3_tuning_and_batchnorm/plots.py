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
    ax.text(best[0] - 0.01, 0.0, "best place", color="#555555", fontsize=8, va="bottom", ha="right")
    ax.plot(*points.T, "o", color=BLUE, ms=5, clip_on=False)
    ax.plot(points[:, 0], np.full(len(points), -0.08), "|", color=ORANGE, ms=12, mew=1.5, clip_on=False)
    ax.set(xlim=(0, 1), ylim=(-0.12, 1), xlabel="what counts", ylabel="what does not count")
    places = len(np.unique(points[:, 0].round(12)))
    ax.set_title(f"{words}: {places} values of what counts, misses by {miss(points, best, 0.0):.3f}", fontsize=10)


def importance_bars(ax, rows, floor="nothing"):
    """Importances of several samples in the order of the notes' table: a bar for the mean, a dot for each sample.

    rows: a list of {name: share}.    floor: the hyperparameter that no training reads; its largest share is a line.
    The axis is logarithmic, so that what is small can be told apart.
    """
    names = [name for name in NOTES_RANK if name in rows[0]]
    table = np.maximum([[row[name] for name in names] for row in rows], 1e-4)
    colours = [GREY if name == floor else LIGHT_BLUE for name in names]
    ax.barh(range(len(names)), table.mean(axis=0), color=colours)
    for sample in table:
        ax.plot(sample, range(len(names)), "o", color=BLUE, ms=3)
    ax.axvline(table[:, names.index(floor)].max(), color=ORANGE, ls="--", lw=1.3, label="most that `nothing` reached")
    ax.legend(loc="lower right", fontsize=8, frameon=True, framealpha=1, edgecolor="none")
    ax.set_yticks(range(len(names)), names)
    ax.set(xscale="log", xlim=(3e-4, 1), ylim=(len(names) + 0.9, -0.6), xlabel="importance")


def lives(axes, care, side_by_side, rates, best):
    """One model under care, and many side by side, by day: cost of the one, its learning rate, costs of the many.

    care: (costs, rates) of `panda`.    side_by_side: costs (k, days) of `caviar`.
    rates: (k,), the first rates of the many.    best: the chosen row.
    """
    costs, tried = care
    days, others = np.arange(1, len(costs) + 1), f"the other {len(side_by_side) - 1}"
    axes[0].semilogy(days, costs, color=BLUE, marker="o", ms=4)
    axes[1].semilogy(days, tried, color=ORANGE, ls="--", marker="s", ms=4)
    for k, row in enumerate(side_by_side):
        look = {"color": BLUE, "lw": 2, "marker": "o", "ms": 4, "zorder": 3} if k == best else {"color": GREY, "lw": 1}
        axes[2].semilogy(days, row, label=f"chosen: cost {row[-1]:.3f} at the end" if k == best else others, **look)
        others = others if k == best else None  # named once
    axes[2].legend(loc="lower left", fontsize=8)
    for ax, label in zip(axes, ("cost on the dev set", "learning rate of the day", "cost on the dev set"), strict=True):
        ax.set(xlabel="day", ylabel=label, ylim=(0.01, 20), xlim=(0, len(costs) + 1), xticks=days[3::4])
    axes[0].set_title(f"Panda: cost {costs[0]:.2g} becomes {costs[-1]:.2g}")
    axes[1].set_title(f"Its learning rate: {tried[0]:.2g}, at most {np.max(tried):.2g}")
    axes[2].set_title(f"Caviar: of {len(rates)} rates, {rates[best]:.2g} is chosen")


def errors_by_rate(axes, curves, xlim, below=0.1):
    """Errors on the dev set by learning rate, a panel for each depth; the title counts the rates below a threshold.

    curves: {layers: {a key of LOOKS: (rates, medians)}}.
    """
    for ax, (layers, found) in zip(axes, curves.items(), strict=True):
        for name, (rates, medians) in found.items():
            ax.plot(rates, medians, ms=4, **LOOKS[name])
        ax.axhline(below, color=GREY, lw=0.8)
        ax.text(xlim[0] * 1.2, below - 0.015, f"{below:g}", color="#555555", fontsize=7, va="top")
        counts = " and ".join(str(np.sum(medians < below)) for _, medians in found.values())
        title = f"{layers} hidden layer{'s' if layers > 1 else ''}: {counts} rates below {below:g}"
        ax.set(xscale="log", xlim=xlim, ylim=(0, 1.4), yticks=np.arange(0, 1.1, 0.2), xlabel="learning rate")
        ax.set_title(title, fontsize=9)
    axes[0].set_ylabel("error on the dev set")
    axes[0].legend(loc="upper left", fontsize=8)
