"""What the lab on a character language model says of names: tables, networks, clipping, the state carried on."""

import numpy as np
import pytest

from utils.data.dinosaurs import LETTERS
from utils.labs.course5.week1_character_model import (
    letters,
    measured,
    networks,
    tables,
)
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import mean_and_error
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
        gap, error = mean_and_error(np.array(row["nats"]) - mixed)
        assert low < gap < high and (abs(gap) > STUDENT * error) == (cell == "RNN")
    (row,) = rows_where(kept["names"], n_a=128)
    gap, error = mean_and_error(np.array(row["nats"]) - mixed)
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
    gap, error = mean_and_error(carried - fresh)
    assert 0 < gap < STUDENT * error


def test_at_its_best_rate_clipping_changes_nothing_and_at_too_large_a_one_it_limits_the_damage(kept):
    dev = {(row["limit"], row["rate"]): np.array(row["dev"]) for row in kept["clipping"]}
    for limit in measured.LIMITS:
        assert min(measured.STEP_RATES, key=lambda rate: dev[limit, rate].mean()) == 0.02
        gap, error = mean_and_error(dev[limit, 0.02] - dev[None, 0.02])
        assert limit is None or abs(gap) < min(STUDENT * error, 0.02)
    too_large = [dev[limit, 0.05].mean() for limit in (0.5, 1, 5, None)]
    assert too_large == sorted(too_large) and too_large[0] > dev[0.5, 0.02].mean() + 0.2
    cut = [count for row in kept["clipping"] if row["rate"] == 0.02 for count in row["beyond"]]
    assert min(cut) > 0.0075 * measured.SMALL_STEPS and max(cut) < 0.025 * measured.SMALL_STEPS
