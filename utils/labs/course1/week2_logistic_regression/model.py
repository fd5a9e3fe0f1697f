"""The exercise model: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week2_logistic_regression.common import _columns
from utils.steps import logistic_regression as steps
from utils.steps.logistic_regression import optimize, predict


def model_cases(rng):
    readable = (
        np.array([[1.0, -2.0, 0.5], [2.0, 0.5, 1.0]]),
        np.array([[1, 0, 0]]),
        np.array([[3.0, -1.0], [-0.5, 1.0]]),
        np.array([[1, 0]]),
        20,
        0.2,
    )
    settings = [(2, 5, 3, 150, 0.05), (3, 4, 6, 7, 0.8)]
    drawn = [(*_columns(rng, n, m), *_columns(rng, n, k), steps, rate) for n, m, k, steps, rate in settings]
    return [readable, *drawn]


def model_with_keywords(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    start = np.zeros((len(X_train), 1))
    learnt, _, costs = optimize(
        start, 0.0, X_train, Y_train, learning_rate=learning_rate, num_iterations=num_iterations
    )
    guesses = {f"Y_prediction_{name}": predict(X=X, **learnt) for name, X in (("train", X_train), ("test", X_test))}
    return {**learnt, **guesses, "costs": costs, "num_iterations": num_iterations, "learning_rate": learning_rate}


EXERCISE = Exercise(
    steps.model,
    points=15,
    returns=("result",),
    cases=model_cases,
    mistakes={
        "You fit the test set; learn from X_train and Y_train alone.": slip(
            "optimize(w, b, X_train, Y_train", "optimize(w, b, X_test, Y_test"
        ),
        'You go on with the w and b from the start; the learnt ones are params["w"] and params["b"].': slip(
            'w, b = params["w"], params["b"]', "pass"
        ),
        "optimize runs with its own defaults; hand num_iterations and learning_rate on.": slip(
            "Y_train, num_iterations, learning_rate, print_cost", "Y_train"
        ),
        "optimize runs with its default learning rate; hand learning_rate on.": slip(
            "num_iterations, learning_rate, print_cost)\n    w", "num_iterations)\n    w"
        ),
        "optimize runs for its default number of iterations; hand num_iterations on.": slip(
            "Y_train, num_iterations, learning_rate, print_cost", "Y_train, learning_rate=learning_rate"
        ),
        "You pass 2000 and 0.5 whatever the caller asked for; pass num_iterations and learning_rate.": slip(
            "Y_train, num_iterations, learning_rate, print_cost", "Y_train, 2000, 0.5, print_cost"
        ),
        'optimize returns params, grads, costs; w and b are in the first of them, params["w"] and params["b"].': slip(
            ("params, _, costs = ", "w, b, costs = "), ('    w, b = params["w"], params["b"]\n', "")
        ),
        "num_iterations and learning_rate have changed places in your call of optimize.": slip(
            "Y_train, num_iterations, learning_rate,", "Y_train, learning_rate, num_iterations,"
        ),
        "Your two predictions are swapped: X_test belongs to Y_prediction_test.": slip(
            ("predict(w, b, X_test)", "predict(w, b, X_tmp)"),
            ("predict(w, b, X_train)", "predict(w, b, X_test)"),
            ("X_tmp", "X_train"),
        ),
        "There is one weight per feature: the rows, X_train.shape[0], not the columns.": slip(
            "X_train.shape[0]", "X_train.shape[1]"
        ),
    },
    right=[model_with_keywords],
    hints=[
        "Nothing new is computed: three of your functions are called one after the other, the last of them twice.",
        "initialize_with_zeros(number of rows), then optimize on the training set, then predict on either set.",
        'params, _, costs = optimize(w, b, X_train, …); w, b = params["w"], params["b"]; predict(w, b, …) twice.',
    ],
    topics=["logistic regression", "gradient descent"],
)
