"""Handwritten digits, 8 × 8 pixels: scikit-learn's copy of the UCI test set (Alpaydin and Kaynak, 1998)."""

from typing import NamedTuple

import numpy as np


class Digits(NamedTuple):
    """Images as columns, X (64, m) in 0…1, and labels, Y (1, m) of 0 … 9, in two parts."""

    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray


def load_digits(rng, test_share=0.3):
    """1797 real digits, shuffled and divided into two parts.

    rng: np.random.Generator, which divides.    test_share: part kept for testing, 0.01 to 0.99.
    Returns Digits.
    Raises ValueError for a share that leaves next to nothing on one side.
    """
    if not 0.01 <= test_share <= 0.99:
        raise ValueError(f"test_share = {test_share!r}: it is a part of the whole, from 0.01 to 0.99")
    from sklearn.datasets import load_digits as bundled

    data = bundled()
    order = rng.permutation(len(data.target))
    X, Y = data.data[order].T / 16, data.target[order].reshape(1, -1).astype(int)
    split = round(X.shape[1] * (1 - test_share))
    parts = X[:, :split], Y[:, :split], X[:, split:], Y[:, split:]
    return Digits(*(np.ascontiguousarray(part) for part in parts))
