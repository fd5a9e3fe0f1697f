"""The rules of automatic differentiation: how a gradient travels back through one operation.

A rule is a function of g, the gradient of the operation's result, and of its operands, all of them arrays. It returns
a tuple with a gradient for each operand, of that operand's shape.
"""

import numpy as np


def unbroadcast(gradient, shape):
    """Turn the gradient of what broadcasting made of an operand into that of the operand.

    Broadcasting copies an operand along axes that it lacks (they stand in front of its own) and along those in which
    it has size 1. A number that was copied has moved the result at every copy.

    gradient: of an operation's result, of the result's shape.    shape: the operand's, a tuple.
    Returns the gradient of the operand, of that shape.
    """
    # Axes that broadcasting put in front of the operand's own
    extra = gradient.ndim - len(shape)
    gradient = gradient.sum(axis=tuple(range(extra)))
    # Axes of size 1 that it stretched; they stay, with size 1
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return gradient.sum(axis=stretched, keepdims=True)


def add_backward(g, a, b):
    """The rule of a + b: both slopes are 1.

    g: gradient of the sum, of its shape.    a, b: arrays whose shapes broadcast.    At hand: `unbroadcast`.
    Returns the gradients of a and of b, each of its operand's shape.
    """
    # The sum moves one for one with either; where one of them was copied, its gradient gathers what the copies got
    return unbroadcast(g, a.shape), unbroadcast(g, b.shape)


def multiply_backward(g, a, b):
    """The rule of a · b, element by element.

    g: gradient of the product, of its shape.    a, b: arrays whose shapes broadcast.
    At hand: `unbroadcast(gradient, shape)`, as in the rule of the sum.
    Returns the gradients of a and of b, each of its operand's shape.
    """
    # When a moves by one, the product moves by what a is multiplied by
    da = unbroadcast(g * b, a.shape)
    # The same with the two exchanged
    db = unbroadcast(g * a, b.shape)
    return da, db


def matmul_backward(g, a, b):
    """The rule of the matrix product a @ b.

    g: (n, m), gradient of the product.    a: (n, k).    b: (k, m).
    Returns the gradients of a, (n, k), and of b, (k, m).
    """
    # An entry of a meets a row of b, and moves the entries of one row of the product
    da = g @ b.T  # (n, m) @ (m, k) -> (n, k)
    # An entry of b meets a column of a, and moves the entries of one column of the product
    db = a.T @ g  # (k, n) @ (n, m) -> (k, m)
    return da, db


def exp_backward(g, a):
    """The rule of e to the power of a, whose slope is itself.    Returns the gradient of a, in a tuple."""
    return (g * np.exp(a),)


def log_backward(g, a):
    """The rule of the natural logarithm, with the slope 1/a.    Returns the gradient of a, in a tuple."""
    return (g / a,)


def tanh_backward(g, a):
    """The rule of the hyperbolic tangent, with the slope 1 − tanh²(a).    Returns the gradient of a, in a tuple."""
    return (g * (1 - np.tanh(a) ** 2),)


def relu_backward(g, a):
    """The rule of max(0, a): slope 1 where a > 0, else 0.    Returns the gradient of a, in a tuple."""
    return (g * (a > 0),)


def sum_backward(g, a, axis=None):
    """The rule of the sum over one axis, several (a tuple) or all (None).

    g: gradient of the sums, with or without the axes that were summed over.    a: what was summed.
    Returns the gradient of a, in a tuple.
    """
    # Every number moves the sum that it went into one for one: each gets that sum's gradient
    kept = a.sum(axis=axis, keepdims=True).shape
    return (np.broadcast_to(g.reshape(kept), a.shape),)
