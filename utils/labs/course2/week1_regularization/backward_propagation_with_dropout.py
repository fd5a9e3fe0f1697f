"""The exercise backward_propagation_with_dropout: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_regularization.common import networks
from utils.steps import regularization as steps


def backward_cases(rng):
    """By hand; five drawn networks with other shares, 1 / keep_prob never m; everything is kept."""
    shares, cases = (0.4, 0.7, 0.9, 0.5, 0.6, 0.8), []
    for seed, ((X, Y, parameters), keep) in enumerate(zip(networks(rng), shares, strict=True)):
        _, cache = steps.forward_propagation_with_dropout(X, parameters, keep, np.random.default_rng(seed + 20))
        cases.append((X, Y, cache, keep))
    X, Y, parameters = networks(rng)[1]
    return [*cases, (X, Y, steps.forward_propagation_with_dropout(X, parameters, 1, np.random.default_rng(0))[1], 1)]


def by_products(X, Y, cache, keep_prob):
    m = X.shape[1]
    Z1, D1, A1, _, _, Z2, D2, A2, W2, _, _, A3, W3, _ = cache
    grads = {"dZ3": A3 - Y}
    grads["dA2"] = np.where(D2, np.dot(W3.T, grads["dZ3"]) / keep_prob, 0)
    grads["dZ2"] = grads["dA2"] * (Z2 > 0)
    grads["dA1"] = np.where(D1, np.dot(W2.T, grads["dZ2"]) / keep_prob, 0)
    grads["dZ1"] = grads["dA1"] * (Z1 > 0)
    for layer, A_prev in ((1, X), (2, A1), (3, A2)):
        grads[f"dW{layer}"] = grads[f"dZ{layer}"].dot(A_prev.T) / m
        grads[f"db{layer}"] = grads[f"dZ{layer}"].mean(axis=1, keepdims=True)
    return grads


def as_in_the_course(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dA2 = np.multiply(dA2, D2)
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dA1 = np.multiply(dA1, D1)
    dA1 = dA1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


MASK2, MASK1 = "dA2 = dA2 * D2 / keep_prob", "dA1 = dA1 * D1 / keep_prob"


EXERCISE = Exercise(
    steps.backward_propagation_with_dropout,
    points=12,
    returns=("gradients",),
    cases=backward_cases,
    mistakes={
        "The way back goes through units that were dropped; multiply dA2 and dA1 by their masks.": slip(
            (MASK2, "dA2 = dA2 / keep_prob"), (MASK1, "dA1 = dA1 / keep_prob")
        ),
        "The masks are there, and the scale is missing: on the way forward A was divided by keep_prob, so dA is, "
        "too.": slip((MASK2, "dA2 = dA2 * D2"), (MASK1, "dA1 = dA1 * D1")),
        "dA1 is masked and not scaled; A1 was divided by keep_prob, so dA1 is, too.": slip(MASK1, "dA1 = dA1 * D1"),
        "dA2 is masked and not scaled; A2 was divided by keep_prob, so dA2 is, too.": slip(MASK2, "dA2 = dA2 * D2"),
        "The gradients of the weights are taken with relu(Z1) and relu(Z2); take A1 and A2, which the next layer has "
        "read, with their masks.": slip(("(A2, W3, b3)", "(relu(Z2), W3, b3)"), ("(A1, W2, b2)", "(relu(Z1), W2, b2)")),
        "dW2 is taken with relu(Z1); take A1, which layer 2 has read, with its mask.": slip(
            "(A1, W2, b2)", "(relu(Z1), W2, b2)"
        ),
        "dW3 is taken with relu(Z2); take A2, which layer 3 has read, with its mask.": slip(
            "(A2, W3, b3)", "(relu(Z2), W3, b3)"
        ),
        "dA2 and dA1 are multiplied by keep_prob; divide by it, as on the way forward.": slip(
            (" / keep_prob\n", " * keep_prob\n")
        ),
        "Neither mask nor scale is used: this is the way back of a whole network.": slip(
            (MASK2, "dA2 = dA2 * 1.0"), (MASK1, "dA1 = dA1 * 1.0")
        ),
        "Layer 1 is treated as whole; its units were dropped, too.": slip(MASK1, "dA1 = dA1 * 1.0"),
        "Layer 2 is treated as whole; its units were dropped, too.": slip(MASK2, "dA2 = dA2 * 1.0"),
        "The masks are exchanged: dA2 belongs to D2, and dA1 to D1.": slip(
            ("* D2", "* D0"), ("* D1", "* D2"), ("* D0", "* D1")
        ),
        "What was dropped gets the gradient, and what stayed gets none: the mask is turned round.": slip(
            ("* D2", "* (1 - D2)"), ("* D1", "* (1 - D1)")
        ),
        "The gradients of the weights are divided by keep_prob once more; A in them is scaled already.": slip(
            ("    gradients = {", "    dW2, dW3 = dW2 / keep_prob, dW3 / keep_prob\n    gradients = {")
        ),
        "dZ3 has the wrong sign: the gradient at the output is A3 − Y.": slip("A3 - Y", "Y - A3"),
        "dZ3 is divided by keep_prob; the output was never dropped.": slip("A3 - Y", "(A3 - Y) / keep_prob"),
        "The ReLUs are left out on the way back: dZ is relu_backward(dA, Z).": slip(
            ("relu_backward(dA2, Z2)", "dA2"), ("relu_backward(dA1, Z1)", "dA1")
        ),
        "The masks are put on after dA2 and dA1 have been noted; the gradients of A are those with the mask.": slip(
            ("    # Second layer: back", "    whole2 = dA2\n    # Second layer: back"),
            ("    # First layer: the same", "    whole1 = dA1\n    # First layer: the same"),
            ('"dA2": dA2', '"dA2": whole2'),
            ('"dA1": dA1', '"dA1": whole1'),
        ),
        "You divide by 1 − keep_prob, the share that was dropped; divide by the share that stayed.": slip(
            (" / keep_prob\n", " / (1 - keep_prob if keep_prob < 1 else 1)\n")
        ),
    },
    right=[by_products, as_in_the_course],
    hints=[
        "On the way forward each A was multiplied by D / keep_prob. What is the derivative of a product with a "
        "constant?",
        "dA2 = dA2 * D2 / keep_prob before the ReLU of layer 2, and the same for layer 1; the masks are in the cache.",
        "dA2, dW3, db3 = linear_backward(dZ3, (A2, W3, b3)); dA2 = dA2 * D2 / keep_prob; "
        "dZ2 = relu_backward(dA2, Z2); and so on.",
    ],
    topics=["inverted dropout"],
)
