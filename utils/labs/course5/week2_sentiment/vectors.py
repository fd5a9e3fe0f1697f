"""Vectors of words, learnt from text without labels, as a table and as a layer."""

import numpy as np

from utils.bars import progress
from utils.layers.embedding import Embedding
from utils.layers.word_sampling import draw_words, noise_table
from utils.layers.word_vectors import skip_gram_step
from utils.layers.word_windows import skip_gram_pairs

WIDTH, NEGATIVES, BATCH, RATE = 32, 3, 512, 0.04  # numbers in a vector; noise words for a pair; pairs in a step


def train_vectors(sentences, rng, window=8, epochs=4, d=WIDTH):
    """Skip-gram with negative sampling, on sentences that are lists of words.

    rng: np.random.Generator.    window: how far a neighbour may be away.    d: numbers in a vector.
    Returns {word: its vector (d,)}, each of length 1: so a frequent word weighs in an average as much as a rare one.
    """
    words = sorted({word for sentence in sentences for word in sentence})
    ids = {word: number for number, word in enumerate(words)}
    numbers = [np.array([ids[word] for word in sentence]) for sentence in sentences]
    centres, contexts = skip_gram_pairs(numbers, window)
    noise = noise_table(np.bincount(np.concatenate(numbers), minlength=len(words)))
    E = ((rng.random((len(words), d)) - 0.5) / d).astype(np.float32)
    theta = np.zeros_like(E)
    for _ in progress(range(epochs), "vectors"):
        order = rng.permutation(len(centres))
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            negatives = draw_words(noise, (len(rows), NEGATIVES), rng)
            skip_gram_step(E, theta, centres[rows], contexts[rows], negatives, RATE)
    E /= np.linalg.norm(E, axis=1, keepdims=True)
    return {word: E[ids[word]] for word in words}


def number_words(words):
    """{word: its number, from 1 on}; 0 stays free for padding."""
    return {word: number for number, word in enumerate(words, start=1)}


def embedding_matrix(word_to_vec_map, word_to_index):
    """E (n_words + 1, d): each word's vector in the row of its number; row 0, of padding, holds zeros.

    word_to_vec_map: {word: (d,)} of at least the words in word_to_index.
    """
    d = len(next(iter(word_to_vec_map.values())))
    E = np.zeros((len(word_to_index) + 1, d), np.float32)
    for word, number in word_to_index.items():
        E[number] = word_to_vec_map[word]
    return E


def pretrained_embedding_layer(word_to_vec_map, word_to_index):
    """The first layer of a network: the vectors, in the rows of their words' numbers.

    Returns an Embedding; it learns unless its array is left out of the optimiser's.
    """
    E = embedding_matrix(word_to_vec_map, word_to_index)
    layer = Embedding(*E.shape, np.random.default_rng(0))
    layer.W[...] = E
    return layer


def neighbours(word_to_vec_map, word, k=4):
    """The k words whose vectors have the highest cosine with a word's, the nearest first."""
    others = [other for other in word_to_vec_map if other != word]
    cosines = np.array([word_to_vec_map[other] for other in others]) @ word_to_vec_map[word]
    return [others[i] for i in np.argsort(-cosines)[:k]]
