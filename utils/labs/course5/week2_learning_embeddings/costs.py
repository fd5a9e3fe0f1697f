"""What one batch costs by the size of the vocabulary: a softmax over all words, a tree, negatives."""

import time

import numpy as np

from utils.labs.course5.week2_learning_embeddings.training import all_words
from utils.layers.hierarchical_softmax import hierarchical_softmax_backward, hierarchical_softmax_forward, huffman_tree
from utils.layers.word_sampling import draw_words, noise_table
from utils.layers.word_vectors import decisions_backward, negative_sampling_forward

BATCH, D, K = 256, 50, 5


def milliseconds(n_words, rounds=3):
    """CPU milliseconds of one batch's losses and gradients, the best of some rounds, each word 1/rank as frequent.

    Returns {"all words", "tree", "negatives"}.
    """
    rng = np.random.default_rng(0)
    counts = np.ceil(n_words / np.arange(1, n_words + 1))
    noise, tree = noise_table(counts), huffman_tree(counts)
    h, theta = (rng.standard_normal((n, D), dtype=np.float32) for n in (BATCH, n_words))
    targets, ones = draw_words(noise_table(counts, 1), BATCH, rng), np.ones(BATCH, np.float32)

    def down_the_tree():
        return hierarchical_softmax_backward(ones, hierarchical_softmax_forward(h, targets, theta[:-1], tree)[1])

    def against_negatives():
        negatives = draw_words(noise, (BATCH, K), rng)
        return decisions_backward(ones, negative_sampling_forward(h, targets, negatives, theta)[1])

    ways = {"all words": lambda: all_words(h, targets, theta), "tree": down_the_tree, "negatives": against_negatives}
    return {name: min(_once(way) for _ in range(rounds)) for name, way in ways.items()}


def _once(way):
    begin = time.process_time()
    way()
    return 1e3 * (time.process_time() - begin)
