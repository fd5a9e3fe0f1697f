"""Small images of one coloured shape, and what it is and where in words: "a small red circle at the top left".

Some pairs of a colour and a shape are held out: no image to learn from, to choose by or of the first test has one of
them, every image of `combinations` has. Each colour and each shape of those pairs is learnt in other company.
"""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number
from utils.data.sequences import Vocabulary
from utils.data.shapes import box, canvas, ellipse, paint, polygon

SIDE = 24  # pixels
COLOURS = {"red": (0.85, 0.2, 0.2), "green": (0.2, 0.65, 0.25), "blue": (0.2, 0.35, 0.85), "yellow": (0.9, 0.8, 0.2)}
SHAPES = ("circle", "square", "triangle", "cross")
HELD_OUT = (("red", "square"), ("green", "triangle"), ("blue", "cross"), ("yellow", "circle"))
SIZES = {"small": (0.2, 0.26), "large": (0.34, 0.4)}  # half a shape's width, where the image reaches from −1 to 1
PLACES = {  # the middle of a shape, (x, y), in thirds of the image
    "at the top left": (-1, -1),
    "at the top": (0, -1),
    "at the top right": (1, -1),
    "on the left": (-1, 0),
    "in the middle": (0, 0),
    "on the right": (1, 0),
    "at the bottom left": (-1, 1),
    "at the bottom": (0, 1),
    "at the bottom right": (1, 1),
}
PADDING, START, END = "<pad>", "<s>", "</s>"
LENGTH = 10  # words of the longest caption, with its start and end


class Captions(NamedTuple):
    """m images and their captions."""

    X: np.ndarray  # (m, SIDE, SIDE, 3) of 0 to 1, float32
    captions: list  # m strings
    Y: np.ndarray  # (m, LENGTH) numbers of the words, from start to end
    Y_mask: np.ndarray  # (m, LENGTH) bool: True where Y holds a word, start or end


class CaptionedImages(NamedTuple):
    """Images to learn from, to choose by and to measure on, and what the numbers mean."""

    train: Captions
    dev: Captions
    test: Captions
    combinations: Captions  # every image with a pair of colour and shape that was held out
    vocabulary: Vocabulary  # with padding, start and end


def load_captions(rng, m_train=3000, m_dev=300, m_test=500, m_combinations=300):
    """Images and captions.

    rng: np.random.Generator.    m_train, m_dev, m_test, m_combinations: numbers of images.
    Returns CaptionedImages. Raises ValueError for numbers that are not whole and at least 1.
    """
    sizes = {"m_train": m_train, "m_dev": m_dev, "m_test": m_test, "m_combinations": m_combinations}
    for name, m in sizes.items():
        whole_number(name, m, "images", least=1)
    where = dict.fromkeys(" ".join(PLACES).split())
    words = ["a", *SIZES, *COLOURS, *SHAPES, *where]
    vocabulary = Vocabulary(words, PADDING, START, END)
    parts = [_part(m, name == "m_combinations", vocabulary, rng) for name, m in sizes.items()]
    return CaptionedImages(*parts, vocabulary)


def _part(m, held_out, vocabulary, rng):
    X, captions = zip(*(_scene(held_out, rng) for _ in range(m)), strict=True)
    Y, Y_mask = vocabulary.encode([text.split() for text in captions], length=LENGTH)
    return Captions(np.stack(X), list(captions), Y, Y_mask)


def _scene(held_out, rng):
    """One image and its caption; with a pair of HELD_OUT, or without."""
    while True:
        thing = list(COLOURS)[rng.integers(len(COLOURS))], SHAPES[rng.integers(len(SHAPES))]
        if held_out == (thing in HELD_OUT):
            break
    size, place = list(SIZES)[rng.integers(len(SIZES))], list(PLACES)[rng.integers(len(PLACES))]
    x, y = 0.58 * np.array(PLACES[place]) + rng.uniform(-0.13, 0.13, 2)
    image = np.full((SIDE, SIDE, 3), rng.uniform(0.75, 0.95)) + rng.normal(0, 0.03, (SIDE, SIDE, 3))
    image = _draw(image, thing, x, y, rng.uniform(*SIZES[size]))
    return np.clip(image, 0, 1).astype(np.float32), f"a {size} {thing[0]} {thing[1]} {place}"


def _draw(image, thing, x, y, size):
    """Lay a coloured shape over an image, its centre at (x, y) in −1 … 1, `size` half its width."""
    colour, shape = thing
    at = canvas(SIDE, x, y, size)
    if shape == "circle":
        distance = ellipse(at, 0, 0, 1, 1)
    elif shape == "square":
        distance = box(at, 0, 0, 0.85, 0.85)
    elif shape == "triangle":
        distance = polygon(at, [(-1, 0.85), (1, 0.85), (0, -1)])
    else:
        distance = np.minimum(box(at, 0, 0, 1, 0.32), box(at, 0, 0, 0.32, 1))
    return paint(image, distance, COLOURS[colour], 2 / SIDE / size)
