"""Pooling against the steps, loops, centred differences and PyTorch; ties, padding, edges, and what it refuses."""

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
from utils.bench.cases import pooling as bench_cases
from utils.layers.pooling import (
    AveragePool2D,
    GlobalAveragePool2D,
    MaxPool2D,
    average_pool_backward,
    average_pool_forward,
    global_average_pool_backward,
    global_average_pool_forward,
    max_pool_backward,
    max_pool_forward,
)
from utils.steps import pooling as steps

PAIRS = {"max": (max_pool_forward, max_pool_backward), "average": (average_pool_forward, average_pool_backward)}
MODES = pytest.mark.parametrize("mode", ["max", "average"])
# f, stride, pad: apart, with gaps, overlapping, padded, single pixels, edges left over
WINDOWS = [(2, 2, 0), (2, 3, 0), (3, 1, 0), (3, 2, 0), (3, 2, 1), (2, 2, 1), (3, 3, 2), (1, 1, 0), (1, 2, 0), (5, 5, 0)]
WINDOW = pytest.mark.parametrize("f, stride, pad", WINDOWS)
TORCH_WINDOW = pytest.mark.parametrize("f, stride, pad", [w for w in WINDOWS if 2 * w[2] <= w[0]])  # all it allows


def images(rng, m, n_H, n_W, n_C):
    """All numbers apart, so that no step of a centred difference changes which one is the largest."""
    return rng.permutation(m * n_H * n_W * n_C).reshape(m, n_H, n_W, n_C) / 7.0


@DTYPES
@MODES
@settings(max_examples=30)
@given(
    m=st.integers(1, 3),
    n=st.tuples(st.integers(3, 7), st.integers(3, 7)),
    n_C=st.integers(1, 3),
    f=st.integers(1, 3),
    stride=st.integers(1, 4),
    seed=st.integers(0, 2**32 - 1),
)
def test_it_agrees_with_the_step(dtype, mode, m, n, n_C, f, stride, seed):
    rng = np.random.default_rng(seed)
    forward, backward = PAIRS[mode]
    x = images(rng, m, *n, n_C).astype(dtype)
    y, cache = forward(x, f, stride)
    A, step_cache = steps.pool_forward(x, {"f": f, "stride": stride}, mode)
    dy = rng.standard_normal(y.shape).astype(dtype)
    dx = backward(dy, cache)
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    assert_close(y, A, tolerance)
    assert_close(dx, steps.pool_backward(dy, step_cache, mode), tolerance)
    assert y.dtype == dx.dtype == dtype


@WINDOW
@MODES
def test_with_padding_it_agrees_with_the_window_cut_at_the_edge(mode, f, stride, pad):
    """The loop twin of padding: only the real pixels of each window, pooled or sharing the gradient."""
    rng = np.random.default_rng(1)
    forward, backward = PAIRS[mode]
    x = images(rng, 2, 6, 5, 2) - 100  # below 0, so that a padding of zeros would win
    y, cache = forward(x, f, stride, pad)
    dy, dx = rng.standard_normal(y.shape), np.zeros(x.shape)
    for i, h, w, c in np.ndindex(y.shape):
        rows, columns = (slice(max(k * stride - pad, 0), k * stride - pad + f) for k in (h, w))
        window = x[i, rows, columns, c]
        assert y[i, h, w, c] == pytest.approx(window.max() if mode == "max" else window.mean(), rel=1e-12)
        share = window == window.max() if mode == "max" else 1 / window.size
        dx[i, rows, columns, c] += dy[i, h, w, c] * share
    assert_close(backward(dy, cache), dx, 1e-12)


@WINDOW
@pytest.mark.parametrize("layer", [MaxPool2D, AveragePool2D])
def test_centred_differences(layer, f, stride, pad):
    rng = np.random.default_rng(2)
    check_layer(layer(f, stride, pad), images(rng, 1, 5, 6, 2), rng)


def test_centred_differences_of_the_mean_of_whole_images():
    rng = np.random.default_rng(3)
    check_gradients(global_average_pool_forward, global_average_pool_backward, [images(rng, 2, 3, 4, 3)], rng)
    check_layer(GlobalAveragePool2D(), images(rng, 1, 1, 5, 2), rng)


@DTYPES
@TORCH_WINDOW
@MODES
def test_torch(dtype, mode, f, stride, pad):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    forward, backward = PAIRS[mode]

    def twin(x):
        x = permute_to_torch(x)
        if mode == "max":
            return permute_from_torch(torch.nn.functional.max_pool2d(x, f, stride, pad))
        return permute_from_torch(torch.nn.functional.avg_pool2d(x, f, stride, pad, count_include_pad=False))

    against_torch(lambda x: forward(x, f, stride, pad), backward, twin, [images(rng, 3, 9, 8, 5)], rng, dtype)


@DTYPES
def test_torch_on_the_mean_of_whole_images(dtype):
    rng = np.random.default_rng(5)
    pair = global_average_pool_forward, global_average_pool_backward
    against_torch(*pair, lambda x: x.mean((1, 2)), [images(rng, 3, 4, 5, 2)], rng, dtype)


@TORCH_WINDOW
def test_of_tied_pixels_the_first_takes_the_gradient_as_in_torch(f, stride, pad):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(6)
    x = np.maximum(rng.integers(-3, 3, (4, 9, 8, 3)), 0).astype(np.float64)  # full of zeros, as after a ReLU

    def twin(x):
        return permute_from_torch(torch.nn.functional.max_pool2d(permute_to_torch(x), f, stride, pad))

    against_torch(lambda x: max_pool_forward(x, f, stride, pad), max_pool_backward, twin, [x], rng, np.float64)


@WINDOW
def test_ties_neither_lose_nor_double_a_gradient(f, stride, pad):
    y, cache = max_pool_forward(np.zeros((2, 6, 7, 3)), f, stride, pad)
    dy = np.random.default_rng(7).standard_normal(y.shape)
    np.testing.assert_allclose(max_pool_backward(dy, cache).sum((1, 2)), dy.sum((1, 2)), rtol=1e-12)


def test_a_window_of_equal_pixels_hands_all_to_its_upper_left_one():
    _, cache = max_pool_forward(np.ones((1, 2, 2, 1)))
    assert max_pool_backward(np.full((1, 1, 1, 1), 3.0), cache)[0, :, :, 0].tolist() == [[3, 0], [0, 0]]


def test_four_windows_by_hand():
    x = np.array([[1, 3, 2, 1], [4, 2, 0, 5], [7, 8, 9, 6], [5, 1, 0, 3]], float)[None, :, :, None]
    y, _ = max_pool_forward(x)
    assert y[0, :, :, 0].tolist() == [[4, 5], [8, 9]]
    y, _ = average_pool_forward(x)
    assert y[0, :, :, 0].tolist() == [[2.5, 2], [5.25, 4.5]]


def test_a_window_as_large_as_the_image_gives_the_mean_of_whole_images():
    x = np.random.default_rng(8).standard_normal((3, 4, 4, 2))
    assert_close(average_pool_forward(x, 4)[0][:, 0, 0], global_average_pool_forward(x)[0], 1e-12)


@MODES
def test_a_batch_of_many_blocks_is_the_same_image_by_image(mode):
    forward, backward = PAIRS[mode]
    x = np.random.default_rng(9).standard_normal((7, 64, 64, 16), dtype=np.float32)  # 0.25 MB an image
    y, cache = forward(x, 3, 2, 1)
    dx = backward(y, cache)
    for i in range(len(x)):
        one, one_cache = forward(x[i : i + 1], 3, 2, 1)
        np.testing.assert_array_equal(one[0], y[i])
        np.testing.assert_array_equal(backward(one, one_cache)[0], dx[i])


@MODES
def test_images_that_lie_otherwise_in_memory_are_pooled_alike(mode):
    forward, backward = PAIRS[mode]
    x = np.random.default_rng(10).standard_normal((4, 3, 6, 6)).transpose(0, 2, 3, 1)
    y, cache = forward(x)
    expected, expected_cache = forward(np.ascontiguousarray(x))
    np.testing.assert_array_equal(y, expected)
    np.testing.assert_array_equal(backward(y, cache), backward(y, expected_cache))


def test_NaN_is_passed_on_to_the_next_layer():
    x = np.ones((1, 2, 4, 1), np.float32)
    x[0, 1, 0, 0] = np.nan
    assert np.isnan(max_pool_forward(x)[0][0, 0, :, 0]).tolist() == [True, False]
    assert np.isnan(average_pool_forward(x)[0][0, 0, :, 0]).tolist() == [True, False]


@pytest.mark.parametrize("layer", [MaxPool2D, AveragePool2D])
@pytest.mark.parametrize(
    "arguments, shape, message",
    [
        ({}, (2, 4, 4), r"x has shape \(2, 4, 4\); expected \(m, n_H, n_W, n_C\)"),
        ({}, (0, 4, 4, 1), r"\(0, 4, 4, 1\): it is empty"),
        ({"f": 5}, (2, 4, 6, 1), "window of 5 does not fit into 4 pixels"),
        ({"exact": True}, (2, 4, 5, 1), "does not divide 5 pixels .* 1 are left over"),
    ],
)
def test_bad_input_is_refused_before_any_work(layer, arguments, shape, message):
    layer = layer(**arguments)
    with pytest.raises(ValueError, match=message):
        layer.forward(np.ones(shape, np.float32))
    assert not hasattr(layer, "cache")


@pytest.mark.parametrize("layer, forward", [(MaxPool2D, max_pool_forward), (AveragePool2D, average_pool_forward)])
@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"f": 0}, "f = 0"),
        ({"f": 1.5}, "f = 1.5"),
        ({"stride": 0}, "stride = 0"),
        ({"stride": 1.5}, "stride = 1.5"),
        ({"pad": -1}, "pad = -1"),
        ({"pad": 2}, "pad = 2 and f = 2: some windows would hold nothing but padding"),
    ],
)
def test_windows_that_fit_no_image_are_refused_by_functions_and_at_construction(layer, forward, arguments, message):
    for refuse in (lambda: layer(**arguments), lambda: forward(np.ones((2, 4, 4, 1)), **arguments)):
        with pytest.raises(ValueError, match=message):
            refuse()


@pytest.mark.parametrize("layer", [MaxPool2D(), AveragePool2D(), GlobalAveragePool2D()])
def test_other_numbers_and_gradients_of_another_shape_are_refused(layer):
    with pytest.raises(ValueError, match="x is an array of int64"):
        layer.forward(np.ones((2, 4, 4, 3), int))
    y = layer.forward(np.ones((2, 4, 4, 3), np.float32))
    with pytest.raises(ValueError, match=r"dy has shape \(1, .*\); expected \(2, "):
        layer.backward(y[:1])
    with pytest.raises(ValueError, match="dy .* is float64"):
        layer.backward(y.astype(float))


def test_an_exact_size_is_accepted():
    assert MaxPool2D(3, 2, exact=True).forward(np.ones((1, 7, 9, 1))).shape == (1, 3, 4, 1)


def test_both_sides_of_the_benchmark_compute_the_same():
    torch = pytest.importorskip("torch")
    for case in bench_cases.cases(np.random.default_rng(11), torch):
        for twin in (case.torch, case.torch_best):
            for got, expected in zip(case.ours(), twin(), strict=True):
                assert_close(got, permute_from_torch(expected.detach()).numpy(), 1e-5, case.name)
