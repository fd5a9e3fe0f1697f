"""The exercise worst_element: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_gradient_checking.common import drawn
from utils.steps import gradient_checking as steps

SIZE = "np.maximum(np.maximum(np.abs(gradients[key]), np.abs(value)), floor)"


def _pair(computed, measured):
    """A case by hand: two dictionaries with dW1 and db1."""
    names = ("dW1", "db1")
    return tuple(dict(zip(names, map(np.array, arrays), strict=True)) for arrays in (computed, measured))


def worst_cases(rng):
    """By hand; a small one that is far off; below the floor; ties; no error at all; then other shapes."""
    by_hand = _pair(([[1.0, 2.0]], [[4.0]]), ([[1.0, 3.0]], [[5.0]]))
    small = _pair(([[10.0, 0.001]], [[-5.0]]), ([[12.0, 0.002]], [[-5.0]]))
    opposite = _pair(([[1.0, 2.0]], [[0.3]]), ([[1.5, 2.5]], [[-0.3]]))
    tiny = _pair(([[1e-9, 2.0]], [[0.0]]), ([[-1e-9, 2.2]], [[1e-9]]))
    ties = _pair(([[2.0, 1.0], [2.0, 8.0]], [[2.0], [0.0]]), ([[4.0, 1.0], [1.0, 8.0]], [[1.0], [0.0]]))
    none = _pair(([[1.0, 2.0]], [[0.0]]), ([[1.0, 2.0]], [[0.0]]))
    made = [by_hand, small, opposite, tiny, (*tiny, 1e-10), (*tiny, 10.0), ties, none]
    for widths in ((3, 3, 3, 1), (1, 1), (2, 5, 3, 1)):
        measured = {"d" + key: value for key, value in drawn(widths, rng).items()}
        computed = {key: value * rng.uniform(0.5, 1.5, value.shape) for key, value in measured.items()}
        made.append((computed | {"dZ1": np.zeros((2, 2))}, measured))
    return made


def in_one_list(gradients, measured, floor=1e-6):
    found = []
    for key in measured:
        for place in np.ndindex(measured[key].shape):
            a, b = abs(gradients[key][place]), abs(measured[key][place])
            found.append((abs(gradients[key][place] - measured[key][place]) / max(a, b, floor), key, place))
    error, name, place = max(found, key=lambda entry: entry[0])
    return name, place, error


def at_the_flat_place(gradients, measured, floor=1e-6):
    name, place, error = in_one_list(gradients, measured, floor)
    columns = measured[name].shape[1]
    return name, place[0] * columns + place[1], error


def divided_by_rows(gradients, measured, floor=1e-6):
    name, place, error = in_one_list(gradients, measured, floor)
    rows, columns = measured[name].shape
    return name, divmod(place[0] * columns + place[1], rows), error


def column_first(gradients, measured, floor=1e-6):
    name, place, error = in_one_list(gradients, measured, floor)
    return name, place[::-1], error


def from_one(gradients, measured, floor=1e-6):
    name, place, error = in_one_list(gradients, measured, floor)
    return name, (place[0] + 1, place[1] + 1), error


EXERCISE = Exercise(
    steps.worst_element,
    points=14,
    returns=("name", "place", "error"),
    cases=worst_cases,
    mistakes={
        "Your error is the distance itself, by which large elements win; divide it by the element's size.": slip(
            "np.abs(gradients[key] - value) / size", "np.abs(gradients[key] - value)"
        ),
        "You divide by the sum of both sizes; divide by the larger one.": slip(
            SIZE, "np.maximum(np.abs(gradients[key]) + np.abs(value), floor)"
        ),
        "You divide by the computed size alone, which may be 0 just where the bug is; take the larger of both.": slip(
            SIZE, "np.maximum(np.abs(gradients[key]), floor)"
        ),
        "You divide by the measured size alone; take the larger of the computed and the measured one.": slip(
            SIZE, "np.maximum(np.abs(value), floor)"
        ),
        "You have one size for the whole array; each element has its own: take np.maximum, element by element.": slip(
            SIZE, "max(np.abs(gradients[key]).max(), np.abs(value).max(), floor)"
        ),
        "You leave the floor out, so rounding in elements near 0 wins; what is smaller counts as floor.": slip(
            SIZE, "np.maximum(np.maximum(np.abs(gradients[key]), np.abs(value)), 1e-300)"
        ),
        "You add the floor to the size; it is a lower limit: the largest of three.": slip(
            SIZE, "np.maximum(np.abs(gradients[key]), np.abs(value)) + floor"
        ),
        "Your floor is always 1e-6; use the argument.": slip("np.abs(value)), floor)", "np.abs(value)), 1e-6)"),
        "You keep the last array's worst, whatever came before; keep an error only if it is larger.": slip(
            "if errors[here] > error:", "if True:"
        ),
        "You name the element that agrees best; look for the largest error.": slip(
            ("np.argmax", "np.argmin"), ("> error", "< error"), ("-1.0", "np.inf")
        ),
        "Where all elements agree you name none; the first of equal errors is named, though they are 0.": slip(
            "None, None, -1.0", "None, None, 0.0"
        ),
        "Of equal errors you name the last; keep the first, so compare with >.": slip(
            "errors[here] > error", "errors[here] >= error"
        ),
        "Your place counts through the whole array; np.unravel_index makes row and column of it.": at_the_flat_place,
        "Your row and column come from a division by the number of rows; arrays lie row by row, so divide by the "
        "number of columns.": divided_by_rows,
        "Your place has the column first; row first, as in an array's index.": column_first,
        "Your place counts from 1; rows and columns count from 0, as in NumPy.": from_one,
        "You look for the largest distance and divide afterwards; divide first, then look for the largest.": slip(
            "np.argmax(errors)", "np.argmax(np.abs(gradients[key] - value))"
        ),
        "Your size keeps signs, so that negative elements count as floor; take absolute values of both.": slip(
            SIZE, "np.maximum(np.maximum(gradients[key], value), floor)"
        ),
        "You keep the sign of the difference, so that errors downwards are overlooked; take its size.": slip(
            "np.abs(gradients[key] - value)", "(gradients[key] - value)"
        ),
        "Your name lacks the d: it is the gradient's name, such as dW2.": slip(
            "name, place, error = key,", "name, place, error = key[1:],"
        ),
    },
    right=[in_one_list],
    hints=[
        "An error for each element of each array, then the largest: in which array, in which row and column?",
        "error = |computed − measured| / max(|computed|, |measured|, floor), element by element; np.argmax finds the "
        "place in the flat array, np.unravel_index makes row and column of it.",
        "for key, value in measured.items(): errors = np.abs(gradients[key] − value) / np.maximum(np.maximum("
        "abs(gradients[key]), abs(value)), floor); here = np.unravel_index(np.argmax(errors), errors.shape); keep it "
        "if errors[here] > error.",
    ],
    topics=["gradient checking"],
)
