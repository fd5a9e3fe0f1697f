"""What the text of the lab claims of few labels, of vectors from different text, and of tuning them."""

import numpy as np
import pytest

from tests.labs.course5.week2_sentiment.conftest import mean, one
from utils.data.moods import MOODS, SYNONYMS, WORDS, load_moods
from utils.labs.course5.week2_sentiment import draws, measured, measured_readers, networks
from utils.labs.course5.week2_sentiment.vectors import number_words
from utils.labs.statistics import mean_and_error
from utils.steps.sentiment import model

pytestmark = pytest.mark.lab("course5/week2_sentiment")

SEEDS = len(draws.JUDGE)


def test_vectors_with_cues_need_fewer_labels_and_a_bag_overtakes_them(kept):
    at = {(row["source"], row["labels"]): row for row in kept["labels"]}
    assert list(at) == [(source, m) for source in measured.SOURCES for m in measured.LABELS]
    for m in measured.LABELS:
        assert all(mean(at[source, m], "new") < 0.23 for source in ("bag of words", "no cues", "random"))
        assert len(at["cues", m]["known"]) == SEEDS
    few, bag = at["cues", 20], at["bag of words", 20]
    assert [mean(few, "known"), mean(few, "new"), mean(bag, "known")] == pytest.approx([0.49, 0.45, 0.38], abs=0.006)
    for m in (160, 320, 640):
        assert mean(at["bag of words", m], "known") > mean(at["cues", m], "known")
    assert mean(at["bag of words", 640], "known") == 1 and mean(at["cues", 640], "known") == pytest.approx(
        0.96, abs=0.005
    )
    assert all(mean(at["no cues", m], "known") < mean(at["random", m], "known") for m in measured.LABELS)


def test_a_kept_row_of_labels_comes_again(kept):
    again = measured.labels_row("cues", 80)
    for which in ("known", "new"):
        np.testing.assert_allclose(again[which], one(kept["labels"], source="cues", labels=80)[which], atol=0.03)


def test_tuning_keeps_known_words_and_loses_new_ones(kept):
    at = {(row["start"], row["labels"]): row for row in kept["readers"]}
    known, new = (
        {start: mean(at[start, 640], which) for start in measured_readers.STARTS} for which in ("known", "new")
    )
    gain = np.subtract(at["tuned", 640]["known"], at["frozen", 640]["known"])
    assert gain.mean() == pytest.approx(0.04, abs=0.006) and gain.mean() > 2 * mean_and_error(gain)[1]
    assert new["tuned"] < new["frozen"] / 2 and new["random"] < 0.25
    assert known["random"] == pytest.approx(0.92, abs=0.005)
    assert mean(at["frozen", 160], "new") > mean(at["tuned", 160], "new") + 0.2


def test_tuning_after_frozen_training_loses_nothing_at_small_rates(kept):
    frozen = one(kept["readers"], start="frozen", labels=640)
    for rate in measured_readers.AFTER_RATES:
        row = one(kept["then tuned"], start=f"frozen, then tuned at {rate}")
        known, new = (mean(row, which) - mean(frozen, which) for which in ("known", "new"))
        assert 0.01 <= round(known, 2) <= 0.02 if rate < 0.03 else known < 0.02
        assert new > 0 if rate < 0.03 else new < -0.04
    moved = one(kept["then tuned"], start="tuned, synonyms moved along")
    assert mean(moved, "new") == pytest.approx(0.96, abs=0.005)
    assert moved["known"] == one(kept["readers"], start="tuned", labels=640)["known"]  # the test has no synonym
    for start, rate in (("frozen", measured_readers.FROZEN_RATE), ("tuned", measured_readers.TUNED_RATE)):
        assert one(kept["readers"], start=start, labels=640)["rate"] == rate
    assert one(kept["order"], model="LSTM")["chosen"] == [measured_readers.READ_RATE]


def test_synonyms_are_moved_by_their_mood_s_mean_move():
    vectors, rng = {word: np.zeros(2) for word in networks.MOOD_WORDS}, np.random.default_rng(0)
    index = number_words(networks.MOOD_WORDS)
    E = rng.normal(size=(len(index) + 1, 2))
    before = E.copy()
    measured_readers.move_synonyms(E, index, vectors)
    for mood in MOODS:
        move = np.mean([before[index[word]] for word in WORDS[mood]], axis=0)
        assert all(np.allclose(E[index[word]], move) for word in SYNONYMS[mood])
        assert all((E[index[word]] == before[index[word]]).all() for word in WORDS[mood])


def test_the_window_was_chosen_on_dev(kept):
    best = max(kept["windows"], key=lambda row: row["dev"])
    assert [row["window"] for row in kept["windows"]] == list(measured.WINDOWS)
    assert best["dev"] - one(kept["windows"], window=8)["dev"] < 0.03  # 8 is what all else uses


def test_without_cues_words_of_all_moods_are_close():
    mood_of = {word: mood for table in (WORDS, SYNONYMS) for mood, words in table.items() for word in words}
    moods = np.array(list(mood_of.values()))
    same = (moods[:, None] == moods) & ~np.eye(len(moods), dtype=bool)
    found = {}
    for source in ("cues", "no cues"):
        E = np.array([draws.word_vectors(source)[word] for word in mood_of])
        cosines = E @ E.T
        found[source] = cosines[same].mean(), cosines[moods[:, None] != moods].mean()
    assert found["cues"] == pytest.approx((0.82, 0.49), abs=0.02)
    assert found["no cues"] == pytest.approx((0.735, 0.732), abs=0.02)


def test_what_all_mood_words_share_is_what_harms(kept):
    found = {row["source"]: mean(row, "known") for row in kept["labels"] + kept["changed"] if row["labels"] == 640}
    for source, value in {
        "random": 0.72, "random, a common part": 0.48, "no cues": 0.44, "no cues, less the mean": 0.65,
    }.items():  # fmt: skip
        assert found[source] == pytest.approx(value, abs=0.006)
    cosines = {}
    for name, vectors in {
        "put in": networks.with_common_part(draws.word_vectors("random"), np.random.default_rng(9)),
        "taken out": networks.without_common_part(draws.word_vectors("no cues")),
    }.items():
        E = np.array([vectors[word] for word in networks.MOOD_WORDS])
        cosines[name] = (E @ E.T)[~np.eye(len(E), dtype=bool)].mean()
    assert cosines["put in"] == pytest.approx(0.73, abs=0.04) and abs(cosines["taken out"]) < 0.1


def test_bag_and_averages_together_take_the_bag_s_road(kept):
    few, many = (one(kept["labels"], source="bag and cues", labels=m) for m in (80, 640))
    assert [mean(few, "known"), mean(few, "new")] == pytest.approx([0.89, 0.75], abs=0.006)
    assert mean(many, "known") == 1 and mean(many, "new") == pytest.approx(0.43, abs=0.006)
    data = draws.moods(3, 80, kinds=draws.SINGLE)
    predict = networks.on_both(data, draws.word_vectors())
    assert np.mean(predict(data.test.texts) == data.test.true) > 0.7


def test_the_learner_s_model_comes_near_to_regression_on_averages():
    data, vectors = load_moods(np.random.default_rng(6), 200, kinds=("plain", "aside")), draws.word_vectors()
    _, W, b = model(data.train.texts, data.train.y, vectors, 0.3, 60, np.random.default_rng(1))
    predict, _ = networks.on_averages(data, vectors)
    for part in (data.test, data.new):
        mine = np.mean((networks.averages(part.texts, vectors) @ W.T + b).argmax(axis=1) == part.true)
        assert abs(mine - np.mean(predict(part.texts) == part.true)) < 0.08
