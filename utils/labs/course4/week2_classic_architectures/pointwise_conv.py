"""The exercise pointwise_conv: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import depthwise
from utils.steps.depthwise import pointwise_conv


def pointwise_cases(rng):
    readable = np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), np.array([[[[1.0, 0.0, -1.0], [0.0, 10.0, 1.0]]]])
    shapes = [((2, 3, 4, 5), 2), ((3, 2, 5, 3), 3), ((1, 1, 1, 4), 1)]
    whole = rng.integers(0, 256, (2, 3, 2, 4), np.uint8), rng.random((1, 1, 4, 3)) / 4
    coarse = rng.normal(size=(1, 3, 2, 2)), rng.normal(size=(1, 1, 2, 3)).astype(np.float32)
    return [readable, *[(rng.normal(size=s), rng.normal(size=(1, 1, s[3], n))) for s, n in shapes], whole, coarse]


def pointwise_by_einsum(A_prev, W):
    return np.einsum("mhwc,xycd->mhwd", A_prev, W), (A_prev, W)


def pointwise_by_broadcasting(A_prev, W):
    return np.matmul(A_prev, W), (A_prev, W)


def pointwise_for_one_pixel(A_prev, W):
    Z, cache = pointwise_conv(A_prev, W)
    return np.broadcast_to(Z[:, :1, :1], Z.shape).copy(), cache


EXERCISE = Exercise(
    depthwise.pointwise_conv,
    points=5,
    returns=("Z", "cache"),
    cases=pointwise_cases,
    mistakes={
        "Your matrix is turned; channels (…, n_C_prev) times (n_C_prev, n_C): W[0, 0] as it is.": slip(
            "A_prev @ W[0, 0]", "A_prev @ W[0, 0].T"
        ),
        "* multiplies channel by channel and mixes nothing; each output is a weighed sum of all channels: @.": slip(
            "A_prev @ W[0, 0]", "A_prev * W[0, 0]"
        ),
        "Your product sums over pixels; the channels are the last axis, and they stand left of the @.": slip(
            "A_prev @ W[0, 0]", "W[0, 0] @ A_prev"
        ),
        "Every pixel gets the first pixel's answer; each has channels of its own.": pointwise_for_one_pixel,
        "A ReLU does not belong to the convolution; return the weighed sums as they are.": slip(
            "A_prev @ W[0, 0]", "np.maximum(A_prev @ W[0, 0], 0)"
        ),
        "You average over the channels; a convolution adds its products up.": slip(
            "A_prev @ W[0, 0]", "A_prev @ W[0, 0] / W.shape[2]"
        ),
        "Your cache keeps the filters without their two axes of length 1; keep W as it came.": slip(
            "return Z, (A_prev, W)", "return Z, (A_prev, W[0, 0])"
        ),
        "You sum one product for all filters; each filter gives a weighed sum of its own: @.": slip(
            "A_prev @ W[0, 0]", "np.sum(A_prev * W[0, 0], axis=-1)"
        ),
        "W.T turns all four axes round; the matrix is W[0, 0], as it is.": slip("A_prev @ W[0, 0]", "A_prev @ W.T"),
        "Z has the images' type, which cuts sums off where pixels are whole numbers; keep the product's.": slip(
            "A_prev @ W[0, 0]", "(A_prev @ W[0, 0]).astype(A_prev.dtype)"
        ),
        "Z has the filters' type, and the images may be finer; keep the product's.": slip(
            "A_prev @ W[0, 0]", "(A_prev @ W[0, 0]).astype(W.dtype)"
        ),
    },
    right=[pointwise_by_einsum, pointwise_by_broadcasting],
    hints=[
        "The window is one pixel. Which matrix takes its n_C_prev channels to n_C?",
        "Z[i, h, w, :] = A_prev[i, h, w, :] · W[0, 0]; @ works on the last axis of A_prev.",
        "Z = A_prev @ W[…, …].",
    ],
    topics=["1×1 convolutions", "depthwise separable convolution", "MobileNet v1"],
)
