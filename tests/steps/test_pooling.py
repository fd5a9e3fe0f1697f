"""Pooling step by step: by hand, centred differences, PyTorch, ties, and what it refuses."""

import numpy as np
import pytest

from tests.layers.witnesses import against_torch, assert_close, check_gradients, permute_from_torch, permute_to_torch
from utils.steps import pooling as steps

pytestmark = pytest.mark.lab("course4/week1_convolution_steps")

MODES = pytest.mark.parametrize("mode", ["max", "average"])
WINDOWS = pytest.mark.parametrize("f, stride", [(2, 2), (3, 1), (3, 2), (2, 3), (1, 1)])


def pair(f, stride, mode):
    hparameters = {"f": f, "stride": stride}
    return (
        lambda A_prev: steps.pool_forward(A_prev, hparameters, mode),
        lambda dA, cache: steps.pool_backward(dA, cache, mode),
    )


def images(rng, *shape):
    return rng.permutation(np.prod(shape)).reshape(shape) / 7.0


@WINDOWS
@MODES
def test_centred_differences(mode, f, stride):
    rng = np.random.default_rng(1)
    check_gradients(*pair(f, stride, mode), [images(rng, 2, 5, 4, 2)], rng)


@WINDOWS
@MODES
def test_torch(mode, f, stride):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    pool = torch.nn.functional.max_pool2d if mode == "max" else torch.nn.functional.avg_pool2d

    def twin(A_prev):
        return permute_from_torch(pool(permute_to_torch(A_prev), f, stride))

    against_torch(*pair(f, stride, mode), twin, [images(rng, 2, 6, 7, 3)], rng, np.float64)


def test_one_window_by_hand():
    A_prev = np.array([[1.0, 5], [2, 3]])[None, :, :, None]
    for mode, pooled, gradient in [("max", 5, [[0, 8], [0, 0]]), ("average", 2.75, [[2, 2], [2, 2]])]:
        A, cache = steps.pool_forward(A_prev, {"f": 2, "stride": 2}, mode)
        assert A.item() == pooled
        dA_prev = steps.pool_backward(np.full((1, 1, 1, 1), 8.0), cache, mode)
        assert dA_prev[0, :, :, 0].tolist() == gradient


def test_the_mask_marks_every_maximum():
    assert steps.create_mask_from_window(np.array([[1, 4], [4, 2]])).tolist() == [[False, True], [True, False]]


def test_pixels_that_tie_share_the_gradient_equally():
    A_prev = np.array([[1.0, 4], [4, 2]])[None, :, :, None]
    _, cache = steps.pool_forward(A_prev, {"f": 2, "stride": 2})
    dA_prev = steps.pool_backward(np.full((1, 1, 1, 1), 6.0), cache)
    assert dA_prev[0, :, :, 0].tolist() == [[0, 3], [3, 0]]


@WINDOWS
@MODES
def test_no_gradient_is_lost_or_doubled(mode, f, stride):
    forward, backward = pair(f, stride, mode)
    A, cache = forward(np.zeros((2, 5, 6, 2)))
    dA = np.random.default_rng(3).standard_normal(A.shape)
    np.testing.assert_allclose(backward(dA, cache).sum((1, 2)), dA.sum((1, 2)), rtol=1e-12)


def test_shares_are_equal_and_add_up():
    shares = steps.distribute_value(3.0, (2, 3))
    assert_close(shares, np.full((2, 3), 0.5), 1e-15)


def test_the_input_stays_as_it_was():
    A_prev = images(np.random.default_rng(4), 1, 4, 4, 1)
    before = A_prev.copy()
    A, cache = steps.pool_forward(A_prev, {"f": 2, "stride": 2})
    steps.pool_backward(A, cache)
    assert cache[0] is A_prev and np.array_equal(A_prev, before)


def test_an_unknown_mode_is_refused_by_name():
    _, cache = steps.pool_forward(np.ones((1, 2, 2, 1)), {"f": 2, "stride": 2})
    with pytest.raises(ValueError, match="mean"):
        steps.pool_forward(np.ones((1, 2, 2, 1)), {"f": 2, "stride": 2}, "mean")
    with pytest.raises(ValueError, match="mean"):
        steps.pool_backward(np.ones((1, 1, 1, 1)), cache, "mean")


@MODES
@pytest.mark.parametrize("n_H, n_W", [(2, 5), (5, 2)])
def test_a_window_larger_than_the_image_is_refused(mode, n_H, n_W):
    with pytest.raises(ValueError, match=f"a 3 × 3 window is larger than {n_H} × {n_W} pixels"):
        steps.pool_forward(np.ones((1, n_H, n_W, 1)), {"f": 3, "stride": 1}, mode)


@MODES
@pytest.mark.parametrize("given, expected", [("f4", "f4"), ("f8", "f8"), ("u1", "f8"), ("i8", "f8")])
def test_types_stay_and_means_of_whole_numbers_keep_their_fractions(mode, given, expected):
    A_prev = np.array([[1, 5], [2, 3]], given)[None, :, :, None]
    A, cache = steps.pool_forward(A_prev, {"f": 2, "stride": 1}, mode)
    assert A.dtype == expected and A.item() == {"max": 5, "average": 2.75}[mode]
    dA_prev = steps.pool_backward(A, cache, mode)
    assert dA_prev.dtype == expected and dA_prev.sum() == A.item()
