"""What several exercises of this lab are tried on: small language models of ours, and the same as modules."""

import numpy as np

from utils.gpu.models.language_model import LanguageModel
from utils.gpu.models.weights import copy_weights
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU


def small_layers(rng, symbols=4, n_e=3, n_a=3, size=1.0):
    """Embedding, GRU in PyTorch's form, scores: layers in float64 whose weights are normal numbers times size."""
    layers = Sequential(
        Embedding(symbols, n_e, rng), GRU(n_e, n_a, rng, reset_after=True), Dense(n_a, symbols, rng)
    ).cast(np.float64)
    for W in layers.parameters().values():
        W[...] = size * rng.standard_normal(W.shape)
    return layers


def language_model_of(layers):
    """The module in float64 that computes what Sequential(Embedding, GRU(…, reset_after=True), Dense) computes."""
    embedding, cell, _ = layers.layers
    n, n_e = embedding.W.shape
    return copy_weights(layers, LanguageModel("GRU", n, n_e, cell.U.shape[-1]).double())


def masks(lengths, T):
    """(m, T) of bool, True at the first places of each row."""
    return np.arange(T) < np.array(lengths)[:, np.newaxis]
