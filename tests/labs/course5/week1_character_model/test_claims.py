"""What the lab on a character language model says: tables, networks, memory by cell, the cut, the challenge."""

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.dinosaurs import LETTERS
from utils.labs.course5.week1_character_model import (
    agreement,
    lab,
    letters,
    measured,
    networks,
    open_challenge,
    sentences,
    tables,
)
from utils.labs.measured import load_measured, rows_where
from utils.steps.character_model import sample
from utils.steps.language_model import log_probability, ngram_table, perplexity

pytestmark = pytest.mark.lab("course5/week1_character_model")
STUDENT = 2.78  # of four degrees of freedom, 95 %


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week1_character_model")


# Names and tables


def test_the_parts_are_apart():
    train, dev, test = (part.names for part in networks.three_parts(0))
    assert (len(train), len(dev), len(test)) == (789, 169, 169)
    assert len(set(train) | set(dev) | set(test)) == 1127 and not set(test) & set(train)


def test_a_mixed_table_is_a_distribution_and_mixes_as_its_docstring_says():
    table = tables.MixedTable(["ab", "b"], 2, 2.0)
    a, b = LETTERS.ids["a"], LETTERS.ids["b"]
    first = np.full(27, 2.0 / 27)
    first[[0, a, b]] += 2, 1, 2
    unigram = first / (5 + 2)
    row = 2 * unigram
    row[b] += 1
    np.testing.assert_allclose(table([a]), row / (1 + 2))
    np.testing.assert_allclose(table([LETTERS.ids["z"]]), unigram)
    assert table([]).sum() == pytest.approx(1)


def test_nats_of_tables_are_those_of_the_exercises():
    train, dev, _ = (part.names for part in networks.three_parts(1))
    table = ngram_table(train, 3, 0.3, LETTERS.ids)
    model = tables.from_table(table)
    due = perplexity([log_probability(name, model, LETTERS.ids) for name in dev], dev)[0]
    assert tables.table_nats(table, dev) == pytest.approx(due)
    mixed = tables.MixedTable(train, 4, 20)
    due = perplexity([log_probability(name, mixed, LETTERS.ids) for name in dev], dev)[0]
    assert tables.nats_of(mixed.after, dev) == pytest.approx(due)


def test_alpha_hardly_matters_for_a_unigram():
    train, dev, _ = (part.names for part in networks.three_parts(0))
    nats = [tables.table_nats(ngram_table(train, 1, alpha, LETTERS.ids), dev) for alpha in tables.ALPHAS]
    assert max(nats) - min(nats) < 5e-4


def test_longer_contexts_help_mixed_tables_and_not_the_plain_one(kept):
    nats = {(row["mixed"], row["n"]): np.mean(row["nats"]) for row in kept["tables"]}
    assert nats[False, 1] > nats[False, 2] > nats[False, 4] > nats[False, 3] > nats[True, 3] > nats[True, 4]
    assert nats[True, 4] > nats[True, 5] > nats[True, 6] > nats[True, 7] > nats[True, 6] - 0.005
    for row in kept["tables"]:
        grid = tables.STRENGTHS if row["mixed"] else tables.ALPHAS
        assert row["n"] == 1 or all(grid[0] < chosen < grid[-1] for chosen in row["chosen"])


def test_gated_networks_of_this_size_equal_the_mixed_table(kept):
    mixed = np.array(rows_where(kept["tables"], mixed=True, n=6)[0]["nats"])
    for cell, n_a, low, high in (("RNN", 84, 0.03, 0.04), ("GRU", 48, -0.01, 0.01), ("LSTM", 41, -0.01, 0.01)):
        (row,) = rows_where(kept["names"], cell=cell, n_a=n_a)
        gap, error = measured.mean_and_error(np.array(row["nats"]) - mixed)
        assert low < gap < high and (abs(gap) > STUDENT * error) == (cell == "RNN")
    (row,) = rows_where(kept["names"], n_a=128)
    gap, error = measured.mean_and_error(np.array(row["nats"]) - mixed)
    assert gap < -STUDENT * error and gap == pytest.approx(-0.038, abs=1e-3)
    sizes = [row["size"] for row in kept["names"][:3]]
    assert max(sizes) - min(sizes) < 200


def test_no_best_rate_stands_at_the_edge_of_its_grid(kept):
    grids = {"names": measured.RATES, "cut_names": measured.RATES, "sentences": measured.SENTENCE_RATES}
    for table, rates in grids.items():
        assert all(rates[0] < row["rate"] < rates[-1] for row in kept[table])
    for row in kept["names"] + kept["sentences"]:
        assert len(row["dev"]) == len(measured.RATES) and row["rate"] == measured.RATES[int(np.argmin(row["dev"]))]


def test_nearly_all_names_are_new_whatever_writes_them(kept):
    for row in kept["tables"] + kept["names"]:
        assert np.mean([seed["new"] for seed in row["written"]]) > 0.989
        assert np.mean([seed["real"] for seed in row["written"]]) < 0.002
    shares = [np.mean([seed["new"] for seed in row["written"]]) for row in kept["names"]]
    assert 0.995 < min(shares) and max(shares) < 0.999


def test_originality_by_hand():
    found = networks.originality(["mei", "meilong", "mei", "aaa"], ["mei"], ["meilong"])
    assert found == {"new": 0.5, "real": 0.25, "different": 0.75}


def test_names_are_written_with_the_network_s_probabilities():
    rng = np.random.default_rng(0)
    network = networks.names_network("GRU", 5, rng)
    names = networks.write_names(network, 4000, rng)
    logits = network.forward(np.array([[0]]))[0, 0].astype(float)
    shares = np.exp(logits) / np.exp(logits).sum()
    for letter in (1, 5, 20):
        count = np.mean([name[:1] == LETTERS.symbols[letter] for name in names])
        assert count == pytest.approx(shares[letter], abs=4 * np.sqrt(shares[letter] / 4000))
    assert np.mean([name == "" for name in names]) == pytest.approx(shares[0], abs=0.015)


def test_a_kept_network_comes_again(kept):
    (row,) = rows_where(kept["names"], cell="LSTM")
    _, dev_loss, nats = networks.train_on_names("LSTM", 41, row["rate"], 8, measured.JUDGE[0])
    assert 1 + int(np.argmin(dev_loss)) == row["epochs"][0] and nats == pytest.approx(row["nats"][0], abs=0.02)


# The small network


def test_the_small_network_s_helpers_agree_with_the_exercises():
    rng = np.random.default_rng(1)
    p = {name: 5 * value for name, value in letters.train(["mei", "minmi"], 40, 0.05, 0, n_a=6)[0].items()}
    model, names = letters.from_network(p), ["mei", "ama"]
    logs = [log_probability(name, model, letters.IDS) for name in names]
    assert letters.network_nats(p, names) == pytest.approx(perplexity(logs, names)[0])
    assert sample(p, letters.IDS, rng)[-1] == 0


def test_five_seeds_cannot_tell_whether_a_carried_state_matters(kept):
    fresh, carried = (np.array(rows_where(kept["carried"], carry=carry)[0]["dev"]) for carry in (False, True))
    gap, error = measured.mean_and_error(carried - fresh)
    assert 0 < gap < STUDENT * error


def test_at_its_best_rate_clipping_changes_nothing_and_at_too_large_a_one_it_limits_the_damage(kept):
    means = {(row["limit"], row["rate"]): np.mean(row["dev"]) for row in kept["clipping"]}
    for limit in measured.LIMITS:
        assert min(measured.STEP_RATES, key=lambda rate: means[limit, rate]) == 0.02
    assert abs(means[5, 0.02] - means[None, 0.02]) < 0.01
    assert 3.5 < means[5, 0.05] < means[None, 0.05]
    cut = [count for row in kept["clipping"] if row["rate"] < 0.05 for count in row["beyond"]]
    assert min(cut) > 0.005 * measured.SMALL_STEPS and max(cut) < 0.025 * measured.SMALL_STEPS


# Sentences


def test_sentences_by_hand():
    ids, plural = sentences.draw_sentences(200, 2, np.random.default_rng(0))
    for row, many in zip(ids, plural, strict=True):
        words = sentences.as_text(row).split()
        assert len(words) == 10 and words[0] == words[3] == words[6] == "the"
        assert words[1].endswith("s") == (words[-2] == "were") == bool(many)
        assert words[2] in sentences.PREPOSITIONS and words[-1] in sentences.ADJECTIVES
    assert sentences.least_nats(2, 4) == pytest.approx(np.log(5 * 16 * 4 * 16 * 4 * 16 * 4))
    characters, mask = sentences.in_characters(ids[:3])
    for row, real, words in zip(characters, mask, ids, strict=False):
        text = "".join(sentences.CHARACTERS[number] for number in row[real])
        assert text == sentences.as_text(words) + "\n"


def test_a_way_back_without_a_cut_is_the_whole_gradient_and_a_cut_one_is_not():
    rng = np.random.default_rng(2)
    model = agreement.sentence_network("GRU", rng, len(sentences.WORDS)).cast(np.float64)
    ids, _ = sentences.draw_sentences(4, 3, rng)
    x, y, mask = ids[:, :-1], ids[:, 1:], np.ones((4, ids.shape[1] - 1), bool)
    whole = {name: array.copy() for name, array in agreement.gradients_of(model, x, y, mask).items()}
    same = agreement.gradients_of(model, x, y, mask, horizon=50)
    cut = agreement.gradients_of(model, x, y, mask, horizon=3)
    for name, array in whole.items():
        np.testing.assert_allclose(same[name], array, atol=1e-12)
    assert np.allclose(cut["2.b"], whole["2.b"])  # the last layer's gradient crosses no step
    assert not np.allclose(cut["1.U"], whole["1.U"], rtol=0.01)


def test_truncated_backpropagation_updates_every_weight():
    rng = np.random.default_rng(3)
    model = agreement.sentence_network("GRU", rng, len(sentences.WORDS))
    ids, _ = sentences.draw_sentences(32, 4, rng)
    cut = agreement.gradients_of(model, ids[:, :-1], ids[:, 1:], np.ones((32, ids.shape[1] - 1), bool), horizon=2)
    assert all(np.any(cut[name] != 0) for name in model.parameters())
    assert np.all(cut["1.U"] != 0) and np.all(cut["2.W"] != 0)


def test_the_commands_rows_are_the_kept_ones(kept):
    assert [(row["cell"], row["n_a"]) for row in kept["names"]] == measured.WIDTHS
    assert [(row["cell"], row["most"]) for row in kept["sentences"]] == measured.TRAINED
    assert [row["characters"] for row in kept["symbols"]] == [False, True]
    assert [(tuple(row["gaps"]), row["horizon"]) for row in kept["cut_sentences"]] == [
        (tuple(gaps), horizon) for gaps, horizon in measured.CUT
    ]
    assert [row["horizon"] for row in kept["cut_names"]] == list(measured.HORIZONS)
    assert len(kept["clipping"]) == len(measured.LIMITS) * len(measured.STEP_RATES)
    assert not set(measured.SEARCH) & set(measured.JUDGE)


def shares(kept, cell, most):
    """The right verbs by seed and gap, (5, 8)."""
    return np.array(rows_where(kept["sentences"], cell=cell, most=most)[0]["right"])


def test_a_plain_network_holds_what_it_has_learnt_and_does_not_learn_from_long_gaps(kept):
    for most in (2, 4):
        assert shares(kept, "RNN", most).min() > 0.99
    from_long = shares(kept, "RNN", 16)
    assert from_long[:, 0].min() > 0.99 and from_long[:, 2:].max() < 0.6
    from_neighbours = shares(kept, "RNN", 1)
    assert from_neighbours[:, :3].min() > 0.9
    assert np.sum(from_neighbours[:, -1] > 0.9) == 1 and np.sum(from_neighbours[:, 4] < 0.8) == 4


def test_from_long_gaps_a_plain_network_learns_in_four_times_as_many_batches(kept):
    (row,) = kept["longer"]
    assert row["batches"] == 4 * measured.STEPS and len(row["right"]) == 3 and np.min(row["right"]) > 0.99


def test_gated_cells_learn_from_both_and_attention_s_recall_fades(kept):
    for cell in ("GRU", "LSTM"):
        assert shares(kept, cell, 2).mean(axis=0).min() > 0.96 and shares(kept, cell, 16).min() > 0.99
    for most, near in ((2, 3), (16, 6)):
        attention = shares(kept, "attention", most)
        assert attention[:, : near - 1].min() > 0.93 and attention[:, -1].mean() < 0.8
        assert attention[:, -1].mean() < min(shares(kept, cell, most)[:, -1].mean() for cell in ("GRU", "LSTM"))
    assert shares(kept, "attention", 2)[:, -1].max() < 0.6


def test_a_kept_run_on_sentences_comes_again(kept):
    (row,) = rows_where(kept["sentences"], cell="RNN", most=2)
    model = measured.run_on_sentences("RNN", range(3), row["rate"], measured.JUDGE[1])
    assert [agreement.accuracy(model, gap) for gap in measured.GAPS[:6]] == pytest.approx(row["right"][1][:6], abs=0.02)


def test_the_cut_costs_names_little_and_forbids_learning_not_holding(kept):
    whole = np.array(rows_where(kept["cut_names"], horizon=None)[0]["nats"])
    one, four = (np.array(rows_where(kept["cut_names"], horizon=h)[0]["nats"]) - whole for h in (1, 4))
    gap, error = measured.mean_and_error(one)
    assert STUDENT * error < gap < 0.02 and abs(measured.mean_and_error(four)[0]) < 0.02
    fixed, uncut, mixed_gaps = kept["cut_sentences"]
    assert max(fixed["right"]) < 0.65 and min(uncut["right"]) == min(mixed_gaps["right"]) == 1
    rates = measured.SENTENCE_RATES[1:]
    assert all(rates[0] < row["rate"] < rates[-1] for row in kept["cut_sentences"])


def test_the_same_sentences_are_learnt_in_words_and_not_in_letters(kept):
    words, in_letters = kept["symbols"]
    assert np.min(words["right"]) > 0.97 and np.max(np.array(in_letters["right"])[:, 1:]) < 0.65
    assert min(words["dev"][1:]) > 0 and max(words["dev"][1:]) < 0.03 and min(in_letters["dev"]) > 0.6
    ids, _ = sentences.draw_sentences(500, 1, np.random.default_rng(0))
    gap = [len(" ".join(sentences.as_text(row).split()[2:5])) + 2 for row in ids]
    assert 14 <= min(gap) and max(gap) <= 20
    steps = sentences.in_characters(ids)[1].sum(axis=1) / ids.shape[1]
    assert steps.mean() == pytest.approx(4.4, abs=0.05)


def test_the_last_words_say_nothing():
    ids, plural = sentences.draw_sentences(20_000, 2, np.random.default_rng(1))
    for column in (-4, -5, -6):
        for word in set(ids[:, column]):
            here = plural[ids[:, column] == word]
            assert here.mean() == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / len(here)))


# The challenge


def mixed(train, dev, rng):
    return tables.best_mixed(train, dev, 6)


def test_the_baseline_is_the_mixed_table():
    assert open_challenge.mean_nats(mixed) == pytest.approx(open_challenge.BASELINE, abs=5e-4)


def test_a_table_and_a_network_together_beat_the_baseline():
    def both(train, dev, rng):
        table = tables.best_mixed(train, dev, 6)
        parameters, _ = letters.train(train, 1500, 0.02, rng, n_a=40)
        network = letters.from_network(parameters)
        return lambda before: 0.65 * table(before) + 0.35 * network(before)

    assert open_challenge.mean_nats(both) < open_challenge.BASELINE - 0.003


def test_what_is_no_distribution_and_what_takes_too_long_is_refused(monkeypatch):
    for wrong in (np.ones(27), np.full(26, 1 / 26), np.eye(27)[1]):
        with pytest.raises(ValueError, match="27 probabilities"):
            open_challenge.mean_nats(lambda train, dev, rng, wrong=wrong: lambda before: wrong)
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget, match="CPU"):
        open_challenge.mean_nats(mixed)


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["model"].planted.function
    names = ["ab", "ca", "bca"]
    small, back = {"\n": 0, "a": 1, "b": 2, "c": 3}, {0: "\n", 1: "a", 2: "b", 3: "c"}
    _, losses, written = bug(names, back, small, 3000, 6, 5, 4, rng=0)
    assert np.mean(losses[-50:]) < 0.8 * losses[0] and np.median([len(name) for name in written]) == 50
