"""The sentences, vectors and seeds of the kept tables.

A seed draws the labelled sentences and the starting weights. What is chosen is chosen on SEARCH and judged on JUDGE.
"""

from functools import cache

import numpy as np

from utils.data.moods import load_moods, unlabelled, vocabulary
from utils.labs.course5.week2_sentiment.vectors import WIDTH, train_vectors

SEARCH, JUDGE = (0, 1), (10, 11, 12, 13, 14)
SENTENCES, TEXT, VECTORS_SEED = 1500, 3000, 7
RATES, EPOCHS = (0.003, 0.01, 0.03, 0.1, 0.3), 12
SINGLE = ("plain", "aside")


@cache
def word_vectors(source="cues", window=8, seed=0):
    """Vectors of all words of moods: trained on text with or without cues; or "random", drawn by a seed."""
    rng = np.random.default_rng(VECTORS_SEED)
    texts = unlabelled(rng, TEXT, cues=source != "no cues")
    if source == "random":
        drawn = np.random.default_rng([seed, 4]).standard_normal((len(vocabulary(texts)), WIDTH))
        return dict(zip(vocabulary(texts), drawn / np.linalg.norm(drawn, axis=1, keepdims=True), strict=True))
    return train_vectors([text.split() for text in texts], rng, window)


@cache
def moods(seed, m=SENTENCES, **more):
    """The labelled sentences of a seed."""
    return load_moods(np.random.default_rng([seed, 1]), m, **more)


def best(grid, score):
    """The setting with the highest mean of score(setting, seed) over SEARCH."""
    return max(grid, key=lambda setting: np.mean([score(setting, seed) for seed in SEARCH]))


def rounded(scores):
    return {name: round(value, 3) for name, value in scores.items()}
