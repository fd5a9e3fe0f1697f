"""A corpus to learn word vectors from: short English sentences whose words stand in relations that were planted.

The sentences are drawn from forms (`utils.data.corpus_words`), so it is known beforehand what there is to learn:

- pairs of one relation ("king", "queen"; "france", "paris"; "big", "bigger") stand in the same forms, and each pair has
  words of its own ("sceptre", "baguette", "whale"), by which it differs from the other pairs of its relation;
- occupations stand with "he" or "she" in shares that are told (`women`), a bias of known strength. Pastimes lean, too:
  men play football four times as often as women, women sew four times as often as men. Who works is drawn first, and
  the pastime by that person, so occupations differ in pastimes as well;
- "ice" and "steam" have one neighbour each ("solid", "gas"), one in common ("water"), and one that is as rare with
  either ("fashion").

All of it is invented. What vectors say of this text is true of this text, and of no people.
"""

import itertools
import re
from typing import NamedTuple

import numpy as np

from utils.data import corpus_words as table
from utils.data.arguments import whole_number

WHOLE = 40_000  # sentences, some 330,000 words


class Corpus(NamedTuple):
    """Sentences as numbers, and what the numbers mean."""

    sentences: list  # of m arrays (n,) of whole numbers, one for each word of a sentence
    words: tuple  # the vocabulary, in alphabetical order: word k is number k; the same for every rng and setting
    number: dict  # {word: its number}
    counts: np.ndarray  # (n_words,) how often each word stands in these sentences; 0 can be where m is small

    def spelled(self, k):
        """Sentence k in letters."""
        return " ".join(self.words[word] for word in self.sentences[k])


def women(occupation, bias=1.0):
    """The share of women among those who have this occupation in the text: ½ + bias · (planted share − ½).

    occupation: a key of `OCCUPATIONS`.    bias: as for `load_corpus`.
    """
    return 0.5 + bias * (table.OCCUPATIONS[occupation][0] - 0.5)


def load_corpus(rng, m=WHOLE, bias=1.0, zipf=0.0):
    """Write m sentences, each drawn by itself.

    rng: np.random.Generator.    m: sentences, about 8 words each.
    bias: how much of the planted lean of the occupations is in the text: 1 as planted, 0 none, −1 the reverse.
    zipf: makes pairs, countries and occupations unequally frequent: the k-th of its list counts k^−zipf, from k = 1;
    0 gives them the same share, 1 makes the twelfth country twelve times as rare as the first.
    Returns Corpus: sentences, words, number, counts.
    Raises ValueError for m that is not a whole number from 1 up, bias outside −1 to 1, zipf below 0.
    """
    whole_number("m", m, "sentences", least=1)
    if not -1 <= bias <= 1:
        raise ValueError(f"bias = {bias!r}: it is a number from −1 to 1")
    if not 0 <= zipf < np.inf:
        raise ValueError(f"zipf = {zipf!r}: it is an exponent, 0 or more")
    rows = list(_rows(bias, zipf))
    drawn = rng.choice(len(rows), size=m, p=[share for share, _, _ in rows])
    forms = rng.integers([len(table.FORMS[rows[row][1]]) for row in drawn])
    sentences = [None] * m
    order = np.lexsort((forms, drawn))  # sentences of one row and form are written together, which is quick
    for places in np.split(order, np.flatnonzero(np.diff(drawn[order]) | np.diff(forms[order])) + 1):
        _, family, row = rows[drawn[places[0]]]
        ids = _written(table.FORMS[family][forms[places[0]]], row, len(places), rng)
        for place, sentence in zip(places, ids, strict=True):
            sentences[place] = sentence
    counts = np.bincount(np.concatenate(sentences), minlength=len(WORDS))
    return Corpus(sentences, WORDS, NUMBER, counts)


def analogies():
    """What was planted: questions a : b = c : d by relation, all pairs of a relation against each other.

    Returns {relation: [(a, b, c, d), …]}; "gender" has royal, family and other pairs, masculine word first.
    """
    pairs = {
        "gender": [row[:2] for row in (*table.ROYAL, *table.FAMILY, *table.PEOPLE)],
        "capital": [row[:2] for row in table.COUNTRIES],
        "language": [(row[0], row[2]) for row in table.COUNTRIES],
        "river": [(row[1], row[3]) for row in table.COUNTRIES],
        "dish": [(row[0], row[4]) for row in table.COUNTRIES],
        "comparative": [row[:2] for row in table.ADJECTIVES],
        "superlative": [(row[0], row[2]) for row in table.ADJECTIVES],
    }
    return {name: [(*one, *two) for one, two in itertools.permutations(some, 2)] for name, some in pairs.items()}


def _rows(bias, zipf):
    """Yield what sentences are about: its share of the text, its family of forms, and {slot: word or words}."""
    families = {
        "royal": _pairs(table.ROYAL),
        "family": _pairs(table.FAMILY),
        "people": _pairs(table.PEOPLE),
        "names": _pairs((*pair, ()) for pair in table.NAMES),
        "work": [_workers(occupation, bias) for occupation in table.OCCUPATIONS],
        "places": [
            [(1, dict(zip(("country", "capital", "language", "river", "dish"), row, strict=True)))]
            for row in table.COUNTRIES
        ],
        "adjectives": [[(1, {"w": w, "more": more, "most": most, "x": x})] for w, more, most, x in table.ADJECTIVES],
        "matter": [[(1, {"w": w, "x": x})] for w, x in table.MATTER.items()],
    }
    for family, groups in families.items():
        weights = np.arange(1, len(groups) + 1) ** -float(zipf)
        for weight, group in zip(weights / weights.sum(), groups, strict=True):
            for share, row in group:
                yield table.SHARES[family] * weight * share, family, row


def _pairs(pairs):
    """Both words of each pair, as often."""
    sides = (table.MASCULINE, table.FEMININE)
    return [[(0.5, side | {"w": w, "x": x}) for w, side in zip(both, sides, strict=True)] for *both, x in pairs]


def _workers(occupation, bias):
    """A man and a woman of one occupation, with their shares; the word for them is the same."""
    men, x = 1 - women(occupation, bias), table.OCCUPATIONS[occupation][1]
    return [
        (share, side | {"w": occupation, "x": x, "name": tuple(pair[k] for pair in table.NAMES)})
        for k, (share, side) in enumerate([(men, table.MASCULINE), (1 - men, table.FEMININE)])
    ]


def _written(form, row, k, rng):
    """One form k times, as numbers (k, n): each slot's word drawn anew, a slot that stands twice with the same word."""
    slots = re.findall(r"{(\w+)}", form)
    drawn = {slot: rng.choice([NUMBER[word] for word in _choices(row, slot)], size=k) for slot in dict.fromkeys(slots)}
    columns = [drawn[part[1:-1]] if part[0] == "{" else np.full(k, NUMBER[part]) for part in form.split()]
    return np.stack(columns, axis=1)


def _choices(row, slot):
    return (row[slot],) if isinstance(row[slot], str) else row[slot]


def _vocabulary():
    """Every word that a sentence can have."""
    words = set()
    for _, family, row in _rows(1, 0):
        for part in " ".join(table.FORMS[family]).split():
            words.update(_choices(row, part[1:-1]) if part[0] == "{" else (part,))
    return tuple(sorted(words))


WORDS = _vocabulary()
NUMBER = {word: k for k, word in enumerate(WORDS)}
