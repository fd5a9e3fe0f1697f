"""One explorer: examples that are moved, before and after their means are taken away."""

import numpy as np
from ipywidgets import FloatSlider

from utils.explorers.frame import explorer
from utils.labs.courseN.weekK_subject.plots import points_and_mean
from utils.steps.the_steps import centred


def mean_after(X, shift):
    """The mean of each feature when every number of X is moved by `shift`: (n_x,)."""
    return np.mean(X + shift, axis=1)


def draw_centring(fig, X, shift):
    """Draw examples that are moved, as they come and after `centred`.

    X: (2, m).    shift: a number.
    """
    left, right = fig.subplots(1, 2)
    points_and_mean(left, X + shift)
    points_and_mean(right, centred(X + shift))
    first, second = mean_after(X, shift)
    left.set_title(f"As they come: means {first:.1f} and {second:.1f}".replace("-", "−"))
    right.set_title("Centred: they lie around 0")
    left.legend(loc="lower right")


def explore_centring(X):
    """A slider that moves the examples. Opens where they lie far from 0.

    X: (2, m).
    """

    def draw(fig, **values):
        draw_centring(fig, X, **values)

    shift = FloatSlider(value=3, min=-6, max=6, step=0.5)
    return explorer(draw, title="Examples before and after their means are taken away", figsize=(9, 4), shift=shift)
