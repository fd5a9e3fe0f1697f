"""A first unit, a first network, and the curve that says whether more data or a larger model helps."""

import numpy as np

from utils.bars import progress


def relu_unit(x, w, b):
    """One unit: a straight line that is cut off below 0.

        a = max(0, w x + b)

    x: an array of any shape, one input in each place (a size in m²).
    w: weight (thousands per m²).    b: bias (thousands).
    Returns a, of x's shape (a price in thousands).
    """
    # The score: weigh the input and add the bias
    z = w * x + b
    # Keep scores above 0 and replace the others by 0, each on its own
    return np.maximum(0, z)


def relu_layer(X, W, b):
    """Several ReLU units that read the same inputs.

    X: (n, m), one example per column.    W: (units, n), one row of weights per unit.    b: (units, 1).
    Returns A (units, m).
    """
    # One score for each unit and each example: weigh its inputs, add its bias
    Z = np.dot(W, X) + b  # (units, n) (n, m) -> (units, m)
    # Cut every score off below 0
    return np.maximum(0, Z)


def housing_network(X, W1, b1, W2, b2):
    """Price of a house by way of hidden units: one layer reads the inputs, the next reads that layer.

        hidden = relu(W1 X + b1),   price = relu(W2 hidden + b2)

    X: (n, m).    W1: (units, n).    b1: (units, 1).    W2: (1, units).    b2: (1, 1).
    Returns price (1, m) and hidden (units, m).
    """
    # What the hidden units make of the inputs
    hidden = relu_layer(X, W1, b1)  # (units, m)
    # The last unit sees the hidden units, and no input
    price = relu_layer(hidden, W2, b2)  # (1, m)
    return price, hidden


def accuracy(Y_hat, Y):
    """Share of the labels that are predicted right.

    Y_hat: (1, m) predicted labels.    Y: (1, m) true labels; both are class numbers such as 0 … 9.
    Returns a number from 0 to 1.
    """
    # Compare label by label; the mean of True and False is the share of True
    return np.mean(Y_hat == Y)


def shuffle_pixels(X_train, X_test, rng):
    """Put the pixels of all images into one new order, the same for every image.

    X_train: (n, m_train), one image per column.    X_test: (n, m_test).
    rng: np.random.Generator, from which the order is drawn by one rng.permutation(n).
    Returns X_train and X_test with their rows in the new order.
    """
    # Draw one order of the n pixels
    order = rng.permutation(X_train.shape[0])
    # Pixel j of an image stands in row j: take the rows of both sets in that order
    return X_train[order], X_test[order]


def learning_curve(fit, X_train, Y_train, X_test, Y_test, sizes, repeats, rng):
    """Accuracy on new examples of models that were fitted to fewer or more examples.

    fit: a function; fit(X, Y) trains a model and returns its predict, and predict(X) returns Y_hat (1, m).
    X_train: (n, m).    Y_train: (1, m).    X_test, Y_test: new examples, never fitted to.
    sizes: numbers of training examples to try, each at most m.    repeats: how often to draw the examples.
    rng: np.random.Generator; each repeat draws one rng.permutation(m), of which a size takes the first entries.
    Returns mean and spread (standard deviation) of the accuracy over the repeats, arrays of len(sizes).
    """
    # Room for one accuracy per repeat and size
    scores = np.zeros((repeats, len(sizes)))
    for r in progress(range(repeats), "learning curve"):
        # A new order of the training examples, one for the whole repeat
        order = rng.permutation(X_train.shape[1])
        for k, size in enumerate(sizes):
            # Fit to the first examples of that order, so that a larger set contains the smaller ones
            first = order[:size]
            predict = fit(X_train[:, first], Y_train[:, first])
            # Score the fitted model on the test examples
            scores[r, k] = accuracy(predict(X_test), Y_test)
    # Summarise over the repeats: one number per size
    return scores.mean(axis=0), scores.std(axis=0)
