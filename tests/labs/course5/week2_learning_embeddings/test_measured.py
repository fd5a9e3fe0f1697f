"""The kept tables of the lab on word embeddings: whole, measured by the command, and what the text says of them."""

import numpy as np
import pytest

from utils.labs.course5.week2_learning_embeddings import measured
from utils.labs.course5.week2_learning_embeddings.counting import DEV, TEST, score
from utils.labs.course5.week2_learning_embeddings.measured import JUDGE, final, standard_error
from utils.labs.course5.week2_learning_embeddings.training import Glove, train
from utils.labs.measured import load_measured, rows_where

pytestmark = pytest.mark.lab("course5/week2_learning_embeddings")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week2_learning_embeddings")


def named(kept, name):
    return rows_where(kept["race"], name=name)[0]


def thirds(row):
    return np.array(row["thirds"]).mean(axis=0)


def test_the_tables_hold_every_row_once(kept):
    assert [row["name"] for row in kept["race"]] == list(measured.MODELS)
    assert [(row["name"], row["m"]) for row in kept["sizes"]] == [
        (name, m) for m in measured.SIZES for name in measured.BY_SIZE
    ]
    assert [row["m"] for row in kept["ppmi"]] == [measured.SENTENCES, *measured.SIZES]
    pairs = [(row["window"], row["K"]) for row in kept["windows"]]
    assert pairs == [(window, K) for K in measured.NEGATIVES for window in measured.WINDOWS]
    assert [row["power"] for row in kept["powers"]] == list(measured.POWERS)
    for row in [*kept["race"], *kept["sizes"], *kept["ppmi"]]:
        assert len(row["looks"]) == len(row["thirds"]) == len(JUDGE)
    for row in [*kept["windows"], *kept["powers"]]:
        assert len(row["scores"]) == len(measured.GRID_SEEDS)
    assert not set(measured.SEARCH) & {*JUDGE, *measured.GRID_SEEDS} and not set(DEV) & set(TEST)


def test_no_choice_stands_at_the_end_of_its_list(kept):
    for row in [*kept["race"], *kept["sizes"]]:
        rates = measured.MODELS[row["name"]][2]
        assert row["rate"] == rates[int(np.argmax(row["dev"]))] and rates[0] < row["rate"] < rates[-1]
    for row in kept["ppmi"]:
        assert measured.PPMI_SIZES[0] < row["d"] < measured.PPMI_SIZES[-1]
    for row in kept["powers"]:
        assert measured.GRID_RATES[int(np.argmax(row["dev"]))] == row["rate"] == 0.3


def test_the_command_measures_every_row(monkeypatch, kept):
    class Model:
        def vectors(self):
            return np.zeros((460, 2))

    monkeypatch.setattr(measured, "text", lambda seed, m=0: measured.load_corpus(np.random.default_rng(0), 5))
    monkeypatch.setattr(measured, "run", lambda name, m, rate, seed: iter([(1, 0.1, Model()), (2, 0.2, Model())]))
    monkeypatch.setattr(measured, "ppmi_vectors", lambda corpus, d, window: np.zeros((460, d)))
    monkeypatch.setattr(measured, "train", lambda model, rate, epochs, rng: iter(()))
    found = measured.measure()
    assert {name: len(rows) for name, rows in found.items()} == {name: len(rows) for name, rows in kept.items()}
    for name, rows in found.items():
        assert [row.keys() for row in rows] == [row.keys() for row in kept[name]]


def test_a_run_looks_at_each_eighth_of_its_epochs(monkeypatch):
    monkeypatch.setattr(measured, "train", lambda model, rate, epochs, rng: iter([1.0] * epochs))
    assert [epoch for epoch, *_ in measured.run("CBOW, negatives", 2000, 0.3, 10)] == [4, 8, 12, 16, 20, 24, 28, 32]
    assert [epoch for epoch, *_ in measured.run("skip-gram, negatives", 6000, 0.3, 10)] == [1, 2]
    assert measured.epochs_of("CBOW, negatives", 6000) == 11


def test_a_kept_look_comes_again(kept):
    row = named(kept, "GloVe, all pairs")
    _, _, model = next(iter(measured.run("GloVe, all pairs", measured.SENTENCES, row["rate"], JUDGE[0])))
    assert score(model.vectors()) == pytest.approx(row["looks"][0][0][1], abs=0.03)


# What the text says


def test_the_order_of_the_ways(kept):
    means = {row["name"]: final(row).mean() for row in kept["race"]}
    counted = final(kept["ppmi"][0])
    assert max(means, key=means.get) == "skip-gram, all words" and means["skip-gram, all words"] == pytest.approx(
        0.77, abs=0.01
    )
    assert counted.mean() == pytest.approx(0.62, abs=0.01)
    apart = counted - final(named(kept, "skip-gram, negatives"))
    assert abs(apart.mean()) < 2 * standard_error(apart) + 0.01
    for name in ("CBOW, negatives", "GloVe, all pairs", "skip-gram, tree", "language model of 2003"):
        assert counted.mean() > means[name] + 0.05
    assert means["GloVe"] < 0.06 and means["GloVe, all pairs"] == pytest.approx(0.54, abs=0.01)
    assert means["language model of 2003"] == pytest.approx(0.09, abs=0.01)


def test_biases_make_no_difference_that_could_be_told(kept):
    gain = final(named(kept, "GloVe, all pairs")) - final(named(kept, measured.NO_BIASES))
    assert abs(gain.mean()) < 0.03


@pytest.mark.parametrize(("add", "x_max"), [(0.0, 10.0), (0.1, 10.0), (0.0, 100.0)])
def test_glove_fits_the_pairs_that_met_and_solves_nothing(add, x_max):
    """What 0.1 more does to them alone is nothing; so it is the pairs that never met by which all pairs do better."""
    rng = np.random.default_rng([11, 1])
    model = Glove(measured.text(11), rng, measured.D, measured.WINDOW, x_max=x_max)
    i, j, X = model.examples
    model.examples = (i, j, X + np.float32(add))
    losses = list(train(model, 0.1, 24, rng))
    assert losses[-1] < 0.02 * losses[0] and score(model.vectors()) < 0.07


def test_skip_gram_is_ahead_of_cbow_for_all_words_in_both_texts(kept):
    small = [named(kept, name) for name in measured.BY_SIZE]
    for cbow, skip_gram in (small, kept["sizes"]):
        assert np.all(thirds(skip_gram) > thirds(cbow) + 0.04) and measured.seconds(cbow) > measured.seconds(skip_gram)
        epochs = [measured.seconds(row) / measured.epochs_of(row["name"], row["m"]) for row in (cbow, skip_gram)]
        assert 0.2 < epochs[0] / epochs[1] < 0.5


def test_the_tree_is_behind_by_as_much_for_all_words(kept):
    behind = thirds(named(kept, "skip-gram, all words")) - thirds(named(kept, "skip-gram, tree"))
    assert np.all(np.abs(behind - 0.24) < 0.05)


def test_a_window_of_five_solves_more_than_half_with_five_negatives_and_none_with_one(kept):
    for K, due in ((1, []), (5, [5, 8])):
        rows = rows_where(kept["windows"], K=K)
        assert [row["window"] for row in rows if np.mean(row["scores"]) > 0.5] == due
    assert all(np.mean(row["scores"]) < 0.17 for row in kept["windows"] if row["window"] < 3)


@pytest.mark.full
@pytest.mark.parametrize("rate", [0.1, 1.0])
def test_no_other_rate_saves_a_small_window(rate):
    vectors, _ = measured.grid_vectors(measured.GRID_SEEDS[0], rate, window=2)
    assert score(vectors) < 0.2


def test_a_lower_power_solves_more_on_the_judged_relations_and_a_half_on_the_others(kept):
    scores = np.array([row["scores"] for row in kept["powers"]])  # (powers, texts)
    assert np.all(np.diff(scores, axis=0) < 0)
    uniform, paper = scores[measured.POWERS.index(0)], scores[measured.POWERS.index(0.75)]
    assert np.mean(uniform - paper) == pytest.approx(0.08, abs=0.005)
    assert measured.POWERS[int(np.argmax([max(row["dev"]) for row in kept["powers"]]))] == 0.5


def test_counting_gains_most_by_the_longer_text(kept):
    gains = [final(long).mean() - final(short).mean() for short, long in [
        (kept["ppmi"][0], kept["ppmi"][1]), *((named(kept, row["name"]), row) for row in kept["sizes"])
    ]]  # fmt: skip
    assert max(gains) == gains[0] > 0.25
