"""Small recurrent networks on drawn sequences and on names, trained batch by batch."""

import numpy as np

from utils.bars import progress
from utils.data.dinosaurs import load_dinosaurs
from utils.data.memory_tasks import comes_again, marked_token
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.layers.optimizers import Adam
from utils.layers.recurrent import Bidirectional
from utils.layers.rnn import RNN
from utils.training.loop import fit, learn, supervised

CELLS = {"RNN": RNN, "GRU": GRU, "LSTM": LSTM}
BLOCKS = {"RNN": 1, "GRU": 3, "LSTM": 4}  # weight matrices of a cell, each with a bias
GATE = 1  # where the GRU's update gate and the LSTM's forget gate stand among their gates
RESET = 0  # where the GRU's reset gate stands
SYMBOLS, FIRST, LETTERS, WIDE = 4, 5, 27, 16  # tokens; steps of which one is marked; letters; their vectors
WIDTHS = {"RNN": 44, "GRU": 24, "LSTM": 21}  # units, for about 2,200 weights and biases in each cell
CLIP, BATCH, SEQUENCES = 1.0, 32, 500
OBJECTIVE = supervised(softmax_cross_entropy)


def cell_size(cell, n_x, n_a):
    """How many weights and biases a cell has: each block acts on [a_prev; xt] and has a bias."""
    return BLOCKS[cell] * n_a * (n_a + n_x + 1)


def start_at(layer, cell, start, reset=0.0):
    """Set what decides at the start how far a cell remembers, in place; returns the layer.

    start: the bias of the GRU's update gates or of the LSTM's forget gates; of an RNN, a factor for its orthogonal U.
    reset: the bias of the GRU's reset gates.
    """
    if cell == "RNN":
        layer.U *= start
    else:
        layer.b[GATE] = start
    if cell == "GRU":
        layer.b[RESET] = reset
    return layer


def token_network(cell, rng, start, reset=0.0):
    """A recurrent layer that reads tokens with a mark, and a dense layer on its last state.

    cell: a key of CELLS.    start, reset: as of `start_at`.
    """
    layer = CELLS[cell](SYMBOLS + 1, WIDTHS[cell], rng, return_sequences=False, first=True)
    start_at(layer, cell, start, reset)
    return Sequential(layer, Dense(WIDTHS[cell], SYMBOLS, rng))


def train_on_tokens(model, T, rate, steps, rng, every=100, stop_at=None):
    """Train on `marked_token` sequences of T steps, new ones in every batch.

    rng: draws them.    every: steps between two looks at the accuracy on SEQUENCES others.
    stop_at: the accuracy at which to stop.
    Returns the accuracies at those looks, a list.
    """
    optimizer, found = Adam(model.parameters(), rate), []
    x_new, y_new = marked_token(SEQUENCES, T, np.random.default_rng(10**6), SYMBOLS, FIRST)
    for step in progress(range(1, steps + 1), "tokens"):
        x, y = marked_token(BATCH, T, rng, SYMBOLS, FIRST)
        learn(model, OBJECTIVE, optimizer, {"x": x, "y": y}, clip=CLIP)
        if step % every == 0:
            found.append(accuracy(model, x_new, y_new))
            if stop_at is not None and found[-1] >= stop_at:
                break
    return found


def accuracy(model, x, y):
    """The share of the labels that get the highest score."""
    return float(np.mean(model.forward(x).argmax(axis=-1) == y))


def gates_by_unit(layer, x):
    """The mean update gate of each unit of a GRU at marked steps, and at all others: two arrays (n_a,)."""
    layer.forward(x)
    gates, marked = layer.cache[2][GATE], x[..., SYMBOLS].T == 1  # (T, m, n_a), (T, m)
    return gates[marked].mean(axis=0), gates[~marked].mean(axis=0)


def most_frequent_of_first(x):
    """What somebody answers who sees the first tokens and no mark: the most frequent of them, (m,)."""
    return x[:, :FIRST, :SYMBOLS].sum(axis=1).argmax(axis=1)


def future_network(both_ways, rng, n_a=16, symbols=8):
    """GRUs that read tokens from one end or from both, and two scores at every step."""
    layers = [GRU(symbols, n_a, rng, first=True) for _ in range(1 + both_ways)]
    layer = Bidirectional(*layers) if both_ways else layers[0]
    return Sequential(layer, Dense((1 + both_ways) * n_a, 2, rng))


def train_on_future(model, T, rate, steps, rng):
    """Train on `comes_again` sequences of T steps; returns the accuracy on 1000 others."""
    optimizer = Adam(model.parameters(), rate)
    for _ in progress(range(steps), "comes again"):
        x, y = comes_again(BATCH, T, rng)
        learn(model, OBJECTIVE, optimizer, {"x": x, "y": y}, clip=CLIP)
    return accuracy(model, *comes_again(1000, T, np.random.default_rng(10**6)))


def names_network(widths, rng):
    """GRUs on top of one another, which read letters and score the next one at every step."""
    layers, below = [Embedding(LETTERS, WIDE, rng)], WIDE
    for n_a in widths:
        layers.append(GRU(below, n_a, rng))
        below = n_a
    return Sequential(*layers, Dense(below, LETTERS, rng))


def count(model):
    """How many weights and biases a network has."""
    return sum(array.size for array in model.parameters().values())


def train_on_names(widths, rate, epochs, seed):
    """The loss on held-out names after each epoch, in nats a letter: a list.

    seed: draws which names are held out, the starting weights and the batches.
    """
    names = load_dinosaurs(np.random.default_rng([seed, 4]))
    rng = np.random.default_rng([seed, 3])
    model = names_network(widths, rng)
    data, dev = ({"x": part.X, "y": part.Y, "mask": part.mask} for part in (names.train, names.held_out))
    optimizer = Adam(model.parameters(), rate)
    history = fit(model, OBJECTIVE, optimizer, data, rng, epochs=epochs, batch_size=BATCH, clip=CLIP, dev=dev)
    return history.dev_loss
