"""Transposed convolution: the way up, batch first.

With stride s, every s × s square of the output comes from one window of the input: an ordinary convolution with s²
sets of filters, each made of every s-th pixel of the filters. Nothing overlaps, nothing is added up twice.
Shi and others, "Is the deconvolution layer the same as a convolutional layer?" (2016).
"""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.convolution import conv2d_backward, conv2d_forward
from utils.layers.initialization import he
from utils.layers.layer import Layer


def conv2d_transpose_forward(x, W, b, stride=2, pad=0):
    """Lay every pixel of x, times the filters, over the output, `stride` pixels from the one before, and add.

        y[i, h · stride + u, w · stride + v, :] += W[u, v] x[i, h, w, :],    + b, and cut `pad` pixels off all round

    x: (m, n_H_prev, n_W_prev, n_C_prev).    W: (f, f, n_C, n_C_prev).    b: (n_C,), or None.
    Returns y (m, n_H, n_W, n_C), n_H = (n_H_prev − 1) · stride + f − 2 pad, and the cache.
    Raises ValueError for shapes that do not fit, a pad that leaves nothing, NaN or infinity.
    """
    check_array("W", W, (len(W), len(W), "n_C", "n_C_prev"), finite=False)
    check_array("x", x, ("m", "n_H", "n_W", W.shape[3]), W.dtype, finite=False)  # by the convolution within
    if b is not None:
        check_array("b", b, W.shape[2:3], W.dtype, finite=False)
    size = [transposed_size(n, len(W), stride, pad) for n in x.shape[1:3]]
    filters = to_squares(W, stride)
    z, conv_cache = conv2d_forward(x, filters, None if b is None else np.tile(b, stride**2), 1, len(filters) - 1)
    m, n_H, n_W, _ = z.shape
    whole = z.reshape(m, n_H, n_W, stride, stride, -1).swapaxes(2, 3).reshape(m, n_H * stride, n_W * stride, -1)
    y = np.ascontiguousarray(whole[:, pad : pad + size[0], pad : pad + size[1]])
    return y, (W.shape, conv_cache, stride, pad, z.shape, y.shape)


def conv2d_transpose_backward(dy, cache, need_dx=True):
    """Carry the gradient back through `conv2d_transpose_forward`.

        dx[i, h, w, :] = Σ over (u, v) of W[u, v]ᵀ dy[i, h · stride + u, w · stride + v, :]: a convolution of dy

    dy: (m, n_H, n_W, n_C).    cache: from the forward pass.    need_dx: False where nothing stands before this layer.
    Returns dx or None, dW (f, f, n_C, n_C_prev), db (None where b was None).
    """
    shape, conv_cache, stride, pad, (m, z_H, z_W, _), y_shape = cache
    check_array("dy", dy, y_shape, conv_cache[1].dtype, finite=False)
    whole = np.zeros((m, z_H * stride, z_W * stride, y_shape[3]), dy.dtype)
    whole[:, pad : pad + y_shape[1], pad : pad + y_shape[2]] = dy
    dz = whole.reshape(m, z_H, stride, z_W, stride, -1).swapaxes(2, 3).reshape(m, z_H, z_W, -1)
    dx, dfilters, db = conv2d_backward(dz, conv_cache, need_dx)
    return dx, from_squares(dfilters, shape, stride), None if db is None else db.reshape(stride**2, -1).sum(axis=0)


def transposed_size(n, f, stride, pad):
    """Pixels along a side that had n: (n − 1) · stride + f − 2 pad. ValueError where nothing would be left."""
    for name, value, least in (("f", f, 1), ("stride", stride, 1), ("pad", pad, 0)):
        check_whole(name, value, least)
    size = (n - 1) * stride + f - 2 * pad
    if size < 1:
        raise ValueError(f"{n} pixels become {size + 2 * pad} (f = {f}, stride = {stride}); pad = {pad} leaves none")
    return size


def to_squares(W, stride):
    """The filters of the ordinary convolution that makes the squares of stride × stride pixels.

    W: (f, f, n_C, n_C_prev).    Returns (k, k, n_C_prev, stride² · n_C), k = ⌈f / stride⌉.
    """
    f, _, n_C, n_C_prev = W.shape
    k = -(-f // stride)
    whole = np.zeros((k * stride, k * stride, n_C, n_C_prev), W.dtype)
    whole[:f, :f] = W
    split = whole.reshape(k, stride, k, stride, n_C, n_C_prev)[
        ::-1, :, ::-1
    ]  # a window looks back at what was laid down
    return split.transpose(0, 2, 5, 1, 3, 4).reshape(k, k, n_C_prev, -1)


def from_squares(filters, shape, stride):
    """What `to_squares` made, put back: (k, k, n_C_prev, stride² · n_C) -> shape (f, f, n_C, n_C_prev)."""
    f, _, n_C, n_C_prev = shape
    k = len(filters)
    split = filters.reshape(k, k, n_C_prev, stride, stride, n_C)[::-1, ::-1].transpose(0, 3, 1, 4, 5, 2)
    return np.ascontiguousarray(split.reshape(k * stride, k * stride, n_C, n_C_prev)[:f, :f])


class Conv2DTranspose(Layer):
    """n_C_prev channels to n_C, and `stride` times as many pixels a side; see `conv2d_transpose_forward`.

    f: pixels of the filters.    rng: np.random.Generator.    pad: pixels cut off all round.    bias: False has none,
    for a normalisation that follows.    init: (shape, rng) -> weights; multiplied by the stride.
    first: True skips the gradient of the input.
    """

    def __init__(self, n_C_prev, n_C, f, rng, stride=2, pad=0, bias=True, init=he, first=False):
        check_whole("stride", stride)
        # A pixel of the output lies under f² / stride² windows, and adds up so many fewer products than f²
        self.W = np.ascontiguousarray(stride * init((f, f, n_C_prev, n_C), rng).swapaxes(2, 3))
        self.b = np.zeros(n_C, self.W.dtype) if bias else None
        self.weights = ("W", "b") if bias else ("W",)
        self.stride, self.pad, self.first = stride, pad, first

    def forward(self, x, train=False, mask=None):
        y, self.cache = conv2d_transpose_forward(x, self.W, self.b, self.stride, self.pad)
        return y

    def backward(self, dy):
        dx, self.dW, self.db = conv2d_transpose_backward(dy, self.cache, need_dx=not self.first)
        return dx
