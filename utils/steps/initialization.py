"""Where the weights of a deep network start, and how gradients that explode are held."""

import numpy as np


def initialize_parameters_zeros(layers_dims):
    """Start every weight and every bias at 0, which breaks no symmetry.

    layers_dims: the widths [n_0, n_1, …, n_L]; n_0 counts the inputs.
    Returns {"W1", "b1", …, "WL", "bL"}: W_l (n_l, n_{l-1}), b_l (n_l, 1).
    """
    parameters = {}
    # From layer 1 on: entry 0 of layers_dims is the input and has no weights
    for layer in range(1, len(layers_dims)):
        # A row for each unit of this layer, a column for each unit of the layer before
        parameters[f"W{layer}"] = np.zeros((layers_dims[layer], layers_dims[layer - 1]))
        # A bias for each unit, as a column
        parameters[f"b{layer}"] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_random(layers_dims, rng):
    """Draw large weights: ten times standard normal numbers; start every bias at 0.

        W_l = 10 · standard normal numbers,    b_l = 0

    layers_dims: the widths [n_0, n_1, …, n_L].    rng: np.random.Generator; W1 is drawn first.
    Returns {"W1", "b1", …, "WL", "bL"}: W_l (n_l, n_{l-1}), b_l (n_l, 1).
    """
    parameters = {}
    # From layer 1 on: entry 0 of layers_dims is the input and has no weights
    for layer in range(1, len(layers_dims)):
        # Standard normal numbers, a row for each unit and a column for each unit before, ten times as large
        parameters[f"W{layer}"] = rng.standard_normal((layers_dims[layer], layers_dims[layer - 1])) * 10
        # Biases need no randomness: the weights already make the units differ
        parameters[f"b{layer}"] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_he(layers_dims, rng):
    """Draw normal weights around 0 with which a ReLU network keeps the size of its sums; start every bias at 0.

    Their spread is such that the mean square of Z_l = W_l A_{l−1} + b_l is, on average over the draws, that of
    Z_{l−1}, where A_{l−1} = relu(Z_{l−1}). The same rule draws W_1, although the inputs come from no ReLU.

    layers_dims: the widths [n_0, n_1, …, n_L].    rng: np.random.Generator; W1 is drawn first.
    Returns {"W1", "b1", …, "WL", "bL"}: W_l (n_l, n_{l-1}), b_l (n_l, 1).
    Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers" (2015).
    """
    parameters = {}
    # From layer 1 on: entry 0 of layers_dims is the input and has no weights
    for layer in range(1, len(layers_dims)):
        n_here, n_before = layers_dims[layer], layers_dims[layer - 1]
        # The standard deviation of this layer's weights, as you derived it on paper
        scale = np.sqrt(2 / n_before)
        # Standard normal numbers times the scale; biases start at 0
        parameters[f"W{layer}"] = rng.standard_normal((n_here, n_before)) * scale
        parameters[f"b{layer}"] = np.zeros((n_here, 1))
    return parameters


def initialize_parameters_xavier(layers_dims, rng):
    """Draw weights that keep the size of the signal forward and of the gradient backward; start every bias at 0.

        W_l = √(2 / (n_{l−1} + n_l)) · standard normal numbers,    b_l = 0

    layers_dims: the widths [n_0, n_1, …, n_L].    rng: np.random.Generator; W1 is drawn first.
    Returns {"W1", "b1", …, "WL", "bL"}: W_l (n_l, n_{l-1}), b_l (n_l, 1).
    Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
    """
    parameters = {}
    # From layer 1 on: entry 0 of layers_dims is the input and has no weights
    for layer in range(1, len(layers_dims)):
        n_here, n_before = layers_dims[layer], layers_dims[layer - 1]
        # The scale: forward asks for the variance 1 / n_before, backward for 1 / n_here; between them lies
        # one over the mean of the two
        scale = np.sqrt(2 / (n_before + n_here))
        # Standard normal numbers times the scale; biases start at 0
        parameters[f"W{layer}"] = rng.standard_normal((n_here, n_before)) * scale
        parameters[f"b{layer}"] = np.zeros((n_here, 1))
    return parameters


def clip_by_global_norm(grads, limit):
    """Scale all gradients by one factor where together they are too long; their direction stays.

        norm = √(Σ over all gradients and elements of g²),    g := g · limit / norm where norm > limit

    grads: {"dW1", "db1", …}.    limit: above 0.
    Returns a new dictionary with the keys of grads, and the norm before clipping.
    Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks" (2013).
    """
    # One sum of squares over all elements of all gradients, then its root
    total = 0.0
    for grad in grads.values():
        total += np.sum(grad**2)
    norm = np.sqrt(total)
    # One factor for all of them: at most 1, so that short gradients stay as they are
    factor = limit / norm if norm > limit else 1.0
    clipped = {}
    # New arrays under the same keys
    for key, grad in grads.items():
        clipped[key] = grad * factor
    return clipped, norm
