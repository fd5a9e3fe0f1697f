"""The exercise zero_pad: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_convolution_steps.common import pad_by_placing
from utils.steps import convolution


def zero_pad(rng):
    readable = np.array([[1.0, 2.0], [3.0, 4.0]])[None, :, :, None]
    _used = [np.full((1, 4, 4, 1), 7.0) for _ in range(20)]  # freed on return: np.empty gets sevens, not chance zeros
    return [(readable, 1), (rng.normal(size=(2, 3, 4, 3)), 2), (rng.normal(size=(1, 2, 5, 2)), 0)]


def pad_by_negative_slice(X, pad):
    m, n_H, n_W, n_C = X.shape
    padded = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    padded[:, pad:-pad, pad:-pad] = X
    return padded


AXES = "((0, 0), (pad, pad), (pad, pad), (0, 0))"


EXERCISE = Exercise(
    convolution.zero_pad,
    points=8,
    returns=("X_pad",),
    cases=zero_pad,
    mistakes={
        "You pad all four axes; images and channels get nothing, (0, 0) in the first and last place.": slip(
            AXES, "pad"
        ),
        "You pad the first two axes; height and width are the second and third.": slip(
            AXES, "((pad, pad), (pad, pad), (0, 0), (0, 0))"
        ),
        "You pad the channels as well; the last pair is (0, 0).": slip(
            AXES, "((0, 0), (pad, pad), (pad, pad), (pad, pad))"
        ),
        "You pad the last two axes; the channels are the last axis here, height and width stand before it.": slip(
            AXES, "((0, 0), (0, 0), (pad, pad), (pad, pad))"
        ),
        "You pad the height only; the third pair is (pad, pad), too.": slip(
            AXES, "((0, 0), (pad, pad), (0, 0), (0, 0))"
        ),
        "You pad the width only; the second pair is (pad, pad), too.": slip(
            AXES, "((0, 0), (0, 0), (pad, pad), (0, 0))"
        ),
        "You pad above and on the left only; the pair (pad, pad) adds pixels before and after.": slip(
            AXES, "((0, 0), (pad, 0), (pad, 0), (0, 0))"
        ),
        "Your frame is twice as wide as asked for; (pad, pad) is pad at each end.": slip(
            "(pad, pad)", "(2 * pad, 2 * pad)"
        ),
        "The slice pad : −pad is empty where pad is 0; the images go to pad : pad + n_H, pad "
        ": pad + n_W.": pad_by_negative_slice,
        "You pad below and on the right only; the pair (pad, pad) adds pixels before and after.": slip(
            AXES, "((0, 0), (0, pad), (0, pad), (0, 0))"
        ),
        "Your frame repeats the outermost pixels; it is to be of zeros, np.pad's constant mode.": slip(
            AXES, AXES + ', mode="edge"'
        ),
    },
    right=[pad_by_placing],
    hints=[
        "np.pad adds a frame; for every axis it wants to know how much before and how much after.",
        "Four axes, four pairs: nothing for images, pad for height and width, nothing for channels.",
        "np.pad(X, ((0, 0), (…, …), (…, …), (0, 0)))",
    ],
    topics=["padding"],
)
