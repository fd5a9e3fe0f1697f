"""What the checks of logistic regression try, and ways to be wrong and right that take more than an edit."""

import math

import numpy as np

from utils.steps.activations import sigmoid
from utils.steps.logistic_regression import optimize, predict, propagate


def _columns(rng, n, m):
    """Drawn features (n, m) and labels (1, m) with both classes where m allows it."""
    labels = np.arange(m)[None, :] % 2
    return rng.normal(size=(n, m)), rng.permuted(labels, axis=1)


def _weights(rng, n):
    return rng.normal(scale=0.6, size=(n, 1)), float(rng.normal(scale=0.6))


def image_cases(rng):
    shapes = [(1, 3, 2, 3), (5, 2, 3, 3), (3, 1, 1, 1), (4, 2, 2, 1)]
    return [(np.arange(8.0).reshape(2, 2, 2, 1),), *[(rng.random(shape),) for shape in shapes]]


def size_cases(rng):
    return [(3,), (1,), (int(rng.integers(5, 30)),), (192,)]


def propagate_cases(rng):
    readable = (
        np.array([[0.5], [-0.3]]),
        0.2,
        np.array([[1.0, -2.0, 0.5], [2.0, 0.5, 1.0]]),
        np.array([[1, 0, 0]]),
    )
    shapes = [(3, 1), (1, 4), (5, 3), (2, 7)]
    drawn = [(*_weights(rng, n), *_columns(rng, n, m)) for n, m in shapes]
    one_class = (*_weights(rng, 2), rng.normal(size=(2, 3)), np.zeros((1, 3), dtype=int))
    return [readable, *drawn, one_class]


def optimize_cases(rng):
    readable = (
        np.zeros((2, 1)),
        0.0,
        np.array([[1.0, -2.0, 0.5], [2.0, 0.5, 1.0]]),
        np.array([[1, 0, 0]]),
        3,
        0.1,
    )
    settings = [(3, 4, 101, 0.05), (1, 5, 210, 0.3), (4, 2, 1, 0.7)]
    drawn = [(*_weights(rng, n), *_columns(rng, n, m), steps, rate) for n, m, steps, rate in settings]
    return [readable, *drawn]


def predict_cases(rng):
    readable = (np.array([[1.0], [-1.0]]), 0.25, np.array([[2.0, 0.0, -1.0], [0.0, 0.0, 1.0]]))
    undecided = (np.zeros((2, 1)), 0.0, rng.normal(size=(2, 3)))
    shapes = [(3, 1), (1, 6), (4, 9)]
    return [readable, undecided, *[(*_weights(rng, n), rng.normal(size=(n, m))) for n, m in shapes]]


def model_cases(rng):
    readable = (
        np.array([[1.0, -2.0, 0.5], [2.0, 0.5, 1.0]]),
        np.array([[1, 0, 0]]),
        np.array([[3.0, -1.0], [-0.5, 1.0]]),
        np.array([[1, 0]]),
        20,
        0.2,
    )
    settings = [(2, 5, 3, 150, 0.05), (3, 4, 6, 7, 0.8)]
    drawn = [(*_columns(rng, n, m), *_columns(rng, n, k), steps, rate) for n, m, k, steps, rate in settings]
    return [readable, *drawn]


# Right, written another way


def columns_one_by_one(images):
    return np.stack([image.ravel() for image in images], axis=1)


def zeros_from_lists(dim):
    return np.array([[0.0]] * dim), 0


def propagate_by_loop(w, b, X, Y):
    n, m = X.shape
    cost, dw, db = 0.0, np.zeros((n, 1)), 0.0
    for i in range(m):
        z = sum(w[j, 0] * X[j, i] for j in range(n)) + b
        a = 1 / (1 + math.exp(-z))
        cost += -math.log(a) if Y[0, i] == 1 else -math.log(1 - a)
        for j in range(n):
            dw[j, 0] += X[j, i] * (a - Y[0, i])
        db += a - Y[0, i]
    return {"dw": dw / m, "db": db / m}, cost / m


def propagate_from_scores(w, b, X, Y):
    Z = w.T @ X + b
    dZ = sigmoid(Z) - Y
    cost = np.mean(np.logaddexp(0, Z) - Y * Z)
    return {"dw": (X * dZ).mean(axis=1, keepdims=True), "db": dZ.mean()}, np.squeeze(np.array(cost))


def optimize_on_copies(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    w, b, costs, i = w.copy(), float(b), [], 0
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        costs += [cost] if i % 100 == 0 else []
        i += 1
    return {"w": w, "b": b}, grads, costs


def predict_by_rounding(w, b, X):
    return np.round(sigmoid(w.T @ X + b))


def predict_by_loop(w, b, X):
    Y_prediction = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        if (w[:, 0] * X[:, i]).sum() + b > 0:
            Y_prediction[0, i] = 1
    return Y_prediction


def model_with_keywords(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    start = np.zeros((len(X_train), 1))
    learnt, _, costs = optimize(
        start, 0.0, X_train, Y_train, learning_rate=learning_rate, num_iterations=num_iterations
    )
    guesses = {f"Y_prediction_{name}": predict(X=X, **learnt) for name, X in (("train", X_train), ("test", X_test))}
    return {**learnt, **guesses, "costs": costs, "num_iterations": num_iterations, "learning_rate": learning_rate}


# Wrong


def gradient_before_the_loop(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    grads, cost = propagate(w, b, X, Y)
    costs = []
    for i in range(num_iterations):
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def cost_after_the_step(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, _ = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(propagate(w, b, X, Y)[1])
    return {"w": w, "b": b}, grads, costs


def predict_with_if(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    if A > 0.5:
        return 1
    return 0
