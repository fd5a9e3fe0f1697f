"""What every layer refuses, to the last word of its message, and what it takes up to the very edge."""

import warnings

import numpy as np
import pytest

from utils.layers.arguments import all_finite, as_index, check_array, check_labels, check_whole

X = np.ones((2, 3), np.float32)
KINDS = "layers take arrays of float32 or float64"
EMPTY = "it is empty, and a layer needs at least one of everything"
LOOK = "look for a division by 0 or a learning rate too large"


def refused(check, *arguments, **options):
    with pytest.raises(ValueError) as caught:
        check(*arguments, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    "array, shape, message",
    [
        ([1.0], ("m",), f"x is list; {KINDS}: np.asarray(x, np.float32)"),
        (X.astype(np.int64), ("m", 3), f"x is an array of int64; {KINDS}: x.astype(np.float32)"),
        (X.astype(np.float16), ("m", 3), f"x is an array of float16; {KINDS}: x.astype(np.float32)"),
        (X.astype(complex), ("m", 3), f"x is an array of complex128; {KINDS}: x.astype(np.float32)"),
        (X, ("m", 4), "x has shape (2, 3); expected (m, 4)"),
        (X, (3,), "x has shape (2, 3); expected (3,)"),
        (X, ("m", "T", 3), "x has shape (2, 3); expected (m, T, 3)"),
        (X, (3, 3), "x has shape (2, 3); expected (3, 3)"),
        (X, (..., 2), "x has shape (2, 3); expected (…, 2)"),
        (X[0], (..., "T", 3), "x has shape (3,); expected (…, T, 3)"),
        (X[:0], ("m", 3), f"x has shape (0, 3): {EMPTY}"),
        (X[:0], (..., 3), f"x has shape (0, 3): {EMPTY}"),
        (X * np.float32(np.nan), ("m", 3), f"x (2, 3) holds NaN: {LOOK}"),
        (X * np.float32(-np.inf), ("m", 3), f"x (2, 3) holds infinity: {LOOK}"),
        (np.array([np.inf, np.nan]), (2,), f"x (2,) holds NaN: {LOOK}"),
    ],
)
def test_arrays_are_refused_with_what_they_are(array, shape, message):
    assert refused(check_array, "x", array, shape) == message


def test_an_array_of_another_type_than_the_weights_is_refused_with_the_cure():
    for ours, theirs in (("float32", "float64"), ("float64", "float32")):
        message = f"x (2, 3) is {ours} and the weights are {theirs}: x.astype(np.{theirs}) gives both one type"
        assert refused(check_array, "x", X.astype(ours), ("m", 3), np.dtype(theirs)) == message


@pytest.mark.parametrize(
    "array, shape",
    [
        (X, ("m", 3)),
        (X, (2, "n")),
        (X, (..., 3)),
        (X, (..., 2, 3)),
        (X[0], (..., 3)),
        (X, (...,)),
        (X[0, 0, None], (1,)),
    ],
)
def test_arrays_that_fit_are_taken(array, shape):
    check_array("x", array, shape, np.float32)
    check_array("x", array * np.float32(np.nan), shape, finite=False)
    check_array("x", np.ones(()), ())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", ["C", "F"])
def test_one_number_that_is_not_finite_is_found_and_large_and_small_ones_are_not_taken_for_it(dtype, order):
    limits = np.finfo(dtype)
    array = np.array([[1, -limits.max, limits.tiny], [0, limits.max, -1]], dtype, order=order)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert all_finite(array) is True and all_finite(array[:, ::2]) is True
        for wrong in (np.nan, np.inf, -np.inf):
            array[1, 2] = wrong
            assert all_finite(array) is False


WHOLE = "it is an array of whole numbers"


@pytest.mark.parametrize(
    "labels, message",
    [
        ([0, 1], f"y is list; {WHOLE}: np.asarray(y, int)"),
        (np.array([0.0, 1.0]), f"y is an array of float64; {WHOLE}: y.astype(int)"),
        (np.array([True, False]), f"y is an array of bool; {WHOLE}: y.astype(int)"),
        (np.array([[0, 1]]), "y has shape (1, 2); expected (m,)"),
        (np.array([], int), f"y has shape (0,): {EMPTY}"),
        (np.array([0, -1]), "y (2,) runs from -1 to 0; it has to lie within 0 … 2"),
        (np.array([3, 1]), "y (2,) runs from 1 to 3; it has to lie within 0 … 2"),
    ],
)
def test_labels_are_refused_with_what_they_are(labels, message):
    assert refused(check_labels, "y", labels, ("m",), 3) == message


def test_labels_from_0_to_one_less_than_the_count_are_taken_signed_or_not():
    for dtype in (np.int64, np.uint8):
        check_labels("y", np.array([0, 2, 1], dtype), ("m",), 3)


@pytest.mark.parametrize("value, least", [(0, 1), (True, 1), (1.0, 1), ("1", 1), (None, 1), (-1, 0), (2, 3)])
def test_what_is_no_whole_number_or_too_small_is_refused(value, least):
    message = f"n = {value!r}: it is a whole number, at least {least}"
    assert refused(check_whole, "n", value, least) == message


def test_whole_numbers_from_the_least_up_are_taken_numpys_too():
    for value, least in ((1, 1), (np.int32(4), 2), (0, 0), (np.uint8(3), 3)):
        check_whole("n", value, least)
    assert refused(check_whole, "n", 0).endswith("at least 1")  # unless told


@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.int64, np.uint64])
def test_whole_numbers_of_any_type_look_rows_up(kind):
    ids, rows = np.array([[2, 0], [1, 2]], kind), np.arange(6.0).reshape(3, 2)
    np.testing.assert_array_equal(rows.take(as_index(ids), axis=0), rows[ids])
    assert as_index(ids).dtype == np.intp
    own = ids.astype(np.intp)
    assert as_index(own) is own
