"""The open challenge of this lab: a network that learns centred digits and reads moved ones."""

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.labs.course4.week1_cnn_application.measured import accuracy, divided
from utils.steps.cnn_application import shift, train

DIVISION, SEEDS = 7, (40, 41)  # a division of the digits, and seeds, of which the lab trains nothing
REACH, MOST = 2, 14378  # pixels that a digit is moved by at most; parameters, those of the lab's network
BASELINE = 0.34


def moved_digits():
    """X, Y of centred digits on 12 × 12 pixels, and X_test, Y_test of others, each moved by up to two pixels."""
    X, Y, X_test, Y_test = divided(DIVISION, copies=False, pad=2)
    moves = np.random.default_rng(DIVISION).integers(-REACH, REACH + 1, (len(X_test), 2))
    moved = [shift(image[None], *move) for image, move in zip(X_test, moves, strict=True)]
    return X, Y, np.concatenate(moved), Y_test


def accuracy_of(my_network):
    """The mean accuracy on moved digits, over SEEDS, of networks that have learnt from centred ones.

    my_network: rng -> layers, (m, 12, 12, 1) -> scores (m, 10).
    Raises OverBudget for more parameters than the lab's network has.
    """
    X, Y, X_test, Y_test = moved_digits()
    right = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        network = my_network(rng)
        size = sum(array.size for array in network.parameters().values())
        if size > MOST:
            raise OverBudget(f"your network has {size:,} parameters; at most {MOST:,} are allowed")
        train(network, X, Y, 0.002, 8, 32, rng)
        train(network, X, Y, 0.0002, 3, 32, rng)
        right.append(accuracy(network, X_test, Y_test))
    return float(np.mean(right))


CHALLENGE = Challenge(
    "my_network",
    task="Build a network that learns from centred digits only and reads digits moved by up to two pixels.",
    baseline=BASELINE,
    of="this lab's network on 12 × 12 pixels",
    budget=f"At most {MOST:,} parameters; this lab trains it for 8 + 3 epochs, from two seeds.",
    judge=accuracy_of,
    digits=2,
)
