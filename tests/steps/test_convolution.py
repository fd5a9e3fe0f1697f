"""The convolution's steps: values known by hand, PyTorch, and centred differences; the layers' tests hold them too."""

import numpy as np
import pytest

from tests.layers.witnesses import against_torch, check_gradients, permute_from_torch, permute_to_torch
from utils.layers import windows
from utils.steps import convolution as steps
from utils.steps import depthwise, transposed_convolution
from utils.steps.edge_filters import gradient_filters

pytestmark = pytest.mark.lab("course4/week1_convolution_steps")

VERTICAL_EDGE = np.array([[1.0, 0, -1], [1, 0, -1], [1, 0, -1]])


def drawn(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) for shape in shapes]


def test_zero_pad_frames_height_and_width_only():
    X = np.ones((2, 3, 2, 2))
    padded = steps.zero_pad(X, 2)
    assert padded.shape == (2, 7, 6, 2) and padded.sum() == X.sum()
    np.testing.assert_array_equal(padded[:, 2:5, 2:4], X)


def test_one_window_one_filter_one_number():
    a_slice_prev, W = drawn(0, (3, 3, 2), (3, 3, 2))
    b = np.full((1, 1, 1), 0.5)
    by_hand = 0.5 + sum(a_slice_prev[place] * W[place] for place in np.ndindex(W.shape))
    Z = steps.conv_single_step(a_slice_prev, W, b)
    assert np.ndim(Z) == 0 and Z == pytest.approx(by_hand, rel=1e-12)


def test_a_vertical_edge_answers_where_bright_meets_dark():
    A = np.zeros((1, 6, 6, 1))
    A[:, :, :3] = 10
    W, b = VERTICAL_EDGE[:, :, None, None], np.zeros((1, 1, 1, 1))
    Z, cache = steps.conv_forward(A, W, b, {"stride": 1, "pad": 0})
    assert Z[0, :, :, 0].tolist() == [[0, 30, 30, 0]] * 4
    assert cache[0] is A and cache[1] is W and cache[2] is b and cache[3] == {"stride": 1, "pad": 0}


@pytest.mark.parametrize(
    "sizes, shape",
    [
        ((39, 39, 3, 1, 0), (37, 37)),
        ((37, 37, 5, 2, 0), (17, 17)),
        ((6, 5, 3, 2, 0), (2, 2)),
        ((5, 7, 3, 1, 1), (5, 7)),
    ],
)
def test_the_output_shape_counts_whole_steps(sizes, shape):
    assert steps.conv_output_shape(*sizes) == shape


@pytest.mark.parametrize("n_H, n_W", [(2, 5), (5, 2)])
def test_a_window_larger_than_the_image_is_refused(n_H, n_W):
    with pytest.raises(ValueError, match=rf"5 × 5 window is larger than {n_H} × {n_W} pixels with 1 of padding"):
        steps.conv_output_shape(n_H, n_W, 5, 1, 1)
    assert steps.conv_output_shape(3, 3, 5, 1, 1) == (1, 1)


GEOMETRIES = pytest.mark.parametrize("stride, pad", [(1, 0), (1, 1), (2, 1), (2, 2)])


@GEOMETRIES
def test_the_convolution_agrees_with_centred_differences_and_pytorch(stride, pad):
    arrays = drawn(1, (2, 4, 5, 2), (3, 3, 2, 3), (1, 1, 1, 3))
    rng = np.random.default_rng(2)

    def forward(A_prev, W, b):
        return steps.conv_forward(A_prev, W, b, {"stride": stride, "pad": pad})

    def twin(A_prev, W, b):
        import torch

        Z = torch.nn.functional.conv2d(permute_to_torch(A_prev), W.permute(3, 2, 0, 1), b.ravel(), stride, pad)
        return permute_from_torch(Z)

    check_gradients(forward, steps.conv_backward, arrays, rng)
    against_torch(forward, steps.conv_backward, twin, arrays, rng, np.float64)


@GEOMETRIES
def test_the_transposed_convolution_agrees_with_centred_differences_and_pytorch(stride, pad):
    arrays = drawn(3, (2, 3, 2, 2), (4, 4, 3, 2), (1, 1, 1, 3))
    rng = np.random.default_rng(4)
    backward = transposed_convolution.transposed_conv_backward

    def forward(A_prev, W, b):
        return transposed_convolution.transposed_conv_forward(A_prev, W, b, {"stride": stride, "pad": pad})

    def twin(A_prev, W, b):
        import torch

        convolve = torch.nn.functional.conv_transpose2d
        return permute_from_torch(convolve(permute_to_torch(A_prev), W.permute(3, 2, 0, 1), b.ravel(), stride, pad))

    check_gradients(forward, backward, arrays, rng)
    against_torch(forward, backward, twin, arrays, rng, np.float64)


@GEOMETRIES
def test_a_depthwise_convolution_is_one_whose_filters_see_one_channel_each(stride, pad):
    A_prev, W = drawn(5, (2, 4, 5, 3), (3, 3, 3))
    hparameters = {"stride": stride, "pad": pad}

    def forward(A_prev, W):
        return depthwise.depthwise_conv(A_prev, W, hparameters)

    full = W[..., None] * np.eye(3)
    Z, _ = steps.conv_forward(A_prev, full, np.zeros((1, 1, 1, 3)), hparameters)
    np.testing.assert_allclose(forward(A_prev, W)[0], Z, rtol=1e-12, atol=1e-12)
    check_gradients(forward, depthwise.depthwise_conv_backward, [A_prev, W], np.random.default_rng(6))


def test_a_pointwise_convolution_is_a_convolution_of_one_pixel():
    A_prev, W = drawn(7, (2, 3, 4, 3), (1, 1, 3, 5))
    Z, _ = steps.conv_forward(A_prev, W, np.zeros((1, 1, 1, 5)), {"stride": 1, "pad": 0})
    np.testing.assert_allclose(depthwise.pointwise_conv(A_prev, W)[0], Z, rtol=1e-12)
    backward = depthwise.pointwise_conv_backward
    check_gradients(depthwise.pointwise_conv, backward, [A_prev, W], np.random.default_rng(8))


@pytest.mark.parametrize("pixels, weights, expected", [("u1", "f8", "f8"), ("u1", "i8", "i8"), ("f4", "f4", "f4")])
def test_whole_numbers_as_pixels_cut_nothing_off(pixels, weights, expected):
    """A photograph's 0 … 255 have no sign: an edge filter's answer needs one, and 1/9 needs fractions."""
    A_prev, hparameters = np.arange(16).reshape(1, 4, 4, 1).astype(pixels), {"stride": 1, "pad": 0}
    W = -np.ones((3, 3, 1, 1), weights) if weights == "i8" else np.full((3, 3, 1, 1), -1 / 9, weights)
    b = np.zeros((1, 1, 1, 1), weights)
    for Z, _ in (
        steps.conv_forward(A_prev, W, b, hparameters),
        depthwise.depthwise_conv(A_prev, W[..., 0], hparameters),
        transposed_convolution.transposed_conv_forward(A_prev, W, b, hparameters | {"pad": 2}),
    ):
        assert Z.dtype == expected
        np.testing.assert_allclose(Z[0, 0, 0, 0], W[0, 0, 0, 0] * A_prev[0, :3, :3].sum(dtype=float), rtol=1e-6)


def test_no_step_changes_its_arguments():
    arrays = drawn(9, (1, 4, 4, 2), (3, 3, 2, 2), (1, 1, 1, 2))
    copies = [array.copy() for array in arrays]
    Z, cache = steps.conv_forward(*arrays, {"stride": 1, "pad": 1})
    steps.conv_backward(Z, cache)
    up, cache = transposed_convolution.transposed_conv_forward(*arrays, {"stride": 2, "pad": 1})
    transposed_convolution.transposed_conv_backward(up, cache)
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_windows_as_rows_by_hand():
    rows = steps.im2col(np.arange(9.0).reshape(1, 3, 3, 1), 2, 1, 0)
    assert rows.tolist() == [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]


@GEOMETRIES
def test_windows_as_rows_are_those_of_the_layer(stride, pad):
    for channels in (2, 6):  # the layer copies few and many channels in different orders
        (A_prev,) = drawn(11, (2, 5, 4, channels))
        rows = windows.windows(steps.zero_pad(A_prev, pad), 3, 3, stride)
        np.testing.assert_array_equal(steps.im2col(A_prev, 3, stride, pad), rows[:, :-1])


@GEOMETRIES
def test_one_product_gives_what_the_loops_give(stride, pad):
    arrays = drawn(12, (2, 5, 4, 2), (3, 3, 2, 4), (1, 1, 1, 4))
    hparameters = {"stride": stride, "pad": pad}
    Z, cache = steps.conv_forward_im2col(*arrays, hparameters)
    np.testing.assert_allclose(Z, steps.conv_forward(*arrays, hparameters)[0], rtol=1e-12, atol=1e-12)
    assert all(kept is given for kept, given in zip(cache, (*arrays, hparameters), strict=True))


def test_one_product_keeps_single_precision():
    arrays = [array.astype("f4") for array in drawn(13, (1, 4, 4, 2), (3, 3, 2, 2), (1, 1, 1, 2))]
    assert steps.conv_forward_im2col(*arrays, {"stride": 1, "pad": 1})[0].dtype == np.float32


def test_sobel_and_scharr_measure_the_slope_of_a_plane():
    rows, columns = np.mgrid[:3, :3]
    plane = 0.7 * columns - 0.2 * rows
    for smoothing in ((1, 2, 1), (3, 10, 3)):
        G_x, G_y = gradient_filters(smoothing)
        assert np.sum(G_x * plane) == pytest.approx(0.7) and np.sum(G_y * plane) == pytest.approx(-0.2)
    assert (8 * gradient_filters((1, 2, 1))[0]).tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


@pytest.mark.parametrize("length, sobel, scharr", [(4, 3.24, 0.29), (12, 0.33, 0.08)])
def test_directions_are_off_by_what_the_lab_tells(length, sobel, scharr):
    rows, columns = np.mgrid[-1:2, -1:2]
    for smoothing, told in (((1, 2, 1), sobel), ((3, 10, 3), scharr)):
        G_x, G_y = gradient_filters(smoothing)
        errors, strengths = [], []
        for degrees in range(91):
            angle, k = np.radians(degrees), 2 * np.pi / length
            wave = np.sin(k * (columns * np.cos(angle) + rows * np.sin(angle)))
            x, y = np.sum(G_x * wave), np.sum(G_y * wave)
            errors.append(abs(np.degrees(np.arctan2(y, x)) - degrees))
            strengths.append(np.hypot(x, y) / k)
        assert max(errors) == pytest.approx(told, abs=0.005)
        if length == 12:
            assert min(strengths) > 0.94 and max(strengths) < 0.96
