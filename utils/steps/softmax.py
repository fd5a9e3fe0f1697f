"""Softmax for several classes: one column per example, one row per class."""

import numpy as np


def softmax(Z):
    """Turn each column of scores into positive shares that sum to 1.

        A[i, k] = e^(Z[i, k]) / Σ_j e^(Z[j, k])

    A constant that is subtracted from a column cancels in the quotient.

    Z: (C, m) scores of any size, a row for each class.
    Returns A (C, m), each column summing to 1.
    """
    # Subtract from each column a constant after which no exponential overflows
    shifted = Z - np.max(Z, axis=0, keepdims=True)  # (C, m), at most 0
    # The exponential of every entry
    exps = np.exp(shifted)
    # Divide by the sums of the columns, kept as a row
    return exps / np.sum(exps, axis=0, keepdims=True)


def one_hot_matrix(labels, C):
    """Write each label as a column that is 1 in the label's row and 0 elsewhere.

    labels: (m,) whole numbers from 0 to C − 1, or one of them.    C: the number of classes.
    Returns Y (C, m), of 0.0 and 1.0; (C,) for a single label.
    Raises ValueError for a label that is no class.
    """
    labels = np.asarray(labels)
    # A label that is no class gets a ValueError. Mind those below 0: as an index they would count from the end
    if labels.min() < 0 or labels.max() >= C:
        raise ValueError(f"labels run from {labels.min()} to {labels.max()}; with {C} classes they are 0 … {C - 1}")
    # The columns to choose from are those of a matrix with its ones on the diagonal
    return np.eye(C)[:, labels]


def softmax_cross_entropy(Z, Y):
    """Average over the examples how surprised the softmax is by the true class.

        J = −(1/m) Σ_k ln A[label of k, k],    A = softmax(Z)

    Z: (C, m) scores, of any size.    Y: (C, m) one-hot labels.
    Returns the cost J, one number, finite for any finite scores: it is computed from Z, since A may be rounded to 0.
    """
    m = Z.shape[1]
    # Shift each column's scores, as for the shares
    shifted = Z - np.max(Z, axis=0, keepdims=True)  # (C, m)
    # The logarithm of every share, without the share
    log_shares = shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))
    # The labels pick one entry in each column; minus their mean over the examples
    return -np.sum(Y * log_shares) / m


def softmax_backward(dA, A):
    """Carry a gradient back through the softmax of every column: from its shares to its scores.

    dA: (C, m), gradient of a cost with respect to A.    A: (C, m), what the softmax gave.
    Returns dZ (C, m), the gradient with respect to the scores.
    """
    dZ = np.zeros(A.shape)
    # One example at a time: no score moves another column's shares
    for k in range(A.shape[1]):
        a = A[:, k]
        # How fast each share moves with each score: C · C derivatives, in rows the shares, in columns the scores
        jacobian = np.diag(a) - np.outer(a, a)  # (C, C)
        # A score moves the cost through all of the shares
        dZ[:, k] = jacobian.T @ dA[:, k]
    return dZ
