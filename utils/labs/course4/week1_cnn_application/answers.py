"""Right answers written another way, and wrong ones that take more than an edit of the reference."""

import numpy as np

from utils.layers import Conv2D, Dense
from utils.layers.convolution import conv2d_forward
from utils.layers.dense import dense_forward
from utils.layers.pooling import average_pool_forward, max_pool_forward
from utils.steps.cnn_application import convolutional_model, feature_maps, predict, shift
from utils.steps.convolution import conv_forward
from utils.steps.pooling import pool_forward


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


def maps_by_index(network, X):
    maps = [X]
    for i in range(len(network.layers)):
        maps.append(network.layers[i].forward(maps[i]))
    return maps[1:]


def table_layer_by_layer(network, shape):
    A, rows = np.zeros((1, *shape), dtype=np.float32), []
    for layer in network.layers:
        A = layer.forward(A)
        learnt = sum(a.size for name, a in layer.parameters().items())
        rows.append(
            {"layer": layer.__class__.__name__, "shape": A[0].shape, "size": A[0].size, "parameters": int(learnt)}
        )
    return rows


def ways_by_making(shape, f, n_C):
    rng = np.random.default_rng(0)
    n_in = shape[0] * shape[1] * shape[2]
    places = (shape[0] - f + 1) * (shape[1] - f + 1)
    conv = Conv2D(shape[2], n_C, f, rng)
    shared = conv.W.size + conv.b.size
    window = Dense(f * f * shape[2], n_C, rng)
    return places * n_C * (n_in + 1), places * (window.W.size + window.b.size), shared


def width_by_trying(n_in, n_out, parameters):
    width = 0
    while (n_in + 1) * (width + 1) + (width + 2) * n_out <= parameters:
        width += 1
    if width == 0:
        raise ValueError("not even one unit")
    return width


def predict_by_loop(network, X, batch_size=256):
    labels = np.zeros(len(X), dtype=int)
    for start in range(0, X.shape[0], batch_size):
        stop = min(start + batch_size, X.shape[0])
        for i, scores in enumerate(network.forward(X[start:stop])):
            labels[start + i] = list(scores).index(scores.max())
    return labels


def predict_by_splitting(network, X, batch_size=256):
    parts = np.array_split(X, range(batch_size, len(X), batch_size))
    return np.hstack([network.forward(part, train=False).argmax(axis=-1) for part in parts])


def predict_by_sorting(network, X, batch_size=256):
    parts = [X[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return np.concatenate([network.forward(part).argsort(axis=1)[:, -1] for part in parts])


def predict_whole_batches(network, X, batch_size=256):
    return predict(network, X[: len(X) // batch_size * batch_size], batch_size)


def predict_at_once(network, X, batch_size=256):
    return np.argmax(network.forward(X), axis=1)


def predict_the_last(network, X, batch_size=256):
    for start in range(0, len(X), batch_size):
        labels = np.argmax(network.forward(X[start : start + batch_size]), axis=1)
    return labels


def shift_by_slices(X, down, right):
    n_H, n_W = X.shape[1:3]
    moved = np.zeros_like(X)
    if abs(down) >= n_H or abs(right) >= n_W:
        return moved
    rows, columns = slice(max(down, 0), n_H + min(down, 0)), slice(max(right, 0), n_W + min(right, 0))
    from_rows, from_columns = slice(max(-down, 0), n_H - max(down, 0)), slice(max(-right, 0), n_W - max(right, 0))
    moved[:, rows, columns] = X[:, from_rows, from_columns]
    return moved


def shift_pixel_by_pixel(X, down, right):
    moved = np.zeros_like(X)
    for h in range(X.shape[1]):
        for w in range(X.shape[2]):
            if 0 <= h - down < X.shape[1] and 0 <= w - right < X.shape[2]:
                moved[:, h, w] = X[:, h - down, w - right]
    return moved


def shift_into_float64(X, down, right):
    moved = np.zeros(X.shape)
    moved[:] = shift(X, down, right)
    return moved


def shift_by_rolling(X, down, right):
    return np.roll(X, (down, right), axis=(1, 2))


def maps_of_first_example(network, X):
    return [Z[0] for Z in feature_maps(network, X)]
