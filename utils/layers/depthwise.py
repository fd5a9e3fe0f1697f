"""Depthwise convolution: each channel has a filter of its own, batch first.

Howard and others, "MobileNets" (2017). A 1 × 1 convolution after it mixes the channels.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from utils.layers.arguments import check_array, check_whole
from utils.layers.blocks import aligned
from utils.layers.convolution import padding, pair
from utils.layers.dense import sum_rows
from utils.layers.initialization import he
from utils.layers.layer import Layer
from utils.layers.windows import framed, output_size

BLOCK = 1_000_000  # bytes of framed images at a time: they stay in a core's second-level cache
CORRELATE = "mhijq,ijq->mhq"  # the windows that `window_rows` yields times filters, laid out alike


def depthwise_conv2d_forward(x, W, b, stride=1, pad=0):
    """Slide one filter over each channel.

        y[i, h, w, c] = Σ window(i, h, w)[..., c] * W[..., c] + b[c]

    x: (m, n_H_prev, n_W_prev, n_C).    W: (f_H, f_W, n_C).    b: (n_C,), or None.
    stride, pad: pixels; pad is a number, or a pair for the height and for the width.
    Returns y (m, n_H, n_W, n_C), n_H = ⌊(n_H_prev + 2 pad − f_H) / stride⌋ + 1, and the cache.
    Raises ValueError for shapes that do not fit, filters larger than the padded images, NaN or infinity.
    """
    check_array("W", W, ("f_H", "f_W", "n_C"), finite=False)
    check_array("x", x, ("m", "n_H", "n_W", W.shape[2]), W.dtype)
    if b is not None:
        check_array("b", b, W.shape[2:], W.dtype, finite=False)
    pad = pair(pad)
    size = tuple(output_size(x.shape[side + 1], W.shape[side], stride, pad[side]) for side in (0, 1))
    y = aligned((len(x), *size, W.shape[2]), x.dtype)
    rows = y.reshape(len(x), size[0], -1)
    for number, (taps, pixels, corner) in enumerate(parts(W.shape, stride, pad)):
        filters = np.tile(W[taps], size[1])  # beside each other for all windows of a row: (…, …, n_W · n_C)
        for some, windows in window_rows(x[pixels], W[taps].shape, corner, size):
            share = np.einsum(CORRELATE, windows, filters, out=None if number else rows[some])
            if number:
                rows[some] += share
            elif b is not None:
                share += np.tile(b, size[1])
    return y, (x, W, b, stride, pad, y.shape)


def depthwise_conv2d_backward(dy, cache, need_dx=True):
    """Carry the gradient back through `depthwise_conv2d_forward`.

        dW[i, j] = Σ over all windows of (pixel (i, j) of the window) * dy,    db = Σ over all windows of dy
        dx: pixel (i, j) of every window gets dy * W[i, j], and adds up what it gets

    dx is a convolution of dy too, with the filters turned round; in its windows are the factors of dW as well.

    dy: (m, n_H, n_W, n_C).    cache: from the forward pass.    need_dx: False where nothing stands before this layer.
    Returns dx or None, dW, db (None where b was None).
    """
    x, W, b, stride, pad, y_shape = cache
    check_array("dy", dy, y_shape, W.dtype, finite=False)
    dx, dW = aligned(x.shape, x.dtype) if need_dx else None, np.empty_like(W)
    if need_dx and stride > min(W.shape[:2]):
        dx[...] = 0  # no window sees some of the pixels
    for taps, pixels, (top, left) in parts(W.shape, stride, pad):
        turned, part, sums = W[taps][::-1, ::-1], x[pixels], 0
        f_H, f_W, n_C = turned.shape
        filters = np.tile(turned, part.shape[2])
        for some, windows in window_rows(dy, turned.shape, (f_H - 1 - top, f_W - 1 - left), part.shape[1:3]):
            piece = part[some]
            sums = sums + filter_gradient(windows, piece.reshape(*piece.shape[:2], piece.shape[2] * n_C))
            if need_dx:
                place = dx[pixels][some]
                if stride == 1:  # its rows lie together: einsum can write there
                    np.einsum(CORRELATE, windows, filters, out=place.reshape(*place.shape[:2], -1))
                else:
                    place[...] = np.einsum(CORRELATE, windows, filters).reshape(place.shape)
        dW[taps] = sums.reshape(f_H, f_W, part.shape[2], n_C).sum(axis=2)[::-1, ::-1]
    return dx, dW, None if b is None else sum_rows(dy.reshape(-1, W.shape[2]))


def parts(shape, stride, pad):
    """Take a convolution with a stride apart into stride² without one, whose results are added.

    Pixel (i, j) of all windows lies in rows of one remainder by the stride and in columns of one. So every
    stride-th row and column of the images meets every stride-th row and column of the filters.
    Yields slices of the filters, slices of the images (not padded), and where on the padded part their corner lies.
    """
    for i, j in np.ndindex(min(stride, shape[0]), min(stride, shape[1])):
        first = (i - pad[0]) % stride, (j - pad[1]) % stride
        corner = (first[0] + pad[0] - i) // stride, (first[1] + pad[1] - j) // stride
        every = [slice(start, None, stride) for start in (i, j, *first)]
        yield tuple(every[:2]), (slice(None), *every[2:]), corner


def window_rows(x, shape, corner, size):
    """Put images into a frame of zeros, as many at a time as stay in the processor's cache.

    x: (m, high, wide, n_C).    shape: of the filters, (f_H, f_W, n_C).    corner: row and column of the frame where x
    begins; below 0 where no window sees the first ones.    size: (n_H, n_W), places of the windows.
    Yields a slice of the images, and their windows: pixel (i, j) of all windows of a row, side by side,
    (some images, n_H, f_H, f_W, n_W · n_C). These are long runs, without a loop over channels.
    """
    f_H, f_W, n_C = shape
    (n_H, n_W), (high, wide) = size, (size[0] + f_H - 1, size[1] + f_W - 1)
    step = max(1, BLOCK // max(1, high * wide * n_C * x.itemsize))
    for start in range(0, len(x), step):
        some = slice(start, start + step)
        frame = framed(x[some], *corner, high, wide)
        image, row, pixel, number = frame.strides
        yield some, as_strided(frame, (len(frame), n_H, f_H, f_W, n_W * n_C), (image, row, row, pixel, number))


def filter_gradient(windows, other):
    """Every window times a number of `other` (some images, n_H, n_W · n_C), added up: (f_H, f_W, n_W · n_C).

    Tap by tap, which is quicker than one einsum over all taps.
    """
    sums = np.empty((*windows.shape[2:4], other.shape[2]), other.dtype)
    for i, j in np.ndindex(sums.shape[:2]):
        np.einsum("mhq,mhq->q", windows[:, :, i, j], other, out=sums[i, j])
    return sums


class DepthwiseConv2D(Layer):
    """A filter of f × f pixels for each of n_C channels; see `depthwise_conv2d_forward`.

    f: a number, or a pair (f_H, f_W).    rng: np.random.Generator.    pad: pixels, or "same": (f − 1) / 2, which keeps
    the size at stride 1.    bias: False has none, for a normalisation that follows.    init: (shape, rng) -> weights.
    first: True skips the gradient of the input.    Raises ValueError: pad "same" for filters without a middle pixel.
    """

    def __init__(self, n_C, f, rng, stride=1, pad=0, bias=True, init=he, first=False):
        check_whole("stride", stride)
        # What a unit of this layer adds up is one window of one channel
        self.W = init((*pair(f), 1, n_C), rng)[:, :, 0]
        self.b = np.zeros(n_C, self.W.dtype) if bias else None
        self.weights = ("W", "b") if bias else ("W",)
        self.stride, self.pad, self.first = stride, padding(pad, pair(f)), first

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = depthwise_conv2d_forward(x, self.W, self.b, self.stride, self.pad)
        return y

    def backward(self, dy):
        dx, self.dW, self.db = depthwise_conv2d_backward(dy, self.cache, need_dx=not self.first)
        return dx
