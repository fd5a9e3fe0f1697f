"""Transformers that learn to translate: their data as tensors, one run of training, and what they get right."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch

from utils.data.translation import load_translation
from utils.gpu.data.batches import TensorData
from utils.gpu.models.transformer import Transformer, decode_with_cache, norm_first, transformer
from utils.gpu.steps.transformer import transformer_loss
from utils.gpu.training import fit_module
from utils.labs.course5.week4_transformer.weights import flat, fresh_parameters

START, END, BATCH, CLIP = 1, 2, 64, 1.0  # special words; sentences of a batch, longest gradient
D, HEADS, LAYERS, HIDDEN = 32, 4, 2, 64  # the NumPy lab's sizes
ORDERS = {"norm after": transformer, "norm before": norm_first, "small start": transformer}
LAST, SMALL = ("W_o", "W2"), 0.2  # the last weights of every part, and what they are multiplied by for a small start


@cache
def sentences(seed=0, **sizes):
    """The sentences of the NumPy lab: `Translation` of utils.data.translation."""
    return load_translation(np.random.default_rng(seed), **sizes)


def pairs(part):
    """The source and the words so far side by side, (m, T_x + T_y), and the words due (m, T_y), of some Pairs."""
    return torch.from_numpy(np.hstack([part.X, part.Y[:, :-1]])), torch.from_numpy(part.Y[:, 1:])


@dataclass
class WordLoss:
    """The loss of a batch as training takes it: divided by the mean number of words of as many sentences.

    words: the mean number of words due in a sentence, of all that are learnt from. A constant, so that a batch that is
    shared out to several processes has the same gradient as in one.
    """

    words: float

    def __call__(self, logits, due):
        return transformer_loss(logits, due, len(due) * self.words)


def new_network(n_source, n_target, T_x, seed, order="norm after", d=D, heads=HEADS, layers=LAYERS, hidden=HIDDEN):
    """A Transformer that starts where NumPy's would, its weights drawn in NumPy from the seed.

    order: of ORDERS: norms after the sums, before the parts, or after the sums with a small start.
    """
    tree = fresh_parameters(n_source, n_target, d, heads, layers, hidden, np.random.default_rng(seed))
    if order == "small start":
        for name, array in flat(tree).items():
            array *= SMALL if name.endswith(LAST) else 1
    return Transformer(tree, heads, T_x, ORDERS[order])


def network_for(data, seed, **shape):
    """A new network for the words of a Translation."""
    sizes = len(data.english_vocabulary), len(data.french_vocabulary), data.train.X.shape[1]
    return new_network(*sizes, seed, **shape)


def train(net, part, setup, batch=BATCH, loss=None, **settings):
    """Train on some Pairs by `fit_module`; returns its history.    settings: of `fit_module`."""
    x, due = pairs(part)
    loss = loss or WordLoss(float((due != 0).sum() / len(due)))
    data = TensorData(x, due, setup, batch, drop_last=True)
    return fit_module(net, data, setup, loss=loss, **{"clip": CLIP, "name": "translation"} | settings)


@torch.no_grad()
def told(net, part, device="cpu"):
    """The share of words that are right, told the true words before them."""
    x, due = (tensor.to(device) for tensor in pairs(part))
    found = net(x).argmax(dim=-1)
    return float((found == due)[due != 0].float().mean())


def exact(net, part, device="cpu"):
    """The share of sentences that a network with its norms after the sums writes rightly, by its own words."""
    due = torch.from_numpy(part.Y[:, 1:]).to(device)
    source = torch.from_numpy(part.X).to(device)
    written = decode_with_cache(source, net.tree, net.n_heads, START, END, due.shape[1])
    return float((written == due).all(dim=1).float().mean())
