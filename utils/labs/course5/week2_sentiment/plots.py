"""Pictures of the lab week2_sentiment."""

from utils.plots import BLUE, ORANGE


def points_and_mean(ax, X):
    """Draw examples of two features as points, and their mean as a cross.

    X: (2, m).    Returns both, for `move_points`.
    """
    (points,) = ax.plot([], [], "o", color=BLUE, markersize=4, alpha=0.6, label="examples")
    (mean,) = ax.plot([], [], "x", color=ORANGE, markersize=12, markeredgewidth=3, linewidth=0, label="their mean")
    ax.set(xlim=(-10, 10), ylim=(-10, 10), xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    move_points([points, mean], X)
    return [points, mean]


def move_points(artists, X):
    """Set what `points_and_mean` returned to other examples.    X: (2, m)."""
    points, mean = artists
    points.set_data(*X)
    mean.set_data(*X.mean(axis=1, keepdims=True))
