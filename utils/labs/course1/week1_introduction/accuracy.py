"""The exercise accuracy: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import introduction as steps


def label_cases(rng):
    Y = rng.integers(0, 10, (1, 40))
    guesses = np.where(rng.random((1, 40)) < 0.7, Y, rng.integers(0, 10, (1, 40)))
    readable = np.array([[7, 1, 3, 3]]), np.array([[7, 1, 8, 3]])
    return [
        readable,
        (guesses, Y),
        (Y.copy(), Y),
        (np.array([[2]]), np.array([[5]])),
        (np.ones((1, 3)), np.ones((1, 3))),
    ]


def accuracy_by_counting(Y_hat, Y):
    return sum(int(guess == label) for guess, label in zip(Y_hat[0], Y[0], strict=True)) / Y.shape[1]


def accuracy_by_difference(Y_hat, Y):
    return 1 - np.count_nonzero(Y_hat - Y) / Y.size


EXERCISE = Exercise(
    steps.accuracy,
    points=10,
    returns=("accuracy",),
    cases=label_cases,
    mistakes={
        "You count the right labels, and len(Y) is 1: divide by the number of columns, or take the mean.": slip(
            "np.mean", "np.sum"
        ),
        "That is the share of wrong labels; accuracy counts the right ones.": slip("==", "!="),
        "Your result is in percent; return a share from 0 to 1.": slip("np.mean", "100 * np.mean"),
        "np.all asks whether every label is right; np.mean gives the share that is.": slip("np.mean", "np.all"),
        "Class numbers are names: a 7 taken for a 1 is one mistake, not six; compare with ==.": slip(
            "np.mean(Y_hat == Y)", "1 - np.mean(np.abs(Y_hat - Y))"
        ),
        "A product of labels works for the classes 0 and 1 at most; compare with ==.": slip("Y_hat == Y", "Y_hat * Y"),
        "You return which labels are right; return their share, one number.": slip("np.mean(Y_hat == Y)", "Y_hat == Y"),
    },
    right=[accuracy_by_counting, accuracy_by_difference],
    hints=[
        "== compares two arrays element by element and gives True and False.",
        "accuracy = (number of i with ŷ_i = y_i) / m; a mean of True and False does exactly that.",
        "return np.mean(… == …).",
    ],
    topics=["single-number metric"],
)
