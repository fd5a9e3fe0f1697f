"""The exercise flatten_images: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import logistic_regression as steps


def image_cases(rng):
    shapes = [(1, 3, 2, 3), (5, 2, 3, 3), (3, 1, 1, 1), (4, 2, 2, 1)]
    return [(np.arange(8.0).reshape(2, 2, 2, 1),), *[(rng.random(shape),) for shape in shapes]]


def columns_one_by_one(images):
    return np.stack([image.ravel() for image in images], axis=1)


EXERCISE = Exercise(
    steps.flatten_images,
    points=10,
    returns=("X",),
    cases=image_cases,
    mistakes={
        "reshape(-1, m) deals the numbers of one image out over all columns; reshape(m, -1) first, then .T.": slip(
            "reshape(m, -1).T", "reshape(-1, m)"
        ),
        "Your images lie in rows; in this course they stand in columns, so add .T.": slip(
            "reshape(m, -1).T", "reshape(m, -1)"
        ),
        "Your columns hold their images' numbers in another order than stored: reshape before you transpose.": slip(
            "images.reshape(m, -1).T", "images.T.reshape(-1, m)"
        ),
        "The length 12288 fits one size of image only; let NumPy count with -1.": slip("(m, -1)", "(m, 12288)"),
        "Everything is in one long column now; keep one column per image.": slip("reshape(m, -1).T", "reshape(-1, 1)"),
        "You scale the pixels as well; this function changes the shape only, the division by 255 comes after it.": slip(
            "reshape(m, -1).T", "reshape(m, -1).T / 255"
        ),
        "Your rows have room for height · width numbers; the colour channels belong in as well, let -1 count.": slip(
            "(m, -1)", "(m, images.shape[1] * images.shape[2])"
        ),
    },
    right=[columns_one_by_one],
    hints=[
        "The same numbers get a new shape; the numbers of one image have to stay together.",
        "reshape fills row by row, so ask for one row per image, (m, everything else), and transpose that.",
        "images.reshape(m, …).T, where −1 in place of the dots lets NumPy count.",
    ],
    topics=["images as vectors"],
)
