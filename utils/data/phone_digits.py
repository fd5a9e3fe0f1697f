"""Digits of 16 × 16 pixels from two sources: clean images from the web, and photographs taken with a phone.

The digits are real (see `load_digits`); what the phone does to them, which labels are wrong and what a panel of five
people reads are made up, from a seed. Nobody has read these images: the panel stands for people where a lab needs a
human level.
"""

from typing import NamedTuple

import numpy as np

from utils.data.digits import load_digits

SIDE, CLASSES = 16, 10
DEFECTS = ("rotated", "blurred", "dark", "covered", "noisy")
# How often each defect occurs, independently of the others; a photograph may have several
WEB, PHONE = (0.02, 0.0, 0.0, 0.0, 0.03), (0.20, 0.16, 0.12, 0.10, 0.06)
WRONG_LABELS = {"web": 0.02, "phone": 0.06}
# How often each of the five misreads a photograph without a defect, and how much each defect adds to that
PANEL = {
    "first": (0.010, (0.01, 0.06, 0.03, 0.10, 0.04)),
    "second": (0.015, (0.02, 0.08, 0.04, 0.12, 0.05)),
    "third": (0.020, (0.02, 0.10, 0.06, 0.14, 0.06)),
    "fourth": (0.030, (0.03, 0.12, 0.08, 0.16, 0.08)),
    "fifth": (0.050, (0.05, 0.16, 0.10, 0.20, 0.10)),
}


class Photographs(NamedTuple):
    """Images (m, 16, 16) in 0…1; labels (m,) as given and truth (m,); defects (m, 5), True where one of DEFECTS is.

    clean, seed: what `photograph` made the images of.
    """

    images: np.ndarray
    labels: np.ndarray
    truth: np.ndarray
    defects: np.ndarray
    clean: np.ndarray
    seed: int


class Parts(NamedTuple):
    """Clean digits (m, 16, 16) and their truth (m,), part by part; no digit is in two of them."""

    web: tuple
    train_dev: tuple
    phone: tuple
    dev: tuple
    test: tuple


def enlarge(X):
    """Digits of 8 × 8 pixels, as columns (64, m), drawn twice as large with straight lines between: (m, 16, 16)."""
    places = (np.arange(SIDE) + 0.5) / 2 - 0.5
    U = np.maximum(0, 1 - np.abs(places[:, np.newaxis] - np.arange(SIDE // 2)))  # (16, 8)
    U /= U.sum(axis=1, keepdims=True)
    return U @ X.T.reshape(-1, SIDE // 2, SIDE // 2) @ U.T


def rotate(images, degrees):
    """Turn each image about its middle by its own angle, clockwise; what comes in from outside is black."""
    m, middle = len(images), (SIDE - 1) / 2
    y, x = np.mgrid[:SIDE, :SIDE] - middle
    cos, sin = (f(np.deg2rad(degrees))[:, np.newaxis, np.newaxis] for f in (np.cos, np.sin))
    rows, columns = cos * y - sin * x + middle + 1, sin * y + cos * x + middle + 1
    framed = np.pad(images, ((0, 0), (1, 2), (1, 2)))
    rows, columns = np.clip(rows, 0, SIDE + 1), np.clip(columns, 0, SIDE + 1)
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down, right, k = rows - top, columns - left, np.arange(m)[:, np.newaxis, np.newaxis]
    above = framed[k, top, left] * (1 - right) + framed[k, top, left + 1] * right
    below = framed[k, top + 1, left] * (1 - right) + framed[k, top + 1, left + 1] * right
    return above * (1 - down) + below * down


def blur(images, widths):
    """Smear each image by a bell curve of its own width, in pixels, at least 0.1."""
    apart = np.subtract.outer(np.arange(SIDE), np.arange(SIDE))
    K = np.exp(-(apart**2) / (2 * widths[:, np.newaxis, np.newaxis] ** 2))
    K /= K.sum(axis=2, keepdims=True)
    return K @ images @ K.transpose(0, 2, 1)


def photograph(clean, defects, seed):
    """Photograph clean images with the defects that are asked for.

    clean: (m, 16, 16) in 0…1.    defects: (m, 5), True where an image gets one of DEFECTS.    seed: a whole number.
    All that chance decides is drawn for each image, whatever its defects: with the same seed and one defect fewer it
    is the same photograph without that defect. Returns the images (m, 16, 16) in 0…1.
    """
    m, rng = len(clean), np.random.default_rng(seed)
    degrees = rng.choice([-1, 1], m) * rng.uniform(25, 50, m)
    widths, light = rng.uniform(1.6, 2.2, m), rng.uniform(0.12, 0.30, m)
    corner, moves = rng.integers(2, 9, (2, m)), rng.integers(-1, 2, (2, m))
    noise = rng.normal(0, 0.35, (m, SIDE, SIDE))
    rotated, blurred, dark, covered, noisy = np.asarray(defects, dtype=bool).T
    images = np.array(clean, dtype=float)
    images[rotated] = rotate(images[rotated], degrees[rotated])
    images[blurred] = blur(images[blurred], widths[blurred])
    rows, columns = np.mgrid[:SIDE, :SIDE]
    images = images[
        np.arange(m)[:, np.newaxis, np.newaxis],
        (rows - moves[0][:, np.newaxis, np.newaxis]) % SIDE,
        (columns - moves[1][:, np.newaxis, np.newaxis]) % SIDE,
    ]
    patch = (np.abs(rows - corner[0][:, np.newaxis, np.newaxis] - 2) <= 2) & (
        np.abs(columns - corner[1][:, np.newaxis, np.newaxis] - 2) <= 2
    )
    images = np.where(patch & covered[:, np.newaxis, np.newaxis], 0.8, images)
    images[dark] *= light[dark][:, np.newaxis, np.newaxis]
    images[noisy] += noise[noisy]
    return np.clip(images, 0, 1)


def noise_bank(k, rng, width=0.0):
    """k noises of 16 × 16 pixels with mean 0 and standard deviation 1: (k, 16, 16).

    width: pixels over which a noise is smeared, for shadows of that size; 0 leaves grain.
    """
    noises = rng.normal(size=(k, SIDE, SIDE))
    if width > 0:
        noises = blur(noises, np.full(k, width))
    noises -= noises.mean(axis=(1, 2), keepdims=True)
    return noises / noises.std(axis=(1, 2), keepdims=True)


def mislabel(truth, share, rng):
    """Labels as somebody gave them: a share of them, drawn image by image, is one of the nine other digits."""
    wrong = rng.random(len(truth)) < share
    return np.where(wrong, (truth + rng.integers(1, CLASSES, len(truth))) % CLASSES, truth)


def take(part, source, rng, copies=1):
    """Photographs of one part of `load_parts` as one source has them.

    part: (clean, truth).    source: "web" or "phone".    copies: photographs of each digit.
    """
    clean, truth = np.tile(part[0], (copies, 1, 1)), np.tile(part[1], copies)
    defects = rng.random((len(truth), len(DEFECTS))) < {"web": WEB, "phone": PHONE}[source]
    labels, seed = mislabel(truth, WRONG_LABELS[source], rng), int(rng.integers(2**31))
    return Photographs(photograph(clean, defects, seed), labels, truth, defects, clean, seed)


def load_parts(rng, sizes=(760, 187, 150, 350, 350)):
    """The 1797 digits of `load_digits`, shuffled and divided: Parts of these sizes, in its order."""
    digits = load_digits(rng)
    clean = enlarge(np.hstack([digits.X_train, digits.X_test]))
    truth = np.hstack([digits.Y_train, digits.Y_test])[0]
    cuts = np.cumsum(sizes)
    if len(sizes) != len(Parts._fields) or min(sizes) < 1 or cuts[-1] > len(truth):
        raise ValueError(f"sizes = {sizes!r}: give {len(Parts._fields)} numbers of digits, {len(truth)} at most")
    starts = [0, *cuts[:-1]]
    return Parts(*((clean[a:b], truth[a:b]) for a, b in zip(starts, cuts, strict=True)))


def panel_readings(photographs, rng):
    """What the simulated panel reads: (5, m), a row for each of PANEL.

    Some photographs are much harder than others for all five, and each is taken for one and the same other digit: so
    the five often misread together, and their majority errs, too.
    """
    m = len(photographs.truth)
    hard = rng.exponential(size=m) ** 2 / 2  # 1 on average
    alike = (photographs.truth + rng.integers(1, CLASSES, m)) % CLASSES
    readings = []
    for plain, added in PANEL.values():
        share = np.minimum(hard * (plain + photographs.defects @ np.array(added)), 0.95)
        readings.append(np.where(rng.random(m) < share, alike, photographs.truth))
    return np.array(readings)


def majority(readings):
    """The digit that most of the panel read, image by image; of digits read equally often, the smallest: (m,)."""
    return (readings[:, :, np.newaxis] == np.arange(CLASSES)).sum(axis=0).argmax(axis=1)
