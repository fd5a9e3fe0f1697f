"""A dense (fully connected) layer, batch first."""

import numpy as np

from utils.layers.arguments import check_array
from utils.layers.initialization import he
from utils.layers.layer import Layer


def dense_forward(x, W, b):
    """Give every unit its weighted sum plus its bias.

        y = x W + b

    x: (…, n_in), any leading axes: (m, n_in) examples, (m, T, n_in) sequences.    W: (n_in, n_out).    b: (n_out,).
    Returns y (…, n_out), and the cache (x, W).
    Raises ValueError for shapes that do not fit, NaN or infinity.
    """
    check_array("x", x, (..., W.shape[0]), W.dtype)
    y = x.reshape(-1, W.shape[0]) @ W  # one matrix product, whatever the leading axes
    y += b
    return y.reshape(x.shape[:-1] + W.shape[1:]), (x, W)


def dense_backward(dy, cache, need_dx=True):
    """Carry the gradient back through y = x W + b.

        dW = xᵀ dy,    db = Σ over all leading axes of dy,    dx = dy Wᵀ

    dy: (…, n_out).    cache: from `dense_forward`.    need_dx: False where nothing stands before this layer.
    Returns dx (…, n_in) or None, dW (n_in, n_out), db (n_out,).
    """
    x, W = cache
    check_array("dy", dy, x.shape[:-1] + W.shape[1:], W.dtype, finite=False)
    rows = dy.reshape(-1, W.shape[1])
    dW = x.reshape(-1, W.shape[0]).T @ rows
    db = sum_rows(rows)
    dx = (rows @ W.T).reshape(x.shape) if need_dx else None
    return dx, dW, db


def sum_rows(rows):
    """The sum of a matrix's rows, (r, n) -> (n,), as a product with ones: far faster than a sum over axis 0."""
    return np.ones(len(rows), rows.dtype) @ rows


class Dense(Layer):
    """n_out units, each weighing all n_in inputs; see `dense_forward`.

    rng: np.random.Generator.    init: (shape, rng) -> weights.    first: True skips the gradient of the input.
    """

    weights = ("W", "b")

    def __init__(self, n_in, n_out, rng, init=he, first=False):
        self.W = init((n_in, n_out), rng)
        self.b = np.zeros(n_out, self.W.dtype)
        self.first = first

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = dense_forward(x, self.W, self.b)
        return y

    def backward(self, dy):
        dx, self.dW, self.db = dense_backward(dy, self.cache, need_dx=not self.first)
        return dx
