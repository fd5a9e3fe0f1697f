"""Figures of the lab on word vectors: maps, and places along the axis."""

import numpy as np

from utils.labs.course5.week2_word_vectors.common import KINDS
from utils.labs.course5.week2_word_vectors.maps import KIND_OF, MAPPED
from utils.plots import BLUE, GREY, ORANGE

STYLES = dict(
    zip(
        KINDS,
        [(BLUE, "o"), (ORANGE, "s"), (GREY, "^"), ("#222222", "D"), (BLUE, "v"), (ORANGE, "P"), ("#222222", "x")],
        strict=True,
    )
)
NAMED = ("king", "nurse", "miner", "france", "paris", "french", "big", "biggest", "football")


def word_map(ax, flat, legend=False):
    """Words on a map (2, m), marked by kind, a few of them named."""
    kinds = np.array([KIND_OF[word] for word in MAPPED])
    for kind, (colour, marker) in STYLES.items():
        ax.plot(*flat[:, kinds == kind], marker, color=colour, ms=4, label=kind)
    for word in NAMED:
        ax.annotate(word, flat[:, MAPPED.index(word)], xytext=(3, 3), textcoords="offset points", fontsize=8)
    ax.set(xticks=[], yticks=[], xlabel="first number of the map", ylabel="second number")
    if legend:
        ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)


def places_by_share(ax, words, shares, places, named=()):
    """Where words lie on the axis, against the share of women among them in the text.

    shares, places: (m,).    named: words whose names are written.
    """
    ax.axhline(0, color=GREY, lw=0.8)
    ax.plot(shares, places, "o", color=BLUE, ms=5)
    for word in named:
        k = list(words).index(word)
        ax.annotate(word, (shares[k], places[k]), xytext=(5, -3), textcoords="offset points", fontsize=8)
    ax.set(xlim=(0, 1.02), ylim=(-0.45, 0.45))
    ax.set(xlabel="share of women in the text", ylabel="cosine with the axis")
