"""Measured slopes of the cost of one weight, in float64 and float32: their errors, and the bounds on them."""

import numpy as np

from utils.steps.three_layer_network import backward_propagation, forward_propagation

TYPES = {"float64": np.float64, "float32": np.float32}
RULES = ("centred", "one-sided")
X, THETA = 2.0, 0.4  # the example and the weight of the explorer; the slope there is −0.62


def roundoff(precision):
    """The largest relative error with which a number is stored.    precision: "float64" or "float32"."""
    return float(np.finfo(TYPES[precision]).eps) / 2


def derivatives(x, theta):
    """The second and the third derivative of `forward_propagation` with respect to theta."""
    s = 1 / (1 + np.exp(-theta * x))
    return x**2 * s * (1 - s), x**3 * s * (1 - s) * (1 - 2 * s)


def measured_slope(x, theta, epsilon, precision, rule="centred"):
    """The slope by two costs, computed in the given precision; a Python number."""
    x, theta, epsilon = (TYPES[precision](number) for number in (x, theta, epsilon))
    left = theta - epsilon if rule == "centred" else theta
    way = 2 * epsilon if rule == "centred" else epsilon
    return float((forward_propagation(x, theta + epsilon) - forward_propagation(x, left)) / way)


def error_of(x, theta, epsilon, precision, rule="centred"):
    """How far a measured slope is from the true one."""
    return abs(measured_slope(x, theta, epsilon, precision, rule) - backward_propagation(x, theta))


def bound(x, theta, epsilon, precision, rule="centred"):
    """Rounding and truncation added up, as the lab derives them.    epsilon: a number or an array."""
    second, third = derivatives(x, theta)
    off = roundoff(precision) * forward_propagation(x, theta)
    if rule == "centred":
        return off / epsilon + abs(third) * epsilon**2 / 6
    return 2 * off / epsilon + abs(second) * epsilon / 2


def best_measured(x, theta, precision, rule="centred", tries=40):
    """The step with the smallest error in practice: errors of a decade's tries are put together by their mean square.

    Single errors are 0 by chance; their root mean square over neighbouring steps is not.    Returns (step, error).
    """
    centres = np.logspace(-9.5, -0.5, 37)
    near = np.logspace(-0.15, 0.15, tries)
    errors = [
        np.sqrt(np.mean([error_of(x, theta, centre * factor, precision, rule) ** 2 for factor in near]))
        for centre in centres
    ]
    k = int(np.argmin(errors))
    return centres[k], errors[k]
