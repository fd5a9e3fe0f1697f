"""Depthwise convolution: each channel has a filter of its own, batch first.

Howard and others, "MobileNets" (2017). A 1 × 1 convolution after it mixes the channels.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from utils.layers.arguments import check_array, check_whole
from utils.layers.convolution import padding, pair
from utils.layers.dense import sum_rows
from utils.layers.initialization import he
from utils.layers.layer import Layer
from utils.layers.windows import output_size, pad_images, strips


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
    for side in (0, 1):
        output_size(x.shape[side + 1], W.shape[side], stride, pad[side])
    padded = pad_images(x, *pad)
    y = correlate(padded, W, b, stride)
    return y, (padded, W, b, stride, pad, x.shape, y.shape)


def depthwise_conv2d_backward(dy, cache, need_dx=True):
    """Carry the gradient back through `depthwise_conv2d_forward`.

        dW[i, j] = Σ over all windows of (pixel (i, j) of the window) * dy,    db = Σ over all windows of dy
        dx: pixel (i, j) of every window gets dy * W[i, j], and adds up what it gets

    dy: (m, n_H, n_W, n_C).    cache: from the forward pass.    need_dx: False where nothing stands before this layer.
    Returns dx or None, dW, db (None where b was None).
    """
    padded, W, b, stride, _, _, y_shape = cache
    check_array("dy", dy, y_shape, W.dtype, finite=False)
    dW = filter_gradient(padded, dy, W.shape, stride)
    db = None if b is None else sum_rows(dy.reshape(-1, W.shape[2]))
    return input_gradient(dy, cache) if need_dx else None, dW, db


def input_gradient(dy, cache):
    """The gradient of `depthwise_conv2d_forward` with respect to x: a convolution too, with the filters turned round.

    Between the places of a stride, dy is filled up with zeros.
    """
    padded, W, _, stride, pad, (m, n_H, n_W, n_C), (_, y_H, y_W, _) = cache
    f_H, f_W, _ = W.shape
    spaced = np.zeros((m, padded.shape[1] + f_H - 1, padded.shape[2] + f_W - 1, n_C), dy.dtype)
    spaced[:, f_H - 1 : f_H - 1 + stride * y_H : stride, f_W - 1 : f_W - 1 + stride * y_W : stride] = dy
    inner = spaced[:, pad[0] : pad[0] + n_H + f_H - 1, pad[1] : pad[1] + n_W + f_W - 1]
    return correlate(inner, W[::-1, ::-1], None, 1)


def correlate(x, W, b, stride):
    """`depthwise_conv2d_forward` on images that are padded already, and not looked at again."""
    pixels = window_pixels(x, W.shape, stride)
    m, n_H, _, _, length = pixels.shape
    n_W = length // x.shape[3]
    filters = np.tile(W, n_W)  # beside each other for all windows of a row: (f_H, f_W, n_W · n_C)
    y = np.empty((m, n_H, length), x.dtype)
    for here in strips(m, n_H, stride * x[0, 0].nbytes):
        np.einsum("mhijq,ijq->mhq", pixels[here], filters, out=y[here])
        if b is not None:
            y[here] += np.tile(b, n_W)
    return y.reshape(m, n_H, n_W, -1)


def filter_gradient(x, dy, shape, stride):
    """The gradient of `correlate` with respect to W."""
    pixels = window_pixels(x, shape, stride)
    m, n_H, _, _, length = pixels.shape
    dy, sums = dy.reshape(m, n_H, length), np.zeros((*shape[:2], length), dy.dtype)
    for here in strips(m, n_H, stride * x[0, 0].nbytes):
        for i, j in np.ndindex(shape[:2]):
            sums[i, j] += np.einsum("mhq,mhq->q", pixels[here][:, :, i, j], dy[here])
    return sums.reshape(*shape[:2], -1, shape[2]).sum(axis=2)


def window_pixels(x, shape, stride):
    """Pixel (i, j) of all windows of a row of the output, side by side: (m, n_H, f_H, f_W, n_W · n_C).

    Long runs, without a loop over channels. A view of x where stride is 1; else the columns are gathered first.
    """
    f_H, f_W, n_C = shape
    m, high, wide, _ = x.shape
    image, row, pixel, number = x.strides
    size = (m, high, f_W, (wide - f_W) // stride + 1, n_C)
    columns = as_strided(x, size, (image, row, pixel, stride * pixel, number)).reshape(m, high, f_W, -1)
    image, row, column, number = columns.strides
    size = (m, (high - f_H) // stride + 1, f_H, f_W, columns.shape[3])
    return as_strided(columns, size, (image, stride * row, row, column, number))


def he_window(shape, rng):
    """Normal numbers of variance 2 / (f_H · f_W), for ReLU: what a unit of this layer adds up is one window."""
    return he((*shape[:2], 1, shape[2]), rng).reshape(shape)


class DepthwiseConv2D(Layer):
    """A filter of f × f pixels for each of n_C channels; see `depthwise_conv2d_forward`.

    f: a number, or a pair (f_H, f_W).    rng: np.random.Generator.    pad: pixels, or "same": (f − 1) / 2, which keeps
    the size at stride 1.    bias: False has none, for a normalisation that follows.    init: (shape, rng) -> weights.
    first: True skips the gradient of the input.    Raises ValueError: pad "same" for filters without a middle pixel.
    """

    def __init__(self, n_C, f, rng, stride=1, pad=0, bias=True, init=he_window, first=False):
        check_whole("stride", stride)
        self.W = init((*pair(f), n_C), rng)
        self.b = np.zeros(n_C, self.W.dtype) if bias else None
        self.weights = ("W", "b") if bias else ("W",)
        self.stride, self.pad, self.first = stride, padding(pad, pair(f)), first

    def forward(self, x, train=False, mask=None):
        y, self.cache = depthwise_conv2d_forward(x, self.W, self.b, self.stride, self.pad)
        return y

    def backward(self, dy):
        dx, self.dW, self.db = depthwise_conv2d_backward(dy, self.cache, need_dx=not self.first)
        return dx
