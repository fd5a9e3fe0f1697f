"""Sentences with named entities: what the names are, and that new ones are new in word, sentence and place."""

import numpy as np
import pytest

from utils.data import entities
from utils.data.entities import TEMPLATES, TYPES, load_entities, share_of, untagged

WORDS = {"PER": entities.GIVEN + entities.SURNAMES, "LOC": entities.PLACES}


def parts_of(names):
    return {part: set(share_of(names, part)) for part in ("train", "dev", "test")}


def test_the_entities_are_names_of_their_type():
    data = load_entities(np.random.default_rng(0))
    for part in data:
        for words, found in zip(part.words, part.entities, strict=True):
            assert [start for _, start, _ in found] == sorted(start for _, start, _ in found)
            for kind, start, end in found:
                name = words[start:end]
                assert kind in TYPES and 1 <= len(name) <= 3 and end <= len(words)
                if kind == "ORG":
                    assert name[-1] in entities.KINDS or name[:2] == [name[0], "of"] and name[0] in entities.INSTITUTES
                else:
                    assert set(name) <= set(WORDS[kind]) | set(entities.PLACES)


def test_names_and_things_are_divided_and_none_is_lost():
    for names in (entities.GIVEN, entities.SURNAMES, entities.PLACES, entities.THINGS):
        parts = parts_of(names)
        assert len(set(names)) == len(names) == sum(map(len, parts.values()))
        assert set().union(*parts.values()) == set(names) and min(map(len, parts.values())) >= 4


def test_new_names_are_new_words_and_known_ones_are_not():
    data = load_entities(np.random.default_rng(1))
    train = {word for words in data.train.words for word in words}
    names = {word for table in (entities.GIVEN, entities.SURNAMES, entities.PLACES) for word in table}
    for part in (data.dev, data.test):
        assert not {word for words in part.words for word in words} & train & (names | set(entities.THINGS))
    assert {word for words in data.known.words for word in words} & names <= train
    new = {word for words in data.test.words for word in words} - train
    assert new <= names | set(entities.THINGS)  # nothing else is new
    assert new & set(entities.THINGS)  # and not every new word is a name


def test_the_parts_share_no_template():
    sets = {part: set(texts) for part, texts in TEMPLATES.items()}
    assert all(len(sets[part]) == len(TEMPLATES[part]) for part in sets)
    assert not sets["train"] & sets["dev"] and not sets["train"] & sets["test"] and not sets["dev"] & sets["test"]


def test_surnames_are_sometimes_places_and_two_names_may_touch():
    data = load_entities(np.random.default_rng(2)).train
    places, touching, surnames = set(entities.PLACES), 0, 0
    for words, found in zip(*data, strict=True):
        touching += sum(one[0] == two[0] and one[2] == two[1] for one, two in zip(found[:-1], found[1:], strict=True))
        surnames += sum(kind == "PER" and words[end - 1] in places for kind, _, end in found)
    assert touching > 20 and surnames > 50


def test_untagged_text_has_all_names_and_no_template_for_dev_or_test():
    text = untagged(np.random.default_rng(3), 4000)
    found = {word for words in text for word in words}
    for names in (entities.GIVEN, entities.SURNAMES, entities.PLACES, entities.THINGS):
        assert set(names) <= found
    assert len(text) == 4000


def test_the_same_generator_gives_the_same_sentences():
    one, other = (load_entities(np.random.default_rng(4), 20, 5, 5) for _ in range(2))
    assert one == other and len(one.train.words) == 20 and len(one.known.words) == 5


@pytest.mark.parametrize("name", ["m_train", "m_dev", "m_test"])
def test_what_cannot_be_drawn_is_refused(name):
    with pytest.raises(ValueError, match=name):
        load_entities(np.random.default_rng(0), **{name: 0})
    with pytest.raises(ValueError, match="m = 1"):
        untagged(np.random.default_rng(0), 1)
