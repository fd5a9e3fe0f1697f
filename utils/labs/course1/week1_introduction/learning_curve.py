"""The exercise learning_curve: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import introduction as steps
from utils.steps.introduction import accuracy


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


def one_order_for_all(fit, X_train, Y_train, X_test, Y_test, sizes, repeats, rng):
    order = rng.permutation(X_train.shape[1])
    models = [fit(X_train[:, order[:size]], Y_train[:, order[:size]]) for size in sizes]
    scores = np.array([[accuracy(model(X_test), Y_test) for model in models] for _ in range(repeats)])
    return scores.mean(axis=0), scores.std(axis=0)


NOT_NESTED = (
    ("        order = rng.permutation(X_train.shape[1])\n", ""),
    ("order[:size]", "rng.permutation(X_train.shape[1])[:size]"),
)


CHOSEN = (NOT_NESTED[0], ("order[:size]", "rng.choice(X_train.shape[1], size, replace=False)"))

PLANTED = "You draw a new order for every size; draw one per repeat, so that larger sets hold the smaller ones."
ONE_LOOP_DOWN = (  # the comments come along, as they would in a function that was written like this
    ("        # A new order of the training examples, one for the whole repeat\n", ""),
    NOT_NESTED[0],
    (
        "            # Fit to the first examples of that order, so that a larger set contains the smaller ones\n",
        "            # Fit to the first examples of a new order\n"
        "            order = rng.permutation(X_train.shape[1])\n",
    ),
)


EXERCISE = Exercise(
    steps.learning_curve,
    points=30,
    returns=("mean", "spread"),
    cases=curve_cases,
    mistakes={
        "You score on the examples that the model was fitted to; score on X_test and Y_test.": slip(
            "predict(X_test), Y_test", "predict(X_train[:, first]), Y_train[:, first]"
        ),
        "You fit to the test examples; they must stay new, fit to a part of X_train.": slip(
            "fit(X_train[:, first], Y_train[:, first])", "fit(X_test, Y_test)"
        ),
        "Every fit gets the whole training set; take the first size columns of the order.": slip(
            "order[:size]", "order"
        ),
        PLANTED: slip(*ONE_LOOP_DOWN),
        "rng.choice for every size draws unrelated sets; draw one rng.permutation per repeat and "
        "take its first entries.": slip(*CHOSEN),
        "All repeats share one order; draw a new rng.permutation inside the loop over the repeats.": one_order_for_all,
        "Your sets do not follow the order drawn for the repeat; each is its first entries, order[:size].": slip(
            "order[:size]", "np.arange(size)"
        ),
        "Your order has a single entry: len(Y_train) counts its rows; the examples are the columns of X_train.": slip(
            "X_train.shape[1]", "len(Y_train)"
        ),
        "You score on the training set, which the models have seen; score on X_test and Y_test.": slip(
            "accuracy(predict(X_test), Y_test)", "accuracy(predict(X_train), Y_train)"
        ),
        "Your labels are the first ones of Y_train, but your images are shuffled; "
        "index both with the same columns.": slip("Y_train[:, first]", "Y_train[:, :size]"),
        "No score is stored: call predict(X_test), take its accuracy and put it into its row and column.": slip(
            "predict(X_test)", "predict"
        ),
        "Your order has one entry per pixel; it needs one per example, X_train.shape[1].": slip(
            "X_train.shape[1]", "X_train.shape[0]"
        ),
        "rng.choice draws with replacement, so that some examples come twice; use rng.permutation.": slip(
            "rng.permutation(X_train.shape[1])", "rng.choice(X_train.shape[1], X_train.shape[1])"
        ),
        "rng.choice gives another order than rng.permutation from the same generator; "
        "use rng.permutation(X_train.shape[1]).": slip(
            "rng.permutation(X_train.shape[1])",
            "rng.choice(X_train.shape[1], X_train.shape[1], replace=False)",
        ),
        "Y_train is a row, (1, m): its examples are columns, too, Y_train[:, first].": slip(
            "Y_train[:, first]", "Y_train[first]"
        ),
        "Y_train[0, first] has lost its row; keep the shape (1, size) with Y_train[:, first].": slip(
            "Y_train[:, first]", "Y_train[0, first]"
        ),
        "X_train[first] takes rows, that is pixels; examples are columns, X_train[:, first].": slip(
            "[:, first]", "[first]"
        ),
        "You average over the sizes; average over the repeats, one number per size.": slip("axis=0", "axis=1"),
        "You average over repeats and sizes at once; with axis=0 one number per size remains.": slip("axis=0", ""),
        "np.zeros takes the shape in brackets of its own: np.zeros((repeats, len(sizes))).": slip(
            "(repeats, len(sizes))", "repeats, len(sizes)"
        ),
        "Your spread is the variance; the standard deviation is its root.": slip(".std(", ".var("),
        "Your spread divides by repeats − 1; here it is the plain standard deviation, as np.std gives it.": slip(
            "scores.std(axis=0)", "scores.std(axis=0) * np.sqrt(repeats / max(repeats - 1, 1))"
        ),
        "Your spread is the standard error of the mean; return the standard deviation of the repeats.": slip(
            "scores.std(axis=0)", "scores.std(axis=0) / np.sqrt(repeats)"
        ),
    },
    right=[curve_in_lists, curve_by_columns],
    hints=[
        "Hand in a fit that keeps the X it is given, with X_train = np.arange(8)[None], and compare its sets.",
        "scores[r, k] belongs to the first sizes[k] examples of order r. How many orders does the function draw?",
        "As many as there are repeats are due: for r …: order = rng.permutation(X_train.shape[1]); "
        "for k, size …: first = order[:size]; …",
    ],
    topics=["scale drives performance"],
    planted=PLANTED,
    symptom="Within a repeat, a larger set of examples does not hold all of a smaller one; it should.",
)
