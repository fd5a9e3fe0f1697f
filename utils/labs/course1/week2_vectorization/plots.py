"""Pictures of small graphs, tangents and timings."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

# Where each node of J = 3(a + bc) stands, and what it computes
NODES = {
    "a": (0.0, 2.0, "a"),
    "b": (0.0, 1.0, "b"),
    "c": (0.0, 0.0, "c"),
    "u": (1.5, 0.5, "u = bc"),
    "v": (3.0, 1.25, "v = a + u"),
    "J": (4.5, 1.25, "J = 3v"),
}
LABEL = {"ha": "center", "va": "center", "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}}


def draw_graph(ax, values, gradients=None):
    """Draw the graph of J = 3(a + bc): each node's value above it, the slope of J below it.

    values: {"a", "b", "c", "u", "v", "J"}.
    gradients: {"dJ_da", …}; each arrow then shows its own slope. None draws the forward pass alone.
    """
    own = {"av": 1, "bu": values["c"], "cu": values["b"], "uv": 1, "vJ": 3}
    for start, end in own:
        (x0, y0, _), (x1, y1, _) = NODES[start], NODES[end]
        arrow = {"arrowstyle": "-|>", "color": GREY, "shrinkA": 18, "shrinkB": 30}
        ax.annotate("", (x1, y1), (x0, y0), arrowprops=arrow)
        if gradients is not None:
            middle = {"x": (x0 + x1) / 2 - 0.05, "y": (y0 + y1) / 2}
            ax.text(**middle, s=f"× {own[start + end] + 0.0:g}", **LABEL, color=GREY, size="small")
    box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": GREY}
    for name, (x, y, label) in NODES.items():
        ax.text(x, y, label, ha="center", va="center", bbox=box, zorder=3)
        ax.text(x, y + 0.27, f"{values[name] + 0.0:g}", ha="center", va="bottom", color=BLUE, weight="bold")
        if gradients is not None and name != "J":
            slope = f"dJ/d{name} = {gradients[f'dJ_d{name}'] + 0.0:g}"
            ax.text(x, y - 0.27, slope, ha="center", va="top", color=ORANGE, size="small")
    ax.set(xlim=(-0.6, 5.1), ylim=(-0.65, 2.65))
    ax.axis("off")


def draw_sensitivities(ax, nudges, step):
    """Bars for the slopes by the chain rule, dots for what a nudge of `step` measures.

    nudges: {"a": {"gradient", "measured"}, …}.
    """
    names = list(nudges)
    rows = np.arange(len(names))[::-1]
    ax.barh(rows, [nudges[name]["gradient"] for name in names], color=ORANGE, height=0.5, label="chain rule")
    measured = [nudges[name]["measured"] for name in names]
    ax.plot(measured, rows, "o", color=BLUE, label=f"measured with a nudge of {step:g}")
    for row, name in zip(rows, names, strict=True):
        moved = f"{name} + {step:g} moves J by {nudges[name]['measured'] * step + 0.0:+.4f}"
        ax.text(0, row + 0.4, moved, **LABEL, size="small")
    ax.vlines(0, -0.4, 2.6, color=GREY, linewidth=0.8)
    ax.set(xlim=(-17, 17), ylim=(-1.2, 2.7), xlabel="slope of J", title="How much J reacts")
    ax.set_yticks(rows, names)
    ax.legend(loc="lower center", fontsize="small", ncols=1)


def tangent_line(ax, function, z, step, found):
    """A curve, its tangent at z, and where the curve and the tangent arrive one step further.

    found: {"slope", "promised", "actual"}, numbers.
    """
    line = np.linspace(-9, 12, 421)
    ax.plot(line, function(line), color=BLUE, label="sigmoid")
    ax.plot(line, function(z) + found["slope"] * (line - z), color=ORANGE, linewidth=1, label="tangent at z")
    ax.plot(z, function(z), "o", color=BLUE)
    ax.plot(z + step, found["actual"], "o", color=BLUE, markerfacecolor="white", label="sigmoid at z + δ")
    ax.plot(z + step, found["promised"], "s", color=ORANGE, markerfacecolor="white", label="tangent at z + δ")
    ax.vlines(z + step, found["actual"], found["promised"], color=GREY, linestyle=":")
    ax.axhline(1, color=GREY, linewidth=0.6)
    ax.axhline(0, color=GREY, linewidth=0.6)
    ax.set(xlim=(-9, 12), ylim=(-0.35, 1.75), ylabel="output")
    ax.legend(loc="upper left", fontsize="small")


def draw_race(ax, sizes, seconds):
    """Time against size on logarithmic axes, one line for each way of computing.

    sizes: whole numbers.    seconds: {label: one time for each size}.
    """
    for (label, times), color, marker in zip(seconds.items(), (ORANGE, GREY, BLUE), "os^", strict=False):
        ax.loglog(sizes, times, marker=marker, color=color, label=label)
    ax.set(xlabel="length n of the vectors", ylabel="seconds for one inner product")
    ax.set(ylim=(1e-7, 1), title="Loop and vectorised code, the same sum")
    ax.legend(loc="upper left")
