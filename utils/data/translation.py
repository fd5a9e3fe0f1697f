"""Short English sentences and what they are in French, both drawn from one grammar.

"the old man does not open a red door" is "le vieil homme n'ouvre pas de porte rouge": there is gender (le, la) and
elision (l'homme, n'ouvre), articles, adjectives and verbs agree, most adjectives change sides, "does not" is "ne … pas"
around the verb, after which "a" becomes "de", and "near the" is "près du". The words stand in
`utils.data.translation_words`. Each sentence has one translation here, where French often has several.

Some pairs of words are held out: an adjective with a noun, a verb with its object. No sentence to learn from, to choose
by or of the first test has one of them; `combinations`, a further test, has at least one in every sentence. Each word
of those pairs is learnt in other company. A last test, `longer`, has sentences longer than all the others.
"""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number
from utils.data.sequences import Vocabulary
from utils.data.translation_grammar import name, sentence
from utils.data.translation_words import ADJECTIVES, GRAMMAR, NOUNS, PREPOSITIONS, VERBS

T_X, T_Y = 12, 16  # words of an English sentence; of a French one with its start and end
LONG_X, LONG_Y = 20, 27  # the same for `longer`, whose English sentences have more than T_X words
PADDING, START, END = "<pad>", "<s>", "</s>"


class Pairs(NamedTuple):
    """m sentences in both languages, as text and as numbers."""

    english: list  # m strings such as "the child sees an apple"
    french: list  # m strings such as "l'enfant voit une pomme"
    X: np.ndarray  # (m, T_x) numbers of the English words
    mask: np.ndarray  # (m, T_x) bool: True where X holds a word, False where it is filled up
    Y: np.ndarray  # (m, T_y) numbers of the French words, from start to end
    Y_mask: np.ndarray  # (m, T_y) bool: True where Y holds a word, start or end


class Translation(NamedTuple):
    """Sentences to learn from, to choose by and to measure on, and what the numbers mean."""

    train: Pairs
    dev: Pairs
    test: Pairs
    combinations: Pairs  # every sentence with a pair of words that was held out
    longer: Pairs
    english_vocabulary: Vocabulary  # with padding
    french_vocabulary: Vocabulary  # with padding, start and end
    held_out: frozenset  # of pairs ("red", "door") and ("opens", "door"), English, adjective or verb with its noun


def words(french):
    """The words of a French sentence: "n'ouvre" is two of them, "n'" and "ouvre"."""
    return french.replace("'", "' ").split()


def written(french):
    """Words with spaces between them as a sentence: "n' ouvre" becomes "n'ouvre"."""
    return french.replace("' ", "'")


def load_translation(rng, m_train=6000, m_dev=500, m_test=500, m_combinations=500, m_longer=300):
    """Sentences in both languages, no English one twice.

    rng: np.random.Generator; it draws which pairs of words are held out, and the sentences.
    m_train, m_dev, m_test, m_combinations, m_longer: numbers of sentences.
    Returns Translation: X is (m, T_X) and Y (m, T_Y), in `longer` (m, LONG_X) and (m, LONG_Y). The vocabularies are
    the same for every rng.
    Raises ValueError for numbers that are not whole and at least 1.
    """
    asked = {"m_train": m_train, "m_dev": m_dev, "m_test": m_test}
    asked |= {"m_combinations": m_combinations, "m_longer": m_longer}
    for argument, m in asked.items():
        whole_number(argument, m, "sentences", least=1)
    sizes = {"ordinary": m_train + m_dev + m_test, "combinations": m_combinations, "longer": m_longer}
    held_out = _held_out(rng)
    drawn = _drawn(_Draws(rng), sizes, held_out)
    english, french = vocabularies()
    encoded = [_encoded(drawn["ordinary"][part], english, french) for part in _parts(m_train, m_dev, m_test)]
    combinations = _encoded(drawn["combinations"], english, french)
    longer = _encoded(drawn["longer"], english, french, LONG_X, LONG_Y)
    return Translation(*encoded, combinations, longer, english, french, held_out)


def vocabularies():
    """Every word that the grammar can write, in alphabetical order: the English vocabulary and the French one."""
    english, french = set(" ".join(GRAMMAR["english"]).split()), set(GRAMMAR["french"])
    for noun in NOUNS:
        english.update(noun.english)
        french.update(noun.french)
    for adjective in ADJECTIVES:
        english.add(adjective.english)
        french.update((*adjective.masculine, *adjective.feminine, adjective.vowel))
    for verb in VERBS:
        english.update(" ".join(verb.english).split())
        french.update(verb.french)
    for before, after, _ in PREPOSITIONS:
        english.update(before.split())
        french.update(after)
    return Vocabulary(sorted(english), PADDING), Vocabulary(sorted(french), PADDING, START, END)


def _parts(*sizes):
    borders = np.cumsum([0, *sizes])
    return [slice(*pair) for pair in zip(borders[:-1], borders[1:], strict=True)]


def _encoded(pairs, english, french, T_x=T_X, T_y=T_Y):
    texts = [" ".join(e) for e, _ in pairs], [written(" ".join(f)) for _, f in pairs]
    X, mask = english.encode([e for e, _ in pairs], length=T_x)
    Y, Y_mask = french.encode([f for _, f in pairs], length=T_y)
    return Pairs(*texts, X, mask, Y, Y_mask)


def _held_out(rng):
    """One adjective and one verb for every noun, each adjective and verb about as often for its number of nouns."""
    pairs = set()
    for choices in (ADJECTIVES, VERBS):
        nouns = {choice: sum(noun.kind in choice.kinds for noun in NOUNS) for choice in choices}
        taken = dict.fromkeys(choices, 0)
        for k in rng.permutation(len(NOUNS)):
            able = [choice for choice in choices if NOUNS[k].kind in choice.kinds]
            able = [able[j] for j in rng.permutation(len(able))]
            choice = min(able, key=lambda choice: (taken[choice] + 1) / nouns[choice])
            taken[choice] += 1
            pairs.add((name(choice), NOUNS[k].english[0]))
    return frozenset(pairs)


def _drawn(draws, sizes, held_out):
    """As many sentences of each sort as were asked for, lists of (English words, French words)."""
    drawn, seen = {part: [] for part in sizes}, set()
    while any(len(drawn[part]) < sizes[part] for part in sizes):
        english, french, pairs = sentence(draws)
        text, part = " ".join(english), "combinations" if held_out & pairs else "ordinary"
        if len(english) > T_X:
            part = None if held_out & pairs or len(english) > LONG_X or len(french) > LONG_Y - 2 else "longer"
        elif len(french) > T_Y - 2:
            part = None
        if part is None or text in seen or len(drawn[part]) == sizes[part]:
            continue
        seen.add(text)
        drawn[part].append((english, french))
    return drawn


class _Draws:
    """Random choices from numbers that are drawn many at a time, which takes a tenth of the seconds."""

    def __init__(self, rng):
        self.rng, self.left = rng, []

    def chance(self, p):
        """True with probability p."""
        return self._number() < p

    def pick(self, things):
        """One of the things, each as likely."""
        return things[int(self._number() * len(things))]

    def _number(self):
        if not self.left:
            self.left = self.rng.random(4096).tolist()
        return self.left.pop()
