"""The exercise one_hot_matrix: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import softmax as steps


def label_cases(rng):
    """Four labels; more classes than labels, one label in a list, one class, many labels."""
    return [
        (np.array([1, 0, 2, 1]), 3),
        (np.array([3, 1]), 5),
        ([2], 4),
        (np.array([0, 0, 0]), 1),
        (rng.integers(0, 4, 9), 6),
    ]


def single_and_wrong(rng):
    """Labels that are no class; one label that is a plain number."""
    return [(np.array([-1, 0]), 3), (np.array([0, 3]), 3), (2, 4)]


def by_loop(labels, C):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= C):
        raise ValueError("no such class")
    Y = np.zeros((C, *labels.shape))
    for place in np.ndindex(labels.shape):
        Y[(labels[place], *place)] = 1
    return Y


def by_comparison(labels, C):
    labels = np.asarray(labels)
    if labels.min() < 0 or labels.max() > C - 1:
        raise ValueError("no such class")
    return (np.arange(C).reshape(-1, *[1] * labels.ndim) == labels).astype(float)


def by_transpose(labels, C):
    return np.eye(C)[np.array(labels)].T


def without_a_check(labels, C):
    one_hot = np.zeros((C, np.asarray(labels).size))
    one_hot[np.asarray(labels).reshape(-1), np.arange(one_hot.shape[1])] = 1
    return one_hot


def by_columns_of_the_identity(labels, C):
    return np.eye(C)[:, np.asarray(labels)]


def only_below_zero(labels, C):
    labels = np.asarray(labels)
    if np.any(labels < 0):
        raise ValueError("no such class")
    return np.eye(C)[labels].T


def one_too_many(labels, C):
    labels = np.asarray(labels)
    if labels.min() < 0 or labels.max() > C:
        raise ValueError("no such class")
    return np.eye(C)[:, labels]


def lists_alone(labels, C):
    labels = np.asarray(labels)
    if labels.min() < 0 or labels.max() >= C:
        raise ValueError("no such class")
    Y = np.zeros((C, len(labels)))
    Y[labels, np.arange(len(labels))] = 1
    return Y


def whole_rows(labels, C):
    labels = np.asarray(labels)
    if labels.min() < 0 or labels.max() >= C:
        raise ValueError("no such class")
    Y = np.zeros((C, *labels.shape))
    Y[labels] = 1
    return Y


PICK = "np.eye(C)[:, labels]"

EXERCISE = Exercise(
    steps.one_hot_matrix,
    points=6,
    returns=("Y",),
    cases=label_cases,
    wishes=single_and_wrong,
    mistakes={
        "Your labels stand in rows; each label is a column, and the classes are the rows.": slip(
            PICK, "np.eye(C)[labels]"
        ),
        "You count the classes from 1; label 0 has its 1 in the first row.": slip(PICK, "np.eye(C)[:, labels - 1]"),
        "Your matrix has as many rows as the largest label needs; it has C, also where the last classes do not "
        "occur.": slip(PICK, "np.eye(labels.max() + 1)[:, labels]"),
        "You write the label's number where a 1 is due.": slip(PICK, f"{PICK} * labels"),
        "You set a label's whole row, in every column; only the label's own column gets the 1.": whole_rows,
        "Ones and zeros are exchanged: the label's row has the 1, all others 0.": slip(PICK, f"1 - {PICK}"),
        "Your rows run from the last class to the first; row 0 is class 0.": slip(PICK, "np.eye(C)[::-1, labels]"),
        "Your matrix has a row too many; labels from 0 to C − 1 need C rows.": slip(PICK, "np.eye(C + 1)[:, labels]"),
        "Your matrix is flat; keep a column for each label.": slip(PICK, f"{PICK}.ravel()"),
        "You return one column for all labels together; each label has its own.": slip(
            PICK, "np.eye(C)[:, labels].max(axis=-1)"
        ),
        "A label that is no class should be a ValueError: as an index, −1 would mean the last class.": slip(
            "labels.min() < 0 or labels.max() >= C", "False"
        ),
        "A label that is no class should be a ValueError: here C or more is an IndexError, and −1 means the last "
        "class, without a word.": by_transpose,
        "Labels below 0 are refused, and those of C or more should be a ValueError, too.": only_below_zero,
        "The largest label is C − 1: C itself should be a ValueError, too.": one_too_many,
        "A single label, a plain number, should give one column of shape (C,).": lists_alone,
    },
    right=[by_loop, by_comparison, by_columns_of_the_identity, by_transpose, without_a_check],
    hints=[
        "Start from zeros of shape (C, m); each label says in which row its column has its 1.",
        "Y[labels[k], k] = 1 for every k; or columns of the matrix np.eye(C), chosen by the labels.",
        "return np.eye(C)[:, …]",
    ],
    topics=["categorical cross-entropy"],
)
