"""Two explorers: examples of the new task against what is frozen, and the share of labels that are missing."""

import numpy as np
from ipywidgets import Dropdown, FloatSlider, SelectionSlider

from utils.explorers.frame import explorer
from utils.labs.course3.week2_learning_from_tasks import plots, transfer
from utils.labs.course3.week2_learning_from_tasks import studies as st
from utils.labs.course3.week2_learning_from_tasks.tables import between, curve, kept, summary
from utils.labs.measured import rows_where

SOURCES = ("digits", "shuffled pixels")
COLUMNS = 40  # digits whose answers are shown


def transfer_at(table, source, examples):
    """Means and standard errors of the ways at that number of examples, (4,) each; NaN where a way was not tried."""
    means, spread = np.full(4, np.nan), np.full(4, np.nan)
    for place, way in enumerate(transfer.WAYS):
        from_scratch = {"source": "digits"} if way == "from scratch" else {"source": source}
        rows = rows_where(table, way=way, n=examples, **from_scratch)
        if rows:
            (means[place],), (spread[place],) = summary(rows)
    return means, spread


def transfer_artists(fig, table):
    """Draw the axes; returns what changes, for `update_transfer`.    table: the kept rows of transfer."""
    left, right = fig.subplots(1, 2)
    lines = {}
    for way, style in plots.WAY_STYLES.items():
        (lines[way],) = left.plot([], [], **style, ms=5, lw=1.4, label=way)
    left.set(xscale="log", xlim=(15, 6000), ylim=(0, 0.95))
    left.set(xlabel="examples of the new task", ylabel="share of wrong answers")
    left.legend(fontsize=8)
    return {
        "lines": lines,
        "here": left.axvline(20, color=plots.GREY, lw=1),
        "source": left.set_title(" "),
        "bars": plots.error_bars(right, list(transfer.WAYS), (0, 0.95)),
        "best": right.set_title(" "),
    }


def update_transfer(artists, table, source, examples):
    """Set the figure.    source: one of SOURCES.    examples: one of the sizes that were measured."""
    for way, line in artists["lines"].items():
        sizes, means, _ = curve(table, "n", way=way, source="digits" if way == "from scratch" else source)
        line.set_data(sizes, means)
    artists["here"].set_xdata([examples, examples])
    means, spread = transfer_at(table, source, examples)
    plots.set_bars(artists["bars"], means, spread)
    best = list(transfer.WAYS)[int(np.nanargmin(means))]
    untried = " (head with second layer: not measured)" if np.isnan(means).any() else ""
    artists["source"].set_text(f"Source: {source}{untried}")
    artists["best"].set_text(f"{examples} examples: best is {best}, {np.nanmin(means):.2f}")


def draw_transfer(fig, table, source, examples):
    """Draw the errors of four ways to learn the new task; arguments as of `update_transfer`."""
    update_transfer(transfer_artists(fig, table), table, source, examples)


def explore_transfer():
    """Source and examples. Opens on a source that does harm."""
    table = kept()["transfer"]
    return explorer(
        lambda fig: transfer_artists(fig, table),
        update=lambda artists, **values: update_transfer(artists, table, **values),
        title="Four ways to learn a new task, by the number of its examples",
        figsize=(10, 3.8),
        source=Dropdown(options=SOURCES, value="shuffled pixels"),
        examples=SelectionSlider(options=transfer.SIZES, value=50),
    )


def labels_left(Y, missing):
    """The answers that are left, for the picture; how many of all, and how many of the rarest question."""
    left = st.with_missing(Y, missing, 0)
    counts = np.sum(~np.isnan(left), axis=1)
    return left, int(counts.sum()), int(counts.min())


def missing_artists(fig, table, Y):
    """Draw the axes; returns what changes, for `update_missing`.    Y: all answers (8, m)."""
    left, right = fig.subplots(1, 2)
    for name, style in plots.MISSING_STYLES.items():
        shares, means, spread = curve(table, "missing", system=name)
        right.errorbar(shares, means, yerr=spread, **style, ms=5, lw=1.4, capsize=2, label=name)
    right.set(xlabel="share of labels that are missing", ylabel="share of wrong answers", xlim=(0, 1), ylim=(0, 0.3))
    right.legend(fontsize=8, loc="upper left")
    return {
        "grid": plots.label_grid(left, list(st.QUESTIONS), COLUMNS),
        "here": right.axvline(0, color=plots.GREY, lw=1),
        "left": left.set_title(" "),
        "right": right.set_title(" "),
    }


def update_missing(artists, table, Y, missing):
    """Set the figure.    missing: the share, up to 0.98."""
    left, labels, rarest = labels_left(Y, missing)
    plots.set_labels(artists["grid"], left[:, :COLUMNS])
    artists["here"].set_xdata([missing, missing])
    artists["left"].set_text(f"{missing:.0%} missing: {labels:,} of {Y.size:,} labels, {rarest} of the rarest")
    one, eight = (between(table, "missing", missing, system=name)[0] for name in plots.MISSING_STYLES)
    artists["right"].set_text(f"Wrong: one network {one:.3f}, eight networks {eight:.3f}")


def draw_missing(fig, table, Y, missing):
    """Draw the labels that are left and the errors; arguments as of `update_missing`."""
    update_missing(missing_artists(fig, table, Y), table, Y, missing)


def explore_missing():
    """The share of labels that are missing. Opens where nearly all are."""
    table, Y = kept()["missing"], st.asked_data(0).Y
    return explorer(
        lambda fig: missing_artists(fig, table, Y),
        update=lambda artists, **values: update_missing(artists, table, Y, **values),
        title="Eight questions on a digit, and the labels that are missing",
        figsize=(11, 3.6),
        missing=FloatSlider(value=0.98, min=0.0, max=0.98, step=0.02),
    )
