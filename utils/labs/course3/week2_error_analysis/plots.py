"""Figures of the lab on error analysis."""

import numpy as np

from utils.plots import BLUE, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE

MARKS = ("o", "s", "^", "D")


def photographs_by_defect(fig, photographs, defects, columns=8):
    """Rows of photographs: those without a defect, then those that have one defect alone."""
    rows = [("none", ~photographs.defects.any(axis=1))]
    rows += [
        (name, photographs.defects[:, k] & (photographs.defects.sum(axis=1) == 1)) for k, name in enumerate(defects)
    ]
    axes = fig.subplots(len(rows), columns)
    for (name, where), line in zip(rows, axes, strict=True):
        for ax, image in zip(line, photographs.images[where], strict=False):
            ax.imshow(image, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        for ax in line:
            ax.set(xticks=[], yticks=[])
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")


def categories_of_systems(ax, shares, categories):
    """The share of each system's mistakes that has each tag.    shares: {system: [share, …]}, a mark for each."""
    styles = zip((BLUE, ORANGE, "black", GREY), MARKS, strict=True)
    places, apart = np.arange(len(categories)), 0.12
    for k, ((name, values), (color, marker)) in enumerate(zip(shares.items(), styles, strict=False)):
        ax.plot(places + apart * (k - (len(shares) - 1) / 2), values, marker, color=color, ls="none", label=name)
    ax.set_xticks(places, categories)
    ax.set_ylim(0, 0.6)
    ax.set_ylabel("share of its mistakes")
    ax.legend()


def ceilings_by_step(ax, rows, error):
    """Error left for each category: by the table, without the defect in dev.

    rows: {category: {name: error}}, the same names in each.
    """
    names = list(next(iter(rows.values())))
    styles = zip((BLUE, "black", ORANGE, GREY), MARKS, strict=True)
    places = np.arange(len(rows))
    for k, (name, (color, marker)) in enumerate(zip(names, styles, strict=False)):
        values = [row[name] for row in rows.values()]
        ax.plot(values, places + 0.22 * (k - (len(names) - 1) / 2), marker, color=color, ls="none", label=name)
    ax.axvline(error, color=GREY, ls=":")
    ax.set_yticks(places, list(rows))
    ax.invert_yaxis()
    ax.set_xlim(0, 0.4)
    ax.set_xlabel("error on dev that is left (dotted: now)")
    ax.legend(loc="lower left")


def budget_bars(ax, errors, parts):
    """Bars for human, train, train-dev, dev and test; what each adds to the one before is filled.

    errors: {"human", "train", "train_dev", "dev", "test"}.    parts: {name: size}, four of them, in order.
    """
    before = 0.0
    ax.bar(0, errors["human"], color=LIGHT_BLUE, edgecolor=GREY)
    before = errors["human"]
    for k, (part, name) in enumerate(zip(parts, ("train", "train_dev", "dev", "test"), strict=True), start=1):
        low, high = min(before, errors[name]), max(before, errors[name])
        ax.bar(k, low, color=LIGHT_BLUE, edgecolor=GREY)
        hatch, color = ("", LIGHT_ORANGE) if errors[name] >= before else ("//", "white")
        ax.bar(k, high - low, bottom=low, color=color, edgecolor=ORANGE, hatch=hatch)
        ax.text(k, high + 0.01, f"{part}\n{parts[part]:+.3f}", ha="center", va="bottom", fontsize=9)
        before = errors[name]
    ax.set_xticks(range(5), ["human", "train", "train-dev", "dev", "test"])
    ax.set_ylim(0, 0.6)
    ax.set_ylabel("error")


def errors_by_bank(ax, rows, title):
    """Error against the number of noises: on fresh ones, and on those of the bank itself.

    rows: kept rows of one kind, {"bank", "fresh", "own"}, lists by seed; bank 0 is the training without noise.
    """
    without, rows = rows[0], rows[1:]
    for name, words, color, marker, line in (
        ("fresh", "noises never seen", ORANGE, "o", "-"),
        ("own", "noises of the training", BLUE, "s", "--"),
    ):
        means = [np.mean(row[name]) for row in rows]
        errors = [2 * np.std(row[name], ddof=1) / np.sqrt(len(row[name])) for row in rows]
        ax.errorbar([row["bank"] for row in rows], means, errors, color=color, marker=marker, ls=line, label=words)
    ax.axhline(np.mean(without["fresh"]), color=GREY, ls=":", label="trained without noise")
    ax.set_xscale("log")
    ax.set_ylim(0, 0.7)
    ax.set_xlabel("distinct noises in the training set")
    ax.set_ylabel("error on test digits")
    ax.set_title(title)
    ax.legend()


def outcomes(ax, means, path, best):
    """All outcomes of three decisions in order, with a path's and the best marked.    means: {path: error}."""
    order = sorted(means, key=means.get)
    ax.plot(range(1, len(order) + 1), [means[other] for other in order], ".", color=GREY)
    marked = [("the best", best, BLUE, "s"), ("this path", path, ORANGE, "o")]
    if path == best:
        marked = [("this path, the best", best, BLUE, "s")]
    for words, other, color, marker in marked:
        place, last = order.index(other) + 1, means[other]
        ax.plot(place, last, marker, color=color, markersize=9, ls="none", label=f"{words}, {other}: {last:.3f}")
    ax.set_ylim(0.1, 0.35)
    ax.set_xlabel("place")
    ax.set_ylabel("error on test, correct labels")
    ax.legend(loc="upper left")
