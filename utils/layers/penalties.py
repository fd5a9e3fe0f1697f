"""Penalties on large weights, over flat dictionaries of arrays: the cost that they add, and their gradients.

Weights only: biases, and the scale and shift of a normalisation, are left alone. The rule goes by the last part of a
name, as the course writes matrices: a capital and what follows it (W, W1, Wqkv, W_a, U, E), or w, v, theta, weight,
with or without a number. Every other name is left alone: b, b1, b_U, bqkv, bo, beta and gamma, and whatever else a
layer of your own may call its arrays.
"""

import re

import numpy as np

from utils.layers.arguments import check_array, check_whole

WEIGHT = re.compile(r"[A-Z]\w*|(w|v|theta|weight)\d*")


def is_weight(name):
    """True for the names of weights, as "blocks.0.conv.W"; False for biases, scales, shifts, and what is not known."""
    return WEIGHT.fullmatch(name.split(".")[-1]) is not None


def l2_penalty(parameters, lam, m):
    """The cost of the weights' squares.

        λ / (2m) · Σ ‖W‖²

    parameters: {name: array}.    lam: λ, at least 0.    m: examples that the data's cost is a mean over.
    Returns a number.
    """
    check_strength(lam, m)
    return lam / (2 * m) * sum(float(np.vdot(W, W)) for W in weights_of(parameters))


def l1_penalty(parameters, lam, m):
    """The cost of the weights' sizes, which drives many of them to 0.

        λ / (2m) · Σ |W|

    parameters: {name: array}.    lam: λ, at least 0.    m: examples that the data's cost is a mean over.
    Returns a number.
    """
    check_strength(lam, m)
    return lam / (2 * m) * sum(float(np.abs(W).sum()) for W in weights_of(parameters))


def add_l2_gradients(gradients, parameters, lam, m):
    """Add λ / m · W to the gradient of every weight, in place.

    gradients: {name: array}; holds at least the parameters' names.    parameters, lam, m: as in `l2_penalty`.
    Raises ValueError where a gradient is missing or does not fit; nothing is changed then.
    """
    _add(gradients, parameters, lam, m, lambda W: W)


def add_l1_gradients(gradients, parameters, lam, m):
    """Add λ / (2m) · sign(W), 0 at W = 0, to the gradient of every weight, in place; see `add_l2_gradients`."""
    _add(gradients, parameters, lam, m, lambda W: np.sign(W) / 2)


def _add(gradients, parameters, lam, m, slope):
    check_strength(lam, m)
    weights = {name: W for name, W in parameters.items() if is_weight(name)}
    for name, W in weights.items():
        check_array(f"the gradient of {name}", gradients.get(name), W.shape, W.dtype, finite=False)
    for name, W in weights.items():
        gradients[name] += slope(W) * (lam / m)


def weights_of(parameters):
    """The arrays that a penalty acts on."""
    return [array for name, array in parameters.items() if is_weight(name)]


def check_strength(lam, m):
    """Refuse a penalty that is none."""
    check_whole("m", m)
    if not 0 <= lam < np.inf:
        raise ValueError(f"lam = {lam!r}: it is a number, at least 0")
