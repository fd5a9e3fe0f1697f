"""The RNN and the LSTM of the course: number by number, against PyTorch, and what holds for every shape.

tests/steps/test_recurrent_steps.py compares them with the fast layers and with centred differences.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.witnesses import assert_close
from tests.steps.test_recurrent_steps import draw
from utils.steps import lstm, rnn

pytestmark = pytest.mark.lab("course5/week1_recurrent_steps")

sizes = st.integers(1, 4)
FORWARD = {"RNN": rnn.rnn_forward, "LSTM": lstm.lstm_forward}
BACKWARD = {"RNN": rnn.rnn_backward, "LSTM": lstm.lstm_backward}
WEIGHTS = {"RNN": ("Wax", "Waa", "ba"), "LSTM": ("Wf", "bf", "Wi", "bi", "Wc", "bc", "Wo", "bo")}


def sigma(z):
    return 1 / (1 + math.exp(-z))


def unit_of_rnn(j, x, a, p):
    """The new state of one unit, by sums of numbers.    x, a: lists."""
    z = p["ba"][j, 0] + sum(w * v for w, v in zip(p["Wax"][j], x, strict=True))
    return math.tanh(z + sum(w * v for w, v in zip(p["Waa"][j], a, strict=True)))


def unit_of_lstm(j, x, a, c, p):
    """The new hidden state and the new cell state of one unit, by sums of numbers."""
    sums = {g: p["b" + g][j, 0] + sum(w * v for w, v in zip(p["W" + g][j], [*a, *x], strict=True)) for g in "fico"}
    new = sigma(sums["f"]) * c[j] + sigma(sums["i"]) * math.tanh(sums["c"])
    return sigma(sums["o"]) * math.tanh(new), new


@given(m=sizes, T=sizes, n_x=sizes, n_a=sizes, seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=20)
def test_forward_agrees_with_sums_of_single_numbers(m, T, n_x, n_a, seed):
    rng = np.random.default_rng(seed)
    x, a0, p = draw("RNN", rng, m, T, n_x, n_a)
    states, _, _ = rnn.rnn_forward(x, a0, p)
    x2, a2, q = draw("LSTM", rng, m, T, n_x, n_a)
    hidden, _, cells, _ = lstm.lstm_forward(x2, a2, q)
    for i in range(m):
        a, h, c = a0[:, i], a2[:, i], [0.0] * n_a
        for t in range(T):
            a = [unit_of_rnn(j, x[:, i, t], a, p) for j in range(n_a)]
            h, c = zip(*(unit_of_lstm(j, x2[:, i, t], h, c, q) for j in range(n_a)), strict=True)
            assert_close(states[:, i, t], np.array(a), 1e-12)
            assert_close(hidden[:, i, t], np.array(h), 1e-12)
            assert_close(cells[:, i, t], np.array(c), 1e-12)


@pytest.mark.parametrize("name", FORWARD)
def test_both_directions_agree_with_pytorch(name):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    m, T, n_x, n_a = 3, 9, 4, 5
    x, a0, p = draw(name, rng, m, T, n_x, n_a)
    da = rng.standard_normal((n_a, m, T))
    a, *_, caches = FORWARD[name](x, a0, p)
    gradients = BACKWARD[name](da, caches)
    layer = getattr(torch.nn, name)(n_x, n_a, dtype=torch.float64)
    if name == "RNN":
        Wx, Wa, b = p["Wax"], p["Waa"], p["ba"]
    else:
        W, b = (np.vstack([p[kind + gate] for gate in "ifco"]) for kind in "Wb")
        Wx, Wa = W[:, n_a:], W[:, :n_a]
    arrays = (Wx, Wa, b[:, 0], 0 * b[:, 0])
    layer.load_state_dict({key: torch.tensor(v) for key, v in zip(layer.state_dict(), arrays, strict=True)})
    inputs = torch.tensor(x.transpose(2, 1, 0), requires_grad=True)
    start = torch.tensor(a0.T[np.newaxis].copy(), requires_grad=True)
    states, _ = layer(inputs, start if name == "RNN" else (start, torch.zeros_like(start)))
    states.backward(torch.tensor(da.transpose(2, 1, 0)))
    assert_close(a, states.detach().numpy().transpose(2, 1, 0), 1e-10)
    assert_close(gradients["dx"], inputs.grad.numpy().transpose(2, 1, 0), 1e-10)
    assert_close(gradients["da0"], start.grad.numpy()[0].T, 1e-10)
    theirs_x, theirs_a, theirs_b = (layer._parameters[key].grad.numpy() for key in list(layer._parameters)[:3])
    if name == "RNN":
        found = gradients["dWax"], gradients["dWaa"], gradients["dba"]
    else:
        dW, db = (np.vstack([gradients[kind + gate] for gate in "ifco"]) for kind in ("dW", "db"))
        found = dW[:, n_a:], dW[:, :n_a], db
    for ours, theirs in zip(found, (theirs_x, theirs_a, theirs_b[:, np.newaxis]), strict=True):
        assert_close(ours, theirs, 1e-10)


@pytest.mark.parametrize("name", FORWARD)
@given(m=sizes, T=sizes, n_x=sizes, n_a=sizes, seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=20)
def test_gradients_are_linear_and_the_past_does_not_see_the_future(name, m, T, n_x, n_a, seed):
    rng = np.random.default_rng(seed)
    x, a0, p = draw(name, rng, m, T, n_x, n_a)
    a, *_, caches = FORWARD[name](x, a0, p)
    one, other = rng.standard_normal((2, *a.shape))
    parts, both = [BACKWARD[name](da, caches) for da in (one, other)], BACKWARD[name](one + 2 * other, caches)
    for key in both:
        assert_close(both[key], parts[0][key] + 2 * parts[1][key], 1e-10, key)
        assert both[key].shape == {"dx": x, "da0": a0}.get(key, p.get(key[1:])).shape
    # A cost of the first step alone reaches no later input
    first = np.zeros(a.shape)
    first[:, :, 0] = 1
    assert not BACKWARD[name](first, caches)["dx"][:, :, 1:].any()
    # Each step's gradients of the weights add up to those of the whole
    whole = BACKWARD[name](one, caches)
    steps = []
    for t in range(T):
        alone = np.zeros(a.shape)
        alone[:, :, t] = one[:, :, t]
        steps.append(BACKWARD[name](alone, caches))
    for weight in WEIGHTS[name]:
        assert_close(whole["d" + weight], sum(step["d" + weight] for step in steps), 1e-9, weight)


def test_the_start_goes_in_and_its_gradient_comes_out_by_hand():
    """One unit: a = tanh(w_ax x + w_aa a0 + b), and da0 = w_aa (1 − a²) da."""
    p = {"Wax": np.array([[2.0]]), "Waa": np.array([[0.5]]), "ba": np.array([[-1.0]])}
    p |= {"Wya": np.array([[1.0], [0.0]]), "by": np.zeros((2, 1))}
    a, y_pred, caches = rnn.rnn_forward(np.array([[[0.5]]]), np.array([[0.6]]), p)
    state = math.tanh(2 * 0.5 + 0.5 * 0.6 - 1)
    assert a[0, 0, 0] == pytest.approx(state, abs=1e-15)
    assert y_pred[0, 0, 0] == pytest.approx(sigma(state), abs=1e-15)
    gradients = rnn.rnn_backward(np.array([[[3.0]]]), caches)
    slope = 3 * (1 - state**2)
    assert gradients["da0"][0, 0] == pytest.approx(0.5 * slope) and gradients["dx"][0, 0, 0] == pytest.approx(2 * slope)
    assert gradients["dWaa"][0, 0] == pytest.approx(0.6 * slope) and gradients["dba"][0, 0] == pytest.approx(slope)


def test_open_gates_add_up_and_closed_gates_keep():
    """What the lab shows by hand: c counts, and a closed update gate with an open forget gate changes nothing."""
    p = {"W" + gate: np.zeros((1, 2)) for gate in "fico"} | {"b" + gate: np.full((1, 1), 40.0) for gate in "fico"}
    p |= {"Wy": np.ones((1, 1)), "by": np.zeros((1, 1))}
    _, _, c, _ = lstm.lstm_forward(np.zeros((1, 1, 12)), np.zeros((1, 1)), p)
    assert_close(c[0, 0], np.arange(1.0, 13.0), 1e-12)
    _, c_next, _, _ = lstm.lstm_cell_forward(
        np.ones((1, 1)), np.zeros((1, 1)), np.array([[3.0]]), p | {"bi": np.full((1, 1), -40.0)}
    )
    assert c_next[0, 0] == pytest.approx(3, abs=1e-12)
