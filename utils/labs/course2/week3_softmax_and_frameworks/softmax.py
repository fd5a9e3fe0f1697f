"""The exercise softmax: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import softmax as steps


def score_cases(rng):
    """Three scores, several columns, one class, one column, whole numbers; then columns far above and below 0."""
    return [
        (np.array([[2.0], [1.0], [0.1]]),),
        (rng.normal(0, 2, (3, 4)),),
        (rng.normal(0, 2, (5, 2)),),
        (rng.normal(0, 2, (1, 3)),),
        (np.array([[1, 0, 3], [1, 2, -3]]),),
        (np.array([[400.0], [399.0]]),),
        (np.array([[900.0, -3.0], [0.0, 1000.0]]),),
        (np.array([[1000.0, -1000.0, 0.0], [1001.0, -1001.0, -2000.0]]),),
        (np.array([[1.0, 0.5], [0.0, -4.0]], dtype=np.float32),),
    ]


def by_columns(Z):
    A = np.zeros(Z.shape)
    for k in range(Z.shape[1]):
        e = np.exp(Z[:, k] - Z[:, k].max())
        A[:, k] = e / e.sum()
    return A


def by_logarithm(Z):
    Z = Z - Z.max(axis=0)
    return np.exp(Z - np.log(np.exp(Z).sum(axis=0)))


LARGEST, SUM = "np.max(Z, axis=0, keepdims=True)", "np.sum(exps, axis=0, keepdims=True)"

EXERCISE = Exercise(
    steps.softmax,
    points=10,
    returns=("A",),
    cases=score_cases,
    mistakes={
        "With scores of 1,000 the exponential overflows and the quotient is NaN: subtract each column's largest score "
        "first.": slip(f" - {LARGEST}", ""),
        "You subtract the largest score of the whole matrix, and a column far below it becomes 0/0: take each column's "
        "own, axis=0.": slip(LARGEST, "np.max(Z)"),
        "You subtract the smallest score, and the largest still overflows: subtract the largest.": slip(
            "np.max(", "np.min("
        ),
        "You add the largest score, which makes the overflow worse: subtract it.": slip("Z - np.max", "Z + np.max"),
        "Your shares sum to 1 along the rows, over the examples; the classes of one example stand in a column, "
        "axis=0.": slip("axis=0", "axis=1"),
        "You divide by the sum over the examples, axis=1; each column has a sum of its own, axis=0.": slip(
            "np.sum(exps, axis=0", "np.sum(exps, axis=1"
        ),
        "You divide by the sum over the whole matrix; each column is to sum to 1, so sum over axis=0.": slip(
            SUM, "np.sum(exps)"
        ),
        "You return exponentials, which sum to anything: divide by each column's sum.": slip(f" / {SUM}", ""),
        "You divide by the mean of the exponentials, and the columns sum to the number of classes: divide by the "
        "sum.": slip("np.sum(exps, axis", "np.mean(exps, axis"),
        "You divide the scores by their sum, without exponentials: shares may be negative, and 0/0 is possible.": slip(
            "np.exp(shifted)", "Z"
        ),
        "This is the hard maximum, 1 for the largest and 0 for the others; softmax gives every class a share.": slip(
            "np.exp(shifted)", "(shifted == 0).astype(float)"
        ),
        "You subtract each column's mean, and the largest score may still overflow: subtract the largest.": slip(
            "np.max(", "np.mean("
        ),
        "You subtract the maximum after the exponential, where it does not cancel: subtract it from the scores.": slip(
            ("np.exp(shifted)", "np.exp(Z) - np.max(Z, axis=0, keepdims=True)")
        ),
        "You cap the scores, and two above the cap become alike: subtract each column's largest instead.": slip(
            f"Z - {LARGEST}", "np.clip(Z, -500, 500)"
        ),
        "Your sum is over the shifted scores; divide by the sum of their exponentials.": slip(
            "np.sum(exps,", "np.sum(shifted,"
        ),
        "Your numerator is the shifted score; take its exponential there, too.": slip(
            "return exps /", "return shifted /"
        ),
        "You return the logarithms of the shares; return the shares.": slip(
            f"return exps / {SUM}", f"return np.log(exps / {SUM})"
        ),
        "Each of your outputs is a sigmoid of its own, and a column need not sum to 1: divide exponentials by the "
        "column's sum.": slip(f"return exps / {SUM}", "return 1 / (1 + np.exp(-Z))"),
    },
    right=[by_columns, by_logarithm],
    hints=[
        "A constant that is added to all scores of a column changes nothing; choose one after which nothing overflows.",
        "A[i, k] = e^(Z[i, k] − M[k]) / Σ_j e^(Z[j, k] − M[k]), with M[k] the largest score of column k.",
        "exps = np.exp(Z - np.max(Z, axis=0, keepdims=True)); return exps / np.sum(exps, axis=…, keepdims=True)",
    ],
    topics=["softmax"],
)
