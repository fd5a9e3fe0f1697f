"""A network of any depth, block by block: ReLU in the hidden layers, a sigmoid at the end."""

import numpy as np

from utils.steps.activations import relu, relu_backward, sigmoid, sigmoid_backward


def initialize_parameters_deep(layer_dims, rng):
    """Draw the starting weights of every layer; start every bias at 0.

        W_l = standard normal numbers / √n_{l−1},    b_l = 0

    layer_dims: the widths [n_0, n_1, …, n_L]; n_0 counts the inputs.    rng: np.random.Generator.
    Returns {"W1", "b1", …, "WL", "bL"}: W_l (n_l, n_{l-1}), b_l (n_l, 1).
    Source for the scale: LeCun, Bottou, Orr, Müller, "Efficient BackProp" (1998).
    """
    parameters = {}
    # Visit the layers in order, from layer 1: entry 0 of layer_dims is the input and has no weights
    for layer in range(1, len(layer_dims)):
        n_here, n_before = layer_dims[layer], layer_dims[layer - 1]
        # One row per unit of this layer, one column per unit of the layer before,
        # scaled by one over the root of the number of numbers that a unit adds up
        parameters[f"W{layer}"] = rng.standard_normal((n_here, n_before)) / np.sqrt(n_before)
        # One bias per unit, as a column
        parameters[f"b{layer}"] = np.zeros((n_here, 1))
    return parameters


def linear_forward(A, W, b):
    """Give every unit its weighted sum plus its bias, for all examples at once.

        Z = W A + b

    A: (n_prev, m) what the layer receives.    W: (n, n_prev).    b: (n, 1).
    Returns Z (n, m), and the cache (A, W, b).
    """
    # One matrix product; broadcasting repeats the bias column for each of the m examples
    Z = W @ A + b  # (n, n_prev) @ (n_prev, m) -> (n, m)
    # Keep what the way back will ask for
    cache = (A, W, b)
    return Z, cache


def linear_activation_forward(A_prev, W, b, activation):
    """Run one whole layer forward: its linear half, then its activation.

        A = g(W A_prev + b),    g = σ or relu

    A_prev: (n_prev, m).    W: (n, n_prev).    b: (n, 1).    activation: "sigmoid" or "relu".
    Returns A (n, m), and the cache (linear_cache, activation_cache) = ((A_prev, W, b), Z).
    Raises ValueError for any other activation.
    """
    # The linear half, with its own cache
    Z, linear_cache = linear_forward(A_prev, W, b)
    # The activation that was asked for; raise a ValueError for any other name
    if activation == "sigmoid":
        A = sigmoid(Z)
    elif activation == "relu":
        A = relu(Z)
    else:
        raise ValueError(f'activation is "sigmoid" or "relu", not {activation!r}')
    # Two caches in one pair: the linear half's first, then Z for the activation
    return A, (linear_cache, Z)


def L_model_forward(X, parameters):
    """Send the inputs through all L layers: ReLU L − 1 times, then one sigmoid.

        A_0 = X,    A_l = relu(W_l A_{l−1} + b_l) for l < L,    AL = σ(W_L A_{L−1} + b_L)

    X: (n_0, m).    parameters: {"W1", "b1", …, "WL", "bL"}.
    Returns AL (n_L, m), and caches: a list with one cache per layer, layer 1 first.
    """
    # Each layer owns two entries of the dictionary, so half its length is the depth
    L = len(parameters) // 2
    caches = []
    A = X
    # For each layer: choose its activation (only the last has the sigmoid), run the block
    # on the previous layer's output, and append its cache
    for layer in range(1, L + 1):
        activation = "sigmoid" if layer == L else "relu"
        A, cache = linear_activation_forward(A, parameters[f"W{layer}"], parameters[f"b{layer}"], activation)
        caches.append(cache)
    return A, caches


def compute_cost(AL, Y):
    """Take the mean of the cross-entropy loss over the examples.

        J = −(1/m) Σ [Y ln AL + (1 − Y) ln(1 − AL)]

    AL: (1, m) probabilities, strictly between 0 and 1.    Y: (1, m) labels, 0 or 1.
    Returns the cost J, one number.
    """
    m = Y.shape[1]
    # The loss of each example: minus the logarithm of the probability given to its true label
    losses = -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))  # (1, m)
    # Their mean, as one number
    return np.sum(losses) / m


def linear_backward(dZ, cache):
    """Carry the gradient back through Z = W A_prev + b.

    dZ: (n, m), each column the gradient of that example's own loss.    cache: (A_prev, W, b).
    Returns dA_prev (n_prev, m), dW (n, n_prev), db (n, 1). Only dW and db carry the 1/m.
    """
    A_prev, W, b = cache
    m = A_prev.shape[1]
    # A product that multiplies each unit's gradients by what it received, summed over the examples
    dW = dZ @ A_prev.T / m  # (n, m) @ (m, n_prev) -> (n, n_prev)
    # The same sum with an input that is always 1; it stays a column
    db = np.sum(dZ, axis=1, keepdims=True) / m  # (n, 1)
    # What each unit of the layer before contributed: the weights, used in the other direction
    dA_prev = W.T @ dZ  # (n_prev, n) @ (n, m) -> (n_prev, m)
    return dA_prev, dW, db


def linear_activation_backward(dA, cache, activation):
    """Run one whole layer backward: its activation first, then its linear half.

        dZ = dA * g'(Z),    then linear_backward

    dA: (n, m).    cache: (linear_cache, activation_cache), as the forward block left it.
    activation: "sigmoid" or "relu", the same as on the way forward.
    Returns dA_prev (n_prev, m), dW (n, n_prev), db (n, 1).
    Raises ValueError for any other activation.
    """
    # Take the pair apart: the linear half's cache, and Z
    linear_cache, activation_cache = cache
    # Through the activation, with its ready-made backward function; raise a ValueError for an unknown name
    if activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
    elif activation == "relu":
        dZ = relu_backward(dA, activation_cache)
    else:
        raise ValueError(f'activation is "sigmoid" or "relu", not {activation!r}')
    # Then through the linear half
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL, Y, caches):
    """Carry the gradient from the cost back to every weight, every bias and the inputs.

        dAL = −Y / AL + (1 − Y) / (1 − AL),    then one backward block per layer, last layer first

    AL: (1, m) probabilities.    Y: (1, m) labels.    caches: the list that L_model_forward made.
    Returns {"dA0", …, "dA{L-1}", "dW1", "db1", …, "dWL", "dbL"}; dA_l has the shape of A_l.
    """
    grads = {}
    L = len(caches)
    # The slope of each example's loss with respect to the output: no 1/m here
    dA = -Y / AL + (1 - Y) / (1 - AL)  # (1, m)
    # From the last layer to the first: sigmoid for layer L, ReLU below. Layer l's cache stands at l - 1
    for layer in range(L, 0, -1):
        activation = "sigmoid" if layer == L else "relu"
        # The block's dA_prev is stored as dA of the layer before, and is what that layer starts from
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)
        grads[f"dA{layer - 1}"] = dA
        grads[f"dW{layer}"] = dW
        grads[f"db{layer}"] = db
    return grads


def update_parameters(params, grads, learning_rate):
    """Move every weight and bias one step downhill.

        W_l := W_l − α dW_l,    b_l := b_l − α db_l

    params: {"W1", "b1", …}.    grads: {"dW1", "db1", …}, other keys are ignored.    learning_rate: α.
    Returns a new dictionary with the keys of params; params itself stays as it was.
    """
    parameters = {}
    # For every key, build a new array: old value minus learning rate times the gradient called "d" + key
    for key, value in params.items():
        parameters[key] = value - learning_rate * grads[f"d{key}"]
    return parameters
