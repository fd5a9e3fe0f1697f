"""Answers in the manner of the course's own assignment pass: plain loops, squeezed costs, no errors of one's own.

Each is written here anew, from the notation of the course; a function's own default arguments, the type of a cost, what
is not guarded against, and the order of steps are as there.
"""

import copy
import math

import numpy as np
import pytest

from utils import labs
from utils.checking import State, evaluate
from utils.steps import deep_network, logistic_regression, shallow_network
from utils.steps.activations import relu, relu_backward, sigmoid, sigmoid_backward
from utils.steps.convolution import conv_single_step, zero_pad
from utils.steps.pooling import create_mask_from_window, distribute_value

W2V, W2L = "course1/week2_vectorization", "course1/week2_logistic_regression"
W3, W4, W4A = (
    "course1/week3_shallow_network",
    "course1/week4_deep_network_steps",
    "course1/week4_deep_network_application",
)
CONV = "course4/week1_convolution_steps"
ANSWERS = []


def answer(lab):
    """Take a function in: answer(lab)(function)."""
    return lambda function: ANSWERS.append((lab, function)) or function


@answer(W2V)
def basic_sigmoid(x):
    s = 1 / (1 + math.exp(-x))
    return s


@answer(W2V)
def _(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return s


ANSWERS[-1][1].__name__ = "sigmoid"


@answer(W2V)
def sigmoid_derivative(x):
    s = sigmoid(x)
    ds = s * (1 - s)
    return ds


@answer(W2V)
def image2vector(image):
    v = image.reshape((image.shape[0] * image.shape[1] * image.shape[2], 1))
    return v


@answer(W2V)
def normalize_rows(x):
    x_norm = np.linalg.norm(x, ord=2, axis=1, keepdims=True)
    x = x / x_norm
    return x


@answer(W2V)
def softmax(x):
    x_exp = np.exp(x)
    x_sum = np.sum(x_exp, axis=1, keepdims=True)
    s = x_exp / x_sum
    return s


@answer(W2V)
def L1(yhat, y):
    loss = np.sum(np.abs(y - yhat), axis=0)
    return loss


@answer(W2V)
def L2(yhat, y):
    loss = np.dot(y - yhat, y - yhat)
    return loss


@answer(W2L)
def initialize_with_zeros(dim):
    w = np.zeros(shape=(dim, 1), dtype=np.float64)
    b = 0.0
    return w, b


@answer(W2L)
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = (-1 / m) * np.sum(Y * np.log(A) + (1 - Y) * (np.log(1 - A)))
    dw = (1 / m) * np.dot(X, (A - Y).T)
    db = (1 / m) * np.sum(A - Y)
    cost = np.squeeze(np.array(cost))
    grads = {"dw": dw, "db": db}
    return grads, cost


@answer(W2L)
def propagate_by_dots(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)) / m
    cost = np.squeeze(cost)
    return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost


@answer(W2L)
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    w = copy.deepcopy(w)
    b = copy.deepcopy(b)
    costs = []
    for i in range(num_iterations):
        grads, cost = logistic_regression.propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"Cost after iteration {i}: {cost:f}")
    params = {"w": w, "b": b}
    grads = {"dw": dw, "db": db}
    return params, grads, costs


@answer(W2L)
def predict(w, b, X):
    m = X.shape[1]
    Y_prediction = np.zeros((1, m))
    w = w.reshape(X.shape[0], 1)
    A = sigmoid(np.dot(w.T, X) + b)
    for i in range(A.shape[1]):
        if A[0, i] > 0.5:
            Y_prediction[0, i] = 1
        else:
            Y_prediction[0, i] = 0
    return Y_prediction


@answer(W2L)
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = logistic_regression.initialize_with_zeros(X_train.shape[0])
    params, grads, costs = logistic_regression.optimize(
        w, b, X_train, Y_train, num_iterations, learning_rate, print_cost
    )
    w = params["w"]
    b = params["b"]
    return {
        "costs": costs,
        "Y_prediction_test": logistic_regression.predict(w, b, X_test),
        "Y_prediction_train": logistic_regression.predict(w, b, X_train),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }


@answer(W3)
def layer_sizes(X, Y):
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return (n_x, n_h, n_y)


@answer(W3)
def initialize_parameters(n_x, n_h, n_y, rng):
    W1 = rng.standard_normal((n_h, n_x)) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = rng.standard_normal((n_y, n_h)) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


@answer(W3)
def forward_propagation(X, parameters):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    assert A2.shape == (1, X.shape[1])
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


@answer(W3)
def compute_cost(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply((1 - Y), np.log(1 - A2))
    cost = (-1 / m) * np.sum(logprobs)
    cost = float(np.squeeze(cost))
    return cost


@answer(W3)
def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W2 = parameters["W2"]
    A1 = cache["A1"]
    A2 = cache["A2"]
    dZ2 = A2 - Y
    dW2 = (1 / m) * np.dot(dZ2, A1.T)
    db2 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = (1 / m) * np.dot(dZ1, X.T)
    db1 = (1 / m) * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def _updated(parameters, grads, learning_rate):
    W1, b1 = copy.deepcopy(parameters["W1"]), parameters["b1"]
    W2, b2 = copy.deepcopy(parameters["W2"]), parameters["b2"]
    W1 = W1 - learning_rate * grads["dW1"]
    b1 = b1 - learning_rate * grads["db1"]
    W2 = W2 - learning_rate * grads["dW2"]
    b2 = b2 - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


@answer(W3)
def update_parameters(parameters, grads, learning_rate=1.2):
    return _updated(parameters, grads, learning_rate)


@answer(W3)
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, rng=1):
    rng = np.random.default_rng(rng)
    n_x = shallow_network.layer_sizes(X, Y)[0]
    n_y = shallow_network.layer_sizes(X, Y)[2]
    parameters = shallow_network.initialize_parameters(n_x, n_h, n_y, rng)
    for i in range(0, num_iterations):
        A2, cache = shallow_network.forward_propagation(X, parameters)
        cost = shallow_network.compute_cost(A2, Y)
        grads = shallow_network.backward_propagation(parameters, cache, X, Y)
        parameters = shallow_network.update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print(f"Cost after iteration {i}: {cost:f}")
    return parameters


def _predict_shallow(parameters, X):
    A2, cache = shallow_network.forward_propagation(X, parameters)
    predictions = A2 > 0.5
    return predictions


_predict_shallow.__name__ = "predict"
answer(W3)(_predict_shallow)


@answer(W4)
def initialize_parameters_deep(layer_dims, rng):
    parameters = {}
    L = len(layer_dims)
    for layer in range(1, L):
        parameters["W" + str(layer)] = rng.standard_normal((layer_dims[layer], layer_dims[layer - 1])) * 0.01
        parameters["b" + str(layer)] = np.zeros((layer_dims[layer], 1))
    return parameters


@answer(W4)
def linear_forward(A, W, b):
    Z = np.dot(W, A) + b
    cache = (A, W, b)
    return Z, cache


@answer(W4)
def linear_activation_forward(A_prev, W, b, activation):
    if activation == "sigmoid":
        Z, linear_cache = deep_network.linear_forward(A_prev, W, b)
        A = sigmoid(Z)
    elif activation == "relu":
        Z, linear_cache = deep_network.linear_forward(A_prev, W, b)
        A = relu(Z)
    cache = (linear_cache, Z)
    return A, cache


@answer(W4)
def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for layer in range(1, L):
        A_prev = A
        A, cache = deep_network.linear_activation_forward(
            A_prev, parameters["W" + str(layer)], parameters["b" + str(layer)], activation="relu"
        )
        caches.append(cache)
    AL, cache = deep_network.linear_activation_forward(
        A, parameters["W" + str(L)], parameters["b" + str(L)], activation="sigmoid"
    )
    caches.append(cache)
    return AL, caches


def _deep_cost(AL, Y):
    m = Y.shape[1]
    cost = (-1 / m) * (np.dot(Y, np.log(AL).T) + np.dot((1 - Y), np.log(1 - AL).T))
    cost = np.squeeze(cost)
    return cost


_deep_cost.__name__ = "compute_cost"
answer(W4)(_deep_cost)


@answer(W4)
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = (1 / m) * np.dot(dZ, A_prev.T)
    db = (1 / m) * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


@answer(W4)
def linear_activation_backward(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = deep_network.linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = deep_network.linear_backward(dZ, linear_cache)
    return dA_prev, dW, db


@answer(W4)
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    back = deep_network.linear_activation_backward
    current_cache = caches[L - 1]
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = back(dAL, current_cache, "sigmoid")
    for layer in reversed(range(L - 1)):
        current_cache = caches[layer]
        dA_prev, dW, db = back(grads["dA" + str(layer + 1)], current_cache, activation="relu")
        grads["dA" + str(layer)] = dA_prev
        grads["dW" + str(layer + 1)] = dW
        grads["db" + str(layer + 1)] = db
    return grads


def _update_deep(params, grads, learning_rate):
    parameters = copy.deepcopy(params)
    L = len(parameters) // 2
    for layer in range(L):
        number = str(layer + 1)
        parameters["W" + number] = params["W" + number] - learning_rate * grads["dW" + number]
        parameters["b" + number] = params["b" + number] - learning_rate * grads["db" + number]
    return parameters


_update_deep.__name__ = "update_parameters"
answer(W4)(_update_deep)


@answer(W4A)
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    rng = np.random.default_rng(rng)
    costs = []
    parameters = deep_network.initialize_parameters_deep(layers_dims, rng)
    for i in range(0, num_iterations):
        AL, caches = deep_network.L_model_forward(X, parameters)
        cost = deep_network.compute_cost(AL, Y)
        grads = deep_network.L_model_backward(AL, Y, caches)
        parameters = deep_network.update_parameters(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0 or i == num_iterations - 1 and print_cost:
            print(f"Cost after iteration {i}: {np.squeeze(cost)}")
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs


def _padded(X, pad):
    X_pad = np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), mode="constant", constant_values=(0, 0))
    return X_pad


_padded.__name__ = "zero_pad"
answer(CONV)(_padded)


def _single(a_slice_prev, W, b):
    s = np.multiply(a_slice_prev, W)
    Z = np.sum(s)
    b = np.squeeze(b)
    Z = Z + b
    return Z


_single.__name__ = "conv_single_step"
answer(CONV)(_single)


@answer(CONV)
def conv_forward(A_prev, W, b, hparameters):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride = hparameters["stride"]
    pad = hparameters["pad"]
    n_H = int((n_H_prev - f + 2 * pad) / stride) + 1
    n_W = int((n_W_prev - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    a_slice_prev = a_prev_pad[h * stride : h * stride + f, w * stride : w * stride + f, :]
                    Z[i, h, w, c] = conv_single_step(a_slice_prev, W[:, :, :, c], b[:, :, :, c])
    cache = (A_prev, W, b, hparameters)
    return Z, cache


@answer(CONV)
def pool_forward(A_prev, hparameters, mode="max"):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    f = hparameters["f"]
    stride = hparameters["stride"]
    n_H = int(1 + (n_H_prev - f) / stride)
    n_W = int(1 + (n_W_prev - f) / stride)
    A = np.zeros((m, n_H, n_W, n_C_prev))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C_prev):
                    window = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
                    if mode == "max":
                        A[i, h, w, c] = np.max(window)
                    elif mode == "average":
                        A[i, h, w, c] = np.mean(window)
    cache = (A_prev, hparameters)
    return A, cache


@answer(CONV)
def conv_backward(dZ, cache):
    (A_prev, W, b, hparameters) = cache
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    (m, n_H, n_W, n_C) = dZ.shape
    dA_prev = np.zeros(A_prev.shape)
    dW = np.zeros(W.shape)
    db = np.zeros(b.shape)
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad = zero_pad(dA_prev, pad)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        da_prev_pad = dA_prev_pad[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    rows = slice(h * stride, h * stride + f)
                    columns = slice(w * stride, w * stride + f)
                    da_prev_pad[rows, columns, :] += W[:, :, :, c] * dZ[i, h, w, c]
                    dW[:, :, :, c] += a_prev_pad[rows, columns, :] * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
        dA_prev[i, :, :, :] = da_prev_pad[pad:-pad, pad:-pad, :] if pad else da_prev_pad
    return dA_prev, dW, db


def _mask(x):
    mask = x == np.max(x)
    return mask


_mask.__name__ = "create_mask_from_window"
answer(CONV)(_mask)


def _distributed(dz, shape):
    (n_H, n_W) = shape
    average = dz / (n_H * n_W)
    a = np.ones(shape) * average
    return a


_distributed.__name__ = "distribute_value"
answer(CONV)(_distributed)


@answer(CONV)
def pool_backward(dA, cache, mode="max"):
    (A_prev, hparameters) = cache
    stride = hparameters["stride"]
    f = hparameters["f"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        a_prev = A_prev[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    rows = slice(h * stride, h * stride + f)
                    columns = slice(w * stride, w * stride + f)
                    if mode == "max":
                        mask = create_mask_from_window(a_prev[rows, columns, c])
                        dA_prev[i, rows, columns, c] += mask * dA[i, h, w, c]
                    elif mode == "average":
                        dA_prev[i, rows, columns, c] += distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev


def called(name):
    """The exercise that an answer's name means: propagate for propagate_by_dots."""
    return name.split("_by_")[0]


PARAMS = [
    pytest.param(lab, function, marks=pytest.mark.lab(lab), id=f"{lab.split('/')[1]}-{function.__name__}")
    for lab, function in ANSWERS
]


@pytest.mark.parametrize("lab, function", PARAMS)
def test_an_answer_of_the_course_is_correct(lab, function):
    outcome = evaluate(labs.load(lab).exercises[called(function.__name__)], function)
    assert outcome.state == State.CORRECT, outcome.message
