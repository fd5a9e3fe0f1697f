"""The convolution lab's checks, with attempts that no known mistake names: loops, floats, memory that was not set."""

import numpy as np
import pytest

from utils import labs
from utils.checking import State, evaluate
from utils.labs.course4.week1_convolution_steps.im2col import rows_by_loop
from utils.steps.convolution import conv_forward

pytestmark = pytest.mark.lab("course4/week1_convolution_steps")

EXERCISES = labs.load("course4/week1_convolution_steps").exercises


def padded_in_memory_as_it_is(X, pad):
    m, n_H, n_W, n_C = X.shape
    X_pad = np.empty((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    X_pad[:, pad : pad + n_H, pad : pad + n_W] = X
    return X_pad


def test_a_frame_that_is_not_set_is_refused():
    for _ in range(5):
        assert evaluate(EXERCISES["zero_pad"], padded_in_memory_as_it_is).state == State.NOT_RIGHT


@pytest.mark.parametrize("name, loops", [("conv_forward_im2col", conv_forward), ("im2col", rows_by_loop)])
def test_loops_where_one_product_was_asked_for_are_right_and_called_slow(name, loops):
    outcomes = [evaluate(EXERCISES[name], lambda *arguments: loops(*arguments)) for _ in range(5)]
    assert all(outcome.state == State.CORRECT for outcome in outcomes)
    notes = [note for outcome in outcomes for note in outcome.notes]  # a busy machine may hold the product up at times
    assert notes and all("times slower than it could be" in note for note in notes)


def test_sizes_in_a_list_and_in_numpy_s_integers_pass():
    def conv_output_shape(n_H, n_W, f, stride, pad):
        if min(n_H, n_W) + 2 * pad < f:
            raise ValueError("does not fit")
        return list((np.array([n_H, n_W]) + 2 * pad - f) // stride + 1)

    assert evaluate(EXERCISES["conv_output_shape"], conv_output_shape).state == State.CORRECT
