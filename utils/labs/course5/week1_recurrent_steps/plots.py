"""Pictures of this lab: gradients by gap, and the two states of an LSTM over time."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

LOOKS = (
    {"color": BLUE, "ls": "-", "marker": "o"},
    {"color": ORANGE, "ls": "--", "marker": "s"},
    {"color": GREY, "ls": ":", "marker": "D"},
    {"color": "#222222", "ls": "-.", "marker": "^"},
)
LEAST, MOST = 1e-20, 1e10  # of a share that is drawn
LIMIT = 2.0  # of a state that is drawn


def short(share):
    """A share in few characters: 0.31, 6e−16, 6e7."""
    if 0.01 <= share < 1000:
        return f"{share:.2g}"
    digits, power = f"{share:.0e}".split("e")
    return f"{digits}e{int(power)}".replace("-", "−")


def shares_by_gap(ax, labels, gap):
    """Axes for gradients by gap, on a logarithmic scale; returns a line for each label, for `set_shares`.

    gap: the largest.
    """
    lines = [
        ax.plot([], [], **look, ms=3, lw=1.3, markevery=10, label=label)[0]
        for label, look in zip(labels, LOOKS, strict=False)
    ]
    ax.axhline(1, color=GREY, lw=0.8)
    ax.set(yscale="log", ylim=(LEAST, MOST), xlim=(0, gap), xlabel="gap: steps back from the last")
    ax.set_ylabel("gradient, as a share of gap 0")
    ax.legend(loc="lower left")
    return lines


def set_shares(lines, curves):
    """Set the lines of `shares_by_gap`; shares outside the axes lie on their edge.    curves: arrays by gap."""
    for line, shares in zip(lines, curves, strict=True):
        line.set_data(np.arange(len(shares)), np.clip(shares, LEAST, MOST))


def values_with_mark(ax, x):
    """The values by step as sticks, the marked one as a square.    x: (2, 1, T_x)."""
    values, marks = x[:, 0]
    steps = np.arange(len(values))
    ax.vlines(steps, 0, values, color=GREY, lw=1)
    ax.plot(steps, values, ".", color=GREY, ms=4, label="values")
    ax.plot(steps[marks > 0], values[marks > 0], "s", color="#222222", ms=7, label="the marked value")
    ax.set(xlim=(-1, len(values)), ylim=(-1.6, 3.2), ylabel="input", yticks=(-1, 0, 1))
    ax.legend(loc="upper right", ncols=2, fontsize=8)


def states_by_step(ax, T_x):
    """Axes for cell state and hidden state; returns their lines, for `set_states`."""
    cell = ax.plot([], [], drawstyle="steps-mid", color=BLUE, marker="o", ms=3, markevery=5, label="cell state c")[0]
    hidden = ax.plot(
        [], [], drawstyle="steps-mid", color=ORANGE, ls="--", marker="s", ms=3, markevery=5, label="hidden state a"
    )[0]
    ax.axhline(0, color=GREY, lw=0.8)
    ax.set(xlim=(-1, T_x), ylim=(-LIMIT, LIMIT), xlabel="step", ylabel="state")
    ax.legend(loc="lower left", ncols=2, fontsize=8)
    return [cell, hidden]


def set_states(lines, c, a):
    """Set the lines of `states_by_step`; states outside the axes lie on their edge.    c, a: (T_x,)."""
    for line, states in zip(lines, (c, a), strict=True):
        line.set_data(np.arange(len(states)), np.clip(states, -LIMIT, LIMIT))
