"""Networks that read sentences of moods: their shapes, their data, one run of training, and its accuracy."""

from functools import cache

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from utils.data.moods import MOODS, vocabulary
from utils.gpu.seeds import seeded
from utils.gpu.steps.sentiment import Emojify_V2, batches_by_length, pretrained_embedding_layer, sentences_to_indices
from utils.labs.course5.week2_sentiment.measured import moods, word_vectors
from utils.labs.course5.week2_sentiment.vectors import number_words

BATCH, CLIP, PLACES = 32, 1.0, 12  # sentences of a batch, longest gradient, places of a row
EPOCHS = 12


class Reader(nn.Module):
    """Sentences (m, T) of numbers -> scores (m, moods); the parts of `Emojify_V2`, or with one LSTM less.

    embedding: an nn.Embedding.    n_a: units.    dropout: of what comes out of each LSTM.    two: two LSTMs, or one.
    at_end: True reads the state at the end of the row, behind the padding.
    keeps: True starts with a bias of 1 at the forget gates, as the LSTMs of utils.layers do; PyTorch's start near 0.
    """

    def __init__(self, embedding, n_a, dropout=0.0, two=True, at_end=False, keeps=False):
        super().__init__()
        self.two, self.at_end = two, at_end
        self.layers = nn.ModuleDict(
            {
                "embedding": embedding,
                "first": nn.LSTM(embedding.embedding_dim, n_a, batch_first=True) if two else Through(),
                "dropout": nn.Dropout(dropout),
                "second": nn.LSTM(n_a if two else embedding.embedding_dim, n_a, batch_first=True),
                "output": nn.Linear(n_a, len(MOODS)),
            }
        )
        for lstm in (self.layers["first"], self.layers["second"]) if keeps else ():
            with torch.no_grad():
                lstm.bias_ih_l0[n_a : 2 * n_a] = 1

    def forward(self, X_indices):
        if not self.at_end:
            return Emojify_V2(X_indices, self.layers)
        a = self.layers["first"](self.layers["embedding"](X_indices))[0]
        a = self.layers["second"](self.layers["dropout"](a))[0]
        return self.layers["output"](self.layers["dropout"](a[:, -1]))


class Through(nn.Module):
    """In place of an LSTM: what comes in goes out."""

    def forward(self, x):
        return x, None


@cache
def vectors():
    """{word: (d,) tensor} of the NumPy lab's text with cues, in float32."""
    return {word: torch.from_numpy(np.asarray(vector, np.float32)) for word, vector in word_vectors("cues").items()}


def numbers_of(data):
    """{word: number, from 1 on} of all words that the labelled sentences or their synonyms have."""
    return number_words(vocabulary([*data.train.texts, *data.new.texts]))


def rows_of(part, word_to_index, places=PLACES, device="cpu"):
    """X_indices (m, places) of some Sentences on a device."""
    return sentences_to_indices(part.texts, word_to_index, places).to(device)


def new_reader(word_to_index, seed, n_a=32, frozen=True, **shape):
    """A Reader with the pretrained vectors; the seed draws its other weights."""
    with seeded(seed):
        return Reader(pretrained_embedding_layer(vectors(), word_to_index, frozen), n_a, **shape)


def train_reader(reader, X, y, rate, epochs, seed, spread=None, on_batch=None):
    """Adam on batches that are cut to their longest sentence; the rate falls in a straight line to 0.

    X: (m, T).    y: (m,).    spread: of `batches_by_length`; None for batches of chance.
    on_batch: called with each batch's shape, to count work.    Returns the losses of the epochs.
    """
    lengths = (X > 0).sum(dim=1).cpu()
    optimizer = torch.optim.Adam([p for p in reader.parameters() if p.requires_grad], rate)
    rng, losses = np.random.default_rng([seed, 8]), []
    steps = epochs * -(-len(X) // BATCH)
    fall = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 1e-3, steps)
    with seeded(seed, X.device):
        for _ in range(epochs):
            sums = []
            for rows in epoch_of(lengths, BATCH, spread, rng):
                # A reader of the end of a row needs its row whole
                places = X.shape[1] if reader.at_end else int(lengths[rows].max())
                on_device = rows.to(X.device)
                x, said = X[on_device, :places], y[on_device]
                loss = cross_entropy(reader(x), said)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(reader.parameters(), CLIP)
                optimizer.step()
                fall.step()
                sums.append(loss.detach())
                if on_batch is not None:
                    on_batch(x.shape)
            losses.append(torch.stack(sums).mean().item())
    return losses


def epoch_of(lengths, batch_size, spread, rng):
    """The batches of an epoch, by length or, with spread None, by chance."""
    if spread is not None:
        return batches_by_length(lengths, batch_size, spread, rng)
    return torch.from_numpy(rng.permutation(len(lengths))).split(batch_size)


def accuracy(reader, part, word_to_index, places=PLACES, at_end=None, device="cpu"):
    """The share of sentences that get their true mood.

    at_end: where the state is read, in place of the reader's own way.
    """
    before, training = reader.at_end, reader.training
    reader.at_end = before if at_end is None else at_end
    with torch.no_grad():
        found = reader.eval()(rows_of(part, word_to_index, places, device)).argmax(dim=1).cpu().numpy()
    reader.at_end = before
    reader.train(training)
    return float(np.mean(found == part.true))


def run(seed, rate, spread=None, epochs=EPOCHS, **shape):
    """Train one reader on the sentences of a seed. Returns it, its {word: number}, and the sentences."""
    data = moods(seed)
    word_to_index = numbers_of(data)
    reader = new_reader(word_to_index, seed, **shape)
    X, y = rows_of(data.train, word_to_index), torch.from_numpy(data.train.y)
    train_reader(reader, X, y, rate, epochs, seed, spread)
    return reader, word_to_index, data
