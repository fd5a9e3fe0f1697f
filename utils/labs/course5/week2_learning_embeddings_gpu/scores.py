"""Analogies and counted vectors on tensors: what the trained vectors are held against."""

import numpy as np
import torch

from utils.gpu.data.words import TextPairs

CHUNK = 2**24  # cosines that are held at once: 64 MB in float32


def answers(vectors, questions):
    """For each a : b = c : ?, the word whose vector has the largest cosine with b − a + c, other than a, b and c.

    vectors: (n_words, d) tensor.    questions: (n, 4) words, on the same device.    Returns (n,).
    """
    unit = vectors / vectors.norm(dim=1, keepdim=True).clamp(min=1e-12)
    found = []
    for some in questions.split(max(CHUNK // len(vectors), 1)):
        a, b, c = some[:, :3].T
        cosines = (vectors[b] - vectors[a] + vectors[c]) @ unit.T  # (part of n, n_words)
        cosines.scatter_(1, some[:, :3], -torch.inf)
        found.append(cosines.argmax(dim=1))
    return torch.cat(found)


def score(vectors, asked):
    """The share of right answers, a mean over relations.    asked: {relation: (n, 4) array or tensor}."""
    vectors = vectors.detach()
    shares = []
    for some in asked.values():
        some = torch.as_tensor(some).to(vectors.device)
        shares.append((answers(vectors, some) == some[:, 3]).double().mean())
    return torch.stack(shares).mean().item()


def counted_vectors(text, sentence, n_words, window, d, setup, power=0.5, seed=0):
    """Vectors without training: positive PMI, cut to about its d largest singular values. (n_words, d).

    The singular values are those that a random projection finds, torch.svd_lowrank: with all words in one matrix, so
    for some tens of thousands of words at most.
    """
    data = TextPairs(text, sentence, window, setup, 2**18, drop_last=False)
    X = torch.zeros(n_words * n_words, device=setup.device)
    for rows in torch.arange(len(data), device=setup.device).split(data.batch_size):
        pairs, _ = data.batch(rows)
        X.index_add_(0, pairs[:, 0] * n_words + pairs[:, 1], X.new_ones(len(pairs)))
    X = X.view(n_words, n_words)
    sums = X.sum(dim=1).clamp(min=1e-12)
    positive = (X * X.sum() / sums[:, None] / sums).log().clamp(min=0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        U, sizes, _ = torch.svd_lowrank(positive, q=d + 10, niter=4)
    return U[:, :d] * sizes[:d] ** power


def text_of(corpus):
    """The NumPy lab's corpus end to end: text (n,), and the number of each word's sentence (n,)."""
    lengths = [len(sentence) for sentence in corpus.sentences]
    return np.concatenate(corpus.sentences), np.repeat(np.arange(len(lengths)), lengths)
