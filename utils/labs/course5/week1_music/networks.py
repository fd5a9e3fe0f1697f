"""Networks that write tunes: trained by the fast layers, and their weights under the names of the exercises."""

import base64

import numpy as np

from utils.data.music import TOKENS
from utils.labs.measured import load_measured
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.layers.optimizers import Adam
from utils.steps.music import inputs_and_targets
from utils.training.loop import fit, supervised

V = len(TOKENS)
LONGEST = 70  # tokens of the longest tune that the grammar can write
CLIP, BATCH, PATIENCE = 1.0, 32, 3
UNITS = 64
OBJECTIVE = supervised(softmax_cross_entropy)


def as_batch(X, Y):
    """What `fit` takes, from X (m, Tx, n_values) and Y (Tx, m, n_values)."""
    counts = Y.sum(axis=2).T > 0
    return {"x": X.astype(np.float32), "y": Y.argmax(axis=2).T, "counts": counts}


def batch_of(tunes):
    """The same from tunes."""
    return as_batch(*inputs_and_targets(tunes, LONGEST, V))


def tune_network(n_a, rng):
    """An LSTM that reads one-hot tokens and scores the next one at every step."""
    return Sequential(LSTM(V, n_a, rng, first=True), Dense(n_a, V, rng))


def train(model, data, dev, rate, epochs, rng, patience=PATIENCE):
    """Train a network, and keep the weights of its best epoch on dev; returns its History.

    data, dev: batches.    rng: shuffles.
    """
    optimizer = Adam(model.parameters(), rate)
    settings = {"epochs": epochs, "batch_size": BATCH, "clip": CLIP, "patience": patience}
    return fit(model, OBJECTIVE, optimizer, data, rng, dev=dev, label="tunes", **settings)


def shared_weights_of(model):
    """LSTM_cell and densor of a trained network, in float64."""
    arrays = {name: array.astype(float) for name, array in model.parameters().items()}
    return {name: arrays[f"0.{name}"] for name in "WUb"}, {name: arrays[f"1.{name}"] for name in "Wb"}


def packed(model):
    """A network's weights as text, in half precision."""
    flat = np.concatenate([array.ravel() for array in model.parameters().values()])
    return base64.b64encode(flat.astype("<f2").tobytes()).decode("ascii")


def unpacked(text, n_a=UNITS):
    """LSTM_cell and densor from `packed` weights."""
    flat = np.frombuffer(base64.b64decode(text), "<f2").astype(float)
    model, start = tune_network(n_a, np.random.default_rng(0)).cast(np.float64), 0
    for array in model.parameters().values():
        array[...] = flat[start : start + array.size].reshape(array.shape)
        start += array.size
    return shared_weights_of(model)


def composer():
    """LSTM_cell and densor of the network that `python -m utils measure week1_music` has trained on 2,400 tunes."""
    return unpacked(load_measured("course5/week1_music")["composer"])


def zeros(n_a=UNITS, n_values=V):
    """What a new tune starts from: x_initializer, a_initializer, c_initializer."""
    return np.zeros((1, 1, n_values)), np.zeros((1, n_a)), np.zeros((1, n_a))
