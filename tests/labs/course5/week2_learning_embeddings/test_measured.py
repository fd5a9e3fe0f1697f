"""The kept tables of the lab on word embeddings: whole, measured by the command, and what the text says of them."""

import numpy as np
import pytest

from utils.labs.course5.week2_learning_embeddings import measured
from utils.labs.course5.week2_learning_embeddings.counting import DEV, TEST, score
from utils.labs.course5.week2_learning_embeddings.measured import JUDGE, at_epoch, final
from utils.labs.course5.week2_learning_embeddings.training import Glove, train
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error

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
    assert [(row["name"], row["m"]) for row in kept["long"]] == [(name, measured.LONG) for name in measured.LONG_EPOCHS]
    assert [(row["m"], row["d"]) for row in kept["ppmi"]] == [(m, measured.D) for m in (2000, measured.LONG)]
    floors = [(row["floor"], row["x_max"]) for row in kept["floors"]]
    assert floors == [*((floor, 10) for floor in measured.FLOORS), (measured.FLOOR, 100)]
    pairs = [(row["window"], row["K"]) for row in kept["windows"]]
    assert pairs == [(window, K) for K in measured.NEGATIVES for window in measured.WINDOWS]
    assert [row["power"] for row in kept["powers"]] == list(measured.POWERS)
    for row in [*kept["race"], *kept["long"], *kept["ppmi"]]:
        assert len(row["looks"]) == len(row["thirds"]) == len(JUDGE)
    for row in [*kept["windows"], *kept["powers"]]:
        assert len(row["scores"]) == len(measured.GRID_SEEDS)
    assert measured.SEARCH not in {*JUDGE, *measured.GRID_SEEDS} and not set(DEV) & set(TEST)


def test_no_choice_stands_at_the_end_of_its_list(kept):
    for row in [*kept["race"], *kept["long"]]:
        rates = measured.MODELS[row["name"]][2]
        assert row["rate"] == rates[int(np.argmax(row["dev"]))] and rates[0] < row["rate"] < rates[-1]
    for row in kept["powers"]:
        assert measured.RATES[int(np.argmax(row["dev"]))] == row["rate"] == 0.3


def test_the_floor_and_the_first_vectors_are_what_the_other_relations_choose(kept):
    best = {(row["floor"], row["x_max"], way): max(row[way]) for row in kept["floors"] for way in ("first", "both")}
    assert max(best, key=best.get) == (measured.FLOOR, 10, "first") and not measured.BOTH
    assert measured.FLOORS[0] < measured.FLOOR < measured.FLOORS[-1]
    for row in kept["floors"][:-1]:
        assert np.argmax(row["first"]) == np.argmax(row["both"]) == 1, "no rate at the end of its list"


def test_the_command_measures_every_row(monkeypatch, kept):
    class Model:
        arrays = np.zeros((2, 460, 2))

        def vectors(self):
            return np.zeros((460, 2))

    corpus = measured.load_corpus(np.random.default_rng(0), 600, zipf=0.5)
    monkeypatch.setattr(measured, "text", lambda seed, m=0: corpus)
    monkeypatch.setattr(measured, "run", lambda *a, **k: iter([(1, 0.1, Model()), (2, 0.2, Model())]))
    monkeypatch.setattr(measured, "ppmi_vectors", lambda corpus, d, window: np.zeros((460, d)))
    monkeypatch.setattr(measured, "train", lambda model, rate, epochs, rng: iter(()))
    found = measured.measure()
    assert {name: len(rows) for name, rows in found.items()} == {name: len(rows) for name, rows in kept.items()}
    for name, rows in found.items():
        assert [row.keys() for row in rows] == [row.keys() for row in kept[name]]


def test_a_run_looks_at_each_eighth_of_its_epochs(monkeypatch):
    monkeypatch.setattr(measured, "train", lambda model, rate, epochs, rng: iter([1.0] * epochs))
    looks = [epoch for epoch, *_ in measured.run("CBOW, negatives", 0.3, 10)]
    assert looks == [4, 8, 12, 16, 20, 24, 28, 32]
    assert [epoch for epoch, *_ in measured.run("skip-gram, all words", 0.3, 10, epochs=3)] == [1, 2, 3]


def test_a_kept_look_comes_again(kept):
    row = named(kept, "GloVe, all pairs")
    _, _, model = next(iter(measured.run("GloVe, all pairs", row["rate"], JUDGE[0])))
    found = score(model.vectors(), measured.text(JUDGE[0]).counts)
    assert found == pytest.approx(row["looks"][0][0][2], abs=0.03)


# What the text says


def test_the_order_of_the_ways(kept):
    means = {row["name"]: final(row).mean() for row in kept["race"]}
    due = {"skip-gram, all words": 0.79, "skip-gram, negatives": 0.73, "skip-gram, tree": 0.53, "GloVe": 0.04}
    due |= {"CBOW, negatives": 0.51, "GloVe, all pairs": 0.73, "language model of 2003": 0.09, measured.BEFORE: 0.43}
    for name, mean in due.items():
        assert means[name] == pytest.approx(mean, abs=0.01)
    everything, negatives = (final(named(kept, f"skip-gram, {what}")) for what in ("all words", "negatives"))
    assert np.all(everything > negatives) and np.mean(everything - negatives) == pytest.approx(0.06, abs=0.005)
    assert means["skip-gram, all words"] - means["skip-gram, tree"] == pytest.approx(0.26, abs=0.005)


def test_counting_is_as_good_as_six_epochs_of_negatives_and_behind_twelve(kept):
    counted, row = final(kept["ppmi"][0]), named(kept, "skip-gram, negatives")
    assert counted.mean() == pytest.approx(0.63, abs=0.01)
    apart = counted - at_epoch(row, 6)
    assert abs(apart.mean()) < 2 * standard_error(apart) and np.all(final(row) > counted)
    assert row["looks"][0][-1][0] == 12 and measured.seconds(row) < 4


def test_all_but_the_tree_and_glove_still_rise(kept):
    for name in ("skip-gram, negatives", "skip-gram, all words", "CBOW, negatives"):
        looks = np.mean(named(kept, name)["looks"], axis=0)
        assert looks[-1, 2] > looks[-2, 2] + 0.01
    tree = named(kept, "skip-gram, tree")
    assert final(tree).mean() < at_epoch(tree, 6).mean() + 0.005
    published = named(kept, "GloVe")
    assert final(published).mean() < at_epoch(published, 16).mean() and measured.seconds(published) < 1.5


def test_the_words_behind_are_the_smaller_part_of_what_the_model_of_2003_lacks(kept):
    old, before, both = (
        final(named(kept, n)).mean() for n in ("language model of 2003", measured.BEFORE, "CBOW, negatives")
    )
    assert before - old > 2 * (both - before) > 0.1


def test_first_vectors_solve_more_than_sums_and_biases_help_in_every_text(kept):
    for name, means in (("GloVe", (0.09, 0.04)), ("GloVe, all pairs", (0.73, 0.67))):
        first, sums = np.array(named(kept, name)["both"]).T
        assert np.all(first > sums) and (first.mean(), sums.mean()) == pytest.approx(means, abs=0.01)
    gain = final(named(kept, "GloVe, all pairs")) - final(named(kept, measured.NO_BIASES))
    assert np.all(gain > 0.03) and gain.mean() == pytest.approx(0.07, abs=0.005)


@pytest.mark.parametrize(("add", "x_max"), [(0.0, 10.0), (measured.FLOOR, 10.0), (0.0, 100.0)])
def test_glove_fits_the_pairs_that_met_and_solves_nothing(add, x_max):
    """What a little more does to them alone is nothing; so it is by pairs that never met that all pairs do better."""
    rng = np.random.default_rng([11, 1])
    model = Glove(measured.text(11), rng, measured.D, measured.WINDOW, x_max=x_max)
    i, j, X = model.examples
    model.examples = (i, j, X + np.float32(add))
    losses = list(train(model, 0.1, 24, rng))
    assert losses[-1] < 0.02 * losses[0] and score(model.vectors(), measured.text(11).counts) < 0.07


def test_skip_gram_is_ahead_of_cbow_for_all_words_in_both_texts(kept):
    small = [named(kept, name) for name in ("CBOW, negatives", "skip-gram, negatives")]
    for cbow, skip_gram in (small, kept["long"][:2]):
        assert np.all(thirds(skip_gram) > thirds(cbow) + 0.1)
        assert measured.seconds(cbow) == pytest.approx(measured.seconds(skip_gram), rel=0.1)


def test_the_tree_loses_more_for_rare_words(kept):
    whole, tree = (thirds(named(kept, f"skip-gram, {what}")) for what in ("all words", "tree"))
    np.testing.assert_allclose((whole - tree)[[0, 2]], [0.22, 0.30], atol=0.006)
    assert (tree / whole)[0] == pytest.approx(0.76, abs=0.01) and (tree / whole)[2] == pytest.approx(0.56, abs=0.01)


def test_in_the_longer_text_negatives_are_level_with_all_words_and_ahead_of_counting(kept):
    cbow, negatives, everything = (final(row).mean() for row in kept["long"])
    assert abs(negatives - everything) < 0.02 and negatives > final(kept["ppmi"][1]).mean() + 0.15
    gains = [final(row).mean() - at_epoch(named(kept, n), e).mean() for row, (n, e) in zip(
        kept["long"], measured.LONG_EPOCHS.items(), strict=True
    )]  # fmt: skip
    assert max(gains) == gains[0] and cbow < negatives - 0.2
    by_size = dict(zip(measured.PPMI_SIZES, kept["ppmi"][1]["dev"], strict=True))
    assert max(by_size, key=by_size.get) == 120 and (by_size[120], by_size[80]) == pytest.approx(
        (1.00, 0.91), abs=0.005
    )


def test_a_window_of_five_solves_more_than_half_with_five_negatives_and_none_with_one(kept):
    for K, due in ((1, []), (5, [5, 8])):
        rows = rows_where(kept["windows"], K=K)
        assert [row["window"] for row in rows if np.mean(row["scores"]) > 0.5] == due
    assert all(np.mean(row["scores"]) < 0.17 for row in kept["windows"] if row["window"] < 3)


def test_five_negatives_solve_more_than_one_and_fifteen_more_only_with_wide_windows(kept):
    for window, more in ((3, False), (5, True), (8, True)):
        one, five, fifteen = (np.mean(row["scores"]) for row in rows_where(kept["windows"], window=window))
        assert five > one + 0.05 and (fifteen > five + 0.02) == more


@pytest.mark.full
@pytest.mark.parametrize("rate", [0.1, 1.0])
def test_no_other_rate_saves_a_small_window(rate):
    vectors, corpus = measured.grid_vectors(measured.GRID_SEEDS[0], rate, window=2)
    assert score(vectors, corpus.counts) < 0.2


def test_a_lower_power_solves_more_on_the_judged_relations_and_a_half_on_the_others(kept):
    scores = np.array([row["scores"] for row in kept["powers"]])  # (powers, texts)
    assert np.all(np.diff(scores, axis=0) < 0)
    uniform, paper = scores[measured.POWERS.index(0)], scores[measured.POWERS.index(0.75)]
    assert np.mean(uniform - paper) == pytest.approx(0.07, abs=0.005)
    assert measured.POWERS[int(np.argmax([max(row["dev"]) for row in kept["powers"]]))] == 0.5
