"""The exercise positional_encoding: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import transformer as steps


def as_in_the_course(positions, d):
    angle_rads = steps.get_angles(np.arange(positions)[:, np.newaxis], np.arange(d)[np.newaxis, :], d)
    angle_rads[:, 0::2] = np.sin(angle_rads[:, 0::2])
    angle_rads[:, 1::2] = np.cos(angle_rads[:, 1::2])
    return angle_rads[np.newaxis, ...].astype(np.float32)


def in_place(positions, d):
    table = steps.get_angles(np.arange(positions)[:, np.newaxis], np.arange(d)[np.newaxis, :], d)
    for k in range(d):
        table[:, k] = np.cos(table[:, k]) if k % 2 else np.sin(table[:, k])
    return table[np.newaxis]


def by_pairs(positions, d):
    rates = 10000.0 ** (-2 * np.arange((d + 1) // 2) / d)
    angles = np.outer(np.arange(positions), rates)
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(1, positions, -1)[:, :, :d]


EVEN, ODD = "encoding[:, 0::2] = np.sin(angles[:, 0::2])", "encoding[:, 1::2] = np.cos(angles[:, 1::2])"

EXERCISE = Exercise(
    steps.positional_encoding,
    points=8,
    returns=("encoding",),
    cases=lambda rng: [(3, 4), (4, 4), (1, 6), (50, 2), (7, 16)],
    wishes=lambda rng: [(6, 5)],
    accepted={
        "Your encoding is of type float32, as in the course's own assignment, with about 7 digits; in this lab it is "
        "float64, with about 16.": as_in_the_course
    },
    mistakes={
        "Sines and cosines are exchanged; even columns, from 0, are sines.": slip(
            ("np.sin(", "np.tan("), ("np.cos(", "np.sin("), ("np.tan(", "np.cos(")
        ),
        "All columns are sines; the odd ones are cosines.": slip("np.cos(", "np.sin("),
        "All columns are cosines; the even ones are sines.": slip("np.sin(", "np.cos("),
        "Sines stand in the first half and cosines in the second, as some programs have it; here they alternate.": slip(
            "return encoding[np.newaxis]",
            "return np.concatenate([encoding[:, 0::2], encoding[:, 1::2]], axis=1)[np.newaxis]",
        ),
        "The leading axis is missing; the encoding has shape (1, positions, d).": slip("[np.newaxis]  # (1", "  # (1"),
        "Positions begin at 1; the first one is 0.": slip("np.arange(positions)", "np.arange(1, positions + 1)"),
        "The axes are exchanged: positions go down, columns across.": slip(
            "encoding[np.newaxis]  # (1, T, d)", "encoding.T[np.newaxis]  # (1, d, T)"
        ),
        "The odd columns are left at 0; they are cosines.": slip(ODD, "pass"),
        "The even columns are left at 0; they are sines.": slip(EVEN, "pass"),
        "You return the angles; take their sines and cosines.": slip("encoding[np.newaxis]", "angles[np.newaxis]"),
        "The cosines take the angles of the even columns' neighbours one pair further; sine and cosine of a pair have "
        "the same angle.": slip("np.arange(d)[np.newaxis, :], d)", "np.arange(1, d + 1)[np.newaxis, :], d)"),
        "The angles are in degrees; sine and cosine take them in radians, as they are.": slip(
            ("np.sin(angles", "np.sin(np.pi / 180 * angles"), ("np.cos(angles", "np.cos(np.pi / 180 * angles")
        ),
    },
    right=[by_pairs, in_place],
    hints=[
        "One table of angles for everything, and then every second column at a time.",
        "P[pos, 2i] = sin(angle), P[pos, 2i + 1] = cos(angle), with the angles of get_angles, and an axis in front.",
        "angles = get_angles(np.arange(positions)[:, np.newaxis], …, d); encoding[:, 0::2] = np.sin(angles[:, 0::2]); "
        "…; return encoding[np.newaxis]",
    ],
    topics=["positional encoding"],
)
