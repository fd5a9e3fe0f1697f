"""What several exercises of this lab are tried on, or share."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from utils.checking import slip


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
    return [
        (*_edge(), {"stride": 1, "pad": 0}),
        *_layers(rng),
        (*pixels, {"stride": 1, "pad": 0}),
        (*weights, {"stride": 1, "pad": 0}),
    ]


def filter_too_large(rng):
    return [(np.ones((1, 2, 4, 1)), np.ones((3, 3, 1, 1)), np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0})]


# Distinct numbers, some below zero, so that no maximum is decided by rounding
def _distinct(rng, *shape):
    return rng.permutation(np.prod(shape)).reshape(shape) / 4.0 - 5


def pad_by_placing(X, pad):
    m, n_H, n_W, n_C = X.shape
    padded = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    padded[:, pad : pad + n_H, pad : pad + n_W] = X
    return padded


def windows_of(A_prev, f, stride, pad):
    """(m, n_H, n_W, n_C_prev, f, f)"""
    A = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    if min(A.shape[1:3]) < f:
        raise ValueError("nothing fits")
    return sliding_window_view(A, (f, f), axis=(1, 2))[:, ::stride, ::stride]


def conv_by_einsum(A_prev, W, b, hparameters):
    windows = windows_of(A_prev, len(W), hparameters["stride"], hparameters["pad"])
    return np.einsum("ihwcfg,fgck->ihwk", windows, W) + b, (A_prev, W, b, hparameters)


def about_modes():
    return {
        "You ask for a mode with another name; the two are called max and average.": slip(
            '("max", "average")', '("max", "avg")'
        ),
        "You take any unknown mode for one of the two; raise a ValueError, or a misprint goes unseen.": slip(
            'if mode not in ("max", "average"):', "if False:"
        ),
        'Without a mode you take the mean; keep the first line as it was given, mode="max".': slip(
            'mode="max"', 'mode="average"'
        ),
        "You go through the first image only; it is range(m).": slip("range(m)", "range(1)"),
        "The corner has row and column exchanged; rows go with h, columns with w: top = h · stride.": slip(
            "top, left = h * stride, w * stride", "left, top = h * stride, w * stride"
        ),
    }
