"""The softmax over the last axis, and what its exponentials are taken of."""

import numpy as np

from utils.layers.arguments import check_array


def softmax_forward(x):
    """Turn the scores along the last axis into positive shares that sum to 1.

        y_j = e^(x_j) / Σ_k e^(x_k)

    The largest score is subtracted first: it cancels in the quotient, and no exponential overflows.
    x: (…, n).    Returns y (…, n), and the cache y.    Raises ValueError for NaN or infinity.
    """
    check_array("x", x, (..., "n"), finite=False)
    y = x - largest("x", x)
    np.exp(y, out=y)
    y *= (1 / np.einsum("...k->...", y))[..., None]
    return y, y


def softmax_backward(dy, y):
    """dx = y · (dy − Σ_k dy_k y_k): the product of dy with the Jacobian diag(y) − y yᵀ, which is never built."""
    check_array("dy", dy, y.shape, y.dtype, finite=False)
    dx = dy - np.einsum("...k,...k->...", dy, y)[..., None]
    dx *= y
    return dx


def largest(name, scores):
    """What to subtract from scores (…, n) before their exponentials: each row's largest, (…, 1), or one for all rows.

    The extremes of the whole array cost little and tell NaN and infinity too. Where they lie close together, one
    number serves all rows, and the slow search through each is spared.
    """
    low, high = float(scores.min()), float(scores.max())
    if not np.isfinite(high - low):
        check_array(name, scores, (...,))
    return high if high - low < 32 else scores.max(axis=-1, keepdims=True)
