"""What a check says to mistakes that once got a false or an idle sentence."""

import importlib
import inspect
import linecache
import time

import numpy as np
import pytest

from utils.checking import Exercise, evaluate
from utils.checking.verdict import State
from utils.checking.written import return_in_a_loop

# (lab, exercise, what is written, what is said)
SAID = [
    pytest.param(
        "course1.week4_deep_network_application",
        "L_layer_model",
        """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    costs = []
    parameters = initialize_parameters_deep(layers_dims, np.random.default_rng(rng))
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs
""",
        "parameters = update_parameters(…)",
        id="parameters never assigned back",
    ),
    pytest.param(
        "course1.week4_deep_network_steps",
        "L_model_forward",
        """
def L_model_forward(X, parameters):
    caches = []
    A = X
    for l in range(1, 3):
        A, cache = linear_activation_forward(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters["W3"], parameters["b3"], "sigmoid")
    caches.append(cache)
    return AL, caches
""",
        "is a number written in that belongs to the case?",
        id="hard-coded depth",
    ),
    pytest.param(
        "course1.week2_logistic_regression",
        "model",
        """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    Y_prediction_test = predict(w, b, X_test)
    Y_prediction_train = predict(w, b, X_train)
    w, b = params["w"], params["b"]
    result = {"costs": costs, "Y_prediction_test": Y_prediction_test, "Y_prediction_train": Y_prediction_train}
    return {**result, "w": w, "b": b, "learning_rate": learning_rate, "num_iterations": num_iterations}
""",
        "Line 4, `Y_prediction_test = predict(w, b, X_test)`",
        id="predictions with the start's weights",
    ),
    pytest.param(
        "course1.week1_introduction",
        "relu_layer",
        """
def relu_layer(X, W, b):
    Z = np.dot(W, X) + b
    return np.max(0, Z)
""",
        "use maximum in place of max",
        id="np.max(0, Z)",
    ),
    pytest.param(
        "course4.week1_convolution_steps",
        "conv_forward",
        """
def conv_forward(A_prev, W, b, hparameters):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride = hparameters["stride"]
    pad = hparameters["pad"]
    n_H = int((n_H_prev - f + 2 * pad) / stride) + 1
    n_W = int((n_H_prev - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    a_slice_prev = a_prev_pad[h * stride:h * stride + f, w * stride:w * stride + f, :]
                    Z[i, h, w, c] = conv_single_step(a_slice_prev, W[..., c], b[..., c])
    cache = (A_prev, W, b, hparameters)
    return Z, cache
""",
        "write `n_W_prev - f` in place of `n_H_prev - f`",
        id="n_W taken from the height",
    ),
    pytest.param(
        "course1.week2_logistic_regression",
        "propagate",
        """
def propagate(w, b, X, Y):
    m = 209
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, cost
""",
        "m should be 3, which is X.shape[1] here, and is 209",
        id="m = 209 written in",
    ),
    pytest.param(
        "course1.week4_deep_network_steps",
        "linear_backward",
        """
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = dZ * A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db
""",
        "write @ in place of * in `dZ * A_prev.T`",
        id="* in place of @",
    ),
    pytest.param(
        "course1.week2_logistic_regression",
        "propagate",
        """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = np.sum(-Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, cost
""",
        "write - in place of + in",
        id="a minus on the first term only",
    ),
    pytest.param(
        "course1.week2_logistic_regression",
        "propagate",
        """
m = 64
def propagate(w, b, X, Y):
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, cost
""",
        "reads m from the notebook, where it is 64",
        id="a global m",
    ),
    pytest.param(
        "course1.week3_shallow_network",
        "initialize_parameters",
        """
def initialize_parameters(n_x, n_h, n_y, rng):
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
""",
        "draw every number from rng",
        id="np.random.seed in place of rng",
    ),
    pytest.param(
        "course1.week3_shallow_network",
        "forward_propagation",
        """
def forward_propagation(X, parameters):
    W1, b1, W2, b2 = parameters
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
""",
        "unpacking a dictionary gives its keys",
        id="W1, b1, W2, b2 = parameters",
    ),
]

# The course's own way to cut the frame off, inside the loop; it fails where pad is 0, which the course never asks for.
CUT_INSIDE_THE_LOOP = """
def conv_backward(dZ, cache):
    (A_prev, W, b, hparameters) = cache
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride = hparameters["stride"]
    pad = hparameters["pad"]
    (m, n_H, n_W, n_C) = dZ.shape
    dA_prev = np.zeros(A_prev.shape)
    dW = np.zeros(W.shape)
    db = np.zeros((1, 1, 1, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad = zero_pad(dA_prev, pad)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        da_prev_pad = dA_prev_pad[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    vs = h * stride
                    ve = vs + f
                    hs = w * stride
                    he = hs + f
                    a_slice = a_prev_pad[vs:ve, hs:he, :]
                    da_prev_pad[vs:ve, hs:he, :] += W[:, :, :, c] * dZ[i, h, w, c]
                    dW[:, :, :, c] += a_slice * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
        dA_prev[i, :, :, :] = da_prev_pad[pad:-pad, pad:-pad, :]
    return dA_prev, dW, db
"""


def made(lab, name, code):
    """(exercise, function) of what a learner has written in a notebook of the lab."""
    exercises = importlib.import_module(f"utils.labs.{lab}").lab.exercises
    names = {"np": np} | dict(exercises[name].reference.__globals__)
    names |= {other: exercise.reference for other, exercise in exercises.items()}
    file = f"<{lab} {name}: {hash(code)}>"
    linecache.cache[file] = len(code), None, code.splitlines(keepends=True), file
    exec(compile(code, file, "exec"), names)
    return exercises[name], names[name]


@pytest.mark.parametrize(("lab", "name", "code", "said"), SAID)
def test_the_cause_is_said(lab, name, code, said):
    outcome = evaluate(*made(lab, name, code.lstrip()))
    assert outcome.state == State.NOT_RIGHT
    assert said in outcome.message


def test_a_frame_that_is_cut_off_inside_the_loop_is_right_and_told_of_a_pad_of_0():
    outcome = evaluate(*made("course4.week1_convolution_steps", "conv_backward", CUT_INSIDE_THE_LOOP.lstrip()))
    assert outcome.state == State.CORRECT
    assert "empty where pad is 0" in outcome.wish


INSIDE = """
def update_parameters(parameters, grads, learning_rate=1.2):
    new = {}
    for key in parameters:
        new[key] = parameters[key] - learning_rate * grads["d" + key]
        return new
"""


def test_a_return_inside_the_loop_is_named_with_its_line():
    outcome = evaluate(*made("course1.week3_shallow_network", "update_parameters", INSIDE.lstrip()))
    assert "inside the loop" in outcome.message
    assert outcome.state == State.NOT_RIGHT


def test_a_search_for_the_first_that_fits_is_no_such_return():
    def first_above(values, least):
        for value in values:
            if value <= least:
                continue
            return value

    assert return_in_a_loop(first_above) is None


PREDICT = """
def predict(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    return np.array([[round(a) for a in A[0]]]) + sum([0.0, 1.0])
"""


def test_a_function_of_pythons_own_that_the_notebook_has_hidden_is_named():
    exercise, predict = made("course1.week2_logistic_regression", "predict", PREDICT.lstrip())
    predict.__globals__["sum"] = 3.0
    assert "sum is a variable of the notebook" in evaluate(exercise, predict).message


def test_a_function_of_numpys_that_something_has_replaced_is_named(monkeypatch):
    exercise, predict = made("course1.week2_logistic_regression", "predict", PREDICT.lstrip())
    monkeypatch.setattr(np, "maximum", np.minimum)
    assert "np.maximum is no longer NumPy's own" in evaluate(exercise, predict).message


def test_a_clock_of_ones_own_is_named():
    pytest.importorskip("torch")
    exercise = importlib.import_module("utils.labs.course4.week1_cnn_application_gpu").lab.exercises["seconds_per_step"]
    source = inspect.getsource(exercise.reference).replace("machine.clock()", "time.time()")
    names = exercise.reference.__globals__ | {"time": time}
    exec(source, names)
    assert "this computer's clock" in evaluate(exercise, names["seconds_per_step"]).message


AVERAGED = """
def exponentially_weighted_average(series, beta, bias_correction=False):
    v, reported = 0.0, []
    for t, new in enumerate(series, 1):
        v = beta * v + (1 - beta) * new
        reported.append(v / (1 - beta**t) if bias_correction else v)
    return np.array(reported)
"""


SHARE = " And the new value enters whole; it enters with the share 1 − beta."


@pytest.mark.parametrize("edit, beside", [(("", ""), ""), (("(1 - beta) * new", "new"), SHARE)])
def test_another_default_is_told_beside_what_else_is_wrong(edit, beside):
    exercise, attempt = made("course2.week2_optimization", "exponentially_weighted_average", AVERAGED.replace(*edit))
    sentence = "In your first line bias_correction is False, and should be True, where none is given."
    assert evaluate(exercise, attempt).message == sentence + beside


ZEROS = """
def initialize_parameters_zeros(layers_dims):
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.zeros(layers_dims[l], layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters
"""
CLIP = """
def clip_by_global_norm(grads, limit):
    total = 0
    for key in grads:
        if key.startswith("dW"):
            total += np.sum(np.square(grads[key]))
    norm = np.sqrt(total)
    factor = limit / norm if norm > limit else 1.0
    return {key: grads[key] * factor for key in grads}, norm
"""


def test_a_shape_without_its_brackets_is_told():
    exercise, attempt = made("course2.week1_initialization", "initialize_parameters_zeros", ZEROS.lstrip())
    assert "a shape is one argument, a tuple" in evaluate(exercise, attempt).message


def test_nothing_is_added_to_what_is_true_or_false_and_a_whole_number_is_as_good_as_a_float():
    exercise, attempt = made("course2.week1_initialization", "clip_by_global_norm", CLIP.lstrip())
    said = evaluate(exercise, attempt).message
    assert "startswith" not in said and "should be 0 and is 0" not in said


def running_mean(values):
    """The mean of the values so far, (n,)."""
    means, total = np.zeros(len(values)), 0.0
    for i in range(len(values)):
        total = total + values[i]
        means[i] = total / (i + 1)
    return means


def like_its_argument(values):
    out = np.zeros_like(values)
    total = 0.0
    for i in range(len(values)):
        total = total + values[i]
        out[i] = total / (i + 1)
    return out


def test_an_array_like_whole_numbers_is_told():
    exercise = Exercise(
        running_mean,
        points=1,
        returns=("means",),
        cases=lambda rng: [(np.array([1.0, 2.5, 4.0]),), (np.array([1, 4, 2]),), (rng.normal(size=5),)],
        mistakes={},
        hints=["a", "b", "c"],
    )
    said = evaluate(exercise, like_its_argument).message
    assert "line 2" in said.lower() and "type of its argument, too" in said
