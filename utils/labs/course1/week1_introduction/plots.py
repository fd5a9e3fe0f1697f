"""Pictures of the first lab: houses, a network with named units, learning curves."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

STYLES = [(GREY, "s", ":"), (ORANGE, "^", "--"), (BLUE, "o", "-"), ("black", "D", "-.")]
CHANCE = 0.1  # accuracy of guessing among ten digits


def house_prices(ax, size, price):
    """Draw houses as points: size in m² against price in thousands."""
    ax.plot(size, price, "o", color=GREY, markersize=4, alpha=0.6, linewidth=0, label="houses")
    ax.set(xlim=(15, 205), ylim=(-90, 480), xlabel="size in m²", ylabel="price in thousands")
    ax.axhline(0, color="black", linewidth=0.6)


def network_diagram(ax, W1, W2, inputs, hidden, output):
    """Draw a network with one hidden layer: a line per weight that is not 0, blue above 0 and orange below.

    W1: (units, n).    W2: (1, units).    inputs, hidden: names, n and units of them.    output: a name.
    """
    columns = [(0.0, inputs), (1.0, hidden), (2.0, [output])]
    places = [[(x, _height(k, len(names))) for k in range(len(names))] for x, names in columns]
    for W, start, end in ((W1, places[0], places[1]), (W2, places[1], places[2])):
        for k, j in np.argwhere(W):
            (x0, y0), (x1, y1) = start[j], end[k]
            colour = BLUE if W[k, j] > 0 else ORANGE
            arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 2, "shrinkA": 34, "shrinkB": 34}
            ax.annotate("", (x1, y1), (x0, y0), arrowprops=arrow)
            ax.text(x0 + 0.6 * (x1 - x0), y0 + 0.6 * (y1 - y0) + 0.07, _label(W[k, j]), color=colour, ha="center")
    box = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": GREY}
    for (_, names), spots in zip(columns, places, strict=True):
        for name, (x, y) in zip(names, spots, strict=True):
            ax.text(x, y, name, ha="center", va="center", bbox=box, zorder=3)
    ax.set(xlim=(-0.35, 2.3), ylim=(-0.1, 1.1))
    ax.axis("off")


def _label(weight):
    return f"{weight:g}".replace("-", "−")


def _height(k, count):
    """Height of item k of `count`, from the top down, evenly between 1 and 0."""
    return 0.5 if count == 1 else 1 - k / (count - 1)


def learning_curves(ax, sizes, curves):
    """Draw accuracy against the number of training examples, with bars of one standard deviation.

    sizes: numbers of examples.    curves: {name: (mean, spread)}, up to four.
    """
    for (name, (mean, spread)), (colour, marker, line) in zip(curves.items(), STYLES, strict=False):
        ax.errorbar(sizes, mean, yerr=spread, color=colour, marker=marker, linestyle=line, capsize=2, label=name)
    size_axis(ax, sizes)
    ax.axhline(CHANCE, color="black", linewidth=0.8, linestyle=":")
    ax.annotate("guessing", (sizes[-1], CHANCE), (0, 3), textcoords="offset points", ha="right", fontsize=9)
    ax.set(ylim=(0, 1), ylabel="accuracy on new images")
    ax.legend(loc="upper left")


def size_axis(ax, sizes):
    """Label a logarithmic horizontal axis with the numbers of training examples."""
    ax.set_xscale("log")
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.set_xticks([], minor=True)
    ax.set_xlabel("training images, on a log scale")
