"""Points in the plane that no straight line can tell apart."""

import numpy as np

from utils.data.arguments import spread, whole_number


def _check(m, noise, least=2):
    whole_number("m", m, "points", least)
    spread("noise", noise)


def _shuffled(X, y, rng):
    """Points in rows and their classes, in random order and in the course's shapes."""
    order = rng.permutation(len(y))
    return np.ascontiguousarray(X[order].T), y[order].reshape(1, -1).astype(int)


def flower(m, rng, noise=0.2, petals=4):
    """A flower with petals of two classes that no straight line parts.

    m: number of points.    rng: np.random.Generator.    noise: standard deviation of angle and radius.
    Returns X (2, m), Y (1, m) of 0 and 1.
    """
    _check(m, noise)
    y = np.arange(m) % 2
    angle = rng.uniform(0, np.pi, m) + np.pi * y + rng.normal(0, noise, m)
    radius = 4 * np.sin(petals * angle) + rng.normal(0, noise, m)
    return _shuffled(np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]), y, rng)


def moons(m, rng, noise=0.2):
    """Two half moons, each reaching into the other.

    m: number of points.    rng: np.random.Generator.    noise: standard deviation of both coordinates.
    Returns X (2, m), Y (1, m) of 0 and 1.
    """
    _check(m, noise)
    y = np.arange(m) % 2
    t = rng.uniform(0, np.pi, m)
    upper, lower = np.column_stack([np.cos(t), np.sin(t)]), np.column_stack([1 - np.cos(t), 0.5 - np.sin(t)])
    X = np.where(y[:, None] == 0, upper, lower) + rng.normal(0, noise, (m, 2))
    return _shuffled(X, y, rng)


def circles(m, rng, noise=0.08, inner=0.6):
    """A ring inside a ring.

    m: number of points.    rng: np.random.Generator.    noise: standard deviation of both coordinates.
    inner: radius of class 1; class 0 has radius 1.
    Returns X (2, m), Y (1, m) of 0 and 1.
    """
    _check(m, noise)
    y = np.arange(m) % 2
    t = rng.uniform(0, 2 * np.pi, m)
    radius = np.where(y == 0, 1.0, inner)
    X = np.column_stack([radius * np.cos(t), radius * np.sin(t)]) + rng.normal(0, noise, (m, 2))
    return _shuffled(X, y, rng)


def spirals(m, rng, noise=0.12, arms=2, turns=1.25):
    """Spiral arms around one centre, a class each.

    m: number of points.    rng: np.random.Generator.    noise: standard deviation of both coordinates.
    arms: number of classes.    turns: how often an arm goes round.
    Returns X (2, m), Y (1, m) of 0 … arms − 1.
    """
    whole_number("arms", arms, "arms")
    _check(m, noise, least=arms)
    y = np.arange(m) % arms
    t = rng.uniform(0.15, 1, m)
    angle = 2 * np.pi * (turns * t + y / arms)
    X = 4 * np.column_stack([t * np.cos(angle), t * np.sin(angle)]) + rng.normal(0, noise, (m, 2))
    return _shuffled(X, y, rng)
