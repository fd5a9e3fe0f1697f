"""Digits as a cheap camera over a conveyor belt sees them, and a simulated panel of five people who read them.

The digits are real (see `load_digits`); what the camera does to them and what the panel answers is made up, from a
seed. Nobody has read these images: the panel stands for people where a lab needs a human level.
"""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number
from utils.data.digits import load_digits

SIDE, CLASSES = 8, 10
# How often each of the five is wrong on an easy image and on the hardest one, and how long they have done this work
PANEL = {
    "trainee": (0.05, 0.60),
    "clerk": (0.02, 0.45),
    "night clerk": (0.03, 0.50),
    "senior clerk": (0.01, 0.35),
    "inspector": (0.005, 0.25),
}
# What is taken for what: pairs that look alike once the image is poor
ALIKE = {0: (6, 8), 1: (7, 4), 2: (3, 7), 3: (8, 5), 4: (9, 1), 5: (3, 6), 6: (0, 5), 7: (1, 2), 8: (3, 9), 9: (4, 8)}


class CameraDigits(NamedTuple):
    """Images as columns, X (64, m) in 0…1, labels Y (1, m), how hard each image is, 0 (clean) to 1: hard (m,)."""

    X: np.ndarray
    Y: np.ndarray
    hard: np.ndarray


def photograph(X, rng):
    """What the camera makes of clean images: pale, noisy, and with some rows covered; more so the harder the image.

    X: (64, m) in 0…1.    rng: np.random.Generator.
    Returns the images (64, m) in 0…1, and hard (m,), drawn evenly from the squares of 0…1: most are easy.
    """
    m = X.shape[1]
    images = X.T.reshape(m, SIDE, SIDE)
    hard = rng.random(m) ** 2
    contrast = 1 - 0.5 * hard
    rows = np.arange(SIDE)
    top, height = rng.integers(0, SIDE, m), np.rint(2.4 * hard).astype(int)
    covered = (rows >= top[:, np.newaxis]) & (rows < (top + height)[:, np.newaxis])
    noise = rng.normal(size=images.shape) * (0.05 + 0.25 * hard)[:, np.newaxis, np.newaxis]
    seen = np.clip(np.where(covered[:, :, np.newaxis], 0, images) * contrast[:, np.newaxis, np.newaxis] + noise, 0, 1)
    return np.ascontiguousarray(seen.reshape(m, SIDE * SIDE).T), hard


def load_camera_digits(rng, copies=1):
    """Three parts of `load_digits`, 1000, 400 and 397 digits, each digit in one part only, photographed.

    rng: np.random.Generator.    copies: photographs of each training digit; a digit to judge on is taken once, so that
    its images are independent of each other.
    Returns train, dev, test, each CameraDigits; train has 1000 · copies images, once through all digits, then again.
    """
    whole_number("copies", copies, "photographs", least=1)
    clean = load_digits(rng, test_share=0.3)
    X = np.hstack([clean.X_train, clean.X_test])
    Y = np.hstack([clean.Y_train, clean.Y_test])
    parts = []
    for first, last, times in ((0, 1000, copies), (1000, 1400, 1), (1400, X.shape[1], 1)):
        seen, hard = photograph(np.tile(X[:, first:last], times), rng)
        parts.append(CameraDigits(seen, np.tile(Y[:, first:last], times), hard))
    return tuple(parts)


def confusion_matrix_of(person, hard):
    """How a person of PANEL answers: (10, 10), entry [y, a] the probability of answer a where the label is y.

    hard: of the image, 0 to 1. Half of the errors go to the first digit that looks alike, a quarter to the second,
    the rest anywhere else.
    """
    easy, hardest = PANEL[person]
    wrong = easy + (hardest - easy) * hard**2
    P = np.zeros((CLASSES, CLASSES))
    for y, (first, second) in ALIKE.items():
        P[y] = wrong / 4 / (CLASSES - 3)
        P[y, first], P[y, second], P[y, y] = wrong / 2, wrong / 4, 1 - wrong
    return P


def panel_votes(digits, rng):
    """What the simulated panel answers: (5, m), a row for each of PANEL.

    digits: CameraDigits.    rng: np.random.Generator. Given label and hardness, the five answer independently; hard
    images make them err together.
    """
    votes = np.zeros((len(PANEL), digits.Y.shape[1]), dtype=int)
    for k, person in enumerate(PANEL):
        for j, (y, hard) in enumerate(zip(digits.Y[0], digits.hard, strict=True)):
            votes[k, j] = rng.choice(CLASSES, p=confusion_matrix_of(person, hard)[y])
    return votes
