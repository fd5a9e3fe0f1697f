"""What the lab on translation says: kept tables, baselines, networks, the bug, the broken mask, the challenge."""

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.labs.course5.week3_translation import (
    baselines,
    broken,
    captioning,
    dates,
    kept,
    lab,
    measured,
    networks,
    open_challenge,
)
from utils.labs.course5.week3_translation.common import by_hand, random_model
from utils.labs.course5.week3_translation.kept_weights import pack, unpack
from utils.labs.course5.week3_translation.sentences import SIZES, translations
from utils.labs.measured import load_measured, rows_where
from utils.layers.losses import softmax_cross_entropy
from utils.steps.beam_search import beam_errors, beam_search, greedy_decode
from utils.steps.bleu import bleu
from utils.steps.translation import modelf

pytestmark = pytest.mark.lab("course5/week3_translation")


@pytest.fixture(scope="module")
def table():
    return load_measured("course5/week3_translation")


def scores_of(table, reader, k, steps=measured.STEPS):
    return np.array([row["found"][k][0] for row in rows_where(table["sentences"], reader=reader, steps=steps)])


# Kept tables


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


def test_a_dictionary_is_not_hurt_by_length_and_beats_the_plain_network_beyond_12_words(table):
    data = kept.sentences()
    words = baselines.word_by_word(data.train, data.english, data.french, data.test)
    found = [score for score, _ in measured.by_length(data.test, words)]
    assert max(found[1:5]) - min(found[1:5]) < 0.07
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
    assert max(rows[2, alpha]["bleu"] for alpha in measured.ALPHAS) >= max(scores) - 0.002


def test_on_dates_attention_takes_half_the_batches(table):
    means = {
        reader: np.mean([r["found"] for r in rows_where(table["dates"], reader=reader)], axis=0)
        for reader in measured.DATE_READERS
    }
    assert means["summary"][1] < 0.7 and means["summary"][3] > 0.99
    assert min(means["additive"][1], means["general"][1]) > 0.99
    general, additive = (rows_where(table["dates"], reader=r)[0]["searched"] for r in ("general", "additive"))
    assert general[2] < 0.3 and additive[2] > 0.99


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


def test_the_command_measures_every_row(monkeypatch, table):
    sentences = kept.sentences()
    monkeypatch.setattr(measured, "load_sentences", lambda: sentences)
    monkeypatch.setattr(measured, "trained", lambda *_: kept.kept_translator("summary"))
    monkeypatch.setattr(measured, "dev_score", lambda s, reader, rate: rate)
    monkeypatch.setattr(measured, "translations", lambda model, part, french: part.french)
    monkeypatch.setattr(measured, "by_length", lambda part, written: len(written))
    monkeypatch.setattr(measured, "beam_rows", lambda *_: [])
    monkeypatch.setattr(measured, "date_run", lambda *_: [0.5])
    monkeypatch.setattr(measured, "captioner", lambda *_: kept.kept_captioner(len(captioning.load().vocabulary)))
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


# Networks


def test_rounded_weights_translate_as_well(table):
    data = kept.sentences()
    score = measured.by_length(data.test, translations(kept.kept_translator("additive"), data.test, data.french))[5][0]
    assert score == pytest.approx(rows_where(table["sentences"], reader="additive")[0]["found"][5][0], abs=0.01)
    model = kept.kept_translator("summary")
    again = unpack(networks.Translator(186, 241, np.random.default_rng(5), "summary", **SIZES), pack(model))
    for name, array in model.parameters().items():
        np.testing.assert_allclose(again.parameters()[name], array, atol=1e-3 * np.abs(array).max())


def test_the_attention_adds_1568_weights_to_48_000():
    sizes = {
        reader: sum(a.size for a in kept.kept_translator(reader).parameters().values())
        for reader in ("summary", "additive")
    }
    assert sizes["additive"] - sizes["summary"] == 1568 and round(sizes["summary"], -3) == 48_000


@pytest.mark.parametrize("reader", networks.READERS)
@pytest.mark.parametrize("feedback", [True, False])
def test_the_gradients_of_every_reader(reader, feedback):
    rng = np.random.default_rng(1)
    sizes = {"n_e": 3, "n_a": 2, "n_s": 4, "n_compare": 3}
    model = networks.Translator(5, 4, rng, reader, feedback, **sizes).cast(np.float64)
    source, target = rng.integers(5, size=(3, 4)), rng.integers(4, size=(3, 3))
    mask = np.arange(4) < np.array([[4], [2], [3]])

    def loss():
        return softmax_cross_entropy(model.forward(source, target, mask=mask), target)

    model.backward(loss()[1])
    gradients = {name: np.array(g) for name, g in model.gradients().items() if isinstance(g, np.ndarray)}
    checked = 0
    for name, array in model.parameters().items():
        if name not in gradients or gradients[name].shape != array.shape:
            continue
        place = tuple(rng.integers(array.shape))
        old, ends = array[place], []
        for nudge in (1e-5, -1e-5):
            array[place] = old + nudge
            ends.append(loss()[0])
        array[place] = old
        assert gradients[name][place] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-7), name
        checked += 1
    assert checked > 8


def test_a_sentence_model_writes_what_the_translator_writes():
    data = kept.sentences()
    for reader in ("summary", "additive"):
        ids = kept.kept_translator(reader).translate(data.test.X[:5], 26, data.test.mask[:5])
        for row in range(5):
            model = kept.TestSentence(reader, row)
            words, log_p = greedy_decode(model, model.end, 26)
            assert words == ids[row][: len(words)].tolist() and log_p < 0
            np.testing.assert_allclose(np.exp(model([[], words[:3]])).sum(axis=1), 1)


def test_modelf_takes_over_the_trained_layers():
    data = dates.load()
    model = dates.network(data, "additive", np.random.default_rng(0))
    X, mask = data.test.X[:4], data.test.mask[:4]
    for k in range(4):
        one_hot = dates.one_hot(X[k : k + 1, mask[k]], len(data.human_vocabulary))
        zeros = np.zeros((1, 64))
        outputs = np.stack(modelf(one_hot.shape[1], 10, dates.parameters_of(model), one_hot, zeros, zeros), axis=1)
        scores = model.forward(X[k : k + 1], data.test.Y[k : k + 1], mask=mask[k : k + 1])
        shares = np.exp(scores - scores.max(axis=2, keepdims=True))
        np.testing.assert_allclose(outputs, shares / shares.sum(axis=2, keepdims=True), atol=1e-5)


def test_from_433_words_on_attention_needs_more_than_the_lstms():
    def more(T):
        attention, recurrence = networks.products(T, **SIZES)
        return attention > recurrence

    assert not more(432) and more(433)


# Whose fault


def test_nearly_all_errors_are_the_model_s():
    models = [kept.TestSentence("summary", row) for row in range(0, 600, 40)]
    outputs = [beam_search(model, 3, model.end, 30)[0][0] for model in models]
    causes, _ = beam_errors(models, [model.person for model in models], outputs, 0.7)
    assert causes.count("search") <= 1 and causes.count("model") >= 10


def test_one_sentence_is_blamed_on_the_search_by_means_and_on_the_model_by_sums():
    model = kept.TestSentence("summary", 200)
    output = beam_search(model, 1, model.end, 30, 1.0)[0][0]
    assert len(model.person) == len(output) + 1
    found = [beam_errors([model], [model.person], [output], alpha)[0][0] for alpha in (1.0, 0.0)]
    assert found == ["search", "model"]


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["beam_errors"].planted.function
    rng = np.random.default_rng(0)
    wrong = 0
    for seed in range(60):
        model = random_model(seed, 4, 0)
        human, output = ([*(int(k) for k in rng.integers(1, 4, rng.integers(0, 5))), 0] for _ in range(2))
        for alpha in (0.0, 1.0):
            differ = bug([model], [human], [output], alpha) != beam_errors([model], [human], [output], alpha)
            assert not differ or (alpha and len(human) != len(output))
            wrong += differ
    assert wrong > 3
    assert bug([by_hand()], [[2, 0]], [[1, 0]], 0.7) == (["search"], 1.0)


# Break it, and the challenge


def test_without_its_mask_the_translator_reads_padding():
    right = [[words] for words in kept.sentences().test.french[:200]]
    found = {name: bleu(written, right) for name, written in broken.without_mask(200).items()}
    assert [round(score, 2) for score in found.values()] == pytest.approx([0.98, 0.76, 0.65], abs=0.011)


def beam_of(width, alpha):
    return lambda model, end, T_max: beam_search(model, width, end, T_max, alpha)[0][0]


def test_the_baseline_is_the_best_beam():
    found = {(w, a): open_challenge.bleu_of(beam_of(w, a)) for w, a in ((1, 0.0), (3, 0.7), (3, 2.0), (5, 1.0))}
    assert max(found, key=found.get) == (3, 2.0)
    assert found[3, 2.0] == pytest.approx(open_challenge.BASELINE, abs=0.002)


def test_the_candidate_that_has_most_in_common_with_the_others_beats_it():
    def runs(words):
        return {tuple(words[i : i + n]) for n in (1, 2, 3, 4) for i in range(len(words) - n + 1)}

    def my_search(model, end, T_max):
        found, sums = beam_search(model, 9, end, T_max, 0.0)
        weights = np.exp(0.1 * np.array(sums))
        sets = [runs(words) for words in found]
        likeness = [[2 * len(a & b) / (len(a) + len(b)) for b in sets] for a in sets]
        return found[int(np.argmax(np.array(likeness) @ weights))]

    assert open_challenge.bleu_of(my_search) > open_challenge.BASELINE


def test_a_search_that_asks_too_often_or_returns_no_words_is_refused():
    with pytest.raises(OverBudget, match="250"):
        open_challenge.bleu_of(beam_of(30, 0.7))
    with pytest.raises(ValueError, match="numbers"):
        open_challenge.bleu_of(lambda model, end, T_max: [10_000])
