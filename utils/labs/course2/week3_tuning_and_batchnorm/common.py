"""What several exercises of this lab are tried on."""

import numpy as np

SPACE = {
    "learning_rate": ("log", 0.0001, 1.0),
    "beta": ("1 - log", 0.9, 0.999),
    "units": ("whole", 4, 64),
    "decay": ("linear", 0.0, 0.5),
}


def first_is_all(setting):
    """An error for which only the learning rate counts: least at 0.01."""
    return round(abs(np.log10(setting["learning_rate"]) + 2), 6)


def runs_away(setting):
    """The same, NaN for the smaller half of the learning rates."""
    return first_is_all(setting) if setting["learning_rate"] > 0.01 else float("nan")


def never_a_number(setting):
    """Every training ran away."""
    return float("nan")


class Counted:
    """`first_is_all` for a number of trainings, and a RuntimeError beyond it."""

    def __init__(self, allowed):
        self.allowed, self.done = allowed, 0

    def __call__(self, setting):
        if self.done == self.allowed:
            raise RuntimeError(f"{self.allowed} trainings were asked for, and this is one more")
        self.done += 1
        return first_is_all(setting)


def in_stairs(setting):
    """An error that many settings share."""
    return float(setting["units"] > 20) + float(setting["units"] > 40)


def downhill(model, rate):
    """A day of training of a model that is two numbers: a step down a bowl ten times as steep one way as the other."""
    return model - rate * np.array([1.0, 10.0]) * model


def height(model):
    """How high a model lies in the bowl; NaN where it has run away."""
    value = float(np.sum(np.array([0.5, 5.0]) * model**2))
    return value if value < 1e4 else float("nan")


def rough(model):
    """A height that goes by whole steps, so that a day may leave it as it was."""
    return float(np.floor(height(model)))


def normal_batch(rng, n, m, size=1.0, place=0.0):
    """Z (n, m), gamma and beta (n, 1)."""
    return place + size * rng.normal(size=(n, m)), rng.normal(size=(n, 1)), rng.normal(size=(n, 1))


def cache_of(Z, gamma, eps=1e-5):
    """The cache of a forward pass."""
    mu, variance = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return (Z - mu) / np.sqrt(variance + eps), gamma, mu, variance, eps
