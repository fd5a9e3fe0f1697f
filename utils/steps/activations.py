"""Activation functions and their derivatives, element by element on arrays of any shape."""

import numpy as np


def sigmoid(z):
    """Squash any number into the open interval (0, 1).

        σ(z) = 1 / (1 + e^(−z))

    z: a number or an array of any shape.
    Returns σ(z), of z's shape.
    """
    # e to the power of minus z, then one over one plus that
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    """Slope of the sigmoid at z, from the sigmoid's own value.

    z: a number or an array of any shape.
    Returns σ'(z), of z's shape; at most 1/4, at z = 0.
    """
    # Evaluate the sigmoid once; its value is all that the slope needs
    s = sigmoid(z)
    return s * (1 - s)


def tanh_derivative(z):
    """Slope of the hyperbolic tangent at z.

        tanh'(z) = 1 − tanh²(z)

    z: a number or an array of any shape.
    Returns tanh'(z), of z's shape; at most 1, at z = 0.
    """
    # Evaluate tanh once, then one minus its square
    return 1 - np.tanh(z) ** 2


def relu(z):
    """Keep what is positive, replace the rest by 0.

        relu(z) = max(0, z)

    z: a number or an array of any shape.
    Returns relu(z), of z's shape.
    """
    # Compare each element with 0 and keep the larger
    return np.maximum(0, z)


def relu_derivative(z):
    """Slope of the ReLU at z: 1 where z > 0, else 0.

    At z = 0 there is no derivative; 0 is the value that PyTorch and TensorFlow use.

    z: a number or an array of any shape.
    Returns 0.0 or 1.0 per element, of z's shape.
    """
    # Is each element positive? Turn the answer into numbers
    return (np.asarray(z) > 0).astype(float)


def leaky_relu(z, slope=0.01):
    """Keep what is positive, scale the rest down.

        leaky_relu(z) = z if z > 0, else slope · z

    z: a number or an array of any shape.    slope: between 0 and 1.
    Returns leaky_relu(z), of z's shape. Source: Maas, Hannun, Ng (2013).
    """
    # Choose z or slope · z, element by element
    return np.where(z > 0, z, slope * z)


def leaky_relu_derivative(z, slope=0.01):
    """Slope of the leaky ReLU at z: 1 where z > 0, else `slope` (also at z = 0, as PyTorch does).

    z: a number or an array of any shape.    slope: between 0 and 1.
    Returns the derivative, of z's shape.
    """
    # Choose 1 or slope, element by element
    return np.where(z > 0, 1.0, slope)


def sigmoid_backward(dA, Z):
    """Carry a gradient back through A = σ(Z).

    dA: gradient of the cost with respect to A, of Z's shape.    Z: what the sigmoid was given.
    Returns dZ = dA · σ'(Z), element by element.
    """
    return dA * sigmoid_derivative(Z)


def relu_backward(dA, Z):
    """Carry a gradient back through A = relu(Z).

    dA: gradient of the cost with respect to A, of Z's shape.    Z: what the ReLU was given.
    Returns dZ = dA where Z > 0, else 0.
    """
    return dA * relu_derivative(Z)
