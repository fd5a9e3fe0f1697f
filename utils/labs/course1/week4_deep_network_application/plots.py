"""Pictures of whole networks: what units look for, scores by seed, and what folding does."""

import numpy as np

from utils.plots import BLUE, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE
from utils.plots.weights import weights_in_colour, weights_signed


def unit_pictures(fig, W, side, titles):
    """The weights of each unit as pictures: in colour above, by brightness below (orange for, blue against).

    W: (units, side · side · 3), one unit per row.    titles: one string per unit.
    """
    rows = fig.subplots(2, len(W), squeeze=False)
    for (above, below), w, title in zip(rows.T, W, titles, strict=True):
        weights_in_colour(above, w, side)
        weights_signed(below, w, side)
        above.set_title(title, fontsize=9, loc="center")


def scores_by_seed(ax, names, train, test, baseline):
    """A dot for each network, a bar at each mean; one row of the arrays for each name.

    train, test: accuracies (names, seeds).    baseline: a test accuracy to compare with.
    """
    for i, _ in enumerate(names):
        for scores, colour, shift, label in ((train, BLUE, -0.12, "train"), (test, ORANGE, 0.12, "test")):
            ax.plot(np.full(len(scores[i]), i + shift), scores[i], "o", color=colour, ms=5, alpha=0.7)
            mean = {"color": colour, "linewidth": 2, "label": f"{label}, bar at the mean" if i == 0 else None}
            ax.plot([i + shift - 0.1, i + shift + 0.1], [scores[i].mean()] * 2, **mean)
    ax.axhline(baseline, color=GREY, linestyle=":", label="logistic regression, test")
    ax.set_xticks(range(len(names)), names)
    ax.set(xlim=(-0.5, len(names) - 0.5), ylim=(0.6, 1.02), ylabel="accuracy", xlabel="hidden layers")
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.42))


def accuracy_by_depth(ax, table, i, j):
    """Accuracies against depth at the j-th width: a dot for each seed, lines through the means; depth i is marked.

    table: from `architecture_table`.
    """
    depths, width = table["depths"], table["widths"][j]
    styles = (("train", BLUE, LIGHT_BLUE, -0.08, "o", "-"), ("test", ORANGE, LIGHT_ORANGE, 0.08, "^", "--"))
    for name, colour, pale, shift, marker, line in styles:
        scores, places = table[name][:, j], np.array(depths) + shift
        ax.plot(np.repeat(places, scores.shape[1]), scores.ravel(), marker, color=pale, ms=5, mec=colour, mew=0.6)
        ax.plot(places, scores.mean(axis=1), line, color=colour, label=f"{name}, line through the means")
    ax.axvline(depths[i], color=GREY, linestyle=":")
    ax.set(xlim=(depths[0] - 0.4, depths[-1] + 0.4), ylim=(0.3, 1.02), ylabel="accuracy")
    ax.set_xlabel(f"hidden layers of {width} units")
    ax.set_xticks(depths)
    ax.legend(loc="lower left")
    stuck = int(np.sum(table["train"][i, j] < 0.55))
    test = table["test"][i, j]
    ending = f"; {stuck} of {test.size} learnt nothing" if stuck else ""
    name = "Logistic regression" if depths[i] == 0 else " - ".join([str(width)] * depths[i] + ["1"])
    ax.set_title(f"{name}: test {test.mean():.2f}, from {test.min():.2f} to {test.max():.2f}{ending}")


def accuracy_map(ax, table, i, j):
    """Mean test accuracy for every depth (columns) and width (rows), cell (i, j) framed.

    table: from `architecture_table`.    Returns the frame, for `frame_cell`.
    """
    means = table["test"].mean(axis=2).T  # (widths, depths)
    ax.imshow(means, cmap="Blues", vmin=0.4, vmax=1.1, origin="lower", aspect="auto")
    for (row, column), value in np.ndenumerate(means):
        ax.text(column, row, f"{value:.2f}", ha="center", va="center", color="white" if value > 0.8 else "black")
    (frame,) = ax.plot([], [], color=ORANGE, linewidth=3, clip_on=False)
    frame_cell(frame, i, j)
    ax.set_xticks(range(len(table["depths"])), table["depths"])
    ax.set_yticks(range(len(table["widths"])), table["widths"])
    ax.set(xlabel="hidden layers", ylabel="units in each")
    ax.set_title(f"Mean test accuracy over {table['test'].shape[2]} seeds")
    return frame


def frame_cell(frame, i, j):
    """Put the frame of `accuracy_map` around cell (i, j)."""
    frame.set_data(i + np.array([-0.5, 0.5, 0.5, -0.5, -0.5]), j + np.array([-0.5, -0.5, 0.5, 0.5, -0.5]))


def folded_lines(fig, x, curves):
    """One small panel for each curve.

    x: (k,).    curves: {title: (k,)}.
    """
    for ax, (title, y) in zip(fig.subplots(1, len(curves), sharey=True), curves.items(), strict=True):
        ax.plot(x, y, color=BLUE)
        ax.set(xlim=(0, 1), ylim=(-0.05, 1.05), xlabel="x", title=title)
