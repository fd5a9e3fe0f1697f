"""Cats or not: drawn heads of cats and eight other kinds of things on crops of real photographs, 64 × 64.

A quarter of the pictures are film negatives. A single unit adds up evidence pixel by pixel, and a negative turns that
evidence round: logistic regression is right on about 0.68 of the test pictures, on more than 0.9 if there are no
negatives. A hidden layer can keep units for both and comes to about 0.89. Drawn, not collected: what is learnt here
says nothing about real cats. The photographs and their authors: utils/data/photographs.py.
"""

from dataclasses import dataclass, field, fields

import numpy as np

from utils.data.arguments import whole_number
from utils.data.photographs import crop, regions
from utils.data.shapes import canvas
from utils.data.store import kept
from utils.data.things import OTHERS, THINGS, Brush

EDITION = 1  # of the generator: raise it when the pictures change, so that kept files are made anew
SIZE = 64
SEED = 1
SHIFT, SCALE, TURN, NOISE = 0.05, (0.8, 0.92), 0.1, 0.03


@dataclass(frozen=True, eq=False)
class Cats:
    """Pictures, labels and kinds, also by name in brackets: cats["X_train"] is cats.X_train."""

    X_train: np.ndarray = field(repr=False)  # (400, 64, 64, 3) uint8
    Y_train: np.ndarray = field(repr=False)  # (1, 400), 1 for a cat
    X_test: np.ndarray = field(repr=False)  # (300, 64, 64, 3) uint8
    Y_test: np.ndarray = field(repr=False)  # (1, 300)
    kinds_train: np.ndarray = field(repr=False)  # (400,) "cat", "dog", …
    kinds_test: np.ndarray = field(repr=False)  # (300,)
    classes: tuple = ("not a cat", "cat")  # by label

    def __getitem__(self, name):
        if name not in {one.name for one in fields(self)}:
            raise KeyError(name)
        return getattr(self, name)


def draw_thing(kind, backdrop, rng):
    """Draw a thing of a kind at a place, size and angle of its own on a backdrop.

    kind: "cat" or one of the others.    backdrop: (size, size, 3) in 0…1.
    Returns (size, size, 3) in 0…1.
    """
    if kind not in THINGS:
        raise ValueError(f"no drawing of {kind!r}; there are {', '.join(THINGS)}")
    size, scale = len(backdrop), rng.uniform(*SCALE)
    x, y = rng.uniform(-SHIFT, SHIFT, 2)
    at = canvas(size, x, y, scale, rng.uniform(-TURN, TURN), mirrored=rng.random() < 0.5)
    brush = Brush(backdrop, at, edge=2.5 / size / scale)
    THINGS[kind](brush, rng)
    return brush.picture


def picture(kind, strips, negative, rng):
    """One picture: a thing on a crop, light and grain, perhaps a negative.

    strips: the photographs to cut from.    negative: whether to turn light into dark.
    Returns (64, 64, 3) uint8.
    """
    backdrop = crop(strips[rng.integers(len(strips))], SIZE, rng)
    backdrop = np.clip(backdrop * rng.uniform(0.5, 1.1) + rng.uniform(-0.05, 0.15), 0, 1)
    image = draw_thing(kind, backdrop, rng) * rng.uniform(0.75, 1.1) + rng.normal(0, NOISE, backdrop.shape)
    image = np.clip(image, 0, 1)
    return np.round(255 * (1 - image if negative else image)).astype(np.uint8)


def make_pictures(m, part, rng):
    """Half cats, half other things in equal shares, in random order.

    m: number of pictures.    part: "train" or "test", whose parts of the photographs stand behind them.
    Returns X (m, 64, 64, 3) uint8, Y (1, m) of 0 and 1, kinds (m,).
    """
    whole_number("m", m, "pictures")
    strips, n_cats = regions(part), m // 2
    kinds = np.concatenate([np.full(n_cats, "cat"), np.resize(list(OTHERS), m - n_cats)])
    # As many negatives in both classes, and spread evenly over the other kinds
    negative = np.concatenate([negatives(n_cats), negatives(m - n_cats)])
    order = rng.permutation(m)
    kinds, negative = kinds[order], negative[order]
    X = np.stack([picture(kind, strips, dark, rng) for kind, dark in zip(kinds, negative, strict=True)])
    return X, (kinds == "cat").astype(int).reshape(1, -1), kinds


def negatives(count):
    """Mark one in four of `count` places, each of the eight other kinds in its turn."""
    places = np.arange(count)
    return (places + places // len(OTHERS)) % 4 == 0


def make_cats(m_train, m_test, seed):
    """Training and test pictures from random numbers and parts of the photographs of their own.

    Returns {"X_train", "Y_train", "kinds_train", "X_test", "Y_test", "kinds_test"}.
    """
    data = {}
    parts = {"train": m_train, "test": m_test}
    for (part, m), rng in zip(parts.items(), np.random.default_rng(seed).spawn(2), strict=True):
        data |= zip((f"X_{part}", f"Y_{part}", f"kinds_{part}"), make_pictures(m, part, rng), strict=True)
    return data


def load_cats():
    """The course's 400 training and 300 test pictures, the same for everyone.

    Made in about two seconds at the first call and kept in the user's cache folder (or in COURSE_CACHE).
    Returns Cats.
    """
    names = {one.name for one in fields(Cats)} - {"classes"}
    return Cats(**kept(f"cats-{EDITION}", lambda: make_cats(400, 300, SEED), names))
