"""What the lab on translation says of its kept tables, and that they come again."""

import numpy as np
import pytest

from utils.data.translation import END
from utils.labs.course5.week3_translation import (
    baselines,
    captioning,
    dates,
    kept,
    measured,
)
from utils.labs.course5.week3_translation.sentence_model import SentenceModel
from utils.labs.course5.week3_translation.sentences import translator
from utils.labs.measured import load_measured, rows_where
from utils.steps.beam_search import beam_search
from utils.steps.bleu import bleu

pytestmark = pytest.mark.lab("course5/week3_translation")


@pytest.fixture(scope="module")
def table():
    return load_measured("course5/week3_translation")


def scores_of(table, reader, k, steps=measured.STEPS):
    return np.array([row["found"][k][0] for row in rows_where(table["sentences"], reader=reader, steps=steps)])


def test_the_tables_hold_every_row_once(table):
    for reader in ("summary", "additive"):
        assert [r["seed"] for r in rows_where(table["sentences"], reader=reader, steps=measured.STEPS)] == list(
            measured.JUDGE
        )
    assert [(r["width"], r["alpha"]) for r in table["beams"]] == [
        (w, a) for w in measured.WIDTHS for a in measured.ALPHAS
    ]
    assert [(r["reader"], r["seed"]) for r in table["dates"]] == [
        (reader, seed) for reader in measured.DATE_READERS for seed in measured.JUDGE
    ]
    assert [r["seed"] for r in table["captions"]] == list(measured.JUDGE) and measured.SEARCH not in measured.JUDGE


def test_no_rate_was_chosen_at_the_edge_of_its_grid(table):
    for row in table["sentences"] + table["dates"] + table["captions"]:
        assert len(row["searched"]) == len(measured.RATES)
        best = int(np.argmax(row["searched"]))
        assert 0 < best < len(measured.RATES) - 1 and row["rate"] == measured.RATES[best]


def test_the_prediction_s_numbers(table):
    short, long = (scores_of(table, "summary", k).mean() for k in (0, 4))
    assert (round(short, 2), round(long, 2)) == (0.58, 0.12)
    short, long = (scores_of(table, "additive", k).mean() for k in (0, 4))
    assert (round(short, 2), round(long, 2)) == (0.98, 0.91)
    assert scores_of(table, "additive", 5).min() > 3 * scores_of(table, "summary", 5).max()
    assert round(scores_of(table, "additive", 5).mean(), 2) == 0.94
    assert max(range(5), key=lambda k: np.ptp(scores_of(table, "additive", k))) == 4


def test_three_times_the_training_helps_and_long_sentences_stay_behind(table):
    more = [scores_of(table, "summary", k, measured.MORE_STEPS)[0] for k in range(6)]
    assert all(more[k] > scores_of(table, "summary", k).max() for k in range(6))
    assert more[0] > 0.82 and more[4] < 0.21
    few = [scores_of(table, "summary", k).mean() for k in (0, 4)]
    assert (round(few[0] - few[1], 2), round(more[0] - more[4], 2)) == (0.47, 0.63)


def test_a_wider_vector_helps_at_every_length_and_long_sentences_stay_behind(table):
    (row,) = table["wider"]
    wide = [score for score, _ in row["found"]]
    assert all(wide[k] > scores_of(table, "summary", k).max() for k in range(6))
    assert wide[0] - wide[4] > 0.5 and round(wide[5], 2) == 0.34
    assert row["rate"] == rows_where(table["sentences"], reader="summary")[0]["rate"]
    model = translator(kept.sentences(), "summary", np.random.default_rng(0), n_a=row["n_a"])
    assert sum(a.size for a in model.parameters().values()) == row["weights"] and round(row["weights"], -4) == 110_000


def test_over_a_third_of_the_longest_sentences_have_an_error_with_attention(table):
    rows = rows_where(table["sentences"], reader="additive")
    bleus, exact = np.mean([row["found"] for row in rows], axis=0).T
    assert min(bleus[:5]) > 0.9 and all(np.diff(exact[:5]) < 0) and 0.6 < exact[4] < 2 / 3


def test_a_dictionary_has_no_trend_beyond_6_words_and_beats_the_plain_network_beyond_12_words(table):
    data = kept.sentences()
    words = baselines.word_by_word(data.train, data.english, data.french, data.test)
    found = [score for score, _ in measured.by_length(data.test, words)]
    assert max(found[1:5]) - min(found[1:5]) < 0.07 and found[0] > max(found[1:5])  # no trend beyond 6 words
    for k in (3, 4):
        assert found[k] > scores_of(table, "summary", k).mean()
    known = {tuple(sentence) for sentence in data.train.french}
    assert not any(tuple(sentence) in known for sentence in data.test.french)
    assert baselines.dictionary(data.train, data.english, data.french)["pineapple"] == "ananas"


def test_wider_beams_write_less_without_normalisation_and_bleu_hardly_moves(table):
    rows = {(r["width"], r["alpha"]): r for r in table["beams"]}
    scores = [r["bleu"] for r in table["beams"]]
    assert (min(scores), max(scores)) == (0.278, 0.287)
    assert (round(rows[30, 0.0]["words"], 2), rows[30, 1.0]["words"]) == (0.87, 0.955)
    plain = [rows[width, 0.0]["words"] for width in measured.WIDTHS]
    assert plain == sorted(plain, reverse=True)
    assert rows[3, 1.0]["bleu"] - rows[1, 1.0]["bleu"] < 0.0101


def test_width_3_is_little_more_than_a_standard_error_above_width_1():
    data, model = kept.sentences(), kept.kept_translator("summary")
    rows = np.random.default_rng(0).permutation(len(data.dev.X))[: measured.SEARCHED]
    readers = [SentenceModel(model, data.dev.X[row], data.dev.mask[row]) for row in rows]
    end, right = data.french.ids[END], [[data.dev.french[row]] for row in rows]
    found = [[beam_search(one, w, end, 26, 1.0)[0][0] for one in readers] for w in (1, 3)]
    words = [[[data.french.symbols[k] for k in one if k != end] for one in some] for some in found]
    rng, gains = np.random.default_rng(0), []
    for _ in range(25):
        drawn = rng.integers(len(rows), size=len(rows))
        greedy, wide = (bleu([some[k] for k in drawn], [right[k] for k in drawn]) for some in words)
        gains.append(wide - greedy)
    assert np.mean(gains) == pytest.approx(0.010, abs=0.004) and np.std(gains) == pytest.approx(0.008, abs=0.002)


def test_on_dates_attention_takes_half_the_batches(table):
    means = {
        reader: np.mean([r["found"] for r in rows_where(table["dates"], reader=reader)], axis=0)
        for reader in measured.DATE_READERS
    }
    assert means["summary"][1] < 0.7 and means["summary"][3] > 0.99
    assert min(means["additive"][1], means["general"][1]) > 0.99


def test_captions_of_new_images_and_of_held_out_pairs(table):
    found = np.array([row["found"] for row in table["captions"]])
    assert round(found[:, 0].mean(), 2) in (0.86, 0.87) and found[:, 1].max() == 0
    data = captioning.load()
    nearest = captioning.nearest_caption(data.train, data.test.X)
    assert captioning.right_captions(nearest, data.test.captions).mean() == pytest.approx(0.56, abs=0.01)
    written = captioning.captions_of(kept.kept_captioner(len(data.vocabulary)), data.combinations.X, data.vocabulary)
    pairs = [(a.split(), b.split()) for a, b in zip(written, data.combinations.captions, strict=True)]
    assert np.mean([a[2] == b[2] and a[3] == b[3] for a, b in pairs]) == 0
    assert np.mean([a[2] == b[2] for a, b in pairs]) > 0.9
    known = {tuple(text.split()[2:4]) for text in data.train.captions}
    assert np.mean([tuple(a[2:4]) in known for a, _ in pairs]) > 0.97
    parts = captioning.by_part(written, data.combinations.captions)
    assert min(parts[name] for name in ("size", "colour", "place")) > 0.93 and parts["shape"] < 0.06


def test_after_another_colour_the_captioner_names_the_true_shape_of_a_held_out_pair_more_often():
    data = captioning.load()
    model, part = kept.kept_captioner(len(data.vocabulary)), data.combinations
    pairs = [text.split()[2:4] for text in part.captions]
    met = {shape: sorted({t.split()[2] for t in data.train.captions if t.split()[3] == shape}) for _, shape in pairs}
    own = captioning.shapes_named(model, part, [colour for colour, _ in pairs], data.vocabulary).mean()
    others = [
        captioning.shapes_named(model, part, [met[shape][k] for _, shape in pairs], data.vocabulary).mean()
        for k in range(3)
    ]
    assert own == 0 and np.mean(others) == pytest.approx(0.46, abs=0.02)


def test_the_command_measures_every_row(monkeypatch, table):
    sentences, images = kept.sentences(), captioning.load()
    monkeypatch.setattr(measured, "load_sentences", lambda: sentences)
    monkeypatch.setattr(measured, "trained", lambda *_, **sizes: kept.kept_translator("summary"))
    monkeypatch.setattr(measured, "dev_score", lambda s, reader, rate: rate)
    monkeypatch.setattr(measured, "translations", lambda model, part, french: part.french)
    monkeypatch.setattr(measured, "by_length", lambda part, written: len(written))
    monkeypatch.setattr(measured, "beam_rows", lambda *_: [])
    monkeypatch.setattr(measured, "date_run", lambda *_: [0.5])
    monkeypatch.setattr(measured, "captioner", lambda *_: kept.kept_captioner(len(images.vocabulary)))
    monkeypatch.setattr(measured, "shares", lambda data, model, parts: [0.5] * len(parts))
    found = measured.measure()
    assert set(found) == set(table) and set(found["weights"]) == set(table["weights"])
    same = ("reader", "steps", "seed")
    for row, old in zip(found["sentences"], table["sentences"], strict=True):
        assert [row[key] for key in same] == [old[key] for key in same] and row["found"] == 600
    assert len(found["dates"]) == len(table["dates"]) and len(found["captions"]) == len(table["captions"])


def test_a_kept_run_of_dates_comes_again(table):
    row = rows_where(table["dates"], reader="general", seed=measured.JUDGE[0])[0]
    again = measured.date_run(dates.load(), "general", row["rate"], 100, row["seed"], "test")
    assert again == pytest.approx(row["found"][:1], abs=0.1)


def test_some_rows_of_the_beams_come_again(monkeypatch, table):
    monkeypatch.setattr(measured, "WIDTHS", (2,))
    model = kept.kept_translator("summary")
    for row, old in zip(measured.beam_rows(kept.sentences(), model), rows_where(table["beams"], width=2), strict=True):
        assert row["bleu"] == pytest.approx(old["bleu"], abs=0.005)
