"""The mean of a few runs, and how far it may be off."""

import numpy as np
import pytest

from utils.labs.statistics import mean_and_error, standard_error


def test_a_standard_error_by_hand():
    assert standard_error([1.0, 3.0]) == pytest.approx(1.0)  # deviations 1 and 1, divided by n - 1 and by n
    assert mean_and_error([1.0, 3.0]) == pytest.approx((2.0, 1.0))


def test_rows_give_one_result_for_each_column():
    rows = np.random.default_rng(0).standard_normal((6, 3))
    mean, error = mean_and_error(rows)
    assert mean.shape == error.shape == (3,)
    assert np.allclose([mean_and_error(column) for column in rows.T], np.transpose([mean, error]))


def test_the_means_of_many_drawings_are_spread_as_it_says():
    draws = np.random.default_rng(1).standard_normal((8, 4000))
    assert np.mean(standard_error(draws) ** 2) == pytest.approx(draws.mean(axis=0).var(), rel=0.1)
