"""Right answers written another way, for the tests of the lab week3_shallow_network."""

import math

import numpy as np

from utils.steps.activations import sigmoid
from utils.steps.shallow_network import (
    backward_propagation,
    forward_propagation,
    initialize_parameters,
    update_parameters,
)


def tanh_slope_by_cosh(z):
    return 1 / np.cosh(z) ** 2


def relu_slope_by_heaviside(z):
    return np.heaviside(z, 0.0)


def relu_slope_by_loop(z):
    slopes = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        if z[place] > 0:
            slopes[place] = 1.0
    return slopes


def leaky_slope_by_sum(z, slope=0.01):
    return slope + (1 - slope) * (z > 0)


def sizes_by_len(X, Y):
    return len(X), 4, len(Y)


def initialize_by_normal(n_x, n_h, n_y, rng):
    W1 = rng.normal(0, 0.01, size=(n_h, n_x))
    W2 = rng.normal(0, 0.01, size=(n_y, n_h))
    return {"W1": W1, "W2": W2, "b1": np.array([[0.0]] * n_h), "b2": np.array([[0.0]] * n_y)}


def forward_by_columns(X, parameters):
    W1, b1, W2, b2 = (parameters[key] for key in ("W1", "b1", "W2", "b2"))
    kept = {"Z1": [], "A1": [], "Z2": [], "A2": []}
    for x in X.T:
        z1 = np.dot(W1, x) + b1[:, 0]
        a1 = np.array([math.tanh(z) for z in z1])
        z2 = np.dot(W2, a1) + b2[:, 0]
        for key, value in zip(kept, (z1, a1, z2, sigmoid(z2)), strict=True):
            kept[key].append(value)
    cache = {key: np.array(columns).T for key, columns in kept.items()}
    return cache["A2"], cache


def cost_by_mean(A2, Y):
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


def cost_by_dot(A2, Y):
    return -float((np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)).item()) / Y.shape[1]


def backward_by_examples(parameters, cache, X, Y):
    m, slopes = X.shape[1], {key: 0.0 for key in ("dW1", "db1", "dW2", "db2")}
    for i in range(m):
        x, a1 = X[:, [i]], cache["A1"][:, [i]]
        dz2 = cache["A2"][:, [i]] - Y[:, [i]]
        dz1 = np.dot(parameters["W2"].T, dz2) * (1 - a1 * a1)
        for key, pull in (("dW1", dz1 * x.T), ("db1", dz1), ("dW2", dz2 * a1.T), ("db2", dz2)):
            slopes[key] = slopes[key] + pull / m
    return slopes


def backward_by_means(parameters, cache, X, Y):
    m = Y.shape[1]
    dZ2 = (cache["A2"] - Y) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.tanh(cache["Z1"]) ** 2)
    sums = {"db1": dZ1.sum(1, keepdims=True), "db2": dZ2.sum(1, keepdims=True)}
    return {"dW1": np.dot(dZ1, X.T), "dW2": np.dot(dZ2, cache["A1"].T)} | sums


def update_one_by_one(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def train_by_while(X, Y, n_h, num_iterations=10000, print_cost=False, rng=1):
    if not isinstance(rng, np.random.Generator):
        rng = np.random.default_rng(rng)
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0], rng)
    while num_iterations > 0:
        cache = forward_propagation(X, parameters)[1]
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y), 1.2)
        num_iterations -= 1
    return parameters


def predict_by_rounding(parameters, X):
    return np.round(forward_propagation(X, parameters)[0])


def predict_by_score(parameters, X):
    return np.where(forward_propagation(X, parameters)[1]["Z2"] > 0, 1, 0)


def symmetry_by_pairs(parameters):
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    n_h, groups, taken = W1.shape[0], [], set()
    for i in range(n_h):
        if i in taken:
            continue
        alike = [
            j
            for j in range(i, n_h)
            if np.allclose(W1[i], W1[j]) and np.allclose(b1[i], b1[j]) and np.allclose(W2[:, i], W2[:, j])
        ]
        taken |= set(alike)
        groups.append(alike)
    return {"distinct_units": len(groups), "groups": groups}
