"""Figures of the lab on learning word embeddings: what each model reads, scores against seconds, scores by rarity."""

import numpy as np

from utils.labs.course5.week2_learning_embeddings.measured import final, seconds
from utils.labs.statistics import standard_error
from utils.plots import BLUE, GREY, LIGHT_BLUE, ORANGE

EXAMPLE = "people in france speak french and eat baguette".split()
READS = {  # which words are read, which is guessed, what happens between
    "language model of 2003": ((0, 1, 2, 3), (4,), "side by side, then a hidden layer"),
    "CBOW": ((2, 3, 5, 6), (4,), "their mean"),
    "skip-gram": ((4,), (2, 3, 5, 6), "as it is"),
}
LOOKS = {
    "language model of 2003": (GREY, ":", "^"),
    "CBOW of words before": (GREY, "-", "<"),
    "CBOW, negatives": (ORANGE, "-", "s"),
    "skip-gram, negatives": (BLUE, "-", "o"),
    "skip-gram, tree": (BLUE, "--", "v"),
    "skip-gram, all words": (BLUE, ":", "D"),
    "GloVe": (ORANGE, ":", "x"),
    "GloVe, all pairs": (ORANGE, "--", "P"),
}


def models_figure(fig):
    """Which words of a sentence each model reads (filled), and which it guesses (outlined)."""
    axes = fig.subplots(3, 1)
    for ax, (name, (read, guessed, how)) in zip(axes, READS.items(), strict=True):
        for place, word in enumerate(EXAMPLE):
            face = LIGHT_BLUE if place in read else "white"
            edge = ORANGE if place in guessed else GREY if place not in read else BLUE
            box = {"boxstyle": "round,pad=0.3", "fc": face, "ec": edge, "lw": 2 if place in (*read, *guessed) else 0.6}
            colour = "black" if place in (*read, *guessed) else GREY
            ax.text(place, 0, word, ha="center", va="center", bbox=box, color=colour, fontsize=10)
        ax.set(xlim=(-0.6, len(EXAMPLE) - 0.4), ylim=(-0.5, 0.5))
        ax.set_title(f"{name}: reads the blue words, {how}; guesses the orange", fontsize=10, loc="left")
        ax.axis("off")


def score_by_seconds(ax, rows, baseline):
    """The score on analogies against CPU seconds, the mean of the seeds, and the baseline as a point."""
    for row in rows:
        looks = np.array(row["looks"]).mean(axis=0)[:, 1:]
        colour, dash, marker = LOOKS[row["name"]]
        ax.plot(looks[:, 0], looks[:, 1], color=colour, linestyle=dash, marker=marker, ms=5, label=row["name"])
    ax.plot(seconds(baseline), final(baseline).mean(), "*", color="black", ms=13, label=baseline["name"], ls="none")
    ax.set(xscale="log", xlim=(0.03, 20), ylim=(0, 1), xlabel="CPU seconds", ylabel="analogies solved")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)


def score_by_rarity(ax, rows):
    """The score of each third of the questions, from frequent to rare words, with standard errors."""
    for number, row in enumerate(rows):
        thirds = np.array(row["thirds"])
        colour, dash, marker = LOOKS.get(row["name"], ("black", "-", "*"))
        places = np.arange(3) + 0.03 * (number - len(rows) / 2)
        style = {"color": colour, "linestyle": dash, "marker": marker, "ms": 5, "capsize": 2}
        ax.errorbar(places, thirds.mean(axis=0), standard_error(thirds), label=row["name"], **style)
    ax.set_xticks(range(3), ["most frequent third", "middle third", "rarest third"])
    ax.set(xlim=(-0.3, 2.3), ylim=(0, 1), ylabel="analogies solved", xlabel="questions by their rarest word")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)
