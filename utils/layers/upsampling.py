"""Upsampling: every pixel becomes a square of pixels, as on the way up a U-Net."""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.blocks import blocks
from utils.layers.layer import Layer
from utils.layers.pooling import IMAGES, spread, total


def upsample_forward(x, factor=2):
    """Repeat every pixel `factor` times to the right and `factor` times downwards: its nearest neighbour's colour.

        y[i, h, w, c] = x[i, ⌊h / factor⌋, ⌊w / factor⌋, c]

    x: (m, n_H, n_W, n_C).    factor: whole number.
    Returns y (m, factor · n_H, factor · n_W, n_C), and the cache.
    Raises ValueError: not images, not a whole number.
    """
    check_array("x", x, IMAGES, finite=False)
    check_whole("factor", factor)
    m, n_H, n_W, n_C = x.shape
    y = np.empty((m, factor * n_H, factor * n_W, n_C), x.dtype)
    for part in blocks(y):
        across = np.empty((part.stop - part.start, n_H, factor * n_W, n_C), x.dtype)
        spread(x[part], across, factor, factor, axis=2)
        spread(across, y[part], factor, factor, axis=1)
    return y, (x.shape, x.dtype, factor)


def upsample_backward(dy, cache):
    """Add up the gradients of the pixels that were one pixel.

    dy: (m, factor · n_H, factor · n_W, n_C).    cache: from `upsample_forward`.
    Returns dx (m, n_H, n_W, n_C).
    """
    (m, n_H, n_W, n_C), dtype, factor = cache
    check_array("dy", dy, (m, factor * n_H, factor * n_W, n_C), dtype, finite=False)
    dx = np.empty((m, n_H, n_W, n_C), dtype)
    for part in blocks(dy):
        dx[part] = total(total(dy[part], factor, factor, axis=1), factor, factor, axis=2)
    return dx


class Upsample2D(Layer):
    """Images enlarged by a whole factor; see `upsample_forward`."""

    def __init__(self, factor=2):
        check_whole("factor", factor)
        self.factor = factor

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = upsample_forward(x, self.factor)
        return y

    def backward(self, dy):
        return upsample_backward(dy, self.cache)
