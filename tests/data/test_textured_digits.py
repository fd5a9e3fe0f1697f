"""Digits on stripes: the two labels know nothing of each other, and each can be seen."""

import numpy as np
import pytest

from utils.data import textured_digits as data
from utils.data.digits import load_digits

pytestmark = pytest.mark.lab("course3/week2_learning_from_tasks")


@pytest.fixture(scope="module")
def fields():
    digits = load_digits(np.random.default_rng(0))
    return data.on_textures(digits.X_train, digits.Y_train, 4000, np.random.default_rng(1))


def test_shapes_and_ranges(fields):
    assert fields.X.shape == (100, 4000) and fields.X.dtype == np.float32
    assert fields.X.min() >= 0 and fields.X.max() <= 1
    assert set(fields.digit) == set(range(10)) and set(fields.texture) == set(range(data.KINDS))


def test_the_two_labels_are_independent(fields):
    counts = np.zeros((10, data.KINDS))
    np.add.at(counts, (fields.digit, fields.texture), 1)
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / counts.sum()
    chi2 = np.sum((counts - expected) ** 2 / expected)
    assert chi2 < 63 + 4 * np.sqrt(2 * 63)  # 9 · 7 degrees of freedom


def test_stripes_run_in_the_direction_that_the_label_says():
    blank = np.zeros((64, 10))
    fields = data.on_textures(blank, np.arange(10).reshape(1, -1), 600, np.random.default_rng(2))
    images = fields.X.T.reshape(-1, data.SIDE, data.SIDE)
    across = images[fields.texture == 0]  # they change along the rows alone
    assert across.std(axis=1).mean() > 1.5 * across.std(axis=2).mean()


def test_the_same_seed_gives_the_same_fields():
    digits = load_digits(np.random.default_rng(0))
    one, other = (data.on_textures(digits.X_test, digits.Y_test, 5, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(one.X, other.X)


def test_a_number_of_images_that_is_none_is_refused():
    with pytest.raises(ValueError, match="whole number of images"):
        data.on_textures(np.zeros((64, 1)), np.zeros((1, 1), int), 0, np.random.default_rng(0))
