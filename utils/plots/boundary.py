"""What a classifier says about every point of the plane."""

import numpy as np

from utils.plots import BLUE, CLASS_CMAP, ORANGE


def decision_boundary(ax, predict, X, Y, steps=150):
    """Colour the plane by a classifier's answer and draw the data on it.

    predict: (2, k) points -> (1, k) or (k,) answers, 0…1.    X: (2, m) points.    Y: (1, m) or (m,) classes 0, 1.
    steps: grid points along each side.
    Raises ValueError for data of another shape, or of more than two classes.
    """
    X, Y = np.asarray(X), np.ravel(Y)
    if X.shape != (2, len(Y)):
        raise ValueError(f"X of shape {X.shape} and {len(Y)} classes: give X (2, m) and Y (1, m)")
    if not np.isin(Y, (0, 1)).all():
        raise ValueError("the classes are 0 and 1 here")
    low, high = X.min(axis=1), X.max(axis=1)
    margin = 0.1 * (high - low)
    across = np.linspace(low[0] - margin[0], high[0] + margin[0], steps)
    up = np.linspace(low[1] - margin[1], high[1] + margin[1], steps)
    grid = np.array(np.meshgrid(across, up)).reshape(2, -1)
    answers = np.asarray(predict(grid), dtype=float)
    if answers.shape not in ((1, grid.shape[1]), (grid.shape[1],)):
        raise ValueError(f"predict gave shape {answers.shape} for {grid.shape[1]} points: one answer a point is needed")
    answers = answers.reshape(steps, steps)
    ax.pcolormesh(across, up, answers, cmap=CLASS_CMAP, vmin=0, vmax=1, alpha=0.45, shading="auto", rasterized=True)
    for label, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "^")):
        ax.scatter(*X[:, Y == label], c=colour, marker=marker, s=12, linewidths=0, label=f"class {label}")
    ax.set_xlabel("$x_1$")
    ax.set_ylabel("$x_2$")
