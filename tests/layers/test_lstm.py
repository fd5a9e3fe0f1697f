"""What only the LSTM has: one step at a time, the forget gate's start, its memory."""

import numpy as np
import pytest

from tests.layers.recurrences import KINDS, draw
from tests.layers.witnesses import DTYPES, assert_close, check_gradients
from utils.layers.lstm import (
    LSTM,
    lstm_backward,
    lstm_forward,
    lstm_step_backward,
    lstm_step_forward,
    lstm_step_weights,
)


@DTYPES
@pytest.mark.parametrize("m, T, n_x, n_a", [(1, 1, 1, 1), (3, 4, 2, 5)])
def test_step_by_step_gives_the_outputs_and_gradients_of_the_whole_run(dtype, m, T, n_x, n_a):
    rng = np.random.default_rng(1)
    x, a, c, W, U, b = draw(KINDS["LSTM"], rng, m, T, n_x, n_a, dtype)
    (outputs, a_last, c_last), cache = lstm_forward(x, a, c, W, U, b)
    states, caches = [a], []
    for t in range(T):
        (a, c), step = lstm_step_forward(x[:, t], a, c, W, U, b)
        states.append(a)
        caches.append(step)
    tolerance = {np.float32: 1e-6, np.float64: 1e-12}[dtype]
    for got, expected in ((np.stack(states[1:], 1), outputs), (a, a_last), (c, c_last)):
        assert got.dtype == dtype
        assert_close(got, expected, tolerance)
    da, dc = rng.standard_normal(outputs.shape).astype(dtype), rng.standard_normal(c.shape).astype(dtype)
    expected = lstm_backward(da, None, dc, cache)
    turned = [np.ascontiguousarray(V.swapaxes(1, 2)) for V in (W, U)]
    da_t, dx, dz = np.zeros_like(a), np.empty_like(x), [None] * T
    for t in reversed(range(T)):
        dx[:, t], da_t, dc, dz[t] = lstm_step_backward(da[:, t] + da_t, dc, caches[t], turned)
    weights = lstm_step_weights([x[:, t] for t in range(T)], states[:-1], dz)
    for got, gradient in zip((dx, da_t, dc, *weights), expected, strict=True):
        assert got.dtype == dtype
        assert_close(got, gradient, 10 * tolerance)


def test_one_step_against_centred_differences():
    rng = np.random.default_rng(2)
    x, *rest = draw(KINDS["LSTM"], rng, 3, 1, 2, 4)

    def backward(da, dc, cache):
        dx, da_prev, dc_prev, dz = lstm_step_backward(da, dc, cache)
        return dx, da_prev, dc_prev, *lstm_step_weights([x[:, 0]], rest[:1], [dz])

    check_gradients(lstm_step_forward, backward, [x[:, 0], *rest], rng)


def test_a_step_refuses_what_does_not_fit():
    x, a, c, W, U, b = draw(KINDS["LSTM"], np.random.default_rng(3), 2, 1, 3, 4, np.float32)
    for arguments, message in [
        ((x[:, 0, :2], a, c), r"x_t has shape \(2, 2\); expected \(2, 3\)"),
        ((x[:, 0], a[:1], c), r"a has shape \(1, 4\); expected \(2, 4\)"),
        ((x[:, 0], a, c.astype(float)), "c .* is float64"),
    ]:
        with pytest.raises(ValueError, match=message):
            lstm_step_forward(*arguments, W, U, b)


def test_the_forget_gate_starts_open_and_the_other_biases_at_0():
    layer = LSTM(2, 3, np.random.default_rng(4))
    assert layer.b[:, 0].tolist() == [[0, 0, 0], [1, 1, 1], [0, 0, 0], [0, 0, 0]]


def test_gates_that_are_shut_keep_the_memory_for_ever_and_open_ones_replace_it():
    """Biases of ±50 hold the gates; everything else is 0."""
    c0 = np.array([[0.3, -2.0]])
    nothing = np.zeros((1, 20, 1)), np.zeros((1, 2)), c0, np.zeros((4, 1, 2)), np.zeros((4, 2, 2))
    shut, openly = (
        np.array(gates, float)[:, None, None] * np.ones((4, 1, 2)) for gates in ((-50, 50, 50, 0), (50, -50, 50, 1))
    )
    (a, _, c), cache = lstm_forward(*nothing, shut)
    assert_close(c, c0, 1e-12)
    assert_close(a[:, -1], np.tanh(c0), 1e-12)
    assert_close(lstm_backward(None, None, np.ones((1, 2)), cache)[2], np.ones((1, 2)), 1e-12)
    (_, _, c), cache = lstm_forward(*nothing, openly)
    assert_close(c, np.full((1, 2), np.tanh(1)), 1e-12)
    assert_close(lstm_backward(None, None, np.ones((1, 2)), cache)[2], np.zeros((1, 2)), 1e-12)
