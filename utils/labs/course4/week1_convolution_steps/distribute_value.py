"""The exercise distribute_value: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import pooling


def distribute_cases(rng):
    return [(8.0, (2, 2)), (3.0, (2, 3)), (-1.5, (3, 1)), (7, (1, 4)), (float(rng.normal()), (3, 3))]


def distribute_by_ones(dz, shape):
    return np.ones(shape) * dz / np.prod(shape)


SHARE = "np.full(shape, dz / (n_H * n_W))"


EXERCISE = Exercise(
    pooling.distribute_value,
    points=5,
    returns=("shares",),
    cases=distribute_cases,
    mistakes={
        "Every place gets all of dz; divide it by the number of places.": slip(SHARE, "np.full(shape, dz)"),
        "You divide by the width alone; there are n_H · n_W places.": slip("n_H * n_W", "n_W"),
        "You multiply by the number of places; divide by it.": slip("dz / (", "dz * ("),
        "Your shares add up to 1; they must add up to dz.": slip("dz / (", "1 / ("),
        "You divide by the height alone; there are n_H · n_W places.": slip("n_H * n_W", "n_H"),
        "You divide by the number of sides, 2; there are n_H · n_W places.": slip("n_H * n_W", "len(shape)"),
        "You add the sides; there are n_H · n_W places.": slip("n_H * n_W", "n_H + n_W"),
        "You cut the shares down to whole numbers; divide with /.": slip("dz / ", "dz // "),
        "You return one share; return an array with it in every place.": slip(SHARE, "dz / (n_H * n_W)"),
        "Height and width are exchanged.": slip("np.full(shape", "np.full((n_W, n_H)"),
    },
    right=[distribute_by_ones],
    hints=[
        "A mean weighs all pixels alike, so they share alike.",
        "Each of the n_H · n_W places gets dz / (n_H · n_W).",
        "np.full(shape, …) makes an array whose numbers are all the same.",
    ],
    topics=["pooling", "backpropagation"],
)
