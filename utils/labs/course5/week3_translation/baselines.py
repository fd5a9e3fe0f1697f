"""Translations without a network: word by word, and the translation of the most similar sentence."""

import numpy as np

from utils.data.translation import END, PADDING


def presence(ids, mask, n):
    """Which words stand in each sentence, (m, n) of 0 and 1."""
    found = np.zeros((len(ids), n), np.float32)
    rows, columns = np.nonzero(mask)
    found[rows, ids[rows, columns]] = 1
    return found


def dictionary(part, english, french):
    """For each English word the French one that goes with it most: {word: word}.

    Of a pair of words, twice the number of sentences with both, over the sum of the numbers with either (Dice, 1945).
    """
    e, f = presence(part.X, part.mask, len(english)), presence(part.Y, part.Y_mask, len(french))
    f[:, [french.ids[PADDING], french.ids[END]]] = 0
    alone = e.sum(axis=0)[:, None] + f.sum(axis=0)
    dice = 2 * (e.T @ f) / np.maximum(alone, 1)
    return {word: french.symbols[k] for word, k in zip(english.symbols, dice.argmax(axis=1), strict=True)}


def word_by_word(part, english, french, new):
    """Each word's entry in the dictionary, m lists of words."""
    entries = dictionary(part, english, french)
    return [[entries[word] for word in text.split()] for text in new.english]


def nearest_sentence(part, english, french, new):
    """The translation of the sentence to learn from that shares most words, for their numbers; m lists of words."""
    known, asked = (presence(p.X, p.mask, len(english)) for p in (part, new))
    shared = asked @ known.T / np.sqrt(known.sum(axis=1))
    return [part.french[k] for k in shared.argmax(axis=1)]
