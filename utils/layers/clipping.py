"""Gradients that are too large are cut down, over flat dictionaries {name: array} and in place."""

import math

import numpy as np

from utils.layers.arguments import check_array


def clip_by_global_norm(gradients, limit):
    """Scale all gradients by one factor, so that together they are no longer than `limit`; the direction stays.

        g := g · min(1, limit / norm),    norm = √(Σ over all arrays of ‖g‖²)

    gradients: {name: array}.    limit: above 0.
    Returns the norm before clipping, a number.
    Raises ValueError for no gradients, NaN or infinity; nothing is changed then. Pascanu, Mikolov, Bengio (2013).
    """
    check_limit(limit)
    check_gradients(gradients, finite=False)
    norm = math.sqrt(sum(sum_of_squares(gradient) for gradient in gradients.values()))
    if not math.isfinite(norm):
        check_gradients(gradients)
        raise ValueError("the gradients are finite, and too large for their norm to be")
    if norm > limit:
        for gradient in gradients.values():
            gradient *= limit / norm
    return norm


def clip_by_value(gradients, limit):
    """Cut every element to the interval from −limit to limit; the direction may change.

    gradients: {name: array}.    limit: above 0.
    Raises ValueError for no gradients, NaN or infinity; nothing is changed then.
    """
    check_limit(limit)
    check_gradients(gradients)
    for gradient in gradients.values():
        np.clip(gradient, -limit, limit, out=gradient)


def sum_of_squares(array):
    """‖array‖² at the speed of a matrix product; where float32 overflows, in float64."""
    flat = array.ravel(order="K")
    with np.errstate(over="ignore", invalid="ignore"):
        total = float(np.dot(flat, flat))
        return total if math.isfinite(total) else float(np.sum(flat.astype(np.float64) ** 2))


def check_limit(limit):
    """Refuse a limit that nothing could be cut to."""
    if not limit > 0:
        raise ValueError(f"limit = {limit!r}: it is a number above 0")


def check_gradients(gradients, finite=True):
    """Refuse a dictionary without gradients, or with one that a layer could not use."""
    if not gradients:
        raise ValueError("there are no gradients to clip")
    for name, gradient in gradients.items():
        check_array(f"the gradient of {name}", gradient, (...,), finite=finite)
