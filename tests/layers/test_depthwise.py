"""Depthwise convolution against loops, centred differences and PyTorch, and what it refuses."""

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
from utils.layers import depthwise
from utils.layers.convolution import conv2d_forward
from utils.layers.depthwise import DepthwiseConv2D, depthwise_conv2d_backward, depthwise_conv2d_forward
from utils.steps import depthwise as steps

# (m, n_H, n_W, n_C), (f_H, f_W), stride, pad
GEOMETRIES = [
    ((2, 4, 5, 3), (3, 3), 1, 1),
    ((1, 6, 5, 2), (3, 3), 2, 1),
    ((1, 5, 7, 1), (2, 2), 3, 0),
    ((2, 3, 3, 2), (3, 3), 1, 0),
    ((1, 2, 3, 2), (2, 2), 1, 3),
    ((1, 2, 2, 4), (1, 1), 2, 1),
    ((1, 2, 6, 2), (1, 5), 1, (0, 2)),
    ((5, 5, 4, 2), (3, 2), 2, (1, 0)),
    ((2, 7, 1, 3), (5, 3), 2, (0, 4)),
    ((1, 1, 3, 2), (2, 1), 3, 2),
]


def draw(rng, shape, f, dtype=np.float64):
    return [rng.standard_normal(s).astype(dtype) for s in (shape, (*f, shape[3]), (shape[3],))]


def layer_functions(stride, pad):
    return lambda x, W, b: depthwise_conv2d_forward(x, W, b, stride, pad), depthwise_conv2d_backward


@DTYPES
@settings(max_examples=30, deadline=None)
@given(
    m=st.integers(1, 3),
    n=st.tuples(st.integers(1, 7), st.integers(1, 7)),
    n_C=st.integers(1, 5),
    f=st.integers(1, 4),
    stride=st.integers(1, 3),
    pad=st.integers(0, 2),
    seed=st.integers(0, 2**32 - 1),
)
def test_it_agrees_with_the_step_by_loops(dtype, m, n, n_C, f, stride, pad, seed):
    assume(min(n) + 2 * pad >= f)
    rng = np.random.default_rng(seed)
    x, W, b = draw(rng, (m, *n, n_C), (f, f), dtype)
    y, cache = depthwise_conv2d_forward(x, W, b, stride, pad)
    Z, step_cache = steps.depthwise_conv(x, W, {"stride": stride, "pad": pad})
    dy = rng.standard_normal(Z.shape).astype(dtype)
    dx, dW, db = depthwise_conv2d_backward(dy, cache)
    dA_prev, step_dW = steps.depthwise_conv_backward(dy, step_cache)
    tolerance = {np.float32: 2e-6, np.float64: 1e-10}[dtype]  # the step, too, adds up in float32
    for got, twin in ((y, Z + b), (dx, dA_prev), (dW, step_dW), (db, dy.sum(axis=(0, 1, 2)))):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance)


@pytest.mark.parametrize("shape, f, stride, pad", GEOMETRIES)
def test_centred_differences(shape, f, stride, pad):
    rng = np.random.default_rng(1)
    check_gradients(*layer_functions(stride, pad), draw(rng, shape, f), rng)


@DTYPES
@pytest.mark.parametrize("shape, f, stride, pad", GEOMETRIES)
def test_torch(dtype, shape, f, stride, pad):
    def twin(x, W, b):
        import torch

        filters = W.permute(2, 0, 1)[:, None]
        y = torch.nn.functional.conv2d(permute_to_torch(x), filters, b, stride, pad, groups=shape[3])
        return permute_from_torch(y)

    rng = np.random.default_rng(2)
    against_torch(*layer_functions(stride, pad), twin, draw(rng, shape, f), rng, dtype)


@pytest.mark.parametrize("shape, f, stride, pad", GEOMETRIES)
def test_arrays_in_any_memory_order_and_any_number_of_them_at_a_time_give_the_same(shape, f, stride, pad, monkeypatch):
    rng = np.random.default_rng(3)
    x, W, b = draw(rng, shape, f)
    y, cache = depthwise_conv2d_forward(x, W, b, stride, pad)
    dy = rng.standard_normal(y.shape)
    expected = y, *depthwise_conv2d_backward(dy, cache)
    x, W, dy = (np.asfortranarray(array) for array in (x, W, dy))
    for block in (depthwise.BLOCK, 1, 300, 500):
        monkeypatch.setattr(depthwise, "BLOCK", block)
        y, cache = depthwise_conv2d_forward(x, W, b, stride, pad)
        for got, want in zip((y, *depthwise_conv2d_backward(dy, cache)), expected, strict=True):
            assert_close(got, want, 1e-12)


def test_it_is_a_convolution_whose_filters_see_one_channel_each():
    x, W, b = draw(np.random.default_rng(4), (2, 5, 6, 3), (3, 3))
    full = W[..., None] * np.eye(3)
    assert_close(depthwise_conv2d_forward(x, W, b, 2, 1)[0], conv2d_forward(x, full, b, 2, 1)[0], 1e-12)


def test_the_layer():
    rng = np.random.default_rng(5)
    x = rng.standard_normal((2, 4, 5, 3), dtype=np.float32)
    for options, expected in (
        ({"pad": "same"}, (2, 4, 5, 3)),
        ({"stride": 2, "bias": False}, (2, 1, 2, 3)),
        ({"first": True}, (2, 2, 3, 3)),
    ):
        layer = DepthwiseConv2D(3, 3, rng, **options)
        y = layer.forward(x)
        assert y.shape == expected and y.dtype == np.float32
        assert (layer.backward(y) is None) == options.get("first", False)
        assert set(layer.parameters()) == ({"W"} if "bias" in options else {"W", "b"})
        check_layer(layer, x, rng)


def test_weights_start_with_the_variance_of_one_window():
    assert DepthwiseConv2D(4000, 3, np.random.default_rng(6)).W.std() == pytest.approx(np.sqrt(2 / 9), rel=0.02)


@pytest.mark.parametrize(
    "x, message",
    [
        (np.ones((2, 4, 3), np.float32), r"\(2, 4, 3\); expected \(m, n_H, n_W, 3\)"),
        (np.ones((2, 4, 4, 2), np.float32), r"\(2, 4, 4, 2\); expected \(m, n_H, n_W, 3\)"),
        (np.ones((0, 4, 4, 3), np.float32), r"\(0, 4, 4, 3\): it is empty"),
        (np.full((1, 4, 4, 3), np.nan, np.float32), r"\(1, 4, 4, 3\) holds NaN"),
        (np.full((1, 4, 4, 3), -np.inf, np.float32), r"\(1, 4, 4, 3\) holds infinity"),
        (np.ones((1, 4, 4, 3)), "is float64 and the weights are float32"),
        (np.ones((1, 2, 4, 3), np.float32), "a window of 3 does not fit into 2 pixels"),
        (np.ones((1, 4, 2, 3), np.float32), "a window of 3 does not fit into 2 pixels"),
    ],
)
def test_bad_input_is_refused_before_any_work(x, message):
    layer = DepthwiseConv2D(3, 3, np.random.default_rng(7))
    with pytest.raises(ValueError, match=message):
        layer.forward(x)
    assert not hasattr(layer, "cache")


def test_bad_filters_steps_and_gradients_are_refused():
    x, W, b = draw(np.random.default_rng(8), (1, 4, 4, 3), (3, 3))
    for arguments, message in (
        ((x, W[..., None], b), r"W has shape \(3, 3, 3, 1\); expected \(f_H, f_W, n_C\)"),
        ((x, W, b[:2]), r"b has shape \(2,\); expected \(3,\)"),
        ((x, W, b, 0), "stride = 0"),
        ((x, W, b, 1, -1), "pad = -1"),
    ):
        with pytest.raises(ValueError, match=message):
            depthwise_conv2d_forward(*arguments)
    layer = DepthwiseConv2D(3, 3, np.random.default_rng(9)).cast(np.float64)
    layer.forward(x)
    with pytest.raises(ValueError, match=r"dy has shape \(1, 4, 4, 3\); expected \(1, 2, 2, 3\)"):
        layer.backward(x)
    assert not hasattr(layer, "dW")
    with pytest.raises(ValueError, match="odd size"):
        DepthwiseConv2D(3, 2, np.random.default_rng(10), pad="same")
