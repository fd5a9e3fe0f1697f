"""A network with one hidden layer: tanh units between the inputs and one or more sigmoid outputs."""

import numpy as np

from utils.bars import progress
from utils.steps.activations import sigmoid


def layer_sizes(X, Y):
    """Read the width of each layer off the data; the hidden layer has four units.

    X: (n_x, m), one example per column.    Y: (n_y, m), its labels.
    Returns the whole numbers (n_x, n_h, n_y): inputs, hidden units (4), outputs.
    """
    # An input for each row of X; the columns are examples, which no layer counts
    n_x = X.shape[0]
    # A number that the data do not give: four, for now
    n_h = 4
    # An output for each row of Y
    n_y = Y.shape[0]
    return n_x, n_h, n_y


def initialize_parameters(n_x, n_h, n_y, rng):
    """Draw small random weights for both layers; start every bias at 0.

        W = 0.01 · standard normal numbers,    b = 0

    n_x, n_h, n_y: inputs, hidden units, outputs.    rng: np.random.Generator; W1 is drawn first.
    Returns {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}.
    """
    # First layer: a row for each hidden unit, a column for each input; small, so that tanh stays steep
    W1 = rng.standard_normal((n_h, n_x)) * 0.01
    # A bias for each hidden unit, as a column
    b1 = np.zeros((n_h, 1))
    # Second layer: a row for each output, a column for each hidden unit
    W2 = rng.standard_normal((n_y, n_h)) * 0.01
    # A bias for each output, as a column
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters):
    """Send all examples through both layers.

        Z1 = W1 X + b1,    A1 = tanh(Z1),    Z2 = W2 A1 + b2,    A2 = σ(Z2)

    X: (n_x, m).    parameters: {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}.
    Returns A2 (n_y, m), and the cache {"Z1", "A1", "Z2", "A2"}.
    """
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    # Hidden layer: one matrix product for all units and examples, plus the bias column
    Z1 = W1 @ X + b1  # (n_h, n_x) @ (n_x, m) -> (n_h, m)
    # Its activation, element by element
    A1 = np.tanh(Z1)
    # Output layer: the same on what the hidden units give out
    Z2 = W2 @ A1 + b2  # (n_y, n_h) @ (n_h, m) -> (n_y, m)
    # A probability for each example
    A2 = sigmoid(Z2)
    # Keep all four for the way back
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    """Take the mean of the cross-entropy loss over the examples.

        J = −(1/m) Σ [Y ln A2 + (1 − Y) ln(1 − A2)]

    A2: (1, m) probabilities, strictly between 0 and 1.    Y: (1, m) labels, from 0 to 1.
    Returns the cost J, one number.
    """
    m = Y.shape[1]
    # The loss of each example: minus the logarithm of the probability that its true label was given
    losses = -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))  # (1, m)
    # Their mean
    return np.sum(losses) / m


def backward_propagation(parameters, cache, X, Y):
    """Slopes of the cost with respect to every weight and bias.

    parameters: {"W1": (n_h, n_x), "b1", "W2": (n_y, n_h), "b2"}.    cache: {"Z1", "A1", "Z2", "A2"}.
    X: (n_x, m).    Y: (n_y, m).
    Returns {"dW1", "db1", "dW2", "db2"}, each of the shape of what it belongs to.
    Source: Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors" (1986).
    """
    m = X.shape[1]
    A1, A2, W2 = cache["A1"], cache["A2"], parameters["W2"]
    # Output layer: how fast each example's loss moves with its own score
    dZ2 = A2 - Y  # (n_y, m)
    # Each weight: the error that it leads to times the value that it was given, as a mean over the examples
    dW2 = dZ2 @ A1.T / m  # (n_y, m) @ (m, n_h) -> (n_y, n_h)
    # Each bias: the same with an input that is always 1, kept as a column
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m  # (n_y, 1)
    # Hidden layer: the errors come back along the same weights, and pass the slope of tanh
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)  # (n_h, n_y) @ (n_y, m) -> (n_h, m)
    # Its weights and biases as before; its inputs are X
    dW1 = dZ1 @ X.T / m  # (n_h, m) @ (m, n_x) -> (n_h, n_x)
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m  # (n_h, 1)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    """Move every weight and every bias one step downhill.

        W := W − α dW,    b := b − α db

    parameters: {"W1", "b1", "W2", "b2"}.    grads: {"dW1", "db1", "dW2", "db2"}.    learning_rate: α.
    Returns a new dictionary with the keys of parameters; parameters itself stays as it was.
    """
    updated = {}
    # For each of the four keys, a new array: the old one minus α times the slope under "d" + key
    for key in parameters:
        updated[key] = parameters[key] - learning_rate * grads["d" + key]
    return updated


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, rng=1):
    """Train a network with n_h hidden units on all examples at once.

    X: (n_x, m).    Y: (n_y, m), labels 0 or 1.    n_h: hidden units.    num_iterations: steps.
    print_cost: print the cost before every 1000th step, the first included.
    rng: np.random.Generator for the starting weights, or a whole number that seeds one.
    Returns the parameters {"W1", "b1", "W2", "b2"} after the last step.
    """
    # The widths of the outer layers come from the data, n_h is given; then the starting weights
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y, np.random.default_rng(rng))
    # At each step: forward, back, update (at its own learning rate)
    for i in progress(range(num_iterations), "training"):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        # Every 1000 steps, if asked for, print the cost that this step started from
        if print_cost and i % 1000 == 0:
            print(f"iteration {i}: cost {compute_cost(A2, Y):.4f}")
    return parameters


def predict(parameters, X):
    """Decide for each example: 1 where its probability is above one half, else 0.

    parameters: {"W1", "b1", "W2", "b2"}.    X: (n_x, m).
    Returns predictions (n_y, m) of 0 and 1; a probability of exactly 0.5 gives 0.
    """
    # The probabilities, by the forward pass
    A2, _ = forward_propagation(X, parameters)
    # Compare with one half; turn True and False into 1 and 0
    return (A2 > 0.5).astype(int)


def symmetry_report(parameters):
    """Find the hidden units that are copies of each other and can never become different.

    Two units are copies if their rows of W1, their biases in b1 and their columns of W2 agree
    by np.allclose: after many steps, copies may differ in the last digit.

    parameters: {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}.
    Returns {"groups", "distinct_units"}: lists of unit numbers, counted from 0, with copies in one
    list and in the order of their first members; and how many lists there are.
    """
    # One row per hidden unit that says all about it: its weights in, its bias, its weights out
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T])  # (n_h, n_x + 1 + n_y)
    groups = []
    for unit in range(len(units)):
        # Is it a copy of the first member of some group? Then it joins that group
        for group in groups:
            if np.allclose(units[unit], units[group[0]]):
                group.append(unit)
                break
        # If not, it opens a group of its own
        else:
            groups.append([unit])
    return {"groups": groups, "distinct_units": len(groups)}
