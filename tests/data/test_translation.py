import re

import numpy as np
import pytest

from utils.data.translation import (
    LONG_X,
    LONG_Y,
    T_X,
    T_Y,
    _Draws,
    load_translation,
    vocabularies,
    words,
    written,
)
from utils.data.translation_grammar import _phrase, elided, sentence
from utils.data.translation_words import ADJECTIVES, NOUNS, PREPOSITIONS, VERBS, VOWELS

SIZES = (6000, 500, 500, 500, 300)
SINGULAR = {form: noun.english[0] for noun in NOUNS for form in noun.english}
ADJECTIVE_NAMES = {adjective.english for adjective in ADJECTIVES}


@pytest.fixture(scope="module")
def data():
    return load_translation(np.random.default_rng(0))


@pytest.fixture(scope="module")
def many():
    draws = _Draws(np.random.default_rng(5))
    return [sentence(draws) for _ in range(15_000)]


def translations(many):
    return {" ".join(english): written(" ".join(french)) for english, french, _ in many}


class Fixed:
    """Choices that are told: of `pick` by English name, of `chance` in order."""

    def __init__(self, things, chances):
        self.things, self.chances = list(things), list(chances)

    def chance(self, p):
        return self.chances.pop(0)

    def pick(self, things):
        wanted = self.things.pop(0)
        return next(t for t in things if (t[0] if isinstance(t[0], str) else t[0][0]) == wanted)


def test_shapes_texts_and_numbers_agree(data):
    for k, (part, m) in enumerate(zip(data[:5], SIZES, strict=True)):
        T_x, T_y = (LONG_X, LONG_Y) if k == 4 else (T_X, T_Y)
        assert part.X.shape == part.mask.shape == (m, T_x) and part.Y.shape == part.Y_mask.shape == (m, T_y)
        assert part.mask.dtype == part.Y_mask.dtype == bool
        assert np.array_equal(part.X == 0, ~part.mask) and np.array_equal(part.Y == 0, ~part.Y_mask)
        assert data.english_vocabulary.decode(part.X, between=" ") == part.english
        assert [written(text) for text in data.french_vocabulary.decode(part.Y, between=" ")] == part.french
        assert part.Y_mask.sum(axis=1).tolist() == [len(words(text)) + 2 for text in part.french]
        assert set(part.Y[:, 0]) == {data.french_vocabulary.ids["<s>"]}


def test_no_sentence_stands_twice(data):
    english = [text for part in data[:5] for text in part.english]
    assert len(set(english)) == len(english) == sum(SIZES)


def test_longer_sentences_are_longer(data):
    assert data.longer.mask.sum(axis=1).min() > T_X


def held_out_in(text, held_out):
    """Whether a held-out pair stands in this English sentence, found by its words alone."""
    found, before, verb = set(), [], None
    verbs = {form: verb.english[0] for verb in VERBS for form in verb.english}
    for two in re.findall(r"(?:looks?|waits?|listens?) (?:for|at|to)|\w+", text):
        if two in verbs:
            verb = verbs[two]
        elif two in ADJECTIVE_NAMES:
            before.append(two)
        elif two in SINGULAR:
            found.update((adjective, SINGULAR[two]) for adjective in before)
            found.add((verb, SINGULAR[two]))
            before, verb = [], None
    return bool(found & held_out)


def test_held_out_pairs_stand_in_their_own_part_alone(data):
    for k, part in enumerate(data[:5]):
        assert {held_out_in(text, data.held_out) for text in part.english} == {k == 3}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_word_is_learnt(seed):
    data = load_translation(np.random.default_rng(seed))
    for ids, vocabulary in zip((data.train.X, data.train.Y), data[5:7], strict=True):
        assert set(np.unique(ids)) == set(range(len(vocabulary)))


@pytest.mark.parametrize("seed", range(3))
def test_held_out_pairs_leave_every_word_most_of_its_company(seed):
    held_out = load_translation(np.random.default_rng(seed), 1, 1, 1, 1, 1).held_out
    assert len(held_out) == 2 * len(NOUNS)
    for choice in (*ADJECTIVES, *VERBS):
        name = choice.english if choice in ADJECTIVES else choice.english[0]
        nouns = sum(noun.kind in choice.kinds for noun in NOUNS)
        assert sum(pair[0] == name for pair in held_out) <= 0.4 * nouns


def test_a_sentence_has_one_translation(many):
    found = {}
    for english, french, _ in many:
        assert found.setdefault(tuple(english), french) == french


def test_gender_of_articles(many):
    feminine = {form for noun in NOUNS if noun.feminine for form in noun.french}
    masculine = {form for noun in NOUNS if not noun.feminine for form in noun.french}
    for _, french, _ in many:
        for article, after in zip(french[:-1], french[1:], strict=True):
            if article in ("la", "une"):
                assert after not in masculine, french
            if article in ("le", "un", "du"):
                assert after not in feminine, french


def test_adjectives_agree_with_their_nouns():
    draws = _Draws(np.random.default_rng(1))
    forms = set()
    for _ in range(5000):
        noun, several = draws.pick(NOUNS), draws.chance(0.5)
        english, (article, *french) = _phrase(draws, noun, several, set(), "a", 1.0)
        at = french.index(noun.french[several])
        for adjective in ADJECTIVES:
            if adjective.english in english:
                written_form = french[0] if adjective.before else french[-1]
                own = (adjective.feminine if noun.feminine else adjective.masculine)[several]
                assert written_form in (own, adjective.vowel) and (at > 0 or not adjective.before)
                forms.add((adjective.english, written_form, noun.french[0][0] in VOWELS))
    assert {("beautiful", "bel", True), ("beautiful", "beau", False), ("old", "vieil", True)} <= forms
    assert not {("beautiful", "bel", False), ("beautiful", "beau", True), ("new", "nouveau", True)} & forms


def test_what_is_elided(many):
    short = {"l'", "n'", "d'"}
    for _, french, _ in many:
        for word, after in zip(french[:-1], french[1:], strict=True):
            assert (after[0] in VOWELS) == (word in short) or word not in {"le", "la", "de", "ne", *short}, french
            assert (word, after) not in {("de", "le"), ("de", "les")}, french


def test_negation_and_its_de(many):
    for english, french, _ in many:
        assert english.count("not") == french.count("pas")
        assert french.count("ne") + french.count("n'") == french.count("pas")
        for k, word in enumerate(french):
            if word == "pas":
                assert french[k - 2] in ("ne", "n'") and french[k + 1] in ("de", "d'", "le", "la", "l'", "les")


def test_one_sentence_by_hand():
    # of several? of the old, "the", an adjective, one more, two doers, negated; several doors, "the", an adjective;
    # a place, a second clause
    chances = [False, True, True, False, False, True, False, False, True, False, False]
    choices = Fixed(["opens", "man", "old", "door", "red"], chances)
    english, french, pairs = sentence(choices)
    assert " ".join(english) == "the old man does not open a red door"
    assert written(" ".join(french)) == "le vieil homme n'ouvre pas de porte rouge"
    assert pairs == {("old", "man"), ("opens", "door"), ("red", "door")}


@pytest.mark.parametrize(
    "english, french",
    [
        (r"\bnear the (houses|trees|chairs|cats|girls)$", r"près des \w+$"),
        (r"\bnear the (garden|boat|king|cat)$", r"près du (jardin|bateau|roi|chat)$"),
        (r"\bnear the tree$", r"près de l'arbre$"),
        (r"\bnear the (old|new|beautiful) tree$", r"près du (vieil|nouvel|bel) arbre$"),
        (r"\bnear an? (tree|umbrella|child)$", r"près d'un \w+$"),
        (r"\bloves (cats|dogs|books)$", r"aime les \w+$"),
        (r"\bsees (cats|dogs|books)$", r"voit des \w+$"),
        (r"\b(sees?|finds?|wants?|draws?) small \w+s$", r"de petite?s \w+$"),
        (r"\bdoes not \w+ (cats|an? \w+)$", r"pas (de |d')\w+$"),
        (r"^the queen and the \w+ see the \w+$", r"^la reine et .* voient (la|le|les|l')"),
    ],
)
def test_rules_of_french(many, english, french):
    found = [(e, f) for e, f in translations(many).items() if re.search(english, e)]
    assert found
    assert all(re.search(french, f) for e, f in found if "not love" not in e), found


def test_elision():
    assert [elided(*pair) for pair in (("le", "chat"), ("la", "étoile"), ("ne", "a"), ("de", "homme"))] == [
        "le",
        "l'",
        "n'",
        "d'",
    ]


def test_every_form_stands_in_the_vocabularies():
    english, french = vocabularies()
    assert len(english) == 186 and len(french) == 241
    assert english.symbols[0] == "<pad>" and french.symbols[:3] == ("<pad>", "<s>", "</s>")
    assert all(word in french.ids for _, after, _ in PREPOSITIONS for word in after)


def test_words_and_writing_are_each_others_inverse(data):
    for text in data.test.french:
        assert written(" ".join(words(text))) == text
    assert words("l'oncle n'a pas d'âne") == ["l'", "oncle", "n'", "a", "pas", "d'", "âne"]


def test_the_generator_decides_the_sentences_and_not_their_numbers():
    first, again, other = (load_translation(np.random.default_rng(seed), 50, 5, 5, 5, 5) for seed in (1, 1, 2))
    assert first.train.english == again.train.english and first.held_out == again.held_out
    assert first.train.english != other.train.english and first.held_out != other.held_out
    assert first.english_vocabulary.symbols == other.english_vocabulary.symbols


@pytest.mark.parametrize(
    "asked, said",
    [({"m_train": 0}, "m_train = 0"), ({"m_test": 10.0}, "m_test = 10.0"), ({"m_longer": True}, "m_longer = True")],
)
def test_what_cannot_be_is_refused(asked, said):
    with pytest.raises(ValueError, match=said):
        load_translation(np.random.default_rng(0), **asked)
