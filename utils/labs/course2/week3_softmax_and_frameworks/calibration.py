"""The open challenge: shares that deserve belief, from the scores of networks that are too sure of themselves."""

import time
from functools import cache

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.digits import load_digits
from utils.labs.course2.week3_softmax_and_frameworks import networks
from utils.steps.softmax import one_hot_matrix, softmax

SECONDS = 3.0  # of CPU, for the three networks together
SEEDS = (0, 1, 2)


@cache
def overconfident(seed):
    """The scores of a network trained long on a hundred digits: of 300 others with their labels, and of 1397 more.

    Returns Z (10, 300), labels (300,), Z_new (10, 1397), labels_new (1397,).
    """
    parts = load_digits(np.random.default_rng(1000 + seed), test_share=0.01)
    X = np.hstack([parts.X_train, parts.X_test])
    labels = np.hstack([parts.Y_train, parts.Y_test])[0]
    Y = one_hot_matrix(labels, 10)
    parameters = networks.train(
        X[:, :100], Y[:, :100], lambda Z, Y: (softmax(Z) - Y) / Z.shape[1], seed, steps=2000, rate=2.0
    )
    Z = networks.scores(X[:, 100:], parameters)
    return Z[:, :300], labels[100:400], Z[:, 300:], labels[400:]


def judge(calibrate):
    """The mean cross-entropy, in nats, of a learner's shares on unseen digits, over three networks.

    Raises OverBudget for what is no table of shares, where an answer has changed, and where it takes too long.
    """
    costs, seconds = [], 0.0
    for seed in SEEDS:
        Z, labels, Z_new, labels_new = overconfident(seed)
        begin = time.process_time()
        shares = np.asarray(calibrate(Z.copy(), labels.copy(), Z_new.copy()), dtype=float)
        seconds += time.process_time() - begin
        if shares.shape != Z_new.shape:
            raise OverBudget(
                f"The shares have shape {shares.shape}; return one column for each of Z_new, {Z_new.shape}."
            )
        if not (shares.min() >= 0 and np.allclose(shares.sum(axis=0), 1, atol=1e-6)):
            raise OverBudget("Each column of shares has to be 0 or more everywhere, and to sum to 1.")
        answers = shares[Z_new.argmax(axis=0), np.arange(labels_new.size)]
        if np.any(shares.max(axis=0) > answers + 1e-9):
            changed = np.sum(shares.max(axis=0) > answers + 1e-9)
            raise OverBudget(
                f"{changed} answers have changed; the class with the largest score has to keep the largest share."
            )
        if seconds > SECONDS:
            raise OverBudget(f"It took {seconds:.1f} s of CPU; {SECONDS:g} s is the budget: fit fewer numbers.")
        with np.errstate(divide="ignore"):
            costs.append(-np.mean(np.log(shares[labels_new, np.arange(labels_new.size)])))
    return float(np.mean(costs))


CHALLENGE = Challenge(
    "calibrate",
    "From scores with labels, find shares for new scores whose cross-entropy is as low as you can make it.",
    0.400,
    "one temperature for the three networks, the best there is",
    f"Every column is a distribution, no answer changes, and the three calls take {SECONDS:g} s of CPU together.",
    judge,
    higher=False,
    unit=" nats",
)
