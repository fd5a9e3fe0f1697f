"""Convolution against loops, centred differences and PyTorch, in each of its ways of multiplying; what it refuses."""

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
from utils.layers import convolution, windows, winograd
from utils.layers.convolution import Conv2D, conv2d_backward, conv2d_forward
from utils.steps import convolution as steps

# (m, n_H, n_W, n_C_prev), (f_H, f_W), n_C, stride, pad: every way of multiplying, and the edges of each
GEOMETRIES = {
    "pixel by pixel": ((2, 3, 2, 5), (1, 1), 3, 1, 0),
    "one pixel, stride": ((2, 4, 5, 3), (1, 1), 2, 2, 1),
    "one pixel, stride, no pad": ((2, 4, 5, 3), (1, 1), 2, 2, 0),
    "few channels": ((2, 5, 4, 3), (3, 3), 2, 1, 1),
    "few channels become many": ((2, 5, 4, 1), (3, 2), 4, 1, (1, 2)),
    "few channels, stride": ((1, 6, 7, 2), (3, 3), 5, 2, 2),
    "windows, stride": ((2, 6, 5, 5), (3, 3), 2, 2, 1),
    "stride past the filter": ((1, 8, 7, 5), (2, 2), 2, 3, 0),
    "squares that the pad begins": ((1, 7, 8, 3), (4, 4), 2, 3, 1),
    "squares within which x begins": ((1, 7, 6, 3), (4, 4), 2, 2, 1),
    "squares that lie before x": ((1, 8, 3, 3), (3, 3), 2, 2, (2, 5)),
    "one window": ((1, 3, 3, 5), (3, 3), 5, 1, 0),
    "six values, f = 2": ((1, 7, 3, 5), (2, 2), 5, 1, 0),
    "six values, f = 3": ((2, 4, 4, 5), (3, 3), 6, 1, 1),
    "six values, tiles that are not full": ((1, 9, 3, 5), (3, 3), 5, 1, 0),
    "six values, f = 4": ((1, 6, 5, 5), (4, 4), 5, 1, 1),
    "six values, f = 5": ((1, 6, 5, 5), (5, 5), 5, 1, 2),
    "six values, pad beyond the filter": ((1, 2, 3, 5), (2, 2), 5, 1, 3),
    "1 by 7": ((1, 2, 8, 5), (1, 7), 5, 1, (0, 3)),
    "7 by 1": ((1, 8, 2, 5), (7, 1), 5, 1, (3, 0)),
    "3 by 1": ((1, 7, 3, 5), (3, 1), 5, 1, 1),
}
EVERY_WAY = pytest.mark.parametrize("geometry", GEOMETRIES.values(), ids=GEOMETRIES.keys())


def draw(rng, shape, f, n_C, dtype=np.float64):
    arrays = (rng.standard_normal(s) for s in (shape, (*f, shape[3], n_C), (n_C,)))
    return [array.astype(dtype) for array in arrays]


def layer_functions(stride, pad):
    return lambda x, W, b: conv2d_forward(x, W, b, stride, pad), conv2d_backward


@DTYPES
@settings(max_examples=40, deadline=None)
@given(
    m=st.integers(1, 2),
    n=st.tuples(st.integers(1, 7), st.integers(1, 7)),
    n_C_prev=st.integers(1, 6),
    n_C=st.integers(1, 6),
    f=st.integers(1, 6),
    stride=st.integers(1, 3),
    pad=st.integers(0, 3),
    seed=st.integers(0, 2**32 - 1),
)
def test_it_agrees_with_the_step_by_loops(dtype, m, n, n_C_prev, n_C, f, stride, pad, seed):
    assume(min(n) + 2 * pad >= f)
    rng = np.random.default_rng(seed)
    x, W, b = draw(rng, (m, *n, n_C_prev), (f, f), n_C, dtype)
    y, cache = conv2d_forward(x, W, b, stride, pad)
    Z, step_cache = steps.conv_forward(x, W, b.reshape(1, 1, 1, -1), {"stride": stride, "pad": pad})
    dy = rng.standard_normal(Z.shape).astype(dtype)
    dA_prev, dW, db = steps.conv_backward(dy, step_cache)
    tolerance = {np.float32: 2e-6, np.float64: 1e-10}[dtype]
    assert_close(y, Z, tolerance, "y")
    for name, got, twin in zip(("dx", "dW", "db"), conv2d_backward(dy, cache), (dA_prev, dW, db.ravel()), strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance, name)


@EVERY_WAY
def test_centred_differences(geometry):
    shape, f, n_C, stride, pad = geometry
    rng = np.random.default_rng(1)
    check_gradients(*layer_functions(stride, pad), draw(rng, shape, f, n_C), rng)


@DTYPES
@EVERY_WAY
def test_torch(dtype, geometry):
    shape, f, n_C, stride, pad = geometry

    def twin(x, W, b):
        import torch

        y = torch.nn.functional.conv2d(permute_to_torch(x), W.permute(3, 2, 0, 1), b, stride, pad)
        return permute_from_torch(y)

    rng = np.random.default_rng(2)
    against_torch(*layer_functions(stride, pad), twin, draw(rng, shape, f, n_C), rng, dtype)


@EVERY_WAY
def test_arrays_in_any_memory_order_and_any_cut_into_strips_give_the_same(geometry, monkeypatch):
    shape, f, n_C, stride, pad = geometry
    rng = np.random.default_rng(3)
    x, W, b = draw(rng, shape, f, n_C)
    y, cache = conv2d_forward(x, W, b, stride, pad)
    dy = rng.standard_normal(y.shape)
    expected = y, *conv2d_backward(dy, cache)
    x, W, dy = (np.asfortranarray(array) for array in (x, W, dy))
    for block in (windows.BLOCK, 1, 1500):
        monkeypatch.setattr(windows, "BLOCK", block)
        monkeypatch.setattr(winograd, "BLOCK", block)
        y, cache = conv2d_forward(x, W, b, stride, pad)
        for got, want in zip((y, *conv2d_backward(dy, cache)), expected, strict=True):
            assert got.flags.c_contiguous
            assert_close(got, want, 1e-12)


@pytest.mark.parametrize("n_C", [1, 6, 32, 40])  # four positions share a window, two, one; a window is copied
@pytest.mark.parametrize("f", [2, 3, 4, 5])
def test_six_values_give_what_windows_give_and_keep_float32s_digits(f, n_C, monkeypatch):
    empty = np.empty
    monkeypatch.setattr(np, "empty", lambda *of: np.full_like(empty(*of), np.nan))  # nothing is read before it is made
    rng = np.random.default_rng(4)
    x, W, b = draw(rng, (2, 3 * winograd.tile_rows(f) + f - 1, 20, 64), (f, f), n_C, np.float32)
    exact = convolution.correlate(x.astype(float), W.astype(float), b.astype(float), 1)
    assert_close(winograd.correlate(x, W, b), exact, 1e-5)
    dy = rng.standard_normal(exact.shape, dtype=np.float32)
    exact = convolution.filter_gradient(x.astype(float), dy.astype(float), W.shape, 1)[0]
    assert_close(winograd.filter_gradient(x, dy, W.shape), exact, 1e-5)


def test_six_values_are_taken_where_they_save_products():
    wide = (3, 3, 8, 8)
    assert winograd.pays(8, wide) and winograd.pays(3, wide)  # 12 products for 24, 6 for 9
    assert not winograd.pays(2, wide)  # 6 for 6
    assert winograd.pays(8, (3, 3, 3, 8)) and not winograd.pays(8, (3, 3, 3, 64))
    assert not winograd.pays(8, (1, 3, 8, 8)) and not winograd.pays(8, (7, 7, 8, 8))


def test_a_filter_that_looks_at_its_middle_changes_nothing():
    x = np.random.default_rng(5).standard_normal((2, 2, 6, 3), dtype=np.float32)
    W = np.zeros((3, 3, 3, 3), np.float32)
    W[1, 1] = np.eye(3)
    np.testing.assert_array_equal(conv2d_forward(x, W, None, 1, 1)[0], x)


def test_without_a_bias_there_is_no_gradient_of_one():
    rng = np.random.default_rng(6)
    for shape, f, n_C, stride, pad in GEOMETRIES.values():
        x, W, b = draw(rng, shape, f, n_C)
        y, cache = conv2d_forward(x, W, None, stride, pad)
        assert_close(y, conv2d_forward(x, W, 0 * b, stride, pad)[0], 1e-12)
        dx, dW, db = conv2d_backward(y, cache, need_dx=False)
        assert dx is None and db is None and dW.shape == W.shape


@pytest.mark.parametrize(
    "options, shape, expected",
    [
        ({"f": 3, "pad": "same"}, (1, 4, 5, 5), (1, 4, 5, 5)),
        ({"f": 3, "stride": 2, "bias": False}, (2, 5, 5, 5), (2, 2, 2, 5)),
        ({"f": (1, 3), "pad": "same"}, (2, 2, 3, 5), (2, 2, 3, 5)),
        ({"f": 1}, (1, 2, 2, 5), (1, 2, 2, 5)),
        ({"f": 2, "stride": 2, "first": True, "exact": True}, (1, 4, 2, 5), (1, 2, 1, 5)),
    ],
)
def test_the_layer(options, shape, expected):
    rng = np.random.default_rng(7)
    layer = Conv2D(5, 5, rng=rng, **options)
    x = rng.standard_normal(shape, dtype=np.float32)
    assert layer.forward(x).shape == expected and layer.forward(x).dtype == np.float32
    assert set(layer.parameters()) == ({"W"} if options.get("bias") is False else {"W", "b"})
    assert (layer.backward(layer.forward(x)) is None) == options.get("first", False)
    check_layer(layer, x, rng)


def test_weights_start_with_the_variance_that_relu_needs():
    layer = Conv2D(50, 100, 3, np.random.default_rng(8))
    assert layer.W.std() == pytest.approx(np.sqrt(2 / 450), rel=0.02) and not layer.b.any()


@pytest.mark.parametrize(
    "x, message",
    [
        (np.ones((4, 4, 5), np.float32), r"x has shape \(4, 4, 5\); expected \(m, n_H, n_W, 5\)"),
        (np.ones((2, 5, 5, 3), np.float32), r"\(2, 5, 5, 3\); expected \(m, n_H, n_W, 5\)"),
        (np.ones((0, 4, 4, 5), np.float32), r"\(0, 4, 4, 5\): it is empty"),
        (np.full((1, 4, 4, 5), np.nan, np.float32), r"\(1, 4, 4, 5\) holds NaN"),
        (np.full((1, 4, 4, 5), np.inf, np.float32), r"\(1, 4, 4, 5\) holds infinity"),
        (np.ones((1, 4, 4, 5)), "is float64 and the weights are float32"),
        (np.ones((1, 2, 4, 5), np.float32), "a window of 3 does not fit into 2 pixels"),
        (np.ones((1, 6, 5, 5), np.float32), "does not divide 6 pixels"),
        ([[1.0]], "x is list"),
    ],
)
def test_bad_input_is_refused_before_any_work(x, message):
    layer = Conv2D(5, 2, 3, np.random.default_rng(9), stride=2, exact=True)
    with pytest.raises(ValueError, match=message):
        layer.forward(x)
    assert not hasattr(layer, "cache")


@pytest.mark.parametrize(
    "change, message",
    [
        ({"W": np.ones((3, 3, 5))}, r"W has shape \(3, 3, 5\); expected \(f_H, f_W, n_C_prev, n_C\)"),
        ({"b": np.ones(3)}, r"b has shape \(3,\); expected \(2,\)"),
        ({"stride": 0}, "stride = 0"),
        ({"pad": -1}, "pad = -1"),
        ({"pad": 0.5}, "pad = 0.5"),
    ],
)
def test_bad_filters_and_steps_are_refused(change, message):
    good = {"x": np.ones((1, 4, 4, 5)), "W": np.ones((3, 3, 5, 2)), "b": np.ones(2)}
    conv2d_forward(**good)
    with pytest.raises(ValueError, match=message):
        conv2d_forward(**good | change)


def test_a_layer_that_cannot_be_is_refused_at_once():
    rng = np.random.default_rng(10)
    for options, message in (({"f": 2, "pad": "same"}, "odd size, not"), ({"f": 3, "stride": 0}, "stride = 0")):
        with pytest.raises(ValueError, match=message):
            Conv2D(5, 2, rng=rng, **options)


def test_a_gradient_of_another_shape_is_refused_and_changes_nothing():
    layer = Conv2D(5, 2, 3, np.random.default_rng(11))
    layer.forward(np.ones((1, 4, 4, 5), np.float32))
    with pytest.raises(ValueError, match=r"dy has shape \(1, 4, 4, 2\); expected \(1, 2, 2, 2\)"):
        layer.backward(np.ones((1, 4, 4, 2), np.float32))
    assert not hasattr(layer, "dW")
