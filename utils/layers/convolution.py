"""Convolution of images, batch first: every window times every filter, as one matrix product."""

import numpy as np

from utils.layers import winograd
from utils.layers.arguments import check_array, check_whole
from utils.layers.dense import sum_rows
from utils.layers.initialization import he
from utils.layers.layer import Layer
from utils.layers.windows import FEW, framed, output_size, strips, windows


def conv2d_forward(x, W, b, stride=1, pad=0, exact=False):
    """Slide each filter over every image and sum the products.

        y[i, h, w, c] = Σ window(i, h, w) * W[..., c] + b[c]

    x: (m, n_H_prev, n_W_prev, n_C_prev).    W: (f_H, f_W, n_C_prev, n_C).    b: (n_C,), or None.
    stride, pad: pixels; pad is a number, or a pair for the height and for the width.
    exact: refuse images of which the last step would leave pixels over.
    Returns y (m, n_H, n_W, n_C), n_H = ⌊(n_H_prev + 2 pad − f_H) / stride⌋ + 1, and the cache. Where Winograd's form
    is quicker, rows that share a tile share its rounding: an error is small beside the largest number near it.
    Raises ValueError for shapes that do not fit, filters larger than the padded images, NaN or infinity.
    """
    check_array("W", W, ("f_H", "f_W", "n_C_prev", "n_C"), finite=False)
    check_array("x", x, ("m", "n_H", "n_W", W.shape[2]), W.dtype)
    if b is not None:
        check_array("b", b, W.shape[3:], W.dtype, finite=False)
    pad = pair(pad)
    size = [output_size(x.shape[side + 1], W.shape[side], stride, pad[side], exact) for side in (0, 1)]
    if pixel_by_pixel(W, pad):
        padded = np.ascontiguousarray(x[:, ::stride, ::stride])
        y = multiply_pixels(padded, W[0, 0], b)
    else:
        y, padded = slide(x, W, b, stride, pad, size)
    return y, (padded, W, b, stride, pad, x.shape, y.shape)


def conv2d_backward(dy, cache, need_dx=True):
    """Carry the gradient back through `conv2d_forward`.

        dW[i, j] = Σ over all windows of (pixel (i, j) of the window)ᵀ dy,    db = Σ over all windows of dy
        dx: pixel (i, j) of every window gets dy W[i, j]ᵀ, and adds up what it gets; see `input_gradient`

    dy: (m, n_H, n_W, n_C).    cache: from `conv2d_forward`.    need_dx: False where nothing stands before this layer.
    Returns dx or None, dW, db (None where b was None).
    """
    padded, W, b, stride, pad, _, y_shape = cache
    check_array("dy", dy, y_shape, W.dtype, finite=False)
    if pixel_by_pixel(W, pad):
        dW = (padded.reshape(-1, W.shape[2]).T @ dy.reshape(-1, W.shape[3])).reshape(W.shape)
        db = sum_rows(dy.reshape(-1, W.shape[3]))
    elif stride == 1 and winograd.pays(y_shape[1], W.shape):
        _, n_H, n_W, _ = y_shape
        whole = framed(dy, 0, 0, n_H + winograd.missing(n_H, len(W)), n_W)
        dW = winograd.filter_gradient(padded, whole, W.shape)
        db = sum_rows(dy.reshape(-1, W.shape[3]))
    else:
        dW, db = filter_gradient(padded, dy, W.shape, stride)
    return input_gradient(dy, cache) if need_dx else None, dW, None if b is None else db


def slide(x, W, b, stride, before, size):
    """Frame images, and slide the filters over them in the quickest way.

    before: pixels of zeros above x and left of it; where negative, pixels of x to leave out.
    size: (n_H, n_W), of the output.    Returns y (m, n_H, n_W, n_C), and the images in their frame.
    """
    (f_H, f_W, n_C_prev, _), (n_H, n_W) = W.shape, size
    high, wide = (n_H - 1) * stride + f_H, (n_W - 1) * stride + f_W
    if stride == 1 and winograd.pays(n_H, W.shape):
        x = framed(x, *before, high + winograd.missing(n_H, f_H), wide)
        return np.ascontiguousarray(winograd.correlate(x, W, b)[:, :n_H]), x
    x = framed(x, *before, high, wide, planes=n_C_prev <= FEW)
    return correlate(x, W, b, stride), x


def input_gradient(dy, cache):
    """The gradient of `conv2d_forward` with respect to x: a convolution of dy, at stride 1, with filters turned round.

    With stride s, every s × s square of dx comes from one window of dy, which meets s² sets of filters, each made of
    every s-th pixel of W. Nothing overlaps, nothing is added up twice. Shi and others (2016), as in `transposed`.
    """
    _, W, _, s, pad, (m, n_H, n_W, n_C), _ = cache
    if pixel_by_pixel(W, pad):
        dpixels = multiply_pixels(dy, W[0, 0].T, None)
        if s == 1:
            return dpixels
        dx = np.zeros((m, n_H, n_W, n_C), dy.dtype)
        dx[:, ::s, ::s] = dpixels
        return dx
    if s == 1 and winograd.few_to_many(W.shape):
        return np.ascontiguousarray(scatter(dy, W)[:, pad[0] : pad[0] + n_H, pad[1] : pad[1] + n_W])
    begin = [pad[side] + front(W.shape[side], s, pad[side]) for side in (0, 1)]  # x, seen from the first window
    skip = [pixels // s for pixels in begin]  # squares that lie before x
    size = [(begin[side] + n - 1) // s + 1 - skip[side] for side, n in enumerate((n_H, n_W))]
    filters = squares(W, s, pad)
    squared, _ = slide(dy, filters, None, 1, [len(filters) - 1 - skip[0], filters.shape[1] - 1 - skip[1]], size)
    dx = squared.reshape(m, *size, s, s * n_C).swapaxes(2, 3).reshape(m, s * size[0], s * size[1], n_C)
    top, left = (pixels % s for pixels in begin)
    return np.ascontiguousarray(dx[:, top : top + n_H, left : left + n_W])


def scatter(dy, W):
    """The gradient of `correlate` with respect to x, for few channels, as planes: every pixel gets its shares.

    dy: (m, n_H, n_W, n_C).    Returns dx (m, n_H + f_H − 1, n_W + f_W − 1, n_C_prev).
    """
    f_H, f_W, n_C_prev, n_C = W.shape
    m, n_H, n_W, _ = dy.shape
    dx = np.zeros((n_C_prev, m, n_H + f_H - 1, n_W + f_W - 1), dy.dtype)
    for images, rows in strips(m, n_H, n_W * W[..., 0].nbytes + dy[0, 0].nbytes):
        part = dy[images, rows]
        shares = (W.reshape(-1, n_C) @ part.reshape(-1, n_C).T).reshape(*W.shape[:3], *part.shape[:3])
        for i, j in np.ndindex(f_H, f_W):
            dx[:, images, rows.start + i : rows.stop + i, j : j + n_W] += shares[i, j]
    return dx.transpose(1, 2, 3, 0)


def squares(W, s, pad):
    """The filters that make squares of s × s pixels of dx.

    W: (f_H, f_W, n_C_prev, n_C).    Returns (k_H, k_W, n_C, s² · n_C_prev), k = ⌈f / s⌉.
    """
    f_H, f_W, n_C_prev, n_C = W.shape
    k_H, k_W, top, left = -(-f_H // s), -(-f_W // s), front(f_H, s, pad[0]), front(f_W, s, pad[1])
    whole = np.zeros((k_H * s, k_W * s, n_C_prev, n_C), W.dtype)
    whole[top : top + f_H, left : left + f_W] = W
    turned = whole.reshape(k_H, s, k_W, s, n_C_prev, n_C)[::-1, :, ::-1]  # a window looks back at what it came from
    return turned.transpose(0, 2, 5, 1, 3, 4).reshape(k_H, k_W, n_C, -1)


def front(f, s, pad):
    """Zeros to put before a filter of f pixels so that x begins with a square, if it has room for them in ⌈f / s⌉ s."""
    zeros = -pad % s
    return zeros if zeros <= -f % s else 0


def correlate(x, W, b, stride):
    """Every window of the images times the filters, plus the bias, as one matrix product.

    x: (m, n_H_prev, n_W_prev, n_C_prev), padded.    W, b, stride: as in `conv2d_forward`.
    Returns y (m, n_H, n_W, n_C).
    """
    f_H, f_W, _, n_C = W.shape
    # The filters as columns, the bias as their last row: it meets the 1 at the end of every window
    filters = np.vstack([W.reshape(-1, n_C), np.zeros(n_C, W.dtype) if b is None else b])
    n_H, n_W = (x.shape[1] - f_H) // stride + 1, (x.shape[2] - f_W) // stride + 1
    y = np.empty((len(x), n_H, n_W, n_C), x.dtype)
    # One product for a strip of the output at a time, so that its windows stay in the processor's cache
    for images, rows in strips(len(x), n_H, n_W * len(filters) * x.itemsize):
        part = windows(under(x, images, rows, f_H, stride), f_H, f_W, stride)
        np.matmul(part, filters, out=y[images, rows].reshape(-1, n_C))
    return y


def under(x, images, rows, f_H, stride):
    """The part of x that lies under the windows of some rows of the output."""
    return x[images, rows.start * stride : (rows.stop - 1) * stride + f_H]


def filter_gradient(x, dy, shape, stride):
    """The gradients of `correlate` with respect to W and b: every window times the gradient where it led to.

    x, stride: as in `correlate`.    dy: (m, n_H, n_W, n_C).    shape: of W.
    Returns dW (f_H, f_W, n_C_prev, n_C), db (n_C,).
    """
    f_H, f_W, n_C_prev, n_C = shape
    m, n_H, n_W, _ = dy.shape
    sums = np.zeros((f_H * f_W * n_C_prev + 1, n_C), dy.dtype)
    for images, rows in strips(m, n_H, n_W * len(sums) * dy.itemsize):
        part = windows(under(x, images, rows, f_H, stride), f_H, f_W, stride)
        sums += part.T @ dy[images, rows].reshape(-1, n_C)
    return sums[:-1].reshape(shape), sums[-1]


def pixel_by_pixel(W, pad):
    """Whether every window is one pixel: a 1 × 1 convolution is a dense layer over the channels."""
    return W.shape[:2] == (1, 1) and pad == (0, 0)


def multiply_pixels(x, W, b):
    """Every pixel's channels times W (n_C_prev, n_C), plus b (n_C,) or None."""
    y = (x.reshape(-1, len(W)) @ W).reshape(len(x), x.shape[1], -1)
    if b is not None:
        y += np.tile(b, x.shape[2])  # over whole rows: longer runs than the channels of a pixel
    return y.reshape(*x.shape[:3], -1)


def pair(value):
    """A number for both sides of an image, or one for each: 3 -> (3, 3)."""
    return tuple(value) if isinstance(value, tuple | list) else (value, value)


def padding(pad, f):
    """The pair of pads that a layer is asked for. pad: a number, a pair, or "same".    f: (f_H, f_W)."""
    if pad != "same":
        pads = pair(pad)
        if len(pads) != 2 or not all(isinstance(number, int | np.integer) and number >= 0 for number in pads):
            raise ValueError(f'pad = {pad!r}: it is a whole number of pixels from 0 up, a pair of them, or "same"')
        return pads
    if f[0] % 2 == 0 or f[1] % 2 == 0:
        raise ValueError(f'pad "same" needs filters of odd size, not {f}: an even one has no middle pixel')
    return (f[0] - 1) // 2, (f[1] - 1) // 2


class Conv2D(Layer):
    """n_C filters of f × f pixels that slide over all n_C_prev channels; see `conv2d_forward`.

    f: a number, or a pair (f_H, f_W).    rng: np.random.Generator.    pad: pixels, or "same": (f − 1) / 2, which keeps
    the size at stride 1.    bias: False has none, for a normalisation that follows.    init: (shape, rng) -> weights.
    first: True skips the gradient of the input.    exact: True refuses images that leave pixels over at the end.
    Raises ValueError: pad "same" for filters without a middle pixel.
    """

    def __init__(self, n_C_prev, n_C, f, rng, stride=1, pad=0, bias=True, init=he, first=False, exact=False):
        check_whole("stride", stride)
        self.W = init((*pair(f), n_C_prev, n_C), rng)
        self.b = np.zeros(n_C, self.W.dtype) if bias else None
        self.weights = ("W", "b") if bias else ("W",)
        self.stride, self.pad, self.first, self.exact = stride, padding(pad, pair(f)), first, exact

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = conv2d_forward(x, self.W, self.b, self.stride, self.pad, self.exact)
        return y

    def backward(self, dy):
        dx, self.dW, self.db = conv2d_backward(dy, self.cache, need_dx=not self.first)
        return dx
