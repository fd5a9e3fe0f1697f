"""Digits as a cheap camera over a conveyor belt sees them, and a simulated panel of five people who read them.

The digits are real (see `load_digits`); what the camera does to them is made up, from a seed. Nobody has read these
images: the panel stands for people where a lab needs a human level. Its five compute their answers from the pixels, so
that no error of theirs is lower than the images allow.
"""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number
from utils.data.digits import load_digits

SIDE, CLASSES, LEVELS = 8, 10, 17  # a clean pixel is one of 17 greys, 0/16 to 16/16
# How many clean digits each of the five has seen before
PANEL = {"trainee": 100, "clerk": 250, "night clerk": 150, "senior clerk": 600, "inspector": 1000}


class CameraDigits(NamedTuple):
    """Images as columns, X (64, m) in 0…1, labels Y (1, m), how hard each image is, 0 (clean) to 1: hard (m,)."""

    X: np.ndarray
    Y: np.ndarray
    hard: np.ndarray


def camera(hard):
    """Contrast, standard deviation of the noise, and number of covered rows, for each image: three arrays (m,)."""
    return 1 - 0.5 * hard, 0.05 + 0.25 * hard, np.rint(2.4 * hard).astype(int)


def photograph(X, rng):
    """What the camera makes of clean images: pale, noisy, and with some rows covered; more so the harder the image.

    X: (64, m) in 0…1.    rng: np.random.Generator.
    Returns the images (64, m) in 0…1, and hard (m,), drawn evenly from the squares of 0…1: most are easy.
    """
    m = X.shape[1]
    images = X.T.reshape(m, SIDE, SIDE)
    hard = rng.random(m) ** 2
    contrast, spread, height = camera(hard)
    rows = np.arange(SIDE)
    top = rng.integers(0, SIDE, m)
    covered = (rows >= top[:, np.newaxis]) & (rows < (top + height)[:, np.newaxis])
    noise = rng.normal(size=images.shape) * spread[:, np.newaxis, np.newaxis]
    seen = np.clip(np.where(covered[:, :, np.newaxis], 0, images) * contrast[:, np.newaxis, np.newaxis] + noise, 0, 1)
    return np.ascontiguousarray(seen.reshape(m, SIDE * SIDE).T), hard


def load_camera_digits(rng, copies=1):
    """Three parts of `load_digits`, 1000, 400 and 397 digits, each digit in one part only, photographed.

    rng: np.random.Generator.    copies: photographs of each training digit; a digit to judge on is taken once, so that
    its images are independent of each other.
    Returns train, dev, test, each CameraDigits; train has 1000 · copies images, once through all digits, then again.
    """
    whole_number("copies", copies, "photographs", least=1)
    parts = []
    for (X, Y), times in zip(clean_parts(rng), (copies, 1, 1), strict=True):
        seen, hard = photograph(np.tile(X, times), rng)
        parts.append(CameraDigits(seen, np.tile(Y, times), hard))
    return tuple(parts)


def clean_parts(rng):
    """The three parts before the camera sees them: a list of (X (64, m), Y (1, m)); the same rng gives the same."""
    clean = load_digits(rng, test_share=0.3)
    X = np.hstack([clean.X_train, clean.X_test])
    Y = np.hstack([clean.Y_train, clean.Y_test])
    return [(X[:, first:last], Y[:, first:last]) for first, last in ((0, 1000), (1000, 1400), (1400, X.shape[1]))]


def log_likelihoods(digits, clean):
    """The logarithm of each image's density if it shows this clean digit, up to a constant: (clean digits, m).

    digits: CameraDigits; how hard each is counts as known.    clean: (64, number of clean digits) in 0…1.
    The exact density of `photograph`: pixels cut off at 0 and 1 are counted by their probability, and the place of the
    covered rows, which nobody knows, is summed over.
    """
    from scipy.special import log_ndtr, logsumexp  # here, so that the data load without SciPy

    m, (contrast, spread, height) = digits.X.shape[1], camera(digits.hard)
    mean = np.arange(LEVELS)[:, np.newaxis] / (LEVELS - 1) * contrast
    X = digits.X[:, np.newaxis]
    log_p = -(((X - mean) / spread) ** 2) / 2 - np.log(spread)
    log_p = np.where(X <= 0, log_ndtr(-mean / spread), log_p)
    log_p = np.where(X >= 1, log_ndtr((mean - 1) / spread), log_p)  # (64, LEVELS, m)
    grey = np.rint(clean * (LEVELS - 1)).astype(int)
    one_hot = (grey[:, :, np.newaxis] == np.arange(LEVELS)).astype(float)  # (64, clean digits, LEVELS)
    rows = np.stack(
        [
            one_hot[row].transpose(1, 0, 2).reshape(clean.shape[1], -1) @ log_p[row].reshape(-1, m)
            for row in np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
        ]
    )
    # What a row that is covered, and so as dark as a grey of 0, is more probable than one that is seen
    covered = log_p[:, 0].reshape(SIDE, SIDE, m).sum(axis=1)[:, np.newaxis] - rows
    below = np.concatenate([covered[1:], np.zeros_like(covered[:1])])
    found = rows.sum(axis=0) + np.where(height > 0, covered, 0) + np.where(height > 1, below, 0)
    return logsumexp(found, axis=0)


def beliefs(log_p, labels):
    """The probability of each digit, (10, m), by `log_likelihoods` of clean digits with these labels (1, …).

    Each class has as much as the mean of its clean digits; a class without any has none.
    """
    p = np.exp(log_p - log_p.max(axis=0))
    classes = [p[labels[0] == digit] for digit in range(CLASSES)]
    by_class = np.stack([one.mean(axis=0) if len(one) else np.zeros(p.shape[1]) for one in classes])
    return by_class / by_class.sum(axis=0)


def panel_votes(digits, clean, labels, rng):
    """What the simulated panel answers: (5, m), a row for each of PANEL.

    digits: CameraDigits.    clean, labels: (64, 1000) and (1, 1000) digits of which each of the five has seen some,
    which are none of those in digits.    rng: np.random.Generator.
    From these, and from the pixels, a person works out how probable each digit is, and names one by these
    probabilities, as if not quite attentive. All five read the same pixels, and err on the same ones.
    """
    log_p = log_likelihoods(digits, clean)
    votes = np.zeros((len(PANEL), digits.Y.shape[1]), dtype=int)
    for k, known in enumerate(PANEL.values()):
        seen = rng.choice(clean.shape[1], known, replace=False)
        total = beliefs(log_p[seen], labels[:, seen]).cumsum(axis=0)
        votes[k] = (total < total[-1] * rng.random(votes.shape[1])).sum(axis=0)
    return votes
