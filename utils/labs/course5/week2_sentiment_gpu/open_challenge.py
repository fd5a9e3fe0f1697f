"""The open challenge of this lab: read moods from 320 labelled sentences better than an LSTM."""

import numpy as np
import torch

from utils.checking import Challenge, OverBudget
from utils.data.moods import MOODS, load_moods
from utils.gpu.checking.layout import one_thread
from utils.gpu.seeds import seeded
from utils.labs.course5.week2_sentiment_gpu import readers

SEEDS, LABELS, EPOCHS, MOST = (70, 71, 72), 320, 40, 20_000  # draws that the lab trains nothing on
BASELINE = 0.845


def mean_accuracy_of(my_reader):
    """The mean accuracy on test sentences over SEEDS, after EPOCHS on LABELS sentences each, on the CPU.

    my_reader: (word_to_vec_map, word_to_index) -> (module, rate); the module takes X_indices (m, T) and returns scores
    (m, moods). Raises OverBudget for more than MOST weights that learn, ValueError for scores of another shape.
    """
    found = []
    for seed in SEEDS:
        data = load_moods(np.random.default_rng([seed, 1]), LABELS)
        word_to_index = readers.numbers_of(data)
        with seeded(seed):
            module, rate = my_reader(dict(readers.vectors()), dict(word_to_index))
        count = sum(parameter.numel() for parameter in module.parameters() if parameter.requires_grad)
        if count > MOST:
            raise OverBudget(f"{count:,} weights learn; at most {MOST:,} are allowed")
        X, y = readers.rows_of(data.train, word_to_index), torch.from_numpy(data.train.y)
        if module(X[:2]).shape != (2, len(MOODS)):
            raise ValueError(f"my_reader gives {tuple(module(X[:2]).shape)} for two sentences; scores are (2, 5)")
        module.at_end = True  # whole rows: nothing is known of how it finds the last word
        with one_thread():
            readers.train_reader(module, X, y, rate, EPOCHS, seed)
            found.append(readers.accuracy(module, data.test, word_to_index))
    return float(np.mean(found))


CHALLENGE = Challenge(
    "my_reader",
    task=f"Read the mood of new sentences from {LABELS} labelled ones.",
    baseline=BASELINE,
    of="one LSTM of 32 units, pretrained vectors, at its best rate",
    budget=f"{MOST:,} weights that learn; {EPOCHS} epochs of {len(SEEDS)} draws, trained by the lab on the CPU.",
    judge=mean_accuracy_of,
    seconds=300.0,
)
