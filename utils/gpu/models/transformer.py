"""The Transformer as a module: the parameters of NumPy's, the steps' functions, and two ways to write with it.

Its parameters are those of utils/steps/transformer_model.py under the same names, weight matrices as in nn.Linear.
"""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from utils.gpu.steps import transformer as steps

TABLES = ("source", "target")  # a row for each word, in both worlds


def in_torch(tree, name=""):
    """Nested NumPy parameters with the axes that nn.Linear has: matrices turned, tables and vectors as they are."""
    if isinstance(tree, dict):
        return {key: in_torch(branch, key) for key, branch in tree.items()}
    if isinstance(tree, list):
        return [in_torch(branch) for branch in tree]
    return np.ascontiguousarray(tree.T) if tree.ndim == 2 and name not in TABLES else tree


class Named(nn.Module):
    """Nested parameters as a module that is read like a dictionary.    tree: nested dictionaries, lists, arrays."""

    def __init__(self, tree):
        super().__init__()
        for name, value in tree.items():
            if isinstance(value, dict):
                value = Named(value)
            elif isinstance(value, list):
                value = nn.ModuleList(map(Named, value))
            else:
                value = nn.Parameter(torch.tensor(value, dtype=torch.get_default_dtype()))
            setattr(self, name, value)

    def __getitem__(self, name):
        return getattr(self, name)


def positions(first, T, d, device=None):
    """Sines and cosines of T places from `first` on, (T, d), in float32."""
    k = torch.arange(d, device=device)
    angles = torch.arange(first, first + T, device=device)[:, None] / 10000 ** (2 * (k // 2) / d)
    return torch.where(k % 2 == 0, angles.sin(), angles.cos())


def embed(ids, vectors, first=0):
    """Give each word its vector times √d, and add where it stands.

    ids: (m, T).    vectors: (n_words, d).    first: the position of column 0.    Returns x (m, T, d).
    """
    d = vectors.shape[1]
    return F.embedding(ids, vectors) * math.sqrt(d) + positions(first, ids.shape[1], d, ids.device).to(vectors.dtype)


def encoder(source_ids, parameters, n_heads):
    """Read a source (m, T_x), 0 is padding. Returns the memory (m, T_x, d) and the padding mask (m, 1, T_x)."""
    padding_mask = (source_ids != 0)[:, None]
    x = embed(source_ids, parameters["source"])
    for layer in parameters["encoder"]:
        x = steps.encoder_layer(x, layer, n_heads, padding_mask)
    return x, padding_mask


def transformer(source_ids, target_ids, parameters, n_heads):
    """Score, at each place of the target, every word that could follow: `utils.steps.transformer_model.transformer`.

    source_ids: (m, T_x).    target_ids: (m, T_y), the words so far.    Returns logits (m, T_y, n_target).
    """
    memory, padding_mask = encoder(source_ids, parameters, n_heads)
    y = embed(target_ids, parameters["target"])
    for layer in parameters["decoder"]:
        y = steps.decoder_layer(y, memory, layer, n_heads, "causal", padding_mask)
    return F.linear(y, parameters["W"], parameters["b"])


def norm_first(source_ids, target_ids, parameters, n_heads):
    """The same with each norm in front of its part, and one at the end of either stack, without γ and β of its own."""
    padding_mask = (source_ids != 0)[:, None]
    x, y = embed(source_ids, parameters["source"]), embed(target_ids, parameters["target"])
    for p in parameters["encoder"]:
        z = steps.norm(x, p["gamma1"], p["beta1"])
        x = x + steps.multi_head_attention(z, z, p["attention"], n_heads, padding_mask)
        x = x + steps.feed_forward(steps.norm(x, p["gamma2"], p["beta2"]), p)
    memory = F.layer_norm(x, x.shape[-1:])
    for p in parameters["decoder"]:
        z = steps.norm(y, p["gamma1"], p["beta1"])
        y = y + steps.multi_head_attention(z, z, p["attention"], n_heads, "causal")
        z = steps.norm(y, p["gamma2"], p["beta2"])
        y = y + steps.multi_head_attention(z, memory, p["cross"], n_heads, padding_mask)
        y = y + steps.feed_forward(steps.norm(y, p["gamma3"], p["beta3"]), p)
    return F.linear(F.layer_norm(y, y.shape[-1:]), parameters["W"], parameters["b"])


class Transformer(nn.Module):
    """A Transformer that is trained on pairs: rows with a source and the words so far side by side.

    tree: parameters as of NumPy's `transformer`.    n_heads: of every attention.    T_x: places of a source.
    forward: `transformer`, `norm_first`, or another function of the same arguments.
    """

    def __init__(self, tree, n_heads, T_x, function=transformer):
        super().__init__()
        self.tree, self.n_heads, self.T_x, self.function = Named(in_torch(tree)), n_heads, T_x, function

    def forward(self, pairs):
        """Logits (m, T_y, n_target) of pairs (m, T_x + T_y)."""
        return self.function(pairs[:, : self.T_x], pairs[:, self.T_x :], self.tree, self.n_heads)


@torch.no_grad()
def decode(source_ids, parameters, n_heads, start, end, length):
    """Write greedily, the decoder anew for each word, the source read once.

    source_ids: (m, T_x).    start, end: special words.    length: words at most.
    Returns the words written, (m, length): each row up to and with its end, then 0.
    """
    memory, padding_mask = encoder(source_ids, parameters, n_heads)

    def scores(written):
        y = embed(written, parameters["target"])
        for layer in parameters["decoder"]:
            y = steps.decoder_layer(y, memory, layer, n_heads, "causal", padding_mask)
        return F.linear(y[:, -1], parameters["W"], parameters["b"])

    return _write(scores, source_ids, start, end, length)


@torch.no_grad()
def decode_with_cache(source_ids, parameters, n_heads, start, end, length, step=steps.decoder_layer_step):
    """What `decode` writes, with keys and values kept.    step: as `decoder_layer_step`."""
    memory, padding_mask = encoder(source_ids, parameters, n_heads)
    kept = [keep_memory(memory, layer["cross"]) for layer in parameters["decoder"]]

    def scores(written):
        y = embed(written[:, -1:], parameters["target"], written.shape[1] - 1)
        for k, layer in enumerate(parameters["decoder"]):
            y, kept[k] = step(y, kept[k], layer, n_heads, padding_mask)
        return F.linear(y[:, 0], parameters["W"], parameters["b"])

    return _write(scores, source_ids, start, end, length)


def keep_memory(memory, cross):
    """The memory's keys and values in one layer, and no words yet: the beginning of a layer's cache.

    memory: (m, T_x, d).    cross: the parameters of its cross-attention.    Returns {"k", "v", "memory_k", "memory_v"}.
    """
    found = {f"memory_{name}": F.linear(memory, cross[f"W_{name}"], cross[f"b_{name}"]) for name in "kv"}
    none = found["memory_k"][:, :0]
    return {"k": none, "v": none} | found


def _write(scores, source_ids, start, end, length):
    """Greedy words by scores: the words so far, (m, t) with the start -> (m, n_target)."""
    written = torch.full((len(source_ids), 1), start, device=source_ids.device)
    ended = torch.zeros(len(source_ids), dtype=torch.bool, device=source_ids.device)
    for _ in range(length):
        words = torch.where(ended, 0, scores(written).argmax(dim=-1))
        written = torch.cat([written, words[:, None]], dim=1)
        ended = ended | (words == end)
    return written[:, 1:]
