"""Activations, element by element; the softmax as a layer stands here too.

Each is a pair of functions on arrays of any shape: `<name>_forward(x) -> y, cache` and `<name>_backward(dy, cache) ->
dx`; no array that is handed in is changed. They ask their input only for its type: NaN stays NaN and is refused by the
next layer that weighs it, so that memory is not read twice for nothing.
"""

from functools import partial

import numpy as np

from utils.layers.arguments import check_array
from utils.layers.blocks import aligned, blocks
from utils.layers.layer import Layer
from utils.layers.softmax import softmax_backward, softmax_forward


def relu_forward(x):
    """Keep what is positive, replace the rest by 0.

        y = max(0, x)

    x: any shape.    Returns y, of x's shape, and the cache y. Nair, Hinton (2010).
    """
    check_array("x", x, (...,), finite=False)
    y = np.clip(x, 0, np.inf)  # where np.maximum takes a number, it is three times as slow
    return y, y


def relu_backward(dy, y):
    """dx = dy where x > 0, else 0, also at x = 0, as PyTorch has it."""
    check_array("dy", dy, y.shape, y.dtype, finite=False)
    dx = aligned(y.shape, y.dtype)
    flat_dx, flat_dy, flat_y = (array.reshape(-1) for array in (dx, dy, y))
    for part in blocks(flat_y):
        np.copyto(flat_dx[part], flat_y[part] > 0)  # 1 or 0: multiplied with far faster than booleans are
        flat_dx[part] *= flat_dy[part]
    return dx


def mask_of(compare, array, number):
    """1 where the comparison holds, else 0, in the array's own type: multiplied with far faster than booleans are."""
    return compare(array, number).astype(array.dtype)


def leaky_relu_forward(x, slope=0.01):
    """Keep what is positive, scale the rest down.

        y = x where x > 0, else slope · x

    x: any shape.    slope: from 0 up to 1.    Returns y, of x's shape, and the cache: y and slope.
    Maas, Hannun, Ng (2013).
    """
    check_array("x", x, (...,), finite=False)
    check_slope(slope)
    y = np.multiply(x, slope, out=np.empty_like(x))
    np.maximum(x, y, out=y)
    return y, (y, slope)


def leaky_relu_backward(dy, cache):
    """dx = dy where x > 0, else slope · dy; y is positive where x is."""
    y, slope = cache
    check_array("dy", dy, y.shape, y.dtype, finite=False)
    dx = mask_of(np.greater, y, 0)
    np.clip(dx, slope, 1, out=dx)  # the factors; against a number, it is quicker than np.maximum
    dx *= dy
    return dx


def check_slope(slope):
    """Refuse a slope with which the leaky ReLU would not be one."""
    if not 0 <= slope < 1:
        raise ValueError(f"slope = {slope!r}: it is a number from 0 up to 1, without 1")


def relu6_forward(x):
    """A ReLU that stops at 6, for arithmetic of few bits.

        y = min(max(0, x), 6)

    x: any shape.    Returns y, of x's shape, and the cache y. Howard et al., "MobileNets" (2017).
    """
    check_array("x", x, (...,), finite=False)
    y = np.clip(x, 0, 6)
    return y, y


def relu6_backward(dy, y):
    """dx = dy where 0 < x < 6, else 0."""
    check_array("dy", dy, y.shape, y.dtype, finite=False)
    inside = y > 0
    inside &= y < 6
    return dy * inside


def sigmoid(x):
    """σ(x) = 1 / (1 + e^(−x)), written as (1 + tanh(x/2)) / 2: no exponential that could overflow.

    Precise to the type's rounding of 1: in float32 it is exactly 0 below −18. Logarithms of it belong to the losses,
    which take the scores x.
    """
    y = np.multiply(x, 0.5)
    np.tanh(y, out=y)
    y += 1
    y *= 0.5
    return y


def sigmoid_forward(x):
    """Squash any number into the interval from 0 to 1: y = σ(x), see `sigmoid`.

    x: any shape.    Returns y, of x's shape, and the cache y.
    """
    check_array("x", x, (...,), finite=False)
    y = sigmoid(x)
    return y, y


def sigmoid_backward(dy, y):
    """dx = dy · y (1 − y)."""
    check_array("dy", dy, y.shape, y.dtype, finite=False)
    dx = 1 - y
    dx *= y
    dx *= dy
    return dx


def tanh_forward(x):
    """Squash any number into the interval from −1 to 1: y = tanh(x).

    x: any shape.    Returns y, of x's shape, and the cache y.
    """
    check_array("x", x, (...,), finite=False)
    y = np.tanh(x)
    return y, y


def tanh_backward(dy, y):
    """dx = dy · (1 − y²)."""
    check_array("dy", dy, y.shape, y.dtype, finite=False)
    dx = y * y
    np.subtract(1, dx, out=dx)
    dx *= dy
    return dx


def swish_forward(x):
    """A smooth ReLU: every number times its own sigmoid; also called SiLU.

        y = x σ(x)

    x: any shape.    Returns y, of x's shape, and the cache (y, σ(x)). Ramachandran, Zoph, Le (2017).
    """
    check_array("x", x, (...,), finite=False)
    s = sigmoid(x)
    y = x * s
    return y, (y, s)


def swish_backward(dy, cache):
    """dx = dy · (σ(x) + y (1 − σ(x)))."""
    y, s = cache
    check_array("dy", dy, y.shape, y.dtype, finite=False)
    dx = 1 - s
    dx *= y
    dx += s
    dx *= dy
    return dx


class Activation(Layer):
    """A layer that only calls a pair of functions."""

    pair = None, None

    def forward(self, x, *, train=False, mask=None):
        y, self.cache = self.pair[0](x)
        return y

    def backward(self, dy):
        return self.pair[1](dy, self.cache)


class ReLU(Activation):
    """max(0, x); see `relu_forward`."""

    pair = relu_forward, relu_backward


class LeakyReLU(Activation):
    """x where x > 0, else slope · x; see `leaky_relu_forward`."""

    def __init__(self, slope=0.01):
        check_slope(slope)
        self.pair = partial(leaky_relu_forward, slope=slope), leaky_relu_backward


class ReLU6(Activation):
    """min(max(0, x), 6); see `relu6_forward`."""

    pair = relu6_forward, relu6_backward


class Sigmoid(Activation):
    """σ(x); see `sigmoid_forward`."""

    pair = sigmoid_forward, sigmoid_backward


class Tanh(Activation):
    """tanh(x); see `tanh_forward`."""

    pair = tanh_forward, tanh_backward


class Swish(Activation):
    """x σ(x); see `swish_forward`."""

    pair = swish_forward, swish_backward


class Softmax(Activation):
    """Shares along the last axis; see `softmax_forward`."""

    pair = softmax_forward, softmax_backward
