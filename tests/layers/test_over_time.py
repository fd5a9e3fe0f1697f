"""The mean over time, with sequences of unequal length."""

import numpy as np
import pytest

from tests.layers.witnesses import DTYPES, assert_close, check_layer
from utils.layers.over_time import MeanOverTime

MASK = np.arange(5) < np.array([[5], [2], [1]])


@DTYPES
@pytest.mark.parametrize("mask", [None, MASK])
def test_it_is_the_mean_of_the_real_steps(dtype, mask):
    x = np.random.default_rng(1).standard_normal((3, 5, 2)).astype(dtype)
    lengths = [5] * 3 if mask is None else mask.sum(axis=1)
    y = MeanOverTime().forward(x, mask=mask)
    assert y.dtype == dtype
    assert_close(y, [row[:length].mean(axis=0) for row, length in zip(x, lengths, strict=True)], 1e-6)


@pytest.mark.parametrize("mask", [None, MASK])
def test_centred_differences(mask):
    rng = np.random.default_rng(2)
    check_layer(MeanOverTime(), rng.standard_normal((3, 5, 2)), rng, mask=mask)


@pytest.mark.parametrize(
    "x, mask, message",
    [
        (np.ones((3, 2)), None, r"x has shape \(3, 2\); expected \(m, T, n\)"),
        (np.ones((3, 4, 2)), MASK, r"mask has shape \(3, 5\); expected \(3, 4\)"),
        (np.ones((3, 5, 2)), MASK & False, "no real step"),
        (np.ones((3, 5, 2)), MASK.astype(int), "expected an array of bool"),
    ],
)
def test_bad_input_is_refused(x, mask, message):
    layer = MeanOverTime()
    with pytest.raises(ValueError, match=message):
        layer.forward(x, mask=mask)
    assert not hasattr(layer, "cache")


def test_a_gradient_of_another_batch_is_refused():
    layer = MeanOverTime()
    layer.forward(np.ones((3, 5, 2)))
    with pytest.raises(ValueError, match=r"dy has shape \(2, 2\)"):
        layer.backward(np.ones((2, 2)))
