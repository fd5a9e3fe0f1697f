"""Ways to learn vectors from a corpus, trained alike: batches in random order, AdaGrad, a rate and epochs to choose.

A model holds `examples`, a tuple of arrays of one length, and `arrays`, what it learns. `gradients(batch, rng)` returns
the losses (B,) and a list of (which of `arrays`, rows, gradient of these rows). `vectors()` are what it has learnt.
"""

import numpy as np

from utils.labs.course5.week2_learning_embeddings.counting import every_pair
from utils.layers.embedding import embedding_backward, embedding_forward
from utils.layers.glove import adagrad_rows, glove_backward, glove_forward
from utils.layers.hierarchical_softmax import hierarchical_softmax_backward, hierarchical_softmax_forward, huffman_tree
from utils.layers.losses import softmax_cross_entropy
from utils.layers.word_sampling import draw_words, noise_table
from utils.layers.word_vectors import (
    cbow_backward,
    cbow_forward,
    decisions_backward,
    decisions_forward,
    negative_sampling_forward,
)
from utils.layers.word_windows import cbow_windows, cooccurrence, skip_gram_pairs

FEW = 60_000  # with fewer examples batches are of 256, else of 1,024
START = 0.1  # the standard deviation that vectors start from


def normal(rng, *shape):
    return rng.normal(0, START, shape).astype(np.float32)


class SkipGram:
    """A word guesses each of its neighbours.

    guess: against K "negatives" (K from 0 up), drawn by a power of the counts; down a "tree"; or among "all" words.
    """

    def __init__(self, corpus, rng, d, window, guess="negatives", K=5, power=0.75):
        self.examples = skip_gram_pairs(corpus.sentences, window)
        counts, n_words = np.maximum(corpus.counts, 1), len(corpus.words)
        self.guess, self.K, self.noise = guess, K, noise_table(counts, power)
        self.tree = huffman_tree(counts) if guess == "tree" else None
        n_units = n_words - 1 if guess == "tree" else n_words
        self.arrays = [normal(rng, n_words, d), np.zeros((n_units, d), np.float32)]

    def gradients(self, batch, rng):
        centres, contexts = batch
        h, words = embedding_forward(centres, self.arrays[0])
        losses, dh, (rows, dtheta) = self.guessed(h, contexts, rng)
        return losses, [(0, *embedding_backward(dh, words)), (1, rows, dtheta)]

    def guessed(self, h, contexts, rng):
        """The losses, the gradient of h, and that of the vectors by which words are guessed."""
        theta, ones = self.arrays[1], np.ones(len(h), h.dtype)
        if self.guess == "all":
            return all_words(h, contexts, theta)
        if self.guess == "tree":
            losses, cache = hierarchical_softmax_forward(h, contexts, theta, self.tree)
            return losses, *hierarchical_softmax_backward(ones, cache)
        if self.K == 0:
            losses, cache = decisions_forward(h, contexts[:, np.newaxis], ones[:, np.newaxis], theta)
        else:
            negatives = draw_words(self.noise, (len(h), self.K), rng)
            losses, cache = negative_sampling_forward(h, contexts, negatives, theta)
        return losses, *decisions_backward(ones, cache)

    def vectors(self):
        return self.arrays[0]


def all_words(h, targets, theta):
    """A softmax over all words: the mean loss for each example, the gradients of their sum."""
    loss, dscores = softmax_cross_entropy(h @ theta.T, targets)
    dscores *= len(h)
    return np.full(len(h), loss), dscores @ theta, (np.arange(len(theta)), dscores.T @ h)


class Cbow:
    """The mean of a word's neighbours guesses the word, against K negatives.

    before: True leaves the neighbours behind the word out.
    """

    def __init__(self, corpus, rng, d, window, K=5, power=0.75, before=False):
        self.examples = cbow_windows(corpus.sentences, window)
        if before:
            contexts, mask, targets = self.examples
            some = mask[:, :window].any(axis=1)
            self.examples = contexts[some, :window], mask[some, :window], targets[some]
        self.K, self.noise = K, noise_table(np.maximum(corpus.counts, 1), power)
        self.arrays = [normal(rng, len(corpus.words), d), np.zeros((len(corpus.words), d), np.float32)]

    def gradients(self, batch, rng):
        negatives = draw_words(self.noise, (len(batch[0]), self.K), rng)
        losses, cache = cbow_forward(*batch, negatives, *self.arrays)
        (rows, dE), (guessed, dtheta) = cbow_backward(np.ones_like(losses), cache)
        return losses, [(0, rows, dE), (1, guessed, dtheta)]

    def vectors(self):
        return self.arrays[0]


class LanguageModel:
    """The neural language model of 2003: vectors of the last `window` words, side by side; a hidden layer; a softmax.

    Bengio, Ducharme, Vincent, Jauvin (2003), without their direct connections. A place before the sentence has the
    vector of a word of its own, the last row.
    """

    def __init__(self, corpus, rng, d, window, hidden=64):
        n_words, self.window = len(corpus.words), window
        self.examples = previous_words(corpus.sentences, window, n_words)
        W = rng.normal(0, 1 / np.sqrt(window * d), (window * d, hidden)).astype(np.float32)
        self.arrays = [normal(rng, n_words + 1, d), W, np.zeros((1, hidden), np.float32)]
        self.arrays += [np.zeros((n_words, hidden + 1), np.float32)]

    def gradients(self, batch, rng):
        contexts, targets = batch
        E, W, b, theta = self.arrays
        x, words = embedding_forward(contexts, E)
        x = x.reshape(len(x), -1)
        h = np.tanh(x @ W + b)
        losses, dh, (rows, dtheta) = all_words(np.hstack([h, np.ones((len(h), 1), h.dtype)]), targets, theta)
        dz = dh[:, :-1] * (1 - h**2)
        dx = (dz @ W.T).reshape(len(x), self.window, -1)
        places = np.arange(len(W))
        return losses, [
            (0, *embedding_backward(dx, words)),
            (1, places, x.T @ dz),
            (2, np.arange(1), dz.sum(axis=0, keepdims=True)),
            (3, rows, dtheta),
        ]

    def vectors(self):
        return self.arrays[0][:-1]


def previous_words(sentences, window, before):
    """The `window` words before each word: contexts (n, window), where `before` stands for none, and targets (n,)."""
    padded = [np.concatenate([np.full(window, before), sentence]) for sentence in sentences]
    contexts = [np.lib.stride_tricks.sliding_window_view(sentence, window)[:-1] for sentence in padded]
    return np.concatenate(contexts), np.concatenate(sentences)


class Glove:
    """Vectors whose products are logarithms of co-occurrences.

    biases: False leaves both bias terms out.    floor: 0 takes the pairs that met; above 0, all pairs, each with that
    much more.    both: the vector of a word in the end is the sum of its two vectors; False takes the first one.
    """

    def __init__(self, corpus, rng, d, window, x_max=10.0, biases=True, floor=0.0, both=True):
        n_words = len(corpus.words)
        pairs = cooccurrence(corpus.sentences, window)
        self.examples = every_pair(*pairs, n_words, floor) if floor else pairs
        self.x_max, self.biases, self.both = x_max, biases, both
        self.arrays = [normal(rng, n_words, d), normal(rng, n_words, d)]
        self.arrays += [np.zeros(n_words, np.float32), np.zeros(n_words, np.float32)]

    def gradients(self, batch, rng):
        losses, cache = glove_forward(*batch, *self.arrays, self.x_max)
        (i, dW, db), (j, dW_context, db_context) = glove_backward(np.ones_like(losses), cache)
        biases = [(2, i, db), (3, j, db_context)] if self.biases else []
        return losses, [(0, i, dW), (1, j, dW_context), *biases]

    def vectors(self):
        return self.arrays[0] + self.arrays[1] if self.both else self.arrays[0]


def train(model, rate, epochs, rng):
    """Train a model with AdaGrad; yields the mean loss after each epoch.    rng: for the order and the negatives."""
    squares, n = [np.ones_like(array) for array in model.arrays], len(model.examples[0])
    batch = 256 if n < FEW else 1024
    for _ in range(epochs):
        order, total = rng.permutation(n), 0.0
        for first in range(0, n, batch):
            rows = order[first : first + batch]
            losses, gradients = model.gradients([array[rows] for array in model.examples], rng)
            total += losses.sum()
            for which, moved, gradient in gradients:
                adagrad_rows(model.arrays[which], squares[which], moved, gradient, rate)
        yield total / n
