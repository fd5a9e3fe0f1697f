"""What the checks of whole networks try, and ways to be right and wrong that take more than an edit."""

import numpy as np

from utils.steps.deep_network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    linear_activation_forward,
    update_parameters,
)


def _examples(rng, n, m):
    """Drawn features (n, m) and labels (1, m) with both classes where m allows it."""
    labels = np.arange(m)[None, :] % 2
    return rng.normal(size=(n, m)), rng.permuted(labels, axis=1)


def _start(rng, widths):
    parameters = initialize_parameters_deep(widths, rng)
    for key in parameters:
        if key.startswith("b"):
            parameters[key] = rng.normal(scale=0.4, size=parameters[key].shape)
    return parameters


def _training(rng, settings):
    """A readable case, then one for each (widths, m, learning rate, iterations); every other one gets a generator."""
    X, Y = np.array([[1.0, -2.0, 0.5, 2.0], [2.0, 0.5, 1.0, -1.0]]), np.array([[1, 0, 0, 1]])
    cases = []
    for k, (widths, m, rate, steps) in enumerate(settings):
        seed = int(rng.integers(100, 999))
        draws = np.random.default_rng(seed) if k % 2 else seed
        X_drawn, Y_drawn = (X, Y) if m is None else _examples(rng, widths[0], m)
        cases.append((X_drawn, Y_drawn, widths, rate, steps, False, draws))
    return cases


def two_layer_cases(rng):
    return _training(
        rng, [([2, 3, 1], None, 0.1, 2), ([3, 4, 1], 5, 0.05, 102), ([1, 2, 1], 6, 0.3, 1), ([5, 1, 1], 1, 0.2, 4)]
    )


def L_layer_cases(rng):
    return _training(
        rng,
        [([2, 3, 1], None, 0.1, 2), ([3, 4, 2, 1], 5, 0.05, 102), ([4, 1], 3, 0.3, 1), ([1, 3, 5, 2, 1], 7, 0.2, 5)],
    )


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


def accuracy_cases(rng):
    readable = (np.array([[1, 0, 1, 1]]), np.array([[1, 0, 0, 1]]))
    drawn = [(rng.integers(0, 2, (1, m)), rng.integers(0, 2, (1, m))) for m in (9, 30)]
    ones = np.ones((1, 5), dtype=int)
    return [readable, *drawn, (ones, ones), (1 - ones, ones), (ones[:, :1], ones[:, :1])]


def worst_cases(rng):
    readable = (np.array([[0.2, 0.9, 0.7, 0.4, 0.05]]), np.array([[0, 0, 0, 1, 1]]), 2)
    undecided = (np.array([[0.5, 0.5, 0.3, 0.8]]), np.array([[0, 1, 1, 1]]), 4)
    drawn = [(rng.uniform(0.01, 0.99, (1, m)), rng.integers(0, 2, (1, m)), k) for m, k in ((12, 3), (7, 7), (20, 1))]
    sure = (np.array([[0.9, 0.1, 0.8]]), np.array([[1, 0, 1]]), 2)
    return [readable, undecided, *drawn, sure]


def compare_cases(rng):
    def case(n, m, m_test, hidden_layers, seeds, rate, steps):
        return (*_examples(rng, n, m), *_examples(rng, n, m_test), hidden_layers, seeds, rate, steps)

    return [
        case(2, 9, 12, [[3], [2, 2]], [1, 2, 3], 0.1, 2),
        case(3, 7, 10, [[], [4, 3], [2]], [5, 8], 0.3, 9),
        case(1, 6, 5, [[2, 3, 2]], [0, 11, 4, 7], 0.2, 5),
    ]


def count_cases(rng):
    return [([3, 2, 1],), ([5, 1],), ([4, 3, 2, 6, 1],), ([12288, 20, 7, 5, 1],), ([2, 3],)]


# Right, written another way


def two_layers_whole(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    """dZ2 = A2 − Y at once, and the update written out."""
    n_x, n_h, n_y = layers_dims
    parameters, m, costs = initialize_parameters_deep([n_x, n_h, n_y], np.random.default_rng(rng)), X.shape[1], []
    W1, b1, W2, b2 = parameters.values()
    for i in range(num_iterations):
        Z1 = W1 @ X + b1
        A1 = np.maximum(Z1, 0)
        A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
        if i % 100 == 0:
            costs.append(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))
        dZ2 = A2 - Y
        dZ1 = (W2.T @ dZ2) * (Z1 > 0)
        W2, b2 = W2 - learning_rate * dZ2 @ A1.T / m, b2 - learning_rate * dZ2.mean(axis=1, keepdims=True)
        W1, b1 = W1 - learning_rate * dZ1 @ X.T / m, b1 - learning_rate * dZ1.mean(axis=1, keepdims=True)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, costs


def any_layers_while(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    params, costs, i = initialize_parameters_deep(layers_dims, np.random.default_rng(rng)), [], 0
    while i < num_iterations:
        AL, caches = L_model_forward(X, params)
        costs += [compute_cost(AL, Y)] if i % 100 == 0 else []
        params = update_parameters(params, L_model_backward(AL, Y, caches), learning_rate)
        i += 1
    return params, costs


def predict_by_rounding(X, parameters):
    return np.round(L_model_forward(X, parameters)[0])


def predict_by_loop(X, parameters):
    AL = L_model_forward(X, parameters)[0]
    Y_prediction = np.zeros((1, X.shape[1]))
    for i in range(AL.shape[1]):
        Y_prediction[0, i] = 1 if AL[0, i] > 0.5 else 0
    return Y_prediction


def accuracy_by_products(Y_prediction, Y):
    m = Y.shape[1]
    return float(np.squeeze(np.dot(Y, Y_prediction.T) + np.dot(1 - Y, 1 - Y_prediction.T)) / m)


def accuracy_by_loop(Y_prediction, Y):
    return sum(int(a) == int(b) for a, b in zip(Y_prediction[0], Y[0], strict=True)) / Y.size


def worst_by_sorting(AL, Y, k):
    mistakes = [(-abs(AL[0, i] - Y[0, i]), i) for i in range(Y.shape[1]) if int(AL[0, i] > 0.5) != Y[0, i]]
    return np.array([i for _, i in sorted(mistakes)[:k]], dtype=int)


def worst_by_masking(AL, Y, k):
    predictions = (AL > 0.5).astype(int)
    distance = np.where(predictions == Y, -1.0, np.abs(AL - Y)).ravel()
    return np.argsort(distance)[::-1][: min(k, int(np.sum(predictions != Y)))]


def compare_by_lists(X, Y, X_test, Y_test, hidden_layers, seeds, learning_rate, num_iterations):
    def scores(hidden, seed):
        rng = np.random.default_rng(seed)
        dims = [len(X)] + list(hidden) + [1]
        params, _ = any_layers_while(X, Y, dims, learning_rate, num_iterations, False, rng)
        return [np.mean(predict_by_rounding(A, params) == B) for A, B in ((X, Y), (X_test, Y_test))]

    table = np.array([[scores(hidden, seed) for seed in seeds] for hidden in hidden_layers])
    return table[:, :, 0], table[:, :, 1]


def count_by_sums(layers_dims):
    weights = sum(a * b for a, b in zip(layers_dims[:-1], layers_dims[1:], strict=True))
    return weights + sum(layers_dims[1:])


def count_by_making(layers_dims):
    return sum((n_prev + 1) * n for n_prev, n in zip(layers_dims[:-1], layers_dims[1:], strict=True))


# Wrong


def gradient_before_the_loop(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    parameters, costs = initialize_parameters_deep(layers_dims, np.random.default_rng(rng)), []
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    for i in range(num_iterations):
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def cost_after_the_step(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    parameters, costs = initialize_parameters_deep(layers_dims, np.random.default_rng(rng)), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
        if i % 100 == 0:
            costs.append(compute_cost(L_model_forward(X, parameters)[0], Y))
    return parameters, costs


def predict_with_if(X, parameters):
    AL, _ = L_model_forward(X, parameters)
    if AL > 0.5:
        return 1
    return 0


def predict_with_two_layers(X, parameters):
    A1, _ = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
    A2, _ = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
    return (A2 > 0.5).astype(int)


def worst_without_choosing(AL, Y, k):
    return np.argsort(-np.abs(AL - Y)[0])[:k]


def least_sure(AL, Y, k):
    return np.argsort(np.abs(AL - 0.5)[0])[:k]
