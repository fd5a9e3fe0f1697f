"""What the lab on a character language model says of sentences: memory by cell, the cut, letters against words."""

import numpy as np
import pytest

from utils.labs.course5.week1_character_model import agreement, measured, sentences
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import mean_and_error

pytestmark = pytest.mark.lab("course5/week1_character_model")
STUDENT = 2.78  # of four degrees of freedom, 95 %


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week1_character_model")


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


def test_from_a_uniform_start_a_plain_network_holds_as_long(kept):
    (row,) = kept["uniform"]
    assert row["most"] == 2 and np.array(row["right"]).shape == (5, len(measured.GAPS)) and np.min(row["right"]) > 0.99
    grid = measured.SENTENCE_RATES
    network = agreement.sentence_network("RNN", np.random.default_rng(0), 9, uniform=True)
    assert grid[0] < row["rate"] < grid[-1] and row["rate"] == grid[int(np.argmin(row["dev"]))]
    for array in network.layers[1].parameters().values():
        assert 0.9 < np.sqrt(44) * np.abs(array).max() <= 1


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


def test_the_cut_costs_names_time_only_and_forbids_learning_not_holding(kept):
    whole = np.array(rows_where(kept["cut_names"], horizon=None)[0]["nats"])
    one, four = (np.array(rows_where(kept["cut_names"], horizon=h)[0]["nats"]) - whole for h in (1, 4))
    for gaps in (one, four):
        gap, error = mean_and_error(gaps)
        assert abs(gap) < min(STUDENT * error, 0.005)
    epochs = {row["horizon"]: row["epochs"] for row in kept["cut_names"]}
    assert np.mean(epochs[1]) / np.mean(epochs[None]) == pytest.approx(2.3, abs=0.1) and min(epochs[1]) > max(
        epochs[None]
    )
    assert max(map(max, epochs.values())) < measured.CUT_EPOCHS
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
