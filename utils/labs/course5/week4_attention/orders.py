"""Small attention networks on whole sequences: what they can tell without positions, with them, and with a mask."""

import numpy as np

from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.layers.over_time import MeanOverTime
from utils.layers.positions import AddPositions
from utils.layers.transformer_blocks import EncoderLayer
from utils.training.loop import learn, supervised

SYMBOLS, T, D, BATCH, NEW = 8, 12, 16, 32, 1000
OBJECTIVE = supervised(softmax_cross_entropy)


def network(rng, kind="attention", positions=False, masked=False, layers=1):
    """Tokens -> layers of attention, each with a small dense network -> the mean over the steps -> two scores.

    kind: "attention", or "GRU" for a recurrent layer in its place.    positions: True adds sines and cosines.
    masked: True hides from every step what comes later.
    """
    first = [Embedding(SYMBOLS, D, rng, scale=1.0), *([AddPositions()] if positions else [])]
    if kind == "GRU":
        return Sequential(*first, GRU(D, 2 * D, rng), MeanOverTime(), Dense(2 * D, 2, rng))
    stack = [EncoderLayer(D, 2, 2 * D, rng, causal=masked) for _ in range(layers)]
    return Sequential(*first, *stack, MeanOverTime(), Dense(D, 2, rng))


def train(model, task, rate, steps, rng, every=100):
    """Train on new sequences in every batch; returns the accuracies on NEW others at every so many steps."""
    optimizer, found = Adam(model.parameters(), rate), []
    x_new, y_new = task(NEW, T, np.random.default_rng(10**6), SYMBOLS)
    for step in range(1, steps + 1):
        x, y = task(BATCH, T, rng, SYMBOLS)
        learn(model, OBJECTIVE, optimizer, {"x": x, "y": y}, clip=1.0)
        if step % every == 0:
            found.append(float(np.mean(model.forward(x_new).argmax(axis=-1) == y_new)))
    return found
