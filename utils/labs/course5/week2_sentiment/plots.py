"""Figures of the lab on sentiment and named entities: accuracy by the number of labels, evidence by word."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

SOURCE_STYLES = {
    "bag of words": {"color": ORANGE, "linestyle": "--", "marker": "s"},
    "random": {"color": GREY, "linestyle": "-.", "marker": "D"},
    "no cues": {"color": "#222222", "linestyle": ":", "marker": "^"},
    "cues": {"color": BLUE, "linestyle": "-", "marker": "o"},
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
        ax.axhline(0.2, color=GREY, lw=0.8)
        ax.set(xscale="log", ylim=(0, 1.03), xlim=(17, 750), xlabel="labelled sentences", ylabel="test accuracy")
        ax.set_xticks(counts, [str(count) for count in counts])
        ax.minorticks_off()


def evidence_bars(ax, most):
    """Bars for up to `most` words, none of them set yet: (bars, the axis with the words, the title)."""
    bars = ax.barh(np.arange(most), np.zeros(most), color=BLUE, height=0.6)
    ax.axvline(0, color="#222222", lw=0.8)
    ax.set(xlim=(-REACH, REACH), ylim=(most - 0.5, -0.5), xlabel="evidence for the mood, in nats")
    return list(bars), ax.yaxis, ax.set_title(" ")


def set_bars(artists, words, evidence, title):
    """Show the evidence (n,) of n words; what speaks against is orange and hatched."""
    bars, axis, heading = artists
    for place, bar in enumerate(bars):
        value = float(np.clip(evidence[place], -REACH, REACH)) if place < len(words) else 0.0
        bar.set_width(value)
        bar.set(facecolor=BLUE if value >= 0 else ORANGE, hatch="" if value >= 0 else "//")
    axis.set_ticks(range(len(words)), words)
    heading.set_text(title)
