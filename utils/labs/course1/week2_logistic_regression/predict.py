"""The exercise predict: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week2_logistic_regression.common import _weights
from utils.steps import logistic_regression as steps
from utils.steps.activations import sigmoid


def predict_cases(rng):
    readable = (np.array([[1.0], [-1.0]]), 0.25, np.array([[2.0, 0.0, -1.0], [0.0, 0.0, 1.0]]))
    undecided = (np.zeros((2, 1)), 0.0, rng.normal(size=(2, 3)))
    shapes = [(3, 1), (1, 6), (4, 9)]
    narrow = (np.array([[1.0]]), 0.0, np.array([[0.04, -0.04, 0.12]]))  # probabilities of 0.51, 0.49 and 0.53
    return [readable, undecided, narrow, *[(*_weights(rng, n), rng.normal(size=(n, m))) for n, m in shapes]]


def predict_by_rounding(w, b, X):
    return np.round(sigmoid(w.T @ X + b))


def predict_by_loop(w, b, X):
    Y_prediction = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        if (w[:, 0] * X[:, i]).sum() + b > 0:
            Y_prediction[0, i] = 1
    return Y_prediction


def predict_with_if(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    if A > 0.5:
        return 1
    return 0


EXERCISE = Exercise(
    steps.predict,
    points=10,
    returns=("Y_prediction",),
    cases=predict_cases,
    mistakes={
        "You return probabilities; compare them with 0.5 and return 0 or 1.": slip("(A > 0.5).astype(int)", "A"),
        "At exactly 0.5 the answer is 0 here: use >, not >=.": slip("A > 0.5", "A >= 0.5"),
        "You compare the score z with 0.5; put it through sigmoid first, or compare z with 0.": slip(
            "sigmoid(np.dot(w.T, X) + b)", "np.dot(w.T, X) + b"
        ),
        "An if wants one truth value and A holds one for each example; compare the whole "
        "array, (A > 0.5).": predict_with_if,
        "int(…) takes a single number; turn the whole array into numbers with .astype(int).": slip(
            "(A > 0.5).astype(int)", "int(A > 0.5)"
        ),
        "A probability is always above 0; compare it with 0.5.": slip("A > 0.5", "A > 0"),
        "Your answers are the wrong way round: 1 goes where A is above 0.5.": slip("A > 0.5", "A <= 0.5"),
        "Your scores leave out the bias; z is wᵀx + b.": slip("np.dot(w.T, X) + b", "np.dot(w.T, X)"),
    },
    right=[predict_by_rounding, predict_by_loop],
    hints=[
        "The first half is the forward pass of propagate, without labels.",
        "1 where σ(wᵀx + b) > 0.5, which is the same as wᵀx + b > 0.",
        "A = sigmoid(…), then compare A with 0.5 and turn the booleans into numbers with .astype(int).",
    ],
    topics=["logistic regression"],
)
