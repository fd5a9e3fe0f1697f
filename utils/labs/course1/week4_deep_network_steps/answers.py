"""Right answers written in another way, and the wrong ones that are no edit of a right one."""

import numpy as np

from utils.steps import activations
from utils.steps import deep_network as steps


def initialize_by_pairs(layer_dims, rng):
    parameters = {}
    for number, (n_prev, n) in enumerate(zip(layer_dims[:-1], layer_dims[1:], strict=True), start=1):
        parameters["W" + str(number)] = rng.normal(0, 1 / np.sqrt(n_prev), size=(n, n_prev))
        parameters["b" + str(number)] = np.zeros((n, 1))
    return parameters


def linear_by_loops(A, W, b):
    n, m = W.shape[0], A.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for k in range(m):
            Z[i, k] = sum(W[i, j] * A[j, k] for j in range(A.shape[0])) + b[i, 0]
    return Z, (A, W, b)


def block_by_table(A_prev, W, b, activation):
    functions = {"sigmoid": lambda Z: 1 / (1 + np.exp(-Z)), "relu": lambda Z: Z * (Z > 0)}
    if activation not in functions:
        raise ValueError(activation)
    Z = np.dot(W, A_prev) + b
    return functions[activation](Z), ((A_prev, W, b), Z)


def forward_in_two_parts(X, parameters):
    caches, A, L = [], X, len(parameters) // 2
    for number in range(1, L):
        A, cache = steps.linear_activation_forward(
            A, parameters["W" + str(number)], parameters["b" + str(number)], "relu"
        )
        caches.append(cache)
    AL, cache = steps.linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    caches.append(cache)
    return AL, caches


def cost_by_dot(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m)


def cost_by_choice(AL, Y):
    return float(-np.mean(np.log(np.where(Y == 1, AL, 1 - AL))))


def squared_error(AL, Y):
    return np.mean((AL - Y) ** 2)


def linear_backward_by_loops(dZ, cache):
    A_prev, W, b = cache
    dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros(b.shape)
    (n, m), n_prev = dZ.shape, len(A_prev)
    for k in range(m):
        for i in range(n):
            db[i, 0] += dZ[i, k] / m
            for j in range(n_prev):
                dW[i, j] += dZ[i, k] * A_prev[j, k] / m
                dA_prev[j, k] += W[i, j] * dZ[i, k]
    return dA_prev, dW, db


def linear_backward_by_einsum(dZ, cache):
    A_prev, W, _ = cache
    dW = np.einsum("ik,jk->ij", dZ, A_prev) / A_prev.shape[1]
    return np.einsum("ij,ik->jk", W, dZ), dW, np.mean(dZ, axis=1).reshape(-1, 1)


def block_backward_by_hand(dA, cache, activation):
    (A_prev, W, _), Z = cache
    if activation not in ("sigmoid", "relu"):
        raise ValueError(activation)
    s = activations.sigmoid(Z)
    dZ = dA * (Z > 0) if activation == "relu" else dA * s * (1 - s)
    m = dA.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.mean(axis=1, keepdims=True)


def backward_in_two_parts(AL, Y, caches):
    grads, L = {}, len(caches)
    dAL = (AL - Y) / (AL * (1 - AL))
    dA, dW, db = steps.linear_activation_backward(dAL, caches[-1], "sigmoid")
    grads |= {"dA" + str(L - 1): dA, "dW" + str(L): dW, "db" + str(L): db}
    for i in reversed(range(L - 1)):
        dA, dW, db = steps.linear_activation_backward(grads["dA" + str(i + 1)], caches[i], "relu")
        grads |= {"dA" + str(i): dA, "dW" + str(i + 1): dW, "db" + str(i + 1): db}
    return grads


def backward_without_handing_on(AL, Y, caches):
    grads, L = {}, len(caches)
    dAL = -Y / AL + (1 - Y) / (1 - AL)
    for layer in range(L, 0, -1):
        name = "sigmoid" if layer == L else "relu"
        made = steps.linear_activation_backward(dAL, caches[layer - 1], name)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = made
    return grads


def update_by_number(params, grads, learning_rate):
    new = {key: np.array(value) for key, value in params.items()}
    for number in range(1, len(params) // 2 + 1):
        for letter in ("W", "b"):
            new[letter + str(number)] -= learning_rate * grads["d" + letter + str(number)]
    return new


def update_weights_only(params, grads, learning_rate):
    return {key: value - learning_rate * grads["d" + key] if key[0] == "W" else value for key, value in params.items()}


def update_all_but_last(params, grads, learning_rate):
    last = len(params) // 2
    return {
        key: value - learning_rate * grads["d" + key] if int(key[1:]) < last else value for key, value in params.items()
    }


def update_too_far(params, grads, learning_rate):
    new = {}
    for number in range(1, len(params) + 1):
        for letter in ("W", "b"):
            name = letter + str(number)
            new[name] = params[name] - learning_rate * grads["d" + name]
    return new
