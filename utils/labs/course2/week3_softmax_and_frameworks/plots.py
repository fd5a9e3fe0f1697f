"""Figures of the lab on softmax and frameworks: pulls by share, a graph of Variables, two digits in one image."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE
from utils.plots.diagrams import edge, unit


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
    """Draw a graph of Variables: values in blue, gradients in orange beneath, a line to each parent.

    nodes: {name: (Variable, x, y)}.    gradients: a number for each, in the same order.
    """
    places = {id(node): (x, y) for node, x, y in nodes.values()}
    for (name, (node, x, y)), gradient in zip(nodes.items(), gradients, strict=True):
        for parent, share in zip(node.parents, node.rule(np.asarray(gradient)), strict=True):
            if id(parent) in places:
                edge(ax, (x, y), places[id(parent)], f"{float(share):g}", colour=ORANGE, where=0.5, size=9)
        unit(ax, x, y, name, float(node.data), gradient=f"{float(gradient):g}", size=10)
    across, up = zip(*places.values(), strict=True)
    ax.set(xlim=(min(across) - 0.6, max(across) + 0.6), ylim=(min(up) - 0.9, max(up) + 0.9), title=title)
    ax.axis("off")


def labelled_images(axes, X, Y):
    """Draw images of 8 × 8 pixels with the labels that they have.

    axes: one for each image.    X: (64, m).    Y: (10, m) of 0 and 1.
    """
    for k, ax in enumerate(axes):
        ax.imshow(X[:, k].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        ax.set_title(" and ".join(str(label) for label in np.flatnonzero(Y[:, k])))
        ax.set(xticks=[], yticks=[])
    axes[0].set_ylabel("digits", color=GREY)
