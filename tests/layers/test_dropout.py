"""Dropout: what it keeps and how often, both ways by the same mask; and what it refuses."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from tests.layers.witnesses import DTYPES, against_torch, check_gradients
from utils.layers.dropout import Dropout, dropout_backward, dropout_forward


def drop(x, keep_prob=0.6, seed=1):
    return dropout_forward(x, keep_prob, np.random.default_rng(seed))


@DTYPES
@given(shape=array_shapes(max_dims=4, max_side=4), keep_prob=st.floats(0.01, 1), seed=st.integers(0, 2**32 - 1))
def test_every_number_is_dropped_or_scaled_up(dtype, shape, keep_prob, seed):
    x = np.random.default_rng(0).standard_normal(shape).astype(dtype)
    y, mask = drop(x, keep_prob, seed)
    dx = dropout_backward(np.ones_like(x), mask)
    assert y.dtype == dx.dtype == dtype
    for before, after, slope in zip(x.flat, y.flat, dx.flat, strict=True):
        assert (after == slope == 0) or (
            after == pytest.approx(before / keep_prob, rel=2e-3) and slope == pytest.approx(1 / keep_prob, rel=2e-3)
        )


@pytest.mark.parametrize("keep_prob", [0.1, 0.5, 0.8, 0.99, 1e-9, 1 - 1e-9])
def test_the_share_that_stays_and_the_mean(keep_prob):
    """Within five standard deviations of what a fair draw gives."""
    m = 400_001
    y, _ = drop(np.ones(m), keep_prob)
    share = max(keep_prob, 2**-16)
    assert abs(np.mean(y > 0) - share) <= 2**-16 + 5 * math.sqrt(share * (1 - share) / m)
    assert abs(y.mean() - 1) <= 2**-16 + 5 * math.sqrt((1 - share) / share / m)


class Words:
    """In place of a generator: one word of four given 16-bit numbers."""

    def integers(self, low, high, size, dtype):
        return np.array([0, 1, 32767, 32768], np.uint16).view(np.uint64)


@pytest.mark.parametrize("keep_prob, kept", [(1e-9, [1, 0, 0, 0]), (0.5, [1, 1, 1, 0]), (1, [1, 1, 1, 1])])
def test_a_number_stays_where_its_bits_are_below_the_limit(keep_prob, kept):
    y, _ = dropout_forward(np.ones(4), keep_prob, Words())
    assert (y > 0).tolist() == kept


def test_neighbours_are_drawn_independently():
    kept = drop(np.ones(400_000), 0.5)[0] > 0
    for distance in (1, 2, 3, 4, 8):
        assert abs(np.mean(kept[distance:] == kept[:-distance]) - 0.5) < 0.005


@pytest.mark.parametrize("shape", [(1,), (5,), (2, 3), (2, 3, 2, 3)])
def test_centred_differences(shape):
    rng = np.random.default_rng(2)
    check_gradients(drop, dropout_backward, [rng.standard_normal(shape)], rng)


@DTYPES
def test_torch_with_the_same_mask(dtype):
    torch = pytest.importorskip("torch")
    x = np.random.default_rng(3).standard_normal((4, 5)).astype(dtype)
    mask = torch.tensor(drop(x)[1])
    against_torch(drop, dropout_backward, lambda t: t * mask, [x], np.random.default_rng(4), dtype)


def test_it_passes_everything_on_unless_it_learns():
    x = np.ones((2, 3), np.float32)
    for keep_prob, train in ((0.5, False), (1, True)):
        layer = Dropout(keep_prob, np.random.default_rng(5))
        assert layer.forward(x, train=train) is x and layer.backward(x) is x
        for dy, message in (
            (x[:1], r"dy has shape \(1, 3\); expected \(2, 3\)"),
            (x.astype(float), "dy .* is float64"),
        ):
            with pytest.raises(ValueError, match=message):
                layer.backward(dy)
        with pytest.raises(ValueError, match="x is list"):
            layer.forward([1.0], train=train)


def test_each_pass_draws_anew_and_goes_back_by_its_own_mask():
    layer, x = Dropout(0.5, np.random.default_rng(6)), np.ones((8, 8), np.float32)
    first, second = layer.forward(x, train=True), layer.forward(x, train=True)
    assert not np.array_equal(first, second) and np.array_equal(layer.backward(x), second)
    again = Dropout(0.5, np.random.default_rng(6)).forward(x, train=True)
    assert np.array_equal(first, again)
    layer.forward(x)
    assert layer.backward(x) is x


@pytest.mark.parametrize("keep_prob", [0, -0.1, 1.1, math.nan, "0.5", None, np.random.default_rng(8)])
def test_what_is_no_probability_of_keeping_is_refused(keep_prob):
    for refuse in (lambda: Dropout(keep_prob, 0.5), lambda: drop(np.ones(3), keep_prob)):
        with pytest.raises(ValueError, match="keep_prob"):
            refuse()


def test_bad_input_is_refused_before_a_number_is_drawn():
    rng = np.random.default_rng(7)
    layer, state = Dropout(0.5, rng), rng.bit_generator.state
    for x in ([1.0], np.ones((0, 3)), np.ones(3, int)):
        with pytest.raises(ValueError, match="x "):
            layer.forward(x, train=True)
    assert rng.bit_generator.state == state and not hasattr(layer, "cache")
    layer.forward(np.ones((2, 3)), train=True)
    with pytest.raises(ValueError, match=r"\(3, 2\); expected \(2, 3\)"):
        layer.backward(np.ones((3, 2)))
