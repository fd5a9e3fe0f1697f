"""Figures of the lab on attention: the softmax by d_k, right answers by length, and learning with and without √d_k."""

import numpy as np

from utils.labs.course5.week4_attention.copying import STRETCHES
from utils.labs.statistics import standard_error
from utils.plots import BLUE, GREY, ORANGE

STYLES = {
    ("none", False): {"color": GREY, "linestyle": ":", "marker": "x"},
    ("learned", False): {"color": ORANGE, "linestyle": "-", "marker": "o"},
    ("sinusoidal", False): {"color": ORANGE, "linestyle": "--", "marker": "s"},
    ("rotated", False): {"color": BLUE, "linestyle": "-", "marker": "^"},
    ("biased", False): {"color": BLUE, "linestyle": "--", "marker": "D"},
}
SCALINGS = {
    "divided by √d": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "not divided": {"color": ORANGE, "linestyle": "--", "marker": "s"},
    "W_q begins smaller": {"color": "#222222", "linestyle": ":", "marker": "^"},
    "W_q and W_k begin smaller": {"color": GREY, "linestyle": "-.", "marker": "D"},
    "divided by d": {"color": BLUE, "linestyle": ":", "marker": "x"},
}


def softmax_by_size(axes, sizes, divided, raw, divided_slope, raw_slope):
    """Entropy and slope of the softmax by d_k, with its scores divided by √d_k and not.

    axes: two.    sizes: (n,) values of d_k.    The others: (n,) each, means.
    """
    for ax, whole, halved, words, highest in zip(
        axes,
        (raw, raw_slope),
        (divided, divided_slope),
        ("entropy of the weights, nats", "sum of α (1 − α)"),
        (2.9, 1.0),
        strict=True,
    ):
        ax.plot(sizes, halved, **SCALINGS["divided by √d"], label="divided by √d_k")
        ax.plot(sizes, whole, **SCALINGS["not divided"], label="not divided")
        ax.set(xscale="log", xlabel="d_k", ylabel=words, ylim=(0, highest))
        ax.set_xticks(sizes, [str(size) for size in sizes])
        ax.minorticks_off()
        ax.legend(loc="center right", fontsize=8)


def right_by_length(ax, rows):
    """The share of right answers by stretch of steps: a line for each kind of positions, its seeds' mean and range.

    rows: of the kept table "lengths", without those with offsets.
    """
    places = np.arange(len(STRETCHES))
    for number, row in enumerate(rows):
        right = np.array(row["right"])
        style = STYLES[row["kind"], row["offsets"]]
        shift = 0.05 * (number - (len(rows) - 1) / 2)
        mean = right.mean(axis=0)
        span = np.abs(np.stack([right.min(axis=0), right.max(axis=0)]) - mean)
        ax.errorbar(places + shift, mean, yerr=span, **style, ms=5, lw=1.8, elinewidth=0.8, label=row["kind"])
    ax.axvspan(-0.5, 0.5, color="#eeeeee", zorder=0)
    ax.axhline(1 / 8, color=GREY, lw=0.8)
    ax.text(4.45, 0.11, "a guess, 1/8", color=GREY, ha="right", va="top", fontsize=8)
    ax.set_xticks(places, [f"{low}–{high - 1}" for low, high in STRETCHES])
    ax.set(
        xlim=(-0.5, 4.5), ylim=(0, 1.05), xlabel="steps; training had those on grey", ylabel="share of right answers"
    )
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)


def learnt_by_size(ax, rows):
    """The mean of the looks, over steps and seeds, by d_k, with two standard errors.    rows: of "scaling"."""
    sizes = sorted({row["d"] for row in rows})
    for number, (scaling, style) in enumerate(SCALINGS.items()):
        looks = [np.mean(row["looks"], axis=1) for row in rows if row["scaling"] == scaling]
        errors = [2 * standard_error(one) for one in looks]
        places = np.arange(len(sizes)) + 0.06 * (number - 2)
        ax.errorbar(places, np.mean(looks, axis=1), yerr=errors, **style, ms=5, label=scaling)
    ax.set_xticks(range(len(sizes)), [str(size) for size in sizes])
    ax.set(xlim=(-0.4, len(sizes) - 0.6), ylim=(0, 1.05), xlabel="d_k", ylabel="right answers, mean on the way")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)
