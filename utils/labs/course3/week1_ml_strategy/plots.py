"""Figures of the lab on strategy: what knobs move, two targets, an error that passes people's."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE


def knob_effects(axes, rows):
    """Effects of knobs on training and dev error, with two standard errors each way; a panel for each start.

    axes: one for each start.    rows: of the kept table, {"start", "before", "knob", "effect", "error"}.
    """
    starts = list(dict.fromkeys(row["start"] for row in rows))
    for ax, start in zip(axes, starts, strict=True):
        those = [row for row in rows if row["start"] == start]
        places = np.arange(len(those))
        for column, colour, marker, name, up in (
            (0, ORANGE, "s", "training error", -0.15),
            (1, BLUE, "o", "dev error", 0.15),
        ):
            effect = [row["effect"][column] for row in those]
            error = [2 * row["error"][column] for row in those]
            ax.errorbar(effect, places + up, xerr=error, fmt=marker, color=colour, ms=5, capsize=2, label=name)
        ax.axvline(0, color=GREY, lw=1)
        ax.set_yticks(places, [row["knob"] for row in those])
        ax.set(ylim=(len(those) - 0.5, -0.5), xlabel="change of the error, ± 2 standard errors")
        train, dev = those[0]["before"]
        ax.set_title(f"{start}: training {train:.3f}, dev {dev:.3f}")
    axes[0].legend(loc="upper right", fontsize=8)


def two_targets(ax, found):
    """Errors of two models on the dev set by day and the test set by night; a line joins the two marks of a seed.

    found: a list of {model: (by day, by night)}.
    """
    for k, (name, colour, marker) in enumerate((("by day", ORANGE, "s"), ("by night", BLUE, "o"))):
        for column in (0, 1):
            errors = [row[name][column] for row in found]
            label = f"has learnt {name}" if column == 0 else None
            ax.plot(
                np.full(len(errors), column - 0.1 + 0.2 * k), errors, marker, color=colour, mfc="white", label=label
            )
            ax.plot([column - 0.15 + 0.2 * k, column - 0.05 + 0.2 * k], [np.mean(errors)] * 2, color=colour, lw=3)
    for row in found:
        for column in (0, 1):
            both = [row["by day"][column], row["by night"][column]]
            ax.plot([column - 0.1, column + 0.1], both, color=GREY, lw=0.8, zorder=0)
    ax.set_xticks([0, 1], ["dev set, by day", "test set, by night"])
    ax.set(ylabel="error", ylim=(0, 0.5), xlim=(-0.5, 1.5))
    ax.legend(loc="upper left")


def error_by_examples(ax, counts, errors, human, bayes):
    """A model's error by the number of examples, on a logarithmic axis, with people's error and the Bayes error."""
    ax.semilogx(counts, errors, "o-", color=BLUE, ms=4, label="model")
    ax.axhline(human, color=ORANGE, ls="--", label=f"people: {human:.3f}")
    ax.axhline(bayes, color=GREY, ls=":", lw=2, label=f"Bayes error: {bayes:.3f}")
    ax.set(xlabel="training examples", ylabel="error", ylim=(0.1, 0.45), xlim=(min(counts), max(counts)))
    ax.legend(loc="upper right")
