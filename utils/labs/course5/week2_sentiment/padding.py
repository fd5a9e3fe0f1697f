"""What becomes of a network that reads its state behind the padding."""

import numpy as np

from utils.labs.course5.week2_sentiment.networks import BATCH, CLIP, OBJECTIVE, encoded, predictor, reader
from utils.layers.optimizers import Adam
from utils.training.loop import fit

RATE, EPOCHS = 0.01, 12


def trained_at_the_end(data, word_to_index, length, seed=0):
    """A reader trained without a mask on rows of a length; the state is that at the end of the row.

    data: Moods.    Returns the network, as it was after the epoch with the lowest loss on dev.
    """
    rng = np.random.default_rng(seed)
    network = reader(word_to_index, rng)
    train, dev = (without_mask(part.texts, word_to_index, length, part.y) for part in (data.train, data.dev))
    fit(
        network, OBJECTIVE, Adam(network.parameters(), RATE), train, rng,
        epochs=EPOCHS, batch_size=BATCH, clip=CLIP, dev=dev, patience=EPOCHS, label="LSTM without a mask",
    )  # fmt: skip
    return network


def accuracy_at(network, part, word_to_index, length):
    """The share of right answers where rows are filled up to a length and no mask is given."""
    batch = without_mask(part.texts, word_to_index, length)
    return float(np.mean(network.forward(batch["x"]).argmax(axis=1) == part.true))


def read_at(network, part, word_to_index, place):
    """The share of right answers, read at each last word, by a mask, for place None; else as `accuracy_at`."""
    if place is None:
        return float(np.mean(predictor(network, word_to_index)(part.texts) == part.true))
    return accuracy_at(network, part, word_to_index, place)


def without_mask(texts, word_to_index, length, y=None):
    """A batch of `encoded` that does not say where the padding is."""
    batch = encoded(texts, word_to_index, y, length)
    del batch["mask"]
    return batch
