"""Two explorers: a threshold against precision, recall and F1, and the errors that a diagnosis compares."""

from functools import lru_cache

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider

from utils.explorers.frame import explorer
from utils.labs.course3.week1_ml_strategy.studies import scores, tumours
from utils.labs.measured import load_measured
from utils.plots import BLUE, GREY, ORANGE
from utils.steps.ml_strategy import diagnose

BINS = np.linspace(0, 1, 21)
THRESHOLDS = np.linspace(0, 1, 101)
# Paths of the kept table, see `measured`
NETWORKS = {"6 units": "", "24 units": "b", "24 units, 4 × the images": "ba", "96 units": "bb"}


def rates(threshold, found, labels):
    """The shares of malignant and of benign tumours whose score reaches a threshold."""
    return np.mean(found[labels == 1] >= threshold), np.mean(found[labels == 0] >= threshold)


def judged(threshold, share, found, labels):
    """Precision, recall and F1 where malignant tumours are this share of all; 0 without a hit."""
    recall, alarms = rates(threshold, found, labels)
    hits = share * recall
    if hits == 0:
        return 0.0, 0.0, 0.0
    precision = hits / (hits + (1 - share) * alarms)
    return precision, recall, 2 * precision * recall / (precision + recall)


@lru_cache(maxsize=1)
def scored():
    """The scores of the tumours to judge on, and their labels: two arrays (m,)."""
    data = tumours(0)
    return scores(data)[0], data.Y_dev[0]


def threshold_artists(fig):
    """Scores of both kinds on the left, the three curves on the right."""
    found, labels = scored()
    left, right = fig.subplots(1, 2)
    for label, colour, name, hatch in ((0, BLUE, "benign", ""), (1, ORANGE, "malignant", "//")):
        left.hist(*(found[labels == label], BINS), density=True, color=colour, alpha=0.55, hatch=hatch, label=name)
    artists = {
        "line": left.axvline(0.5, color="black", lw=1.5),
        "mark": right.axvline(0.5, color="black", lw=1),
        "left title": left.set_title(" "),
        "right title": right.set_title(" "),
        "points": right.plot([], [], "k*", ms=9)[0],
    }
    for name, colour, style in (("precision", BLUE, "--"), ("recall", ORANGE, "-."), ("F1", "black", "-")):
        artists[name] = right.plot([], [], color=colour, ls=style, label=name)[0]
    left.set(xlim=(0, 1), ylim=(0, 5), xlabel="score", ylabel="density, each kind by itself")
    right.set(xlim=(0, 1), ylim=(0, 1.05), xlabel="threshold")
    left.legend(loc="upper right")
    right.legend(loc="lower left", fontsize=8)
    return artists


def update_threshold(artists, threshold, share):
    """Set what a threshold and a share of malignant tumours give."""
    found, labels = scored()
    curves = np.array([judged(t, share, found, labels) for t in THRESHOLDS])
    for column, name in enumerate(("precision", "recall", "F1")):
        artists[name].set_data(THRESHOLDS, curves[:, column])
    precision, recall, f1 = judged(threshold, share, found, labels)
    artists["points"].set_data([threshold] * 3, [precision, recall, f1])
    for name in ("line", "mark"):
        artists[name].set_xdata([threshold] * 2)
    artists["left title"].set_text(f"Threshold {threshold:.2f}: {recall:.0%} of the malignant ones are found")
    best = THRESHOLDS[np.argmax(curves[:, 2])]
    artists["right title"].set_text(
        f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f}; best F1 {curves[:, 2].max():.2f} at {best:.2f}"
    )


def draw_threshold(fig, threshold, share):
    """Draw scores, and what a threshold makes of them."""
    update_threshold(threshold_artists(fig), threshold, share)


def explore_threshold():
    """The threshold, and the share of malignant tumours. Opens where most of them are missed."""
    return explorer(
        threshold_artists,
        update=update_threshold,
        title="A threshold on scores of tumours, with precision, recall and F1",
        figsize=(10, 3.5),
        threshold=FloatSlider(value=0.85, min=0.0, max=1.0, step=0.01),
        share=FloatSlider(value=0.37, min=0.01, max=0.5, step=0.01, description="share malignant"),
    )


def four_errors(network, human_error):
    """[people's, training, dev, test error] of a key of NETWORKS, kept means over ten seeds."""
    (row,) = (row for row in load_measured("course3/week1_ml_strategy")["paths"] if row["path"] == NETWORKS[network])
    return [human_error, *row["errors"]]


def gaps_artists(fig):
    """Four bars without lengths."""
    ax = fig.subplots()
    names = ["people", "training", "dev", "test"]
    bars = ax.barh(names, np.zeros(4), color=[GREY, ORANGE, BLUE, BLUE], hatch="")
    bars[3].set_hatch("//")
    artists = {
        "bars": list(bars),
        "labels": [ax.text(0, k, "", va="center") for k in range(4)],
        "noise": ax.plot([], [], color="black", lw=2)[0],
        "title": ax.set_title(" "),
    }
    ax.set(xlim=(0, 0.5), ylim=(3.6, -0.6), xlabel="error; black: dev error ± 2 standard errors")
    return artists


def update_gaps(artists, network, human_error, m_dev):
    """Set what a network, people's error and a size of the dev set give."""
    errors, m = four_errors(network, human_error), round(m_dev)
    focus, gaps = diagnose(*errors, m, 10_000)
    for bar, error in zip(artists["bars"], errors, strict=True):
        bar.set_width(error)
    words = ["", *(f"{name} {gap:+.3f}" for name, gap in gaps.items())]
    spread = 2 * np.sqrt(errors[2] * (1 - errors[2]) / m)
    artists["noise"].set_data([errors[2] - spread, errors[2] + spread], [2, 2])
    for k, (text, error, gap) in enumerate(zip(artists["labels"], errors, words, strict=True)):
        text.set_position((error + (spread if k == 2 else 0) + 0.006, k))
        text.set_text(f"{error:.3f}   {gap}".rstrip())
    artists["title"].set_text(f"{network}, people at {human_error:.3f}, {m} dev images: {focus}")


def draw_gaps(fig, network, human_error, m_dev):
    """Draw the four errors of a network, the gaps between them, and the diagnosis."""
    update_gaps(gaps_artists(fig), network, human_error, m_dev)


def explore_gaps():
    """The network, people's error, the size of the dev set. Opens with the trainee as the yardstick."""
    return explorer(
        gaps_artists,
        update=update_gaps,
        title="Four errors, the gaps between them, and the diagnosis",
        figsize=(9, 3.2),
        network=Dropdown(options=list(NETWORKS), value="24 units, 4 × the images"),
        human_error=FloatSlider(
            value=0.175, min=0.0, max=0.4, step=0.005, readout_format=".3f", description="people's error"
        ),
        m_dev=FloatLogSlider(
            value=10**4, base=10, min=2, max=5, step=0.25, readout_format=".0f", description="dev images"
        ),
    )
