"""What trained vectors hold: products against the PMI, nearest words, and what the biases of GloVe take over."""

import numpy as np

from utils.labs.course5.week2_learning_embeddings.counting import matrix
from utils.layers.word_windows import skip_gram_pairs
from utils.steps.embeddings import noise_distribution


def nearest(vectors, word, words, n=4):
    """The n words whose vectors have the largest cosines with that of `word`, other than itself.

    words: all words, in the order of the vectors.
    """
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    k = words.index(word)
    order = np.argsort(-(unit @ unit[k]))
    return [words[other] for other in order if other != k][:n]


def cosine(u, v):
    return float(u @ v / np.sqrt((u @ u) * (v @ v)))


def meetings(corpus, window):
    """How often each word is another's neighbour, each pair counted in full: (n_words, n_words)."""
    centres, contexts = skip_gram_pairs(corpus.sentences, window)
    n_words = len(corpus.words)
    both = np.bincount(centres * n_words + contexts, minlength=n_words**2)
    return both.reshape(n_words, n_words)


def due_products(corpus, window, K, power=0.75):
    """The products at which negative sampling has its lowest loss: ln n_ij / (K n_i P(j)); −∞ where n_ij is 0.

    Returns (n_words, n_words). Levy, Goldberg (2014).
    """
    n = meetings(corpus, window)
    expected = K * np.outer(n.sum(axis=1), noise_distribution(np.maximum(corpus.counts, 1), power))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(n / expected)


def explained(logs, d, biases):
    """How much of the variance of a matrix products of vectors of d numbers explain at best, all entries alike.

    biases: whether the sum of a number for each row and one for each column stands beside the products.
    """
    rest = logs
    if biases:
        rest = logs - logs.mean(axis=1, keepdims=True) - logs.mean(axis=0, keepdims=True) + logs.mean()
    left = np.linalg.svd(rest, compute_uv=False)[d:]
    return float(1 - np.sum(left**2) / np.sum((logs - logs.mean()) ** 2))


def cooccurring(i, j, X, n_words, floor):
    """The logarithms of all counts with `floor` added."""
    return np.log(matrix(i, j, X, n_words) + floor)
