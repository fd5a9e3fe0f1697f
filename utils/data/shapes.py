"""Shapes as signed distances, and paint for them: how this project draws its made-up pictures.

A canvas is a pair (u, v) of arrays (height, width): each pixel's place in the object's own coordinates, where the
object fills about −1 … 1, u to the right and v downwards. A shape maps the canvas to each pixel's distance from its
outline, negative inside.
Source for the formulas: Inigo Quilez, "2D distance functions", iquilezles.org.
"""

import numpy as np


def canvas(size, x=0.0, y=0.0, scale=1.0, turn=0.0, mirrored=False):
    """Place an object on a square picture: the pixels' coordinates as the object sees them.

    size: pixels along a side.    x, y: the object's centre, in −1 … 1 of the picture.
    scale: half the object's size, 1 fills the picture.    turn: radians, clockwise.    mirrored: left for right.
    Returns (u, v), each (size, size).
    """
    along = (np.arange(size) + 0.5) / size * 2 - 1
    across, down = np.meshgrid(along - x, along - y)
    cosine, sine = np.cos(turn) / scale, np.sin(turn) / scale
    u, v = cosine * across + sine * down, cosine * down - sine * across
    return (-u if mirrored else u), v


def ellipse(at, x, y, width, height, turn=0.0):
    """Distance from an ellipse with half axes `width` and `height`; exact for circles, close enough for others."""
    u, v = _turned(at, x, y, turn)
    return (np.hypot(u / width, v / height) - 1) * min(width, height)


def box(at, x, y, width, height, turn=0.0):
    """Distance from a rectangle with half sides `width` and `height`."""
    u, v = _turned(at, x, y, turn)
    over_u, over_v = np.abs(u) - width, np.abs(v) - height
    outside = np.hypot(np.maximum(over_u, 0), np.maximum(over_v, 0))
    return outside + np.minimum(np.maximum(over_u, over_v), 0)


def line(at, start, end, radius):
    """Distance from a stroke of half width `radius` with round ends."""
    u, v = at[0] - start[0], at[1] - start[1]
    along_u, along_v = end[0] - start[0], end[1] - start[1]
    nearest = np.clip((u * along_u + v * along_v) / (along_u**2 + along_v**2), 0, 1)
    return np.hypot(u - nearest * along_u, v - nearest * along_v) - radius


def polygon(at, corners):
    """Distance from a convex polygon, its corners in either order; a little short of it beyond a corner."""
    corners = np.asarray(corners, dtype=float)
    edges = np.roll(corners, -1, axis=0) - corners
    area = np.sum(corners[:, 0] * edges[:, 1] - corners[:, 1] * edges[:, 0])
    normals = np.sign(area) * np.column_stack([edges[:, 1], -edges[:, 0]]) / np.hypot(*edges.T)[:, None]
    sides = [(at[0] - x) * n_u + (at[1] - y) * n_v for (x, y), (n_u, n_v) in zip(corners, normals, strict=True)]
    return np.max(sides, axis=0)


def ring(distance, thickness):
    """The outline of a shape instead of the shape, `thickness` to either side."""
    return np.abs(distance) - thickness


def paint(picture, distance, colour, edge):
    """Lay a colour over the inside of a shape.

    picture: (height, width, 3).    distance: (height, width).    colour: three numbers.
    edge: width over which the outline fades, in the canvas's units; about one pixel.
    Returns the new picture; the old one stays as it was.
    """
    share = np.clip(0.5 - distance / edge, 0, 1)[..., None]
    return picture + share * (np.asarray(colour) - picture)


def _turned(at, x, y, turn):
    """Coordinates from the point (x, y), along axes turned by `turn`."""
    u, v = at[0] - x, at[1] - y
    return np.cos(turn) * u + np.sin(turn) * v, np.cos(turn) * v - np.sin(turn) * u
