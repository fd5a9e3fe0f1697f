"""The exercise create_look_ahead_mask: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import attention as steps


def as_in_the_course(sequence_length):
    return np.tril(np.ones((1, sequence_length, sequence_length)))


def by_comparison(sequence_length):
    places = np.arange(sequence_length)
    return (places[np.newaxis, :] <= places[:, np.newaxis])[np.newaxis]


def by_loops(sequence_length):
    mask = np.zeros((1, sequence_length, sequence_length), bool)
    for t in range(sequence_length):
        mask[0, t, : t + 1] = True
    return mask


LINE = "np.tri(sequence_length, dtype=bool)[np.newaxis]"

EXERCISE = Exercise(
    steps.create_look_ahead_mask,
    points=4,
    returns=("mask",),
    cases=lambda rng: [(3,), (1,), (2,), (5,)],
    mistakes={
        "Your mask shows what comes later and hides the past; rows are queries, so True stands below the "
        "diagonal.": slip("np.tri(sequence_length, dtype=bool)", "np.tri(sequence_length, dtype=bool).T"),
        "Your mask is turned round: True is for what may be seen, the past and the position itself.": slip(
            "np.tri(sequence_length, dtype=bool)", "~np.tri(sequence_length, dtype=bool)"
        ),
        "A position may look at itself, too; take the diagonal in.": slip(
            "np.tri(sequence_length, dtype=bool)", "np.tri(sequence_length, k=-1, dtype=bool)"
        ),
        "Each position sees one step too far; stop at the diagonal.": slip(
            "np.tri(sequence_length, dtype=bool)", "np.tri(sequence_length, k=1, dtype=bool)"
        ),
        "The leading axis is missing; the mask has shape (1, T, T).": slip("[np.newaxis]", ""),
        "The new axis stands at the end; it belongs in front.": slip("[np.newaxis]", "[:, :, np.newaxis]"),
        "Every position sees itself only; it sees all that stands before it, too.": slip(
            "np.tri(sequence_length, dtype=bool)", "np.eye(sequence_length, dtype=bool)"
        ),
        "Every position sees itself and one step before; it sees everything before it.": slip(
            "np.tri(sequence_length, dtype=bool)",
            "np.tri(sequence_length, dtype=bool) & ~np.tri(sequence_length, k=-2, dtype=bool)",
        ),
        "Your mask holds minus infinity for what is hidden, as what is added to scores; it is a mask of True and "
        "False here.": slip("np.tri(sequence_length, dtype=bool)", "np.log(np.tri(sequence_length) + 1e-300)"),
        "Nothing is hidden; what comes later has to be.": slip(
            "np.tri(sequence_length, dtype=bool)", "np.ones((sequence_length, sequence_length), dtype=bool)"
        ),
    },
    right=[as_in_the_course, by_comparison, by_loops],
    hints=[
        "Write the table for three positions on paper: a row for each query, a column for each key.",
        "mask[0, t, u] is True where u ≤ t: a lower triangle with its diagonal, with an axis of length 1 in front.",
        "return np.tri(…, dtype=bool)[np.newaxis]",
    ],
    topics=["look-ahead mask"],
)
