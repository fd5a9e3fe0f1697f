"""What the checks try: simple numbers first, then unequal sides and channels, strides, ties, single images."""

import numpy as np

from utils.steps.convolution import conv_forward
from utils.steps.pooling import pool_forward


def gradient_filters(rng):
    return [
        (np.array([1, 2, 1]),),
        (np.array([3.0, 10.0, 3.0]),),
        (np.array([1.0, 4.0, 3.0, 2.0]),),
        (np.array([5]),),
        (rng.uniform(0.5, 2, 5),),
    ]


def zero_pad(rng):
    readable = np.array([[1.0, 2.0], [3.0, 4.0]])[None, :, :, None]
    _used = [np.full((1, 4, 4, 1), 7.0) for _ in range(20)]  # freed on return: np.empty gets sevens, not chance zeros
    return [(readable, 1), (rng.normal(size=(2, 3, 4, 3)), 2), (rng.normal(size=(1, 2, 5, 2)), 0)]


def conv_output_shape(rng):
    fitting = [
        (6, 6, 3, 1, 0),
        (8, 6, 3, 3, 0),
        (7, 9, 3, 2, 1),
        (5, 7, 3, 1, 1),
        (4, 5, 5, 1, 1),
        (3, 6, 3, 1, 0),
        (6, 3, 3, 2, 0),
        (4, 11, 4, 3, 0),
        (11, 4, 4, 3, 0),
        (39, 37, 5, 2, 2),
    ]
    too_large = [(2, 5, 5, 1, 1), (5, 2, 5, 1, 1), (3, 3, 8, 2, 2)]
    return fitting + too_large


def conv_single_step(rng):
    window = np.array([[10.0, 0.0], [10.0, 5.0]])[:, :, None]
    W = np.array([[1.0, -1.0], [2.0, 0.5]])[:, :, None]
    drawn = [
        (rng.normal(size=(f, f, n_C)), rng.normal(size=(f, f, n_C)), rng.normal(size=(1, 1, 1)))
        for f, n_C in ((3, 2), (2, 4), (1, 3))
    ]
    return [(window, W, np.array([[[1.0]]])), *drawn]


def _edge():
    """Bright on the left, dark on the right, and the filter that answers to it; a bias of 1."""
    A_prev = np.zeros((1, 4, 4, 1))
    A_prev[:, :, :2] = 10
    W = np.array([[1.0, 0, -1], [1, 0, -1], [1, 0, -1]])[:, :, None, None]
    return A_prev, W, np.ones((1, 1, 1, 1))


def _layers(rng):
    """(A_prev, W, b, hparameters) of several shapes."""
    settings = [
        ((2, 5, 4, 2), 3, 3, 2, 1),
        ((1, 4, 6, 3), 2, 4, 1, 2),
        ((2, 7, 5, 1), 2, 2, 3, 0),
        ((1, 3, 3, 2), 3, 1, 1, 0),
    ]
    for shape, f, n_C, stride, pad in settings:
        A_prev, W, b = (rng.normal(size=size) for size in (shape, (f, f, shape[3], n_C), (1, 1, 1, n_C)))
        yield A_prev, W, b, {"stride": stride, "pad": pad}


def conv_forward_cases(rng):
    pixels = rng.integers(0, 9, (1, 4, 3, 1)), rng.normal(size=(2, 2, 1, 2)), rng.normal(size=(1, 1, 1, 2))
    weights = rng.normal(size=(1, 3, 4, 2)), rng.integers(-2, 3, (2, 2, 2, 2)), np.ones((1, 1, 1, 2), int)
    too_large = np.ones((1, 2, 4, 1)), np.ones((3, 3, 1, 1)), np.zeros((1, 1, 1, 1))
    return [
        (*_edge(), {"stride": 1, "pad": 0}),
        *_layers(rng),
        (*pixels, {"stride": 1, "pad": 0}),
        (*weights, {"stride": 1, "pad": 0}),
        (*too_large, {"stride": 1, "pad": 0}),
    ]


def conv_forward_im2col_cases(rng):
    """The loops' cases, and one on which loops take a hundred times as long."""
    A_prev, W, b = (rng.normal(size=size) for size in ((1, 40, 40, 1), (3, 3, 1, 8), (1, 1, 1, 8)))
    return [*conv_forward_cases(rng), (A_prev, W, b, {"stride": 1, "pad": 1})]


def conv_backward_cases(rng):
    whole = rng.integers(0, 9, (1, 4, 3, 2)), rng.integers(-2, 3, (2, 2, 2, 1)), np.ones((1, 1, 1, 1), int)
    cases = []
    for arguments in [(*_edge(), {"stride": 1, "pad": 0}), *_layers(rng), (*whole, {"stride": 1, "pad": 1})]:
        Z, cache = conv_forward(*arguments)
        cases.append((rng.normal(size=Z.shape) if cases else np.array([[1.0, 2], [0, -1]])[None, :, :, None], cache))
    return cases


def im2col_cases(rng):
    readable = np.arange(9.0).reshape(1, 3, 3, 1)
    drawn = [
        (rng.normal(size=shape), f, stride, pad)
        for shape, f, stride, pad in (
            ((2, 4, 5, 2), 3, 1, 1),
            ((1, 5, 4, 3), 2, 2, 0),
            ((3, 6, 5, 1), 2, 3, 1),
            ((1, 2, 3, 2), 1, 1, 0),
        )
    ]
    many = rng.normal(size=(1, 201, 201, 1))  # 40,000 places: a loop over them shows
    return [(readable, 2, 1, 0), *drawn, (rng.integers(0, 9, (1, 4, 3, 2)), 3, 1, 0), (many, 2, 1, 0)]


# Distinct numbers, some below zero, so that no maximum is decided by rounding
def _distinct(rng, *shape):
    return rng.permutation(np.prod(shape)).reshape(shape) / 4.0 - 5


def pool_forward_cases(rng):
    readable = np.array([[1.0, 5, 0, 2], [2, 3, 2, 1], [7, 7, -4, -3], [6, 8, -2, -1]])[None, :, :, None]
    pixels = rng.integers(0, 9, (1, 3, 4, 2))
    return [
        (readable, {"f": 2, "stride": 2}),  # the mode is "max" where none is given
        (readable, {"f": 2, "stride": 2}, "average"),
        (_distinct(rng, 2, 5, 4, 3), {"f": 3, "stride": 1}, "max"),
        (_distinct(rng, 2, 7, 6, 2), {"f": 2, "stride": 3}, "average"),
        (-1 - np.abs(rng.normal(size=(1, 4, 5, 1))), {"f": 3, "stride": 2}, "max"),
        (pixels, {"f": 2, "stride": 1}, "average"),
        (pixels, {"f": 2, "stride": 1}, "mean"),
        (pixels, {"f": 4, "stride": 1}, "max"),
    ]


def mask_cases(rng):
    return [
        (np.array([[1, 4], [3, 2]]),),
        (np.array([[1.0, 4.0], [4.0, 2.0]]),),
        (-1 - np.abs(rng.normal(size=(3, 2))),),
        (np.zeros((2, 3)),),
        (np.array([[-7.0, 2.0, 2.0]]),),
        (np.array([[6.0]]),),
        (np.array([[1.0, 1.0 + 1e-9], [0.5, 1.0 - 1e-9]]),),
    ]


def distribute_cases(rng):
    return [(8.0, (2, 2)), (3.0, (2, 3)), (-1.5, (3, 1)), (7, (1, 4)), (float(rng.normal()), (3, 3))]


def pool_backward_cases(rng):
    readable = np.array([[1.0, 5, 0, 2], [2, 3, 2, 1], [7, 7, -4, -3], [6, 8, -2, -1]])[None, :, :, None]
    tied = rng.integers(0, 3, (2, 5, 4, 2)).astype(float)
    inputs = [
        (readable, 2, 2, "max"),
        (readable, 2, 2, "average"),
        (tied, 3, 1, "max"),
        (tied, 3, 2, "average"),
        (_distinct(rng, 1, 7, 6, 3), 2, 3, "max"),
        (_distinct(rng, 2, 4, 5, 1), 3, 1, "average"),
        (rng.integers(0, 9, (1, 3, 4, 1)), 2, 1, "max"),
    ]
    cases = []
    for A_prev, f, stride, mode in inputs:
        A, cache = pool_forward(A_prev, {"f": f, "stride": stride}, mode)
        dA = rng.normal(size=A.shape) if len(cases) > 1 else np.array([[8.0, -4.0], [2.0, 1.0]])[None, :, :, None]
        cases.append((dA, cache, mode))
    whole = rng.integers(-9, 9, cases[-1][0].shape), cases[-1][1]
    unnamed = cases[0][:2]  # the mode is "max" where none is given
    return [unnamed, *cases[1:], (*whole, "average"), (*unnamed, "mean")]
