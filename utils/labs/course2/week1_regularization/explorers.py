"""An explorer: λ, keep_prob and the number of training points against the boundary, by kept networks."""

import numpy as np
from ipywidgets import SelectionSlider

from utils.explorers.frame import explorer
from utils.labs.course2.week1_regularization.boundaries import (
    KEEP_PROBS,
    LAMBDAS,
    POINTS,
    grid,
    training_points,
    unpacked,
)
from utils.labs.measured import load_measured, rows_where
from utils.plots import BLUE, CLASS_CMAP, ORANGE


def kept_boundary(table, m, lambd, keep_prob):
    """Accuracies on training and dev set and probabilities on the grid: train, dev, (SIDE, SIDE)."""
    (row,) = rows_where(table, m=m, lambd=lambd, keep_prob=keep_prob)
    return row["train"], row["dev"], unpacked(row["picture"])


def boundary_artists(fig):
    """Draw axes and points that can be seen; returns what changes, for `update_boundary`."""
    ax = fig.subplots()
    across, up, _ = grid()
    nowhere = np.full((len(up), len(across)), 0.5)
    around = (across[0], across[-1], up[0], up[-1])
    colours = {"cmap": CLASS_CMAP, "vmin": 0, "vmax": 1, "alpha": 0.55, "interpolation": "bilinear"}
    mesh = ax.imshow(nowhere, extent=around, origin="lower", aspect="auto", **colours)
    dots = [
        ax.plot([], [], marker, color=colour, markersize=5, mec="white", mew=0.4, label=f"class {label}")[0]
        for label, marker, colour in ((0, "o", BLUE), (1, "^", ORANGE))
    ]
    ax.set(xlim=(across[0], across[-1]), ylim=(up[0], up[-1]), xlabel="$x_1$", ylabel="$x_2$")
    ax.legend(loc="upper right")
    return {"mesh": mesh, "dots": dots, "title": ax.set_title(" ")}


def update_boundary(artists, table, m, lambd, keep_prob):
    """Show one of the kept networks.    table: the lab's kept boundaries."""
    train, dev, answers = kept_boundary(table, m, lambd, keep_prob)
    artists["mesh"].set_data(answers)
    X, Y = training_points(m)
    for label, dots in enumerate(artists["dots"]):
        dots.set_data(*X[:, Y[0] == label])
    words = f"λ = {lambd}, keep_prob = {keep_prob}, {m} points: {train:.0%} right on them, {dev:.1%} on the dev set"
    artists["title"].set_text(words)


def draw_boundary(fig, m, lambd, keep_prob):
    """Draw what a network says of the plane, and the points it was trained on.

    m: training points, of POINTS.    lambd: λ, of LAMBDAS.    keep_prob: of KEEP_PROBS.
    """
    update_boundary(
        boundary_artists(fig), load_measured("course2/week1_regularization")["boundaries"], m, lambd, keep_prob
    )


def explore_boundary():
    """Three sliders. Opens on few points without penalty or dropout: a boundary that winds around single points."""
    table = load_measured("course2/week1_regularization")["boundaries"]
    return explorer(
        boundary_artists,
        update=lambda artists, **values: update_boundary(artists, table, **values),
        title="The boundary of a network against penalty, dropout and data",
        figsize=(8, 4.4),
        lambd=SelectionSlider(options=LAMBDAS, value=0, description="λ"),
        keep_prob=SelectionSlider(options=KEEP_PROBS, value=1),
        m=SelectionSlider(options=POINTS, value=120, description="training points"),
    )
