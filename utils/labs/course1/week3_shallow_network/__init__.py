"""The lab on networks with one hidden layer."""

from utils.checking import Lab
from utils.labs.course1.week3_shallow_network import answers, backward, cases, forward, training
from utils.labs.course1.week3_shallow_network.quiz import QUESTIONS
from utils.steps import activations
from utils.steps import shallow_network as steps

lab = Lab("course1/week3_shallow_network", title="A network with one hidden layer", edition=2, minutes=75)

lab.exercise(
    activations.tanh_derivative,
    points=5,
    returns=("slope",),
    cases=cases.slope_cases,
    mistakes=forward.TANH_DERIVATIVE,
    right=[answers.tanh_slope_by_cosh],
    hints=[
        "The slope of tanh can be written with tanh alone; you need no other function.",
        "tanh'(z) = 1 − tanh²(z).",
        "1 - np.tanh(z) ** …",
    ],
    topics=["activations", "derivatives"],
)

lab.exercise(
    activations.relu_derivative,
    points=5,
    returns=("slope",),
    cases=cases.slope_cases,
    mistakes=forward.RELU_DERIVATIVE,
    right=[answers.relu_slope_by_heaviside, answers.relu_slope_by_loop],
    hints=[
        "A comparison of an array with a number answers True or False for each element.",
        "1 where z > 0, else 0; also 0 at z = 0.",
        "(np.asarray(z) > …).astype(float)",
    ],
    topics=["activations", "derivatives"],
)

lab.exercise(
    activations.leaky_relu_derivative,
    points=5,
    returns=("slope",),
    cases=cases.leaky_cases,
    mistakes=forward.LEAKY_RELU_DERIVATIVE,
    right=[answers.leaky_slope_by_sum],
    hints=[
        "np.where chooses between two values, element by element.",
        "1 where z > 0, else slope.",
        "np.where(z > 0, …, …)",
    ],
    topics=["activations", "derivatives"],
)

lab.exercise(
    steps.layer_sizes,
    points=5,
    returns=("n_x", "n_h", "n_y"),
    cases=cases.size_cases,
    mistakes=forward.LAYER_SIZES,
    right=[answers.sizes_by_len],
    hints=[
        "The examples are columns, so the rows of X are the inputs.",
        "n_x is the number of rows of X, n_h is 4, n_y is the number of rows of Y.",
        "return X.shape[0], 4, …",
    ],
    topics=["notation", "shapes"],
)

lab.exercise(
    steps.initialize_parameters,
    points=8,
    returns=("parameters",),
    cases=cases.width_cases,
    mistakes=forward.INITIALIZE_PARAMETERS,
    right=[answers.initialize_by_normal],
    hints=[
        "A weight matrix has a row for each unit that it leads to and a column for each thing that this unit reads.",
        "W1 is (n_h, n_x), W2 is (n_y, n_h), both rng.standard_normal(shape) · 0.01; the biases are columns of zeros.",
        "W1 = rng.standard_normal((n_h, n_x)) * 0.01, b1 = np.zeros((n_h, 1)), and W2, b2 likewise with (n_y, …).",
    ],
    topics=["random initialisation", "shapes"],
)

lab.exercise(
    steps.forward_propagation,
    points=15,
    returns=("A2", "cache"),
    cases=cases.forward_cases,
    mistakes=forward.FORWARD_PROPAGATION,
    right=[answers.forward_by_columns],
    hints=[
        "Two layers do the same two things: a weighted sum, then an activation.",
        "Z1 = W1 X + b1, A1 = tanh(Z1), Z2 = W2 A1 + b2, A2 = σ(Z2).",
        'Z1 = W1 @ X + b1; A1 = np.tanh(Z1); Z2 = W2 @ … + …; A2 = sigmoid(…); return A2, {"Z1": Z1, …}',
    ],
    topics=["forward propagation", "vectorisation", "activations"],
)

lab.exercise(
    steps.compute_cost,
    points=8,
    returns=("cost",),
    cases=cases.cost_cases,
    mistakes=forward.COMPUTE_COST,
    right=[answers.cost_by_mean, answers.cost_by_dot],
    hints=[
        "An example costs −ln of the probability that its true label was given.",
        "J = −(1/m) Σ [Y ln A2 + (1 − Y) ln(1 − A2)], m = Y.shape[1].",
        "losses = -(Y * np.log(A2) + …); return np.sum(losses) / m",
    ],
    topics=["cross-entropy cost", "loss against cost"],
)

lab.exercise(
    steps.backward_propagation,
    points=22,
    returns=("grads",),
    cases=cases.backward_cases,
    mistakes=backward.BACKWARD_PROPAGATION,
    right=[answers.backward_by_examples, answers.backward_by_means],
    hints=[
        "Start at the end, with dZ2; each layer gives its dW and db from its dZ and from what it was given.",
        "dZ2 = A2 − Y, dW2 = dZ2 A1ᵀ / m, db2 = row sums of dZ2 / m; dZ1 = (W2ᵀ dZ2) * (1 − A1²), then as before.",
        "dW2 = dZ2 @ A1.T / m; db2 = np.sum(dZ2, axis=1, keepdims=True) / m; dZ1 = (W2.T @ dZ2) * (…); dW1 = dZ1 @ …",
    ],
    topics=["backpropagation", "chain rule", "gradient descent"],
)

lab.exercise(
    steps.update_parameters,
    points=7,
    returns=("parameters",),
    cases=cases.update_cases,
    mistakes=training.UPDATE_PARAMETERS,
    right=[answers.update_one_by_one],
    hints=[
        "Four lines, or a loop over the four keys; the result is a new dictionary.",
        "W := W − α dW, b := b − α db.",
        'W1 = parameters["W1"] - learning_rate * grads["dW1"], and so on; return {"W1": W1, …}',
    ],
    topics=["gradient descent"],
)

lab.exercise(
    steps.nn_model,
    points=10,
    returns=("parameters",),
    cases=cases.training_cases,
    mistakes=training.NN_MODEL,
    right=[answers.train_by_while],
    hints=[
        "Widths, starting weights, then a loop of three calls.",
        "In the loop: forward_propagation gives the cache, backward_propagation the slopes, then update_parameters.",
        "parameters = initialize_parameters(n_x, n_h, n_y, np.random.default_rng(rng)); for i in "
        "range(num_iterations): A2, cache = …; grads = …; parameters = …",
    ],
    topics=["gradient descent", "shallow networks"],
)

lab.exercise(
    steps.predict,
    points=4,
    returns=("predictions",),
    cases=cases.predict_cases,
    mistakes=training.PREDICT,
    right=[answers.predict_by_rounding, answers.predict_by_score],
    hints=[
        "The forward pass gives a probability for each example.",
        "1 where A2 > 0.5, else 0.",
        "A2, _ = forward_propagation(X, parameters); return (A2 > …).astype(int)",
    ],
    topics=["shallow networks"],
)

lab.exercise(
    steps.symmetry_report,
    points=6,
    returns=("report",),
    cases=cases.symmetry_cases,
    mistakes=training.SYMMETRY_REPORT,
    right=[answers.symmetry_by_pairs],
    hints=[
        "Put all that is known about a unit into one row: its row of W1, its bias, its column of W2.",
        "units = [W1 | b1 | W2ᵀ], a row for each unit; a unit joins the first group whose first member is close to it.",
        'units = np.hstack([parameters["W1"], parameters["b1"], …]); for unit in range(len(units)): look for a group '
        "with np.allclose(units[unit], units[group[0]]), else groups.append([unit])",
    ],
    topics=["random initialisation", "symmetry"],
)

lab.questions(*QUESTIONS)
