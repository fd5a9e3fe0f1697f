"""Forward and backward passes that a gradient check is tried on: one weight, and networks of three layers."""

import numpy as np

from utils.steps.activations import relu, sigmoid

LEAK = 0.01  # the slope of the leaky ReLU below 0


def forward_propagation(x, theta):
    """The logistic loss of one example with label 1 and one weight.

        J = ln(1 + e^(−θx))

    x, theta: numbers.    Returns the cost J, one number.
    """
    return np.logaddexp(0, -theta * x)


def backward_propagation(x, theta):
    """The slope dJ/dθ of `forward_propagation`.

        dθ = −x / (1 + e^(θx))

    x, theta: numbers.    Returns dtheta, one number.
    """
    return -x / (1 + np.exp(theta * x))


def _cross_entropy(Z3, Y):
    """The mean loss from the sums before the sigmoid, for which no probability can round to 0 or 1.    (1, m) each."""
    return np.mean(np.logaddexp(0, Z3) - Y * Z3)


def forward_propagation_n(X, Y, parameters):
    """Three layers, linear → ReLU → linear → ReLU → linear → σ, and the cross-entropy.

    X: (n_x, m).    Y: (1, m) of 0 and 1.    parameters: {"W1", "b1", "W2", "b2", "W3", "b3"}.
    At hand: `relu` and `sigmoid`.
    Returns the cost, and the cache (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3).
    """
    # One layer after the other
    W1, b1, W2, b2, W3, b3 = (parameters[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1  # (n_1, m)
    A1 = relu(Z1)
    Z2 = W2 @ A1 + b2  # (n_2, m)
    A2 = relu(Z2)
    Z3 = W3 @ A2 + b3  # (1, m)
    A3 = sigmoid(Z3)
    return _cross_entropy(Z3, Y), (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation_n(X, Y, cache):
    """Carry the gradient of the cost back through the three layers of `forward_propagation_n`.

    X: (n_x, m).    Y: (1, m).    cache: from `forward_propagation_n`.
    Returns {"dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"}, each of the shape of what it
    belongs to; dW and db are those of the cost, the others have a column for each example's own loss.
    """
    m = X.shape[1]
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    # Layer 3, with the sigmoid
    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    # Layer 2, with the ReLU
    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (Z2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    # Layer 1, with the ReLU
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (Z1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    gradients = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return gradients | {"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def forward_propagation_leaky(X, Y, parameters):
    """As `forward_propagation_n`, with the leaky ReLU max(z, 0.01 z) in layers 1 and 2.

    X: (n_x, m).    Y: (1, m).    parameters: {"W1", "b1", …, "b3"}.    Returns the cost, and the same cache.
    At hand: `sigmoid`.
    """
    # One layer after the other
    W1, b1, W2, b2, W3, b3 = (parameters[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    A1 = np.maximum(Z1, LEAK * Z1)
    Z2 = W2 @ A1 + b2
    A2 = np.maximum(Z2, LEAK * Z2)
    Z3 = W3 @ A2 + b3
    return _cross_entropy(Z3, Y), (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, sigmoid(Z3), W3, b3)


def backward_propagation_leaky(X, Y, cache):
    """Carry the gradient of the cost back through the three layers of `forward_propagation_leaky`.

    X: (n_x, m).    Y: (1, m).    cache: from `forward_propagation_leaky`.
    At hand: `LEAK`, the slope below 0.
    Returns {"dW1", "db1", "dW2", "db2", "dW3", "db3"}.
    """
    m = X.shape[1]
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    # Errors of the three layers, from the last to the first
    dZ3 = A3 - Y
    dZ2 = W3.T @ dZ3
    dZ2[Z2 <= 0] *= LEAK
    dZ1 = W2.T @ dZ2
    dZ1[Z1 <= 0] *= LEAK
    # Each layer's gradients, from its error and what it received
    gradients = {}
    for layer, dZ, A_prev in ((1, dZ1, X), (2, dZ2, A1), (3, dZ3, A2)):
        gradients[f"dW{layer}"] = dZ @ A_prev.T / m
        gradients[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients
