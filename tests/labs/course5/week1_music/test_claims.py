"""What the lab on music says: kept losses and rules, the composer, greedy tunes, the bug, the challenge, the quiz."""

from collections import Counter

import numpy as np
import pytest

from utils.data.music import END, HALVES, TOKENS, bars_of, grammar_nats
from utils.labs.course5.week1_music import lab, measured
from utils.labs.course5.week1_music.common import one_step
from utils.labs.course5.week1_music.networks import (
    LONGEST,
    UNITS,
    as_batch,
    composer,
    packed,
    shared_weights_of,
    train,
    tune_network,
    unpacked,
    zeros,
)
from utils.labs.course5.week1_music.rules import LENGTHS, known_bars, length, rules_kept, where, write_tunes
from utils.labs.course5.week1_music.tables import BEFORE, Table
from utils.labs.measured import load_measured, rows_where
from utils.steps.music import djmodel, djmodel_loss, inputs_and_targets, music_inference_model, synthesise_note

pytestmark = pytest.mark.lab("course5/week1_music")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week1_music")


@pytest.fixture(scope="module")
def tunes():
    return measured.tunes()


@pytest.fixture(scope="module")
def model():
    return one_step(*composer())


# Tables


def test_of_rows_of_four_tokens_a_quarter_is_new_and_the_bigram_s_bars_have_the_wrong_lengths(tunes, kept, model):
    known = {
        tuple(row[k : k + 4]) for row in ([BEFORE] * 4 + tune for tune in tunes.train) for k in range(len(row) - 4)
    }
    rows = [tuple(row[k : k + 4]) for row in ([BEFORE] * 4 + tune for tune in tunes.dev) for k in range(len(row) - 4)]
    assert np.mean([row not in known for row in rows]) == pytest.approx(0.27, abs=0.005)
    rng = np.random.default_rng(0)
    write_tunes(model, zeros(), 200, rng)
    bigram = Table(tunes.train, 1, rows_where(kept["tables"], n=1, tunes=2400)[0]["strength"])
    (first,) = write_tunes(bigram.inference_model, bigram.start(), 1, rng)
    assert [length(bar) for bar in bars_of(first)[:4]] == [21, 3, 7, 1]


# Rules


def test_all_rules_are_kept_by_the_grammar_and_few_by_chance(tunes):
    np.testing.assert_array_equal(rules_kept(tunes.test), 1)
    counts = Counter(token for tune in tunes.train[:300] for token in tune)
    rng, numbers = np.random.default_rng(0), np.array(sorted(counts))
    shares = np.array([counts[number] for number in numbers]) / sum(counts.values())
    drawn = [rng.choice(numbers, 60, p=shares).tolist() for _ in range(100)]
    assert np.nanmax(rules_kept(drawn)[[0, 2, 3, 4, 5]]) < 0.15


# The composer


def test_the_kept_weights_are_the_first_network_s_to_half_precision(kept, tunes):
    cell, densor = composer()
    X, Y = inputs_and_targets(tunes.test, LONGEST, len(TOKENS))
    none = np.zeros((len(X), UNITS))
    J, _ = djmodel_loss(djmodel(LONGEST, cell, densor, X, none, none), Y)
    assert pytest.approx(rows_where(kept["networks"], model="LSTM", tunes=2400)[0]["losses"][0], abs=2e-3) == J
    network = tune_network(3, np.random.default_rng(0))
    again = unpacked(packed(network), 3)
    for mine, due in zip(again, shared_weights_of(network), strict=True):
        for name in due:
            np.testing.assert_allclose(mine[name], due[name], rtol=1e-3, atol=1e-6)


def test_the_losses_that_the_text_names(kept, tunes):
    lstm, dense = (
        [np.mean(row["losses"]) for row in rows_where(kept["networks"], model=name)]
        for name in ("LSTM", "last 8 tokens")
    )
    tables = np.array([[row["loss"] for row in rows_where(kept["tables"], n=n)] for n in range(5)])
    ahead = tables.min(axis=0) - lstm
    assert ahead[0] == pytest.approx(0.5, abs=0.05) and ahead[2] == pytest.approx(0.75, abs=0.05)
    assert np.all(tables[2] - tables[4] < 0.1)  # of more than two tokens
    assert abs(dense[0] - tables[:, 0].min()) < 0.03 and dense[2] < tables[:, 2].min() - 0.3
    assert np.subtract(dense, lstm) == pytest.approx([0.5, 0.4, 0.4], abs=0.02)
    floor = np.mean(np.concatenate([grammar_nats(tune) for tune in tunes.test]))
    assert lstm[2] - floor == pytest.approx(0.29, abs=0.01)


def test_no_rate_that_was_chosen_stands_at_the_edge_of_its_grid(kept):
    for row in kept["networks"]:
        rates = [float(rate) for rate in row["dev"]]
        assert min(rates) < row["rate"] < max(rates) and min(row["dev"], key=row["dev"].get) == str(row["rate"])


def test_with_more_epochs_a_smaller_rate_is_better(kept):
    smaller, chosen = kept["slower"]
    row = rows_where(kept["networks"], model="LSTM", tunes=600)[0]
    assert smaller["rate"] < chosen["rate"] == row["rate"] and row["dev"]["0.01"] == chosen["dev"]
    assert smaller["dev"] < chosen["dev"] - 0.05 and chosen["epoch"] < 24 < smaller["epoch"] < measured.SLOWER


def shares(kept, model):
    return np.mean(rows_where(kept["rules"], model=model)[0]["kept"], axis=0)


def test_the_shares_of_rules_that_the_text_names(kept):
    chance, bigram, trigram, lstm = (shares(kept, name) for name in ("by frequency", "bigram", "trigram", "LSTM"))
    np.testing.assert_allclose([chance[0], bigram[0], trigram[0], lstm[0]], [0.04, 0.07, 0.14, 0.96], atol=0.006)
    assert min(bigram[2], trigram[2]) > lstm[2] > 0.95
    assert max(bigram[3], trigram[3], bigram[5], trigram[5]) < 0.1
    assert np.all(np.abs(lstm[[3, 5]] - 5 / 6) < 0.05)
    assert lstm[4] == pytest.approx(0.20, abs=0.01)  # after 12 epochs
    window = shares(kept, "last 8 tokens")
    assert window[0] == pytest.approx(0.87, abs=0.006) and max(window[3], window[4], window[5]) < 0.15


def test_the_rule_that_reaches_furthest_comes_last(kept):
    short = rows_where(kept["rules"], model="LSTM")[0]["kept"]
    losses = rows_where(kept["networks"], model="LSTM", tunes=2400)[0]["losses"]
    for row, seed, before, loss in zip(kept["longer"], measured.JUDGE, short, losses, strict=False):
        assert row["seed"] == seed and 12 < row["epoch"] <= measured.LONGER
        assert row["kept"][4] > before[4] + 0.2 and row["loss"] < loss - 0.05
        assert np.all(np.array(row["kept"]) > np.array(before) - 0.01)
    first = kept["longer"][0]
    assert first["epoch"] == 31 and first["kept"][4] == pytest.approx(0.555, abs=0.006)


def test_two_bars_drawn_independently_agree_in_a_case_of_twenty():
    assert sum(share**2 for share in HALVES.values()) ** 2 == pytest.approx(0.05, abs=0.003)


def test_the_composer_has_not_learnt_bars_by_heart(tunes, model):
    written = write_tunes(model, zeros(), 60, np.random.default_rng(7))
    assert known_bars(written, tunes.train) < known_bars(tunes.test, tunes.train) + 0.03


def test_most_of_the_gap_to_the_grammar_is_the_length_of_notes_whose_rhythm_comes_again(tunes):
    cell, densor = composer()
    X, Y = inputs_and_targets(tunes.dev, LONGEST, 64)  # other tunes than the notebook's
    none = np.zeros((len(X), UNITS))
    outputs = np.stack(djmodel(LONGEST, cell, densor, X, none, none), axis=1)
    gap, late, lengths, notes = 0.0, 0.0, 0.0, 0
    for p, tune in zip(outputs, tunes.dev, strict=True):
        for row, token, kind, least in zip(p, tune, where(tune), grammar_nats(tune), strict=False):
            gap += -np.log(row[token]) - least
            if kind == "notes, bars 3 to 7":
                late += -np.log(row[token]) - least
                lengths -= np.log(row[LENGTHS == LENGTHS[token]].sum())
                notes += 1
    assert late / gap == pytest.approx(0.8, abs=0.06) and 0.6 < lengths / late < 0.95
    assert lengths / notes == pytest.approx(0.42, abs=0.03) and lengths / gap == pytest.approx(2 / 3, abs=0.06)


def test_colder_tunes_keep_more_rules_and_repeat_bars(model):
    found = {}
    for temperature in (0.3, 1.0, 1.5):
        drawn = write_tunes(model, zeros(), 40, np.random.default_rng(11), temperature)
        bars = [(bar.chord, tuple(bar.notes)) for tune in drawn for bar in bars_of(tune)]
        found[temperature] = rules_kept(drawn), len(set(bars)) / len(bars)
    (cold, few), (warm, _), (hot, many) = found.values()
    assert np.all(cold >= warm - 0.02) and np.all(warm >= hot - 0.02)
    assert few < 0.9 < many


def test_part_of_the_cold_tunes_gain_in_rhythm_is_sameness(model):
    for temperature, due in ((0.3, 0.14), (1.0, 0.05)):
        drawn = [write_tunes(model, zeros(), 60, np.random.default_rng(seed), temperature) for seed in range(1, 6)]
        assert np.mean([agreement(some) for some in drawn]) == pytest.approx(due, abs=0.01)


def agreement(some):
    """How often a bar 3 to 7 has the rhythm that is due in the next tune of a list."""
    rhythms = [[tuple(eighths for _, eighths in bar.notes) for bar in bars_of(tune)[:7]] for tune in some]
    pairs = zip(rhythms, rhythms[1:] + rhythms[:1], strict=True)
    return np.mean([a[k] == b[k % 2] for a, b in pairs if len(b) > 1 for k in range(2, len(a))])


def test_as_many_periods_in_a_second_as_the_frequency_says():
    for pitch in (57, 60, 69, 70, 72, 81):
        sound = synthesise_note(pitch, 1.0, 8000, (1.0,), decay=0.0)
        rising = np.sum((sound[:-1] <= 0) & (sound[1:] > 0))
        assert rising == np.ceil(440 * 2 ** ((pitch - 69) / 12) - 1e-9)


# Greedy writing


def test_greedy_writing_gives_one_tune_and_drawing_the_first_token_three(model):
    first, a, c = model(zeros()[0][:, 0], *zeros()[1:])
    likely = np.flatnonzero(first[0] > 0.005)
    assert [TOKENS.symbols[number] for number in likely] == ["I", "ii", "iii"] and first[0, likely].sum() > 0.98
    outputs = music_inference_model(*composer(), *zeros(), Ty=LONGEST)
    assert END in [int(out.argmax()) for out in outputs]
    bug = lab.exercises["music_inference_model"].planted.function(*composer(), *zeros(), Ty=LONGEST)
    assert len({int(out.argmax()) for out in bug}) == 2


# The bug to find


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["music_inference_model"].planted.function
    for function, same in ((bug, True), (music_inference_model, False)):
        outputs = function(*composer(), *zeros(), 60)
        follows = {}
        for before, after in zip(outputs, outputs[1:], strict=False):
            follows.setdefault(int(before.argmax()), []).append(after)
        repeated = [answers for answers in follows.values() if len(answers) > 1]
        assert repeated
        assert all(np.allclose(answers[0], other) for answers in repeated for other in answers) == same


# Break it


@pytest.mark.parametrize("seed", [2, pytest.param(3, marks=pytest.mark.full)])
def test_without_the_shift_the_loss_is_next_to_0_and_one_token_is_repeated(tunes, seed):
    X, Y = inputs_and_targets(tunes.train[:150], LONGEST, 64)
    batch, rng = as_batch(np.swapaxes(Y, 0, 1), Y), np.random.default_rng(seed)
    cheat = tune_network(UNITS, rng)
    history = train(cheat, batch, batch, 0.02, 8, rng)
    assert history.dev_loss[-1] < 0.05 < min(grammar_nats(tunes.train[0])[:1])
    x0 = np.eye(64)[[[TOKENS.ids["I"]]]]
    written = music_inference_model(*shared_weights_of(cheat), x0, *zeros()[1:], Ty=40)
    assert {int(out.argmax()) for out in written} == {TOKENS.ids["I"]}
