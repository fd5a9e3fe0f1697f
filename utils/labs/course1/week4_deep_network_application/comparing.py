"""The exercises that compare architectures and count their parameters."""

from utils.checking import mistake, slip
from utils.labs.course1.week4_deep_network_application import cases
from utils.steps import deep_models as steps


def add_compare_architectures(lab):
    lab.exercise(
        steps.compare_architectures,
        points=15,
        returns=("train", "test"),
        cases=cases.compare_cases,
        mistakes=[
            mistake(
                "Every run starts from the same weights, so your columns are all alike; hand the seed on, rng=seed.",
                slip(", rng=seed", ""),
            ),
            mistake(
                "One generator runs through all your trainings, so each depends on those before; give each its seed.",
                slip(
                    ("    train = np.zeros", "    rng = np.random.default_rng(seeds[0])\n    train = np.zeros"),
                    ("rng=seed", "rng=rng"),
                ),
            ),
            mistake(
                "Your networks train at the default learning rate; hand learning_rate on.",
                slip("learning_rate, num_iterations, rng", "num_iterations=num_iterations, rng"),
            ),
            mistake(
                "You start from the seed's place in the list; start from the seed itself.",
                slip("rng=seed", "rng=j"),
            ),
            mistake(
                "You train on the test set; L_layer_model gets X and Y.",
                slip("L_layer_model(X, Y,", "L_layer_model(X_test, Y_test,"),
            ),
            mistake(
                "Both tables score the training set; test compares predictions for X_test with Y_test.",
                slip("accuracy(predict(X_test, parameters), Y_test)", "accuracy(predict(X, parameters), Y)"),
            ),
            mistake(
                "Your tables lie on their side: a row for each architecture, a column for each seed.",
                slip("return train, test", "return train.T, test.T"),
            ),
            mistake(
                "The number of inputs is the number of rows, X.shape[0]; X.shape[1] counts the examples.",
                slip("X.shape[0]", "X.shape[1]"),
            ),
            mistake(
                "hidden holds the hidden widths only; put the inputs in front and the one output behind.",
                slip("[X.shape[0], *hidden, 1]", "hidden"),
            ),
            mistake(
                "hidden is a list inside your list of widths; a star unpacks it: [X.shape[0], *hidden, 1].",
                slip("*hidden", "hidden"),
            ),
            mistake(
                "L_layer_model returns parameters and costs; take both: parameters, _ = L_layer_model(…).",
                slip("parameters, _ =", "parameters ="),
            ),
            mistake(
                "learning_rate and num_iterations have changed places in your call of L_layer_model.",
                slip("learning_rate, num_iterations, rng", "num_iterations, learning_rate, rng"),
            ),
            mistake(
                "You return shares of mistakes; return accuracies.",
                slip("return train, test", "return 1 - train, 1 - test"),
            ),
        ],
        right=[cases.compare_by_lists],
        hints=[
            "Two loops, one inside the other: over the architectures and over the seeds.",
            "The widths are [number of inputs, *hidden, 1]; the seed goes to L_layer_model as rng.",
            "train[i, j] = accuracy(predict(X, parameters), Y), and test[i, j] the same with the test set.",
        ],
        topics=["why depth", "parameters against hyperparameters"],
    )


def add_count_parameters(lab):
    lab.exercise(
        steps.count_parameters,
        points=10,
        returns=("count",),
        cases=cases.count_cases,
        mistakes=[
            mistake("You count the weights only; every unit has a bias, too.", slip("n * n_prev + n", "n * n_prev")),
            mistake(
                "You count one bias for each layer; there is one for each unit of it.",
                slip("n * n_prev + n", "n * n_prev + 1"),
            ),
            mistake(
                "Your biases belong to the layer before; a layer has a bias for each of its own units.",
                slip("n * n_prev + n", "n * n_prev + n_prev"),
            ),
            mistake("You keep the last layer's numbers alone; add up over all layers.", slip("count +=", "count =")),
            mistake(
                "Your return stands inside the loop and ends it after the first layer; move it to the left.",
                slip("\n    return count", "\n        return count"),
            ),
            mistake(
                "You add up units; a layer has a weight for each pair of neighbours, n times n_prev.",
                slip("n * n_prev + n", "n"),
            ),
            mistake(
                "Your sum stops before the last layer; every neighbouring pair of widths is a layer.",
                slip("len(layers_dims)", "len(layers_dims) - 1"),
            ),
            mistake(
                "Your loop counts a layer 0, the input, which has no weights; begin with layer 1.",
                slip("range(1, ", "range("),
            ),
        ],
        right=[cases.count_by_sums, cases.count_by_making],
        hints=[
            "Write down the shapes of W and b of one layer, and how many numbers each holds.",
            "Layer l has n_l · n_{l−1} weights and n_l biases; the first layer is the one from width 0 to width 1.",
            "for layer in range(1, len(layers_dims)): count += layers_dims[layer] * … + …",
        ],
        topics=["parameters against hyperparameters"],
    )
