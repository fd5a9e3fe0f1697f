"""Drawn sequences that ask for a memory of the past, or for a view of the future."""

import numpy as np

from utils.data.arguments import whole_number


def marked_token(m, T, rng, symbols=4, first=5):
    """Random tokens, one of which is marked: at the end it has to be named.

    m: sequences.    T: steps, at least `first`.    rng: np.random.Generator.    symbols: how many tokens there are.
    first: the mark stands at one of so many first steps, each as likely.
    Returns x (m, T, symbols + 1) float32, tokens as one-hot rows and the mark, 0 or 1, behind them; and y (m,), the
    numbers of the marked tokens.
    """
    whole_number("first", first, "steps", least=1)
    whole_number("T", T, "steps", least=first)
    whole_number("symbols", symbols, "tokens")
    tokens, places = rng.integers(0, symbols, (m, T)), rng.integers(0, first, m)
    x = np.zeros((m, T, symbols + 1), np.float32)
    x[..., :symbols] = np.eye(symbols, dtype=np.float32)[tokens]
    x[np.arange(m), places, symbols] = 1
    return x, tokens[np.arange(m), places]


def comes_again(m, T, rng, symbols=8):
    """Random tokens; asked at every step: does this token come again later?

    m: sequences.    T: steps.    rng: np.random.Generator.    symbols: how many tokens there are, each as likely.
    Returns x (m, T, symbols) float32, one-hot, and y (m, T) of 0 and 1.
    """
    whole_number("T", T, "steps")
    whole_number("symbols", symbols, "tokens")
    tokens = rng.integers(0, symbols, (m, T))
    y, seen = np.zeros((m, T), int), np.zeros((m, symbols), bool)
    for t in reversed(range(T)):
        y[:, t] = seen[np.arange(m), tokens[:, t]]
        seen[np.arange(m), tokens[:, t]] = True
    return np.eye(symbols, dtype=np.float32)[tokens], y


def best_without_future(T, symbols=8):
    """The highest accuracy at `comes_again` that anybody can reach who has not seen what follows.

    The tokens are drawn independently, so the past says nothing of them; only the number of steps left does.
    """
    again = 1 - (1 - 1 / symbols) ** np.arange(T - 1, -1, -1.0)  # of the token of step t = 0, 1, …
    return float(np.mean(np.maximum(again, 1 - again)))
