"""Two explorers: what a place of a sentence teaches a skip-gram, and from which distribution negatives are drawn."""

import functools

import numpy as np
from ipywidgets import FloatSlider, IntSlider, SelectionSlider

from utils.data.corpus import WORDS
from utils.explorers.frame import explorer
from utils.labs.course5.week2_learning_embeddings.measured import NEGATIVES, WINDOWS
from utils.labs.course5.week2_learning_embeddings.windows import (
    MOST,
    SENTENCE,
    accidents,
    draws_per_meeting,
    look_at,
    share_of_the,
    shown_counts,
)
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error
from utils.plots import BLUE, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE

ALL_WORDS = len(WORDS)


@functools.cache
def kept_scores(K):
    """The kept scores by window: means and standard errors (n_windows,)."""
    rows = rows_where(load_measured("course5/week2_learning_embeddings")["windows"], K=K)
    scores = np.array([row["scores"] for row in rows]).T  # (seeds, windows)
    return scores.mean(axis=0), standard_error(scores)


def window_artists(fig):
    """The sentence and the negatives as boxes, and the axes of the kept scores."""
    left, right = fig.subplots(1, 2, width_ratios=(1.9, 1))
    words = [_box(left, t % 6, 3.6 - t // 6, word) for t, word in enumerate(SENTENCE)]
    negatives = [_box(left, k % 5, 1.3 - 0.75 * (k // 5), " ") for k in range(MOST)]
    left.text(-0.55, 2.0, "drawn at random, for each neighbour anew; here those of one:", fontsize=9)
    left.set(xlim=(-0.6, 5.6), ylim=(-0.7, 4.1))
    left.axis("off")
    (line,) = right.plot(WINDOWS, np.zeros(len(WINDOWS)), "-o", color=BLUE, ms=4)
    (band,) = right.plot([], [], "_", color=BLUE, ms=8)
    (point,) = right.plot([1], [0], "D", color=ORANGE, ms=9)
    right.set_xticks(WINDOWS)
    right.set(xlim=(0.5, 8.5), ylim=(0, 1), xlabel="window", ylabel="analogies solved")
    return {
        "words": words,
        "negatives": negatives,
        "line": line,
        "band": band,
        "point": point,
        "left title": left.set_title(" ", fontsize=10),
        "right title": right.set_title(" ", fontsize=10),
    }


def _box(ax, x, y, word):
    box = {"boxstyle": "round,pad=0.3", "fc": "white", "ec": GREY}
    return ax.text(x, y, word, ha="center", va="center", fontsize=10, bbox=box)


def update_window(artists, place, window, K):
    """Set the place of the centre, the window to each side, and the negatives for each neighbour."""
    shown = look_at(place, window, K)
    for t, text in enumerate(artists["words"]):
        role = "centre" if t == place else "neighbour" if t in shown.neighbours else None
        _paint(text, {"centre": (LIGHT_BLUE, BLUE), "neighbour": (LIGHT_ORANGE, ORANGE), None: ("white", GREY)}[role])
    for k, text in enumerate(artists["negatives"]):
        text.set_visible(k < K)
        if k < K:
            text.set_text(shown.negatives[k])
            _paint(text, (LIGHT_ORANGE, ORANGE) if shown.accidents[k] else ("white", "black"))
    n = len(shown.neighbours)
    said = f"{sum(shown.accidents)} of {K} negatives in the window" if any(shown.accidents) else "no negative in it"
    artists["left title"].set_text(
        f'"{shown.centre}": {n} pairs, {n * (1 + K)} products, not {n * ALL_WORDS:,}; {said}'
    )
    _update_scores(artists, window, K)


def _paint(text, colours):
    text.get_bbox_patch().set(facecolor=colours[0], edgecolor=colours[1])


def _update_scores(artists, window, K):
    means, errors = kept_scores(K)
    artists["line"].set_ydata(means)
    artists["band"].set_data(np.tile(WINDOWS, 2), np.concatenate([means - errors, means + errors]))
    value = float(means[WINDOWS.index(window)])
    artists["point"].set_data([window], [value])
    artists["right title"].set_text(f"{K} negatives, window {window}: {value:.2f}")


def draw_window(fig, place, window, K):
    """Draw what a place of a sentence teaches, and the scores that were measured by window.

    place: from 0 to 10.    window: one of WINDOWS.    K: one of NEGATIVES.
    """
    update_window(window_artists(fig), place, window, K)


def explore_window():
    """Place, window and negatives. Opens on a window of 1, with which hardly an analogy is solved."""
    return explorer(
        window_artists,
        update=update_window,
        title="What one place of a sentence teaches a skip-gram, and what the window is worth",
        figsize=(11, 3.6),
        place=IntSlider(value=3, min=0, max=len(SENTENCE) - 1, description="place"),
        window=SelectionSlider(options=list(WINDOWS), value=WINDOWS[0], description="window"),
        K=SelectionSlider(options=list(NEGATIVES), value=NEGATIVES[1], description="negatives"),
    )


def power_artists(fig):
    """How often words are drawn, against how often they occur, on logarithmic scales."""
    left, right = fig.subplots(1, 2)
    counts = np.sort(shown_counts())[::-1]
    ranks = np.arange(1, len(counts) + 1)
    left.loglog(ranks, counts / counts.sum(), "--", color=GREY, label="in the text")
    (share,) = left.loglog(ranks, counts / counts.sum(), "-", color=BLUE, lw=2, label="as negatives")
    left.set(xlim=(1, 500), ylim=(1e-6, 1), xlabel="word, by frequency", ylabel="share")
    left.legend(loc="lower left", fontsize=8)
    (draws,) = right.loglog(counts, np.ones(len(counts)), "o", color=BLUE, ms=3)
    right.axhline(1, color=GREY, lw=0.8)
    right.set(xlim=(1, 3000), ylim=(0.03, 1000), xlabel="how often the word occurs", ylabel="draws for each true pair")
    return {
        "share": share,
        "draws": draws,
        "left title": left.set_title(" ", fontsize=10),
        "right title": right.set_title(" ", fontsize=10),
    }


def update_power(artists, power, K, window):
    """Set the power of the counts, the negatives of each pair and the window."""
    order = np.argsort(-shown_counts(), kind="stable")
    draws = draws_per_meeting(power, K)[order]
    share = draws * shown_counts()[order] / shown_counts().sum() / K
    artists["share"].set_ydata(share)
    artists["draws"].set_ydata(draws)
    in_window = accidents(power, window)
    artists["left title"].set_text(
        f'"the" is {share_of_the(power):.1%} of the negatives; {in_window:.1%} stand in the window'
    )
    artists["right title"].set_text(f'Draws for a true pair: "the" {draws[0]:.1f}, the rarest word {draws[-1]:.1f}')


def draw_power(fig, power, K, window):
    """Draw from which distribution negatives come.

    power: of the counts, from 0 up.    K: negatives for each pair.    window: places to each side.
    """
    update_power(power_artists(fig), power, K, window)


def explore_power():
    """Power, negatives and window. Opens on the power 1, at which frequent words are most of the negatives."""
    return explorer(
        power_artists,
        update=update_power,
        title="From which distribution the negatives are drawn",
        figsize=(10, 3.8),
        power=FloatSlider(value=1.0, min=0.0, max=1.5, step=0.05, description="power"),
        K=IntSlider(value=5, min=1, max=20, description="negatives"),
        window=IntSlider(value=5, min=1, max=8, description="window"),
    )
