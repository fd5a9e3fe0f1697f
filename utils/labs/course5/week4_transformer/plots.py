"""Figures of the lab on the Transformer: what is learnt by seconds, and a gradient's size by padding."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

STYLES = {
    "Transformer": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "recurrent": {"color": ORANGE, "linestyle": "--", "marker": "s"},
}


def learnt_by_seconds(ax, rows, title):
    """The share of right dev sentences by seconds of training: each side's mean, and its lowest and highest run.

    rows: of a kept table, one for each kind.
    """
    for row in rows:
        looks = np.array([one["looks"] for one in row["judged"]])
        seconds = np.mean([one["seconds"] for one in row["judged"]])
        at = seconds * np.arange(1, looks.shape[1] + 1) / looks.shape[1]
        mean = looks.mean(axis=0)
        span = np.abs(np.stack([looks.min(axis=0), looks.max(axis=0)]) - mean)
        ax.errorbar(at, mean, yerr=span, **STYLES[row["kind"]], ms=5, lw=1.8, elinewidth=0.8, label=row["kind"])
    ax.set(title=title, ylim=(0, 1.05), xlabel="CPU seconds of training", ylabel="share of dev part all right")
    ax.set_xlim(left=0)
    ax.legend(loc="lower right", fontsize=8)


def sizes_by_padding(ax, widths, sizes, title):
    """The size of the gradient by how wide the batch is padded.

    widths: (n,) columns.    sizes: {the loss's name: (n,)}.
    """
    styles = (
        {"color": ORANGE, "ls": "--", "marker": "s"},
        {"color": "#222222", "ls": ":", "marker": "^"},
        {"color": GREY, "ls": "-.", "marker": "D"},
        {"color": BLUE, "marker": "o"},
    )
    for (name, found), style in zip(sizes.items(), styles, strict=True):
        ax.plot(widths, found, **style, label=name)
    ax.set(xscale="log", yscale="log", title=title, ylim=(1, 2e4))
    ax.set(xlabel="columns of the target, padding counted", ylabel="norm of the gradient")
    ax.set_xticks(widths, [str(width) for width in widths])
    ax.minorticks_off()
    ax.legend(loc="upper left", ncols=2, fontsize=8)
