"""How far back each cell learns to remember, from which start, and what depth is worth on names.

The rate is searched on some seeds and judged on others; a seed draws the starting weights and the sequences. The
looks, which also end a run, are at the same 500 sequences for all.
`python -m utils measure week1_gru` measures anew, about ten minutes on one core.
"""

import numpy as np

from utils.labs.course5.week1_gru.networks import (
    count,
    names_network,
    token_network,
    train_on_names,
    train_on_tokens,
)

# Cell, and the bias of its gate at the start; of an RNN, the factor of its orthogonal matrix
STARTS = [("RNN", 1.0), ("RNN", 1.25), ("GRU", 0), ("GRU", -3), ("LSTM", 0), ("LSTM", 3)]
LENGTHS = (10, 20, 30, 50, 100)
SMALL = (0.001, 0.003, 0.01)
# At 0.0005 and at 0.03 an RNN learnt 30 steps less well than at 0.001, on both seeds that were tried
RATES = {"RNN": SMALL, "GRU": (*SMALL, 0.03, 0.1, 0.3), "LSTM": (*SMALL, 0.03, 0.1)}
SLOW = 0.01
SEARCH, JUDGE = (0, 1), (10, 11, 12, 13, 14)
STEPS, LOOK, SOLVED = 800, 100, 0.99
STACKS = [(64,), (39, 39), (31, 31, 31), (104,), (64, 64), (50, 50, 50)]
NAMES_RATES, EPOCHS = (0.003, 0.01), 12


def measure():
    """The tables: {"tokens", "slow", "names"}, each a list of rows; "slow" is a GRU from 0 at a rate of 0.01."""
    rows = []
    for cell, start in STARTS:
        rows += [token_row(cell, start, T, best_rate(cell, start, T)) for T in LENGTHS]
    slow = [token_row("GRU", 0, T, SLOW) for T in LENGTHS]
    return {"tokens": rows, "slow": slow, "names": [names_row(list(widths)) for widths in STACKS]}


def run(cell, start, T, rate, seed):
    """The accuracies at every LOOK steps of one training, up to the first that is SOLVED."""
    rng = np.random.default_rng([seed, 1])
    model = token_network(cell, rng, start)
    return [round(found, 3) for found in train_on_tokens(model, T, rate, STEPS, rng, LOOK, SOLVED)]


def best_rate(cell, start, T):
    """The rate with the highest mean of the accuracies at all looks, where a solved run stays solved."""

    def area(rate):
        looks = STEPS // LOOK
        runs = [run(cell, start, T, rate, seed) for seed in SEARCH]
        return np.mean([found + [1.0] * (looks - len(found)) for found in runs])

    return max(RATES[cell], key=area)


def token_row(cell, start, T, rate):
    """The looks of each seed in JUDGE."""
    return {"cell": cell, "start": start, "T": T, "rate": rate, "looks": [run(cell, start, T, rate, s) for s in JUDGE]}


def names_row(widths):
    """The lowest loss on held-out names of each seed in JUDGE, with the rate that is best on SEARCH."""

    def lowest(rate, seed):
        return min(train_on_names(widths, rate, EPOCHS, seed))

    rate = min(NAMES_RATES, key=lambda rate: np.mean([lowest(rate, seed) for seed in SEARCH[:1]]))
    losses = [round(lowest(rate, seed), 4) for seed in JUDGE]
    return {"widths": widths, "size": count(names_network(widths, np.random.default_rng(0))), "rate": rate} | {
        "losses": losses
    }


def last_accuracies(row):
    """The accuracy at the last look of each seed, (5,)."""
    return np.array([found[-1] for found in row["looks"]])


def solved(row):
    """How many seeds have come to SOLVED."""
    return int(np.sum(last_accuracies(row) >= SOLVED))


def batches(row):
    """After how many batches the median of the seeds that have solved the task had done so."""
    return int(LOOK * np.median([len(found) for found in row["looks"] if found[-1] >= SOLVED]))
