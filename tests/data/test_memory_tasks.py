"""Drawn sequences: the mark, the label, the future, and what can be reached without it."""

import numpy as np
import pytest

from utils.data.memory_tasks import best_without_future, comes_again, marked_token

pytestmark = pytest.mark.lab("course5/week1_gru")


def test_one_of_the_first_tokens_is_marked_and_is_the_label():
    x, y = marked_token(400, 9, np.random.default_rng(0), symbols=3, first=4)
    assert x.shape == (400, 9, 4) and x.dtype == np.float32
    np.testing.assert_array_equal(x[..., :3].sum(axis=2), 1)
    np.testing.assert_array_equal(x[..., 3].sum(axis=1), 1)
    places = x[..., 3].argmax(axis=1)
    assert set(places) == {0, 1, 2, 3}
    np.testing.assert_array_equal(x[np.arange(400), places, :3].argmax(axis=1), y)
    assert set(y) == {0, 1, 2}


def test_a_token_comes_again_where_a_loop_finds_it():
    x, y = comes_again(50, 7, np.random.default_rng(1), symbols=4)
    tokens = x.argmax(axis=2)
    for row, labels in zip(tokens.tolist(), y.tolist(), strict=True):
        assert labels == [int(token in row[t + 1 :]) for t, token in enumerate(row)]


def test_no_rule_by_the_step_alone_is_better_than_the_bound():
    _, y = comes_again(40_000, 12, np.random.default_rng(2))
    by_step = y.mean(axis=0)
    assert np.mean(np.maximum(by_step, 1 - by_step)) == pytest.approx(best_without_future(12), abs=0.003)
    assert best_without_future(12) == pytest.approx(0.7026, abs=1e-4)


def test_the_same_seed_draws_the_same():
    for draw in (marked_token, comes_again):
        one, other = (draw(5, 8, np.random.default_rng(3)) for _ in range(2))
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_impossible_sizes_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="T"):
        marked_token(3, 4, rng, first=5)
    with pytest.raises(ValueError, match="symbols"):
        comes_again(3, 4, rng, symbols=1)
