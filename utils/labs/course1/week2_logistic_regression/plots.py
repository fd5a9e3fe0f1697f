"""Pictures of logistic regression: its graph, its loss and its outputs."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

# Where each node of the graph for one example with two features stands, and what it computes
NODES = {
    "x1": (0.0, 4.0, "$x_1$"),
    "w1": (0.0, 3.0, "$w_1$"),
    "x2": (0.0, 2.0, "$x_2$"),
    "w2": (0.0, 1.0, "$w_2$"),
    "b": (0.0, 0.0, "$b$"),
    "z": (2.4, 2.0, "$z = w_1x_1 + w_2x_2 + b$"),
    "a": (4.9, 2.0, "$a = \\sigma(z)$"),
    "L": (6.9, 2.0, "$L(a, y)$"),
}
EDGES = [*((name, "z") for name in ("x1", "w1", "x2", "w2", "b")), ("z", "a"), ("a", "L")]


def example_graph(ax, values, slopes):
    """Draw the graph of one example: each node's value above it in blue, the slope of L below it in orange.

    values: {"x1", "w1", …, "L"}, numbers.    slopes: {"w1", "w2", "b", "z", "a"}, numbers.
    """
    box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": GREY}
    for start, end in EDGES:
        (x0, y0, _), (x1, y1, _) = NODES[start], NODES[end]
        arrow = {"arrowstyle": "-|>", "color": GREY, "shrinkA": 16, "shrinkB": 30}
        ax.annotate("", (x1, y1), (x0, y0), arrowprops=arrow)
    for name, (x, y, label) in NODES.items():
        ax.text(x, y, label, ha="center", va="center", bbox=box, zorder=3)
        value, slope = f"{values[name]:.4g}", f"d{name} = {slopes[name]:.4g}" if name in slopes else ""
        if x == 0:
            ax.text(x - 0.3, y, value, color=BLUE, weight="bold", ha="right", va="center")
            ax.text(x - 1.0, y, slope, color=ORANGE, ha="right", va="center")
        else:
            ax.text(x, y + 0.4, value, color=BLUE, weight="bold", ha="center", va="bottom")
            ax.text(x + 0.15, y - 0.4, slope, color=ORANGE, ha="left" if name == "z" else "center", va="top")
    ax.set(xlim=(-2.3, 7.5), ylim=(-0.6, 4.6), title="Values forward (blue), slopes of the loss backward (orange)")
    ax.axis("off")


def loss_curves(ax):
    """The loss of one example against the probability that the model gives it, for either label."""
    a = np.linspace(0.001, 0.999, 400)
    ax.plot(a, -np.log(a), color=ORANGE, label="y = 1: −ln a")
    ax.plot(a, -np.log(1 - a), "--", color=BLUE, label="y = 0: −ln(1 − a)")
    ax.axhline(np.log(2), color=GREY, linestyle=":", label="a = 0.5 costs ln 2 = 0.693")
    ax.set(xlim=(0, 1), ylim=(0, 5), xlabel="probability a that the model gives", ylabel="loss L")
    ax.set_title("Sure and wrong costs most")
    ax.legend(loc="upper center")


def output_histogram(ax, outputs, Y, title):
    """How often each output occurs, for the two labels; what lies outside 0 to 1 is shaded.

    outputs, Y: (1, m).
    """
    bins = np.linspace(-1.6, 2.4, 41)
    parts = [outputs[Y == 0], outputs[Y == 1]]
    ax.hist(parts, bins=bins, stacked=True, color=[BLUE, ORANGE], label=["not a cat", "cat"])
    for left, right in ((-1.6, 0), (1, 2.4)):
        ax.axvspan(left, right, color="0.9", zorder=0)
    ax.axvline(0.5, color=GREY, linestyle=":")
    ax.set(xlim=(-1.6, 2.4), xlabel="output", ylabel="test images", title=title)
