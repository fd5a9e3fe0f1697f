"""Where weights start: small random, Xavier, He. Biases start at 0.

A unit adds up `fan_in` products. Weights of variance 1 / fan_in keep the variance of the signal from layer to layer;
ReLU passes half of it on, so that it needs 2 / fan_in.
"""

import numpy as np

from utils.layers.arguments import check_whole


def fans(shape):
    """How many numbers a unit of these weights adds up, and how many units each number goes to.

    shape: (n_in, n_out), or (f, f, n_C_prev, n_C) for filters, or (gates, n_in, n_out) for stacked gates.
    Three axes are always read as stacked gates: name the filters of a depthwise layer, one channel in each, by
    (f, f, 1, n_C) and not (f, f, n_C).
    Returns fan_in, fan_out.    Raises ValueError for fewer than two axes, sizes that are not whole numbers from 1 up.
    """
    check_sizes(shape)
    if len(shape) < 2:
        raise ValueError(f"weights of shape {shape}: inputs and outputs are two axes; a bias starts at 0")
    if len(shape) == 4:
        area = shape[0] * shape[1]
        return area * shape[2], area * shape[3]
    return shape[-2], shape[-1]


def small_random(shape, rng, scale=0.01, dtype=np.float32):
    """Normal numbers of standard deviation `scale`: enough to break the symmetry of a shallow net.

    shape: of the weights.    rng: np.random.Generator.    scale: from 0 up.
    """
    if not 0 <= scale < np.inf:
        raise ValueError(f"scale = {scale!r}: it is a standard deviation, a number from 0 up")
    return _normal(shape, rng, scale, dtype)


def xavier(shape, rng, dtype=np.float32):
    """Normal numbers of variance 2 / (fan_in + fan_out), for tanh and sigmoid. Glorot, Bengio (2010).

    shape: see `fans`.    rng: np.random.Generator.
    """
    return _normal(shape, rng, np.sqrt(2 / sum(fans(shape))), dtype)


def he(shape, rng, dtype=np.float32):
    """Normal numbers of variance 2 / fan_in, for ReLU. He, Zhang, Ren, Sun (2015).

    shape: see `fans`.    rng: np.random.Generator.
    """
    return _normal(shape, rng, np.sqrt(2 / fans(shape)[0]), dtype)


def _normal(shape, rng, scale, dtype):
    check_sizes(shape)
    check_rng(rng)
    return (rng.standard_normal(shape) * scale).astype(dtype)


def check_sizes(shape):
    """Refuse weights of sizes that are not whole numbers from 1 up."""
    for size in shape:
        check_whole("a size of the weights", size)


def check_rng(rng):
    """Refuse what is no generator: a seed, say, or the module np.random."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng is {type(rng).__name__}; it is a np.random.Generator: np.random.default_rng(seed)")
