"""Drawn sequences of tokens: questions that the order answers, one that it does not, and copies from some steps ago."""

import numpy as np

from utils.data.arguments import whole_number


def more_often(m, T, rng, symbols=8):
    """Does token 0 occur more often than token 1? The order says nothing about it.

    m: sequences.    T: steps.    rng: np.random.Generator.    symbols: how many tokens there are.
    Tokens 0 and 1 are drawn as often as all others together; a tie is broken by one more step of either.
    Returns x (m, T), whole numbers, and y (m,) of 0 and 1.
    """
    whole_number("T", T, "steps", least=2)
    whole_number("symbols", symbols, "tokens", least=3)
    x = np.where(rng.random((m, T)) < 0.5, rng.integers(0, 2, (m, T)), rng.integers(2, symbols, (m, T)))
    tied = np.sum(x == 0, axis=1) == np.sum(x == 1, axis=1)
    for row in np.flatnonzero(tied):
        others = np.flatnonzero(x[row] > 1)
        place = rng.choice(others) if len(others) else rng.integers(T)  # either makes the two numbers unequal
        x[row, place] = rng.integers(2) if len(others) else 1 - x[row, place]
    return x, (np.sum(x == 0, axis=1) > np.sum(x == 1, axis=1)).astype(int)


def which_first(m, T, rng, symbols=8):
    """Does token 0 come before token 1? Each occurs once, so that only the order says it.

    m: sequences.    T: steps.    rng: np.random.Generator.    symbols: how many tokens there are.
    Returns x (m, T), whole numbers, and y (m,) of 0 and 1.
    """
    whole_number("T", T, "steps", least=2)
    whole_number("symbols", symbols, "tokens", least=3)
    x = rng.integers(2, symbols, (m, T))
    places = np.argsort(rng.random((m, T)), axis=1)[:, :2]
    x[np.arange(m), places[:, 0]], x[np.arange(m), places[:, 1]] = 0, 1
    return x, (places[:, 0] < places[:, 1]).astype(int)


def copy_back(m, T, rng, symbols=8, delay=3):
    """Name, at every step, the token that stood `delay` steps before.

    m: sequences.    T: steps.    rng: np.random.Generator.    symbols: how many tokens there are, each as likely.
    Returns x (m, T) and y (m, T), whole numbers, and counts (m, T), False at the first steps, which have no answer.
    """
    whole_number("delay", delay, "steps")
    whole_number("T", T, "steps", least=delay + 1)
    whole_number("symbols", symbols, "tokens")
    x = rng.integers(0, symbols, (m, T))
    y, counts = np.zeros_like(x), np.zeros((m, T), bool)
    y[:, delay:], counts[:, delay:] = x[:, :-delay], True
    return x, y, counts
