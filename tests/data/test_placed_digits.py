import numpy as np
import pytest

from utils.data.digits import load_digits
from utils.data.placed_digits import load_placed_digits, place

pytestmark = pytest.mark.lab("course4/week1_cnn_application")


def test_a_placed_digit_is_whole_and_alone():
    X = load_digits(np.random.default_rng(0)).X_train[:, :30]
    fields = place(X, 12, np.random.default_rng(1)).T.reshape(30, 12, 12)
    for image, field in zip(X.T.reshape(30, 8, 8), fields, strict=True):
        windows = [field[i : i + 8, j : j + 8] for i in range(5) for j in range(5)]
        assert any(np.array_equal(window, image) for window in windows)
        assert field.sum() == pytest.approx(image.sum())


def test_every_place_occurs():
    fields = place(np.ones((64, 500)), 10, np.random.default_rng(0)).T.reshape(500, 10, 10)
    corners = {(int(f.max(axis=1).argmax()), int(f.max(axis=0).argmax())) for f in fields}
    assert corners == {(i, j) for i in range(3) for j in range(3)}


def test_a_field_of_8_leaves_the_digit_where_it_is():
    X = np.random.default_rng(0).random((64, 4))
    np.testing.assert_array_equal(place(X, 8, np.random.default_rng(0)), X)


def test_copies_are_other_places_of_the_same_digits_in_the_same_part():
    plain, placed = load_digits(np.random.default_rng(3)), load_placed_digits(np.random.default_rng(3), copies=2)
    assert placed.X_train.shape == (144, 2 * 1258) and placed.X_test.shape == (144, 2 * 539)
    for X, Y, X_plain, Y_plain in ((*placed[:2], *plain[:2]), (*placed[2:], *plain[2:])):
        m = X_plain.shape[1]
        np.testing.assert_array_equal(Y, np.tile(Y_plain, 2))
        for part in (X[:, :m], X[:, m:]):
            np.testing.assert_allclose(part.sum(axis=0), X_plain.sum(axis=0))
        assert not np.array_equal(X[:, :m], X[:, m:])


def test_the_generator_decides():
    first, again, other = (load_placed_digits(np.random.default_rng(seed), copies=1).X_test for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="side = 7"):
        load_placed_digits(np.random.default_rng(0), side=7)
    with pytest.raises(ValueError, match="copies = 0"):
        load_placed_digits(np.random.default_rng(0), copies=0)
