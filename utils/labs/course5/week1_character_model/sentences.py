"""Drawn sentences in which the number of the first noun decides the verb at the end, however far away it is.

    the keys near the old house behind the trees were red .

Between noun and verb stand phrases, each with a preposition, "the" and a noun of its own, singular or plural by chance:
whoever looks at the nearest noun alone is right half of the time.
"""

import numpy as np

NOUNS = ("key", "dog", "house", "tree", "boat", "book", "horse", "garden")
ADJECTIVES, PREPOSITIONS, VERBS = ("old", "red", "small", "quiet"), ("near", "behind", "with", "under"), ("was", "were")
PLURALS = tuple(noun + "s" for noun in NOUNS)
WORDS = ("<EOS>", "the", *NOUNS, *PLURALS, *ADJECTIVES, *PREPOSITIONS, *VERBS)
IDS = {word: number for number, word in enumerate(WORDS)}
PHRASE, BEFORE = 3, 2  # words of a phrase, and up to the first noun
CHARACTERS = ("\n", " ", *sorted(set("".join(WORDS[1:]))))
CHARACTER_IDS = {character: number for number, character in enumerate(CHARACTERS)}


def draw_sentences(m, phrases, rng):
    """m sentences with so many phrases between noun and verb: ids (m, 5 + 3 · phrases), and plural (m,) of 0 and 1."""
    n, plural = len(NOUNS), rng.integers(0, 2, m)
    ids = np.zeros((m, BEFORE + PHRASE * phrases + 3), int)  # the last column stays <EOS>
    ids[:, 0] = IDS["the"]
    ids[:, 1] = IDS[NOUNS[0]] + rng.integers(0, n, m) + n * plural
    for first in range(BEFORE, BEFORE + PHRASE * phrases, PHRASE):
        ids[:, first] = IDS[PREPOSITIONS[0]] + rng.integers(0, len(PREPOSITIONS), m)
        ids[:, first + 1] = IDS["the"]
        ids[:, first + 2] = IDS[NOUNS[0]] + rng.integers(0, 2 * n, m)
    ids[:, -3] = IDS["was"] + plural
    ids[:, -2] = IDS[ADJECTIVES[0]] + rng.integers(0, len(ADJECTIVES), m)
    return ids, plural


def as_text(ids):
    """One sentence's numbers as words, without its end."""
    return " ".join(WORDS[number] for number in ids if number)


def in_characters(ids):
    """Sentences as numbers of characters, "\\n" behind each and as padding: (m, T), and the mask of what counts."""
    texts = [as_text(row) + "\n" for row in ids]
    T = max(map(len, texts))
    found = np.zeros((len(texts), T), int)
    for row, text in zip(found, texts, strict=True):
        row[: len(text)] = [CHARACTER_IDS[character] for character in text]
    return found, np.arange(T) < np.array([[len(text)] for text in texts])


def least_nats(phrases, most):
    """What no model can go below, in nats a sentence, where 0 to `most` phrases are equally frequent.

    Drawn are the number of phrases, the first noun, preposition and noun of each phrase, and the adjective.
    """
    drawn = [most + 1, 2 * len(NOUNS)] + phrases * [len(PREPOSITIONS), 2 * len(NOUNS)] + [len(ADJECTIVES)]
    return float(np.sum(np.log(drawn)))
