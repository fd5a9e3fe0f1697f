"""What several exercises of this lab are tried on, or share."""

import numpy as np


def array_cases(rng):
    return [
        (np.array([0.0, 1.0, -1.0]),),
        (2.0,),
        (rng.normal(scale=3, size=(4, 1)),),
        (rng.normal(scale=3, size=(2, 3)),),
        (np.array([[-30.0, 20.0], [1000.0, 0.0]]),),
        (np.array([[3, -2, 0]]),),
    ]


def graph_cases(rng):
    drawn = [tuple(float(value) for value in rng.normal(scale=3, size=3)) for _ in range(3)]
    return [(4.0, -2.0, 5.0), (1.0, 0.0, 7.0), *drawn]


def pair_cases(rng):
    """Two vectors of one length: readable, a single entry, then drawn."""
    readable = (np.array([1.0, 2.0, 3.0]), np.array([4.0, 0.0, -1.0]))
    return [readable, *[(rng.normal(size=n), rng.normal(size=n)) for n in (1, 5, 40)]]
