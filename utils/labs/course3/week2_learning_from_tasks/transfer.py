"""Transfer, as the lab tries it: a network that reads digits learns to read them in a mirror.

Of the 1797 real digits, source, new task, dev and test have digits of their own.
"""

from typing import NamedTuple

import numpy as np

from utils.data.digits import load_digits
from utils.data.placed_digits import place
from utils.labs.course3.week2_learning_from_tasks import networks as net
from utils.steps.learning_from_tasks import replace_head

SIDE, WIDTHS, NOISE = 10, [100, 64, 32, 10], 0.05
SIZES = (20, 50, 100, 200, 800, 4000)
WAYS = {"head only": 2, "head and second layer": 1, "all layers": 0, "from scratch": None}  # layers that are frozen


class Transfer(NamedTuple):
    """Images as columns and labels (m,) of the source task, and of the new one: to learn from, dev and test."""

    X_source: np.ndarray
    source: np.ndarray
    X: np.ndarray
    labels: np.ndarray
    X_dev: np.ndarray
    dev: np.ndarray
    X_test: np.ndarray
    test: np.ndarray


def mirrored(X):
    """Images of 8 × 8 pixels, (64, m), with left and right exchanged."""
    return np.ascontiguousarray(X.T.reshape(-1, 8, 8)[:, :, ::-1].reshape(-1, 64).T)


def fields(X, labels, copies, rng):
    """Each image so many times, at a random place of a field, with noise: (SIDE², copies · m), and the labels."""
    X = np.hstack([place(X, SIDE, rng) for _ in range(copies)])
    return np.clip(X + NOISE * rng.normal(size=X.shape), 0, 1).astype(np.float32), np.tile(labels, copies)


def transfer_data(seed):
    """500 real digits at twelve places each for the source; mirrored, 500 at eight, 258 and 539 at four."""
    rng = np.random.default_rng(seed)
    real = load_digits(rng)
    X, labels, X_test = real.X_train, real.Y_train[0], mirrored(real.X_test)
    source = fields(X[:, :500], labels[:500], 12, rng)
    new = fields(mirrored(X[:, 500:1000]), labels[500:1000], 8, rng)
    dev = fields(mirrored(X[:, 1000:]), labels[1000:], 4, rng)
    return Transfer(*source, *new, *dev, *fields(X_test, real.Y_test[0], 4, rng))


def source_network(data, seed, shuffle_pixels=False):
    """A network that has learnt the source task; with all pixels of an image in another order, the same for all."""
    rng = np.random.default_rng([seed, 1])
    order = rng.permutation(SIDE**2) if shuffle_pixels else np.arange(SIDE**2)
    return net.train(net.start(WIDTHS, rng), data.X_source[order], data.source, 3000, rng)


def begin(source, way, rng):
    """The network that one of WAYS starts from.    source: of `source_network`."""
    return net.start(WIDTHS, rng) if WAYS[way] is None else replace_head(source, WIDTHS[-1], rng)


def learn_new_task(data, source, n, way, seed, rate, tuned=True):
    """`Trained` on the new task from n examples in one of WAYS, until the dev error falls no more.

    tuned: False takes 1,500 steps, whatever the dev error does.
    """
    rng = np.random.default_rng([seed, 2, n])
    start, X, labels = begin(source, way, rng), data.X[:, :n], data.labels[:n]
    settings = {"rate": rate, "frozen": WAYS[way] or 0}
    if tuned:
        return net.train_on_dev(start, X, labels, (data.X_dev, data.dev), rng, **settings)
    return net.train_on_dev(start, X, labels, None, rng, most=1500, **settings)


def test_error(data, parameters):
    """The share of the new task's test images that a network reads wrong."""
    return net.error(parameters, data.X_test, data.test)
