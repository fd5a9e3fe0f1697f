"""Translations without a network: word by word, and from the most similar sentence."""

from collections import Counter

import numpy as np

from utils.data.translation import words


def dictionary(part):
    """The French word that goes best with each English one: twice the sentences with both, over those with either."""
    together, english, french = Counter(), Counter(), Counter()
    for e, f in zip(part.english, part.french, strict=True):
        e, f = sorted(set(e.split())), sorted(set(words(f)))
        english.update(e)
        french.update(f)
        together.update((a, b) for a in e for b in f)
    best = {}
    for (a, b), n in together.items():
        score = 2 * n / (english[a] + french[b])
        if score > best.get(a, ("", 0.0))[1]:
            best[a] = (b, score)
    return {a: b for a, (b, _) in best.items()}


def word_by_word(train, part):
    """Every word by its own, in the English order: lists of French words."""
    known = dictionary(train)
    return [[known[word] for word in text.split()] for text in part.english]


def nearest(train, part):
    """The translation of the training sentence with the most words in common, over all words of both."""
    size = int(train.X.max()) + 1
    bags = np.stack([np.bincount(row, minlength=size)[:size] for row in train.X])[:, 1:]
    found = []
    for row in part.X:
        bag = np.bincount(row, minlength=size)[1:size]
        shared = np.minimum(bags, bag).sum(axis=1)
        found.append(words(train.french[int(np.argmax(shared / (bags.sum(axis=1) + bag.sum() - shared)))]))
    return found


def shares(found, part):
    """The share of sentences right in every word, and of the due words that stand in their place."""
    due = [words(text) for text in part.french]
    right = sum(a == b for one, other in zip(found, due, strict=True) for a, b in zip(one, other, strict=False))
    return np.mean([a == b for a, b in zip(found, due, strict=True)]), right / sum(map(len, due))
