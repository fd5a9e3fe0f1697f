import numpy as np
import pytest

from utils.data.digits import load_digits


def test_shapes_and_ranges():
    data = load_digits(np.random.default_rng(0))
    X_train, Y_train, X_test, Y_test = data
    assert X_train.shape == (64, 1258) and X_test.shape == (64, 539)
    assert Y_train.shape == (1, 1258) and Y_test.shape == (1, 539)
    for X, Y in ((X_train, Y_train), (X_test, Y_test)):
        assert X.dtype == float and X.min() == 0 and X.max() == 1
        assert Y.dtype == int and set(Y[0]) == set(range(10))
    assert data.X_train is X_train


def test_every_digit_is_in_one_part_only():
    X_train, _, X_test, _ = load_digits(np.random.default_rng(0))
    # No two of the 1797 images are equal
    assert len(np.unique(np.hstack([X_train, X_test]), axis=1).T) == 1797


def test_the_generator_decides_the_parts():
    first, again, other = (load_digits(np.random.default_rng(seed)).X_test for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_the_share_is_kept():
    assert load_digits(np.random.default_rng(0), test_share=0.5).X_test.shape[1] == pytest.approx(898.5, abs=1)


@pytest.mark.parametrize("share", [0, 1, -0.1, 30, 1e-5, 0.9999, float("nan")])
def test_another_share_is_refused(share):
    with pytest.raises(ValueError, match="test_share"):
        load_digits(np.random.default_rng(0), test_share=share)
