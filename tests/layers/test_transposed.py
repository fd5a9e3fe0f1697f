"""Transposed convolution against loops, centred differences and PyTorch, and what it refuses."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.layers.witnesses import (
    DTYPES,
    against_torch,
    assert_close,
    check_gradients,
    check_layer,
    permute_from_torch,
    permute_to_torch,
)
from utils.layers import windows
from utils.layers.convolution import conv2d_backward, conv2d_forward
from utils.layers.transposed import Conv2DTranspose, conv2d_transpose_backward, conv2d_transpose_forward
from utils.steps import transposed_convolution as steps

# (m, n_H, n_W, n_C_prev), f, n_C, stride, pad
GEOMETRIES = [
    ((2, 2, 3, 3), 2, 2, 2, 0),
    ((1, 3, 2, 2), 4, 3, 2, 1),
    ((2, 2, 2, 1), 3, 2, 2, 1),
    ((1, 3, 4, 5), 3, 2, 1, 0),
    ((1, 2, 3, 2), 2, 1, 3, 0),
    ((1, 4, 3, 6), 4, 5, 2, 0),
    ((1, 3, 3, 2), 5, 2, 3, 2),
    ((2, 5, 3, 6), 3, 5, 2, 1),
]


def draw(rng, shape, f, n_C, dtype=np.float64):
    arrays = (rng.standard_normal(s) for s in (shape, (f, f, n_C, shape[3]), (n_C,)))
    return [array.astype(dtype) for array in arrays]


def layer_functions(stride, pad):
    return lambda x, W, b: conv2d_transpose_forward(x, W, b, stride, pad), conv2d_transpose_backward


@DTYPES
@settings(max_examples=30, deadline=None)
@given(
    m=st.integers(1, 2),
    n=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    n_C_prev=st.integers(1, 6),
    n_C=st.integers(1, 4),
    f=st.integers(1, 5),
    stride=st.integers(1, 3),
    pad=st.integers(0, 2),
    seed=st.integers(0, 2**32 - 1),
)
def test_it_agrees_with_the_step_by_loops(dtype, m, n, n_C_prev, n_C, f, stride, pad, seed):
    assume((min(n) - 1) * stride + f > 2 * pad)
    rng = np.random.default_rng(seed)
    x, W, b = draw(rng, (m, *n, n_C_prev), f, n_C, dtype)
    y, cache = conv2d_transpose_forward(x, W, b, stride, pad)
    Z, step_cache = steps.transposed_conv_forward(x, W, b.reshape(1, 1, 1, -1), {"stride": stride, "pad": pad})
    dy = rng.standard_normal(Z.shape).astype(dtype)
    dA_prev, dW, db = steps.transposed_conv_backward(dy, step_cache)
    tolerance = {np.float32: 2e-6, np.float64: 1e-10}[dtype]
    got = y, *conv2d_transpose_backward(dy, cache)
    for array, twin in zip(got, (Z, dA_prev, dW, db.ravel()), strict=True):
        assert array.dtype == dtype and array.flags.c_contiguous
        assert_close(array, twin, tolerance)


@pytest.mark.parametrize("shape, f, n_C, stride, pad", GEOMETRIES)
def test_centred_differences(shape, f, n_C, stride, pad):
    rng = np.random.default_rng(1)
    check_gradients(*layer_functions(stride, pad), draw(rng, shape, f, n_C), rng)


@DTYPES
@pytest.mark.parametrize("shape, f, n_C, stride, pad", GEOMETRIES)
def test_torch(dtype, shape, f, n_C, stride, pad):
    def twin(x, W, b):
        import torch

        y = torch.nn.functional.conv_transpose2d(
            permute_to_torch(x), W.permute(3, 2, 0, 1).contiguous(), b, stride, pad
        )
        return permute_from_torch(y)

    rng = np.random.default_rng(2)
    against_torch(*layer_functions(stride, pad), twin, draw(rng, shape, f, n_C), rng, dtype)


@pytest.mark.parametrize("shape, f, n_C, stride, pad", GEOMETRIES)
def test_arrays_in_any_memory_order_and_any_cut_into_strips_give_the_same(shape, f, n_C, stride, pad, monkeypatch):
    rng = np.random.default_rng(9)
    x, W, b = draw(rng, shape, f, n_C)
    y, cache = conv2d_transpose_forward(x, W, b, stride, pad)
    dy = rng.standard_normal(y.shape)
    expected = y, *conv2d_transpose_backward(dy, cache)
    x, W, dy = (np.asfortranarray(array) for array in (x, W, dy))
    for block in (windows.BLOCK, 1, 3000):
        monkeypatch.setattr(windows, "BLOCK", block)
        y, cache = conv2d_transpose_forward(x, W, b, stride, pad)
        for got, want in zip((y, *conv2d_transpose_backward(dy, cache)), expected, strict=True):
            assert_close(got, want, 1e-12)


def test_it_is_the_backward_pass_of_a_convolution_with_the_same_filters():
    """Hence its name: as a matrix, one is the other's transpose. The sizes are such that the stride leaves nothing."""
    x, W, _ = draw(np.random.default_rng(3), (2, 3, 4, 5), 4, 2)
    y, _ = conv2d_transpose_forward(x, W, None, 2, 1)
    z, cache = conv2d_forward(y, W, None, 2, 1)
    assert z.shape == x.shape
    assert_close(y, conv2d_backward(x, cache)[0], 1e-12)


def test_two_by_two_at_stride_two_lays_squares_side_by_side():
    x = np.array([[[[1.0], [2.0]]]])
    W = np.array([[1.0, 10.0], [100.0, 1000.0]]).reshape(2, 2, 1, 1)
    y, _ = conv2d_transpose_forward(x, W, None)
    assert y[0, :, :, 0].tolist() == [[1, 10, 2, 20], [100, 1000, 200, 2000]]


def test_the_layer():
    rng = np.random.default_rng(4)
    x = rng.standard_normal((1, 2, 3, 3), dtype=np.float32)
    for options, expected in (
        ({"f": 2}, (1, 4, 6, 2)),
        ({"f": 4, "pad": 1, "bias": False}, (1, 4, 6, 2)),
        ({"f": 3, "stride": 1, "first": True}, (1, 4, 5, 2)),
    ):
        layer = Conv2DTranspose(3, 2, rng=rng, **options)
        y = layer.forward(x)
        assert y.shape == expected and y.dtype == np.float32
        assert (layer.backward(y) is None) == options.get("first", False)
        assert set(layer.parameters()) == ({"W"} if "bias" in options else {"W", "b"})
        check_layer(layer, x, rng)


def test_weights_start_with_the_variance_of_what_is_added_up():
    """At stride f, a pixel of the output is one sum over the channels."""
    layer = Conv2DTranspose(50, 100, 4, np.random.default_rng(5))
    assert layer.W.shape == (4, 4, 100, 50) and layer.W.flags.c_contiguous
    assert layer.W.std() == pytest.approx(np.sqrt(2 / (50 * 4 * 4 / 2**2)), rel=0.02)


@pytest.mark.parametrize(
    "x, message",
    [
        (np.ones((2, 4, 3), np.float32), r"\(2, 4, 3\); expected \(m, n_H, n_W, 3\)"),
        (np.ones((2, 4, 4, 2), np.float32), r"\(2, 4, 4, 2\); expected \(m, n_H, n_W, 3\)"),
        (np.ones((0, 4, 4, 3), np.float32), r"\(0, 4, 4, 3\): it is empty"),
        (np.full((1, 4, 4, 3), np.nan, np.float32), r"\(1, 4, 4, 3\) holds NaN"),
        (np.full((1, 4, 4, 3), np.inf, np.float32), r"\(1, 4, 4, 3\) holds infinity"),
        (np.ones((1, 4, 4, 3)), "is float64 and the weights are float32"),
        (np.ones((1, 1, 4, 3), np.float32), r"1 pixels become 2 \(f = 2, stride = 2\); pad = 1 leaves none"),
    ],
)
def test_bad_input_is_refused_before_any_work(x, message):
    layer = Conv2DTranspose(3, 2, 2, np.random.default_rng(6), pad=1)
    with pytest.raises(ValueError, match=message):
        layer.forward(x)
    assert not hasattr(layer, "cache")


def test_bad_filters_steps_and_gradients_are_refused():
    x, W, b = draw(np.random.default_rng(7), (1, 4, 4, 3), 2, 5)
    for arguments, message in (
        ((x, W[:, :1], b), r"W has shape \(2, 1, 5, 3\); expected \(2, 2, n_C, n_C_prev\)"),
        ((x, W[0], b), r"W has shape \(2, 5, 3\); expected \(2, 2, n_C, n_C_prev\)"),
        ((x, W, b[:3]), r"b has shape \(3,\); expected \(5,\)"),
        ((x, W, b, 0), "stride = 0"),
        ((x, W, b, 2, -1), "pad = -1"),
    ):
        with pytest.raises(ValueError, match=message):
            conv2d_transpose_forward(*arguments)
    layer = Conv2DTranspose(3, 5, 2, np.random.default_rng(8)).cast(np.float64)
    layer.forward(x)
    with pytest.raises(ValueError, match=r"dy has shape \(1, 4, 4, 5\); expected \(1, 8, 8, 5\)"):
        layer.backward(np.ones((1, 4, 4, 5)))
    assert not hasattr(layer, "dW")
