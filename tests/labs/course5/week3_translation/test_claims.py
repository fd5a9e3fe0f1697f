"""What the lab on translation says: kept tables, baselines, networks, the bug, the broken mask, the challenge."""

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.translation import END
from utils.labs.course5.week3_translation import (
    articles,
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
from utils.labs.course5.week3_translation.sentence_model import SentenceModel
from utils.labs.course5.week3_translation.sentences import SIZES, translations, translator
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
    for _ in range(60):
        drawn = rng.integers(len(rows), size=len(rows))
        greedy, wide = (bleu([some[k] for k in drawn], [right[k] for k in drawn]) for some in words)
        gains.append(wide - greedy)
    assert np.mean(gains) == pytest.approx(0.010, abs=0.003) and np.std(gains) == pytest.approx(0.008, abs=0.0015)


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
    sentences = kept.sentences()
    monkeypatch.setattr(measured, "load_sentences", lambda: sentences)
    monkeypatch.setattr(measured, "trained", lambda *_, **sizes: kept.kept_translator("summary"))
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


def test_one_sentence_is_blamed_on_the_model_by_means_and_on_the_search_by_sums():
    different = []
    for row in range(0, 600, 2):
        model = kept.TestSentence("summary", row)
        output = beam_search(model, 3, model.end, 30, 1.0)[0][0]
        if len(model.person) == len(output):
            continue
        found = [beam_errors([model], [model.person], [output], alpha)[0][0] for alpha in (1.0, 0.0)]
        if found[0] != found[1]:
            different.append((row, *found, len(output) - len(model.person)))
    assert different == [(228, "model", "search", 2)]


def test_a_wider_beam_finds_higher_scores_for_more_than_half_of_the_sentences():
    models = [kept.TestSentence("summary", row) for row in range(7, 600, 20)]
    greedy, wide = ([beam_search(model, w, model.end, 30)[1][0] for model in models] for w in (1, 10))
    assert sum(b > a + 1e-9 for a, b in zip(greedy, wide, strict=True)) > len(models) / 2


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
    for extra, scores in ((0, [0.98, 0.88, 0.85, 0.76]), (10, [0.98, 0.81, 0.80, 0.65])):
        found = [bleu(written, right) for written in broken.without_mask(200, extra).values()]
        assert found == pytest.approx(scores, abs=0.011)


# Articles


def test_un_and_une_read_the_article_and_the_others_mostly_the_noun():
    found = articles.read_for_articles()
    assert all(english > 0.8 * steps for steps, _, english in (found["un"], found["une"]))
    assert all(noun > steps / 2 > english for steps, noun, english in (found["le"], found["la"], found["l'"]))


def test_hidden_nouns_hurt_l_most_and_hidden_articles_un_and_une():
    plain, nouns, english = (articles.right_articles(hidden) for hidden in (None, "nouns", "articles"))
    assert min(plain.values()) > 0.98 and min(nouns["un"], nouns["une"]) > 0.98
    assert min(nouns, key=nouns.get) == "l'" and nouns["l'"] < 0.72
    assert max(english["un"], english["une"]) < 0.5 and english["l'"] > 0.98


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
