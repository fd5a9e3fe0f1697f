"""One explorer: examples that are moved, before and after their means are taken away."""

import numpy as np
from ipywidgets import FloatSlider

from utils.explorers.frame import explorer
from utils.labs.course5.week2_sentiment.plots import move_points, points_and_mean
from utils.steps.sentiment import centred


def mean_after(X, shift):
    """The mean of each feature when every number of X is moved by `shift`: (n_x,)."""
    return np.mean(X + shift, axis=1)


def centring_artists(fig, X):
    """Draw the axes; returns what moves with the slider, for `update_centring`.

    X: (2, m).
    """
    left, right = fig.subplots(1, 2)
    artists = {"come": points_and_mean(left, X), "centred": points_and_mean(right, X), "title": left.set_title(" ")}
    right.set_title("Centred: they lie around 0")
    left.legend(loc="lower right")
    return artists


def update_centring(artists, X, shift):
    """Move the examples.    X: (2, m).    shift: a number."""
    move_points(artists["come"], X + shift)
    move_points(artists["centred"], centred(X + shift))
    first, second = mean_after(X, shift)
    artists["title"].set_text(f"As they come: means {first:.1f} and {second:.1f}".replace("-", "−"))


def draw_centring(fig, X, shift):
    """Draw examples that are moved, as they come and after `centred`.

    X: (2, m).    shift: a number.
    """
    update_centring(centring_artists(fig, X), X, shift)


def explore_centring(X):
    """A slider that moves the examples. Opens where they lie far from 0.

    X: (2, m).
    """
    return explorer(
        lambda fig: centring_artists(fig, X),
        update=lambda artists, **values: update_centring(artists, X, **values),
        title="Examples before and after their means are taken away",
        figsize=(9, 4),
        shift=FloatSlider(value=3, min=-6, max=6, step=0.5),
    )
