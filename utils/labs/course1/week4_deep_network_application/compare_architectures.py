"""The exercise compare_architectures: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_application.common import _examples, any_layers_while, predict_by_rounding
from utils.steps import deep_models as steps


def compare_cases(rng):
    def case(n, m, m_test, hidden_layers, seeds, rate, steps):
        return (*_examples(rng, n, m), *_examples(rng, n, m_test), hidden_layers, seeds, rate, steps)

    return [
        case(2, 9, 12, [[3], [2, 2]], [1, 2, 3], 0.1, 2),
        case(3, 7, 10, [[], [4, 3], [2]], [5, 8], 0.3, 9),
        case(1, 6, 5, [[2, 3, 2]], [0, 11, 4, 7], 0.2, 5),
    ]


def compare_by_lists(X, Y, X_test, Y_test, hidden_layers, seeds, learning_rate, num_iterations):
    def scores(hidden, seed):
        rng = np.random.default_rng(seed)
        dims = [len(X)] + list(hidden) + [1]
        params, _ = any_layers_while(X, Y, dims, learning_rate, num_iterations, False, rng)
        return [np.mean(predict_by_rounding(A, params) == B) for A, B in ((X, Y), (X_test, Y_test))]

    table = np.array([[scores(hidden, seed) for seed in seeds] for hidden in hidden_layers])
    return table[:, :, 0], table[:, :, 1]


PLANTED = "One generator runs through all your trainings, so each depends on those before; give each its seed."


EXERCISE = Exercise(
    steps.compare_architectures,
    points=15,
    returns=("train", "test"),
    cases=compare_cases,
    mistakes={
        "Every run starts from the same weights, so your columns are all alike; hand the seed on, rng=seed.": slip(
            ", rng=seed", ""
        ),
        PLANTED: slip(
            ("    train = np.zeros", "    rng = np.random.default_rng(seeds[0])\n    train = np.zeros"),
            ("rng=seed", "rng=rng"),
            ("train on the training set alone, starting from this seed", "train on the training set alone"),
        ),
        "Your networks train at the default learning rate; hand learning_rate on.": slip(
            "learning_rate, num_iterations, rng", "num_iterations=num_iterations, rng"
        ),
        "You start from the seed's place in the list; start from the seed itself.": slip("rng=seed", "rng=j"),
        "You train on the test set; L_layer_model gets X and Y.": slip(
            "L_layer_model(X, Y,", "L_layer_model(X_test, Y_test,"
        ),
        "Both tables score the training set; test compares predictions for X_test with Y_test.": slip(
            "accuracy(predict(X_test, parameters), Y_test)", "accuracy(predict(X, parameters), Y)"
        ),
        "Your tables lie on their side: a row for each architecture, a column for each seed.": slip(
            "return train, test", "return train.T, test.T"
        ),
        "The number of inputs is the number of rows, X.shape[0]; X.shape[1] counts the examples.": slip(
            "X.shape[0]", "X.shape[1]"
        ),
        "hidden holds the hidden widths only; put the inputs in front and the one output behind.": slip(
            "[X.shape[0], *hidden, 1]", "hidden"
        ),
        "hidden is a list inside your list of widths; a star unpacks it: [X.shape[0], *hidden, 1].": slip(
            "*hidden", "hidden"
        ),
        "L_layer_model returns parameters and costs; take both: parameters, _ = L_layer_model(…).": slip(
            "parameters, _ =", "parameters ="
        ),
        "learning_rate and num_iterations have changed places in your call of L_layer_model.": slip(
            "learning_rate, num_iterations, rng", "num_iterations, learning_rate, rng"
        ),
        "You return shares of mistakes; return accuracies.": slip("return train, test", "return 1 - train, 1 - test"),
    },
    right=[compare_by_lists],
    hints=[
        "Call it with the seeds [1], [1, 2] and [2], and compare the columns that should be alike.",
        "A generator moves on with every draw. Where do the starting weights of the second run come from?",
        "Each run needs a start of its own: L_layer_model takes a whole number as rng, and the loop has one, seed.",
    ],
    topics=["why depth", "parameters and hyperparameters"],
    planted=PLANTED,
    symptom="The scores of seed 2 are others when seed 1 stands before it in the list; they should be the same.",
)
