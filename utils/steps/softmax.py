"""Softmax for several classes: one column per example, one row per class."""

import numpy as np


def softmax(Z):
    """Turn each column of scores into positive shares that sum to 1.

        A[i, k] = e^(Z[i, k]) / Σ_j e^(Z[j, k])

    A constant that is subtracted from a column cancels in the quotient; with the column's maximum, no exponential
    overflows.

    Z: (C, m) scores, a row for each class.
    Returns A (C, m), each column summing to 1.
    """
    # Subtract from each column its own largest score
    shifted = Z - np.max(Z, axis=0, keepdims=True)  # (C, m), at most 0
    # The exponential of every entry
    exps = np.exp(shifted)
    # Divide by the sums of the columns, kept as a row
    return exps / np.sum(exps, axis=0, keepdims=True)


def one_hot_matrix(labels, C):
    """Write each label as a column that is 1 in the label's row and 0 elsewhere.

    labels: (m,) whole numbers from 0 to C − 1.    C: the number of classes.
    Returns Y (C, m), of 0.0 and 1.0.
    Raises ValueError for a label that is no class.
    """
    labels = np.asarray(labels)
    # A label that is no class gets a ValueError. Mind those below 0: as an index they would count from the end
    if labels.min() < 0 or labels.max() >= C:
        raise ValueError(f"labels run from {labels.min()} to {labels.max()}; with {C} classes they are 0 … {C - 1}")
    # Each label decides in which row its column has its 1
    Y = np.zeros((C, len(labels)))
    for k, label in enumerate(labels):
        Y[label, k] = 1
    return Y


def softmax_cross_entropy(Z, Y):
    """Average over the examples how surprised the softmax is by the true class.

        J = −(1/m) Σ_k ln A[label of k, k],    A = softmax(Z)

    Computed from the scores: ln A = Z − max − ln Σ e^(Z − max) stays finite where A would be rounded to 0.

    Z: (C, m) scores.    Y: (C, m) one-hot labels.
    Returns the cost J, one number.
    """
    m = Z.shape[1]
    # Scores below each column's largest
    shifted = Z - np.max(Z, axis=0, keepdims=True)  # (C, m)
    # The logarithm of every share: the shifted score minus the logarithm of the column's sum of exponentials
    log_shares = shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))
    # The labels pick one entry in each column; minus their average
    return -np.sum(Y * log_shares) / m


def softmax_backward(dA, A):
    """Carry a gradient back through the softmax: each share moves with every score of its column.

        dZ[:, k] = (diag(a) − a aᵀ) dA[:, k],    a = A[:, k]

    dA: (C, m).    A: (C, m), what the softmax gave.
    Returns dZ (C, m). With the cross-entropy's dA = −Y / A it is A − Y.
    """
    dZ = np.zeros(A.shape)
    # One example at a time
    for k in range(A.shape[1]):
        a = A[:, k]
        # All C · C slopes of shares with respect to scores: a_i (1 − a_i) on the diagonal, −a_i a_j off it
        jacobian = np.diag(a) - np.outer(a, a)  # (C, C), symmetric
        # The chain rule is a product with them
        dZ[:, k] = jacobian @ dA[:, k]
    return dZ
