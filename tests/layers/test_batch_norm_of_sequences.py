"""Batch norm where sequences are of unequal length: padding is neither counted nor normalised."""

import numpy as np
import pytest

from tests.layers.witnesses import assert_close, check_layer
from utils.layers.batch_norm import BatchNorm

MASK = np.arange(4) < np.array([[4], [1], [3]])


def draw(seed=1):
    return np.random.default_rng(seed).standard_normal((3, 4, 2))


@pytest.mark.parametrize("train", [True, False])
def test_real_steps_are_normalised_as_if_they_stood_alone(train):
    x, masked, alone = draw(), BatchNorm(2).cast(float), BatchNorm(2).cast(float)
    y = masked.forward(x, train=train, mask=MASK)
    assert_close(y[MASK], alone.forward(x[MASK], train=train), 1e-12)
    assert not y[~MASK].any()
    for name, array in alone.state().items():
        np.testing.assert_array_equal(masked.state()[name], array)
    other = BatchNorm(2).cast(float).forward(np.where(MASK[..., None], x, 100.0), train=train, mask=MASK)
    np.testing.assert_array_equal(other, y)


@pytest.mark.parametrize("train", [True, False])
def test_centred_differences(train):
    rng = np.random.default_rng(2)
    check_layer(BatchNorm(2), draw(), rng, train=train, mask=MASK)


def test_a_mask_of_sequences_says_nothing_about_features_without_time():
    x = draw()[:, 0]
    y = BatchNorm(2).cast(float).forward(x, train=True, mask=MASK)
    assert_close(y.mean(axis=0), np.zeros(2), 1e-12)


def test_masks_and_gradients_that_do_not_fit_are_refused():
    layer = BatchNorm(2).cast(float)
    for mask, message in ((MASK[:, :3], r"\(3, 3\); expected \(3, 4\)"), (MASK & False, "no real step")):
        with pytest.raises(ValueError, match=message):
            layer.forward(draw(), train=True, mask=mask)
    layer.forward(draw(), train=True, mask=MASK)
    with pytest.raises(ValueError, match=r"dy has shape \(3, 3, 2\)"):
        layer.backward(np.ones((3, 3, 2)))
