"""What the checks of the first lab try, and ways to be wrong and right that take more than an edit."""

import numpy as np

from utils.steps.introduction import accuracy, relu_layer, relu_unit


def unit_cases(rng):
    sizes = np.array([30.0, 60.0, 120.0])
    return [
        (sizes, 2.0, -80.0),
        (rng.normal(size=(1, 7)), 1.3, 0.4),
        (rng.normal(size=5), -0.7, 0.2),
        (rng.normal(size=(2, 3)), 0.0, 1.5),
        (sizes, 0.1, -90.0),
    ]


def layer_cases(rng):
    readable = (
        np.array([[60.0, 120.0], [2.0, 5.0]]),
        np.array([[1.0, 10.0], [2.0, -50.0], [-1.0, 0.0]]),
        np.array([[-90.0], [5.0], [70.0]]),
    )
    shapes = [(3, 2, 1), (1, 4, 5), (4, 1, 3), (3, 3, 3)]
    drawn = [
        (rng.normal(size=(n, m)), rng.normal(size=(units, n)), rng.normal(size=(units, 1))) for n, units, m in shapes
    ]
    return [readable, *drawn]


def network_cases(rng):
    readable = (
        np.array([[60.0, 120.0], [10.0, 30.0]]),
        np.array([[0.1, 0.0], [0.0, -0.5]]),
        np.array([[-4.0], [10.0]]),
        np.array([[50.0, 12.0]]),
        np.array([[-120.0]]),
    )
    shapes = [(4, 3, 6), (2, 5, 1), (3, 3, 4)]
    drawn = [
        tuple(rng.normal(size=shape) for shape in ((n, m), (units, n), (units, 1), (1, units), (1, 1)))
        for n, units, m in shapes
    ]
    return [readable, *drawn, (*drawn[0][:4], np.array([[-50.0]]))]


def label_cases(rng):
    Y = rng.integers(0, 10, (1, 40))
    guesses = np.where(rng.random((1, 40)) < 0.7, Y, rng.integers(0, 10, (1, 40)))
    readable = np.array([[7, 1, 3, 3]]), np.array([[7, 1, 8, 3]])
    return [
        readable,
        (guesses, Y),
        (Y.copy(), Y),
        (np.array([[2]]), np.array([[5]])),
        (np.ones((1, 3)), np.ones((1, 3))),
    ]


def pixel_cases(rng):
    readable = np.arange(8.0).reshape(4, 2), 10 + np.arange(12.0).reshape(4, 3), np.random.default_rng(1)
    shapes = [(6, 3, 2), (5, 5, 5), (9, 1, 4), (3, 7, 1)]
    drawn = [(rng.random((n, m)), rng.random((n, k)), np.random.default_rng(n)) for n, m, k in shapes]
    return [readable, *drawn]


def nearest(X, Y):
    """A model that answers with the label of the nearest training example."""

    def predict(X_new):
        distances = ((X_new[:, :, None] - X[:, None, :]) ** 2).sum(axis=0)  # (m_new, m)
        return Y[:, distances.argmin(axis=1)]

    return predict


def nearest_mean(X, Y):
    """A model that answers with the class whose mean is nearest."""
    classes = np.unique(Y)
    means = np.stack([X[:, Y[0] == label].mean(axis=1) for label in classes], axis=1)  # (n, classes)
    return lambda X_new: classes[nearest(means, np.arange(len(classes))[None])(X_new)]


def _classes(rng, n, m):
    """Two overlapping clouds, (n, m) and their labels (1, m)."""
    Y = np.arange(m)[None] % 2
    return rng.normal(size=(n, m)) + Y, Y


def curve_cases(rng):
    settings = [
        (nearest, 1, 8, 6, [1, 4, 8], 2),
        (nearest_mean, 3, 15, 25, [2, 3, 5, 11], 3),
        (nearest, 2, 9, 30, [6], 4),
    ]
    return [
        (fit, *_classes(rng, n, m), *_classes(rng, n, k), sizes, repeats, np.random.default_rng(m))
        for fit, n, m, k, sizes, repeats in settings
    ]


# Right, written another way


def unit_by_where(x, w, b):
    return np.where(w * x + b > 0, w * x + b, 0.0)


def unit_by_index(x, w, b):
    z = w * x + b
    z[z < 0] = 0
    return z


def unit_by_product(x, w, b):
    return (x * w + b) * (x * w + b > 0)


def layer_by_loops(X, W, b):
    A = np.zeros((W.shape[0], X.shape[1]))
    for k in range(W.shape[0]):
        for i in range(X.shape[1]):
            A[k, i] = max(0.0, sum(W[k, j] * X[j, i] for j in range(X.shape[0])) + b[k, 0])
    return A


def layer_by_units(X, W, b):
    return np.vstack([relu_unit(row @ X, 1.0, bias) for row, bias in zip(W, b, strict=True)])


def network_by_products(X, W1, b1, W2, b2):
    hidden = np.maximum(W1 @ X + b1, 0)
    return np.maximum(W2 @ hidden + b2, 0), hidden


def network_house_by_house(X, W1, b1, W2, b2):
    hidden = [relu_layer(house[:, None], W1, b1) for house in X.T]
    return np.hstack([relu_layer(h, W2, b2) for h in hidden]), np.hstack(hidden)


def accuracy_by_counting(Y_hat, Y):
    return sum(int(guess == label) for guess, label in zip(Y_hat[0], Y[0], strict=True)) / Y.shape[1]


def accuracy_by_difference(Y_hat, Y):
    return 1 - np.count_nonzero(Y_hat - Y) / Y.size


def shuffle_by_take(X_train, X_test, rng):
    order = rng.permutation(len(X_test))
    return [np.take(X, order, axis=0) for X in (X_train, X_test)]


def shuffle_row_by_row(X_train, X_test, rng):
    order = np.arange(len(X_train))
    rng.shuffle(order)
    return np.array([X_train[j] for j in order]), np.array([X_test[j] for j in order])


def curve_in_lists(fit, X_train, Y_train, X_test, Y_test, sizes, repeats, rng):
    rows = []
    for _ in range(repeats):
        order = rng.permutation(Y_train.shape[1])
        models = [fit(X_train[:, order[:size]], Y_train[:, order[:size]]) for size in sizes]
        rows.append([accuracy(model(X_test), Y_test) for model in models])
    return np.mean(rows, axis=0), np.std(rows, axis=0)


def curve_by_columns(fit, X_train, Y_train, X_test, Y_test, sizes, repeats, rng):
    orders = [rng.permutation(X_train.shape[1]) for _ in range(repeats)]
    mean, spread = np.zeros(len(sizes)), np.zeros(len(sizes))
    for k, size in enumerate(sizes):
        scores = [np.mean(fit(X_train[:, o][:, :size], Y_train[:, o][:, :size])(X_test) == Y_test) for o in orders]
        mean[k], spread[k] = np.mean(scores), np.std(scores)
    return mean, spread


# Wrong


def bias_after_the_cut(x, w, b):
    return np.maximum(0, w * x) + b


def weights_first(X, W1, b1, W2, b2):
    hidden = relu_layer(W1, X, b1)
    return relu_layer(W2, hidden, b2), hidden


def shuffle_the_images(X_train, X_test, rng):
    return X_train[:, rng.permutation(X_train.shape[1])], X_test[:, rng.permutation(X_test.shape[1])]


def one_order_of_images(X_train, X_test, rng):
    order = rng.permutation(X_train.shape[1])
    return X_train[:, order], X_test[:, order]


def shuffle_each_image(X_train, X_test, rng):
    return rng.permuted(X_train, axis=0), rng.permuted(X_test, axis=0)


def shuffle_in_place(X_train, X_test, rng):
    rng.shuffle(X_train)
    rng.shuffle(X_test)
    return X_train, X_test


def one_order_for_all(fit, X_train, Y_train, X_test, Y_test, sizes, repeats, rng):
    order = rng.permutation(X_train.shape[1])
    models = [fit(X_train[:, order[:size]], Y_train[:, order[:size]]) for size in sizes]
    scores = np.array([[accuracy(model(X_test), Y_test) for model in models] for _ in range(repeats)])
    return scores.mean(axis=0), scores.std(axis=0)
