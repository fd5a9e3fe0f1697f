"""The exercise softmax_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import softmax as steps
from utils.steps.softmax import softmax


def backward_cases(rng):
    """Three shares in tenths with one gradient, then any; two columns, one class, one share that is nearly all."""
    cases = [(np.array([[1.0], [0.0], [0.0]]), np.array([[0.5], [0.3], [0.2]]))]
    for C, m in [(3, 4), (5, 2), (2, 3), (1, 3), (4, 1)]:
        cases.append((rng.normal(size=(C, m)), softmax(rng.normal(0, 1.5, (C, m)))))
    return [*cases, (rng.normal(size=(3, 2)), np.array([[1.0, 0.0], [0.0, 0.5], [0.0, 0.5]]))]


def at_once(dA, A):
    return A * (dA - np.sum(dA * A, axis=0, keepdims=True))


def entry_by_entry(dA, A):
    C, m = A.shape
    dZ = np.zeros((C, m))
    for k in range(m):
        for j in range(C):
            for i in range(C):
                entry = A[i, k] * ((1 if i == j else 0) - A[j, k])
                dZ[j, k] += dA[i, k] * entry
    return dZ


def sum_over_everything(dA, A):
    return A * (dA - np.sum(dA * A))


def sum_over_examples(dA, A):
    return A * (dA - np.sum(dA * A, axis=1, keepdims=True))


def sum_without_shares(dA, A):
    return A * (dA - np.sum(dA, axis=0, keepdims=True))


def shares_forgotten(dA, A):
    return dA - np.sum(dA * A, axis=0, keepdims=True)


JACOBIAN, CHAIN = "np.diag(a) - np.outer(a, a)", "jacobian.T @ dA[:, k]"

EXERCISE = Exercise(
    steps.softmax_backward,
    points=16,
    returns=("dZ",),
    cases=backward_cases,
    mistakes={
        "a (1 − a) is how a share moves with its own score; every score moves the other shares, too, and these "
        "derivatives are missing.": slip(CHAIN, "a * (1 - a) * dA[:, k]"),
        "Your derivatives are a_i (1 − a_j) for all pairs; that holds on the diagonal, off it the derivative is "
        "−a_i a_j.": slip(JACOBIAN, "np.outer(a, 1 - a)"),
        "The derivatives off the diagonal have the wrong sign: when one score rises, the other shares fall.": slip(
            JACOBIAN, "np.diag(a) + np.outer(a, a)"
        ),
        "On the diagonal a share is missing: where share and score belong to one class, the "
        "derivative is a − a².": slip(JACOBIAN, "-np.outer(a, a)"),
        "The diagonal is left out: a score moves its own share, too, by a (1 − a).": slip(
            JACOBIAN, "np.diag(a**2) - np.outer(a, a)"
        ),
        "Your diagonal is a alone; on the diagonal the derivative is a − a², since the sum grows, too.": slip(
            JACOBIAN, "np.diag(a + a**2) - np.outer(a, a)"
        ),
        "Every column is carried back through the Jacobian of the first: take A[:, k] of its own.": slip(
            "a = A[:, k]", "a = A[:, 0]"
        ),
        "Every derivative has the wrong sign: when its own score rises, a share rises.": slip(
            JACOBIAN, "np.outer(a, a) - np.diag(a)"
        ),
        "Your diagonal holds ones; it holds the shares.": slip("np.diag(a)", "np.eye(len(a))"),
        "This is A minus something, as for the cross-entropy; here dA may be the gradient of any cost.": slip(
            CHAIN, "a - dA[:, k]"
        ),
        "You leave dA out: these are derivatives of the shares; the cost moves with each share by dA.": slip(
            CHAIN, "jacobian.sum(axis=0) + a * (1 - a)"
        ),
        "You divide by the number of examples; dA has been averaged already, where it had to be.": slip(
            CHAIN, f"{CHAIN} / A.shape[1]"
        ),
        "You add the derivatives up before you multiply: sum dA times the derivative over the shares.": slip(
            CHAIN, "dA[:, k] * jacobian.sum(axis=0)"
        ),
        "You take the softmax of A once more; A holds the shares already.": slip(
            "a = A[:, k]", "a = np.exp(A[:, k]) / np.sum(np.exp(A[:, k]))"
        ),
        "Your sum runs over all examples at once; each column has its own, axis=0.": sum_over_everything,
        "Your sum runs over the examples, axis=1; an example's shares stand in a column, axis=0.": sum_over_examples,
        "Your sum of dA leaves out how large each share is: it is a sum of dA · A.": sum_without_shares,
        "The factor in front is missing: a share that is small moves little.": shares_forgotten,
    },
    right=[at_once, entry_by_entry],
    hints=[
        "Write a_i = e^(z_i) / s with s the sum of the exponentials, and differentiate for z_j: once with j = i, once "
        "with j ≠ i.",
        "∂a_i/∂z_j is a_i (1 − a_i) for j = i and −a_i a_j else: the matrix diag(a) − a aᵀ. Then dz_j = Σ_i dA_i "
        "∂a_i/∂z_j.",
        "jacobian = np.diag(a) - np.outer(a, …); dZ[:, k] = jacobian.T @ …; or A * (dA - np.sum(dA * A, axis=…, "
        "keepdims=True))",
    ],
    topics=["softmax", "categorical cross-entropy"],
)
