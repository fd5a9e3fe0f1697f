"""The exercise backward_propagation_with_regularization: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_regularization.common import drawn, forward_cache, labels, networks
from utils.steps import regularization as steps


def backward_cases(rng):
    """By hand; five drawn networks; no penalty; a penalty that rules."""
    strengths = (2, 0.7, 3, 0.1, 10, 1.5)
    cases = [(X, Y, forward_cache(X, p), lambd) for (X, Y, p), lambd in zip(networks(rng), strengths, strict=True)]
    X, Y = rng.standard_normal((3, 7)), labels(rng, 7)
    return [*cases, (X, Y, forward_cache(X, drawn(rng)), 0), (X, Y, forward_cache(X, drawn(rng)), 1e4)]


def by_products(X, Y, cache, lambd):
    m = X.shape[1]
    Z1, A1, W1, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dA2 = W3.T @ dZ3
    dZ2 = dA2 * (Z2 > 0)
    dA1 = W2.T @ dZ2
    dZ1 = dA1 * (Z1 > 0)
    grads = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for layer, dZ, A_prev, W in ((3, dZ3, A2, W3), (2, dZ2, A1, W2), (1, dZ1, X, W1)):
        grads[f"dW{layer}"] = (dZ @ A_prev.T + lambd * W) / m
        grads[f"db{layer}"] = np.mean(dZ, axis=1, keepdims=True)
    return grads


def as_in_the_course(X, Y, cache, lambd):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T) + (lambd * W3) / m
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T) + (lambd * W2) / m
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T) + (lambd * W1) / m
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


TERM = "lambd / m * W"


EXERCISE = Exercise(
    steps.backward_propagation_with_regularization,
    points=18,
    returns=("gradients",),
    cases=backward_cases,
    mistakes={
        "The penalty is missing from the gradients; each dW gets its derivative added.": slip(TERM, "0 * W"),
        "The penalty pulls twice as hard as it should: the 2 of the square cancels the 2 of λ / (2m).": slip(
            TERM, "2 * lambd / m * W"
        ),
        "The penalty pulls half as hard as it should: the derivative of w² is 2w.": slip(TERM, "lambd / (2 * m) * W"),
        "The 2 of the square and the m are not as in the cost: 2λw would be the slope of λ Σ w², and here λ is divided "
        "by 2m.": slip(TERM, "2 * lambd * W"),
        "The penalty is not divided by m; in the cost it is.": slip(TERM, "lambd * W"),
        "The penalty pushes weights away from 0: add its derivative, and update_parameters takes it away.": slip(
            " + " + TERM, " - " + TERM
        ),
        "The pull is the same for small and large weights, as for L1; the derivative of a square grows with the "
        "weight.": slip(
            (TERM + "3", "lambd / m * np.sign(W3)"),
            (TERM + "2", "lambd / m * np.sign(W2)"),
            (TERM + "1", "lambd / m * np.sign(W1)"),
        ),
        "The penalty itself, one number for a layer, is added to each dW; the derivative has an entry for each "
        "weight.": slip(
            (TERM + "3", "lambd / (2 * m) * np.sum(W3**2)"),
            (TERM + "2", "lambd / (2 * m) * np.sum(W2**2)"),
            (TERM + "1", "lambd / (2 * m) * np.sum(W1**2)"),
        ),
        "The sum of squares is still there, one number for a layer; the derivative of the penalty has an entry for "
        "each weight.": slip(
            (TERM + "3", "lambd / m * np.sum(W3**2)"),
            (TERM + "2", "lambd / m * np.sum(W2**2)"),
            (TERM + "1", "lambd / m * np.sum(W1**2)"),
        ),
        "Only the last layer's weights are pulled; all three are in the cost.": slip(
            (TERM + "2", "0 * W2"), (TERM + "1", "0 * W1")
        ),
        "The first layer's weights are left out; all three are in the cost.": slip(TERM + "1", "0 * W1"),
        "The biases are pulled, too; they are not in the penalty.": slip(
            "    gradients = {",
            "    db1, db2, db3 = db1 + lambd / m * b1, db2 + lambd / m * b2, db3 + lambd / m * b3\n    gradients = {",
        ),
        "dZ3 has the wrong sign: the gradient at the output is A3 − Y.": slip("A3 - Y", "Y - A3"),
        "The ReLU of layer 2 is left out on the way back; dZ2 is relu_backward(dA2, Z2).": slip(
            "relu_backward(dA2, Z2)", "dA2"
        ),
        "The ReLU of layer 1 is left out on the way back; dZ1 is relu_backward(dA1, Z1).": slip(
            "relu_backward(dA1, Z1)", "dA1"
        ),
        "The cost's gradient is divided by m twice; linear_backward has done it.": slip("A3 - Y", "(A3 - Y) / m"),
    },
    right=[by_products, as_in_the_course],
    hints=[
        "The cost is a sum of two parts, so its gradient is, too. Which of the gradients does the penalty touch?",
        "A single weight w stands in λ / (2m) · Σ w² once. The derivative of λ w² / (2m) is λ w / m: add (λ/m) W to "
        "each dW, and leave everything else.",
        "dZ3 = A3 - Y; dA2, dW3, db3 = linear_backward(dZ3, (A2, W3, b3)); dW3 = dW3 + lambd / m * W3; "
        "dZ2 = relu_backward(dA2, Z2); and so on down to (X, W1, b1).",
    ],
    topics=["L2 regularisation and weight decay"],
)
