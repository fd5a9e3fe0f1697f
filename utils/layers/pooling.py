"""Pooling: the largest number of every window of an image, or the mean; and the mean of whole images.

A window is pooled along its rows first, then the results down its columns: f + f steps instead of f · f. A few images
at a time, so that what lies between the two stays in the cache.
"""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.blocks import blocks
from utils.layers.layer import Layer
from utils.layers.windows import output_size

IMAGES = ("m", "n_H", "n_W", "n_C")


def max_pool_forward(x, f=2, stride=None, pad=0, exact=False):
    """Keep the largest number of every window, channel by channel.

        y[i, h, w, c] = max(x[i, h·stride − pad : h·stride − pad + f, w·stride − pad : w·stride − pad + f, c])

    x: (m, n_H, n_W, n_C).    f: pixels of the window's side.    stride: pixels from window to window; None: f.
    pad: pixels of −∞ around the image, which never win.    exact: refuse a size that leaves pixels over.
    Returns y (m, n_H', n_W', n_C), n_H' = ⌊(n_H + 2 pad − f) / stride⌋ + 1, and the cache.
    Raises ValueError: not images, a window that does not fit, windows of padding alone.
    """
    stride, shape = pooled_shape(x, f, stride, pad, exact)
    y = np.empty(shape, x.dtype)
    hits = []
    for part in blocks(x):
        across, hits_across = largest(padded(x[part], pad, -np.inf), f, stride, axis=2)  # (…, n_H, n_W', n_C)
        y[part], hits_down = largest(across, f, stride, axis=1)  # (…, n_H', n_W', n_C)
        hits.append((part, hits_across, hits_down))
    return y, (hits, x.shape, shape, x.dtype, f, stride, pad)


def max_pool_backward(dy, cache):
    """Hand every gradient to the pixel that was the largest of its window; where windows overlap, gradients add up.

    Of several pixels that tie, the first takes all, in the order of reading: from the top, and from the left.
    dy: (m, n_H', n_W', n_C).    cache: from `max_pool_forward`.
    Returns dx (m, n_H, n_W, n_C).
    """
    hits, shape, shape_y, dtype, f, stride, pad = cache
    check_array("dy", dy, shape_y, dtype, finite=False)
    dx = np.empty(shape, dtype)
    _, n_H, n_W, n_C = shape
    for part, hits_across, hits_down in hits:
        count = part.stop - part.start
        across = np.zeros((count, n_H + 2 * pad, shape_y[2], n_C), dtype)
        hand_back(dy[part], hits_down, across, f, stride, axis=1)
        whole = np.zeros((count, n_H + 2 * pad, n_W + 2 * pad, n_C), dtype)
        hand_back(across, hits_across, whole, f, stride, axis=2)
        dx[part] = whole[:, pad : pad + n_H, pad : pad + n_W]
    return dx


def largest(x, f, stride, axis):
    """The maximum of every f neighbours along an axis, and for all of the f but the last whether it is the maximum."""
    neighbours = taps(x, f, stride, axis)
    y = np.maximum(neighbours[0], neighbours[-1])
    for tap in neighbours[1:-1]:
        np.maximum(y, tap, out=y)
    return y, [tap == y for tap in neighbours[:-1]]


def hand_back(dy, hits, dx, f, stride, axis):
    """Add each gradient to the first of its f neighbours that is a hit, or else to the last. dx: zeros, changed."""
    *firsts, last = taps(dx, f, stride, axis)
    for tap, hit in zip(firsts, hits, strict=True):
        if stride >= f:
            taken = np.multiply(dy, hit, out=tap)
        else:
            taken = dy * hit
            tap += taken
        dy = dy - taken  # nothing is left for a later hit
    last += dy


def average_pool_forward(x, f=2, stride=None, pad=0, exact=False):
    """Average every window, channel by channel; a window that reaches into the padding averages its real pixels.

    x: (m, n_H, n_W, n_C).    f, stride, pad, exact: as in `max_pool_forward`; the padding counts for nothing.
    Returns y (m, n_H', n_W', n_C), and the cache.
    Raises ValueError: not images, a window that does not fit, windows of padding alone.
    """
    stride, shape = pooled_shape(x, f, stride, pad, exact)
    share = shares(x, shape, f, stride, pad)
    y = np.empty(shape, x.dtype)
    for part in blocks(x):
        down = total(padded(x[part], pad, 0), f, stride, axis=1)  # (…, n_H', n_W, n_C)
        np.multiply(total(down, f, stride, axis=2), share, out=y[part])  # (…, n_H', n_W', n_C)
    return y, (share, x.shape, shape, x.dtype, f, stride, pad)


def average_pool_backward(dy, cache):
    """Spread every gradient evenly over the real pixels of its window; where windows overlap, gradients add up.

    dy: (m, n_H', n_W', n_C).    cache: from `average_pool_forward`.
    Returns dx (m, n_H, n_W, n_C).
    """
    share, shape, shape_y, dtype, f, stride, pad = cache
    check_array("dy", dy, shape_y, dtype, finite=False)
    dx = np.empty(shape, dtype)
    _, n_H, n_W, n_C = shape
    for part in blocks(dx):
        count = part.stop - part.start
        across = np.zeros((count, shape_y[1], n_W + 2 * pad, n_C), dtype)
        spread(dy[part] * share, across, f, stride, axis=2)
        whole = np.zeros((count, n_H + 2 * pad, n_W + 2 * pad, n_C), dtype)
        spread(across, whole, f, stride, axis=1)
        dx[part] = whole[:, pad : pad + n_H, pad : pad + n_W]
    return dx


def total(x, f, stride, axis):
    """The sum of every f neighbours along an axis."""
    first, *others = taps(x, f, stride, axis)
    y = first.copy()
    for tap in others:
        y += tap
    return y


def spread(dy, dx, f, stride, axis):
    """Add each gradient to all of its f neighbours along an axis. dx: zeros, changed (any numbers where f = stride)."""
    for tap in taps(dx, f, stride, axis):
        if stride >= f:
            tap[...] = dy
        else:
            tap += dy


def taps(x, f, stride, axis):
    """The first, second, … f-th pixel of every window along an axis: f views of x, each of one number a window."""
    starts = x.shape[axis] - f + 1  # where a window of stride 1 can start
    return [x[(slice(None),) * axis + (slice(i, i + starts, stride),)] for i in range(f)]


def pooled_shape(x, f, stride, pad, exact):
    """Check what a pooling layer is given. Returns the stride and y's shape."""
    check_array("x", x, IMAGES, finite=False)
    stride = checked_window(f, stride, pad)
    m, n_H, n_W, n_C = x.shape
    return stride, (m, *(output_size(n, f, stride, pad, exact) for n in (n_H, n_W)), n_C)


def checked_window(f, stride, pad):
    """Refuse a window that fits no image. Returns the stride, f where none is given."""
    stride = f if stride is None else stride
    for name, value, least in (("f", f, 1), ("stride", stride, 1), ("pad", pad, 0)):
        check_whole(name, value, least)
    if pad >= f:
        raise ValueError(f"pad = {pad} and f = {f}: some windows would hold nothing but padding")
    return stride


def padded(x, pad, value):
    """Images with `pad` pixels of `value` on all four sides; x itself where pad is 0."""
    if pad == 0:
        return x
    m, n_H, n_W, n_C = x.shape
    whole = np.full((m, n_H + 2 * pad, n_W + 2 * pad, n_C), value, x.dtype)
    whole[:, pad : pad + n_H, pad : pad + n_W] = x
    return whole


def shares(x, shape, f, stride, pad):
    """What each pixel counts in the mean of its window: one over the real pixels of the window, (n_H', n_W', 1)."""
    real = []
    for n, places in zip(x.shape[1:3], shape[1:3], strict=True):
        start = np.arange(places) * stride - pad
        real.append(np.minimum(start + f, n) - np.maximum(start, 0))
    return (1 / np.multiply.outer(*real))[:, :, None].astype(x.dtype)


def global_average_pool_forward(x):
    """Average each channel over its whole image. Lin, Chen, Yan, "Network in network" (2014).

        y[i, c] = Σ over h, w of x[i, h, w, c] / (n_H n_W)

    x: (m, n_H, n_W, n_C).
    Returns y (m, n_C), and the cache.
    Raises ValueError where x is not a batch of images.
    """
    check_array("x", x, IMAGES, finite=False)
    m, n_H, n_W, n_C = x.shape
    weights = np.full((1, n_H * n_W), 1 / (n_H * n_W), x.dtype)
    return (weights @ x.reshape(m, -1, n_C))[:, 0], (x.shape, x.dtype)  # a product with ones, faster than a sum


def global_average_pool_backward(dy, cache):
    """Spread each gradient evenly over its image. dy: (m, n_C). Returns dx (m, n_H, n_W, n_C)."""
    shape, dtype = cache
    m, n_H, n_W, n_C = shape
    check_array("dy", dy, (m, n_C), dtype, finite=False)
    return np.broadcast_to((dy / (n_H * n_W))[:, None, None], shape).copy()


class Pool2D(Layer):
    """What MaxPool2D and AveragePool2D share: windows of f × f pixels, refused at once where they fit no image."""

    def __init__(self, f=2, stride=None, pad=0, exact=False):
        checked_window(f, stride, pad)
        self.f, self.stride, self.pad, self.exact = f, stride, pad, exact

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = self.pool(x, self.f, self.stride, self.pad, self.exact)
        return y

    def backward(self, dy):
        return self.pool_back(dy, self.cache)


class MaxPool2D(Pool2D):
    """Windows of f × f pixels pooled to their maximum; see `max_pool_forward`."""

    pool, pool_back = staticmethod(max_pool_forward), staticmethod(max_pool_backward)


class AveragePool2D(Pool2D):
    """Windows of f × f pixels pooled to their mean; see `average_pool_forward`."""

    pool, pool_back = staticmethod(average_pool_forward), staticmethod(average_pool_backward)


class GlobalAveragePool2D(Layer):
    """Every image averaged to one number a channel; see `global_average_pool_forward`."""

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = global_average_pool_forward(x)
        return y

    def backward(self, dy):
        return global_average_pool_backward(dy, self.cache)
