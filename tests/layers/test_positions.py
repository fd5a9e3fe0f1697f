"""Positional encodings against their step and a loop, and the layer that adds them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import check_layer
from utils.layers.positions import AddPositions, positional_encoding
from utils.steps import transformer as steps


@given(T=st.integers(1, 9), d=st.integers(1, 7))
def test_it_agrees_with_the_step_and_with_a_loop(T, d):
    P = positional_encoding(T, d, np.float64)
    np.testing.assert_allclose(steps.positional_encoding(T, d)[0], P, rtol=0, atol=1e-12)
    for pos, k in np.ndindex(T, d):
        angle = pos / 10000 ** (2 * (k // 2) / d)
        assert P[pos, k] == pytest.approx(math.cos(angle) if k % 2 else math.sin(angle), abs=1e-12)


def test_the_dot_product_of_two_positions_depends_on_their_distance_only():
    P = positional_encoding(12, 8, np.float64)
    products = P @ P.T
    for distance in range(12):
        np.testing.assert_allclose(np.diagonal(products, distance), products[0, distance])


def test_the_layer_adds_them_in_the_type_of_its_input_and_hands_the_gradient_on():
    layer = AddPositions()
    for T, d, dtype in ((3, 4, np.float32), (5, 4, np.float32), (5, 4, np.float64), (2, 4, np.float64), (2, 6, float)):
        x = np.ones((2, T, d), dtype)
        y = layer.forward(x)
        assert y.dtype == dtype and (x == 1).all()
        np.testing.assert_array_equal(y, 1 + np.stack([positional_encoding(T, d, dtype)] * 2))
    rng = np.random.default_rng(0)
    check_layer(AddPositions(), rng.standard_normal((2, 3, 4)), rng)


def test_one_table_serves_all_sequences_that_are_not_longer():
    layer = AddPositions()
    layer.forward(np.ones((2, 5, 4), np.float32))
    table = layer.table
    for T in (5, 2):
        layer.forward(np.ones((3, T, 4), np.float32))
        assert layer.table is table


def test_nan_is_handed_on_to_the_next_layer_that_weighs():
    assert np.isnan(AddPositions().forward(np.full((1, 2, 3), np.nan))).all()


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match=r"x has shape \(3, 4\); expected \(m, T, d\)"):
        AddPositions().forward(np.ones((3, 4)))
    with pytest.raises(ValueError, match="T = 0"):
        positional_encoding(0, 4)
    with pytest.raises(ValueError, match="d = 2.5"):
        positional_encoding(3, 2.5)


def test_a_gradient_of_another_shape_or_type_is_refused():
    layer = AddPositions()
    y = layer.forward(np.ones((2, 3, 4), np.float32))
    with pytest.raises(ValueError, match=r"dy has shape \(1, 3, 4\); expected \(2, 3, 4\)"):
        layer.backward(y[:1])
    with pytest.raises(ValueError, match="dy .* is float64"):
        layer.backward(y.astype(float))
