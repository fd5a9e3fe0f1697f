"""The exercise vector_to_dictionary: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_gradient_checking.common import drawn, small_network
from utils.steps import gradient_checking as steps


def vector_cases(rng):
    """Numbers 0, 1, 2, … to follow by hand; other depths and widths, square layers, one unit, whole numbers."""
    tiny = {"W1": np.zeros((2, 3)), "b1": np.zeros((2, 1)), "W2": np.zeros((1, 2)), "b2": np.zeros((1, 1))}
    made = [(np.arange(11.0).reshape(-1, 1), tiny), (np.arange(15).reshape(-1, 1), small_network())]
    for widths in ((3, 3, 3, 1), (1, 1), (2, 5, 3, 1)):
        parameters = drawn(widths, rng)
        made.append((rng.standard_normal((sum(map(np.size, parameters.values())), 1)), parameters))
    return made


def vector_wishes(rng):
    """Parameters of whole numbers, whose type is not theta's."""
    whole = {key: np.zeros(value.shape, int) for key, value in small_network().items()}
    return [(np.arange(15.0).reshape(-1, 1) + 0.5, whole)]


def by_split(theta, parameters):
    ends = np.cumsum([value.size for value in parameters.values()])[:-1]
    parts = np.split(np.ravel(theta), ends)
    return {key: part.reshape(value.shape) for (key, value), part in zip(parameters.items(), parts, strict=True)}


def popped(theta, parameters):
    numbers, made = list(theta[:, 0]), {}
    for key in parameters:
        made[key] = np.empty(parameters[key].shape, theta.dtype)
        for place in np.ndindex(made[key].shape):
            made[key][place] = numbers.pop(0)
    return made


EXERCISE = Exercise(
    steps.vector_to_dictionary,
    points=10,
    returns=("taken_apart",),
    cases=vector_cases,
    wishes=vector_wishes,
    mistakes={
        "Every array of yours begins with theta's first number; go on where the last one ended.": slip(
            "start = end", "start = 0"
        ),
        "Your arrays take the parameters' type, and whole numbers cut what is behind the point; only names and shapes "
        "count.": slip("reshape(np.shape(value))", "reshape(np.shape(value)).astype(np.asarray(value).dtype)"),
        "You count rows: len(value) is the number of rows; an array takes np.size(value) numbers.": slip(
            "np.size(value)", "len(value)"
        ),
        "You go on by the number of rows, len(value); the array took np.size(value) numbers.": slip(
            "start = end", "start += len(value)"
        ),
        "You leave a number out between two arrays; a slice ends before its end, so go on at end itself.": slip(
            "start = end", "start = end + 1"
        ),
        "You use one number twice; the next array begins at end, not before it.": slip(
            "start = end", "start = max(end - 1, 0)"
        ),
        "You fill the arrays column by column; dictionary_to_vector reads them row by row, which is what reshape "
        "does by itself.": slip("reshape(np.shape(value))", 'reshape(np.shape(value), order="F")'),
        "Your arrays are transposed, and hold the numbers in the wrong order; give reshape the shape as it is.": slip(
            "reshape(np.shape(value))", "reshape(np.shape(value)[::-1])"
        ),
        "Your arrays are still columns; give each its own shape with reshape.": slip(".reshape(np.shape(value))", ""),
        "You return the parameters as they were; only their names and shapes count, the numbers are theta's.": slip(
            "theta[start:end].reshape(np.shape(value))", "value"
        ),
        "You go through the names in the order of the alphabet; keep the dictionary's own, which is that of "
        "theta.": slip("in parameters.items()", "in sorted(parameters.items(), key=lambda item: item[0])"),
        'Your names carry a "d"; parameters come back, under their own names.': slip(
            "taken_apart[key]", 'taken_apart["d" + key]'
        ),
    },
    right=[by_split, popped],
    hints=[
        "Walk through the dictionary and keep a place in the column: how far has it been used up?",
        "An array of shape s takes as many numbers as the product of s; theta[start:end], in that shape.",
        "for key, value in parameters.items(): end = start + value.size; made[key] = "
        "theta[start:end].reshape(value.shape); start = end.",
    ],
    topics=["gradient checking"],
)
