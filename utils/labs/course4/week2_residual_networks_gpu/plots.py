"""Figures of deep networks in training: gradients by depth, losses by step, and what half precision can hold."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

PALE_BLUE, PALE_ORANGE = "#4095c5", "#d37b40"  # paler lines, which stand out from white by 3 to 1
SMALLEST, NORMAL, LARGEST = -25, -14, 15  # exponents of fp16: below the first 0, below the second fewer digits


def norms_along(fig, panels):
    """Norms of gradients along networks, one panel for each kind of network, several curves in each.

    panels: {title: {label: norms (parts,)}}, from the first part's output to the scores; four curves at most.
    """
    axes = fig.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for ax, (title, curves) in zip(axes, panels.items(), strict=True):
        for place, (label, norms) in enumerate(curves.items()):
            colour, line = ((PALE_BLUE, ":"), (BLUE, "-"), (PALE_ORANGE, "-."), (ORANGE, "--"))[place % 4]
            ax.semilogy(np.linspace(0, 100, len(norms)), norms, line, color=colour, label=label)
        ax.set(title=title, xlabel="% of the way from images to scores", xlim=(0, 100))
    axes[0].set_ylabel("norm of the gradient there")
    axes[-1].legend(loc="upper right")


def losses_by_step(ax, runs):
    """Training losses against the steps at which they were read.

    runs: {label: (steps, losses)}, the plain network first, three at most; losses (k,), or (seeds, k), whose mean is
    drawn strong and whose rows are pale.
    """
    for (colour, line), (label, (steps, losses)) in zip(
        ((ORANGE, "--"), (BLUE, ":"), (GREY, "-")), runs.items(), strict=False
    ):
        losses = np.atleast_2d(losses)
        if len(losses) > 1:
            ax.plot(steps, losses.T, color=colour, alpha=0.75, linewidth=0.6)
        ax.plot(steps, losses.mean(axis=0), line, color=colour, label=label)
    ax.set(xlabel="step", ylabel="training loss", xlim=(0, None), ylim=(0, None))
    ax.legend(loc="lower left")


def exponents_in_half_precision(ax, exponents, shares, scale):
    """How often each power of two occurs among numbers times a scale, and which of them fp16 can hold.

    exponents, shares: as this lab's `exponent_shares` gives them.    scale: a power of two.
    """
    moved = exponents + round(np.log2(scale))
    held = (moved >= NORMAL) & (moved <= LARGEST)
    ax.bar(moved[held], shares[held], width=1, align="edge", color=BLUE, label="all digits kept")
    ax.bar(moved[~held], shares[~held], width=1, align="edge", color=ORANGE, label="digits or all of it lost")
    for place, name in ((SMALLEST, "smallest"), (NORMAL, "smallest with all digits"), (LARGEST + 1, "largest")):
        ax.axvline(place, color=GREY, linestyle=":")
        ax.text(place + 0.3, 0.98, name, rotation=90, va="top", fontsize=8, transform=ax.get_xaxis_transform())
    ax.set(xlim=(-50, 25), ylim=(0, 0.2), xlabel="power of two of the gradient times the scale", ylabel="share")
    ax.legend(loc="upper left")
