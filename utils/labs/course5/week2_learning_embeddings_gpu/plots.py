"""Figures of the twin: what a step holds in memory, scores against seconds, milliseconds by size of the vocabulary."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

LOOKS = {
    "negatives": (BLUE, "-", "o"),
    "all words": (ORANGE, "--", "s"),
    "counting": ("black", ":", "*"),
}


def score_by_seconds(ax, rows):
    """The score on analogies against CPU seconds after each epoch: the mean of the texts.

    rows: of measured.json, of one number of countries.
    """
    for row in rows:
        seconds, scores = np.array(row["looks"]).mean(axis=0).T
        colour, dash, marker = LOOKS[row["name"]]
        ax.plot(seconds, scores, color=colour, linestyle=dash, marker=marker, label=row["name"])
    ax.set(xscale="log", xlim=(0.05, 50), ylim=(0, 1), xlabel="CPU seconds", ylabel="analogies solved")
    ax.legend(loc="lower right")


def by_vocabulary(ax, curves):
    """Milliseconds of a step by the number of words, both axes logarithmic.

    curves: {label: {n_words: milliseconds}}, four at most.
    """
    looks = ((ORANGE, "--", "s"), (BLUE, "-", "o"), (GREY, ":", "D"), ("black", "-.", "^"))
    for (colour, dash, marker), (label, found) in zip(looks, curves.items(), strict=False):
        ax.loglog(list(found), list(found.values()), color=colour, linestyle=dash, marker=marker, label=label)
    ax.set(xlabel="words", ylabel="milliseconds a step")
    ax.legend(loc="upper left")
