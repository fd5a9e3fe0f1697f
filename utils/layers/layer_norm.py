"""Layer normalisation over the last axis: every example, or every step of a sequence, by itself.

Ba, Kiros, Hinton, "Layer normalization" (2016).
"""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.batch_norm import check_normalisation
from utils.layers.blocks import blocks
from utils.layers.layer import Layer


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    """Give the n features of every position mean 0 and variance 1, then feature j the factor γ_j and the offset β_j.

        y = γ (x − μ) / √(σ² + ε) + β,    μ and σ²: mean and variance over the last axis

    x: (…, n), any leading axes: (m, n) examples, (m, T, n) sequences.    gamma, beta: (n,).    eps: above 0.
    Returns y (…, n), and the cache.
    Raises ValueError for shapes that do not fit, NaN or infinity.
    """
    check_normalisation(x, gamma, beta, eps)
    n = len(gamma)
    rows, average = x.reshape(-1, n), np.full((n, 1), 1 / n, x.dtype)
    y, mean, scale = np.empty_like(rows), np.empty((len(rows), 1), x.dtype), np.zeros((len(rows), 2), x.dtype)
    buffer = np.empty_like(rows[next(blocks(rows))])
    with np.errstate(over="ignore", invalid="ignore"):  # looked at below
        for part in blocks(rows):
            np.matmul(rows[part], average, out=mean[part])
            piece = np.subtract(rows[part], mean[part], out=y[part])
            squares = (piece[:, None] @ piece[:, :, None]).ravel()  # every row times itself
            scale[part, 0] = 1 / np.sqrt(squares / n + eps)
            piece *= factors(scale[part], gamma, buffer)
            piece += beta
    if not np.isfinite(mean).all() or not scale[:, 0].all():
        check_array("x", x, (..., n))
        raise ValueError(f"x {x.shape} holds numbers whose squares are too large for {x.dtype}: scale it down")
    return y.reshape(x.shape), (x, gamma, mean, scale)


def layer_norm_backward(dy, cache):
    """Carry the gradient back, also through every position's mean and variance.

        dx = (γ dy − mean(γ dy) − x̂ · mean(γ dy x̂)) / √(σ² + ε),    x̂ = (x − μ) / √(σ² + ε),    means over the last axis

    dy: (…, n).    cache: from `layer_norm_forward`.
    Returns dx (…, n), dgamma = Σ dy x̂ (n,), dbeta = Σ dy (n,), the sums over all leading axes.
    """
    x, gamma, mean, scale = cache
    check_array("dy", dy, x.shape, x.dtype, finite=False)
    n = len(gamma)
    rows, dy, average = x.reshape(-1, n), dy.reshape(-1, n), gamma / n
    dx, first = np.empty_like(rows), rows[next(blocks(rows))]
    buffer, other = np.empty_like(first), np.empty_like(first)
    dgamma = dbeta = 0
    for part in blocks(rows):
        piece, over = dy[part], scale[part, 0]
        apart = np.subtract(rows[part], mean[part], out=buffer[: len(piece)])
        product = np.multiply(piece, apart, out=dx[part])
        dgamma = dgamma + over @ product  # the sum over positions, and x̂ = over · apart
        dbeta = dbeta + np.ones(len(piece), x.dtype) @ piece
        apart *= (product @ average * over * over * over)[:, None]
        apart += (piece @ average * over)[:, None]
        product = np.multiply(piece, factors(scale[part], gamma, other), out=dx[part])
        product -= apart
    return dx.reshape(x.shape), dgamma, dbeta


def factors(scale, gamma, buffer):
    """Every position's scale times every γ, (rows, n), written into a buffer. scale: (rows, 2), its second column 0.

    As a matrix product it costs half of what the product of a column and a row does; the second term is there because
    NumPy leaves matrix products of a single term to a slow loop of its own.
    """
    return np.matmul(scale, np.stack([gamma, gamma]), out=buffer[: len(scale)])


class LayerNorm(Layer):
    """Layer normalisation of n features; see `layer_norm_forward`."""

    weights = ("gamma", "beta")

    def __init__(self, n, eps=1e-5):
        check_whole("n", n)
        self.gamma, self.beta = np.ones(n, np.float32), np.zeros(n, np.float32)
        self.eps = eps

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = layer_norm_forward(x, self.gamma, self.beta, self.eps)
        return y

    def backward(self, dy):
        dx, self.dgamma, self.dbeta = layer_norm_backward(dy, self.cache)
        return dx
