"""The exercise forward_propagation: its cases, right answers and known mistakes."""

import math

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week3_shallow_network.common import network, readable
from utils.steps import shallow_network as steps
from utils.steps.activations import sigmoid


def forward_cases(rng):
    """The readable network, one example, one hidden unit."""
    cases = [(np.array([[1.0, -1.0], [0.5, 2.0]]), readable())]
    for n_x, n_h, n_y, m in [(3, 4, 1, 5), (4, 1, 1, 1), (1, 2, 1, 3)]:
        cases.append((rng.normal(size=(n_x, m)), network(rng, n_x, n_h, n_y)))
    return cases


def two_outputs(rng):
    return [(rng.normal(size=(2, 6)), network(rng, 2, 3, 2))]


def forward_by_columns(X, parameters):
    W1, b1, W2, b2 = (parameters[key] for key in ("W1", "b1", "W2", "b2"))
    kept = {"Z1": [], "A1": [], "Z2": [], "A2": []}
    for x in X.T:
        z1 = np.dot(W1, x) + b1[:, 0]
        a1 = np.array([math.tanh(z) for z in z1])
        z2 = np.dot(W2, a1) + b2[:, 0]
        for key, value in zip(kept, (z1, a1, z2, sigmoid(z2)), strict=True):
            kept[key].append(value)
    cache = {key: np.array(columns).T for key, columns in kept.items()}
    return cache["A2"], cache


EXERCISE = Exercise(
    steps.forward_propagation,
    points=15,
    returns=("A2", "cache"),
    cases=forward_cases,
    wishes=two_outputs,
    mistakes={
        "Your hidden units use the sigmoid; they use np.tanh.": slip("np.tanh(Z1)", "sigmoid(Z1)"),
        "Your hidden units use ReLU; they use np.tanh.": slip("np.tanh(Z1)", "np.maximum(0, Z1)"),
        "Your output uses tanh; a probability comes from sigmoid.": slip("sigmoid(Z2)", "np.tanh(Z2)"),
        "The two activations are exchanged: tanh is hidden, the sigmoid comes last.": slip(
            ("sigmoid(Z2)", "np.tanh(Z2)"), ("A1 = np.tanh(Z1)", "A1 = sigmoid(Z1)")
        ),
        "Your output is Z2 itself; put it through sigmoid.": slip("sigmoid(Z2)", "Z2"),
        "Your hidden layer has no activation; A1 is tanh of Z1.": slip("np.tanh(Z1)", "Z1"),
        "Your output layer reads Z1; it reads A1, what the hidden units give out.": slip("W2 @ A1", "W2 @ Z1"),
        "Z1 lacks its bias; add b1.": slip("W1 @ X + b1", "W1 @ X"),
        "Z2 lacks its bias; add b2.": slip("W2 @ A1 + b2", "W2 @ A1"),
        "Neither Z has its bias; add b1 and b2.": slip((" + b1", ""), (" + b2", "")),
        "W1 and X are multiplied in the wrong order; W1 (n_h, n_x) comes first, then X (n_x, m).": slip(
            "W1 @ X", "X @ W1"
        ),
        "The * multiplies entry by entry; the matrix product is @ or np.dot.": slip("@", "*"),
        'cache["A2"] holds Z2; store the activation there.': slip('"A2": A2', '"A2": Z2'),
        'cache["A1"] holds Z1; store the activation there.': slip('"A1": A1', '"A1": Z1'),
        "Your cache is a tuple; make it a dictionary with the keys Z1, A1, Z2, A2.": slip(
            '{"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}', "(Z1, A1, Z2, A2)"
        ),
    },
    right=[forward_by_columns],
    hints=[
        "Two layers do the same two things: a weighted sum, then an activation.",
        "Z1 = W1 X + b1, A1 = tanh(Z1), Z2 = W2 A1 + b2, A2 = σ(Z2).",
        'Z1 = W1 @ X + b1; A1 = np.tanh(Z1); Z2 = W2 @ … + …; A2 = sigmoid(…); return A2, {"Z1": Z1, …}',
    ],
    topics=["shallow network", "activation functions", "vectorisation"],
)
