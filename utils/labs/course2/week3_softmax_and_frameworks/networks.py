"""Data for three kinds of answers, a network with one hidden layer, and pairs of head and loss to train it with."""

from functools import cache

import numpy as np

from utils.data.digits import load_digits
from utils.steps.activations import relu, sigmoid
from utils.steps.softmax import one_hot_matrix, softmax


@cache
def digits():
    """1258 digits to learn from and 539 others: X (64, m), Y (10, m) one-hot, X_dev, Y_dev, each read-only."""
    parts = load_digits(np.random.default_rng(0))
    return _kept(parts.X_train, one_hot_matrix(parts.Y_train[0], 10), parts.X_test, one_hot_matrix(parts.Y_test[0], 10))


@cache
def overlaid():
    """3000 images of one digit, or of two laid over each other, and 1000 of digits that are not among those.

    Y (10, m) has a 1 for every digit that is there. Returns X, Y, X_dev, Y_dev, each read-only.
    """
    rng, (X, Y, X_dev, Y_dev) = np.random.default_rng(5), digits()
    return _kept(*_overlay(X, Y, 3000, rng), *_overlay(X_dev, Y_dev, 1000, rng))


def _overlay(X, Y, m, rng):
    """m images of one or two digits, the darker pixel of the two, and their labels."""
    first, second = rng.integers(0, X.shape[1], (2, m))
    second = np.where(rng.random(m) < 0.5, first, second)
    return np.maximum(X[:, first], X[:, second]), np.maximum(Y[:, first], Y[:, second])


@cache
def diabetes(split=0):
    """Ten measurements of 442 patients and how far their illness went on in a year, with mean 0 and deviation 1.

    Efron, Hastie, Johnstone, Tibshirani (2004), as scikit-learn ships it: 300 to learn from, 142 others.
    split: seed of who is among the 300.
    Returns X (10, m), Y (1, m), X_dev, Y_dev, each read-only.
    """
    from sklearn.datasets import load_diabetes

    data, order = load_diabetes(), np.random.default_rng(split).permutation(442)
    X, Y = data.data.T / data.data.std(), data.target[None, :]
    learn, judge = order[:300], order[300:]
    Y = (Y - Y[:, learn].mean()) / Y[:, learn].std()
    return _kept(X[:, learn], Y[:, learn], X[:, judge], Y[:, judge])


def _kept(*arrays):
    for array in arrays:
        array.setflags(write=False)
    return arrays


def start_parameters(n_x, n_h, n_y, rng):
    """Weights of variance one over the inputs, biases 0: {"W1", "b1", "W2", "b2"}."""
    return {
        "W1": rng.standard_normal((n_h, n_x)) / np.sqrt(n_x),
        "b1": np.zeros((n_h, 1)),
        "W2": rng.standard_normal((n_y, n_h)) / np.sqrt(n_h),
        "b2": np.zeros((n_y, 1)),
    }


def scores(X, parameters):
    """The scores of a network of one layer of tanh units: (n_y, m)."""
    return parameters["W2"] @ np.tanh(parameters["W1"] @ X + parameters["b1"]) + parameters["b2"]


def train(X, Y, backward, seed, steps=600, rate=0.5, n_h=64, batch=64, start=None):
    """Train a network with one hidden layer by momentum (β = 0.9) on random batches.

    X: (n_x, m).    Y: (n_y, m).    backward: Z, Y -> dZ, the gradient of the cost with respect to the scores.
    seed: of starting weights and batches.    start: parameters to go on from, in place of fresh ones.
    Returns the parameters.
    """
    rng = np.random.default_rng(seed)
    parameters = start_parameters(len(X), n_h, len(Y), rng)
    parameters = parameters if start is None else dict(start)
    speed = {key: np.zeros_like(value) for key, value in parameters.items()}
    for _ in range(steps):
        chosen = rng.choice(X.shape[1], min(batch, X.shape[1]), replace=False)
        x, A1 = X[:, chosen], np.tanh(parameters["W1"] @ X[:, chosen] + parameters["b1"])
        dZ2 = backward(parameters["W2"] @ A1 + parameters["b2"], Y[:, chosen])
        dZ1 = (parameters["W2"].T @ dZ2) * (1 - A1**2)
        grads = {"W1": dZ1 @ x.T, "b1": dZ1.sum(1, keepdims=True), "W2": dZ2 @ A1.T, "b2": dZ2.sum(1, keepdims=True)}
        for key, gradient in grads.items():
            speed[key] = 0.9 * speed[key] + 0.1 * gradient
            parameters[key] = parameters[key] - rate * speed[key]
    return parameters


def softmax_with_squares(Z, Y):
    """dZ of half the squared error of shares."""
    A = softmax(Z)
    return _backward_at_once((A - Y) / Z.shape[1], A)


def softmax_twice(Z, Y):
    """dZ of the cross-entropy where the shares go through a second softmax, as scores."""
    A = softmax(Z)
    return _backward_at_once((softmax(A) - Y) / Z.shape[1], A)


def softmax_of_several(Z, Y):
    """dZ of −Σ Y ln softmax(Z), where a column of Y may hold several ones: A counts once for each."""
    return (softmax(Z) * Y.sum(axis=0) - Y) / Z.shape[1]


def sigmoids(Z, Y):
    """dZ of the yes-or-no cross-entropy of every output."""
    return (sigmoid(Z) - Y) / Z.shape[1]


def plain(Z, Y):
    """dZ of half the squared error of the scores themselves."""
    return (Z - Y) / Z.shape[1]


def squeezed(activation):
    """Z, Y -> dZ of half the squared error behind an activation: "sigmoid", "tanh" or "ReLU"."""
    value, slope = SQUEEZERS[activation]
    return lambda Z, Y: (value(Z) - Y) * slope(Z) / Z.shape[1]


SQUEEZERS = {
    "sigmoid": (sigmoid, lambda Z: sigmoid(Z) * (1 - sigmoid(Z))),
    "tanh": (np.tanh, lambda Z: 1 - np.tanh(Z) ** 2),
    "ReLU": (relu, lambda Z: (Z > 0).astype(float)),
}


def _backward_at_once(dA, A):
    """softmax_backward for all columns together."""
    return A * (dA - np.sum(dA * A, axis=0, keepdims=True))


def diagonal_alone(Z, Y):
    """dZ of the cross-entropy if a (1 − a) were all of the softmax's derivative."""
    A = softmax(Z)
    return -Y * (1 - A) / Z.shape[1]
