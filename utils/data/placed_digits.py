"""Handwritten digits at a random place of a larger field: the same strokes, seldom twice on the same pixels."""

import numpy as np

from utils.data.arguments import whole_number
from utils.data.digits import Digits, load_digits

HEIGHT = 8  # pixels of a digit, both ways


def place(X, side, rng):
    """Put each 8 × 8 image at a random place of an empty side × side field.

    X: (64, m).    side: pixels of the field, at least 8.    rng: np.random.Generator.
    Returns an array (side², m).
    """
    if side < HEIGHT:
        raise ValueError(f"side = {side}: a digit needs a field of {HEIGHT} pixels or more")
    m = X.shape[1]
    fields = np.zeros((m, side, side))
    top, left = rng.integers(0, side - HEIGHT + 1, (2, m))
    for k, image in enumerate(X.T.reshape(m, HEIGHT, HEIGHT)):
        fields[k, top[k] : top[k] + HEIGHT, left[k] : left[k] + HEIGHT] = image
    return np.ascontiguousarray(fields.reshape(m, side * side).T)


def load_placed_digits(rng, side=12, copies=3, test_copies=2):
    """The digits of `load_digits`, each several times, every time at a place of its own.

    rng: np.random.Generator.    side: pixels of the field.    copies, test_copies: places of each digit.
    Returns Digits with X (side², copies · m), divided before copying: no test digit is among the training digits.
    """
    whole_number("copies", copies, "places", least=1)
    whole_number("test_copies", test_copies, "places", least=1)
    plain = load_digits(rng)
    X_train = np.hstack([place(plain.X_train, side, rng) for _ in range(copies)])
    X_test = np.hstack([place(plain.X_test, side, rng) for _ in range(test_copies)])
    return Digits(X_train, np.tile(plain.Y_train, copies), X_test, np.tile(plain.Y_test, test_copies))
