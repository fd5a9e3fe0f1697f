"""Scaled dot-product attention against its step, centred differences and PyTorch, and what it refuses."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, against_torch, assert_close, check_gradients
from utils.layers import attention
from utils.layers.attention import attention_backward, attention_forward, attention_weights
from utils.layers.blocks import blocks
from utils.steps import attention as steps

sizes = st.integers(1, 4)
LEADING = pytest.mark.parametrize("leading", [(), (3,), (2, 3)], ids=str)


def draw(rng, leading, T_q, T_k, d_k, d_v, masked=True):
    """q, k, v and a mask in which every query sees one key at least."""
    q, k, v = (rng.standard_normal((*leading, *shape)) for shape in ((T_q, d_k), (T_k, d_k), (T_k, d_v)))
    mask = rng.random((*leading, T_q, T_k)) < 0.5
    mask[..., 0] |= ~mask.any(axis=-1)
    return q, k, v, mask if masked else None


@DTYPES
@given(
    leading=st.lists(sizes, max_size=2),
    T_q=sizes,
    T_k=sizes,
    d_k=sizes,
    d_v=sizes,
    masked=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_it_agrees_with_the_step(dtype, leading, T_q, T_k, d_k, d_v, masked, seed):
    rng = np.random.default_rng(seed)
    *arrays, mask = draw(rng, leading, T_q, T_k, d_k, d_v, masked)
    q, k, v = (array.astype(dtype) for array in arrays)
    y, cache = attention_forward(q, k, v, mask)
    output, weights = steps.scaled_dot_product_attention(q, k, v, mask)
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    assert_close(y, output, tolerance)
    assert_close(attention_weights(cache), weights, tolerance)
    dy = rng.standard_normal(y.shape).astype(dtype)
    twins = steps.scaled_dot_product_attention_backward(dy, q, k, v, weights)
    for got, twin in zip(attention_backward(dy, cache), twins, strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance)


@LEADING
@pytest.mark.parametrize("masked", [False, True])
def test_centred_differences(leading, masked):
    rng = np.random.default_rng(1)
    *arrays, mask = draw(rng, leading, 3, 4, 2, 3, masked)
    check_gradients(lambda *a: attention_forward(*a, mask), attention_backward, arrays, rng)


@DTYPES
@LEADING
@pytest.mark.parametrize("masked", [False, True])
def test_torch(dtype, leading, masked):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    *arrays, mask = draw(rng, leading, 5, 4, 3, 2, masked)

    def twin(q, k, v):
        hidden = None if mask is None else torch.from_numpy(mask)
        return torch.nn.functional.scaled_dot_product_attention(q, k, v, hidden)

    against_torch(lambda *a: attention_forward(*a, mask), attention_backward, twin, arrays, rng, dtype)


def test_blocks_cover_all_examples_and_change_no_number(monkeypatch):
    rng = np.random.default_rng(3)
    q, k, v, mask = draw(rng, (5, 2), 3, 3, 2, 2)
    once = attention_forward(q, k, v, mask)
    gradients = attention_backward(once[0], once[1])
    for examples in (1, 2):
        monkeypatch.setattr(attention, "blocks", partial(blocks, size=examples * 2 * 3 * 3 * 8))
        assert len(list(attention.batches(np.empty((5, 2, 3, 3))))) == -(-5 // examples)
        again = attention_forward(q, k, v, mask)
        np.testing.assert_array_equal(once[0], again[0])
        for got, expected in zip(attention_backward(again[0], again[1]), gradients, strict=True):
            np.testing.assert_array_equal(got, expected)


def test_equal_scores_give_the_plain_average_and_a_hidden_key_has_no_part():
    q, k, v = np.zeros((1, 2)), np.ones((3, 2)), np.array([[1.0], [3.0], [80.0]])
    y, cache = attention_forward(q, k, v, np.array([[True, True, False]]))
    assert y.item() == pytest.approx(2)
    np.testing.assert_allclose(attention_weights(cache), [[0.5, 0.5, 0]])
    _, _, dv = attention_backward(np.ones((1, 1)), cache)
    np.testing.assert_allclose(dv, [[0.5], [0.5], [0]])


def test_scores_are_divided_by_the_root_of_the_size_of_a_key():
    q, k = np.full((1, 4), 0.5), np.array([[2.0, 2, 2, 2], [0, 0, 0, 0]])  # scores 4 and 0, divided by 2
    _, cache = attention_forward(q, k, np.ones((2, 1)))
    np.testing.assert_allclose(attention_weights(cache), [[1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))]])


def test_large_scores_overflow_nowhere():
    q = np.full((1, 1), 1e4, np.float32)
    y, cache = attention_forward(q, np.array([[1], [-1]], np.float32), np.array([[1], [5]], np.float32))
    assert y.item() == 1
    assert all(np.isfinite(gradient).all() for gradient in attention_backward(np.ones_like(y), cache))


def test_the_inputs_stay_as_they_were():
    rng = np.random.default_rng(4)
    arrays = draw(rng, (2,), 3, 3, 2, 2)
    before = [array.copy() for array in arrays]
    y, cache = attention_forward(*arrays)
    dy = np.ones_like(y)
    attention_backward(dy, cache)
    assert (dy == 1).all()
    for array, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)


def bad(place, array):
    arrays = [np.ones((2, 3, 4)), np.ones((2, 5, 4)), np.ones((2, 5, 6)), None]
    arrays[place] = array
    return arrays


@pytest.mark.parametrize(
    "arguments, message",
    [
        (bad(0, np.ones(4)), r"q has shape \(4,\); expected \(…, T_q, d_k\)"),
        (bad(0, np.ones((2, 0, 4))), r"q has shape \(2, 0, 4\): it is empty"),
        (bad(1, np.ones((2, 5, 3))), r"k has shape \(2, 5, 3\); expected \(2, T_k, 4\)"),
        (bad(1, np.ones((5, 4))), r"k has shape \(5, 4\); expected \(2, T_k, 4\)"),
        (bad(1, np.ones((2, 5, 4), np.float32)), r"k \(2, 5, 4\) is float32"),
        (bad(2, np.ones((2, 4, 6))), r"v has shape \(2, 4, 6\); expected \(2, 5, d_v\)"),
        (bad(0, np.full((2, 3, 4), np.nan)), "q .* holds NaN"),
        (bad(2, np.full((2, 5, 6), np.inf)), "v .* holds infinity"),
        (bad(3, np.ones((3, 4), bool)), r"mask has shape \(3, 4\); expected one broadcastable .* \(2, 3, 5\)"),
        (bad(3, np.zeros((3, 5), bool)), r"lets query \(0,\) attend to nothing"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        attention_forward(*arguments)


def test_a_gradient_of_another_shape_is_refused():
    _, cache = attention_forward(*bad(3, None))
    with pytest.raises(ValueError, match=r"dy has shape \(2, 3, 5\); expected \(2, 3, 6\)"):
        attention_backward(np.ones((2, 3, 5)), cache)
