"""The exercise rotate_positions: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import relative_positions as steps


def rotate_cases(rng):
    """One pair by hand; several; as many positions as columns; positions from elsewhere; heads in front; backwards."""
    return [
        (np.array([[[1.0, 0.0], [1.0, 0.0], [0.0, 2.0]]]), np.array([0, 1, 2])),
        (rng.normal(size=(2, 3, 6)), np.arange(3)),
        (rng.normal(size=(3, 4, 4)), np.arange(4)),
        (rng.normal(size=(1, 3, 4)), np.array([7, 2, 50])),
        (rng.normal(size=(2, 2, 5, 4)), np.arange(5)),
        (rng.normal(size=(1, 2, 8)), np.array([-1, -3])),
    ]


def as_complex(x, positions):
    """A pair as one complex number, and a turn as a product."""
    d = x.shape[-1]
    z = x[..., 0::2] + 1j * x[..., 1::2]
    z = z * np.exp(1j * np.outer(positions, 10000.0 ** (-np.arange(0, d, 2) / d)))
    return np.stack([z.real, z.imag], axis=-1).reshape(x.shape)


def by_matrices(x, positions):
    """A matrix (d, d) for each position."""
    d, rows = x.shape[-1], []
    for t, place in enumerate(positions):
        turn = np.zeros((d, d))
        for i in range(d // 2):
            a = place / 10000 ** (2 * i / d)
            turn[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]
        rows.append(x[..., t, :] @ turn)
    return np.stack(rows, axis=-2)


EVEN, ODD = "even * cos - odd * sin", "even * sin + odd * cos"

EXERCISE = Exercise(
    steps.rotate_positions,
    points=14,
    returns=("y",),
    cases=rotate_cases,
    mistakes={
        "You turn the other way round; the sign of both sines is the opposite one.": slip(
            (EVEN, "even * cos + odd * sin"), (ODD, "odd * cos - even * sin")
        ),
        "Both columns of a pair have a plus; the first one has a minus before its sine, or lengths change.": slip(
            EVEN, "even * cos + odd * sin"
        ),
        "Both columns of a pair have a minus; the second one has a plus, or lengths change.": slip(
            ODD, "even * sin - odd * cos"
        ),
        "Sine and cosine are exchanged: at position 0 nothing turns, and cos 0 = 1.": slip(
            "np.cos(angles), np.sin(angles)", "np.sin(angles), np.cos(angles)"
        ),
        "Each column is multiplied by its own cosine; the other column of the pair takes part, with the sine.": slip(
            (EVEN, "even * cos"), (ODD, "odd * cos")
        ),
        "The second column's own cosine is missing: it is turned as well, sin · first + cos · second.": slip(
            ODD, "even * sin + odd"
        ),
        "The first column's own cosine is missing: it is turned as well, cos · first − sin · second.": slip(
            EVEN, "even - odd * sin"
        ),
        "The first columns are turned already when the second ones read them; keep both before you write.": slip(
            ODD, "y[..., 0::2] * sin + odd * cos"
        ),
        "The pairs are made of the two halves, column i with i + d/2, as some programs have it; here neighbours are a "
        "pair.": slip(
            ("x[..., 0::2], x[..., 1::2]", "x[..., : d // 2], x[..., d // 2 :]"),
            ("y[..., 0::2]", "y[..., : d // 2]"),
            ("y[..., 1::2]", "y[..., d // 2 :]"),
        ),
        "You add the encoding of the position; turn the pairs, a product.": slip(
            (EVEN, "even + sin"), (ODD, "odd + cos")
        ),
        "All positions are taken as 0, 1, 2, …; take those that are handed in.": slip(
            "positions[:, np.newaxis]", "np.arange(len(positions))[:, np.newaxis]"
        ),
        "Your pairs take the angles of the first d/2 columns, so each angle is used twice; take every second one, "
        "[:, 0::2].": slip("d)[:, 0::2]", "d)[:, : d // 2]"),
        "Every pair turns by the angle of the first one; each has a rate of its own.": slip(
            "d)[:, 0::2]", "d)[:, [0]]"
        ),
        "The angles are doubled; a pair turns once by its angle.": slip(
            "np.cos(angles), np.sin(angles)", "np.cos(2 * angles), np.sin(2 * angles)"
        ),
        "The result has the first columns of all pairs in front, then the second ones; put them back into their "
        "places.": slip("return y", "return np.concatenate([y[..., 0::2], y[..., 1::2]], axis=-1)"),
    },
    right=[as_complex, by_matrices],
    hints=[
        "Every pair of columns is a point in a plane. It is turned by an angle about 0; its length stays.",
        "(a, b) becomes (a cos φ − b sin φ, a sin φ + b cos φ), with φ = get_angles of the position and the pair.",
        "angles = get_angles(positions[:, np.newaxis], …, d)[:, 0::2]; even, odd = x[..., 0::2], x[..., 1::2]; "
        "y[..., 0::2] = even * np.cos(angles) - …; y[..., 1::2] = …",
    ],
    topics=["positional encoding"],
)
