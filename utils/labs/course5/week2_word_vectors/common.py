"""What several exercises of this lab are tried on, and the groups of words that it speaks of."""

import numpy as np

from utils.data import corpus_words as table
from utils.data.corpus import NUMBER

SIDES = [row[:2] for row in (*table.ROYAL, *table.FAMILY, *table.PEOPLE)]  # 16 pairs, masculine word first
OCCUPATIONS = tuple(table.OCCUPATIONS)
SHARES = np.array([share for share, _ in table.OCCUPATIONS.values()])  # planted shares of women
OCCUPIED = np.array([NUMBER[word] for word in OCCUPATIONS])  # their columns in E
LEANING = SHARES != 0.5  # two occupations lean to no side
HIS, HERS = table.MASCULINE["plays"][:4], table.FEMININE["plays"][-4:]  # pastimes
KINDS = {
    "people": [word for pair in SIDES for word in pair],
    "occupations": list(OCCUPATIONS),
    "countries": [row[0] for row in table.COUNTRIES],
    "capitals": [row[1] for row in table.COUNTRIES],
    "languages": [row[2] for row in table.COUNTRIES],
    "degrees": [word for row in table.ADJECTIVES for word in row[:3]],
    "pastimes": [*HIS, *HERS],
}


def drawn_map(rng, words, d):
    """A map of random vectors."""
    return {word: rng.normal(size=d) for word in words}


def as_map(words, E):
    """{word: its column of E}."""
    return dict(zip(words, E.T, strict=True))


def units(E):
    """Columns of length 1."""
    return E / np.linalg.norm(E, axis=0)
