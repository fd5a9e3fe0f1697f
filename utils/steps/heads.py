"""What the last layer of a network does, by task: its activation, its cost, and the gradient that goes back."""

import numpy as np

from utils.steps.activations import sigmoid
from utils.steps.softmax import softmax, softmax_cross_entropy


def output_head(Z, Y, task):
    """Turn the last layer's scores into outputs, compare them with the labels, and begin the backward pass.

        task             A             loss of one example
        "multi-class"    softmax(Z)    −Σ Y ln A
        "multi-label"    σ(Z)          −Σ [Y ln A + (1 − Y) ln(1 − A)]
        "regression"     Z             ½ Σ (A − Y)²

    The sums run over the outputs; the cost is the mean of the losses over the examples.

    Z: (n_y, m) scores.    Y: (n_y, m): one-hot columns; any number of ones; numbers.    task: one of the three.
    At hand: `softmax(Z)` of columns, `softmax_cross_entropy(Z, Y)`, `sigmoid(Z)`.
    Returns A (n_y, m), the cost, one number, and dZ (n_y, m), the gradient of the cost with respect to Z.
    Raises ValueError for any other task.
    """
    m = Z.shape[1]
    # One of several classes: shares of one whole
    if task == "multi-class":
        A, cost = softmax(Z), softmax_cross_entropy(Z, Y)
    # Any number of labels: each output is a question of its own, yes or no
    elif task == "multi-label":
        A = sigmoid(Z)
        cost = np.sum(np.logaddexp(0, Z) - Y * Z) / m  # ln(1 + e^Z) − Y Z, the loss without a logarithm of 0
    # Numbers: what the layer gives is the answer
    elif task == "regression":
        A = Z
        cost = np.sum((A - Y) ** 2) / (2 * m)
    else:
        raise ValueError(f"task is {task!r}; it is multi-class, multi-label or regression")
    # Derive it for each of the three, and compare
    dZ = (A - Y) / m
    return A, cost, dZ
