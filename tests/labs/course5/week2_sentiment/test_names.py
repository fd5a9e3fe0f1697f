"""What the text of the lab claims of named entities, and of taggers with and without vectors."""

import numpy as np
import pytest

from utils.data.entities import load_entities
from utils.labs.course5.week2_sentiment import measured, taggers
from utils.labs.measured import load_measured, rows_where
from utils.steps.sentiment import bio_encode, entity_scores

pytestmark = pytest.mark.lab("course5/week2_sentiment")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week2_sentiment")


def mean(row, which, kind=None):
    return float(np.mean([value if kind is None else value[kind] for value in row[which]]))


def one(table, **what):
    (row,) = rows_where(table, **what)
    return row


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
    assert new["LSTM, vectors without the new names"] == pytest.approx(0.73, abs=0.005)
    for row in rows.values():
        assert row["chosen"].get("rate", 0.01) < max(measured.TAG_RATES)


@pytest.mark.full  # the notebook runs it
def test_a_kept_tagger_comes_again(kept):
    row = one(kept["entities"], model="LSTM, vectors")
    tag, _ = measured.run_tagger(10, **row["chosen"], vectors="all")
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
