"""Two handwritten digits in a strip with clutter; what is asked is their sum, and boxes say where they are."""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number

HEIGHT, WIDTH, HALF, PLACES = 8, 20, 10, 3  # pixels; one digit in each half, at one of three places there
CLUTTER = 3  # pixels of the piece of another digit that lies in each half, both ways
DIGITS = (0, 1, 2, 3, 4)


class Sums(NamedTuple):
    """Images (m, 8, 20) in 0…1; left, the first column of each digit's box, (m, 2); digits (m, 2); sums (m,)."""

    images: np.ndarray
    left: np.ndarray
    digits: np.ndarray
    sums: np.ndarray


def add_up(X, Y, m, rng, noise=0.1):
    """m strips, each with two of the digits from 0 to 4, clutter behind them and noise.

    X: (64, n) images in 0…1.    Y: (1, n) their labels; other digits than DIGITS are left out.    rng:
    np.random.Generator.    noise: standard deviation.
    Returns Sums.
    """
    whole_number("m", m, "images", least=1)
    known = np.isin(Y[0], DIGITS)
    glyphs, labels = X[:, known].T.reshape(-1, HEIGHT, HEIGHT), Y[0, known]
    chosen, left = rng.integers(0, len(glyphs), (m, 2)), rng.integers(0, PLACES, (m, 2)) + [0, HALF]
    images = np.zeros((m, HEIGHT, WIDTH))
    pieces = rng.integers(0, len(glyphs), (m, 2))
    corners = rng.integers(0, HEIGHT - CLUTTER + 1, (m, 2, 2))
    rows = rng.integers(0, HEIGHT - CLUTTER + 1, (m, 2))
    columns = rng.integers(0, HALF - CLUTTER + 1, (m, 2)) + [0, HALF]
    for i in range(m):
        for half in (0, 1):
            (a, b), r, c = corners[i, half], rows[i, half], columns[i, half]
            images[i, r : r + CLUTTER, c : c + CLUTTER] = glyphs[pieces[i, half]][a : a + CLUTTER, b : b + CLUTTER]
            place = images[i, :, left[i, half] : left[i, half] + HEIGHT]
            np.maximum(place, glyphs[chosen[i, half]], out=place)
    images = np.clip(images + noise * rng.normal(size=images.shape), 0, 1).astype(np.float32)
    return Sums(images, left, labels[chosen], labels[chosen].sum(axis=1))


def brightest_boxes(images):
    """A rule for the boxes that somebody has thought up: in each half, where eight columns are brightest in all.

    images: (m, 8, 20).    Returns the left columns (m, 2).
    """
    columns = images.sum(axis=1)  # (m, 20)
    sums = np.stack([columns[:, c : c + HEIGHT].sum(axis=1) for c in range(WIDTH - HEIGHT + 1)], axis=1)
    return np.stack([sums[:, half : half + PLACES].argmax(axis=1) + half for half in (0, HALF)], axis=1)
