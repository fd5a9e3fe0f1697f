"""The exercise predict: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_application.common import predict_by_rounding
from utils.steps import deep_models as steps
from utils.steps.deep_network import L_model_forward, initialize_parameters_deep, linear_activation_forward


def _start(rng, widths):
    parameters = initialize_parameters_deep(widths, rng)
    for key in parameters:
        if key.startswith("b"):
            parameters[key] = rng.normal(scale=0.4, size=parameters[key].shape)
    return parameters


def predict_cases(rng):
    readable = (
        np.array([[1.0, -1.0, 0.0], [2.0, 1.0, 0.0]]),
        {
            "W1": np.array([[1.0, 0.0], [0.0, 1.0]]),
            "b1": np.zeros((2, 1)),
            "W2": np.array([[2.0, -0.5]]),
            "b2": np.array([[0.0]]),
        },
    )
    shapes = [([3, 4, 2, 1], 9), ([2, 1], 6), ([4, 3, 1], 1), ([3, 5, 4, 2, 1], 12)]
    return [readable, *[(rng.normal(size=(widths[0], m)), _start(rng, widths)) for widths, m in shapes]]


def predict_by_loop(X, parameters):
    AL = L_model_forward(X, parameters)[0]
    Y_prediction = np.zeros((1, X.shape[1]))
    for i in range(AL.shape[1]):
        Y_prediction[0, i] = 1 if AL[0, i] > 0.5 else 0
    return Y_prediction


def predict_with_if(X, parameters):
    AL, _ = L_model_forward(X, parameters)
    if AL > 0.5:
        return 1
    return 0


def predict_with_two_layers(X, parameters):
    A1, _ = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
    A2, _ = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
    return (A2 > 0.5).astype(int)


EXERCISE = Exercise(
    steps.predict,
    points=10,
    returns=("Y_prediction",),
    cases=predict_cases,
    mistakes={
        "You return probabilities; compare them with 0.5 and return 0 or 1.": slip("(AL > 0.5).astype(int)", "AL"),
        "At exactly 0.5 the answer is 0 here: use >, not >=.": slip("AL > 0.5", "AL >= 0.5"),
        "A probability is always above 0; compare it with 0.5.": slip("AL > 0.5", "AL > 0"),
        "Your answers are the wrong way round: 1 goes where AL is above 0.5.": slip("AL > 0.5", "AL <= 0.5"),
        "L_model_forward returns AL and the caches; take both: AL, _ = L_model_forward(…).": slip("AL, _ =", "AL ="),
        "An if wants one truth value and AL holds one for each example; compare the whole array, "
        "(AL > 0.5).": predict_with_if,
        "int(…) takes a single number; turn the whole array into numbers with .astype(int).": slip(
            "(AL > 0.5).astype(int)", "int(AL > 0.5)"
        ),
        "Your forward pass has two layers whatever the parameters say; L_model_forward finds the "
        "depth itself.": predict_with_two_layers,
    },
    right=[predict_by_rounding, predict_by_loop],
    hints=[
        "The forward pass without labels, then a comparison.",
        "1 where AL > 0.5, else 0; AL is the first of the two things that L_model_forward returns.",
        "AL, _ = L_model_forward(…, …), then (AL > …).astype(int).",
    ],
    topics=["L-layer network"],
)
