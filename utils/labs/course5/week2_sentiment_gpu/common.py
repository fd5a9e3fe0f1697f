"""What several exercises of this lab are tried on: LSTMs of ours as modules, masks, and a stand-in for dropout."""

import numpy as np
import torch
from torch import nn

from utils.gpu.models.weights import copy_weights
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.lstm import LSTM


class Halving(nn.Module):
    """In place of dropout: halves what comes in, so that a check sees where it stands, without chance."""

    def forward(self, x):
        return x / 2


def drawn(layers, rng, size=1.0):
    """Layers in float64 whose weights are normal numbers times size."""
    layers.cast(np.float64)
    for W in layers.parameters().values():
        W[...] = size * rng.standard_normal(W.shape)
    return layers


def small_layers(rng, words, d, n_a, n_y):
    """Embedding, two LSTMs, scores: layers of ours."""
    parts = (
        Embedding(words + 1, d, rng),
        LSTM(d, n_a, rng),
        LSTM(n_a, n_a, rng, return_sequences=False),
        Dense(n_a, n_y, rng),
    )
    return drawn(Sequential(*parts), rng)


def modules_of(layers):
    """The parts of `Emojify_V2`, weights from Sequential(Embedding, LSTM, LSTM, Dense), with Halving as dropout."""
    embedding, first, second, output = layers.layers
    d, n_a, n_y = embedding.W.shape[1], second.U.shape[-1], output.W.shape[1]
    parts = {
        "embedding": nn.Embedding(len(embedding.W), d),
        "first": nn.LSTM(d, first.U.shape[-1], batch_first=True),
        "dropout": Halving(),
        "second": nn.LSTM(first.U.shape[-1], n_a, batch_first=True),
        "output": nn.Linear(n_a, n_y),
    }
    return copy_weights(layers, nn.ModuleDict(parts).double())


def cell_of(layer):
    """An nn.LSTMCell in float64 with the weights of an LSTM of ours."""
    n_x, n_a = layer.W.shape[1:]
    return copy_weights(layer, nn.LSTMCell(n_x, n_a).double())


def masks(lengths, T):
    """(m, T) of bool, True at the first places of each row."""
    return np.arange(T) < np.array(lengths)[:, np.newaxis]


def as_tensors(word_to_vec_map):
    """{word: tensor} of {word: array}."""
    return {word: torch.from_numpy(np.asarray(vector, np.float64)) for word, vector in word_to_vec_map.items()}
