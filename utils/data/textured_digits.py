"""A handwritten digit on a striped background: two labels that have nothing to do with each other."""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number

SIDE, DIGIT, KINDS = 10, 8, 8  # pixels of the field and of the digit; directions of the stripes
WAVE, CONTRAST, NOISE = 4.0, 0.35, 0.05  # pixels from stripe to stripe, brightness of a stripe, standard deviation


class TexturedDigits(NamedTuple):
    """Images as columns, X (100, m) in 0…1; digit (m,) of 0 … 9 and texture (m,) of 0 … 7."""

    X: np.ndarray
    digit: np.ndarray
    texture: np.ndarray


def on_textures(X, Y, m, rng):
    """m digits, each at a random place of a striped field: every digit on every texture as often.

    X: (64, n) images in 0…1.    Y: (1, n) their labels.    rng: np.random.Generator.
    Returns TexturedDigits.
    """
    whole_number("m", m, "images", least=1)
    glyphs = X.T.reshape(-1, DIGIT, DIGIT)
    chosen, texture = rng.integers(0, len(glyphs), m), rng.integers(0, KINDS, m)
    phase, angle = rng.uniform(0, 2 * np.pi, (m, 1, 1)), np.pi * texture.reshape(-1, 1, 1) / KINDS
    rows, columns = np.mgrid[:SIDE, :SIDE]
    along = np.cos(angle) * rows + np.sin(angle) * columns
    fields = CONTRAST * (0.5 + 0.5 * np.cos(2 * np.pi / WAVE * along + phase))
    top, left = rng.integers(0, SIDE - DIGIT + 1, (2, m))
    for i in range(m):
        place = fields[i, top[i] : top[i] + DIGIT, left[i] : left[i] + DIGIT]
        np.maximum(place, glyphs[chosen[i]], out=place)
    fields = np.clip(fields + NOISE * rng.normal(size=fields.shape), 0, 1)
    return TexturedDigits(fields.reshape(m, -1).T.astype(np.float32), Y[0, chosen], texture)
