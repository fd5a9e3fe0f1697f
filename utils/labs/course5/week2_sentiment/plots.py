"""Figures of the lab on sentiment and named entities: accuracy by the number of labels, evidence by word."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

SOURCE_STYLES = {
    "bag of words": {"color": ORANGE, "linestyle": "--", "marker": "s"},
    "random": {"color": GREY, "linestyle": "-.", "marker": "D"},
    "no cues": {"color": "#222222", "linestyle": ":", "marker": "^"},
    "cues": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "bag and cues": {"color": BLUE, "linestyle": "--", "marker": "s", "markerfacecolor": "white"},
}
REACH = 6.0  # how far the axis of evidence goes


def by_labels(axes, rows):
    """Accuracy on known words, left, and on new ones, right, against the number of labels; bars are standard errors.

    rows: of the kept table "labels".
    """
    for ax, which in zip(axes, ("known", "new"), strict=True):
        for source, style in SOURCE_STYLES.items():
            own = [row for row in rows if row["source"] == source]
            values = np.array([row[which] for row in own])
            error = values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
            counts = [row["labels"] for row in own]
            ax.errorbar(counts, values.mean(axis=1), error, **style, ms=5, capsize=2, label=source)
        ax.axhline(0.2, color=GREY, lw=0.8, label="chance")
        ax.set(xscale="log", ylim=(0, 1.03), xlim=(17, 750), xlabel="labelled sentences", ylabel="test accuracy")
        ax.set_xticks(counts, [str(count) for count in counts])
        ax.minorticks_off()


def evidence_bars(ax, most):
    """Bars for up to `most` words, none of them set yet: (bars, the axis with the words, the title, numbers)."""
    bars = ax.barh(np.arange(most), np.zeros(most), color=BLUE, height=0.6)
    ax.axvline(0, color="#222222", lw=0.8)
    ax.set(xlim=(-REACH, REACH), ylim=(most - 0.5, -0.5), xlabel="fall of ln p of the mood without the word")
    numbers = [ax.text(0, place, "", va="center", fontsize=8) for place in range(most)]
    return list(bars), ax.yaxis, ax.set_title(" "), numbers


def set_bars(artists, words, evidence, title):
    """Show the evidence (n,) of n words; what speaks against is orange and hatched; a cut bar has its number."""
    bars, axis, heading, numbers = artists
    for place, bar in enumerate(bars):
        whole = float(evidence[place]) if place < len(words) else 0.0
        value = float(np.clip(whole, -REACH, REACH))
        bar.set_width(value)
        numbers[place].set_text(f"{whole:+.1f}" if whole != value else "")
        numbers[place].set(x=0.95 * value, ha="right" if value > 0 else "left", color="white" if value > 0 else "black")
        bar.set(facecolor=BLUE if value >= 0 else ORANGE, hatch="" if value >= 0 else "//")
    axis.set_ticks(range(len(words)), words)
    heading.set_text(title)
