"""Sizes and prices of houses, made up: a straight line with a knee, because a price is never negative."""

import numpy as np

from utils.data.arguments import spread, whole_number


def houses(m, rng, noise=12.0):
    """Sizes and prices of m houses. Synthetic: nothing below 40 m², then 2.6 thousand for each square metre more.

    m: number of houses.    rng: np.random.Generator.    noise: standard deviation of the price, in thousands.
    Returns size (m,) in m², price (m,) in thousands, never negative.
    """
    whole_number("m", m, "houses")
    spread("noise", noise)
    size = rng.uniform(20, 200, m)
    price = np.maximum(0, 2.6 * (size - 40)) + rng.normal(0, noise, m)
    return size, np.maximum(0, price)
