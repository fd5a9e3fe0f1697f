"""A network of three layers against overfitting: L2 and L1 penalties on its weights, and dropout.

The network is linear → ReLU → linear → ReLU → linear → σ.
"""

import numpy as np

from utils.steps.activations import relu, relu_backward, sigmoid
from utils.steps.deep_network import compute_cost, linear_backward, linear_forward


def forward_propagation(X, parameters):
    """Send all examples through the three layers.

        A1 = relu(W1 X + b1),    A2 = relu(W2 A1 + b2),    A3 = σ(W3 A2 + b3)

    X: (n_x, m).    parameters: {"W1", "b1", "W2", "b2", "W3", "b3"}.
    At hand: `linear_forward(A, W, b)`, which returns Z and a cache, `relu`, `sigmoid`.
    Returns A3 (1, m), and the cache (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3).
    """
    # Take weights and biases out of the dictionary
    W1, b1, W2, b2, W3, b3 = (parameters[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3"))
    # Layer by layer: the weighted sums, then the activation; linear_forward's own cache is not needed here
    Z1, _ = linear_forward(X, W1, b1)
    A1 = relu(Z1)
    Z2, _ = linear_forward(A1, W2, b2)
    A2 = relu(Z2)
    Z3, _ = linear_forward(A2, W3, b3)
    A3 = sigmoid(Z3)
    # Keep everything that the way back could ask for, layer 1 first
    return A3, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """Add to the cross-entropy what large weights cost.

        J = cross-entropy + λ / (2m) · Σ_l ‖W_l‖²

    A3: (1, m) probabilities, strictly between 0 and 1.    Y: (1, m) labels.
    parameters: {"W1", "b1", …}; the biases cost nothing.    lambd: λ, at least 0.
    At hand: `compute_cost(A3, Y)`, the cross-entropy.
    Returns the cost J, one number.
    """
    m = Y.shape[1]
    # What the weights of all layers add up to; the biases are in the same dictionary
    squares = 0.0
    for key, value in parameters.items():
        if key.startswith("W"):
            squares += np.sum(value**2)
    # The cost without a penalty, plus the penalty
    return compute_cost(A3, Y) + lambd / (2 * m) * squares


def backward_propagation_with_regularization(X, Y, cache, lambd):
    """Carry the gradient of `compute_cost_with_regularization` back to every weight and bias.

    X: (n_x, m).    Y: (1, m).    lambd: λ, at least 0.
    cache: from `forward_propagation`, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3).
    At hand: `linear_backward(dZ, (A_prev, W, b))`, which returns dA_prev, and dW, db as means over the m examples;
    and `relu_backward(dA, Z)`.
    Returns {"dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"}.
    """
    m = X.shape[1]
    # Take the cache apart, in the order in which it was packed
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    # Output layer: the slope of each loss with respect to its score, then the linear half,
    # then what the penalty adds for these weights
    dZ3 = A3 - Y
    dA2, dW3, db3 = linear_backward(dZ3, (A2, W3, b3))
    dW3 = dW3 + lambd / m * W3
    # Second layer: back through its ReLU, the linear half, and the penalty
    dZ2 = relu_backward(dA2, Z2)
    dA1, dW2, db2 = linear_backward(dZ2, (A1, W2, b2))
    dW2 = dW2 + lambd / m * W2
    # First layer: the same; nobody asks for the gradient of X
    dZ1 = relu_backward(dA1, Z1)
    _, dW1, db1 = linear_backward(dZ1, (X, W1, b1))
    dW1 = dW1 + lambd / m * W1
    gradients = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return gradients | {"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}


def l1_cost(parameters, lambd, m):
    """The cost of the sizes of all weights.

        λ / (2m) · Σ_l Σ |W_l|

    parameters: {"W1", "b1", …}; the biases cost nothing.    lambd: λ, at least 0.    m: examples.
    Returns one number, to be added to the cross-entropy.
    """
    # Every weight costs its size, on whichever side of 0 it stands
    sizes = 0.0
    for key, value in parameters.items():
        if key.startswith("W"):
            sizes += np.sum(np.abs(value))
    return lambd / (2 * m) * sizes


def l1_gradient(W, lambd, m):
    """What the L1 penalty adds to dW: the same pull towards 0 for a small weight as for a large one.

        λ / (2m) · sign(W),    0 where W = 0

    W: any shape.    lambd: λ, at least 0.    m: examples.
    Returns an array of W's shape.
    """
    # The slope of |w|: 1 where w is positive, −1 where it is negative; at w = 0, where it has none, 0
    return lambd / (2 * m) * np.sign(W)


def update_parameters_with_l1(parameters, grads, learning_rate, lambd, m):
    """Take a step of gradient descent, then bring every weight nearer to 0 by the same amount, and never past it.

        V = W − α dW,    then every entry of V comes nearer to 0 by t = α λ / (2m);    b := b − α db

    parameters: {"W1", "b1", …}; the biases have no penalty.
    grads: {"dW1", "db1", …}, of the cost without a penalty; other keys are ignored.
    learning_rate: α.    lambd: λ, at least 0.    m: number of examples.
    Returns a new dictionary with the keys of parameters.
    Source: Daubechies, Defrise, De Mol, "An iterative thresholding algorithm" (2004).
    """
    updated = {}
    # How much nearer to 0 the penalty brings a weight in one step
    threshold = learning_rate * lambd / (2 * m)
    for key, value in parameters.items():
        # The step without a penalty, for weights and biases
        moved = value - learning_rate * grads[f"d{key}"]
        # Weights only: nearer to 0 by the threshold, from either side; some would come out beyond it
        if key.startswith("W"):
            moved = np.sign(moved) * np.maximum(np.abs(moved) - threshold, 0)
        updated[key] = moved
    return updated


def forward_propagation_with_dropout(X, parameters, keep_prob=0.5, rng=None):
    """Send all examples through the three layers, and switch hidden units off at random.

        D_l = 1 with probability keep_prob, else 0,    A_l := relu(Z_l) · D_l / keep_prob,    l = 1, 2

    X: (n_x, m).    parameters: {"W1", "b1", "W2", "b2", "W3", "b3"}.    keep_prob: above 0, at most 1.
    rng: np.random.Generator; D1 is drawn first: 1 where rng.random(shape) < keep_prob, else 0.
    At hand: `linear_forward(A, W, b)`, which returns Z and a cache, `relu`, `sigmoid`.
    Returns A3 (1, m), and the cache (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3).
    Raises ValueError for another keep_prob.
    Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout" (2014).
    """
    # Refuse a share that is none, or that keeps nothing
    if keep_prob <= 0 or keep_prob > 1:
        raise ValueError(f"keep_prob is {keep_prob}: it is the share that stays, above 0 and at most 1")
    # Take weights and biases out of the dictionary
    W1, b1, W2, b2, W3, b3 = (parameters[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3"))
    # First layer as always
    Z1, _ = linear_forward(X, W1, b1)
    A1 = relu(Z1)
    # A uniform number for each unit of each example decides whether it stays
    D1 = (rng.random(A1.shape) < keep_prob).astype(int)
    # Switch the others off, and scale up what stays, so that the expected activation is the same
    A1 = A1 * D1 / keep_prob
    # Second layer: the same with a mask of its own
    Z2, _ = linear_forward(A1, W2, b2)
    A2 = relu(Z2)
    D2 = (rng.random(A2.shape) < keep_prob).astype(int)
    A2 = A2 * D2 / keep_prob
    # The output is never dropped
    Z3, _ = linear_forward(A2, W3, b3)
    A3 = sigmoid(Z3)
    # The masks belong to the cache: the way back needs the very same
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    """Carry the gradient back through the network as dropout has left it.

    X: (n_x, m).    Y: (1, m).    keep_prob: the same as on the way forward.
    cache: (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3), from `forward_propagation_with_dropout`.
    At hand: `linear_backward(dZ, (A_prev, W, b))`, which returns dA_prev, and dW, db as means over the m examples;
    and `relu_backward(dA, Z)`.
    Returns {"dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"}; dA2 and dA1 are those of
    what the ReLUs gave, before dropout.
    """
    # Take the cache apart, in the order in which it was packed
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    # Output layer as always
    dZ3 = A3 - Y
    dA2, dW3, db3 = linear_backward(dZ3, (A2, W3, b3))
    # Second layer: back through its dropout, then through its ReLU, then the linear half
    dA2 = dA2 * D2 / keep_prob
    dZ2 = relu_backward(dA2, Z2)
    dA1, dW2, db2 = linear_backward(dZ2, (A1, W2, b2))
    # First layer: the same; nobody asks for the gradient of X
    dA1 = dA1 * D1 / keep_prob
    dZ1 = relu_backward(dA1, Z1)
    _, dW1, db1 = linear_backward(dZ1, (X, W1, b1))
    gradients = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    return gradients | {"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
