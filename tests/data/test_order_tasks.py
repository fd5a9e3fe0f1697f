"""Tasks on drawn sequences: their answers by hand, how often each is right, and what they refuse."""

import numpy as np
import pytest

from utils.data.order_tasks import copy_back, more_often, which_first


def test_answers_are_what_the_questions_ask():
    x, y = more_often(500, 9, np.random.default_rng(0))
    for row, answer in zip(x, y, strict=True):
        zeros, ones = list(row).count(0), list(row).count(1)
        assert zeros != ones and answer == (zeros > ones)
    x, y = which_first(500, 9, np.random.default_rng(1))
    for row, answer in zip(x, y, strict=True):
        assert list(row).count(0) == list(row).count(1) == 1 and answer == (list(row).index(0) < list(row).index(1))
    x, y, counts = copy_back(5, 9, np.random.default_rng(2), delay=2)
    for t in range(9):
        assert counts[:, t].all() == (t >= 2) and not counts[:, t].any() == (t < 2)
        if t >= 2:
            np.testing.assert_array_equal(y[:, t], x[:, t - 2])


@pytest.mark.parametrize("task", [more_often, which_first])
@pytest.mark.parametrize("T", [2, 5, 12])
def test_both_answers_are_as_likely(task, T):
    x, y = task(4000, T, np.random.default_rng(3), 5)
    assert x.shape == (4000, T) and x.min() == 0 and x.max() <= 4
    assert abs(y.mean() - 0.5) < 0.03


def test_a_tie_without_other_tokens_is_broken_too():
    x, y = more_often(2000, 2, np.random.default_rng(4), 3)
    assert np.all(np.sum(x == 0, axis=1) != np.sum(x == 1, axis=1))


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda rng: more_often(3, 1, rng), "T = 1"),
        (lambda rng: which_first(3, 1, rng), "T = 1"),
        (lambda rng: which_first(3, 5, rng, 2), "symbols"),
        (lambda rng: copy_back(3, 3, rng, delay=3), "T = 3"),
    ],
)
def test_what_they_refuse(call, what):
    with pytest.raises(ValueError, match=what):
        call(np.random.default_rng(0))
