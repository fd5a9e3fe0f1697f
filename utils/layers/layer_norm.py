"""Layer normalisation over the last axis: every example, or every step of a sequence, by itself.

Ba, Kiros, Hinton, "Layer normalization" (2016).
"""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.batch_norm import check_normalisation, far_from_zero
from utils.layers.blocks import aligned, blocks
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
    rows, y = x.reshape(-1, n), aligned((x.size // n, n), x.dtype)
    mean, scale = (np.empty((len(rows), 1), x.dtype) for _ in range(2))
    buffer = aligned(rows[next(blocks(rows))].shape, x.dtype)
    twice, both = np.stack([gamma, gamma]), np.stack([gamma, beta])
    with np.errstate(over="ignore", invalid="ignore"):  # looked at below
        for part in blocks(rows):
            piece, (average, variance) = rows[part], row_moments(rows[part])
            mean[part] = average
            if far_from_zero(average, np.sqrt(variance)):  # digits would be lost, as in `channel_statistics`
                piece = piece - average
                average, variance = row_moments(piece)
                mean[part] += average
            scale[part] = 1 / np.sqrt(variance + eps)
            factor = outer([scale[part], 0], twice, y[part])
            factor *= piece
            factor += outer([-scale[part] * average, 1], both, buffer)
    if not np.isfinite(mean).all() or not (scale > 0).all():
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
    dx, (dgamma, dbeta) = aligned(rows.shape, x.dtype), np.zeros((2, n), x.dtype)
    buffer, twice = aligned(rows[next(blocks(rows))].shape, x.dtype), np.stack([gamma, gamma])
    for part in blocks(rows):
        piece, apart, centre, over = dy[part], rows[part], mean[part], scale[part]
        if far_from_zero(centre * over, 1):
            apart, centre = apart - centre, np.zeros_like(centre)
        product = np.multiply(piece, apart, out=buffer[: len(piece)])
        sums = np.hstack([-over * centre, np.ones_like(over)]).T @ piece
        dgamma += sums[0] + (over.T @ product)[0]  # the sum over positions of dy x̂, where x̂ = over · (x − centre)
        dbeta += sums[1]
        mean_dy, mean_product = piece @ average, product @ average
        slope = (mean_dy * centre - mean_product) * over * over * over  # over³ by itself can underflow
        change = np.multiply(apart, slope, out=product)
        change -= mean_dy * over + slope * centre
        gradient = outer([over, 0], twice, dx[part])
        gradient *= piece
        gradient += change
    return dx.reshape(x.shape), dgamma, dbeta


def row_moments(rows):
    """Mean and variance of every row, both (r, 1), as products: each row with n times 1/n, and with itself."""
    n = rows.shape[1]
    mean = rows @ np.full((n, 1), 1 / n, rows.dtype)
    squares = (rows[:, None] @ rows[:, :, None])[:, 0]
    return mean, np.maximum(squares / n - mean * mean, 0)  # rounding can take that of equal features below 0


def outer(columns, rows, out):
    """The sum of two products of a column (r, 1), or a number, and a row of `rows` (2, n), in the first rows of out.

    One matrix product with two terms: NumPy leaves those with one term to a slow loop of its own.
    """
    length = max(np.size(column) for column in columns)
    pairs = np.empty((length, 2), out.dtype)
    for i, column in enumerate(columns):
        pairs[:, i : i + 1] = column
    return np.matmul(pairs, rows, out=out[:length])


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
