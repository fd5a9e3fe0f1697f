"""Dinosaurs' names on a device, the loss that training lowers, and one run of training."""

import numpy as np
import torch

from utils.data.dinosaurs import LETTERS
from utils.gpu.data.batches import TensorData
from utils.gpu.models.language_model import LanguageModel
from utils.gpu.seeds import seeded
from utils.gpu.steps.character_model import log_probabilities
from utils.gpu.training import fit_module
from utils.labs.course5.week1_character_model.networks import three_parts

BATCH, WIDE, CLIP = 32, 16, 1.0  # names of a batch, numbers for a letter, longest gradient
NO_SYMBOL = -1  # stands at padding among the symbols to be said


def as_tensors(names, device="cpu"):
    """X, Y and mask of Names as tensors (m, T)."""
    return tuple(torch.from_numpy(np.ascontiguousarray(part)).to(device) for part in (names.X, names.Y, names.mask))


def as_data(names, setup, batch_size=BATCH):
    """Names as the training loop takes them: x is read, y is to be said, NO_SYMBOL at padding."""
    X, Y, mask = as_tensors(names)
    return TensorData(X, Y.masked_fill(~mask, NO_SYMBOL), setup, batch_size)


def symbols_per_name(names):
    """The mean number of symbols that count, the end included."""
    return float(names.mask.sum() / len(names.names))


def loss_of(per_name):
    """−ln p of a batch over `per_name` symbols for each name: a mean over names, so that shares of a batch add up.

    per_name: the mean number of symbols of the names to learn from.
    """

    def loss(scores, y):
        return -log_probabilities(scores, y.clamp(min=0), y != NO_SYMBOL).sum() / (len(y) * per_name)

    return loss


def nats(network, names, device="cpu"):
    """−Σ ln p / N over all symbols of some Names."""
    X, Y, mask = as_tensors(names, device)
    training = network.training
    with torch.no_grad():
        found = -log_probabilities(network.eval()(X), Y, mask).sum() / mask.sum()
    network.train(training)
    return found.item()


def options(parts, rate, epochs, seed):
    """What every run of this lab hands to `fit_module`.    parts: train, dev and test Names."""
    return {
        "epochs": epochs, "learning_rate": rate, "seed": seed, "warmup": 0.1, "clip": CLIP, "every": 100,
        "loss": loss_of(symbols_per_name(parts[0])),
    }  # fmt: skip


def trained(n_a, dropout, rate, epochs, seed, setup, loss=None):
    """Train one GRU on the names of a seed; it also draws weights and batches.

    loss: (scores, y) -> a number, in place of `loss_of`.
    Returns the network, the run, and its nats on the names to learn from, to choose on and to report.
    """
    parts = three_parts(seed)
    with seeded(seed):
        network = LanguageModel("GRU", len(LETTERS), WIDE, n_a, dropout)
    settings = options(parts, rate, epochs, seed) | ({} if loss is None else {"loss": loss})
    run = fit_module(network, as_data(parts[0], setup), setup, name=f"GRU of {n_a}", **settings)
    return network, run, [nats(network, part, setup.device) for part in parts]
