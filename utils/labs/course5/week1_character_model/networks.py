"""Recurrent networks that learn names letter by letter, and write some: the fast layers, batch by batch."""

import numpy as np

from utils.data.dinosaurs import LETTERS, Names, load_dinosaurs
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.layers.optimizers import Adam
from utils.layers.rnn import RNN
from utils.training.loop import evaluate, fit, supervised

CELLS = {"RNN": RNN, "GRU": GRU, "LSTM": LSTM}
WIDE, BATCH, CLIP = 16, 32, 1.0  # numbers for each symbol, names in a batch, longest gradient
OBJECTIVE = supervised(softmax_cross_entropy)
LONGEST = 50


def three_parts(seed):
    """The names to learn from, to choose on, and to report: 789, 169 and 169, drawn by the seed."""
    names = load_dinosaurs(np.random.default_rng([seed, 4]), held_out_share=0.3)
    held, half = names.held_out, len(names.held_out.names) // 2
    return names.train, *(Names(*(field[part] for field in held)) for part in (slice(half), slice(half, None)))


def as_batch(names):
    """Names as the training loop takes them."""
    return {"x": names.X, "y": names.Y, "mask": names.mask}


def names_network(cell, n_a, rng):
    """A vector for each letter, a recurrent layer, and scores of the next letter."""
    return Sequential(Embedding(len(LETTERS), WIDE, rng), CELLS[cell](WIDE, n_a, rng), Dense(n_a, len(LETTERS), rng))


def train_on_names(cell, n_a, rate, epochs, seed):
    """Train one network; it keeps the weights of the epoch that was best on the names to choose on.

    seed: draws parts, weights and batches.    Returns the network, its nats a symbol on the names to choose on, by
    epoch, and on the names to report.
    """
    train, dev, test = map(as_batch, three_parts(seed))
    rng = np.random.default_rng([seed, 3])
    network = names_network(cell, n_a, rng)
    optimizer = Adam(network.parameters(), rate)
    settings = {"epochs": epochs, "batch_size": BATCH, "clip": CLIP, "dev": dev, "patience": epochs}
    history = fit(network, OBJECTIVE, optimizer, train, rng, **settings)
    return network, history.dev_loss, evaluate(network, OBJECTIVE, test)


def write_names(network, m, rng, temperature=1.0):
    """m names, each symbol drawn with its probability; a list of strings of at most LONGEST letters."""
    first, cell, last = network.layers
    read, states = np.zeros((m, 1), int), None
    drawn, running = [], np.ones(m, bool)
    for _ in range(LONGEST):
        seen = cell.forward(first.forward(read), initial=states)
        states = cell.last
        scores = last.forward(seen)[:, 0].astype(float) / temperature
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        reached = np.cumsum(shares, axis=1)
        symbols = np.sum(reached < rng.random((m, 1)) * reached[:, -1:], axis=1)
        running &= symbols != 0
        drawn.append(np.where(running, symbols, 0))
        if not running.any():
            break
        read = drawn[-1][:, np.newaxis]
    return ["".join(LETTERS.symbols[number] for number in row if number) for row in np.transpose(drawn)]


def originality(written, train, others):
    """Of names that were written: the shares that are new, that are new and a genus all the same, and different ones.

    written: a list.    train: the names that were learnt from.    others: genera that were not.
    Returns {"new", "real", "different"}, shares of all that were written; "new" are not in train.
    """
    known, unseen, m = set(train), set(others), len(written)
    new = [name for name in written if name not in known]
    return {"new": len(new) / m, "real": sum(name in unseen for name in new) / m, "different": len(set(written)) / m}


def size(network):
    """How many weights and biases a network has."""
    return sum(array.size for array in network.parameters().values())
