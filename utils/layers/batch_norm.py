"""Batch normalisation over all axes but the last, for dense layers, images and sequences alike.

Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift" (2015).
"""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.blocks import blocks
from utils.layers.layer import Layer

ROW = 1 << 13  # numbers; NumPy copies a row that it repeats, again and again, where it is much shorter than this


def batch_norm_forward(x, gamma, beta, eps=1e-5):
    """Give every channel the mean beta and the standard deviation gamma, over the batch.

        y = γ (x − μ) / √(σ² + ε) + β,    μ and σ²: mean and variance over all axes but the last

    x: (…, n), any leading axes: (m, n) examples, (m, n_H, n_W, n) images.    gamma, beta: (n,).    eps: above 0.
    Returns y (…, n), and the cache (x, gamma, mean, variance, eps), with the batch's mean and variance (n,).
    Raises ValueError for shapes that do not fit, one value a channel, NaN or infinity.
    """
    check_normalisation(x, gamma, beta, eps)
    if x.size == len(gamma):
        raise ValueError(
            f"x {x.shape} holds one value a channel: its mean is that value, its variance 0, and every output would be "
            "beta; learn from batches of 2 or more"
        )
    mean, variance = channel_statistics(x)
    if not np.isfinite(variance).all():
        check_array("x", x, (..., len(gamma)))
        raise ValueError(f"x {x.shape} holds numbers whose squares are too large for {x.dtype}: scale it down")
    return scaled(x, gamma, beta, mean, variance, eps), (x, gamma, mean, variance, eps)


def batch_norm_backward(dy, cache):
    """Carry the gradient back, also through the batch's mean and variance, which depend on every x.

        dx = γ / √(σ² + ε) · (dy − dβ / M − x̂ dγ / M),    x̂ = (x − μ) / √(σ² + ε),    M: values a channel

    dy: (…, n).    cache: from `batch_norm_forward`.
    Returns dx (…, n), dgamma = Σ dy x̂ (n,), dbeta = Σ dy (n,).
    """
    x, gamma, mean, variance, eps = cache
    dgamma, dbeta = channel_gradients(dy, cache)
    rows, repeats = in_long_rows(x)
    M = x.size // len(gamma)
    deviation = np.sqrt(variance + eps)
    slope = -dgamma / (M * deviation)
    offset = -dbeta / M - slope * mean
    slope, offset, factor = (np.tile(v, repeats) for v in (slope, offset, gamma / deviation))
    dy, dx = dy.reshape(rows.shape), np.empty_like(rows)
    for part in blocks(rows):
        piece = np.multiply(rows[part], slope, out=dx[part])
        piece += offset
        piece += dy[part]
        piece *= factor
    return dx.reshape(x.shape), dgamma, dbeta


def batch_norm_inference(x, gamma, beta, mean, variance, eps=1e-5):
    """Normalise by statistics from elsewhere, the running averages: each output depends on its own input alone.

        y = γ (x − mean) / √(variance + ε) + β

    x: (…, n).    gamma, beta, mean, variance: (n,).    eps: above 0.
    Returns y (…, n), and the cache.
    Raises ValueError for shapes that do not fit, a variance below 0, NaN or infinity.
    """
    check_normalisation(x, gamma, beta, eps)
    check_array("mean", mean, gamma.shape, gamma.dtype)
    check_array("variance", variance, gamma.shape, gamma.dtype)
    if variance.min() < 0:
        raise ValueError(f"variance {variance.shape} holds {variance.min()}: a variance is at least 0")
    check_array("x", x, (..., len(gamma)))
    return scaled(x, gamma, beta, mean, variance, eps), (x, gamma, mean, variance, eps)


def batch_norm_inference_backward(dy, cache):
    """Carry the gradient back where mean and variance are constants: dx = γ / √(variance + ε) · dy.

    dy: (…, n).    cache: from `batch_norm_inference`.
    Returns dx (…, n), dgamma = Σ dy x̂ (n,), dbeta = Σ dy (n,).
    """
    _, gamma, _, variance, eps = cache
    dgamma, dbeta = channel_gradients(dy, cache)
    rows, repeats = in_long_rows(dy)
    dx = rows * np.tile(gamma / np.sqrt(variance + eps), repeats)
    return dx.reshape(dy.shape), dgamma, dbeta


def channel_statistics(x):
    """Mean and variance of every channel, in one pass over memory. x: (…, n). Returns two arrays (n,).

    Differences from a value close to the mean, here the mean of the first block, keep the small variance of large
    numbers: Var = E[(x − a)²] − (E[x] − a)², where the last term is at most Var times the number of blocks.
    """
    rows, repeats = in_long_rows(x)
    n, M = x.shape[-1], x.size // x.shape[-1]
    first = rows[next(blocks(rows))]
    sums = squares = 0
    with np.errstate(over="ignore", invalid="ignore"):  # the caller looks at the variance
        near = channel_sums(np.ones(len(first), x.dtype) @ first, n) * (n / first.size)
        tile, buffer = np.tile(near, repeats), np.empty_like(first)
        for part in blocks(rows):
            apart = np.subtract(rows[part], tile, out=buffer[: part.stop - part.start])
            ones = np.ones(len(apart), x.dtype)
            sums = sums + ones @ apart  # a product with ones is far quicker than a sum over axis 0
            apart *= apart
            squares = squares + ones @ apart
        shift = channel_sums(sums, n) / M
        variance = channel_sums(squares, n) / M - shift * shift
    return near + shift, np.maximum(variance, 0)  # rounding can take that of a constant channel below 0


def channel_gradients(dy, cache):
    """The gradients of gamma and beta: dgamma = Σ dy (x − mean) / √(variance + ε), dbeta = Σ dy, both (n,)."""
    x, gamma, mean, variance, eps = cache
    check_array("dy", dy, x.shape, x.dtype, finite=False)
    rows, repeats = in_long_rows(x)
    dy, tile, buffer = dy.reshape(rows.shape), np.tile(mean, repeats), np.empty_like(rows[next(blocks(rows))])
    dgamma = dbeta = 0
    for part in blocks(rows):
        apart = np.subtract(rows[part], tile, out=buffer[: part.stop - part.start])
        apart *= dy[part]
        ones = np.ones(len(apart), x.dtype)
        dgamma = dgamma + ones @ apart
        dbeta = dbeta + ones @ dy[part]
    return channel_sums(dgamma, len(gamma)) / np.sqrt(variance + eps), channel_sums(dbeta, len(gamma))


def scaled(x, gamma, beta, mean, variance, eps):
    """γ (x − mean) / √(variance + ε) + β, as one factor and one offset a channel."""
    rows, repeats = in_long_rows(x)
    factor = gamma / np.sqrt(variance + eps)
    factor, offset = np.tile(factor, repeats), np.tile(beta - factor * mean, repeats)
    y = np.empty_like(rows)
    for part in blocks(rows):
        piece = np.multiply(rows[part], factor, out=y[part])
        piece += offset
    return y.reshape(x.shape)


def in_long_rows(x):
    """Several values of every channel to a row: (…, n) -> (r, repeats · n). Returns the view, and repeats."""
    n = x.shape[-1]
    M = x.size // n
    repeats = next(k for k in range(min(M, max(1, ROW // n)), 0, -1) if M % k == 0)
    return x.reshape(-1, repeats * n), repeats


def channel_sums(row, n):
    """What a long row holds of every channel, added up: (repeats · n,) -> (n,)."""
    return row.reshape(-1, n).sum(axis=0)


def check_normalisation(x, gamma, beta, eps):
    """Refuse what cannot be normalised, but for NaN and infinity in x."""
    check_array("gamma", gamma, ("n",))
    check_array("x", x, (..., len(gamma)), gamma.dtype, finite=False)
    check_array("beta", beta, gamma.shape, gamma.dtype)
    if not eps > 0:
        raise ValueError(f"eps = {eps} for x {x.shape}: it keeps a constant channel from a division by 0, so above 0")


class BatchNorm(Layer):
    """Batch normalisation with its running averages; see `batch_norm_forward`.

    n: channels.    momentum: running = momentum · running + (1 − momentum) · batch, of the mean and the unbiased
    variance (PyTorch's momentum is 1 − ours).    train=True takes the batch's statistics, train=False the averages.
    """

    weights = ("gamma", "beta")
    buffers = ("mean", "variance")

    def __init__(self, n, momentum=0.9, eps=1e-5):
        check_whole("n", n)
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum = {momentum}: it is the share that the past keeps, from 0 to below 1")
        self.gamma, self.beta = np.ones(n, np.float32), np.zeros(n, np.float32)
        self.mean, self.variance = np.zeros(n, np.float32), np.ones(n, np.float32)
        self.momentum, self.eps = momentum, eps

    def forward(self, x, train=False, mask=None):
        if train:
            y, self.cache = batch_norm_forward(x, self.gamma, self.beta, self.eps)
            _, _, mean, variance, _ = self.cache
            M = x.size // len(mean)
            self._follow(self.mean, mean)
            self._follow(self.variance, variance * (M / (M - 1)))
        else:
            y, self.cache = batch_norm_inference(x, self.gamma, self.beta, self.mean, self.variance, self.eps)
        self.backward_function = batch_norm_backward if train else batch_norm_inference_backward
        return y

    def backward(self, dy):
        dx, self.dgamma, self.dbeta = self.backward_function(dy, self.cache)
        return dx

    def _follow(self, average, value):
        average *= self.momentum
        average += (1 - self.momentum) * value
