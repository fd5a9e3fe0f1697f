"""Upsampling against loops, centred differences and PyTorch, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
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
from utils.layers.pooling import average_pool_forward
from utils.layers.upsampling import Upsample2D, upsample_backward, upsample_forward


def with_factor(factor):
    return lambda x: upsample_forward(x, factor)


@DTYPES
@settings(max_examples=30)
@given(
    shape=st.tuples(*[st.integers(1, 4)] * 4),
    factor=st.integers(1, 4),
    seed=st.integers(0, 2**32 - 1),
)
def test_it_agrees_with_loops(dtype, shape, factor, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape).astype(dtype)
    y, cache = upsample_forward(x, factor)
    dy, dx = rng.standard_normal(y.shape).astype(dtype), np.zeros(shape)
    assert y.shape == (shape[0], factor * shape[1], factor * shape[2], shape[3]) and y.dtype == dtype
    for i, h, w, c in np.ndindex(y.shape):
        assert y[i, h, w, c] == x[i, h // factor, w // factor, c]
        dx[i, h // factor, w // factor, c] += dy[i, h, w, c]
    assert_close(upsample_backward(dy, cache), dx, {np.float32: 1e-6, np.float64: 1e-10}[dtype])


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_centred_differences(factor):
    rng = np.random.default_rng(1)
    x = rng.standard_normal((1, 3, 2, 2))
    check_gradients(with_factor(factor), upsample_backward, [x], rng)
    check_layer(Upsample2D(factor), x, rng)


@DTYPES
@pytest.mark.parametrize("factor", [1, 2, 3])
def test_torch(dtype, factor):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)

    def twin(x):
        return permute_from_torch(torch.nn.functional.interpolate(permute_to_torch(x), scale_factor=factor))

    x = rng.standard_normal((3, 4, 5, 2))
    against_torch(with_factor(factor), upsample_backward, twin, [x], rng, dtype)


def test_two_pixels_by_hand():
    y, cache = upsample_forward(np.array([[[[1.0], [2.0]]]]))
    assert y[0, :, :, 0].tolist() == [[1, 1, 2, 2], [1, 1, 2, 2]]
    dy = np.arange(8.0).reshape(1, 2, 4, 1)
    assert upsample_backward(dy, cache)[0, :, :, 0].tolist() == [[0 + 1 + 4 + 5, 2 + 3 + 6 + 7]]


def test_averaging_what_was_repeated_gives_the_image_back_in_many_blocks_too():
    x = np.random.default_rng(3).standard_normal((5, 32, 32, 32), dtype=np.float32)  # 0.5 MB an enlarged image
    y, cache = upsample_forward(x)
    assert_close(average_pool_forward(y)[0], x, 1e-6)
    assert_close(upsample_backward(y, cache), 4 * x, 1e-6)


@pytest.mark.parametrize("factor", [0, -2, 1.5])
def test_no_factor_is_refused_by_function_and_at_construction(factor):
    for refuse in (lambda: Upsample2D(factor), lambda: upsample_forward(np.ones((2, 4, 4, 1)), factor)):
        with pytest.raises(ValueError, match=f"factor = {factor}"):
            refuse()


@pytest.mark.parametrize(
    "factor, x, message",
    [
        (2, np.ones((2, 4, 4), np.float32), r"x has shape \(2, 4, 4\); expected \(m, n_H, n_W, n_C\)"),
        (2, np.ones((2, 0, 4, 1), np.float32), r"\(2, 0, 4, 1\): it is empty"),
        (2, np.ones((2, 4, 4, 1), int), "x is an array of int64"),
    ],
)
def test_bad_input_is_refused_before_any_work(factor, x, message):
    layer = Upsample2D(factor)
    with pytest.raises(ValueError, match=message):
        layer.forward(x)
    assert not hasattr(layer, "cache")


def test_a_gradient_of_another_shape_is_refused():
    layer = Upsample2D(3)
    layer.forward(np.ones((1, 2, 2, 1), np.float32))
    with pytest.raises(ValueError, match=r"dy has shape \(1, 4, 4, 1\); expected \(1, 6, 6, 1\)"):
        layer.backward(np.ones((1, 4, 4, 1), np.float32))
