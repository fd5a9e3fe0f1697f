"""The exercise get_angles: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import transformer as steps


def column(n, first=0):
    return np.arange(first, first + n)[:, np.newaxis]


def row(d):
    return np.arange(d)[np.newaxis, :]


def angle_cases(rng):
    """Four columns by hand; as many positions as columns; two columns; an odd number; far out; a few columns only."""
    return [
        (column(3), row(4), 4),
        (column(6), row(6), 6),
        (column(4, 2), row(2), 2),
        (column(3), row(5), 5),
        (column(2, 5000), row(8), 8),
        (column(3), np.array([[4, 5, 9]]), 16),
    ]


def as_in_the_course(pos, i, d):
    angle_rates = 1 / np.power(10000, (2 * (i // 2)) / d)
    return pos * angle_rates


def by_loops(pos, k, d):
    out = np.zeros((len(pos), k.shape[1]))
    for a, (place,) in enumerate(pos):
        for b, number in enumerate(k[0]):
            out[a, b] = place / 100.0 ** (4 * (number // 2) / d)
    return out


EXERCISE = Exercise(
    steps.get_angles,
    points=6,
    returns=("angles",),
    cases=angle_cases,
    mistakes={
        "Each column has a rate of its own; two neighbouring ones share it: i = ⌊k/2⌋.": slip(
            ("i = k // 2", "i = k"), ("(2 * i / d)", "(i / d)")
        ),
        "You take k for i, so the rates fall twice as fast, and no two columns share one: i = ⌊k/2⌋.": slip(
            "i = k // 2", "i = k"
        ),
        "The 2 in the exponent is missing: 2i/d.": slip("(2 * i / d)", "(i / d)"),
        "You multiply by 10000^(2i/d); divide by it.": slip("pos / 10000", "pos * 10000.0"),
        "The exponent is not divided by d; it is 2i/d.": slip("(2 * i / d)", "(2 * i)"),
        "The base is 1000; it is 10000.": slip("10000", "1000"),
        "The exponent is 2i/(d − 1); it is 2i/d.": slip("(2 * i / d)", "(2 * i / (d - 1))"),
        "The exponent is a whole number because of //; divide with / there.": slip("(2 * i / d)", "(2 * i // d)"),
        "The angles are sines already; return the angles.": slip(
            "return pos / 10000 ** (2 * i / d)", "return np.sin(pos / 10000 ** (2 * i / d))"
        ),
        "The pairs begin one column too late: columns 0 and 1 share i = 0, 2 and 3 share i = 1.": slip(
            "k // 2", "(k + 1) // 2"
        ),
        "You return the rates; multiply them by the positions.": slip(
            "return pos / 10000", "return 0 * pos + 1 / 10000"
        ),
    },
    right=[as_in_the_course, by_loops],
    hints=[
        "A column of positions and a row of column numbers: broadcasting makes the table. Which columns share a rate?",
        "angle = pos / 10000^(2i/d), i = ⌊k/2⌋",
        "i = k // 2; return pos / 10000 ** (…)",
    ],
    topics=["positional encoding"],
)
