"""The recurrent steps: their fast layers as twins, centred differences, and what can be said by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, assert_close, numeric_gradient
from utils.layers.gru import gru_backward, gru_forward
from utils.layers.lstm import lstm_backward, lstm_forward
from utils.layers.rnn import rnn_backward, rnn_forward
from utils.steps import gru, lstm, rnn

sizes = st.integers(1, 4)
GATES = {"LSTM": "ifoc", "GRU": "ruc"}  # the letters of the parameters, in the layers' order
NAMES = ["RNN", "LSTM", "GRU"]
FORWARD = {"RNN": rnn.rnn_forward, "LSTM": lstm.lstm_forward, "GRU": gru.gru_forward}
BACKWARD = {"RNN": rnn.rnn_backward, "LSTM": lstm.lstm_backward, "GRU": gru.gru_backward}


def draw(name, rng, m, T, n_x, n_a, n_y=2, dtype=np.float64):
    """x (n_x, m, T), a0 (n_a, m), and the parameters under the course's names, small enough not to saturate."""
    if name == "RNN":
        shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}
    else:
        shapes = {"Wy": (n_y, n_a), "by": (n_y, 1)}
        for gate in GATES[name]:
            shapes |= {"W" + gate: (n_a, n_a + n_x), "b" + gate: (n_a, 1)}
    parameters = {key: (rng.standard_normal(shape) / 2).astype(dtype) for key, shape in shapes.items()}
    return rng.standard_normal((n_x, m, T)).astype(dtype), rng.standard_normal((n_a, m)).astype(dtype), parameters


def stacked(name, arrays, d=""):
    """W, U, b as the layers hold them, of parameters or (d="d") of their gradients."""
    if name == "RNN":
        return arrays[f"{d}Wax"].T, arrays[f"{d}Waa"].T, arrays[f"{d}ba"][:, 0]
    n_a = len(arrays[f"{d}bc"])
    W = np.stack([arrays[f"{d}W{gate}"].T for gate in GATES[name]])
    return W[:, n_a:], W[:, :n_a], np.stack([arrays[f"{d}b{gate}"].T for gate in GATES[name]])


def layer_run(name, x, a0, parameters, da):
    """a, dx, da0, dW, dU, db of the fast layer, with sequences put in its order of axes and back."""
    x, da = x.transpose(1, 2, 0), da.transpose(1, 2, 0)
    weights = stacked(name, parameters)
    if name == "LSTM":
        (a, *_), cache = lstm_forward(x, a0.T, np.zeros_like(a0.T), *weights)
        dx, da0, _, *gradients = lstm_backward(da, None, None, cache)
    else:
        forward, backward = {"RNN": (rnn_forward, rnn_backward), "GRU": (gru_forward, gru_backward)}[name]
        (a, _), cache = forward(x, a0.T, *weights)
        dx, da0, *gradients = backward(da, None, cache)
    return a.transpose(2, 0, 1), dx.transpose(2, 0, 1), da0.T, *gradients


@pytest.mark.parametrize("name", NAMES)
@DTYPES
@settings(deadline=None, max_examples=30)
@given(m=sizes, T=sizes, n_x=sizes, n_a=sizes, seed=st.integers(0, 2**32 - 1))
def test_the_fast_layer_agrees_forward_and_backward(name, dtype, m, T, n_x, n_a, seed):
    rng = np.random.default_rng(seed)
    x, a0, parameters = draw(name, rng, m, T, n_x, n_a, dtype=dtype)
    da = rng.standard_normal((n_a, m, T)).astype(dtype)
    a, *_, caches = FORWARD[name](x, a0, parameters)
    gradients = BACKWARD[name](da, caches)
    steps = (a, gradients["dx"], gradients["da0"], *stacked(name, gradients, "d"))
    for got, twin in zip(layer_run(name, x, a0, parameters, da), steps, strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, {np.float32: 1e-6, np.float64: 1e-10}[dtype])


@pytest.mark.parametrize("name", NAMES)
def test_every_gradient_through_time_agrees_with_centred_differences(name):
    rng = np.random.default_rng(1)
    x, a0, parameters = draw(name, rng, 2, 3, 2, 3)
    da = rng.standard_normal((3, 2, 3))
    gradients = BACKWARD[name](da, FORWARD[name](x, a0, parameters)[-1])
    expected = {"dx": x, "da0": a0} | {"d" + key: value for key, value in parameters.items() if "y" not in key}
    assert gradients.keys() == expected.keys()
    for key, array in expected.items():
        slopes = numeric_gradient(lambda: np.sum(da * FORWARD[name](x, a0, parameters)[0]), array)
        assert_close(gradients[key], slopes, 1e-7, key)


@pytest.mark.parametrize("name", NAMES)
def test_every_gradient_of_one_cell_agrees_with_centred_differences(name):
    rng = np.random.default_rng(2)
    x, a_prev, parameters = draw(name, rng, 2, 1, 2, 3)
    xt, states = x[:, :, 0].copy(), {"a_prev": a_prev}
    if name == "LSTM":
        states["c_prev"] = rng.standard_normal(a_prev.shape)
    module = {"RNN": rnn, "LSTM": lstm, "GRU": gru}[name]
    forward, back = (getattr(module, f"{name.lower()}_cell_{way}") for way in ("forward", "backward"))
    weights = [rng.standard_normal(a_prev.shape) for _ in states]

    def objective():
        return sum(np.sum(w * y) for w, y in zip(weights, forward(xt, *states.values(), parameters), strict=False))

    gradients = back(*weights, forward(xt, *states.values(), parameters)[-1])
    expected = {"xt": xt} | states | {key: value for key, value in parameters.items() if "y" not in key}
    assert gradients.keys() == {"d" + key for key in expected}
    for key, array in expected.items():
        assert_close(gradients["d" + key], numeric_gradient(objective, array), 1e-7, key)


@pytest.mark.parametrize("name", NAMES)
def test_shapes_predictions_and_caches_are_the_courses(name):
    rng = np.random.default_rng(3)
    x, a0, parameters = draw(name, rng, m=4, T=5, n_x=3, n_a=2, n_y=6)
    a, y_pred, *memory, (caches, kept) = FORWARD[name](x, a0, parameters)
    assert a.shape == (2, 4, 5) and y_pred.shape == (6, 4, 5) and len(caches) == 5 and kept is x
    assert [c.shape for c in memory] == ([(2, 4, 5)] if name == "LSTM" else [])
    Wy = parameters["Wya" if name == "RNN" else "Wy"]
    powers = np.exp(np.einsum("ya,amt->ymt", Wy, a) + parameters["by"][:, :, None])
    assert_close(y_pred, powers / powers.sum(axis=0), 1e-12)
    for t, cache in enumerate(caches):
        assert len(cache) == {"RNN": 4, "LSTM": 10, "GRU": 7}[name] and cache[-1] is parameters
        np.testing.assert_array_equal(cache[0], a[:, :, t])
        np.testing.assert_array_equal(cache[-2], x[:, :, t])
        np.testing.assert_array_equal(cache[2 if name == "LSTM" else 1], a[:, :, t - 1] if t else a0)


def test_the_caches_of_an_lstm_hold_the_gates_in_the_courses_order():
    rng = np.random.default_rng(4)
    x, a0, p = draw("LSTM", rng, 2, 1, 2, 3)
    c_prev = rng.standard_normal(a0.shape)
    a_next, c_next, _, cache = lstm.lstm_cell_forward(x[:, :, 0], a0, c_prev, p)
    column = np.vstack([a0, x[:, :, 0]])
    ft, it, ot = (1 / (1 + np.exp(-(p["W" + gate] @ column + p["b" + gate]))) for gate in "fio")
    cct = np.tanh(p["Wc"] @ column + p["bc"])
    assert_close(c_next, ft * c_prev + it * cct, 1e-12)
    expected = (a_next, c_next, a0, c_prev, ft, it, cct, ot)
    for got, array in zip(cache, expected, strict=False):
        assert_close(got, array, 1e-12)


def test_an_update_gate_near_1_takes_the_candidate_and_near_0_keeps_the_past():
    x, a_prev, parameters = draw("GRU", np.random.default_rng(5), 2, 1, 2, 3)
    parameters["Wu"] = np.zeros_like(parameters["Wu"])
    for bias, place in ((50.0, 4), (-50.0, 1)):  # where the cache holds the candidate, and the past
        parameters["bu"] = np.full((3, 1), bias)
        a_next, _, cache = gru.gru_cell_forward(x[:, :, 0], a_prev, parameters)
        assert_close(a_next, cache[place], 1e-12)


def test_a_softmax_of_large_numbers_does_not_overflow():
    assert_close(rnn.softmax(np.array([[1000.0, -5.0], [1000.0, -5.0]])), np.full((2, 2), 0.5), 1e-12)
