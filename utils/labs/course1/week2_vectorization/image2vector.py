"""The exercise image2vector: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import vectorization as steps


def image_cases(rng):
    shapes = [(3, 4, 3), (5, 2, 1), (1, 6, 4)]
    return [(np.arange(12.0).reshape(2, 2, 3),), *[(rng.random(shape),) for shape in shapes]]


def image_by_loops(image):
    return np.array([[value] for row in image for pixel in row for value in pixel])


EXERCISE = Exercise(
    steps.image2vector,
    points=10,
    returns=("v",),
    cases=image_cases,
    mistakes={
        "Your vector has a single axis, shape (n,); ask for two, (n, 1).": slip("reshape(-1, 1)", "reshape(-1)"),
        "reshape returns a new array and leaves image as it was; return what it gives.": lambda image: (
            image.reshape(-1, 1),
            image,
        )[1],
        "You made a row, (1, n); a column is (n, 1).": slip("reshape(-1, 1)", "reshape(1, -1)"),
        "Your numbers are not in stored order: reshape the image as it is, without moving its axes.": slip(
            "image.reshape", "image.transpose(2, 0, 1).reshape"
        ),
        "The number of rows is fixed at 12288; take it from image.shape, or let NumPy count with -1.": slip(
            "reshape(-1, 1)", "reshape(12288, 1)"
        ),
    },
    right=[image_by_loops],
    hints=[
        "Nothing is computed here: the same numbers get another shape.",
        "The new shape is (length · height · depth, 1).",
        "image.reshape(…, 1), where −1 in place of the dots lets NumPy count.",
    ],
    topics=["images as vectors"],
)
