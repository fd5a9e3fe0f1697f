"""Masks: what they let through, and what they refuse."""

import numpy as np
import pytest

from utils.layers.masks import hiding, look_ahead_mask, padding_mask, step_mask
from utils.steps import attention as steps

REAL = np.array([[True, True, False], [True, False, False]])


def test_padding_hides_the_same_keys_from_every_head_and_query():
    mask = padding_mask(REAL)
    assert mask.shape == (2, 1, 1, 3)
    np.testing.assert_array_equal(mask[:, 0], steps.create_padding_mask(np.array([[5, 2, 0], [7, 0, 0]])))


def test_a_step_looks_at_itself_and_back():
    np.testing.assert_array_equal(look_ahead_mask(3), [[True, False, False], [True, True, False], [True, True, True]])
    np.testing.assert_array_equal(look_ahead_mask(4)[None], steps.create_look_ahead_mask(4))


def test_a_causal_mask_of_padded_sequences_hides_both():
    mask = step_mask(REAL, 2, 3, causal=True)
    assert mask.shape == (2, 1, 3, 3)
    np.testing.assert_array_equal(mask[0, 0], [[True, False, False], [True, True, False], [True, True, False]])
    np.testing.assert_array_equal(mask[1, 0], [[True, False, False]] * 3)
    np.testing.assert_array_equal(step_mask(REAL, 2, 3), padding_mask(REAL))
    assert step_mask(None, 2, 3) is None
    np.testing.assert_array_equal(step_mask(None, 2, 3, causal=True), look_ahead_mask(3))


def test_hidden_scores_become_minus_infinity_in_the_scores_own_type():
    hide = hiding(REAL[:, None, None, :], (2, 4, 5, 3), np.dtype(np.float32))
    assert hide.shape == (2, 4, 5, 3) and hide.dtype == np.float32
    np.testing.assert_array_equal(hide[0, 3, 4], [0, 0, -np.inf])


@pytest.mark.parametrize(
    "mask, message",
    [
        (np.ones((2, 3)), r"an array of float64 \(2, 3\); expected an array of bool \(m, T\)"),
        (np.ones((2, 3, 3), bool), r"\(2, 3, 3\); expected an array of bool \(m, T\)"),
        ([[True]], "mask is list"),
        (np.array([[True, True, False], [False, False, False]]), r"\(2, 3\) has no real step in sequence 1"),
        (np.ones((2, 4), bool), r"shape \(2, 4\); expected \(2, 3\)"),
    ],
)
def test_a_mask_of_steps_that_cannot_be_one_is_refused(mask, message):
    with pytest.raises(ValueError, match=message):
        step_mask(mask, 2, 3)


@pytest.mark.parametrize(
    "mask, message",
    [
        (np.ones((3, 3)), r"an array of float64 \(3, 3\); expected an array of bool"),
        (np.ones((3, 4), bool), r"\(3, 4\); expected one broadcastable to the scores, \(2, 1, 3, 3\)"),
        (np.ones((1, 2, 1, 3, 3), bool), r"\(1, 2, 1, 3, 3\); expected one broadcastable"),
        (np.ones((3, 3, 3), bool), r"\(3, 3, 3\); expected one broadcastable"),
        (np.tri(3, k=-1, dtype=bool), r"\(3, 3\) lets query \(0,\) attend to nothing"),
        (np.tri(3, dtype=bool).T[[0, 2, 0]][None] & [True, True, False], r"lets query \(0, 1\) attend to nothing"),
        (np.zeros((2, 1, 1, 3), bool), r"lets query \(0, 0, 0\) attend to nothing"),
    ],
)
def test_a_mask_of_scores_that_cannot_be_one_is_refused(mask, message):
    with pytest.raises(ValueError, match=message):
        hiding(mask, (2, 1, 3, 3), np.dtype(np.float32))
