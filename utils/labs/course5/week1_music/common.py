"""What several exercises of this lab are tried on, or share."""

import numpy as np

from utils.data.music import CHORDS, HIGHEST, LOWEST
from utils.steps.music import lstm_step
from utils.steps.softmax import softmax


def shared_weights(rng, n_values, n_a, scale=1.0):
    """LSTM_cell and densor of normal numbers."""
    cell = {"W": (4, n_values, n_a), "U": (4, n_a, n_a), "b": (4, 1, n_a)}
    dense = {"W": (n_a, n_values), "b": (n_values,)}
    return tuple({name: scale * rng.normal(size=shape) for name, shape in each.items()} for each in (cell, dense))


def half_open(answer=2.0):
    """Two tokens and one unit: all gates stand at 1/2, the candidate is tanh(x₀ − x₁); and the dense layer."""
    W, b = np.zeros((4, 2, 1)), np.zeros((4, 1, 1))
    W[3] = [[1.0], [-1.0]]
    return {"W": W, "U": np.zeros((4, 1, 1)), "b": b}, {"W": np.array([[answer, -answer]]), "b": np.zeros(2)}


def no_states(m, n_a):
    """a0 and c0 of zeros."""
    return np.zeros((m, n_a)), np.zeros((m, n_a))


def drawn_states(rng, m, n_a):
    """a0 and c0 of normal numbers."""
    return rng.normal(size=(m, n_a)), rng.normal(size=(m, n_a))


def one_hot_inputs(rng, m, Tx, n_values):
    """X (m, Tx, n_values) of random tokens, with zeros at the first step."""
    X = np.eye(n_values)[rng.integers(0, n_values, (m, Tx))]
    X[:, 0] = 0
    return X


def one_step(LSTM_cell, densor):
    """The model of one step: a function (x, a, c) -> probabilities, a, c."""

    def inference_model(x, a, c):
        a, c = lstm_step(x, a, c, LSTM_cell)
        return softmax((a @ densor["W"] + densor["b"]).T).T, a, c

    return inference_model


def random_bars(rng, bars, longest=9):
    """Bars of any chord, None among them, with notes and rests that keep no rule."""
    names = [*CHORDS, None]
    return [(names[rng.integers(len(names))], _random_notes(rng, rng.integers(1, longest))) for _ in range(bars)]


def _random_notes(rng, n):
    pitches = [int(pitch) for pitch in rng.integers(LOWEST, HIGHEST + 1, n)]
    return [(None if rng.random() < 0.2 else pitch, int(rng.choice([1, 2, 4]))) for pitch in pitches]
