"""What the camera does to digits, and how the simulated panel answers."""

import itertools

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import norm

from utils.data.camera_digits import (
    PANEL,
    CameraDigits,
    beliefs,
    clean_parts,
    load_camera_digits,
    log_likelihoods,
    panel_votes,
    photograph,
)
from utils.data.digits import load_digits


def test_three_parts_and_copies():
    parts = load_camera_digits(np.random.default_rng(0), copies=2)
    assert [part.X.shape for part in parts] == [(64, 2000), (64, 400), (64, 397)]
    for part in parts:
        assert part.Y.shape == (1, part.X.shape[1]) and part.hard.shape == part.Y[0].shape
        assert part.X.min() >= 0 and part.X.max() <= 1 and 0 <= part.hard.min() <= part.hard.max() <= 1
    train = parts[0]
    np.testing.assert_array_equal(train.Y[:, :1000], train.Y[:, 1000:])
    assert not np.array_equal(train.X[:, 0], train.X[:, 1000])


def test_the_seed_decides():
    first, again, other = (load_camera_digits(np.random.default_rng(seed))[1].X for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_harder_images_lie_further_from_the_clean_ones():
    X = np.full((64, 3000), 0.7)
    seen, hard = photograph(X, np.random.default_rng(0))
    off = np.mean((seen - X) ** 2, axis=0)
    assert 0.2 < np.mean(hard < 0.1) < 0.4
    assert 3 * off[hard < 0.1].mean() < off[hard > 0.6].mean()


def test_an_image_is_as_probable_as_the_formula_of_the_camera_says():
    rng = np.random.default_rng(5)
    clean = load_digits(rng).X_train[:, :6]
    for hard in (0.0, 0.3, 0.8):
        seen = photograph(clean, rng)[0]
        digits = CameraDigits(seen, np.zeros((1, 6), dtype=int), np.full(6, hard))
        due = np.zeros((6, 6, 8))  # by clean digit, image, first covered row
        contrast, spread, height = 1 - 0.5 * hard, 0.05 + 0.25 * hard, round(2.4 * hard)
        for c, j, top in itertools.product(range(6), range(6), range(8)):
            mean = clean[:, c].reshape(8, 8).copy()
            mean[top : top + height] = 0
            mean, x = contrast * mean.ravel(), seen[:, j]
            log_p = np.where(x <= 0, norm.logcdf(0, mean, spread), norm.logpdf(x, mean, spread))
            due[c, j, top] = np.sum(np.where(x >= 1, norm.logsf(1, mean, spread), log_p))
        due = logsumexp(due, axis=2)
        found = log_likelihoods(digits, clean)
        np.testing.assert_allclose(found - found.max(axis=0), due - due.max(axis=0), rtol=1e-6, atol=1e-6)


def test_beliefs_are_probabilities_and_a_class_without_digits_has_none():
    p = np.array([[1.0, 0.2], [0.5, 0.4], [0.1, 1.0]])
    found = beliefs(np.log(p) - 2000, np.array([[3, 3, 7]]))
    np.testing.assert_allclose(found.sum(axis=0), 1)
    assert found[3, 0] == pytest.approx(0.75 / 0.85) and not found[[0, 1, 2, 4, 5, 6, 8, 9]].any()


def test_people_read_the_pixels_and_who_knows_more_errs_less():
    wrong = []
    for seed in range(3):
        (clean, labels), _, _ = clean_parts(np.random.default_rng(seed))
        dev = load_camera_digits(np.random.default_rng(seed))[1]
        votes = panel_votes(dev, clean, labels, np.random.default_rng(seed))
        wrong.append(np.mean(votes != dev.Y, axis=1))
        told = CameraDigits(dev.X, (dev.Y + 1) % 10, dev.hard)
        assert np.array_equal(panel_votes(told, clean, labels, np.random.default_rng(seed)), votes)
    errors = dict(zip(PANEL, np.mean(wrong, axis=0), strict=True))
    assert sorted(errors, key=errors.get) == sorted(PANEL, key=PANEL.get, reverse=True)


def test_no_copies_are_refused():
    with pytest.raises(ValueError, match="photographs"):
        load_camera_digits(np.random.default_rng(0), copies=0)
