"""Curves of training."""

import numpy as np


def cost_curve(ax, costs, every=1, label=None):
    """Draw a cost against the iterations at which it was noted.

    costs: numbers, one every `every` iterations.    label: for the legend, if there are several curves.
    """
    ax.plot(np.arange(len(costs)) * every, np.ravel(costs), label=label)
    ax.set_xlabel("iteration")
    ax.set_ylabel("cost")
    if label is not None:
        ax.legend()
