"""A cat's head and eight other things, drawn from shapes: one function each, (brush, rng) -> None."""

import colorsys

import numpy as np

from utils.data.shapes import box, ellipse, line, paint, polygon, ring

WHITE, BLACK = (0.95, 0.95, 0.95), (0.03, 0.03, 0.03)
SIDES = (-1, 1)


class Brush:
    """A picture that is being painted: `brush(shape, colour, *place)` adds one shape to `brush.picture`."""

    def __init__(self, picture, at, edge):
        self.picture, self.at, self.edge = picture, at, edge

    def __call__(self, shape, colour, *place):
        self.picture = paint(self.picture, shape(self.at, *place), colour, self.edge)


def any_colour(rng):
    """A colour of any hue, neither pale nor dark."""
    return np.array(colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.2, 0.9), rng.uniform(0.25, 0.95)))


def fur_colour(rng):
    """Mostly brown, ginger or grey; one in seven of any colour, so that colour alone does not tell animals."""
    kind = rng.random()
    if kind < 0.15:
        return any_colour(rng)
    if kind < 0.5:
        return np.full(3, rng.uniform(0.1, 0.95))
    return np.array(colorsys.hsv_to_rgb(rng.uniform(0.02, 0.12), rng.uniform(0, 0.7), rng.uniform(0.15, 0.95)))


def cat(brush, rng):
    fur, tip, width = fur_colour(rng), rng.uniform(0.85, 1.1), rng.uniform(0.5, 0.62)
    skin = fur * 0.5 + np.array([0.45, 0.25, 0.25])
    for side in SIDES:
        brush(polygon, fur, [(side * 0.8, -0.1), (side * width * 1.2, -tip), (side * 0.15, -0.5)])
        brush(polygon, skin, [(side * 0.65, -0.3), (side * width * 1.15, -tip * 0.85), (side * 0.3, -0.5)])
    brush(ellipse, fur, 0, 0.1, 0.82, 0.66)
    if rng.random() < 0.5:
        for x in (-0.15, 0, 0.15):
            brush(line, fur * 0.55, (x, -0.5), (x, -0.28), 0.03)
    iris = colorsys.hsv_to_rgb(rng.uniform(0.1, 0.4), 0.7, 0.8)
    for side in SIDES:
        brush(ellipse, iris, side * 0.3, -0.05, 0.15, 0.13)
        brush(ellipse, BLACK, side * 0.3, -0.05, 0.04, 0.12)
    brush(polygon, (0.9, 0.5, 0.5), [(-0.1, 0.22), (0.1, 0.22), (0, 0.34)])
    whiskers = WHITE if fur.mean() < 0.45 else BLACK
    for side in SIDES:
        for k in (-1, 0, 1):
            brush(line, whiskers, (side * 0.2, 0.34 + 0.03 * k), (side * 0.95, 0.3 + 0.14 * k), 0.015)


def round_eyes(brush, x, y):
    """Two round white eyes, `x` to either side of the middle."""
    for side in SIDES:
        brush(ellipse, WHITE, side * x, y, 0.15, 0.12)
        brush(ellipse, BLACK, side * x, y, 0.08, 0.08)


def dog(brush, rng):
    fur = fur_colour(rng)
    brush(ellipse, fur, 0, 0, 0.66, 0.75)
    for side in SIDES:
        brush(ellipse, fur * 0.55, side * 0.68, 0.05, 0.2, 0.55, side * -0.25)
    round_eyes(brush, 0.25, -0.2)
    brush(ellipse, fur * 0.5 + 0.5, 0, 0.35, 0.38, 0.32)
    brush(ellipse, BLACK, 0, 0.22, 0.16, 0.11)


def rabbit(brush, rng):
    fur = fur_colour(rng)
    for side in SIDES:
        brush(ellipse, fur, side * 0.28, -0.65, 0.16, 0.48, side * 0.15)
        brush(ellipse, fur * 0.5 + np.array([0.45, 0.25, 0.25]), side * 0.28, -0.65, 0.08, 0.36, side * 0.15)
    brush(ellipse, fur, 0, 0.2, 0.62, 0.55)
    round_eyes(brush, 0.25, 0.1)
    brush(box, WHITE, 0, 0.6, 0.08, 0.1)


def bear(brush, rng):
    fur = fur_colour(rng)
    for side in SIDES:
        brush(ellipse, fur, side * 0.55, -0.55, 0.28, 0.28)
        brush(ellipse, fur * 0.5 + np.array([0.45, 0.25, 0.25]), side * 0.55, -0.55, 0.15, 0.15)
    brush(ellipse, fur, 0, 0.1, 0.78, 0.72)
    round_eyes(brush, 0.3, -0.1)
    brush(ellipse, fur * 0.4 + 0.6, 0, 0.35, 0.32, 0.24)
    brush(ellipse, BLACK, 0, 0.27, 0.12, 0.08)


def mug(brush, rng):
    glaze = any_colour(rng)
    brush(lambda at: ring(ellipse(at, 0.62, 0.05, 0.28, 0.32), 0.07), glaze)
    brush(box, glaze, -0.05, 0.05, 0.55, 0.65)
    brush(ellipse, glaze * 0.5, -0.05, -0.6, 0.55, 0.15)


def house(brush, rng):
    wall = any_colour(rng)
    brush(box, wall, 0, 0.35, 0.65, 0.5)
    brush(polygon, any_colour(rng), [(-0.9, -0.1), (0.9, -0.1), (0, -0.9)])
    brush(box, wall * 0.4, 0, 0.55, 0.15, 0.3)
    for side in SIDES:
        brush(box, (0.9, 0.95, 1), side * 0.4, 0.2, 0.12, 0.12)


def tree(brush, rng):
    leaves = np.array(colorsys.hsv_to_rgb(rng.uniform(0.25, 0.4), 0.7, rng.uniform(0.3, 0.7)))
    brush(box, (0.4, 0.25, 0.12), 0, 0.6, 0.12, 0.4)
    for y, width in ((-0.5, 0.4), (-0.05, 0.6)):
        brush(polygon, leaves, [(-width, y + 0.45), (width, y + 0.45), (0, y - 0.45)])


def blossom(brush, rng):
    petal, petals = any_colour(rng), rng.integers(5, 9)
    for angle in 2 * np.pi * np.arange(petals) / petals:
        brush(ellipse, petal, 0.5 * np.cos(angle), 0.5 * np.sin(angle), 0.36, 0.22, angle)
    brush(ellipse, (0.95, 0.8, 0.2), 0, 0, 0.28, 0.28)


def car(brush, rng):
    paintwork = any_colour(rng)
    brush(box, paintwork, 0, 0.2, 0.9, 0.25)
    brush(polygon, paintwork, [(-0.6, 0), (-0.35, -0.4), (0.3, -0.4), (0.55, 0)])
    brush(polygon, (0.75, 0.9, 1), [(-0.45, -0.03), (-0.28, -0.32), (0.25, -0.32), (0.4, -0.03)])
    for side in SIDES:
        brush(ellipse, BLACK, side * 0.5, 0.45, 0.2, 0.2)


OTHERS = {"dog": dog, "rabbit": rabbit, "bear": bear, "mug": mug}
OTHERS |= {"house": house, "tree": tree, "flower": blossom, "car": car}
THINGS = {"cat": cat} | OTHERS
