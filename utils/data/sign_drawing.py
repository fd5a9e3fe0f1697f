"""Ten traffic signs drawn from shapes, in the manner of the Vienna Convention on Road Signs and Signals (1968).

One function a sign, (brush) -> None; the brush paints one picture, or many of the same sign at once.
"""

import numpy as np

from utils.data.shapes import box, ellipse, line, polygon, ring

RED, BLUE, YELLOW = (0.78, 0.07, 0.10), (0.06, 0.22, 0.66), (0.98, 0.78, 0.10)
WHITE, BLACK = (0.96, 0.96, 0.96), (0.05, 0.05, 0.05)


def disc(brush, colour, radius):
    brush(ellipse, colour, 0, 0, radius, radius)


def regular(brush, colour, corners, radius, turn):
    """A polygon of equal sides, its first corner `turn` radians from the right, clockwise."""
    angles = turn + 2 * np.pi * np.arange(corners) / corners
    brush(polygon, colour, radius * np.column_stack([np.cos(angles), np.sin(angles)]))


def stroke(brush, colour, points, radius):
    """Straight strokes from point to point."""
    for start, end in zip(points[:-1], points[1:], strict=True):
        brush(line, colour, start, end, radius)


def loop(brush, colour, x, y, width, height, thickness=0.07):
    """An ellipse's outline; `width` and `height` are half axes."""
    brush(lambda at: ring(ellipse(at, x, y, width, height), thickness), colour)


def half_loop(brush, colour, x, y, width, height, thickness=0.07):
    """The outline of an ellipse's right half, and a little of its left."""

    def distance(at):
        return np.maximum(ring(ellipse(at, x, y, width, height), thickness), x - width / 3 - at[0])

    brush(distance, colour)


def arrow(brush, colour, points):
    """A stroke along the points, with a head beyond the last."""
    stroke(brush, colour, points, 0.11)
    (x_0, y_0), (x, y) = points[-2:]
    u, v = np.array([x - x_0, y - y_0]) / np.hypot(x - x_0, y - y_0)
    brush(polygon, colour, [(x + 0.34 * u, y + 0.34 * v), (x - 0.32 * v, y + 0.32 * u), (x + 0.32 * v, y - 0.32 * u)])


def stop(brush):
    regular(brush, WHITE, 8, 1.0, np.pi / 8)
    regular(brush, RED, 8, 0.9, np.pi / 8)
    S = [(-0.42, -0.22), (-0.62, -0.2), (-0.62, -0.02), (-0.44, 0.02), (-0.44, 0.2), (-0.64, 0.22)]
    stroke(brush, WHITE, S, 0.06)
    stroke(brush, WHITE, [(-0.32, -0.22), (-0.04, -0.22)], 0.06)
    stroke(brush, WHITE, [(-0.18, -0.22), (-0.18, 0.24)], 0.06)
    loop(brush, WHITE, 0.19, 0, 0.13, 0.22, 0.06)
    stroke(brush, WHITE, [(0.45, -0.22), (0.45, 0.24)], 0.06)
    half_loop(brush, WHITE, 0.52, -0.1, 0.14, 0.13, 0.06)


def give_way(brush):
    brush(polygon, RED, [(-1, -0.82), (1, -0.82), (0, 0.95)])
    brush(polygon, WHITE, [(-0.6, -0.58), (0.6, -0.58), (0, 0.48)])


def crossing(brush):
    """A warning of people who cross."""
    brush(polygon, RED, [(-1, 0.82), (1, 0.82), (0, -0.95)])
    brush(polygon, WHITE, [(-0.7, 0.64), (0.7, 0.64), (0, -0.6)])
    brush(ellipse, BLACK, 0.02, -0.2, 0.1, 0.1)
    stroke(brush, BLACK, [(0, -0.02), (0, 0.25), (-0.2, 0.54)], 0.07)
    stroke(brush, BLACK, [(0, 0.25), (0.2, 0.54)], 0.07)
    stroke(brush, BLACK, [(-0.2, 0.2), (0, 0), (0.2, 0.18)], 0.05)


def no_entry(brush):
    disc(brush, WHITE, 1.0)
    disc(brush, RED, 0.93)
    brush(box, WHITE, 0, 0, 0.65, 0.17)


def priority_road(brush):
    regular(brush, BLACK, 4, 1.0, 0)
    regular(brush, WHITE, 4, 0.94, 0)
    regular(brush, YELLOW, 4, 0.62, 0)


def limit(brush):
    """A limit's ring and the zero that ends its number."""
    disc(brush, RED, 0.97)
    disc(brush, WHITE, 0.74)
    loop(brush, BLACK, 0.32, 0, 0.16, 0.32)


def limit_30(brush):
    limit(brush)
    half_loop(brush, BLACK, -0.3, -0.16, 0.17, 0.17)
    half_loop(brush, BLACK, -0.3, 0.16, 0.18, 0.17)


def limit_80(brush):
    limit(brush)
    loop(brush, BLACK, -0.3, -0.17, 0.15, 0.15)
    loop(brush, BLACK, -0.3, 0.16, 0.18, 0.17)


def order(brush):
    """The blue disc of what one must do."""
    disc(brush, WHITE, 1.0)
    disc(brush, BLUE, 0.93)


def ahead_only(brush):
    order(brush)
    arrow(brush, WHITE, [(0, 0.62), (0, -0.3)])


def turn_left(brush):
    order(brush)
    arrow(brush, WHITE, [(0.3, 0.6), (0.3, -0.1), (-0.3, -0.1)])


def turn_right(brush):
    order(brush)
    arrow(brush, WHITE, [(-0.3, 0.6), (-0.3, -0.1), (0.3, -0.1)])


SIGNS = (stop, give_way, no_entry, priority_road, turn_left, turn_right, ahead_only, limit_30, limit_80, crossing)
