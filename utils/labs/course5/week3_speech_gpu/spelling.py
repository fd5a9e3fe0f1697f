"""Spoken digits as tensors, one run of training a speller by CTC in a precision, and its word error rate."""

import numpy as np
import torch
from torch.nn import functional as F

from utils.gpu.data.batches import TensorData
from utils.gpu.device import Setup
from utils.gpu.models.speech import Speller
from utils.gpu.seeds import seeded
from utils.gpu.steps.speech import ctc_greedy_decode, ctc_loss
from utils.gpu.training import fit_module
from utils.labs.course5.week3_speech import digits
from utils.steps.speech import word_error_rate

BATCH, CLIP = 20, 5.0
ON_CPU = Setup("cpu")


def as_tensors(utterances, scale):
    """x (m, T, 41), the steps and a column that is 1 at them; y (m, 2 + L): both lengths, then the letters."""
    batch = digits.as_batch(utterances, scale)
    x = np.concatenate([batch.x, batch.mask[:, :, np.newaxis]], axis=2).astype(np.float32)
    y = np.concatenate([batch.mask.sum(axis=1)[:, np.newaxis], batch.lengths[:, np.newaxis], batch.letters], axis=1)
    return torch.from_numpy(x), torch.from_numpy(y)


def by_torch(outputs, y):
    """PyTorch's loss, the mean over utterances of −ln P, in float32."""
    log_Y = outputs.float().log_softmax(dim=2).transpose(0, 1)
    losses = F.ctc_loss(log_Y, y[:, 2:], y[:, 0], y[:, 1], reduction="none")
    return losses.mean()


def by_recursion(dtype):
    """Our recursion in a precision, the mean over utterances of −ln P."""

    def loss(outputs, y):
        return ctc_loss(outputs.to(dtype), y[:, 2:], y[:, 0], y[:, 1]).mean()

    return loss


def new_speller(seed, n_a=32):
    """A Speller; the seed draws its weights."""
    with seeded(seed):
        return Speller(20 * digits.K, n_a, len(digits.SYMBOLS))


def train_speller(model, x, y, rate, epochs, seed, loss=by_torch, setup=ON_CPU, **settings):
    """Train in place by the plan; returns its history."""
    settings = {"warmup": 0.1, "clip": CLIP, "every": 100} | settings
    data = TensorData(x, y, setup, BATCH)
    return fit_module(model, data, setup, epochs=epochs, learning_rate=rate, seed=seed, loss=loss, **settings)


def mean_loss(model, x, y):
    """The mean over utterances of −ln P, by PyTorch in float32."""
    device = next(model.parameters()).device
    with torch.no_grad():
        return by_torch(model(x.to(device)), y.to(device)).item()


def heard(model, x):
    """The words of each utterance, by greedy decoding: a list of lists."""
    was, device = model.training, next(model.parameters()).device
    with torch.no_grad():
        x = x.to(device)
        labels, lengths = ctc_greedy_decode(model.eval()(x), x[:, :, -1].long().sum(dim=1))
    model.train(was)
    rows = zip(labels.tolist(), lengths.tolist(), strict=True)
    return ["".join(digits.SYMBOLS[k] for k in row[:length]).split() for row, length in rows]


def error_rate(model, x, utterances):
    """The word error rate of greedy decoding."""
    return word_error_rate([one.words for one in utterances], heard(model, x))
