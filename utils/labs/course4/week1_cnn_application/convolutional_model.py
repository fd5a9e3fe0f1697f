"""The exercise convolutional_model: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.layers.convolution import conv2d_forward
from utils.layers.dense import dense_forward
from utils.layers.pooling import average_pool_forward, max_pool_forward
from utils.steps import cnn_application as steps
from utils.steps.cnn_application import convolutional_model
from utils.steps.convolution import conv_forward
from utils.steps.pooling import pool_forward


def model_cases(rng):
    middle = np.zeros((3, 3, 1, 1))
    middle[1, 1] = 1.0  # a filter that copies its pixel
    X = np.arange(-7.0, 9.0).reshape(1, 4, 4, 1)
    W3 = np.array([[1.0, -2.0]])
    copies = {"W1": middle, "b1": np.array([1.0]), "W2": 0.5 * middle, "b2": np.array([-1.0]), "W3": W3}
    readable = X, copies | {"b3": np.array([0.5, 0.25])}
    drawn = [
        _images_and_parameters(rng, (2, 8, 12, 3), (3, 4), (3, 2), 5),
        _images_and_parameters(rng, (3, 6, 9, 2), (5, 3), (3, 4), 3),
        _images_and_parameters(rng, (1, 5, 4, 1), (1, 5), (5, 3), 2),
    ]
    return [readable, *drawn]


def _images_and_parameters(rng, shape, first, second, classes):
    """Drawn images, and parameters of two convolutions (f, n_C) each and a dense layer."""
    m, n_H, n_W, n_C = shape
    parameters = {}
    for layer, (f, channels) in enumerate((first, second), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(f, f, n_C, channels)) / f
        parameters[f"b{layer}"] = rng.normal(size=channels)
        n_C = channels
    n_in = (n_H // 2 // 2) * (n_W // 2 // 2) * n_C
    parameters |= {"W3": rng.normal(size=(n_in, classes)), "b3": rng.normal(size=classes)}
    return rng.normal(size=shape), parameters


def model_in_a_loop(X, parameters):
    """Pooling first and ReLU after it: the largest number is positive or it is not."""
    A = X
    for layer in ("1", "2"):
        W, b = parameters["W" + layer], parameters["b" + layer]
        A = conv2d_forward(A, W, b, pad=(W.shape[0] - 1) // 2)[0]
        A = np.maximum(max_pool_forward(A)[0], 0)
    return A.reshape(A.shape[0], -1) @ parameters["W3"] + parameters["b3"]


def model_by_definition(X, parameters):
    A = X
    for layer in ("1", "2"):
        W, b = parameters["W" + layer], parameters["b" + layer].reshape(1, 1, 1, -1)
        Z, _ = conv_forward(A, W, b, {"stride": 1, "pad": len(W) // 2})
        A, _ = pool_forward(Z * (Z > 0), {"f": 2, "stride": 2})
    return dense_forward(A.reshape(len(X), -1), parameters["W3"], parameters["b3"])[0]


def model_with_softmax(X, parameters):
    Z = convolutional_model(X, parameters)
    exps = np.exp(Z - Z.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


def model_that_pools_first(X, parameters):
    A = X
    for layer in ("1", "2"):
        W, b = parameters["W" + layer], parameters["b" + layer]
        A = np.maximum(conv2d_forward(max_pool_forward(A, 2)[0], W, b, 1, len(W) // 2)[0], 0)
    return dense_forward(A.reshape(len(A), -1), parameters["W3"], parameters["b3"])[0]


def model_with_relu_first(X, parameters):
    A = X
    for layer in ("1", "2"):
        W, b = parameters["W" + layer], parameters["b" + layer]
        A = max_pool_forward(conv2d_forward(np.maximum(A, 0), W, b, 1, len(W) // 2)[0], 2)[0]
    return dense_forward(A.reshape(len(A), -1), parameters["W3"], parameters["b3"])[0]


def model_with_means(X, parameters):
    A = X
    for layer in ("1", "2"):
        W, b = parameters["W" + layer], parameters["b" + layer]
        Z, _ = conv2d_forward(A, W, b, 1, len(W) // 2)
        A, _ = average_pool_forward(np.maximum(Z, 0), 2)
    return dense_forward(A.reshape(len(A), -1), parameters["W3"], parameters["b3"])[0]


EXERCISE = Exercise(
    steps.convolutional_model,
    points=15,
    returns=("Z3",),
    cases=model_cases,
    mistakes={
        "Your convolutions have no padding and shrink the images; hand on len(W) // 2 as pad.": slip(
            (", 1, len(W1) // 2", ", 1, 0"), (", 1, len(W2) // 2", ", 1, 0")
        ),
        "You pad by f, which makes the images grow; to keep their size it takes (f − 1) / 2 on each side.": slip(
            ("len(W1) // 2", "len(W1)"), ("len(W2) // 2", "len(W2)")
        ),
        "You pad by a fixed 1, which keeps the size with 3 × 3 filters only; take len(W) // 2.": slip(
            ("len(W1) // 2", "1"), ("len(W2) // 2", "1")
        ),
        "Both convolutions pad by the first one's filters; the second pads by len(W2) // 2.": slip(
            "len(W2) // 2", "len(W1) // 2"
        ),
        "Your padding stands in the place of the stride; the order is A_prev, W, b, stride, pad.": slip(
            (", 1, len(W1) // 2", ", len(W1) // 2"), (", 1, len(W2) // 2", ", len(W2) // 2")
        ),
        "There is no ReLU in your network; np.maximum(Z, 0) stands between a convolution and its pooling.": slip(
            ("np.maximum(Z1, 0)", "Z1"), ("np.maximum(Z2, 0)", "Z2")
        ),
        "The ReLU of the first stage is missing.": slip("np.maximum(Z1, 0)", "Z1"),
        "The ReLU of the second stage is missing.": slip("np.maximum(Z2, 0)", "Z2"),
        "Your scores go through a ReLU; scores may be negative, so return the dense layer's output as it is.": slip(
            "return Z3", "return np.maximum(Z3, 0)"
        ),
        "You return the shares of a softmax; return the scores Z3, for the loss takes the "
        "softmax itself.": model_with_softmax,
        "Your poolings take the mean; max_pool_forward takes the maximum.": model_with_means,
        "Your second convolution looks at the images again; it gets A1, what the first pooling gave.": slip(
            "conv2d_forward(A1,", "conv2d_forward(X,"
        ),
        "One of your poolings is missing, so the dense layer gets too many numbers; each stage ends with one.": slip(
            "A2, _ = max_pool_forward(np.maximum(Z2, 0), 2)", "A2 = np.maximum(Z2, 0)"
        ),
        "Each function returns its output and a cache; take both apart: A1, _ = max_pool_forward(…).": slip(
            ("A1, _ = max", "A1 = max"), ("A2, _ = max", "A2 = max")
        ),
        "conv2d_forward returns its output and a cache; take both apart: Z1, _ = conv2d_forward(…).": slip(
            ("Z1, _ =", "Z1 ="), ("Z2, _ =", "Z2 =")
        ),
        "You return what dense_forward returns, scores and cache; take them apart and return the scores.": slip(
            "Z3, _ =", "Z3 ="
        ),
        "Your rows mix up the images; keep the examples as the first axis: A2.reshape(len(A2), -1).": slip(
            "A2.reshape(len(A2), -1)", "A2.reshape(-1, len(A2)).T"
        ),
        "You flatten channel by channel; flatten A2 as it lies in memory, without moving its axes.": slip(
            "A2.reshape(len(A2), -1)", "A2.transpose(0, 3, 1, 2).reshape(len(A2), -1)"
        ),
        "The dense layer gets images; make a row of each first: A2.reshape(len(A2), -1).": slip(
            "dense_forward(rows", "dense_forward(A2"
        ),
        "Your convolutions have no bias; hand on b1 and b2 after the filters.": slip(
            ("W1, b1, 1", "W1, None, 1"), ("W2, b2, 1", "W2, None, 1")
        ),
        "You return labels; return the scores, for training needs them. Deciding comes later.": slip(
            "return Z3", "return np.argmax(Z3, axis=1)"
        ),
        "The bias of the last layer is missing; hand b3 to dense_forward.": slip(
            'parameters["b3"]', '0 * parameters["b3"]'
        ),
        "Stride and pad have changed places; stride comes before pad.": slip(
            (", 1, len(W1) // 2", ", len(W1) // 2, 1"), (", 1, len(W2) // 2", ", len(W2) // 2, 1")
        ),
        "You pool before the convolution; each stage is convolution, ReLU, pooling.": model_that_pools_first,
        "Your ReLU comes before the convolution; it takes what the convolution gives.": model_with_relu_first,
        "Your second stage is missing; A1 goes through a convolution, a ReLU and a pooling of its own.": slip(
            "rows = A2.reshape(len(A2), -1)", "rows = A1.reshape(len(A1), -1)"
        ),
    },
    right=[model_in_a_loop, model_by_definition],
    hints=[
        "Write down the shape after each arrow of the diagram; two stages are alike, and only W, b and pad differ.",
        "A stage: Z = conv of A_prev with stride 1 and pad len(W) // 2; ReLU is np.maximum(Z, 0); pool with f = 2.",
        "Z1, _ = conv2d_forward(X, W1, b1, 1, len(W1) // 2); A1, _ = max_pool_forward(np.maximum(Z1, 0), 2); …; "
        "rows = A2.reshape(len(A2), -1).",
    ],
    topics=["simple CNN", "pooling"],
)
