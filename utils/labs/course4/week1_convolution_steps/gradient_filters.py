"""The exercise gradient_filters: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import edge_filters


def gradient_filters(rng):
    return [
        (np.array([1, 2, 1]),),
        (np.array([3.0, 10.0, 3.0]),),
        (np.array([1.0, 4.0, 3.0, 2.0]),),
        (np.array([5]),),
        (rng.uniform(0.5, 2, 5),),
    ]


def filters_by_loop(smoothing):
    total = sum(smoothing)
    rows = [[-w / total / 2, 0, w / total / 2] for w in smoothing]
    return np.array(rows), np.array([[row[k] for row in rows] for k in range(3)])


def filters_by_broadcasting(smoothing):
    weights = np.asarray(smoothing)[:, None] / np.sum(smoothing)
    return weights * [-0.5, 0, 0.5], np.array([[-0.5], [0], [0.5]]) * weights.T


EXERCISE = Exercise(
    edge_filters.gradient_filters,
    points=8,
    returns=("G_x", "G_y"),
    cases=gradient_filters,
    mistakes={
        "Your weights do not add up to 1; divide smoothing by its sum.": slip(
            "np.array(smoothing) / np.sum(smoothing)", "np.array(smoothing)"
        ),
        "You divide by the number of weights; divide by their sum.": slip("/ np.sum(smoothing)", "/ len(smoothing)"),
        "You divide by 4, the sum of Sobel's weights; divide by the sum of smoothing, whatever it is.": slip(
            "np.sum(smoothing)", "4"
        ),
        "You divide by the largest weight; divide by the sum of smoothing, whatever it is.": slip(
            "np.sum(smoothing)", "np.max(smoothing)"
        ),
        "G_y's weights are in reverse order; row i of G_x is column i of G_y: G_x.T.": slip(
            "return G_x, G_x.T", "return G_x, G_x[::-1].T"
        ),
        "You divide by the mean of the weights; divide by their sum.": slip(
            "/ np.sum(smoothing)", "/ np.mean(smoothing)"
        ),
        "Your filters are positive where it gets darker; −1/2 stands first and 1/2 last.": slip(
            "[-0.5, 0, 0.5]", "[0.5, 0, -0.5]"
        ),
        "Your filters give the change over two pixels; the slope per pixel is half of it: −1/2, 0, 1/2.": slip(
            "[-0.5, 0, 0.5]", "[-1, 0, 1]"
        ),
        "You halve twice; −1/2, 0, 1/2 is the half of the difference already.": slip(
            "[-0.5, 0, 0.5]", "[-0.25, 0, 0.25]"
        ),
        "You divide by the length of the vector of weights; divide by their sum.": slip(
            "np.sum(smoothing)", "np.linalg.norm(smoothing)"
        ),
        "Your two filters are in each other's place; G_x, whose rows hold −, 0, +, comes first.": slip(
            "return G_x, G_x.T", "return G_x.T, G_x"
        ),
        "Your G_y is G_x once more; its rows are to be columns: G_x.T.": slip("return G_x, G_x.T", "return G_x, G_x"),
        "Your G_y is positive where it gets darker downwards; −1/2 belongs to its upper row.": slip(
            "return G_x, G_x.T", "return G_x, -G_x.T"
        ),
        "You multiply place by place; np.outer multiplies every weight with every number of the difference.": slip(
            "np.outer(weights, [-0.5, 0, 0.5])", "weights * np.array([-0.5, 0, 0.5])"
        ),
    },
    right=[filters_by_loop, filters_by_broadcasting],
    hints=[
        "Divide the weights by their sum; then each of them wants a row that says −, 0, +, multiplied by it.",
        "Row i of G_x is (−w_i/2, 0, w_i/2), where w are the weights that add up to 1.",
        "G_x = np.outer(smoothing / np.sum(smoothing), [-0.5, 0, 0.5]); G_y is G_x transposed.",
    ],
    topics=["edge detection", "Sobel and Scharr"],
)
