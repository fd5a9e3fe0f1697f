"""What can be said of the plain recurrence by hand."""

import numpy as np

from tests.layers.witnesses import assert_close
from utils.layers.rnn import rnn_backward, rnn_forward


def test_a_gradient_shrinks_by_the_same_factor_at_every_step_back():
    """With no input and a state of 0, tanh is a line of slope 1: da0 is da_last times U transposed, T times over."""
    U = np.diag([0.5, 1.0, -2.0])
    _, cache = rnn_forward(np.zeros((1, 4, 1)), np.zeros((1, 3)), np.zeros((1, 3)), U, np.zeros(3))
    _, da0, *_ = rnn_backward(None, np.ones((1, 3)), cache)
    assert_close(da0, [[0.5**4, 1, 16]], 1e-12)


def test_two_steps_by_hand():
    (a, a_last), _ = rnn_forward(
        np.array([[[1.0], [2.0]]]), np.array([[0.5]]), np.array([[0.3]]), np.array([[-0.4]]), np.array([0.1])
    )
    first = np.tanh(0.3 * 1 - 0.4 * 0.5 + 0.1)
    second = np.tanh(0.3 * 2 - 0.4 * first + 0.1)
    assert_close(a, [[[first], [second]]], 1e-12)
    assert_close(a_last, [[second]], 1e-12)
