"""The exercise create_mask_from_window: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import pooling


def mask_cases(rng):
    return [
        (np.array([[1, 4], [3, 2]]),),
        (np.array([[1.0, 4.0], [4.0, 2.0]]),),
        (-1 - np.abs(rng.normal(size=(3, 2))),),
        (np.zeros((2, 3)),),
        (np.array([[-7.0, 2.0, 2.0]]),),
        (np.array([[6.0]]),),
        (np.array([[1.0, 1.0 + 1e-9], [0.5, 1.0 - 1e-9]]),),
    ]


def mask_by_comparing(x):
    return np.where(x >= x.max(), 1.0, 0.0)


def mask_by_loop(x):
    mask = np.zeros(x.shape, dtype=bool)
    for place in np.ndindex(x.shape):
        mask[place] = not np.any(x > x[place])
    return mask


def mask_of_first(x):
    mask = np.zeros(x.shape, dtype=bool)
    mask[np.unravel_index(np.argmax(x), x.shape)] = True
    return mask


EXERCISE = Exercise(
    pooling.create_mask_from_window,
    points=6,
    returns=("mask",),
    cases=mask_cases,
    mistakes={
        "You mark one place only; where several tie, mark them all.": mask_of_first,
        "Your mask holds the numbers themselves; it says True and False.": slip(
            "x == np.max(x)", "x * (x == np.max(x))"
        ),
        "You find a maximum in every row; the window has one, over all its places.": slip(
            "np.max(x)", "np.max(x, axis=-1, keepdims=True)"
        ),
        "Your marks are shares; mark each maximum with True, pool_backward divides later.": slip(
            "x == np.max(x)", "(x == np.max(x)) / np.sum(x == np.max(x))"
        ),
        "Nothing is larger than the maximum; compare with ==.": slip("x == np", "x > np"),
        "You find a maximum in every column; the window has one, over all its places.": slip(
            "np.max(x)", "np.max(x, axis=0)"
        ),
        "You mark the smallest number; it is np.max.": slip("np.max(x)", "np.min(x)"),
        "You look at magnitudes; −7 is smaller than 2.": slip("np.max(x)", "np.max(np.abs(x))"),
        "You return the place of the maximum; return an array of x's shape.": slip("x == np.max(x)", "np.argmax(x)"),
        "You return places; return True or False for every number, in x's shape.": slip(
            "x == np.max(x)", "np.argwhere(x == np.max(x))"
        ),
        "You mark what is nearly the maximum; only equal numbers tie: compare with ==.": slip(
            "x == np.max(x)", "np.isclose(x, np.max(x))"
        ),
        "You mark all but the maximum.": slip("x == ", "x != "),
    },
    right=[mask_by_comparing, mask_by_loop],
    hints=[
        "Which places hold the largest number of the window?",
        "A comparison of an array with a number gives an array of True and False.",
        "x == np.max(x)",
    ],
    topics=["pooling", "backpropagation"],
)
