"""Sentences that tell a mood: labels that follow from the words, parts that share no frame, and what is left out."""

import numpy as np
import pytest

from utils.data import moods
from utils.data.moods import CUES, FRAMES, KINDS, MOODS, OPPOSITES, SYNONYMS, WORDS, load_moods, unlabelled, vocabulary

MOOD_OF = {word: mood for table in (WORDS, SYNONYMS) for mood, words in table.items() for word in words}
SAME = {"wrong": 0.0, "m_dev": 500, "m_test": 500}


def moods_in(text):
    return [MOOD_OF[word] for word in text.split() if word in MOOD_OF]


def test_the_label_follows_from_the_kind_and_the_words():
    data = load_moods(np.random.default_rng(0), 800, **SAME)
    for part in data:
        for text, y, kind in zip(part.texts, part.true, part.kinds, strict=True):
            found, mood = moods_in(text), MOODS[y]
            if kind == "contrast":
                assert len(set(found)) == 2 and mood in found
            else:
                assert found == [OPPOSITES[mood] if kind == "negated" else mood]


def test_a_contrast_turned_round_has_the_same_words_and_another_label():
    texts = set()
    data = load_moods(np.random.default_rng(1), 4000, wrong=0.0, kinds=("contrast",))
    by_bag = {}
    for text, y in zip(data.train.texts, data.train.y, strict=True):
        by_bag.setdefault(tuple(sorted(text.split())), set()).add(y)
        texts.add(text)
    assert sum(len(labels) > 1 for labels in by_bag.values()) > 100


def test_the_parts_share_no_frame_and_dev_and_test_no_word_of_their_own():
    frames = {part: {frame for group in kinds.values() for frame in group} for part, kinds in FRAMES.items()}
    assert not frames["train"] & frames["dev"] and not frames["train"] & frames["test"]
    assert not frames["dev"] & frames["test"]
    known = set(vocabulary(frames["train"]))
    assert set(vocabulary(frames["dev"] | frames["test"])) <= known
    assert all(set(kinds) == set(KINDS) for kinds in FRAMES.values())


def test_a_not_stands_in_sentences_that_deny_nothing():
    asides = load_moods(np.random.default_rng(2), 400, kinds=("aside",)).train
    assert all({"not", "never", "nobody"} & set(text.split()) for text in asides.texts)


def test_some_training_labels_are_wrong_and_no_others():
    data = load_moods(np.random.default_rng(3), 4000, wrong=0.1)
    assert np.mean(data.train.y != data.train.true) == pytest.approx(0.1, abs=0.02)
    assert all((part.y == part.true).all() for part in data[1:])
    assert set(data.train.y) == set(range(5))


def test_no_labelled_word_is_new_and_every_new_one_stands_in_unlabelled_text():
    data = load_moods(np.random.default_rng(4))
    new = {word for words in SYNONYMS.values() for word in words}
    for part in data[:3]:
        assert not new & set(vocabulary(part.texts))
    assert new & set(vocabulary(data.new.texts)) == new
    text = set(vocabulary(unlabelled(np.random.default_rng(5), 3000)))
    assert new <= text and set(vocabulary(data.train.texts + data.test.texts)) <= text
    assert not {cue for words in CUES.values() for cue in words} & set(vocabulary(data.train.texts))


def test_without_cues_a_mood_word_stands_wherever_any_other_does():
    plain = unlabelled(np.random.default_rng(6), 3000, cues=False)
    assert not {cue for words in CUES.values() for cue in words} & set(vocabulary(plain))
    with_cues = unlabelled(np.random.default_rng(6), 2000)
    cues = {cue: mood for mood, words in CUES.items() for cue in words}
    cued = [text for text in with_cues if set(text.split()) & set(cues)]
    assert len(cued) / 2000 == pytest.approx(0.5, abs=0.05)
    for text in cued:
        assert {cues[word] for word in text.split() if word in cues} == set(moods_in(text))


def test_only_keeps_whole_kinds():
    data = load_moods(np.random.default_rng(7)).test
    some = data.only("negated", "contrast")
    assert set(some.kinds) == {"negated", "contrast"} and len(some.texts) == len(some.y) == len(some.true)
    assert some.texts[0] in data.texts


def test_the_same_generator_gives_the_same_sentences():
    one, other = (load_moods(np.random.default_rng(8), 50).train.texts for _ in range(2))
    assert one == other and len(one) == 50
    assert len(set(load_moods(np.random.default_rng(9)).train.texts)) > 700


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"m_train": 1}, "m_train"),
        ({"m_dev": 2.5}, "m_dev"),
        ({"wrong": 1.5}, "share of the labels"),
        ({"kinds": "plain"}, "plain, negated"),
        ({"kinds": ("plain", "sad")}, "ask for a list"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        load_moods(np.random.default_rng(0), **arguments)
    with pytest.raises(ValueError, match="m = 0"):
        unlabelled(np.random.default_rng(0), 0)


def test_the_words_are_each_of_one_mood():
    words = [word for table in (WORDS, SYNONYMS, CUES) for group in table.values() for word in group]
    assert len(words) == len(set(words)) == 60 and set(moods.OPPOSITES.values()) == set(moods.OPPOSITES)
