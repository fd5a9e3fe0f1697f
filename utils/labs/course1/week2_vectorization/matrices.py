"""The exercises on images and matrices: shapes, and work row by row."""

import math

import numpy as np

from utils.checking import mistake, slip
from utils.steps import vectorization as steps


def image_cases(rng):
    shapes = [(3, 4, 3), (5, 2, 1), (1, 6, 4)]
    return [(np.arange(12.0).reshape(2, 2, 3),), *[(rng.random(shape),) for shape in shapes]]


def row_cases(rng):
    shapes = [(1, 4), (5, 2), (3, 3)]
    return [(np.array([[3.0, 4.0], [0.0, 2.0]]),), *[(rng.normal(size=shape),) for shape in shapes]]


def score_cases(rng):
    shapes = [(1, 4), (5, 2), (3, 3)]
    drawn = [(rng.normal(scale=2, size=shape),) for shape in shapes]
    return [(np.array([[0.0, 0.0, 1.0]]),), *drawn, (np.array([[1000.0, 1001.0], [-2.0, -800.0]]),)]


def image_by_loops(image):
    return np.array([[value] for row in image for pixel in row for value in pixel])


def rows_by_loop(x):
    return np.array([row / math.sqrt(sum(value**2 for value in row)) for row in x])


def softmax_by_loop(x):
    rows = []
    for row in x:
        exps = [math.exp(value - max(row)) for value in row]
        rows.append([value / sum(exps) for value in exps])
    return np.array(rows)


def add_image2vector(lab):
    """An image as a column."""
    lab.exercise(
        steps.image2vector,
        points=8,
        returns=("v",),
        cases=image_cases,
        mistakes=[
            mistake(
                "Your vector has a single axis, shape (n,); ask for two, (n, 1).",
                slip("reshape(-1, 1)", "reshape(-1)"),
            ),
            mistake(
                "reshape returns a new array and leaves image as it was; return what it gives.",
                lambda image: (image.reshape(-1, 1), image)[1],
            ),
            mistake("You made a row, (1, n); a column is (n, 1).", slip("reshape(-1, 1)", "reshape(1, -1)")),
            mistake(
                "Your numbers are not in stored order: reshape the image as it is, without moving its axes.",
                slip("image.reshape", "image.transpose(2, 0, 1).reshape"),
            ),
            mistake(
                "The number of rows is fixed at 12288; take it from image.shape, or let NumPy count with -1.",
                slip("reshape(-1, 1)", "reshape(12288, 1)"),
            ),
        ],
        right=[image_by_loops],
        hints=[
            "Nothing is computed here: the same numbers get another shape.",
            "The new shape is (length · height · depth, 1).",
            "image.reshape(…, 1), where −1 in place of the dots lets NumPy count.",
        ],
        topics=["logistic regression", "vectorisation"],
    )


def add_normalize_rows(lab):
    """Rows of length 1."""
    lab.exercise(
        steps.normalize_rows,
        points=10,
        returns=("rows",),
        cases=row_cases,
        mistakes=[
            mistake("You scale the columns; a row's length runs along axis=1.", slip("axis=1", "axis=0")),
            mistake(
                "Your lengths have shape (n,), which lines up with the columns; keep the axis with keepdims=True.",
                slip(", keepdims=True", ""),
            ),
            mistake(
                "You divide by the length of the whole matrix; each row has its own.",
                slip(", axis=1, keepdims=True", ""),
            ),
            mistake(
                "You divide by the sum of the row; its length is the root of the sum of squares.",
                lambda x: x / np.sum(x, axis=1, keepdims=True),
            ),
            mistake(
                "You divide by the sum of absolute values; the length is the root of the sum of squares.",
                slip("axis=1", "ord=1, axis=1"),
            ),
            mistake(
                "You divide by the squared length; take the square root first.",
                slip("x / lengths", "x / lengths**2"),
            ),
        ],
        right=[rows_by_loop],
        hints=[
            "Find one length per row, then let broadcasting divide.",
            "np.linalg.norm has the arguments axis and keepdims; the lengths need shape (n, 1).",
            "lengths = np.linalg.norm(x, axis=1, keepdims=…), then x / lengths.",
        ],
        topics=["vectorisation", "broadcasting"],
    )


def add_softmax(lab):
    """Rows of positive shares."""
    lab.exercise(
        steps.softmax,
        points=12,
        returns=("s",),
        cases=score_cases,
        mistakes=[
            mistake(
                "e^1000 overflows and ∞/∞ is nan; subtract each row's maximum before the exponential.",
                slip("x - np.max(x, axis=1, keepdims=True)", "x"),
            ),
            mistake(
                "One maximum for the whole matrix turns a row far below it into 0/0; use each row's own.",
                slip("np.max(x, axis=1, keepdims=True)", "np.max(x)"),
            ),
            mistake(
                "You subtract the maximum of each column; every row has its own, axis=1.",
                slip("np.max(x, axis=1, keepdims=True)", "np.max(x, axis=0, keepdims=True)"),
            ),
            mistake(
                "Your maxima have shape (n,), which lines up with the columns; keep the axis with keepdims=True.",
                slip("np.max(x, axis=1, keepdims=True)", "np.max(x, axis=1)"),
            ),
            mistake(
                "Your rows do not sum to 1: divide by the sum of each.", lambda x: np.exp(x - x.max(1, keepdims=True))
            ),
            mistake("Your columns sum to 1; the rows should, so use axis=1.", slip("axis=1", "axis=0")),
            mistake(
                "You divide by the sum of the whole matrix; each row has its own sum, axis=1.",
                slip("np.sum(exps, axis=1, keepdims=True)", "np.sum(exps)"),
            ),
            mistake(
                "Your sums have shape (n,), which lines up with the columns; keep the axis with keepdims=True.",
                slip("np.sum(exps, axis=1, keepdims=True)", "np.sum(exps, axis=1)"),
            ),
            mistake(
                "Your maxima and sums have shape (n,), which lines up with the columns; keepdims=True keeps the axis.",
                slip(", keepdims=True", ""),
            ),
            mistake(
                "Two things: give the sums keepdims=True, and subtract each row's maximum before the exponential.",
                lambda x: np.exp(x) / np.sum(np.exp(x), axis=1),
            ),
            mistake(
                "Two things: sum each row by itself, axis=1, and subtract each row's maximum before the exponential.",
                lambda x: np.exp(x) / np.sum(np.exp(x)),
            ),
        ],
        right=[softmax_by_loop],
        hints=[
            "Shift, exponentiate, divide; the shift and the sum are taken row by row.",
            "np.max and np.sum both take axis=1 and keepdims=True, which gives a column of shape (n, 1).",
            "shifted = x − row maxima; exps = np.exp(shifted); return exps divided by its row sums.",
        ],
        topics=["vectorisation", "broadcasting", "softmax"],
    )
