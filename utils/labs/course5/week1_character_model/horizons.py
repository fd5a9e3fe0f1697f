"""A plain network that learns names in pieces: truncated backpropagation."""

import numpy as np

from utils.labs.course5.week1_character_model.agreement import gradients_of
from utils.labs.course5.week1_character_model.networks import (
    BATCH,
    CLIP,
    OBJECTIVE,
    as_batch,
    names_network,
    three_parts,
)
from utils.layers.clipping import clip_by_global_norm
from utils.layers.optimizers import Adam
from utils.training.loop import evaluate

UNITS = 84


def train_cut(horizon, rate, epochs, seed):
    """Train a plain network; horizon: letters of a piece, None for whole names.

    Returns the nats a symbol on the names to choose on, by epoch, and on those to report, at the best epoch.
    """
    train, dev, test = map(as_batch, three_parts(seed))
    rng = np.random.default_rng([seed, 3])
    network = names_network("RNN", UNITS, rng)
    optimizer, dev_loss, best = Adam(network.parameters(), rate), [], None
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(train["x"])), range(BATCH, len(train["x"]), BATCH)):
            longest = train["mask"][rows].sum(axis=1).max()
            x, y, mask = (train[name][rows][:, :longest] for name in ("x", "y", "mask"))
            gradients = gradients_of(network, x, y, mask, horizon)
            clip_by_global_norm(gradients, CLIP)
            optimizer.step(gradients)
        dev_loss.append(evaluate(network, OBJECTIVE, dev))
        if min(dev_loss) == dev_loss[-1]:
            best = evaluate(network, OBJECTIVE, test)
    return dev_loss, best
