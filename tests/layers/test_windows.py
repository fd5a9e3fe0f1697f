"""How many windows there are, and the matrix that they make."""

import numpy as np
import pytest

from utils.layers.windows import framed, output_size, windows


@pytest.mark.parametrize(
    "sizes, expected",
    [((28, 5, 1, 0), 24), ((28, 5, 1, 2), 28), ((227, 11, 4, 0), 55), ((6, 3, 2, 0), 2), ((3, 3, 1, 0), 1)],
)
def test_the_output_size_rounds_down(sizes, expected):
    assert output_size(*sizes) == expected


@pytest.mark.parametrize(
    "sizes, message",
    [
        ((4, 5, 1, 0), "a window of 5 does not fit into 4 pixels"),
        ((6, 3, 2, 0, True), "does not divide 6 pixels .*: 1 are left over"),
        ((6, 3, 0, 0), "stride = 0"),
        ((6, 3, 1, -1), "pad = -1"),
        ((6, 2.0, 1, 0), "f = 2.0"),
    ],
)
def test_an_impossible_size_is_refused(sizes, message):
    with pytest.raises(ValueError, match=message):
        output_size(*sizes)
    assert output_size(7, 3, 2, 0, exact=True) == 3


def test_a_frame_adds_zeros_and_cuts_off_what_lies_outside():
    x = np.random.default_rng(1).standard_normal((2, 3, 4, 5))
    assert framed(x, 0, 0, 3, 4) is x
    np.testing.assert_array_equal(framed(x, 1, 2, 5, 8), np.pad(x, ((0, 0), (1, 1), (2, 2), (0, 0))))
    np.testing.assert_array_equal(framed(x, -1, 1, 3, 3), np.pad(x[:, 1:, :2], ((0, 0), (0, 1), (1, 0), (0, 0))))
    np.testing.assert_array_equal(framed(x, 4, -5, 3, 2), np.zeros((2, 3, 2, 5)))


@pytest.mark.parametrize("n_C", [2, 6])
def test_a_row_of_the_matrix_is_a_window_and_a_one(n_C):
    """With few channels and with many, whose matrices lie differently in memory."""
    x = np.random.default_rng(0).standard_normal((2, 5, 4, n_C))
    padded = framed(x, 1, 0, 7, 4, planes=n_C == 2)
    np.testing.assert_array_equal(padded, np.pad(x, ((0, 0), (1, 1), (0, 0), (0, 0))))
    matrix = windows(padded, 3, 2, 2)
    places = [(i, h, w) for i in range(2) for h in (0, 2, 4) for w in (0, 2)]
    expected = [[*padded[i, h : h + 3, w : w + 2].ravel(), 1] for i, h, w in places]
    np.testing.assert_array_equal(matrix, expected)
