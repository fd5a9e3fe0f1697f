"""The exercise softmax_cross_entropy: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import softmax as steps
from utils.steps.softmax import one_hot_matrix, softmax


def scored_cases(rng):
    """One column, several, one class, whole numbers; then sure scores, right and wrong, far out."""
    cases = [(np.array([[2.0], [1.0], [0.1]]), np.array([[0.0], [1.0], [0.0]]))]
    for C, m in [(3, 5), (4, 2), (1, 3), (2, 7)]:
        cases.append((rng.normal(0, 2, (C, m)), one_hot_matrix(rng.integers(0, C, m), C)))
    cases.append((np.array([[1, 4], [3, -2], [0, 2]]), np.array([[0, 1], [0, 0], [1, 0]])))
    far = np.array([[900.0, -900.0, 5.0], [0.0, -1800.0, 5.0], [-900.0, -900.0, 5.0]])
    cases.append((np.array([[1000.0, 0.0], [1001.0, 1.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])))
    cases.append((np.full((3, 2), 900.0), one_hot_matrix(np.array([0, 2]), 3)))
    return [*cases, (far, np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]))]


def by_logaddexp(Z, Y):
    return np.mean(np.logaddexp.reduce(Z, axis=0) - np.sum(Z * Y, axis=0))


def by_examples(Z, Y):
    total = 0.0
    for k in range(Z.shape[1]):
        z = Z[:, k] - max(Z[:, k])
        total += np.log(sum(np.exp(z))) - sum(Y[:, k] * z)
    return total / Z.shape[1]


def of_shares(Z, Y):
    return -np.sum(Y * np.log(softmax(Z))) / Z.shape[1]


def of_nudged_shares(Z, Y):
    return -np.sum(Y * np.log(softmax(Z) + 1e-8)) / Z.shape[1]


def of_clipped_shares(Z, Y):
    return -np.sum(Y * np.log(np.clip(softmax(Z), 1e-15, 1))) / Z.shape[1]


def of_guarded_shares(Z, Y):
    return -np.sum(Y * np.log(softmax(Z) + 1e-12)) / Z.shape[1]


def of_floored_shares(Z, Y):
    return -np.sum(Y * np.log(np.maximum(softmax(Z), 1e-300))) / Z.shape[1]


def of_yes_or_no_scores(Z, Y):
    return np.sum(np.logaddexp(0, Z) - Y * Z) / Z.shape[1]


def of_every_class(Z, Y):
    A = softmax(Z)
    with np.errstate(all="ignore"):
        return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Z.shape[1]


LOSS = "return -np.sum(Y * log_shares) / m"

EXERCISE = Exercise(
    steps.softmax_cross_entropy,
    points=12,
    returns=("cost",),
    cases=scored_cases,
    mistakes={
        "A share far below the largest is rounded to 0, and its logarithm is −∞: compute the logarithm from the "
        "scores.": of_shares,
        "A small number added to the shares changes every loss, and caps the largest: compute the logarithm from the "
        "scores.": of_nudged_shares,
        "Clipping the shares caps the loss, and a sure wrong answer costs no more than 35: compute the logarithm from "
        "the scores.": of_clipped_shares,
        "A guard of 1e-12 inside the logarithm caps the loss of a surely wrong answer at 28: compute the logarithm "
        "from the scores.": of_guarded_shares,
        "A floor of 1e-300 under the shares caps the loss at 691: compute the logarithm from the scores.": (
            of_floored_shares
        ),
        "This is the loss of sigmoids, a yes-or-no question for every class; here all classes have one sum.": (
            of_yes_or_no_scores
        ),
        "You subtract the largest score of the whole matrix, and a column far below it has a sum of 0: take each "
        "column's own, axis=0.": slip("np.max(Z, axis=0, keepdims=True)", "np.max(Z)"),
        "You add the losses of every class's yes-or-no question; only the true class's share counts.": of_every_class,
        "Your cost is the sum of the losses; it is their mean, so divide by m, the columns.": slip(LOSS, LOSS[:-4]),
        "You divide by the number of entries; the mean is over the examples, so divide by m alone.": slip(
            LOSS, "return -np.mean(Y * log_shares)"
        ),
        "You divide by the number of classes; the examples are the columns, Z.shape[1].": slip("shape[1]", "shape[0]"),
        "Your cost is negative: logarithms of shares lie below 0, so put a minus sign in front.": slip(
            "return -np", "return np"
        ),
        "You return a loss for each example; the cost is their mean, one number.": slip(
            "np.sum(Y * log_shares) / m", "np.sum(Y * log_shares, axis=0)"
        ),
        "The logarithm of the sum of exponentials is missing: ln A is the shifted score minus that.": slip(
            " - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))", ""
        ),
        "Your sum of exponentials runs over the examples; each column has its own, axis=0.": slip(
            "np.sum(np.exp(shifted), axis=0", "np.sum(np.exp(shifted), axis=1"
        ),
        "Scores of 900 overflow: subtract each column's largest before you take exponentials.": slip(
            " - np.max(Z, axis=0, keepdims=True)", " * 1.0"
        ),
        "You take the logarithm of the sum of exponentials of Z, not of the shifted scores; both terms need the same "
        "shift.": slip("np.exp(shifted)", "np.exp(Z)"),
        "The logarithm of the sum is taken off once for every class; multiply by Y last.": (
            slip("Y * log_shares", "Y * shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))")
        ),
        "You add up logarithms of exponentials; it is the logarithm of their sum.": slip(
            "np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))",
            "np.sum(np.log(np.exp(np.maximum(shifted, -1e9))), axis=0, keepdims=True)",
        ),
        "You sum the shares of the true classes, without the logarithm.": slip(
            "Y * log_shares", "Y * np.exp(log_shares)"
        ),
    },
    right=[by_logaddexp, by_examples],
    hints=[
        "Do not compute a share: the logarithm of a quotient is a difference.",
        "ln A = Z − M − ln Σ_j e^(Z_j − M), column by column; the cost is minus the mean over the columns of its entry "
        "at the label.",
        "shifted = Z - np.max(Z, axis=0, keepdims=True); log_shares = shifted - np.log(…); return -np.sum(Y * …) / m",
    ],
    topics=["categorical cross-entropy"],
)
