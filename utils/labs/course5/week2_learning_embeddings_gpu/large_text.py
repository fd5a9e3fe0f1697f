"""A text with as many words as one likes: invented countries in the forms of the course's own corpus.

The NumPy lab's corpus has twelve countries, each with a capital, a language, a river and a dish, in twelve forms of
sentences. Here are n of them, whose names are put together from syllables. What is to be learnt is planted, as there;
no sentence of it was ever written by anybody.
"""

import re
from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number
from utils.data.corpus_words import FORMS

ROLES = ("country", "capital", "language", "river", "dish")
PLACES = FORMS["places"]
COMMON = tuple(sorted({part for form in PLACES for part in form.split() if part[0] != "{"}))
RELATIONS = {  # what is asked: a : b = c : ?
    "capital": ("country", "capital"),
    "language": ("country", "language"),
    "river": ("capital", "river"),
    "dish": ("country", "dish"),
}
DEV, TEST = ("language", "dish"), ("capital", "river")  # settings are chosen on the first, and judged on the others
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
SPREAD = 123_457  # shares no factor with the number of names, so that neighbours in the list look unlike


class LargeText(NamedTuple):
    """Sentences end to end, and what the numbers mean."""

    text: np.ndarray  # (n,) words as whole numbers
    sentence: np.ndarray  # (n,) the number of each word's sentence
    n_words: int
    counts: np.ndarray  # (n_words,) how often each word stands in it; 0 is possible
    first: np.ndarray  # (n_countries, 5) the words of each country, in the order of ROLES


def name(k):
    """The k-th invented word, three syllables; 343,000 of them."""
    n = len(SYLLABLES)
    k = k * SPREAD % n**3
    return SYLLABLES[k // n**2] + SYLLABLES[k // n % n] + SYLLABLES[k % n]


def spelled(large, word):
    """A word of the text in letters."""
    return COMMON[word] if word < len(COMMON) else name(word - len(COMMON))


def load_large_text(rng, n_countries, m, zipf=0.5):
    """Write m sentences about n countries.

    rng: np.random.Generator.    zipf: the k-th country is spoken of k^−zipf as often as the first.
    Returns a LargeText of 5 n + 45 words or so: some that all share, then each country's five.
    Raises ValueError for n below 2 or above 68,600, or m that is no whole number from 1 up.
    """
    whole_number("n_countries", n_countries, "countries", least=2)
    whole_number("m", m, "sentences", least=1)
    if n_countries * len(ROLES) > len(SYLLABLES) ** 3:
        raise ValueError(f"{n_countries} countries need more names than there are; 68,600 is the most")
    words = len(COMMON) + np.arange(n_countries * len(ROLES)).reshape(n_countries, len(ROLES))
    weights = np.arange(1, n_countries + 1) ** -float(zipf)
    countries = rng.choice(n_countries, size=m, p=weights / weights.sum())
    forms = rng.integers(len(PLACES), size=m)
    pieces = [_written(form, words[countries[forms == k]]) for k, form in enumerate(PLACES)]
    text = np.concatenate([piece.ravel() for piece in pieces])
    lengths = np.concatenate([np.full(len(piece), piece.shape[1]) for piece in pieces])
    n_words = len(COMMON) + words.size
    return LargeText(text, np.repeat(np.arange(m), lengths), n_words, np.bincount(text, minlength=n_words), words)


def _written(form, rows):
    """A form once for each row of words: (k, its length)."""
    slots = [re.fullmatch(r"{(\w+)}", part) for part in form.split()]
    columns = [
        rows[:, ROLES.index(slot[1])] if slot else np.full(len(rows), COMMON.index(part))
        for slot, part in zip(slots, form.split(), strict=True)
    ]
    return np.stack(columns, axis=1)


def questions(large, rng, n, relations=TEST):
    """Ask n analogies of each relation, between two different countries drawn alike: {relation: (n, 4)}."""
    asked = {}
    for relation in relations:
        pairs = large.first[:, [ROLES.index(role) for role in RELATIONS[relation]]]  # (n_countries, 2)
        one = rng.integers(len(pairs), size=n)
        two = (one + rng.integers(1, len(pairs), size=n)) % len(pairs)
        asked[relation] = np.concatenate([pairs[one], pairs[two]], axis=1)
    return asked
