"""What becomes of a signal on its way through many layers, and of the gradient on its way back."""

import numpy as np

from utils.bars import progress
from utils.steps.activations import relu, relu_derivative, tanh_derivative
from utils.steps.deep_network import update_parameters
from utils.steps.initialization import clip_by_global_norm


def activate(Z, activation):
    """Apply an activation, and give its slopes, too.

    Z: an array of any shape.    activation: "tanh" or "relu"; any other is a ValueError.
    At hand: `relu(z)`, `relu_derivative(z)` and `tanh_derivative(z)`.
    Returns A and slope, both of Z's shape.
    """
    # The values, and the slopes at the same places
    if activation == "tanh":
        return np.tanh(Z), tanh_derivative(Z)
    if activation == "relu":
        return relu(Z), relu_derivative(Z)
    raise ValueError(f'activation is "tanh" or "relu", not {activation!r}')


def activation_statistics(X, parameters, activation):
    """Send examples through all layers, and note how large the activations of each are, and how many are stuck.

        A_0 = X,    A_l = g(W_l A_{l−1} + b_l)    for l = 1 … L, the last layer included

    mean: of all numbers of A_l.    rms: √(mean of A_l²).
    saturated: share of the slopes g'(Z_l) that are below 0.1.

    X: (n_0, m).    parameters: {"W1", "b1", …, "WL", "bL"}.    activation: "tanh" or "relu".
    At hand: `activate(Z, activation)` returns A and the slopes, both of Z's shape.
    Returns {"mean", "rms", "saturated"}: an array (L,) each, layer 1 first.
    """
    means, sizes, saturated = [], [], []
    A = X
    # Every layer owns two entries of the dictionary; count layers from 1
    for layer in range(1, len(parameters) // 2 + 1):
        # The weighted sums of all units for all examples, then activations and slopes
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]  # (n_l, m)
        A, slope = activate(Z, activation)
        # Three numbers over all units and examples of this layer
        means.append(np.mean(A))
        sizes.append(np.sqrt(np.mean(A**2)))
        saturated.append(np.mean(slope < 0.1))
    return {"mean": np.array(means), "rms": np.array(sizes), "saturated": np.array(saturated)}


def stack_forward(X, parameters, activation):
    """Send examples through all layers, the last one's activation included, and keep what the way back needs.

    X: (n_0, m).    parameters: {"W1", "b1", …, "WL", "bL"}.    activation: "tanh" or "relu".
    Returns A_L (n_L, m), and caches: a list with one cache (A_prev, W, Z) for each layer, layer 1 first.
    """
    A, caches = X, []
    # Each layer keeps what it was given, its weights and its sums
    for layer in range(1, len(parameters) // 2 + 1):
        W = parameters[f"W{layer}"]
        Z = W @ A + parameters[f"b{layer}"]
        caches.append((A, W, Z))
        A, _ = activate(Z, activation)
    return A, caches


def gradient_norms_by_depth(dAL, caches, activation):
    """Carry a gradient back through all layers, and note how long it is at each.

        dZ_l = dA_l * g'(Z_l),    dW_l = (1/m) dZ_l A_{l−1}ᵀ,    dA_{l−1} = W_lᵀ dZ_l

    dAL: (n_L, m), the gradient with respect to the last layer's activations.
    caches: a list with a cache (A_prev, W, Z) for each layer, layer 1 first.    activation: "tanh" or "relu".
    At hand: `activate(Z, activation)` returns A and the slopes, both of Z's shape.
    Returns {"dZ", "dW"}: the norms √(Σ over all entries of g²) of dZ_l and of dW_l, an array (L,) each, layer 1 first.
    """
    L, m = len(caches), dAL.shape[1]
    norms = {"dZ": np.zeros(L), "dW": np.zeros(L)}
    dA = dAL
    # From the last layer to the first; here layers count from 0, as the list does
    for layer in reversed(range(L)):
        A_prev, W, Z = caches[layer]
        # Through the activation: each entry times its slope
        _, slope = activate(Z, activation)
        dZ = dA * slope  # (n_l, m)
        # What this layer's weights would be moved by
        dW = dZ @ A_prev.T / m  # (n_l, m) @ (m, n_{l-1}) -> (n_l, n_{l-1})
        # Both lengths go to this layer's place
        norms["dZ"][layer] = np.sqrt(np.sum(dZ**2))
        norms["dW"][layer] = np.sqrt(np.sum(dW**2))
        # Through the weights, to the layer before
        dA = W.T @ dZ  # (n_{l-1}, n_l) @ (n_l, m) -> (n_{l-1}, m)
    return norms


def cost_and_gradients(X, Y, parameters, activation):
    """Cross-entropy of a deep network with one sigmoid at its end, and the gradients of all parameters.

    The cost is taken from the scores, ln(1 + e^z) − y z for each example, which stays finite where a probability
    rounds to 0 or 1.

    X: (n_0, m).    Y: (1, m) of 0 and 1.    activation: of the hidden layers, "tanh" or "relu".
    Returns the cost, one number, and {"dW1", "db1", …, "dWL", "dbL"}.
    """
    L, m = len(parameters) // 2, X.shape[1]
    # Forward: all layers but the last have the activation
    hidden = {key: value for key, value in parameters.items() if int(key[1:]) < L}
    A, caches = stack_forward(X, hidden, activation)
    W, b = parameters[f"W{L}"], parameters[f"b{L}"]
    scores = W @ A + b
    # The cost in one piece, without a logarithm of 0
    cost = np.mean(np.logaddexp(0, scores) - Y * scores)
    dZ, grads = (1 + np.tanh(scores / 2)) / 2 - Y, {}  # σ(z) = (1 + tanh(z/2)) / 2, which does not overflow
    # Back: the gradients of a layer, then the error of the layer before
    for layer in range(L, 0, -1):
        grads[f"dW{layer}"] = dZ @ A.T / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if layer > 1:
            dA = parameters[f"W{layer}"].T @ dZ
            A, _, Z = caches[layer - 2]
            dZ = dA * activate(Z, activation)[1]
    return cost, grads


def train_with_clipping(X, Y, parameters, learning_rate, num_iterations, limit, activation="relu"):
    """Gradient descent on all examples at once, from given parameters, with gradients no longer than a limit.

    X: (n_0, m).    Y: (1, m) of 0 and 1.    parameters: {"W1", "b1", …}; they stay as they were.
    learning_rate: α.    num_iterations: steps.    limit: above 0; np.inf clips nothing.
    At hand: `cost_and_gradients(X, Y, parameters, activation)`, `clip_by_global_norm(grads, limit)` and
    `update_parameters(parameters, grads, learning_rate)`. `progress(range(…), "training")` shows a bar; a plain range
    is as right.
    Returns the parameters after the last step, and two arrays (num_iterations,): costs, and the norms of the
    gradients before clipping, each noted before its step.
    """
    costs, norms = np.zeros(num_iterations), np.zeros(num_iterations)
    # At each step: cost and gradients, clipping, update
    for i in progress(range(num_iterations), "training"):
        costs[i], grads = cost_and_gradients(X, Y, parameters, activation)
        clipped, norms[i] = clip_by_global_norm(grads, limit)
        parameters = update_parameters(parameters, clipped, learning_rate)
    return parameters, costs, norms
