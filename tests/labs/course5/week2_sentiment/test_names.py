"""What the text of the lab claims of named entities, and of taggers with and without vectors."""

import numpy as np
import pytest

from tests.labs.course5.week2_sentiment.conftest import mean, one
from utils.data.entities import TEMPLATES, load_entities
from utils.labs.course5.week2_sentiment import measured_names, taggers
from utils.steps.sentiment import bio_encode, entity_scores

pytestmark = pytest.mark.lab("course5/week2_sentiment")


def test_token_accuracy_flatters_and_new_names_are_in_no_dictionary(kept):
    rows = {row["model"]: row for row in kept["entities"]}
    assert mean(rows["no name anywhere"], "tags") > 0.6 and mean(rows["no name anywhere"], "new") == 0
    assert mean(rows["dictionary"], "new") == 0 and 0.6 < mean(rows["dictionary"], "known") < 0.8


def test_the_dictionary_takes_the_longest_name_and_its_most_frequent_type():
    from utils.data.entities import Tagged

    train = Tagged(
        [["bank", "of", "x"], ["x"], ["x"], ["x", "y"]],
        [[("ORG", 0, 3)], [("LOC", 0, 1)], [("LOC", 0, 1)], [("PER", 0, 1)]],
    )
    find = taggers.dictionary_tagger(train)
    assert find(["x", "bank", "of", "x", "bank", "of"]) == [("LOC", 0, 1), ("ORG", 1, 4)]
    assert find([]) == [] and find(["y"]) == []


def test_dropped_words_become_new_ones_and_padding_stays():
    x, mask = np.array([[3, 4, 5, 0]] * 500), np.array([[True, True, True, False]] * 500)
    found = taggers.drop_words(x, mask, 0.3, 1, np.random.default_rng(0))
    assert not found[:, 3].any() and np.mean(found[:, :3] == 1) == pytest.approx(0.3, abs=0.04)
    assert (x[:, 0] == 3).all()


def test_scores_of_a_perfect_and_an_empty_tagger():
    part = load_entities(np.random.default_rng(0), 5, 5, 5).test
    tags = [bio_encode(len(words), entities) for words, entities in zip(*part, strict=True)]
    assert taggers.scores_of(tags, part) == (1.0, 1.0)
    assert entity_scores(part.entities, [[] for _ in part.words]) == (0, 0, 0)


def test_the_taggers_on_new_names(kept):
    rows = {row["model"]: row for row in kept["entities"]}
    new, known = ({name: mean(row, which) for name, row in rows.items()} for which in ("new", "known"))
    draws = rows["LSTM"]["new"]
    assert (round(min(draws), 2), round(max(draws), 2)) == (0.09, 0.74) and known["LSTM"] > 0.94
    assert new["LSTM, words dropped"] == pytest.approx(0.74, abs=0.005)
    assert rows["LSTM, words dropped"]["chosen"]["dropped"] == 0.1
    assert mean(rows["LSTM, words dropped"], "tags") == pytest.approx(0.92, abs=0.005)
    for name in ("LSTM, vectors", "window, vectors"):
        assert new[name] == pytest.approx(0.94, abs=0.005)
    assert new["LSTM, vectors without the new names"] == pytest.approx(0.75, abs=0.005)
    sides = [new[f"window of {side} on each side, vectors"] for side in (0, 1, 3)]
    assert sides == pytest.approx([0.48, 0.90, 0.93], abs=0.006)
    for row in rows.values():
        assert row["chosen"].get("rate", 0.01) < max(measured_names.TAG_RATES)


def test_vectors_of_new_words_around_a_name_keep_it_found(kept):
    has, lacks = (one(kept["contexts"], text=text) for text in ("has the second words", "lacks them"))
    assert mean(has, "new, second words") == pytest.approx(0.71, abs=0.006)
    assert abs(mean(has, "new, second words") - mean(has, "new")) < 0.02
    assert mean(lacks, "new, second words") == pytest.approx(0.59, abs=0.006)
    assert has["new"] == lacks["new"] and mean(lacks, "known, second words") < mean(has, "known, second words") - 0.04
    chosen = one(kept["entities"], model="LSTM, vectors without the new names")["chosen"]
    assert chosen == measured_names.CONTEXT


def test_second_words_stand_in_no_template_and_no_name_moves():
    words = {word for frames in TEMPLATES.values() for frame in frames for word in frame.split()}
    assert set(measured_names.SECOND) <= words and not set(measured_names.SECOND.values()) & words
    assert len(measured_names.SECOND) == 23
    part = load_entities(np.random.default_rng(0), 5, 5, 20).test
    second = measured_names.in_second_words(part)
    assert second.entities == part.entities and second.words != part.words
    rows = zip(second.words, part.words, part.entities, strict=True)
    assert all(w[a:b] == v[a:b] for w, v, found in rows for _, a, b in found)


@pytest.mark.full  # the notebook runs it
def test_a_kept_tagger_comes_again(kept):
    row = one(kept["entities"], model="LSTM, vectors")
    tag, _ = measured_names.run_tagger(10, **row["chosen"], vectors="all")
    names = load_entities(np.random.default_rng([10, 1]))
    assert taggers.scores_of(tag(names.test), names.test)[0] == pytest.approx(row["new"][0], abs=0.06)


def test_without_dropped_words_the_new_one_s_vector_never_moves():
    data, rng = load_entities(np.random.default_rng(0), 100, 20, 20), np.random.default_rng(0)
    index = taggers.word_numbers(data.train.words)
    moved = {}
    for dropped in (0.0, 0.2):
        network = taggers.tag_network(index, rng)
        before = network.layers[0].W[index[taggers.UNKNOWN]].copy()
        taggers.train_tagger(network, data, index, 0.01, dropped, rng, epochs=2)
        moved[dropped] = np.abs(network.layers[0].W[index[taggers.UNKNOWN]] - before).max()
    assert moved[0.0] == 0 < moved[0.2]
