"""Plain networks against residual ones: accuracy by depth, signal and gradient along a network."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from utils.plots import BLUE, GREY, ORANGE

PALE_BLUE, PALE_ORANGE = "#4095c5", "#d37b40"  # paler lines, which stand out from white by 3 to 1
COLOURS = {"plain": (ORANGE, PALE_ORANGE), "residual": (BLUE, PALE_BLUE)}
STYLES = {"plain": ("s", "--"), "residual": ("o", "-")}  # markers and lines, for whom the colours look alike


def accuracy_by_depth(ax, depths, scores, marked=None):
    """A marker for each network, lines through the means.

    depths: (k,).    scores: {"plain": (k, seeds), "residual": (k, seeds)}.    marked: a depth to point out, or None.
    """
    for kind, values in scores.items():
        (colour, pale), (marker, line) = COLOURS[kind], STYLES[kind]
        ax.plot(np.repeat(depths, values.shape[1]), values.ravel(), marker, color=pale, ms=5, mec=colour, mew=0.6)
        ax.plot(depths, values.mean(axis=1), marker + line, color=colour, ms=3, label=kind)
    if marked is not None:
        ax.axvline(marked, color=GREY, linestyle=":")
    ax.set(xlabel="layers", ylabel="accuracy", xlim=(min(depths) - 2, max(depths) + 2), ylim=(0, 1))
    ax.set_xticks(depths)
    ax.legend(loc="lower left")


def along_the_net(ax, curves, ylabel, ylim):
    """Sizes by block on a logarithmic scale, from the first convolution to the last block.

    curves: {label: (kind, sizes (blocks,))}, drawn in this order; a label that begins with _ is drawn thin and left
    out of the legend.    ylim: limits; what lies beyond them is cut off.
    """
    for label, (kind, sizes) in curves.items():
        aside = label.startswith("_")
        size = {"ms": 2, "lw": 0.8} if aside else {"ms": 4}
        ax.semilogy(
            np.arange(len(sizes)), sizes, "".join(STYLES[kind]), color=COLOURS[kind][aside], label=label, **size
        )
    ax.set(xlabel="block (0: first convolution)", ylabel=ylabel, ylim=ylim)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(loc="best")


def losses_by_step(ax, runs, every):
    """Training losses, each a mean over a few steps; several seeds pale, and their mean through them.

    runs: {label: (kind, line style, means (k,) or (seeds, k))}.    every: steps that a mean is over.
    """
    for label, (kind, style, means) in runs.items():
        means, (colour, pale) = np.atleast_2d(means), COLOURS[kind]
        steps = (np.arange(means.shape[1]) + 0.5) * every
        if len(means) > 1:
            ax.plot(steps, means.T, style, color=pale, lw=0.9)
        ax.plot(steps, means.mean(axis=0), style, color=colour, label=label, marker=STYLES[kind][0], ms=4, markevery=2)
    ax.set(xlabel="step", ylabel="training loss", xlim=(0, None), ylim=(0, None))
    ax.legend(loc="lower left")
