"""A figure of the lab: a clip that was made on the device."""

import numpy as np

from utils.plots import BLUE, ORANGE


def clip_and_labels(ax, features, labels, words):
    """The features of a clip, where its words stand, and the labels.

    features: (20, 997).    labels: (1000,).    words: (begin, end, whether it is the trigger), in seconds.
    """
    ax.imshow(features, origin="lower", aspect="auto", extent=(0, 10, 0, 20), cmap="Greys")
    for begin, end, trigger in words:
        look = {"color": ORANGE, "ls": "-"} if trigger else {"color": BLUE, "ls": "--"}
        ax.plot([begin, begin, end, end], [20.4, 21.2, 21.2, 20.4], lw=1.5, clip_on=False, **look)
    ax.step(np.arange(len(labels)) / 100, 19 * labels, color=ORANGE, where="post")
    ax.set(xlabel="seconds", ylabel="mel band", ylim=(0, 21.6))
    ax.grid(False)
