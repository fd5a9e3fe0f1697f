"""The exercise train_dev_test_split: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import generalization as steps


def split_cases(rng):
    """Ten numbered examples; shares that have to be rounded (no halves: rules differ); none, one; nothing left."""

    def case(n_x, m, dev_share, test_share):
        X = np.arange(n_x * m, dtype=float).reshape(n_x, m)
        return X, np.arange(m).reshape(1, m) % 3 % 2, dev_share, test_share, np.random.default_rng(rng.integers(1000))

    return [
        case(2, 10, 0.2, 0.3),
        case(3, 9, 0.3, 0.19),
        case(1, 8, 0.25, 0.0),
        case(2, 1, 0.0, 0.0),
        case(3, 47, 0.17, 0.4),
        case(2, 13, 0.4, 0.45),
        case(2, 4, 0.5, 0.5),
        case(2, 4, 0.75, 0.75),
    ]


def by_splitting_the_order(X, Y, dev_share, test_share, rng):
    m = X.shape[1]
    sizes = np.rint([m * dev_share, m * test_share]).astype(int)
    if sizes.sum() >= m:
        raise ValueError("no training set")
    dev, test, train = np.split(rng.permutation(m), np.cumsum(sizes))
    return tuple((np.take(X, part, axis=1), np.take(Y, part, axis=1)) for part in (train, dev, test))


def rounded_as_at_school(X, Y, dev_share, test_share, rng):
    m = X.shape[1]
    n_dev, n_test = int(m * dev_share + 0.5), int(m * test_share + 0.5)
    if m - n_dev - n_test < 1:
        raise ValueError("no training set")
    order = rng.permutation(m)
    sets = [order[n_dev + n_test :], order[:n_dev], order[n_dev : n_dev + n_test]]
    return [(X[:, part], Y[:, part]) for part in sets]


LAST = "return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])"


EXERCISE = Exercise(
    steps.train_dev_test_split,
    points=10,
    returns=("train", "dev", "test"),
    cases=split_cases,
    mistakes={
        "The examples keep their order; where that order means something, the three sets differ: draw a "
        "permutation.": slip("rng.permutation(m)", "np.arange(m)"),
        "X and Y are shuffled by two different permutations, so labels no longer belong to their examples; draw one "
        "and use it for both.": slip(
            (LAST, "Y = Y[:, rng.permutation(m)][:, np.argsort(order)]\n    " + LAST),
        ),
        "Only X is shuffled; Y has to be taken in the same order.": slip(
            (LAST, "Y = Y[:, np.argsort(order)]\n    " + LAST),
        ),
        "Training gets the first places of the permutation; here dev takes them, then test, then training.": slip(
            "dev, test, train = order[:n_dev], order[n_dev : n_dev + n_test], order[n_dev + n_test :]",
            "train, dev, test = np.split(order, [m - n_dev - n_test, m - n_test])",
        ),
        "Test takes the first places before dev does; dev comes first.": slip(
            "dev, test, train = order[:n_dev], order[n_dev : n_dev + n_test], order[n_dev + n_test :]",
            "test, dev, train = order[:n_test], order[n_test : n_dev + n_test], order[n_dev + n_test :]",
        ),
        "Dev and test share examples: test has to begin where dev ends.": slip(
            "order[n_dev : n_dev + n_test]", "order[:n_test]"
        ),
        "The dev set is left in the training set; training begins after dev and test.": slip(
            "order[n_dev + n_test :]", "np.concatenate([order[:n_dev], order[n_dev + n_test :]])"
        ),
        "The numbers are cut down, not rounded: 2.7 examples are 3.": slip(
            ("round(m * dev_share)", "int(m * dev_share)"), ("round(m * test_share)", "int(m * test_share)")
        ),
        "test_share is a part of the whole; you take it of what dev has left.": slip(
            "round(m * test_share)", "round((m - n_dev) * test_share)"
        ),
        "Examples are drawn with repetition, so some come twice and into several sets; a permutation deals each out "
        "once.": slip("rng.permutation(m)", "rng.integers(0, m, m)"),
        "The sets come in another order: return train, dev, test.": slip(
            LAST, "return (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test]), (X[:, train], Y[:, train])"
        ),
        "A split that leaves no training set is not refused; raise ValueError where n_dev + n_test reaches m.": slip(
            "if n_dev + n_test >= m:", "if False:"
        ),
        "A training set of no examples is let through: nothing is left already where n_dev + n_test equals m.": slip(
            "n_dev + n_test >= m", "n_dev + n_test > m"
        ),
        "dev_share and test_share are exchanged.": slip(
            ("n_dev, n_test = round(m * dev_share), round(m * test_share)"),
            ("n_test, n_dev = round(m * dev_share), round(m * test_share)"),
        ),
    },
    right=[by_splitting_the_order, rounded_as_at_school],
    hints=[
        "Draw one order of all examples, and cut it into three parts of the sizes asked for.",
        "order = rng.permutation(m); order[:n_dev] are the dev set's columns, the next n_test are the test set's, the "
        "rest is for training. The same columns of X and of Y.",
        "n_dev, n_test = round(m * dev_share), round(m * test_share); train = order[n_dev + n_test :]; "
        "(X[:, train], Y[:, train]), and the same with dev and test.",
    ],
    topics=["train, dev and test split"],
)
