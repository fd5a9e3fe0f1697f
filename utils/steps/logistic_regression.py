"""Logistic regression: one sigmoid unit, fitted by gradient descent on the mean cross-entropy."""

import numpy as np

from utils.bars import progress
from utils.steps.activations import sigmoid


def flatten_images(images):
    """Turn a stack of images into a matrix with one image per column.

    images: (m, height, width, channels), any numbers.
    Returns X (height · width · channels, m): column i holds the numbers of image i, in the order they are stored.
    """
    m = images.shape[0]
    # Unroll each image into a row first, so that its own numbers stay together, then turn rows into columns
    return images.reshape(m, -1).T


def initialize_with_zeros(dim):
    """Start with no opinion: every weight and the bias are 0.

    dim: number of features n, one weight each.
    Returns w (dim, 1) and b, a plain float.
    """
    # A column of zeros, one row per feature
    w = np.zeros((dim, 1))
    # One bias, a number and not an array
    b = 0.0
    return w, b


def propagate(w, b, X, Y):
    """Cost of a logistic regression and its gradient, in one forward and one backward pass.

    w: (n, 1) weights.    b: bias, a number.
    X: (n, m), one example per column.    Y: (1, m) labels, 0 or 1.
    The cost is the mean of the examples' cross-entropy losses; dw and db are its slopes with respect to w and b.
    Returns grads {"dw": (n, 1), "db": a number} and cost, a number. A cost is nan once an a is exactly 0 or 1.
    """
    # The number of examples is the number of columns
    m = X.shape[1]
    # Forward: one score per column, squashed into a probability
    A = sigmoid(np.dot(w.T, X) + b)  # (1, m)
    # The loss of each example, then their mean
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))  # (1, m)
    cost = np.sum(losses) / m
    # Backward: how fast each example's loss moves with its own score z
    dZ = A - Y  # (1, m)
    # Every example pulls on the weights through its own x; average the pulls
    dw = np.dot(X, dZ.T) / m  # (n, 1)
    # The bias meets every example with factor 1
    db = np.sum(dZ) / m
    return {"dw": dw, "db": db}, cost


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """Fit w and b by gradient descent.

        w ← w − α dw,   b ← b − α db

    w: (n, 1).    b: a number.    X: (n, m).    Y: (1, m), 0 or 1.
    num_iterations: steps to take, at least 1.    learning_rate: α.    print_cost: print each cost that is kept.
    Returns params {"w", "b"} after the last step; grads {"dw", "db"}, the last ones computed; and costs, a list
    with the cost at iterations 0, 100, 200, …, each taken before that iteration's step. w itself is not changed.
    """
    # An empty list for the costs; then, as often as num_iterations says:
    costs = []
    for i in progress(range(num_iterations), "gradient descent"):
        # Gradient and cost where we stand now
        grads, cost = propagate(w, b, X, Y)
        # Every 100 iterations, the first included, keep the cost
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"iteration {i}: cost {cost:.4f}")
        # One step downhill; make a new w, because the caller still holds the old one
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def predict(w, b, X):
    """Decide for each example: 1 where its probability is above one half, else 0.

    w: (n, 1).    b: a number.    X: (n, m).
    Returns Y_prediction (1, m) of 0 and 1; a probability of exactly 0.5 gives 0.
    """
    # The probability of each column, as in the forward pass
    A = sigmoid(np.dot(w.T, X) + b)  # (1, m)
    # Compare with one half and turn True and False into 1 and 0
    return (A > 0.5).astype(int)


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    """Fit a logistic regression to a training set and predict both sets.

    X_train: (n, m_train).    Y_train: (1, m_train).    X_test: (n, m_test).
    Y_test: (1, m_test), for scoring afterwards: nothing is fitted to it.
    num_iterations, learning_rate, print_cost: handed on to the gradient descent.
    Returns {"costs", "Y_prediction_test", "Y_prediction_train", "w", "b", "learning_rate", "num_iterations"}.
    """
    # Start from zeros, one weight per row of the training images
    w, b = initialize_with_zeros(X_train.shape[0])
    # Learn from the training set alone, with the settings that were passed in
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = params["w"], params["b"]
    # Predict both sets with what was learnt, and hand back everything under its name
    return {
        "costs": costs,
        "Y_prediction_test": predict(w, b, X_test),
        "Y_prediction_train": predict(w, b, X_train),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
