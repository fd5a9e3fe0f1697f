"""The exercise shuffle_pixels: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import introduction as steps


def pixel_cases(rng):
    readable = np.arange(8.0).reshape(4, 2), 10 + np.arange(12.0).reshape(4, 3), np.random.default_rng(1)
    shapes = [(6, 3, 2), (5, 5, 5), (9, 1, 4), (3, 7, 1)]
    drawn = [(rng.random((n, m)), rng.random((n, k)), np.random.default_rng(n)) for n, m, k in shapes]
    return [readable, *drawn]


def shuffle_by_take(X_train, X_test, rng):
    order = rng.permutation(len(X_test))
    return [np.take(X, order, axis=0) for X in (X_train, X_test)]


def shuffle_row_by_row(X_train, X_test, rng):
    order = np.arange(len(X_train))
    rng.shuffle(order)
    return np.array([X_train[j] for j in order]), np.array([X_test[j] for j in order])


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


EXERCISE = Exercise(
    steps.shuffle_pixels,
    points=15,
    returns=("X_train", "X_test"),
    cases=pixel_cases,
    mistakes={
        "Training and test images get different orders; draw one order and use it for both.": slip(
            "X_test[order]", "X_test[rng.permutation(X_test.shape[0])]"
        ),
        "You shuffle the images, not their pixels: pixels stand in rows, so X[order] and not "
        "X[:, order].": shuffle_the_images,
        "Your order is one of images; draw one of X_train.shape[0] pixels and index the "
        "rows with it.": one_order_of_images,
        "Every image gets an order of its own; the pixels of all images follow the same one.": shuffle_each_image,
        "Your test images keep the old order; a model trained on the new one cannot read them.": slip(
            "X_test[order]", "X_test"
        ),
        "rng.shuffle changes the images of the caller in place, and each set in its own way; "
        "draw an order and index with it.": shuffle_in_place,
        "Your order has as many entries as there are images; it needs one per pixel, X_train.shape[0].": slip(
            "X_train.shape[0]", "X_train.shape[1]"
        ),
    },
    right=[shuffle_by_take, shuffle_row_by_row],
    hints=[
        "An order is a list of row numbers; indexing with it puts the rows in that order.",
        "X_new[j, i] = X[order[j], i], with the same order for both sets.",
        "order = rng.permutation(X_train.shape[0]); then X_train[…], X_test[…].",
    ],
    topics=["structured and unstructured data"],
)
