"""Boundaries of networks trained with an L2 penalty and dropout: measured once, for the explorer to leaf through."""

import numpy as np

from utils.data.planar import moons
from utils.labs.course2.week1_regularization import networks

LAMBDAS, KEEP_PROBS, POINTS = (0, 0.1, 0.3, 1, 3, 10), (1, 0.8, 0.65, 0.5, 0.3), (60, 120, 480)
SIDE, REACH = 32, ((-1.8, 2.8), (-1.6, 2.1))  # points of the grid along each side, and where they lie
LEVELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-+"  # a probability as one letter of 64


def grid():
    """Places of the picture's points: across (SIDE,), up (SIDE,), and all of them (2, SIDE²)."""
    across, up = (np.linspace(low, high, SIDE) for low, high in REACH)
    return across, up, np.array(np.meshgrid(across, up)).reshape(2, -1)


def both_gradients(lambd, keep_prob, rng):
    """Gradients with an L2 penalty and dropout, for `train`."""
    dropped = networks.dropout_gradients(keep_prob, rng)

    def gradients(X, Y, parameters):
        grads = dropped(X, Y, parameters)
        for key in ("W1", "W2", "W3"):
            grads[f"d{key}"] = grads[f"d{key}"] + lambd / X.shape[1] * parameters[key]
        return grads

    return gradients


def training_points(m):
    """The points on which the networks of the explorer were trained."""
    return moons(m, np.random.default_rng(0), networks.NOISE)


def drawn_boundary(m, lambd, keep_prob):
    """Train one network and keep what it says of the plane: {"m", "lambd", "keep_prob", "train", "dev", "picture"}."""
    X, Y = training_points(m)
    end, _ = networks.train(X, Y, networks.start(0), both_gradients(lambd, keep_prob, np.random.default_rng(5)))
    Z = networks.scores_of(grid()[2], end)[0]
    right = {"train": networks.accuracy(X, Y, end), "dev": networks.accuracy(*networks.moon_data(0)["dev"], end)}
    right = {part: round(share, 3) for part, share in right.items()}
    return {"m": m, "lambd": lambd, "keep_prob": keep_prob} | right | {"picture": packed(Z)}


def packed(Z):
    """Probabilities of scores as text, a letter each."""
    places = np.round(63 / (1 + np.exp(-np.clip(Z, -50, 50)))).astype(int)
    return "".join(LEVELS[place] for place in places)


def unpacked(picture):
    """Probabilities on the grid, (SIDE, SIDE), from such a text."""
    return np.array([LEVELS.index(letter) for letter in picture]).reshape(SIDE, SIDE) / 63
