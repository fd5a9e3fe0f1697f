"""Shapes of readers, padding that is read, and batches by length: on five draws of the sentences, on a CPU.

Rates are raised as long as that helps on the draws SEARCH, by the dev sentences, and judged on JUDGE, the NumPy lab's
own draws.
`python -m utils measure week2_sentiment_gpu` measures anew, about ten minutes on one core.
"""

import numpy as np
import torch

from utils.labs.course5.week2_sentiment_gpu import readers

SEARCH, JUDGE = (0, 1), (10, 11, 12, 13, 14)
RATES = (0.003, 0.01, 0.03, 0.1, 0.3)  # raised as long as that helps
SHAPES = {
    "one LSTM": {"two": False},
    "two LSTMs": {},
    "two LSTMs, dropout": {"dropout": 0.5},
    "two LSTMs of 64, dropout": {"dropout": 0.5, "n_a": 64},
    "two LSTMs, vectors learn": {"frozen": False},
}
PADDED = (12, 24, 40)  # places of a row
SPREADS, BATCHES_RATE = (None, 0.0, 2.0), 0.01


def measure():
    """{"shapes", "padding", "batches"}, each a list of rows."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return {
            "shapes": [shape_row(name) for name in SHAPES],
            "padding": [padding_row(at_end, keeps) for keeps in (False, True) for at_end in (False, True)],
            "batches": [batches_row(spread) for spread in SPREADS],
        }
    finally:
        torch.set_num_threads(threads)


def best_rate(**shape):
    """The rate with the highest mean accuracy on dev sentences over SEARCH, and those means."""
    dev = []
    for rate in RATES:
        found = [readers.run(seed, rate, **shape) for seed in SEARCH]
        dev.append(float(np.mean([readers.accuracy(one, data.dev, index) for one, index, data in found])))
        if dev[-1] < max(dev):
            break
    return RATES[int(np.argmax(dev))], np.round(dev, 3).tolist()


def shape_row(name):
    """Accuracy on test sentences and on those with new words, by draw, at the rate that is best on dev."""
    rate, dev = best_rate(**SHAPES[name])
    row = {"shape": name, "rate": rate, "dev": dev, "test": [], "new": []}
    for seed in JUDGE:
        one, index, data = readers.run(seed, rate, **SHAPES[name])
        row["test"].append(round(readers.accuracy(one, data.test, index), 4))
        row["new"].append(round(readers.accuracy(one, data.new, index), 4))
    return row


def padding_row(at_end, keeps):
    """Readers trained with the state of the last word, or of the end of rows of 12; read in both ways, by draw.

    keeps: whether the forget gates start with a bias of 1.
    """
    rate, dev = best_rate(at_end=at_end, keeps=keeps)
    row = {"trained_at_end": at_end, "keeps": keeps, "rate": rate, "dev": dev, "word": [], "end": []}
    for seed in JUDGE:
        one, index, data = readers.run(seed, rate, at_end=at_end, keeps=keeps)
        row["word"].append(round(readers.accuracy(one, data.test, index, at_end=False), 4))
        row["end"].append([round(readers.accuracy(one, data.test, index, T, at_end=True), 4) for T in PADDED])
    return row


def batches_row(spread):
    """Accuracy on test sentences, by draw, and the row-steps of an epoch, for batches by chance or by length."""
    row = {"spread": spread, "test": [], "places": []}
    for seed in JUDGE:
        one, index, data = readers.run(seed, BATCHES_RATE, spread)
        row["test"].append(round(readers.accuracy(one, data.test, index), 4))
        lengths = (readers.rows_of(data.train, index) > 0).sum(dim=1)
        rng = np.random.default_rng([seed, 9])
        epoch = readers.epoch_of(lengths, readers.BATCH, spread, rng)
        row["places"].append(int(sum(len(rows) * lengths[rows].max() for rows in epoch)))
    return row
