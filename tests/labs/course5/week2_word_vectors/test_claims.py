"""What the lab on word vectors says: similarity, analogies beside baselines, maps; and how it is measured."""

import numpy as np
import pytest

from utils.data.corpus import NUMBER, WORDS
from utils.data.word_vectors import load_word_vectors
from utils.labs.course5.week2_word_vectors import baselines, maps, measured, training
from utils.labs.course5.week2_word_vectors.common import units
from utils.labs.measured import load_measured, rows_where
from utils.steps.word_vectors import (
    cosine_similarity,
    nearest_words,
    offset_answers,
)

pytestmark = pytest.mark.lab("course5/week2_word_vectors")
VECTORS = load_word_vectors()
E = np.stack(list(VECTORS.values()), axis=1)


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week2_word_vectors")


def means(rows, key):
    return np.array([np.mean(row[key]) for row in rows])


# The stored vectors, similarity


def test_the_stored_vectors_are_those_of_the_named_command():
    again = training.train_vectors(training.corpus_of(0), 0)
    alike = np.sum(units(again) * units(E), axis=0)
    assert alike.min() > 0.99


def test_words_that_never_meet_are_similar():
    sentences = [set(s.tolist()) for s in training.corpus_of(0).sentences]
    assert not any({NUMBER["king"], NUMBER["queen"]} <= s for s in sentences)
    assert (
        cosine_similarity(VECTORS["king"], VECTORS["queen"])
        > 0.7
        > cosine_similarity(VECTORS["king"], VECTORS["paris"])
    )
    assert cosine_similarity(VECTORS["big"], VECTORS["small"]) > 0.7


def test_the_distance_is_the_cosine_on_vectors_of_length_1():
    U = units(E)
    np.testing.assert_allclose(maps.distances(U)[:20, :20] ** 2, (2 - 2 * U.T @ U)[:20, :20], atol=1e-9)


# Analogies


def test_for_rivers_the_step_leads_back_to_b():
    asked = baselines.QUESTIONS["river"]
    free = offset_answers(asked[:, :3], E, False)
    assert np.mean(free == asked[:, 1]) > 0.8


def test_the_table_of_analogies(kept):
    def right(vectors, way="cosine", key="right"):
        return means(rows_where(kept["analogies"], vectors=vectors, way=way), key).mean()

    assert kept["rank"] == 100 and min(measured.RANKS) < 100 < max(measured.RANKS)
    ways = [right("skip-gram", way) for way in ("cosine", "steps", "distance")]
    assert [round(way, 2) for way in ways] == [0.78, 0.74, 0.77]
    assert right("skip-gram", "near c") < 0.005 and right("random") < 0.01
    assert (
        round(right("counted rows"), 2) == 0.87
        and round(right("counted rows", key="right without exclusion"), 2) == 0.57
    )
    counted, wide = "counted rows, 100 numbers", "skip-gram, 100 numbers, 12 epochs"
    assert right(counted) == pytest.approx(right(wide), abs=0.02) and right(wide) > right("skip-gram")
    capital = list(baselines.QUESTIONS).index("capital")
    sums = [row["right"][capital] for row in rows_where(kept["analogies"], way="b + c")]
    assert np.mean(sums) == pytest.approx(0.81, abs=0.01)
    languages = rows_where(kept["analogies"], vectors="counted rows")
    order = list(baselines.QUESTIONS).index("language")
    assert {(row["right"][order], row["right without exclusion"][order]) for row in languages} <= {(1.0, 0.0)}
    free = [right(some, key="right without exclusion") for some in (counted, wide)]
    assert free[0] > free[1] + 0.05
    assert right("skip-gram", "near b") < 0.15 and right("skip-gram", "b + c") == pytest.approx(0.40, abs=0.01)
    assert right("counted rows, 50 numbers") == pytest.approx(0.5, abs=0.02)
    assert len(kept["analogies"]) == 12 * len(measured.JUDGE) and not set(measured.SEARCH) & set(measured.JUDGE)


def test_counted_rows_by_hand():
    class Tiny:
        sentences, words = [np.array([0, 1]), np.array([0, 1]), np.array([0, 2]), np.array([2, 2])], "abc"

    P = baselines.counted_rows(Tiny, 1)
    # 8 pairs in all, a in 3 of them, b in 2, and both together in 2 each way round
    assert P[0, 1] == P[1, 0] == pytest.approx(np.log(2 * 8 / (3 * 2))) and P[0, 0] == 0
    np.testing.assert_allclose(np.sum(baselines.shortened(P, 3) ** 2, axis=0), np.diag(_absolute(P)), atol=1e-12)


def _absolute(P):
    values, vectors = np.linalg.eigh(P)
    return vectors @ np.diag(np.abs(values)) @ vectors.T


def test_the_ways_of_answering_are_those_of_the_exercises():
    asked = baselines.QUESTIONS["gender"][::37, :3]
    by_steps = baselines.answers_by_steps(asked, E)
    for (a, b, c), answer in zip(asked, by_steps, strict=True):
        steps = [
            cosine_similarity(E[:, b] - E[:, a], e - E[:, c]) if w not in (a, b, c) else -2 for w, e in enumerate(E.T)
        ]
        assert answer == np.argmax(steps)
    nearest = [NUMBER[nearest_words(WORDS[c], VECTORS, 1)[0]] for c in asked[:, 2]]
    given = [n in question for n, question in zip(nearest, asked, strict=True)]
    for answer, target in ((baselines.answers_near_b, asked[:, 1:2]), (baselines.answers_by_sums, asked[:, 1:])):
        sums = E[:, target].sum(axis=2)
        cosines = (units(sums).T @ units(E)) * (1 - np.array([np.isin(np.arange(len(WORDS)), q) for q in asked]))
        np.testing.assert_array_equal(answer(asked, E), cosines.argmax(axis=1))
    near_c = baselines.answers_near_c(asked, E)
    assert all(n == m or g for n, m, g in zip(nearest, near_c, given, strict=True))
    np.testing.assert_array_equal(baselines.answers_by_distance(asked, units(E)), _by_loops(asked, units(E)))


def _by_loops(asked, U):
    found = []
    for a, b, c in asked:
        away = np.linalg.norm(U - (U[:, b] - U[:, a] + U[:, c])[:, None], axis=0)
        away[[a, b, c]] = np.inf
        found.append(np.argmin(away))
    return found


# Maps


def test_t_sne_keeps_the_near_and_loses_the_far(kept):
    (pca,) = rows_where(kept["maps"], map="principal components")
    rows = rows_where(kept["maps"], map="t-SNE")
    assert len(rows) == len(measured.PERPLEXITIES) * len(measured.MAP_SEEDS)
    assert all(row["near"] > pca["near"] for row in rows)
    for perplexity in measured.PERPLEXITIES:
        some = rows_where(rows, perplexity=perplexity)
        assert means(some, "far").mean() < pca["far"] and means(some, "all").mean() < pca["all"]
    ratios = [row["ratio"] for row in kept["clouds"]]
    assert 0.9 < min(ratios) and max(ratios) < 1.1 < measured.RATIO
    again = rows_where(kept["maps"], map="t-SNE from principal components")
    assert min(row["like seed 0"] for row in again) > 0.99 and [round(row["far"], 2) for row in again] == [0.15, 0.15]


def test_a_map_can_mislead_about_kinds():
    V = maps.mapped_vectors(E)
    true = maps.nearest_kinds(units(V))
    assert (true["people"], true["degrees"]) == ("degrees", "people")
    drawn = maps.nearest_kinds(maps.tsne_map(V, 15, 0))
    assert (drawn["people"], drawn["degrees"]) != ("degrees", "people")
    assert maps.kinds_right(V, units(V)) == 7


def test_a_map_that_is_the_truth_is_trusted():
    flat = np.random.default_rng(0).normal(size=(2, 40))
    angles = np.stack([np.cos(flat[0] / 9), np.sin(flat[0] / 9)])  # on an arc, chords are ordered as the angles are
    assert maps.trust(angles, np.stack([flat[0], 0 * flat[0]])) == {"near": 1, "all": 1, "far": 1}
    points, wide = maps.two_clouds(np.random.default_rng(0))
    assert maps.width(points[:, wide]) / maps.width(points[:, ~wide]) == pytest.approx(10, rel=0.05)


def test_a_kept_cloud_comes_again(kept):
    again = measured.cloud_row(30, 0)
    assert again["ratio"] == pytest.approx(rows_where(kept["clouds"], perplexity=30, seed=0)[0]["ratio"], abs=0.05)


# Measuring


def test_the_command_measures_every_row(monkeypatch, kept):
    small = training.corpus_of(0)
    monkeypatch.setattr(measured, "corpus_of", lambda seed, strength=1.0: small)
    monkeypatch.setattr(measured, "train_vectors", lambda corpus, seed, epochs=3, d=50: E)
    monkeypatch.setattr(measured, "JUDGE", (10,))
    monkeypatch.setattr(measured, "SEEDS", (10, 11))
    monkeypatch.setattr(measured.maps, "tsne_map", lambda V, *_, **__: maps.pca_map(V))
    monkeypatch.setattr(
        measured.baselines, "answers_by_steps", lambda q, E, exclude=True: offset_answers(q, E, exclude)
    )
    found = measured.measure()
    assert found.keys() == kept.keys() and found["rank"] in measured.RANKS
    for name in ("bias", "analogies", "maps", "clouds"):
        assert [row.keys() for row in found[name]][-1] == [row.keys() for row in kept[name]][-1]
    assert [(row["vectors"], row["way"]) for row in found["analogies"]] == [
        (row["vectors"], row["way"]) for row in rows_where(kept["analogies"], seed=10)
    ]
