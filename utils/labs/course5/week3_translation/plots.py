"""Figures of the lab on translation: quality by length, attention maps, captions, and how the cost grows."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

STYLES = {
    "without attention": {"color": ORANGE, "linestyle": "--", "marker": "s"},
    "with attention": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "word by word": {"color": GREY, "linestyle": ":", "marker": "^"},
    "nearest sentence": {"color": "#222222", "linestyle": "-.", "marker": "D"},
}


def bleu_by_length(ax, borders, curves):
    """BLEU by the number of English words.

    borders: pairs (low, high).    curves: {name of STYLES: an array (k,), or (seeds, k), whose mean is drawn}.
    """
    places = np.arange(len(borders))
    for name, values in curves.items():
        values = np.atleast_2d(values)
        ax.plot(places, values.mean(axis=0), **STYLES[name], ms=5, label=name)
        if len(values) > 1:
            ax.fill_between(
                places, values.min(axis=0), values.max(axis=0), color=STYLES[name]["color"], alpha=0.15, lw=0
            )
    ax.set_xticks(places, [f"{low}–{high}" for low, high in borders])
    ax.set(ylim=(0, 1.02), xlabel="words of the English sentence", ylabel="BLEU on new sentences")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)


def attention_map(ax, alphas, source, written, size=8):
    """Which of the input each step of the decoder has read: a row for each step, dark where the share is large.

    alphas: (T_y, T_x).    source, written: lists of words or symbols.
    """
    image = ax.imshow(alphas, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    ax.set_xticks(range(len(source)), source, rotation=90 if max(map(len, source)) > 1 else 0, fontsize=size)
    ax.set_yticks(range(len(written)), written, fontsize=size)
    ax.set(xlabel="read", ylabel="written")
    ax.grid(False)
    return image


def captioned_images(axes, images, written, right):
    """Images with what the network writes below each; where that is wrong, with what is right.

    axes: as many as there are images.    written, right: lists of strings.
    """
    for ax, image, words, truth in zip(axes, images, written, right, strict=True):
        ax.imshow(image)
        ax.axis("off")
        ax.set_title(lines(words), fontsize=8, color="black" if words == truth else ORANGE)
        if words != truth:
            ax.text(0.5, -0.04, "right: " + lines(truth), transform=ax.transAxes, ha="center", va="top", fontsize=7)


def lines(caption):
    """A caption on two lines."""
    words = caption.split()
    return " ".join(words[:4]) + "\n" + " ".join(words[4:])


def products_by_length(ax, lengths, attention, recurrence):
    """How many products a translator needs, by length: those of the attention and those of the three LSTMs."""
    ax.loglog(lengths, recurrence, color=ORANGE, linestyle="--", marker="s", ms=5, label="the three LSTMs")
    ax.loglog(lengths, attention, color=BLUE, linestyle="-", marker="o", ms=5, label="attention")
    ax.set(xlabel="words in and out", ylabel="products")
    ax.set_xticks(lengths, [str(length) for length in lengths])
    ax.minorticks_off()
    ax.legend(fontsize=8)
