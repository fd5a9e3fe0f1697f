import numpy as np
import pytest

from utils.data.housing import houses


def test_sizes_and_prices():
    size, price = houses(300, np.random.default_rng(0))
    assert size.shape == price.shape == (300,)
    assert 20 <= size.min() and size.max() <= 200
    assert price.min() >= 0


def test_without_noise_the_price_follows_a_line_with_a_knee():
    size, price = houses(100, np.random.default_rng(0), noise=0)
    np.testing.assert_allclose(price, np.where(size < 40, 0, 2.6 * (size - 40)))
    assert (price == 0).any()


def test_the_seed_decides():
    first, again, other = (houses(20, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


@pytest.mark.parametrize("m", [1, 0, -3, 2.5, True, None])
def test_a_wrong_number_of_houses_is_refused(m):
    with pytest.raises(ValueError, match="whole number of houses"):
        houses(m, np.random.default_rng(0))


def test_negative_noise_is_refused():
    with pytest.raises(ValueError, match="noise = -1"):
        houses(10, np.random.default_rng(0), noise=-1)
