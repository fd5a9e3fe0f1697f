"""Additive attention against its step, centred differences and PyTorch, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, against_torch, assert_close, check_gradients, numeric_gradient
from utils.layers.bahdanau import BahdanauAttention, bahdanau_backward, bahdanau_forward
from utils.layers.dense import dense_backward, dense_forward
from utils.steps import attention as steps

sizes = st.integers(1, 4)
REAL = np.array([[True, False, True, True], [False, True, False, False]])


def draw(rng, m, T, n_a, n_s, n_e):
    """s, a, keys, W_s, v."""
    return [rng.standard_normal(shape) for shape in ((m, n_s), (m, T, n_a), (m, T, n_e), (n_s, n_e), (n_e,))]


@DTYPES
@given(m=sizes, T=sizes, n_a=sizes, n_s=sizes, n_e=sizes, seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step(dtype, m, T, n_a, n_s, n_e, seed):
    rng = np.random.default_rng(seed)
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    s, a, _, W_s, v = (array.astype(dtype) for array in draw(rng, m, T, n_a, n_s, n_e))
    W_a, b = rng.standard_normal((n_a, n_e)).astype(dtype), rng.standard_normal(n_e).astype(dtype)
    keys, keys_cache = dense_forward(a, W_a, b)
    context, cache = bahdanau_forward(s, a, keys, W_s, v)
    parameters = {"W_a": W_a, "W_s": W_s, "b": b, "v": v}
    expected, alphas = steps.one_step_attention(a, s, parameters)
    assert_close(context, expected[:, 0], tolerance)
    assert_close(cache[0], alphas[:, :, 0], tolerance)
    dcontext = rng.standard_normal(context.shape).astype(dtype)
    ds, da, dkeys, dW_s, dv = bahdanau_backward(dcontext, cache)
    da_keys, dW_a, db = dense_backward(dkeys, keys_cache)
    da_step, ds_step, grads = steps.one_step_attention_backward(dcontext[:, None], alphas, a, s, parameters)
    pairs = ((da + da_keys, da_step), (ds, ds_step), (dW_a, grads["dW_a"]), (dW_s, grads["dW_s"]), (db, grads["db"]))
    for got, twin in (*pairs, (dv, grads["dv"])):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance)


@pytest.mark.parametrize("m, mask", [(1, None), (2, REAL)])
def test_centred_differences(m, mask):
    rng = np.random.default_rng(1)
    check_gradients(lambda *arrays: bahdanau_forward(*arrays, mask), bahdanau_backward, draw(rng, m, 4, 3, 2, 5), rng)


@DTYPES
@pytest.mark.parametrize("mask", [None, REAL])
def test_torch(dtype, mask):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)

    def twin(s, a, keys, W_s, v):
        energies = torch.tanh(keys + (s @ W_s)[:, None]) @ v
        if mask is not None:
            energies = energies.masked_fill(torch.from_numpy(~mask), -torch.inf)
        return torch.einsum("mt,mtn->mn", torch.softmax(energies, dim=1), a)

    arrays = draw(rng, 2, 4, 3, 2, 5)
    against_torch(lambda *arrays: bahdanau_forward(*arrays, mask), bahdanau_backward, twin, arrays, rng, dtype)
    assert TOLERANCE[dtype] <= 1e-4


def test_a_whole_decoder_agrees_with_centred_differences():
    rng = np.random.default_rng(3)
    layer = BahdanauAttention(3, 2, 4, rng).cast(np.float64)
    layer.b += rng.standard_normal(4)
    a, states, weights = (rng.standard_normal(shape) for shape in ((2, 4, 3), (3, 2, 2), (3, 2, 3)))

    def objective():
        layer.start(a, REAL)
        return sum(float(np.sum(layer.forward(s) * w)) for s, w in zip(states, weights, strict=True))

    objective()
    dstates = np.stack([layer.backward(w) for w in weights[::-1]])[::-1]
    da = layer.finish()
    gradients = layer.gradients()
    assert layer.attention().shape == (2, 3, 4)
    np.testing.assert_allclose(layer.attention().sum(axis=2), 1)
    for got, array in ((da, a), (dstates, states)):
        assert_close(got, numeric_gradient(objective, array), 1e-6)
    for name, array in layer.parameters().items():
        assert_close(gradients[name], numeric_gradient(objective, array), 1e-6, name)


def test_where_all_energies_are_equal_the_context_is_the_plain_average():
    a = np.array([[[1.0], [3.0], [50.0]]])
    context, cache = bahdanau_forward(
        np.zeros((1, 2)), a, np.zeros((1, 3, 2)), np.ones((2, 2)), np.ones(2), np.array([[True, True, False]])
    )
    assert context.item() == 2 and cache[0].tolist() == [[0.5, 0.5, 0]]


def test_large_energies_overflow_nowhere_and_each_sequence_has_its_own_largest():
    keys = np.array([[[20.0], [20]], [[-20], [-20]]], np.float32)  # energies 1000 in one sequence, −1000 in the other
    a = np.array([[[1.0], [3]], [[5], [7]]], np.float32)
    context, cache = bahdanau_forward(
        np.zeros((2, 1), np.float32), a, keys, np.ones((1, 1), np.float32), np.array([1000], np.float32)
    )
    assert context.tolist() == [[2], [6]]
    assert all(np.isfinite(gradient).all() for gradient in bahdanau_backward(np.ones_like(context), cache))


def test_the_gradient_of_the_input_can_be_left_for_later():
    rng = np.random.default_rng(5)
    _, cache = bahdanau_forward(*draw(rng, 2, 3, 2, 2, 2))
    assert bahdanau_backward(np.ones((2, 2)), cache, need_da=False)[1] is None


def test_the_comparing_units_start_at_the_size_that_keeps_the_signals_variance():
    layer = BahdanauAttention(100, 100, 100, np.random.default_rng(6))
    assert layer.W_a.std() == pytest.approx(0.1, rel=0.05) and layer.W_s.std() == pytest.approx(0.1, rel=0.05)
    assert layer.v.std() == pytest.approx((2 / 101) ** 0.5, rel=0.3) and not layer.b.any()


def bad(place, array):
    arrays = [np.ones((2, 3)), np.ones((2, 4, 5)), np.ones((2, 4, 6)), np.ones((3, 6)), np.ones(6), None]
    arrays[place] = array
    return arrays


@pytest.mark.parametrize(
    "arguments, message",
    [
        (bad(0, np.ones((2, 4))), r"s has shape \(2, 4\); expected \(m, 3\)"),
        (bad(0, np.full((2, 3), np.nan)), "s .* holds NaN"),
        (bad(1, np.ones((3, 4, 5))), r"a has shape \(3, 4, 5\); expected \(2, T, n_a\)"),
        (bad(2, np.ones((2, 3, 6))), r"keys has shape \(2, 3, 6\); expected \(2, 4, 6\)"),
        (bad(2, np.ones((2, 4, 6), np.float32)), "keys .* is float32"),
        (bad(5, np.ones((2, 3), bool)), r"mask has shape \(2, 3\); expected one broadcastable .* \(2, 4\)"),
        (bad(5, np.zeros((2, 4), bool)), "attend to nothing"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        bahdanau_forward(*arguments)


def test_a_gradient_of_another_shape_is_refused():
    _, cache = bahdanau_forward(*bad(5, None))
    with pytest.raises(ValueError, match=r"dcontext has shape \(2, 4\); expected \(2, 5\)"):
        bahdanau_backward(np.ones((2, 4)), cache)


@pytest.mark.parametrize(
    "a, mask, message",
    [
        (np.ones((2, 4), np.float32), None, r"a has shape \(2, 4\); expected \(m, T, 3\)"),
        (np.full((2, 4, 3), np.inf, np.float32), None, "holds infinity"),
        (np.ones((2, 3, 3), np.float32), REAL, r"mask has shape \(2, 4\); expected \(2, 3\)"),
    ],
)
def test_a_decoder_does_not_start_on_bad_input(a, mask, message):
    layer = BahdanauAttention(3, 2, 4, np.random.default_rng(4))
    with pytest.raises(ValueError, match=message):
        layer.start(a, mask)
    assert not hasattr(layer, "keys")


CALLS = {
    "start": lambda layer: layer.start(np.ones((2, 4, 3), np.float32)),
    "forward": lambda layer: layer.forward(np.ones((2, 2), np.float32)),
    "attention": lambda layer: layer.attention(),
    "backward": lambda layer: layer.backward(np.ones((2, 3), np.float32)),
    "finish": lambda layer: layer.finish(),
}


@pytest.mark.parametrize(
    "calls, message",
    [
        ("forward", "forward before start"),
        ("backward", "backward before forward"),
        ("finish", "finish after 0 steps forward and 0 backward"),
        ("attention", "attention before forward"),
        ("start attention", "attention before forward"),
        ("start backward", "backward before forward"),
        ("start finish", "finish after 0 steps forward and 0 backward"),
        ("start forward finish", "finish after 1 steps forward and 0 backward"),
        ("start forward forward backward finish", "finish after 2 steps forward and 1 backward"),
        ("start forward backward backward", "backward once more after all 1 steps were taken back"),
        ("start forward forward backward forward", "forward after backward"),
    ],
)
def test_calls_out_of_order_are_refused(calls, message):
    layer = BahdanauAttention(3, 2, 4, np.random.default_rng(7))
    *before, last = calls.split()
    for call in before:
        CALLS[call](layer)
    with pytest.raises(ValueError, match=f"{message}: the order is start, forward at every step, backward as often"):
        CALLS[last](layer)


def test_a_new_start_forgets_what_was_left_of_the_last_one():
    layer = BahdanauAttention(3, 2, 4, np.random.default_rng(8))
    for call in "start forward forward backward start forward backward finish start forward".split():
        CALLS[call](layer)
    assert layer.attention().shape == (2, 1, 4)
