"""Strips with two digits: boxes hold the digits, sums add up, clutter lies behind."""

import numpy as np
import pytest

from utils.data import digit_sums as data
from utils.data.digits import load_digits

pytestmark = pytest.mark.lab("course3/week2_learning_from_tasks")


@pytest.fixture(scope="module")
def digits():
    return load_digits(np.random.default_rng(0))


def test_every_box_holds_the_digit_that_it_is_said_to_hold(digits):
    strips = data.add_up(digits.X_train, digits.Y_train, 50, np.random.default_rng(1), noise=0.0)
    glyphs = digits.X_train.T.reshape(-1, 8, 8)
    for image, left, pair in zip(strips.images, strips.left, strips.digits, strict=True):
        for column, digit in zip(left, pair, strict=True):
            crop = image[:, column : column + 8]
            under = np.all(glyphs <= crop + 1e-6, axis=(1, 2))  # clutter only adds
            assert digit in digits.Y_train[0, under]


def test_shapes_ranges_and_sums(digits):
    strips = data.add_up(digits.X_train, digits.Y_train, 400, np.random.default_rng(2))
    assert strips.images.shape == (400, 8, 20) and strips.images.dtype == np.float32
    assert strips.images.min() >= 0 and strips.images.max() <= 1
    np.testing.assert_array_equal(strips.sums, strips.digits.sum(axis=1))
    assert set(strips.digits.ravel()) == set(data.DIGITS)
    assert set(strips.left[:, 0]) == {0, 1, 2} and set(strips.left[:, 1]) == {10, 11, 12}


def test_the_same_seed_gives_the_same_strips(digits):
    one, other = (data.add_up(digits.X_test, digits.Y_test, 5, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(one.images, other.images)


def test_the_rule_finds_where_eight_columns_are_brightest():
    images = np.zeros((1, 8, 20))
    images[0, :, 1:9] = 1
    images[0, 3, 19] = 1
    np.testing.assert_array_equal(data.brightest_boxes(images), [[1, 12]])


@pytest.mark.parametrize("m", [0, 2.5, True])
def test_a_number_of_images_that_is_none_is_refused(digits, m):
    with pytest.raises(ValueError, match="whole number of images"):
        data.add_up(digits.X_test, digits.Y_test, m, np.random.default_rng(0))
