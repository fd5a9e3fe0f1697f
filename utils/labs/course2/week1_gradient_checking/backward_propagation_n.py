"""The exercise backward_propagation_n, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_gradient_checking.common import network_cases
from utils.steps import three_layer_network as steps
from utils.steps.three_layer_network import forward_propagation_n

BUG = "Your dZ1 lets everything through; ask where Z1 > 0 (A1 itself is never negative)."


def backward_cases(rng):
    """What `forward_propagation_n` leaves, for networks of several widths."""
    return [(X, Y, forward_propagation_n(X, Y, parameters)[1]) for parameters, X, Y in network_cases(rng)]


def backward_wishes(rng):
    """Sums that are exactly 0, in layer 1 and in both: an example of zeros, and b1, or all biases, 0."""
    parameters, X, Y = network_cases(rng)[-1]
    X, wishes = X * (np.arange(X.shape[1]) > 0), []
    for zero in (("b1",), ("b1", "b2", "b3")):
        made = {key: 0 * value if key in zero else value for key, value in parameters.items()}
        wishes.append((X, Y, forward_propagation_n(X, Y, made)[1]))
    return wishes


def backward_by_examples(X, Y, cache):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = Y.shape[1]
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    gradients = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for layer, dZ, A_prev in ((1, dZ1, X), (2, dZ2, A1), (3, dZ3, A2)):
        gradients[f"dW{layer}"] = sum(np.outer(dZ[:, i], A_prev[:, i]) for i in range(m)) / m
        gradients[f"db{layer}"] = dZ.mean(axis=1, keepdims=True)
    return gradients


EXERCISE = Exercise(
    steps.backward_propagation_n,
    points=10,
    returns=("gradients",),
    cases=backward_cases,
    wishes=backward_wishes,
    planted=BUG,
    symptom="The check gives 0.13 on the network above, where a right backward pass gives less than a millionth.",
    mistakes={
        BUG: slip("(Z1 > 0)", "(A1 >= 0)"),
        "Your dA1 is made from dA2; the gradient goes through layer 2's ReLU first, so it is made from dZ2.": slip(
            "dA1 = W2.T @ dZ2", "dA1 = W2.T @ dA2"
        ),
        "Your dZ2 lacks the ReLU's slope: what was off passes nothing back.": slip("dA2 * (Z2 > 0)", "dA2"),
        "You change dA2 in place, and it is returned, too; make dZ2 a new array, dA2 * (Z2 > 0).": slip(
            "dZ2 = dA2 * (Z2 > 0)", "dA2 *= Z2 > 0\n    dZ2 = dA2"
        ),
        "You change dA1 in place, and it is returned, too; make dZ1 a new array, dA1 * (Z1 > 0).": slip(
            "dZ1 = dA1 * (Z1 > 0)", "dA1 *= Z1 > 0\n    dZ1 = dA1"
        ),
        "Your dA1 is divided by m; only dW and db belong to the mean, dA has a column for each example.": slip(
            "W2.T @ dZ2", "W2.T @ dZ2 / m"
        ),
        "Your dW2 is a sum over the examples; divide it by m.": slip("dZ2 @ A1.T / m", "dZ2 @ A1.T"),
        "Your dW1 is a sum over the examples; divide it by m.": slip("dZ1 @ X.T / m", "dZ1 @ X.T"),
        "Your db1 is a sum over the examples; divide it by m.": slip(
            "np.sum(dZ1, axis=1, keepdims=True) / m", "np.sum(dZ1, axis=1, keepdims=True)"
        ),
        "Your db2 is a sum over the examples; divide it by m.": slip(
            "np.sum(dZ2, axis=1, keepdims=True) / m", "np.sum(dZ2, axis=1, keepdims=True)"
        ),
        "Your dZ3 goes through the sigmoid twice; A3 − Y has its slope in it already.": slip(
            "dZ3 = A3 - Y", "dZ3 = (A3 - Y) * A3 * (1 - A3)"
        ),
        "Your dZ3 has the wrong sign: it is A3 − Y.": slip("dZ3 = A3 - Y", "dZ3 = Y - A3"),
        "Your dW1 is made with A1; layer 1 reads X.": slip("dZ1 @ X.T", "dZ1 @ A1.T"),
        "Your db1 is made from dZ2; layer 1's own error is dZ1.": slip("np.sum(dZ1", "np.sum(dZ2"),
        "Your dA2 and dA1 are divided by m; only dW and db belong to the mean, dA has a column for each example.": slip(
            ("W3.T @ dZ3", "W3.T @ dZ3 / m"), ("W2.T @ dZ2", "W2.T @ dZ2 / m")
        ),
        "Where Z1 is exactly 0 you take the slope 1; by convention it is 0, so let pass what is > 0.": slip(
            "(Z1 > 0)", "(Z1 >= 0)"
        ),
        "At Z = 0 the ReLU has no slope; by convention it is 0, so let pass what is > 0.": slip(
            ("(Z2 > 0)", "(Z2 >= 0)"), ("(Z1 > 0)", "(Z1 >= 0)")
        ),
    },
    right=[backward_by_examples],
    hints=[
        "Measure each parameter on its own. Which agree? The way back goes from layer 3 to layer 1: the bug stands "
        "between the last one that agrees and the first one that does not.",
        "All up to dW2 and db2 is right. Of the lines that come after: where are units of layer 1 off, and is dZ1 "
        "0 there?",
        "dZ1 = dA1 * (Z1 > 0): where a unit is off, A1 is 0, and 0 >= 0 is true.",
    ],
    topics=["gradient checking", "backpropagation"],
)
