"""The exercise propagate: its cases, right answers and known mistakes."""

import math

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week2_logistic_regression.common import _columns, _weights
from utils.steps import logistic_regression as steps
from utils.steps.activations import sigmoid


def propagate_cases(rng):
    readable = (
        np.array([[0.5], [-0.3]]),
        0.2,
        np.array([[1.0, -2.0, 0.5], [2.0, 0.5, 1.0]]),
        np.array([[1, 0, 0]]),
    )
    shapes = [(3, 1), (1, 4), (5, 3), (2, 7)]
    drawn = [(*_weights(rng, n), *_columns(rng, n, m)) for n, m in shapes]
    one_class = (*_weights(rng, 2), rng.normal(size=(2, 3)), np.zeros((1, 3), dtype=int))
    return [readable, *drawn, one_class]


def propagate_by_loop(w, b, X, Y):
    n, m = X.shape
    cost, dw, db = 0.0, np.zeros((n, 1)), 0.0
    for i in range(m):
        z = sum(w[j, 0] * X[j, i] for j in range(n)) + b
        a = 1 / (1 + math.exp(-z))
        cost += -math.log(a) if Y[0, i] == 1 else -math.log(1 - a)
        for j in range(n):
            dw[j, 0] += X[j, i] * (a - Y[0, i])
        db += a - Y[0, i]
    return {"dw": dw / m, "db": db / m}, cost / m


def propagate_from_scores(w, b, X, Y):
    Z = w.T @ X + b
    dZ = sigmoid(Z) - Y
    cost = np.mean(np.logaddexp(0, Z) - Y * Z)
    return {"dw": (X * dZ).mean(axis=1, keepdims=True), "db": dZ.mean()}, np.squeeze(np.array(cost))


EXERCISE = Exercise(
    steps.propagate,
    points=30,
    returns=("grads", "cost"),
    cases=propagate_cases,
    mistakes={
        "w.T * X multiplies element by element; the scores are a matrix product, np.dot(w.T, X).": slip(
            "np.dot(w.T, X)", "w.T * X"
        ),
        "1 − Y log(1 − A) lacks brackets: the second term is (1 − Y) log(1 − A).": slip(
            "(1 - Y) * np.log(1 - A)", "1 - Y * np.log(1 - A)"
        ),
        "Your cost is the sum of the losses; the cost is their mean, so divide by m, the columns of X.": slip(
            "np.sum(losses) / m", "np.sum(losses)"
        ),
        "Your cost is negative: the logarithm of a probability is below 0, so put a minus sign in front.": slip(
            "-(Y * np.log(A)", "(Y * np.log(A)"
        ),
        "Your loss counts the examples with y = 1 only; add (1 − y) ln(1 − a) for the others.": slip(
            " + (1 - Y) * np.log(1 - A)", ""
        ),
        "Your loss pairs y with ln(1 − a); y goes with ln a, and 1 − y with ln(1 − a).": slip(
            "Y * np.log(A) + (1 - Y) * np.log(1 - A)", "Y * np.log(1 - A) + (1 - Y) * np.log(A)"
        ),
        "Your cost is the mean squared error; logistic regression charges −[y ln a + (1 − y) ln(1 − a)].": slip(
            "-(Y * np.log(A) + (1 - Y) * np.log(1 - A))", "(A - Y) ** 2"
        ),
        "Your gradients have the wrong sign: dZ is A − Y, not Y − A.": slip("dZ = A - Y", "dZ = Y - A"),
        "Your dZ is multiplied by a(1 − a), which the cross-entropy has already cancelled; dZ is A − Y.": slip(
            "dZ = A - Y", "dZ = (A - Y) * A * (1 - A)"
        ),
        "Your dw is a sum over the examples; divide it by m.": slip("np.dot(X, dZ.T) / m", "np.dot(X, dZ.T)"),
        "Your db is a sum over the examples; divide it by m.": slip("np.sum(dZ) / m", "np.sum(dZ)"),
        "You divide by the number of features; m is the number of columns, X.shape[1].": slip(
            "X.shape[1]", "X.shape[0]"
        ),
        "Your scores leave out the bias; z is wᵀx + b.": slip("np.dot(w.T, X) + b", "np.dot(w.T, X)"),
        "Your A is the score z itself; put it through sigmoid.": slip(
            "sigmoid(np.dot(w.T, X) + b)", "np.dot(w.T, X) + b"
        ),
        "w is (n, 1) and X is (n, m): the product needs the row w.T.": slip("np.dot(w.T, X)", "np.dot(w, X)"),
        "X is (n, m) and dZ is (1, m): for a dw of shape (n, 1) the product needs dZ.T.": slip(
            "np.dot(X, dZ.T)", "np.dot(X, dZ)"
        ),
    },
    right=[propagate_by_loop, propagate_from_scores],
    hints=[
        "Forward gives A and the cost, backward gives dZ = A − Y, and dZ gives both slopes.",
        "A = σ(wᵀX + b); cost = mean of −[y ln a + (1 − y) ln(1 − a)]; dw = X dZᵀ / m; db = sum of dZ / m.",
        "A = sigmoid(np.dot(w.T, X) + b), cost = np.sum(…) / m, dw = np.dot(X, …) / m with a column on the right.",
    ],
    topics=["logistic regression", "loss and cost"],
)
