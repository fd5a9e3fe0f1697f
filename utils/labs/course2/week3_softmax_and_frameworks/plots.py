"""Figures of the lab on softmax and frameworks: pulls by share, a graph of Variables, two digits in one image."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE
from utils.plots.diagrams import PATCH


def slopes_by_share(ax, shares, classes=10):
    """Draw how strongly the true class's score is pulled up, by the share that it has already.

    shares: (k,) between 0 and 1; the other classes share the rest equally.    classes: their number in all.
    """
    entropy, squares = pulls(shares, classes)
    ax.plot(shares, entropy, color=BLUE, label="cross-entropy")
    ax.plot(shares, squares, "--", color=ORANGE, label="squared error of the shares")
    ax.set(xlim=(0, 1), ylim=(0, 1.05), xlabel="share of the true class", ylabel="pull on its score, $-dz$")
    ax.legend()


def pulls(shares, classes):
    """−dz of the true class's score, by the cross-entropy and by half the squared error, the rest shared equally."""
    return 1 - shares, shares * (1 - shares) ** 2 * classes / (classes - 1)


def graph_of(ax, nodes, gradients, title):
    """Draw a graph of Variables: values in blue, gradients in orange beneath, an arrow back to each parent.

    nodes: {name: (Variable, x, y)}.    gradients: a number for each, in the same order.
    """
    places = {id(node): (x, y) for node, x, y in nodes.values()}
    for (name, (node, x, y)), gradient in zip(nodes.items(), gradients, strict=True):
        for parent, part in zip(node.parents, node.rule(np.asarray(gradient)), strict=True):
            if id(parent) in places:
                sent_back(ax, (x, y), places[id(parent)], f"{float(part):g}")
        ax.scatter([x], [y], s=1500, facecolor="white", edgecolor=BLUE, lw=1.5, zorder=3)
        ax.text(x, y, f"{float(node.data):g}", ha="center", va="center", size=10, color=BLUE, zorder=4)
        ax.text(x, y + 0.5, name, ha="center", va="bottom", size=10, color=GREY)
        ax.text(x, y - 0.5, f"sum {float(gradient):g}", ha="center", va="top", size=10, color=ORANGE)
    across, up = zip(*places.values(), strict=True)
    ax.set(xlim=(min(across) - 0.6, max(across) + 0.6), ylim=(min(up) - 0.9, max(up) + 0.9), title=title)
    ax.axis("off")


def sent_back(ax, start, end, part):
    """An arrow from a Variable to one of its parents, with the part of the gradient that travels along it."""
    style = {"arrowstyle": "-|>", "color": ORANGE, "linestyle": "--", "lw": 1.3, "shrinkA": 20, "shrinkB": 20}
    ax.annotate("", end, start, arrowprops=style, zorder=1)
    x, y = np.add(start, end) / 2
    ax.text(x, y, part, ha="center", va="center", size=10, color=ORANGE, bbox=PATCH, zorder=2)


def labelled_images(axes, X, Y):
    """Draw images of 8 × 8 pixels with the labels that they have.

    axes: one for each image.    X: (64, m).    Y: (10, m) of 0 and 1.
    """
    for k, ax in enumerate(axes):
        ax.imshow(X[:, k].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        ax.set_title(" and ".join(str(label) for label in np.flatnonzero(Y[:, k])))
        ax.set(xticks=[], yticks=[])
