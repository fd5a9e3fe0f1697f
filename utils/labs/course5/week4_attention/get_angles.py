"""The exercise get_angles: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import transformer as steps


def column(n, first=0):
    return np.arange(first, first + n)[:, np.newaxis]


def row(d):
    return np.arange(d)[np.newaxis, :]


def angle_cases(rng):
    """Four columns by hand; as many positions as columns; two columns; far out; a few columns only."""
    return [
        (column(3), row(4), 4),
        (column(6), row(6), 6),
        (column(4, 2), row(2), 2),
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
    wishes=lambda rng: [(column(3), row(5), 5)],
    accepted={
        "Your angles are of type float32, with about 7 digits; here they are float64, with about 16.": slip(
            "return pos / 10000 ** (2 * i / d)", "return (pos / 10000 ** (2 * i / d)).astype(np.float32)"
        )
    },
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
        "The division by d stands outside the power, and divides the angle; it belongs into the exponent: put brackets "
        "round 2i/d.": slip("(2 * i / d)", "(2 * i) / d"),
        "The division by d stands outside the power, and divides what you divide by; it belongs into the exponent: put "
        "brackets round 2i/d.": slip("10000 ** (2 * i / d)", "(10000 ** (2 * i) / d)"),
        "Only the 2 is the exponent, because a power comes before products: put brackets round 2i/d.": slip(
            "(2 * i / d)", "2 * i / d"
        ),
        "The power takes the 2 alone, so you divide by 10000² · i/d: put brackets round 2i/d.": slip(
            "10000 ** (2 * i / d)", "(10000**2 * i / d)"
        ),
        "You take the remainder, k % 2; i = ⌊k/2⌋ is the quotient, k // 2.": slip("k // 2", "k % 2"),
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
