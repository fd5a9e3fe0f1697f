"""The exercise normalize_inputs: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import generalization as steps


def normalize_cases(rng):
    """By hand; features of very different size; integers; single precision; few examples; one that never varies."""
    by_hand = np.array([[1.0, 3.0], [10.0, 30.0]]), np.array([[2.0], [40.0]]), np.array([[5.0, 1.0], [20.0, 0.0]])
    sizes = np.array([[1e-3], [1.0], [1e4]])
    wide = [rng.normal(3, 2, (3, m)) * sizes for m in (20, 7, 5)]
    whole = [rng.integers(0, 50, (2, m)) for m in (6, 4, 3)]
    single = [rng.normal(1, 2, (2, m)).astype(np.float32) for m in (8, 2, 2)]
    flat = [rng.normal(2, 3, (3, m)) for m in (6, 4, 2)]
    flat[0][1] = 7.0  # the same in all training examples, and not in the others
    return [by_hand, wide, whole, single, [rng.normal(-5, 1, (1, m)) for m in (9, 1, 0)], flat]


def by_sums(X_train, X_dev, X_test):
    m = X_train.shape[1]
    mu = X_train.sum(axis=1).reshape(-1, 1) / m
    sigma = np.sqrt(((X_train - mu) ** 2).sum(axis=1) / m).reshape(-1, 1)
    sigma = np.where(sigma == 0, 1.0, sigma)
    return *((X - mu) / sigma for X in (X_train, X_dev, X_test)), mu, sigma


SIGMA = "sigma = np.std(X_train, axis=1, keepdims=True)"
LAST = "return (X_train - mu) / sigma, (X_dev - mu) / sigma, (X_test - mu) / sigma, mu, sigma"


def each_by_its_own(X_train, X_dev, X_test):
    parts = [by_sums(X, X, X) if X.shape[1] else (X,) * 3 for X in (X_train, X_dev, X_test)]
    return *(part[0] for part in parts), *parts[0][3:]


def in_a_loop(X_train, X_dev, X_test):
    moved = []
    for X in (X_train, X_dev, X_test):
        mu, sigma = np.mean(X, axis=1, keepdims=True), np.std(X, axis=1, keepdims=True)
        sigma[sigma == 0] = 1
        moved.append((X - mu) / sigma)
    return *moved, mu, sigma


EXERCISE = Exercise(
    steps.normalize_inputs,
    points=10,
    returns=("X_train", "X_dev", "X_test", "mu", "sigma"),
    cases=normalize_cases,
    mistakes={
        "You divide by the variance; the standard deviation is its root.": slip("np.std(X_train", "np.var(X_train"),
        "Dev and test get means and deviations of their own; use those of the training set.": each_by_its_own,
        "Each set is moved by a mean and a deviation of its own, and mu and sigma are the last set's; take the "
        "training set's for all three.": in_a_loop,
        "mu and sigma come from all three sets together; dev and test must not be looked at.": slip(
            ("np.mean(X_train,", "np.mean(np.hstack([X_train, X_dev, X_test]),"),
            ("np.std(X_train,", "np.std(np.hstack([X_train, X_dev, X_test]),"),
        ),
        "One mean and one deviation are taken over all numbers; each feature has its own: axis=1.": slip(
            ("np.mean(X_train, axis=1, keepdims=True)", "np.full((len(X_train), 1), np.mean(X_train))"),
            (SIGMA, "sigma = np.full((len(X_train), 1), np.std(X_train))"),
        ),
        "The means are left in; take mu away before you divide.": slip(
            ("(X_train - mu)", "X_train"), ("(X_dev - mu)", "X_dev"), ("(X_test - mu)", "X_test")
        ),
        "Only the training set is moved and scaled; the network will read dev and test, too.": slip(
            ("(X_dev - mu) / sigma", "X_dev"), ("(X_test - mu) / sigma", "X_test")
        ),
        "The inputs are moved, and not divided by sigma.": slip(") / sigma", ")"),
        "sigma is divided by m − 1 inside; here it is over m, which is np.std's own default.": slip(
            SIGMA, "sigma = np.std(X_train, axis=1, keepdims=True, ddof=1)"
        ),
        "You divide by the largest size of each feature; asked for is its standard deviation.": slip(
            SIGMA, "sigma = np.max(np.abs(X_train), axis=1, keepdims=True)"
        ),
        "sigma is taken around 0; it is the deviation from the mean.": slip(
            SIGMA, "sigma = np.sqrt(np.mean(X_train.astype(float) ** 2, axis=1, keepdims=True))"
        ),
        "A feature that is the same in all training examples has sigma 0, and you divide by it; take 1 in place of "
        "0.": slip("sigma[sigma == 0] = 1", "pass"),
        "A small number is added to sigma, so a feature that never varied in training explodes in dev and test; take 1 "
        "in place of 0, and leave every other sigma as it is.": slip("sigma[sigma == 0] = 1", "sigma = sigma + 1e-8"),
        "You multiply by sigma; divide by it.": slip(") / sigma", ") * sigma"),
        "mu is taken away after the division; it belongs before it.": slip(
            LAST, "return X_train / sigma - mu, X_dev / sigma - mu, X_test / sigma - mu, mu, sigma"
        ),
    },
    right=[by_sums],
    hints=[
        "Two numbers for each feature, both from the training set, used for all three.",
        "mu and sigma are mean and standard deviation over axis 1, kept as columns; then (X − mu) / sigma.",
        "mu = np.mean(X_train, axis=1, keepdims=True); sigma = np.std(X_train, axis=1, keepdims=True); "
        "sigma[sigma == 0] = 1; (X_train - mu) / sigma, and the same mu and sigma for X_dev and X_test.",
    ],
    topics=["input normalisation"],
    rtol=1e-5,
)
