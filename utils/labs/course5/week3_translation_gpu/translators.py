"""The sentences of the NumPy lab on a device, one run of training, and what a translator writes."""

import copy

import numpy as np
import torch

from utils.data.translation import END
from utils.gpu.data.batches import TensorData
from utils.gpu.models.translation import Translator
from utils.gpu.seeds import seeded
from utils.gpu.steps.translation import beam_search, translation_loss
from utils.steps.bleu import bleu

BATCH, CLIP = 64, 1.0  # sentences of a batch, longest gradient
NO_WORD = -1  # stands at padding among the words to be said


def as_tensors(part, start, device="cpu"):
    """x (m, T_x + T_y), the source and the words before each place; y (m, T_y), the words, NO_WORD at padding.

    part: a Part of the NumPy lab's sentences.    start: the number that is read first.
    """
    before = np.concatenate([np.full((len(part.Y), 1), start), part.Y[:, :-1]], axis=1)
    y = np.where(part.Y_mask, part.Y, NO_WORD)
    return tuple(torch.from_numpy(array).to(device) for array in (np.concatenate([part.X, before], axis=1), y))


def as_data(part, start, setup, batch_size=BATCH):
    """A Part as the training loop takes it."""
    return TensorData(*as_tensors(part, start), setup, batch_size)


def words_per_sentence(part):
    """The mean number of French words that count, the end included."""
    return float(part.Y_mask.sum() / len(part.Y))


def loss_of(per_sentence, smoothing=0.0):
    """The loss of a batch over `per_sentence` words for each sentence: so shares of a batch add up to the whole.

    per_sentence: the mean number of words of the sentences to learn from.
    """

    def loss(scores, y):
        real = y != NO_WORD
        mean = translation_loss(scores, y.clamp(min=0), real, smoothing)
        return mean * real.sum() / (len(y) * per_sentence)

    return loss


def options(part, rate, epochs, seed, smoothing=0.0):
    """What every run of this lab hands to `fit_module`.    part: the sentences to learn from."""
    return {
        "epochs": epochs, "learning_rate": rate, "seed": seed, "warmup": 0.1, "clip": CLIP, "every": 100,
        "loss": loss_of(words_per_sentence(part), smoothing),
    }  # fmt: skip


def new_translator(sentences, seed, **sizes):
    """An untrained translator of the NumPy lab's sizes, but for those that are given."""
    with seeded(seed):
        return Translator(len(sentences.english), len(sentences.french), sentences.train.X.shape[1], **sizes)


def search(model, part, end, width=1, alpha=0.7, rows=None, batch_size=500):
    """What `beam_search` finds for the sentences of a Part: words (m, width, T_y) and scores (m, width), on the CPU."""
    source = torch.from_numpy(part.X if rows is None else part.X[rows])
    device, training = model.output.weight.device, model.training
    model.eval()
    found = []
    for some in source.split(batch_size):
        with torch.no_grad():
            state = model.begin(some.to(device))
        found.append(beam_search(model.step, state, width, model.start, end, part.Y.shape[1], alpha))
    model.train(training)
    return tuple(torch.cat([one[k] for one in found]).cpu() for k in (0, 1))


def in_words(words, french):
    """Lists of words of the best sentences.    words: (m, width, T) from `search`."""
    end = french.ids[END]
    return [[french.symbols[k] for k in row if k != end] for row in words[:, 0].tolist()]


def scores_of(model, part, french, **how):
    """BLEU, and the share of sentences that are right to the last word."""
    rows = how.get("rows")
    right = part.french if rows is None else [part.french[row] for row in rows]
    written = in_words(search(model, part, french.ids[END], **how)[0], french)
    exact = np.mean([one == other for one, other in zip(written, right, strict=True)])
    return bleu(written, [[one] for one in right]), float(exact)


def every(part, k):
    """Every k-th sentence of a Part; the short ones stand before the long ones in it."""
    return type(part)(*(entry[::k] for entry in part))


def in_float64(model):
    """A copy of a NumPy network in float64."""
    return copy.deepcopy(model).cast(np.float64)
