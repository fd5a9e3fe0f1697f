"""Transposed convolution: the way up, batch first.

It is a convolution's way back: it computes what there is the gradient with respect to the input, and its own gradient
is that convolution. Dumoulin, Visin, "A guide to convolution arithmetic for deep learning" (2016).
"""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.convolution import input_gradient, under
from utils.layers.dense import sum_rows
from utils.layers.initialization import he
from utils.layers.layer import Layer
from utils.layers.windows import FEW, framed, strips, windows


def conv2d_transpose_forward(x, W, b, stride=2, pad=0):
    """Lay every pixel of x, times the filters, over the output, `stride` pixels from the one before, and add.

        y[i, h · stride + u, w · stride + v, :] += W[u, v] x[i, h, w, :],    + b, and cut `pad` pixels off all round

    x: (m, n_H_prev, n_W_prev, n_C_prev).    W: (f, f, n_C, n_C_prev).    b: (n_C,), or None.
    Returns y (m, n_H, n_W, n_C), n_H = (n_H_prev − 1) · stride + f − 2 pad, and the cache.
    Raises ValueError for shapes that do not fit, a pad that leaves nothing, NaN or infinity.
    """
    check_array("W", W, (len(W), len(W), "n_C", "n_C_prev"), finite=False)
    check_array("x", x, ("m", "n_H", "n_W", W.shape[3]), W.dtype)
    if b is not None:
        check_array("b", b, W.shape[2:3], W.dtype, finite=False)
    n_H, n_W = (transposed_size(n, len(W), stride, pad) for n in x.shape[1:3])
    y_shape = len(x), n_H, n_W, W.shape[2]
    y = input_gradient(x, (None, W, None, stride, (pad, pad), y_shape, x.shape))
    if b is not None:
        rows = y.reshape(-1, n_W * W.shape[2])
        rows += np.tile(b, n_W)  # over whole rows: longer runs than the channels of a pixel
    return y, (x, W, b, stride, pad, y_shape)


def conv2d_transpose_backward(dy, cache, need_dx=True):
    """Carry the gradient back through `conv2d_transpose_forward`.

        dx[i, h, w, :] = Σ over (u, v) of W[u, v]ᵀ dy[i, h · stride + u, w · stride + v, :]: a convolution of dy
        dW[u, v] = Σ over (i, h, w) of dy[i, h · stride + u, w · stride + v, :] x[i, h, w, :]ᵀ,    db = Σ of all dy

    dy: (m, n_H, n_W, n_C).    cache: from the forward pass.    need_dx: False where nothing stands before this layer.
    Returns dx or None, dW (f, f, n_C, n_C_prev), db (None where b was None).
    """
    x, W, b, stride, pad, y_shape = cache
    check_array("dy", dy, y_shape, W.dtype, finite=False)
    (m, n_H, n_W, n_C_prev), (f, _, n_C, _) = x.shape, W.shape
    high, wide = (n_H - 1) * stride + f, (n_W - 1) * stride + f
    whole = framed(dy, pad, pad, high, wide, planes=n_C <= FEW)
    filters = np.vstack([W.reshape(-1, n_C_prev), np.zeros(n_C_prev, W.dtype)])  # the last meets a 1 in every window
    dx, dfilters = np.empty(x.shape, x.dtype) if need_dx else None, np.zeros_like(filters)
    for images, rows in strips(m, n_H, n_W * len(filters) * x.itemsize):  # both gradients from the same windows
        part = windows(under(whole, images, rows, f, stride), f, f, stride)
        dfilters += part.T @ x[images, rows].reshape(-1, n_C_prev)
        if need_dx:
            np.matmul(part, filters, out=dx[images, rows].reshape(-1, n_C_prev))
    return dx, dfilters[:-1].reshape(W.shape), None if b is None else sum_rows(dy.reshape(-1, n_C))


def transposed_size(n, f, stride, pad):
    """Pixels along a side that had n: (n − 1) · stride + f − 2 pad. ValueError where nothing would be left."""
    for name, value, least in (("f", f, 1), ("stride", stride, 1), ("pad", pad, 0)):
        check_whole(name, value, least)
    size = (n - 1) * stride + f - 2 * pad
    if size < 1:
        raise ValueError(f"{n} pixels become {size + 2 * pad} (f = {f}, stride = {stride}); pad = {pad} leaves none")
    return size


class Conv2DTranspose(Layer):
    """n_C_prev channels to n_C, and `stride` times as many pixels a side; see `conv2d_transpose_forward`.

    f: pixels of the filters.    rng: np.random.Generator.    pad: pixels cut off all round.    bias: False has none,
    for a normalisation that follows.    init: (shape, rng) -> weights; multiplied by the stride.
    first: True skips the gradient of the input.
    """

    def __init__(self, n_C_prev, n_C, f, rng, stride=2, pad=0, bias=True, init=he, first=False):
        for name, value, least in (("stride", stride, 1), ("f", f, 1), ("pad", pad, 0)):
            check_whole(name, value, least)
        # A pixel of the output lies under f² / stride² windows, and adds up so many fewer products than f²
        self.W = np.ascontiguousarray(stride * init((f, f, n_C_prev, n_C), rng).swapaxes(2, 3))
        self.b = np.zeros(n_C, self.W.dtype) if bias else None
        self.weights = ("W", "b") if bias else ("W",)
        self.stride, self.pad, self.first = stride, pad, first

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = conv2d_transpose_forward(x, self.W, self.b, self.stride, self.pad)
        return y

    def backward(self, dy):
        dx, self.dW, self.db = conv2d_transpose_backward(dy, self.cache, need_dx=not self.first)
        return dx
