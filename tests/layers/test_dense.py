"""The dense layer against loops, centred differences and PyTorch, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, against_torch, assert_close, check_gradients, check_layer
from utils.layers.dense import Dense, dense_backward, dense_forward
from utils.steps import deep_network as steps

sizes = st.integers(1, 5)


def draw(rng, shape, n_in, n_out):
    return rng.standard_normal((*shape, n_in)), rng.standard_normal((n_in, n_out)), rng.standard_normal(n_out)


@DTYPES
@given(m=sizes, n_in=sizes, n_out=sizes, seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step_in_columns(dtype, m, n_in, n_out, seed):
    """linear_forward and linear_backward are its twin; their 1/m belongs to the cost, not to the layer."""
    rng = np.random.default_rng(seed)
    x, W, b = (array.astype(dtype) for array in draw(rng, (m,), n_in, n_out))
    y, cache = dense_forward(x, W, b)
    Z, column_cache = steps.linear_forward(x.T, W.T, b[:, None])
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    assert_close(y, Z.T, tolerance)
    dy = rng.standard_normal(y.shape).astype(dtype)
    dA_prev, dW, db = steps.linear_backward(dy.T, column_cache)
    for got, twin in zip(dense_backward(dy, cache), (dA_prev.T, m * dW.T, m * db[:, 0]), strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance)


@pytest.mark.parametrize("shape", [(1,), (4,), (2, 3), (2, 1, 3)])
def test_centred_differences(shape):
    rng = np.random.default_rng(1)
    check_gradients(dense_forward, dense_backward, draw(rng, shape, 3, 2), rng)
    check_layer(Dense(3, 2, rng), rng.standard_normal((*shape, 3)), rng)


@DTYPES
@pytest.mark.parametrize("shape", [(1,), (7,), (2, 5)])
def test_torch(dtype, shape):
    rng = np.random.default_rng(2)
    against_torch(dense_forward, dense_backward, lambda x, W, b: x @ W + b, draw(rng, shape, 6, 4), rng, dtype)
    assert TOLERANCE[dtype] <= 1e-4


def test_the_first_layer_computes_no_gradient_of_its_input():
    rng = np.random.default_rng(3)
    layer = Dense(3, 2, rng, first=True)
    y = layer.forward(rng.standard_normal((4, 3), dtype=np.float32))
    assert layer.backward(np.ones_like(y)) is None
    assert layer.dW.shape == (3, 2) and layer.db.tolist() == [4, 4]


def test_biases_start_at_0_and_any_leading_axes_are_taken_as_one():
    layer, x = Dense(3, 2, np.random.default_rng(6)), np.random.default_rng(7).standard_normal((4, 5, 3), np.float32)
    assert not layer.b.any() and layer.b.dtype == np.float32
    np.testing.assert_array_equal(layer.forward(x), layer.forward(x.reshape(20, 3)).reshape(4, 5, 2))


@pytest.mark.parametrize(
    "x, message",
    [
        (np.ones((2, 4), np.float32), r"\(2, 4\); expected \(…, 3\)"),
        (np.ones((0, 3), np.float32), r"\(0, 3\): it is empty"),
        (np.full((2, 3), np.nan, np.float32), r"\(2, 3\) holds NaN"),
        (np.full((2, 3), np.inf, np.float32), r"\(2, 3\) holds infinity"),
        (np.ones((2, 3), int), "array of int64"),
        (np.ones((2, 3)), r"\(2, 3\) is float64 and the weights are float32"),
        ([[1.0, 2.0, 3.0]], "x is list"),
    ],
)
def test_bad_input_is_refused_before_any_work(x, message):
    layer = Dense(3, 2, np.random.default_rng(4))
    with pytest.raises(ValueError, match=message):
        layer.forward(x)
    assert not hasattr(layer, "cache")


def test_a_gradient_of_another_shape_is_refused_and_changes_nothing():
    layer = Dense(3, 2, np.random.default_rng(5))
    layer.forward(np.ones((4, 3), np.float32))
    with pytest.raises(ValueError, match=r"dy has shape \(4, 3\); expected \(4, 2\)"):
        layer.backward(np.ones((4, 3), np.float32))
    assert not hasattr(layer, "dW")


def test_large_finite_numbers_are_not_taken_for_infinity():
    y, _ = dense_forward(np.full((1, 1), 1e30, np.float32), np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    assert y.item() == np.float32(1e30)
