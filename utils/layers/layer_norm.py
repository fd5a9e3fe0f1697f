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
    y, mean, scale = np.empty_like(rows), np.empty((len(rows), 1), x.dtype), np.empty((len(rows), 1), x.dtype)
    with np.errstate(over="ignore", invalid="ignore"):  # looked at below
        for part in blocks(rows):
            np.matmul(rows[part], average, out=mean[part])
            piece = np.subtract(rows[part], mean[part], out=y[part])
            np.einsum("ij,ij->i", piece, piece, out=scale[part, 0])
            scale[part] = 1 / np.sqrt(scale[part] / n + eps)
            piece *= scale[part]
            piece *= gamma
            piece += beta
    if not np.isfinite(mean).all() or not scale.all():
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
    rows, dy, average = x.reshape(-1, n), dy.reshape(-1, n), (gamma / n)[:, None]
    dx, buffer = np.empty_like(rows), np.empty_like(rows[next(blocks(rows))])
    dgamma = dbeta = 0
    for part in blocks(rows):
        piece, over = dy[part], scale[part]
        apart = np.subtract(rows[part], mean[part], out=buffer[: len(piece)])
        product = np.multiply(piece, apart, out=dx[part])
        dgamma = dgamma + over[:, 0] @ product  # the sum over positions, and x̂ = over · apart
        dbeta = dbeta + np.ones(len(piece), x.dtype) @ piece
        apart *= product @ average * over * over
        apart += piece @ average
        product = np.multiply(piece, gamma, out=dx[part])
        product -= apart
        product *= over
    return dx.reshape(x.shape), dgamma, dbeta


class LayerNorm(Layer):
    """Layer normalisation of n features; see `layer_norm_forward`."""

    weights = ("gamma", "beta")

    def __init__(self, n, eps=1e-5):
        check_whole("n", n)
        self.gamma, self.beta = np.ones(n, np.float32), np.zeros(n, np.float32)
        self.eps = eps

    def forward(self, x, train=False, mask=None):
        y, self.cache = layer_norm_forward(x, self.gamma, self.beta, self.eps)
        return y

    def backward(self, dy):
        dx, self.dgamma, self.dbeta = layer_norm_backward(dy, self.cache)
        return dx
