"""Whole networks made of last lab's blocks: trained, used to decide, scored and compared."""

import numpy as np

from utils.bars import progress
from utils.steps.deep_network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    linear_activation_backward,
    linear_activation_forward,
    update_parameters,
)


def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    """Train one hidden layer of ReLU units and a sigmoid on all examples at once.

    X: (n_x, m).    Y: (1, m), labels 0 or 1.    layers_dims: the widths [n_x, n_h, 1].
    learning_rate: α.    num_iterations: steps.    print_cost: print each cost that is kept.
    rng: np.random.Generator for the starting weights, or a whole number that seeds one.
    Returns the parameters {"W1", "b1", "W2", "b2"} after the last step; and costs, a list with the cost at
    iterations 0, 100, 200, …, each taken before that iteration's step.
    """
    # Draw the starting weights, once
    parameters = initialize_parameters_deep(layers_dims, np.random.default_rng(rng))
    costs = []
    # Then num_iterations times:
    for i in progress(range(num_iterations), "two layers"):
        # Forward, layer by layer; each block leaves a cache
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")  # (n_h, m)
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")  # (1, m)
        # At iterations 0, 100, 200, … keep the cost; print it only if that was asked for
        if i % 100 == 0:
            costs.append(compute_cost(A2, Y))
            if print_cost:
                print(f"iteration {i}: cost {costs[-1]:.4f}")
        # Back: the slope of each example's loss in its own output, then the blocks, the last layer's first
        dA2 = -Y / A2 + (1 - Y) / (1 - A2)  # (1, m)
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        # One step downhill, with the four gradients in a dictionary
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def predict(X, parameters):
    """Decide for each example: 1 where the network's probability is above one half, else 0.

    X: (n_x, m).    parameters: {"W1", "b1", …, "WL", "bL"}, of any depth.
    Returns Y_prediction (1, m) of 0 and 1; a probability of exactly 0.5 gives 0.
    """
    # The probability of each column, from the forward pass; its caches are not needed
    AL, _ = L_model_forward(X, parameters)  # (1, m)
    # Compare with one half and turn True and False into 1 and 0
    return (AL > 0.5).astype(int)


def accuracy(Y_prediction, Y):
    """Share of the examples that are decided right.

    Y_prediction: (1, m), 0 or 1.    Y: (1, m), 0 or 1.
    Returns a number from 0 to 1.
    """
    # Compare element by element; the mean of True and False is a share
    return np.mean(Y_prediction == Y)


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    """Train a network of any depth on all examples at once.

        X → (linear → ReLU) L − 1 times → linear → sigmoid → AL

    X: (n_x, m).    Y: (1, m), labels 0 or 1.    layers_dims: the widths [n_x, n_1, …, 1].
    learning_rate: α.    num_iterations: steps.    print_cost: print each cost that is kept.
    rng: np.random.Generator for the starting weights, or a whole number that seeds one.
    Returns the parameters {"W1", "b1", …, "WL", "bL"} after the last step; and costs, a list with the cost at
    iterations 0, 100, 200, …, each taken before that iteration's step.
    """
    # Draw the starting weights, once
    parameters = initialize_parameters_deep(layers_dims, np.random.default_rng(rng))
    costs = []
    # Then num_iterations times:
    for i in progress(range(num_iterations), f"{len(layers_dims) - 1} layers"):
        # Forward through all layers in one call
        AL, caches = L_model_forward(X, parameters)  # (1, m)
        # At iterations 0, 100, 200, … keep the cost; print it only if that was asked for
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
            if print_cost:
                print(f"iteration {i}: cost {costs[-1]:.4f}")
        # Back through all layers in one call, then one step downhill
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def worst_mistakes(AL, Y, k):
    """Find the examples that are decided wrong with the most confidence.

    AL: (1, m) probabilities of label 1; above 0.5 decides for 1.    Y: (1, m), 0 or 1.    k: how many, at most.
    Returns the columns of the mistakes, worst first, as whole numbers in an array (j,), where j ≤ k: fewer than k
    if there are fewer mistakes.
    """
    # The columns whose decision is not the label
    wrong = np.flatnonzero((AL > 0.5) != (Y == 1))  # (number of mistakes,)
    # How far each of their probabilities is from the label: 1 is as wrong as can be
    distance = np.abs(AL - Y)[0, wrong]
    # Sort by distance, the largest first; then the first k of those columns
    order = np.argsort(-distance)
    return wrong[order][:k]


def compare_architectures(X, Y, X_test, Y_test, hidden_layers, seeds, learning_rate, num_iterations):
    """Train every architecture from every seed, and score each network on both sets.

    X: (n_x, m) and Y: (1, m), to train on.    X_test: (n_x, m_test) and Y_test: (1, m_test), to score only.
    hidden_layers: a list of lists of widths, such as [[7], [20, 7, 5]]; [] is a network without a hidden layer.
    seeds: whole numbers; each run starts from its seed, whatever ran before.
    Returns train and test, two arrays (architectures, seeds) of accuracies.
    """
    # Room for the scores: a row for each architecture, a column for each seed
    train = np.zeros((len(hidden_layers), len(seeds)))
    test = np.zeros((len(hidden_layers), len(seeds)))
    for i, hidden in enumerate(hidden_layers):
        # For each architecture all widths: one input for each row of X, then the hidden layers, then one output
        layers_dims = [X.shape[0], *hidden, 1]
        for j, seed in enumerate(seeds):
            # For each seed: train on the training set alone, starting from this seed
            parameters, _ = L_layer_model(X, Y, layers_dims, learning_rate, num_iterations, rng=seed)
            # Score on what it was trained on, and on what it has never seen
            train[i, j] = accuracy(predict(X, parameters), Y)
            test[i, j] = accuracy(predict(X_test, parameters), Y_test)
    return train, test


def count_parameters(layers_dims):
    """Count the numbers that a network learns.

        Σ over the layers of (n_l · n_{l−1} + n_l)

    layers_dims: the widths [n_0, n_1, …, n_L].
    Returns a whole number.
    """
    count = 0
    # For each layer from the first: a weight for every pair of neighbouring units, and a bias for every unit
    for layer in range(1, len(layers_dims)):
        n_prev, n = layers_dims[layer - 1], layers_dims[layer]
        count += n * n_prev + n
    return count
