"""Where two arrays first differ: both numbers, with as many digits as tell them apart."""

import numpy as np
import pytest

from utils.checking.values import first_difference


@pytest.mark.parametrize(
    "due, came, said",
    [
        (2.5, 3.0, "should be 2.5 and is 3"),
        (0.4232981, 0.4232984, "should be 0.4232981 and is 0.4232984"),
        (1.0, 1.00000000001, "should be 1 and is 1.00000000001"),
        (4, 5, "should be 4 and is 5"),
        (0.1, np.nan, "should be 0.1 and is nan"),
    ],
)
def test_both_numbers_are_told_apart(due, came, said):
    assert first_difference("cost", np.asarray(due), np.asarray(came)) == f"cost {said}"


def test_of_an_array_the_first_element_that_differs_is_told():
    due, came = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 2.0], [3.00001, 5.0]])
    assert first_difference("A", due, came) == "A[1, 0] should be 3 and is 3.00001; 2 of 4 elements differ"
