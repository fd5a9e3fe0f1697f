"""A search without any training: how near a grid, and points at random, come to a place that nobody knows."""

import itertools

import numpy as np


def grid_points(per_axis, dimensions):
    """The middles of per_axis ** dimensions equal cells of the unit cube: (points, dimensions)."""
    middles = (np.arange(per_axis) + 0.5) / per_axis
    return np.array(list(itertools.product(middles, repeat=dimensions)))


def miss(points, best, weight):
    """How far the nearest point is from the best place, if the first axis counts 1 and every other one `weight`."""
    weights = np.full(points.shape[1], float(weight))
    weights[0] = 1.0
    return float(np.sqrt(((points - best) ** 2 * weights).sum(axis=1).min()))


def misses(weight, per_axis, dimensions, rng, times=500):
    """Mean misses of a grid and of as many points at random, over best places drawn at random: (grid, at random)."""
    grid, found = grid_points(per_axis, dimensions), np.zeros((times, 2))
    for row in found:
        best = rng.random(dimensions)
        row[:] = miss(grid, best, weight), miss(rng.random(grid.shape), best, weight)
    return found.mean(axis=0)
