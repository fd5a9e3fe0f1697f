"""The exercise depthwise_conv: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import depthwise
from utils.steps.convolution import conv_output_shape, zero_pad


def depthwise_cases(rng):
    readable = np.zeros((1, 4, 4, 2))
    readable[0, 1:3, 1:3] = [[[1, 10], [2, 20]], [[3, 30], [4, 40]]]
    filters = np.stack([np.ones((3, 3)), np.eye(3)], axis=2)
    drawn = [((2, 6, 7, 3), 3, 2, 1), ((3, 5, 4, 4), 2, 1, 0), ((2, 4, 7, 1), 3, 3, 2), ((1, 3, 3, 5), 1, 1, 0)]
    cases = [(readable, filters, {"stride": 1, "pad": 0})]
    for shape, f, stride, pad in drawn:
        cases.append((rng.normal(size=shape), rng.normal(size=(f, f, shape[3])), {"stride": stride, "pad": pad}))
    whole = rng.integers(0, 256, (2, 4, 5, 3), np.uint8), rng.random((3, 3, 3)) / 9
    coarse = rng.normal(size=(1, 4, 3, 2)), rng.normal(size=(2, 2, 2)).astype(np.float32)
    return cases + [(*arrays, {"stride": 1, "pad": 1}) for arrays in (whole, coarse)]


def depthwise_by_loops(A_prev, W, hparameters):
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    X = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    n_H, n_W = (X.shape[1] - f) // s + 1, (X.shape[2] - f) // s + 1
    Z = np.empty((len(X), n_H, n_W, X.shape[3]))
    for i, h, w, c in np.ndindex(Z.shape):
        Z[i, h, w, c] = np.sum(X[i, h * s : h * s + f, w * s : w * s + f, c] * W[:, :, c])
    return Z, (A_prev, W, hparameters)


def depthwise_by_taps(A_prev, W, hparameters):
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    X = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    n_H, n_W = (X.shape[1] - f) // s + 1, (X.shape[2] - f) // s + 1
    Z = sum(X[:, i : i + s * n_H : s, j : j + s * n_W : s] * W[i, j] for i, j in np.ndindex(f, f))
    return Z, (A_prev, W, hparameters)


def windows_to_the_next_one(A_prev, W, hparameters):
    """One image, place and channel after the other; a window ends where the next one starts."""
    (m, n_H, n_W, n_C), s, p = A_prev.shape, hparameters["stride"], hparameters["pad"]
    places, X = conv_output_shape(n_H, n_W, len(W), s, p), zero_pad(A_prev, p)
    Z = np.zeros((m, *places, n_C))
    for i, h, w, c in np.ndindex(Z.shape):
        Z[i, h, w, c] = np.sum(X[i, h * s : (h + 1) * s, w * s : (w + 1) * s, c] * W[:, :, c])
    return Z, (A_prev, W, hparameters)


EXERCISE = Exercise(
    depthwise.depthwise_conv,
    points=15,
    returns=("Z", "cache"),
    cases=depthwise_cases,
    mistakes={
        "You add up the channels, too; sum over height and width only, axis=(1, 2).": slip(
            "np.sum(window * W, axis=(1, 2))", "np.sum(window * W, axis=(1, 2, 3))[:, np.newaxis]"
        ),
        "You sum over all axes, images included; sum over height and width only, axis=(1, 2).": slip(
            "np.sum(window * W, axis=(1, 2))", "np.sum(window * W)"
        ),
        "Axes 0 and 1 are images and rows; height and width of a window are axes 1 and 2.": slip(
            "axis=(1, 2))", "axis=(0, 1))"
        ),
        "All channels meet the first filter; channel c has a filter of its own, W[..., c].": slip(
            "window * W,", "window * W[..., :1],"
        ),
        "You take the mean of the products; a convolution adds them up.": slip("np.sum(window", "np.mean(window"),
        "Your windows move by 1 pixel; the corner of window h is at h · stride.": slip(
            ("h * stride : h * stride + f", "h : h + f"), ("w * stride : w * stride + f", "w : w + f")
        ),
        "Your windows move by the stride down the image only; across it, too: w * stride.": slip(
            "w * stride : w * stride + f", "w : w + f"
        ),
        "Your windows move by the stride across the image only; down it, too: h * stride.": slip(
            "h * stride : h * stride + f", "h : h + f"
        ),
        "Your windows look at the images without their frame; cut them from the padded images.": slip(
            "window = A_prev_pad[", "window = A_prev["
        ),
        "You turn the filters round; in deep learning they lie on the window as they are.": slip(
            "window * W,", "window * W[::-1, ::-1],"
        ),
        "Down and across have changed places; rows come first: A_prev_pad[:, rows, columns].": slip(
            "[:, h * stride : h * stride + f, w * stride : w * stride + f]",
            "[:, w * stride : w * stride + f, h * stride : h * stride + f]",
        ),
        "Your cache holds the padded images; keep A_prev as it came.": slip(
            "return Z, (A_prev, W", "return Z, (A_prev_pad, W"
        ),
        "Stride and pad have changed places; conv_output_shape wants f, stride, pad in this order.": slip(
            "f, stride, pad)", "f, pad, stride)"
        ),
        "A window ends f after its start, not at the next start.": slip(
            ("h * stride : h * stride + f", "h * stride : h * stride + stride"),
            ("w * stride : w * stride + f", "w * stride : w * stride + stride"),
        ),
        "A ReLU does not belong to the convolution; return the sums as they are.": slip(
            "return Z, (A", "return np.maximum(Z, 0), (A"
        ),
        "f is the side of a window, W.shape[0]; W.shape[2] counts the channels.": slip("len(W)", "W.shape[2]"),
        "You add up the channels, too; axis=(1, 2).": slip("axis=(1, 2))", "axis=(1, 2, 3))"),
        "The next window's start is not this one's end; a window is f pixels long, whatever "
        "the stride.": windows_to_the_next_one,
        "Your images get no frame; pad says how many zeros stand around them, and makes the output larger.": slip(
            ("f, stride, pad)", "f, stride, 0)"), ("zero_pad(A_prev, pad)", "A_prev")
        ),
        "Z has the images' type, which cuts sums off where pixels are whole: np.result_type(A_prev, W).": slip(
            "np.result_type(A_prev, W)", "A_prev.dtype"
        ),
        "Z has the filters' type, and the images may be finer: np.result_type(A_prev, W).": slip(
            "np.result_type(A_prev, W)", "W.dtype"
        ),
    },
    right=[depthwise_by_loops, depthwise_by_taps],
    hints=[
        "A convolution as last week's, but what it adds up is one channel, not all.",
        "Z[:, h, w, c] = Σ window[..., c] · W[..., c] over the window's rows and columns, for all images at once.",
        "window = A_prev_pad[:, h * stride : h * stride + f, w * stride : …]; Z[:, h, w] = np.sum(window * W, "
        "axis=(…, …)).",
    ],
    topics=["depthwise separable convolution", "MobileNet v1"],
)
