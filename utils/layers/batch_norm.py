"""Batch normalisation over all axes but the last, for dense layers, images and sequences alike.

Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift" (2015).
"""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.blocks import add_products, add_rows, aligned, each_channel, in_long_rows, repeated, row_length
from utils.layers.layer import Layer
from utils.layers.masks import step_mask

FAR = 2  # deviations from 0 to a mean; up to there, a variance from float32 products is right to about 2e-6


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
    eps = float(eps)  # a float64 of NumPy would turn gradients of float32 into its own type
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
    n, M = len(gamma), x.size // len(gamma)
    deviation = np.sqrt(variance + eps)
    slope = -dgamma / (M * deviation)
    offset = -dbeta / M - slope * mean
    slope, offset, factor = (repeated(v, x.size) for v in (slope, offset, gamma / deviation))
    dx = aligned(x.shape, x.dtype)
    for x_rows, dy_rows, rows in in_long_rows(n, x, dy, dx):
        width = rows.shape[1]
        np.multiply(x_rows, slope[:width], out=rows)
        rows += offset[:width]
        rows += dy_rows
        rows *= factor[:width]
    return dx, dgamma, dbeta


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
    eps = float(eps)
    return scaled(x, gamma, beta, mean, variance, eps), (x, gamma, mean, variance, eps)


def batch_norm_inference_backward(dy, cache):
    """Carry the gradient back where mean and variance are constants: dx = γ / √(variance + ε) · dy.

    dy: (…, n).    cache: from `batch_norm_inference`.
    Returns dx (…, n), dgamma = Σ dy x̂ (n,), dbeta = Σ dy (n,).
    """
    _, gamma, _, variance, eps = cache
    dgamma, dbeta = channel_gradients(dy, cache)
    factor, dx = repeated(gamma / np.sqrt(variance + eps), dy.size), aligned(dy.shape, dy.dtype)
    for dy_rows, rows in in_long_rows(len(gamma), dy, dx):
        np.multiply(dy_rows, factor[: rows.shape[1]], out=rows)
    return dx, dgamma, dbeta


def channel_statistics(x):
    """Mean and variance of every channel, in one pass over memory, or two. x: (…, n). Returns two arrays (n,).

    Var = E[x²] − E[x]² loses digits where the mean is large beside the deviation: there the differences from the mean
    just found are summed instead, Var = E[(x − a)²] − (E[x] − a)², whose last term is next to nothing.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # the caller looks at the variance
        mean, variance = moments(x)
        if far_from_zero(mean, np.sqrt(variance)):
            shift, variance = moments(x, mean)
            mean = mean + shift
    return mean, variance


def moments(x, centre=None):
    """Mean and variance of the channels of x (…, n), or of x − centre (n,)."""
    n, M = x.shape[-1], x.size // x.shape[-1]
    sums, squares = np.zeros((2, row_length(n, x.size)), x.dtype)
    tile = None if centre is None else repeated(centre, x.size)
    for (rows,) in in_long_rows(n, x):
        rows = rows if tile is None else rows - tile[: rows.shape[1]]
        add_rows(sums, rows)
        add_products(squares, rows, rows)
    mean = each_channel(sums, n) / M
    variance = each_channel(squares, n) / M - mean * mean
    return mean, np.maximum(variance, 0)  # rounding can take that of a constant channel below 0


def far_from_zero(mean, deviation):
    """Whether some mean is so many of its deviations from 0 that sums of products would lose digits to it."""
    return bool((np.abs(mean) > FAR * deviation).any())


def channel_gradients(dy, cache):
    """The gradients of gamma and beta: dgamma = Σ dy (x − mean) / √(variance + ε), dbeta = Σ dy, both (n,)."""
    x, gamma, mean, variance, eps = cache
    check_array("dy", dy, x.shape, x.dtype, finite=False)
    n, deviation = len(gamma), np.sqrt(variance + eps)
    far = far_from_zero(mean, deviation)
    products, sums = np.zeros((2, row_length(n, x.size)), x.dtype)
    tile = repeated(mean, x.size) if far else None
    for x_rows, dy_rows in in_long_rows(n, x, dy):
        add_products(products, x_rows - tile[: x_rows.shape[1]] if far else x_rows, dy_rows)
        add_rows(sums, dy_rows)
    products, dbeta = each_channel(products, n), each_channel(sums, n)
    if not far:
        products -= mean * dbeta  # Σ dy (x − mean) without a difference for every x
    return products / deviation, dbeta


def scaled(x, gamma, beta, mean, variance, eps):
    """γ (x − mean) / √(variance + ε) + β, as one factor and one offset a channel."""
    factor = gamma / np.sqrt(variance + eps)
    factor, offset = repeated(factor, x.size), repeated(beta - factor * mean, x.size)
    y = aligned(x.shape, x.dtype)
    for x_rows, rows in in_long_rows(len(gamma), x, y):
        np.multiply(x_rows, factor[: rows.shape[1]], out=rows)
        rows += offset[: rows.shape[1]]
    return y


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
    Of sequences (m, T, n) with a mask (m, T) only the real steps are normalised and counted; padding gives 0.
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

    def forward(self, x, *, train=False, mask=None):
        self.mask = mask if mask is not None and x.ndim == 3 else None
        if self.mask is None:
            return self._normalise(x, train)
        step_mask(mask, *x.shape[:2])
        y = np.zeros_like(x)
        y[mask] = self._normalise(x[mask], train)  # (real steps, n)
        return y

    def backward(self, dy):
        cache = self.cache
        if self.mask is None:
            dx, self.dgamma, self.dbeta = self.backward_function(dy, cache)
            return dx
        check_array("dy", dy, (*self.mask.shape, len(self.gamma)), self.gamma.dtype, finite=False)
        dx = np.zeros_like(dy)
        dx[self.mask], self.dgamma, self.dbeta = self.backward_function(dy[self.mask], cache)
        return dx

    def _normalise(self, x, train):
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

    def _follow(self, average, value):
        average *= self.momentum
        average += (1 - self.momentum) * value
