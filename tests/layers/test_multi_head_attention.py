"""Attention in several heads against its step, centred differences and PyTorch, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, against_torch, assert_close, check_gradients, check_layer
from utils.bench.cases import attention as bench
from utils.layers.masks import look_ahead_mask, padding_mask
from utils.layers.multi_head_attention import (
    CrossAttention,
    MultiHeadAttention,
    cross_attention_backward,
    cross_attention_forward,
    multi_head_attention_backward,
    multi_head_attention_forward,
)
from utils.steps import attention as steps

sizes = st.integers(1, 3)
REAL = np.array([[True, True, True, False], [True, False, False, False]])  # two sequences of four steps


def draw(rng, d, *sequences):
    """The sequences, then Wqkv, bqkv, Wo, bo."""
    shapes = (*sequences, (d, 3 * d), (3 * d,), (d, d), (d,))
    return [rng.standard_normal(shape) / d**0.5 for shape in shapes]  # of a size that keeps the signal's


def step_parameters(Wqkv, bqkv, Wo, bo):
    W, b = np.split(Wqkv, 3, axis=1), np.split(bqkv, 3)
    named = {f"W_{name}": array for name, array in zip("qkv", W, strict=True)}
    return named | {f"b_{name}": array for name, array in zip("qkv", b, strict=True)} | {"W_o": Wo, "b_o": bo}


def fused(grads):
    """A step's gradients in the layer's order."""
    dWqkv = np.concatenate([grads[f"dW_{name}"] for name in "qkv"], axis=1)
    return dWqkv, np.concatenate([grads[f"db_{name}"] for name in "qkv"]), grads["dW_o"], grads["db_o"]


@DTYPES
@given(m=sizes, T_q=sizes, T_k=sizes, heads=sizes, d_head=sizes, seed=st.integers(0, 2**32 - 1))
def test_both_forms_agree_with_the_loop_over_heads(dtype, m, T_q, T_k, heads, d_head, seed):
    rng = np.random.default_rng(seed)
    d, tolerance = heads * d_head, {np.float32: 1e-5, np.float64: 1e-10}[dtype]  # float32 rounds in three places
    x, memory, *weights = (array.astype(dtype) for array in draw(rng, d, (m, T_q, d), (m, T_k, d)))
    mask = rng.random((m, 1, T_k)) < 0.5
    mask[..., 0] = True
    dy = rng.standard_normal(x.shape).astype(dtype)
    y, cache = cross_attention_forward(x, memory, *weights, heads, mask[:, None])
    output, _, step_cache = steps.multi_head_attention(x, memory, step_parameters(*weights), heads, mask)
    assert_close(y, output, tolerance)
    dx, dmemory, grads = steps.multi_head_attention_backward(dy, step_cache)
    for got, twin in zip(cross_attention_backward(dy, cache), (dx, dmemory, *fused(grads)), strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance)
    mask = steps.create_look_ahead_mask(T_q)
    y, cache = multi_head_attention_forward(x, *weights, heads, mask)
    output, _, step_cache = steps.multi_head_attention(x, x, step_parameters(*weights), heads, mask)
    assert_close(y, output, tolerance)
    dqueries, dmemory, grads = steps.multi_head_attention_backward(dy, step_cache)
    for got, twin in zip(multi_head_attention_backward(dy, cache), (dqueries + dmemory, *fused(grads)), strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance)


@pytest.mark.parametrize("m, mask", [(1, None), (2, padding_mask(REAL)), (2, look_ahead_mask(4))])
def test_centred_differences_of_self_attention(m, mask):
    rng = np.random.default_rng(1)

    def forward(*arrays):
        return multi_head_attention_forward(*arrays, 2, mask)

    check_gradients(forward, multi_head_attention_backward, draw(rng, 4, (m, 4, 4)), rng)


@pytest.mark.parametrize("m, mask", [(1, None), (2, padding_mask(REAL))])
def test_centred_differences_of_cross_attention(m, mask):
    rng = np.random.default_rng(2)

    def forward(*arrays):
        return cross_attention_forward(*arrays, 2, mask)

    check_gradients(forward, cross_attention_backward, draw(rng, 4, (m, 3, 4), (m, 4, 4)), rng)


@pytest.mark.parametrize("causal", [False, True])
def test_centred_differences_of_the_layer(causal):
    rng = np.random.default_rng(3)
    check_layer(MultiHeadAttention(4, 2, rng, causal), rng.standard_normal((2, 4, 4)), rng, mask=REAL)


def torch_attention(torch, heads, hidden_keys=None, hidden=None):
    """nn.MultiheadAttention as a function of our arrays; its masks are True where a key is hidden."""

    def run(x, memory, Wqkv, bqkv, Wo, bo):
        y, _ = torch.nn.functional.multi_head_attention_forward(
            *(array.transpose(0, 1) for array in (x, memory, memory)),
            *(x.shape[-1], heads, Wqkv.T, bqkv, None, None, False, 0.0, Wo.T, bo),
            key_padding_mask=hidden_keys,
            attn_mask=hidden,
            need_weights=False,
        )
        return y.transpose(0, 1)

    return run


@DTYPES
def test_torch_self_attention_with_both_masks(dtype):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    twin = torch_attention(torch, 3, torch.from_numpy(~REAL), torch.from_numpy(~look_ahead_mask(4)))
    mask = padding_mask(REAL) & look_ahead_mask(4)
    against_torch(
        lambda *arrays: multi_head_attention_forward(*arrays, 3, mask),
        multi_head_attention_backward,
        lambda x, *weights: twin(x, x, *weights),
        draw(rng, 6, (2, 4, 6)),
        rng,
        dtype,
    )


@DTYPES
def test_torch_cross_attention_with_padding(dtype):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(5)
    against_torch(
        lambda *arrays: cross_attention_forward(*arrays, 2, padding_mask(REAL)),
        cross_attention_backward,
        torch_attention(torch, 2, torch.from_numpy(~REAL)),
        draw(rng, 6, (2, 3, 6), (2, 4, 6)),
        rng,
        dtype,
    )


def test_the_benchmark_compares_the_same_numbers():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(6)
    small = (
        bench.attention_case(rng, torch, m=2, T=5, d=8, heads=2, target=1.0),
        bench.encoder_case(rng, torch, m=2, T=5, d=8, heads=2, d_hidden=6),
        bench.additive_case(rng, torch, m=2, T=5, n=4, steps=3),
    )
    for case in small:
        ours = case.ours()
        for twin in (case.torch, case.torch_best or case.torch):
            for got, tensor in zip(ours, twin(), strict=True):  # the output and the input's gradient
                assert_close(got, tensor.detach().numpy(), TOLERANCE[np.float32], case.name)


def test_a_later_step_changes_no_earlier_output_of_a_causal_layer():
    rng = np.random.default_rng(7)
    x = rng.standard_normal((1, 5, 4), dtype=np.float32)
    moved = x.copy()
    moved[:, 3:] += 1
    for causal in (True, False):
        layer = MultiHeadAttention(4, 2, rng, causal)
        same = np.array_equal(layer.forward(x)[:, :3], layer.forward(moved)[:, :3])
        assert same == causal


def test_the_weights_of_the_last_pass_can_be_read():
    rng = np.random.default_rng(8)
    layer, x = CrossAttention(4, 2, rng), rng.standard_normal((2, 3, 4), dtype=np.float32)
    layer.forward(x, rng.standard_normal((2, 4, 4), dtype=np.float32), memory_mask=REAL)
    weights = layer.attention()
    assert weights.shape == (2, 2, 3, 4) and weights.dtype == np.float32
    np.testing.assert_allclose(weights.sum(axis=-1), 1, rtol=1e-6)
    assert (weights[1, :, :, 0] == 1).all() and not weights[0, ..., 3].any()


def test_heads_start_at_the_size_that_keeps_the_signals_variance():
    layer = MultiHeadAttention(100, 4, np.random.default_rng(9))
    assert layer.Wqkv.std() == pytest.approx(0.1, rel=0.05) and layer.Wo.std() == pytest.approx(0.1, rel=0.05)
    assert layer.Wqkv.dtype == np.float32 and not layer.bqkv.any() and not layer.bo.any()


def test_the_first_layer_computes_no_gradient_of_its_input():
    layer = MultiHeadAttention(4, 2, np.random.default_rng(10), first=True)
    y = layer.forward(np.ones((2, 3, 4), np.float32))
    assert layer.backward(y) is None and layer.dWqkv.shape == (4, 12)


@pytest.mark.parametrize(
    "x, mask, message",
    [
        (np.ones((3, 4), np.float32), None, r"x has shape \(3, 4\); expected \(m, T, 4\)"),
        (np.ones(4, np.float32), None, r"x has shape \(4,\); expected \(m, T, 4\)"),
        (np.ones((2, 3, 5), np.float32), None, r"x has shape \(2, 3, 5\); expected \(m, T, 4\)"),
        (np.ones((0, 3, 4), np.float32), None, r"\(0, 3, 4\): it is empty"),
        (np.full((2, 4, 4), np.nan, np.float32), None, "holds NaN"),
        (np.ones((2, 4, 4)), None, "float64 and the weights are float32"),
        (np.ones((2, 3, 4), np.float32), REAL, r"mask has shape \(2, 4\); expected \(2, 3\)"),
        (np.ones((2, 4, 4), np.float32), REAL & False, "no real step in sequence 0"),
    ],
)
def test_bad_input_is_refused_before_any_work(x, mask, message):
    for layer in (MultiHeadAttention(4, 2, np.random.default_rng(11)), CrossAttention(4, 2, np.random.default_rng(11))):
        with pytest.raises(ValueError, match=message.replace("x has", "(x|memory) has").replace("T, 4", "T(_k)?, 4")):
            if isinstance(layer, CrossAttention):
                layer.forward(np.ones((2, 2, 4), np.float32), x, memory_mask=mask)
            else:
                layer.forward(x, mask=mask)
        assert not hasattr(layer, "cache")


def test_sequences_of_another_batch_or_gradients_of_another_shape_are_refused():
    layer, x = CrossAttention(4, 2, np.random.default_rng(12)), np.ones((2, 3, 4), np.float32)
    with pytest.raises(ValueError, match=r"memory has shape \(1, 3, 4\); expected \(2, T_k, 4\)"):
        layer.forward(x, x[:1])
    layer.forward(x, x)
    with pytest.raises(ValueError, match=r"dy has shape \(2, 3, 5\); expected \(2, 3, 4\)"):
        layer.backward(np.ones((2, 3, 5), np.float32))
    assert not hasattr(layer, "dWo")


@pytest.mark.parametrize(
    "x, memory, heads, message",
    [
        ((3, 4), (2, 3, 4), 2, r"x has shape \(3, 4\); expected \(m, T_q, 4\)"),
        ((2, 3, 5), (2, 3, 4), 2, r"x has shape \(2, 3, 5\); expected \(m, T_q, 4\)"),
        ((2, 3, 4), (3, 4), 2, r"memory has shape \(3, 4\); expected \(2, T_k, 4\)"),
        ((2, 3, 4), (2, 3, 4), 3, "heads = 3 does not divide d = 4"),
    ],
)
def test_the_functions_refuse_what_does_not_fit(x, memory, heads, message):
    rng = np.random.default_rng(14)
    arrays = draw(rng, 4, x, memory)
    with pytest.raises(ValueError, match=message):
        cross_attention_forward(*arrays, heads)
    if x != (2, 3, 4) or heads == 3:
        with pytest.raises(ValueError, match=message.replace("T_q", "T")):
            multi_head_attention_forward(arrays[0], *arrays[2:], heads)


@pytest.mark.parametrize(
    "d, heads, message",
    [(4, 3, "heads = 3 does not divide d = 4"), (4, 0, "heads = 0"), (4, 1.5, "heads = 1.5"), (0, 2, "d = 0")],
)
@pytest.mark.parametrize("kind", [MultiHeadAttention, CrossAttention])
def test_heads_have_to_divide_the_columns(kind, d, heads, message):
    with pytest.raises(ValueError, match=message):
        kind(d, heads, np.random.default_rng(13))
