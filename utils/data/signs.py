"""Traffic signs of ten kinds on crops of real photographs, 32 × 32: what a convolution is for.

Every sign stands at a place, size and angle of its own, in its own light, perhaps in shadow, behind something, or out
of focus; colour and position alone do not tell it. Drawn, not collected: what is learnt here says nothing about real
roads (for those: GTSRB, Stallkamp et al., 2012). The drawings are this project's own, under its licence; the
photographs and their authors: utils/data/photographs.py.
"""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number
from utils.data.photographs import crop, regions
from utils.data.shapes import box
from utils.data.sign_drawing import SIGNS
from utils.data.store import kept
from utils.data.things import Brush

EDITION = 1  # of the generator: raise it when the pictures change, so that kept files are made anew
SIZE = 32  # pixels along a side
CLASSES = tuple(draw.__name__.replace("_", " ") for draw in SIGNS)
SCALE, SHIFT, TURN, SLANT, STRETCH = (0.5, 0.8), 0.3, 0.25, 0.2, (0.95, 1.15)
COVERED, SHADED, BLURRED = 0.3, 0.3, 0.35  # shares of the pictures
LIGHT, CAST, NOISE = (0.45, 1.15), 0.08, 0.04


class Signs(NamedTuple):
    """Pictures (m, 32, 32, 3) float32 in 0…1 and labels (m,) of 0 … 9, in three parts; classes[label] is its name."""

    X_train: np.ndarray
    Y_train: np.ndarray
    X_dev: np.ndarray
    Y_dev: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray
    classes: tuple = CLASSES


def load_signs(m_train=3000, m_dev=500, m_test=500, seed=1):
    """Pictures of signs, as many of each kind, in random order.

    m_train, m_dev, m_test: numbers of pictures.    seed: decides them; the parts do not depend on each other.
    Made in about three seconds at the first call and kept in the user's cache folder (or in COURSE_CACHE).
    Returns Signs.
    """
    sizes = {"train": m_train, "dev": m_dev, "test": m_test}
    for part, m in sizes.items():
        whole_number(f"m_{part}", m, "pictures", least=1)
    name = f"signs-{EDITION}-{seed}-{m_train}-{m_dev}-{m_test}"
    arrays = kept(name, lambda: make_signs(sizes, seed), [f"{letter}_{part}" for part in sizes for letter in "XY"])
    # Kept in a quarter of the space
    return Signs(**{name: a.astype(np.float32) / 255 if name[0] == "X" else a for name, a in arrays.items()})


def make_signs(sizes, seed):
    """Every part from random numbers and strips of the photographs of its own.

    sizes: {part: m}.
    Returns {"X_train": (m, 32, 32, 3) uint8, "Y_train": (m,) int, …}.
    """
    data = {}
    for (part, m), rng in zip(sizes.items(), np.random.default_rng(seed).spawn(len(sizes)), strict=True):
        Y = rng.permutation(np.arange(m) % len(SIGNS))
        X, photographs = np.empty((m, SIZE, SIZE, 3), np.uint8), strips(part)
        for label, draw in enumerate(SIGNS):
            X[Y == label] = pictures(draw, np.sum(Y == label), photographs, rng)
        data |= {f"X_{part}": X, f"Y_{part}": Y}
    return data


def strips(part):
    """The photographs' strips behind a part: the left 60 % for train, then 20 % for dev and 20 % for test."""
    if part == "train":
        return regions("train")
    halves = [np.array_split(strip, 2, axis=1) for strip in regions("test")]
    return [left if part == "dev" else right for left, right in halves]


def pictures(draw, m, photographs, rng):
    """Pictures of one sign.

    draw: one of SIGNS.    photographs: strips to cut from.
    Returns (m, 32, 32, 3) uint8.
    """
    at, edge = views(m, rng)
    backdrops = crops(m, photographs, rng)
    brush = Brush(backdrops, at, edge)
    draw(brush)
    X = covered(brush.picture, np.roll(backdrops, 1, axis=0), rng)
    X = grained(blurred(lit(X, rng), rng), rng)
    return np.round(255 * X).astype(np.uint8)


def views(m, rng):
    """Where each of m signs is seen: the pixels' places in the sign's own coordinates, as in utils/data/shapes.py.

    Returns (u, v), each (m, 32, 32), and a pixel's width in these coordinates, (m, 1, 1).
    """
    scale = rng.uniform(*SCALE, (m, 1, 1))
    # Large signs stay nearer to the middle, so that little of them is cut off
    reach = np.minimum(SHIFT, 1.02 - scale)
    x, y = reach * rng.uniform(-1, 1, (2, m, 1, 1))
    turn, slant = rng.uniform(-TURN, TURN, (m, 1, 1)), rng.uniform(-SLANT, SLANT, (m, 1, 1))
    along = places()
    across, down = (along[None, None, :] - x) / scale, (along[None, :, None] - y) / scale
    u, v = np.cos(turn) * across + np.sin(turn) * down, np.cos(turn) * down - np.sin(turn) * across
    return (u + slant * v, v * rng.uniform(*STRETCH, (m, 1, 1))), 2 / SIZE / scale


def places():
    """The pixels' places along a side, in −1 … 1, (32,)."""
    return (np.arange(SIZE) + 0.5) / SIZE * 2 - 1


def crops(m, photographs, rng):
    """m random squares of the photographs, (m, 32, 32, 3), none larger than the narrowest strip."""
    which = rng.integers(len(photographs), size=m)
    return np.array([crop(photographs[k], SIZE, rng, largest=100) for k in which]).reshape(m, SIZE, SIZE, 3)


def covered(X, pieces, rng):
    """Some of the pictures with a piece of others, (m, 32, 32, 3), before the sign."""
    m, along = len(X), places()
    x, y = rng.uniform(-0.8, 0.8, (2, m, 1, 1))
    turn, width = rng.uniform(0, np.pi, (m, 1, 1)), rng.uniform(0.12, 0.3, (m, 1, 1))
    before = box((along[None, None, :], along[None, :, None]), x, y, width, 1.4 * width, turn) < 0
    before &= rng.random((m, 1, 1)) < COVERED
    return np.where(before[..., None], pieces, X)


def lit(X, rng):
    """Each picture in its own light: brighter or darker, warmer or colder, some with the edge of a shadow."""
    m, along = len(X), places()
    light = rng.uniform(*LIGHT, (m, 1, 1, 1)) * (1 + rng.uniform(-CAST, CAST, (m, 1, 1, 3)))
    angle = rng.uniform(0, 2 * np.pi, (m, 1, 1))
    side = np.cos(angle) * along + np.sin(angle) * along[:, None] - rng.uniform(-0.4, 0.4, (m, 1, 1))  # (m, 32, 32)
    shaded = (side > 0) & (rng.random((m, 1, 1)) < SHADED)
    return X * light * np.where(shaded, 0.55, 1)[..., None]


def blurred(X, rng):
    """Some of the pictures mixed with themselves a pixel further, down or to the right."""
    share = 0.5 * (rng.random((len(X), 1, 1, 1)) < BLURRED)
    upright = rng.random((len(X), 1, 1, 1)) < 0.5
    return X + share * (np.where(upright, np.roll(X, 1, axis=1), np.roll(X, 1, axis=2)) - X)


def grained(X, rng):
    """A camera's noise, within 0…1."""
    return np.clip(X + rng.normal(0, NOISE, X.shape), 0, 1)
