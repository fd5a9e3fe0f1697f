"""The exercise backward_propagation: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week3_shallow_network.common import network, readable
from utils.steps import shallow_network as steps
from utils.steps.shallow_network import forward_propagation


def backward_cases(rng):
    """One pass each, also with two outputs and of one example."""
    X, Y = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([[1, 0]])
    cases = [(readable(), forward_propagation(X, readable())[1], X, Y)]
    for n_x, n_h, n_y, m in [(3, 4, 1, 5), (2, 3, 2, 6), (4, 2, 1, 1), (2, 4, 1, 3)]:
        X, parameters = rng.normal(size=(n_x, m)), network(rng, n_x, n_h, n_y)
        Y = rng.integers(0, 2, (n_y, m))
        cases.append((parameters, forward_propagation(X, parameters)[1], X, Y))
    return cases


def labels_between(rng):
    """Labels between 0 and 1, for which y² is not y."""
    X, parameters = rng.normal(size=(2, 3)), network(rng, 2, 4, 1)
    return [(parameters, forward_propagation(X, parameters)[1], X, np.array([[0.9, 0.1, 0.8]]))]


def backward_by_examples(parameters, cache, X, Y):
    m, slopes = X.shape[1], {key: 0.0 for key in ("dW1", "db1", "dW2", "db2")}
    for i in range(m):
        x, a1 = X[:, [i]], cache["A1"][:, [i]]
        dz2 = cache["A2"][:, [i]] - Y[:, [i]]
        dz1 = np.dot(parameters["W2"].T, dz2) * (1 - a1 * a1)
        for key, pull in (("dW1", dz1 * x.T), ("db1", dz1), ("dW2", dz2 * a1.T), ("db2", dz2)):
            slopes[key] = slopes[key] + pull / m
    return slopes


def backward_by_means(parameters, cache, X, Y):
    m = Y.shape[1]
    dZ2 = (cache["A2"] - Y) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.tanh(cache["Z1"]) ** 2)
    sums = {"db1": dZ1.sum(1, keepdims=True), "db2": dZ2.sum(1, keepdims=True)}
    return {"dW1": np.dot(dZ1, X.T), "dW2": np.dot(dZ2, cache["A1"].T)} | sums


SLOPE = "(W2.T @ dZ2) * (1 - A1**2)"


EXERCISE = Exercise(
    steps.backward_propagation,
    points=25,
    returns=("grads",),
    cases=backward_cases,
    wishes=labels_between,
    mistakes={
        "Every slope has the wrong sign: dZ2 is A2 − Y, not Y − A2.": slip("A2 - Y", "Y - A2"),
        "You square the labels. For 0 and 1 nobody notices, for a label of 0.9 the slope is wrong: "
        "dZ2 is A2 − Y.": slip("A2 - Y", "A2 - Y**2"),
        "Your dZ2 carries a factor A2 (1 − A2), which the cross-entropy has cancelled already; dZ2 is A2 − Y.": slip(
            "A2 - Y", "(A2 - Y) * A2 * (1 - A2)"
        ),
        "This dZ2 is the slope at A2, before the sigmoid; times A2 (1 − A2) it becomes A2 − Y.": slip(
            "A2 - Y", "-Y / A2 + (1 - Y) / (1 - A2)"
        ),
        "Nothing is divided by m; the cost is a mean, so dW and db of both layers are, too.": slip(
            (".T / m", ".T"), ("keepdims=True) / m", "keepdims=True)")
        ),
        "dW2 is a sum over the examples; divide it by m.": slip("dZ2 @ A1.T / m", "dZ2 @ A1.T"),
        "dW1 is a sum over the examples; divide it by m.": slip("dZ1 @ X.T / m", "dZ1 @ X.T"),
        "db1 and db2 are sums over the examples; divide them by m.": slip("keepdims=True) / m", "keepdims=True)"),
        "You divide by m at dZ2 and once more at dW and db; one of the two is enough.": slip("A2 - Y", "(A2 - Y) / m"),
        "You divide by the number of inputs; m is the number of columns, X.shape[1].": slip("X.shape[1]", "X.shape[0]"),
        "Your m is the number of outputs, the rows of Y; the examples are its columns, Y.shape[1].": slip(
            "m = X.shape[1]", "m = len(Y)"
        ),
        "Your m counts every number in X; the examples are its columns, X.shape[1].": slip(
            "m = X.shape[1]", "m = X.size"
        ),
        "Your db2 is one number, a sum over everything; sum over the examples, axis=1, and keep the dimension.": slip(
            "db2 = np.sum(dZ2, axis=1, keepdims=True)", "db2 = np.sum(dZ2)"
        ),
        "Your db are flat; keep them columns with keepdims=True.": slip(", keepdims=True", ""),
        "Your db sum over the units; sum over the examples, axis=1, and keep the dimension.": slip("axis=1", "axis=0"),
        "Your db are single numbers: a sum over everything. Each unit has its own, so sum over axis=1.": slip(
            "axis=1, keepdims=True", ""
        ),
        "tanh' is missing in dZ1: multiply W2ᵀ dZ2 by 1 − A1², entry by entry.": slip(SLOPE, "W2.T @ dZ2"),
        "You multiply by A1²; the slope of tanh is one minus that.": slip("1 - A1**2", "A1**2"),
        "You multiply by ReLU's slope, 1 or 0; the hidden units are tanh, with the slope 1 − A1².": slip(
            "1 - A1**2", "A1 > 0"
        ),
        "db1 and db2 are exchanged; each has the shape of its bias.": slip(
            '"db1": db1, "dW2": dW2, "db2": db2', '"db1": db2, "dW2": dW2, "db2": db1'
        ),
        "You take 1 − Z1² for the slope of tanh; it is 1 − A1², because A1 is tanh(Z1) already.": slip(
            "1 - A1**2", '1 - cache["Z1"] ** 2'
        ),
        "You take tanh of A1 once more; A1 is tanh(Z1) already, so its slope is 1 − A1².": slip(
            "1 - A1**2", "1 - np.tanh(A1) ** 2"
        ),
        "A1 (1 − A1) is the slope of a sigmoid; the hidden units are tanh, with the slope 1 − A1².": slip(
            "1 - A1**2", "A1 * (1 - A1)"
        ),
        "The slope of tanh is 1 − A1²; you have 1 − A1.": slip("1 - A1**2", "1 - A1"),
        "The errors come back through W2 turned over: W2.T @ dZ2.": slip("W2.T @ dZ2", "W2 @ dZ2"),
        "dW2 needs A1 turned over: each example's error meets that example's A1, and the product sums "
        "over examples.": slip("dZ2 @ A1.T", "dZ2 @ A1"),
        "dW1 needs X turned over: each example's dZ1 meets that example's X, and the product sums over "
        "the examples.": slip("dZ1 @ X.T", "dZ1 @ X"),
        "Your dW are turned over: a slope has the shape of its weights, so write dZ @ A.T, with dZ first.": slip(
            ("dZ2 @ A1.T", "A1 @ dZ2.T"), ("dZ1 @ X.T", "X @ dZ1.T")
        ),
        "dW2 reads X; what layer 2 was given is A1.": slip("dZ2 @ A1.T", "dZ2 @ X.T"),
        "dW1 reads A1; what layer 1 was given is X.": slip("dZ1 @ X.T", "dZ1 @ A1.T"),
        "dW2 reads Z1; what layer 2 was given is A1, after the activation.": slip("dZ2 @ A1.T", 'dZ2 @ cache["Z1"].T'),
    },
    right=[backward_by_examples, backward_by_means],
    hints=[
        "Start at the end, with dZ2; each layer gives its dW and db from its dZ and from what it was given.",
        "dZ2 = A2 − Y, dW2 = dZ2 A1ᵀ / m, db2 = row sums of dZ2 / m; dZ1 = (W2ᵀ dZ2) * (1 − A1²), then as before.",
        "dW2 = dZ2 @ A1.T / m; db2 = np.sum(dZ2, axis=1, keepdims=True) / m; dZ1 = (W2.T @ dZ2) * (…); dW1 = dZ1 @ …",
    ],
    topics=["backpropagation", "chain rule"],
)
