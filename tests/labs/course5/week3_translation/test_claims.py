"""What the lab on translation says: networks, articles, the bug, the broken mask, the challenge."""

from functools import partial

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.labs.course5.week3_translation import (
    articles,
    broken,
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


def test_the_candidate_that_has_most_in_common_with_the_others_beats_it_at_one_width_alone():
    def runs(words):
        return {tuple(words[i : i + n]) for n in (1, 2, 3, 4) for i in range(len(words) - n + 1)}

    def my_search(model, end, T_max, width):
        found, sums = beam_search(model, width, end, T_max, 0.0)
        weights = np.exp(0.1 * np.array(sums))
        sets = [runs(words) for words in found]
        likeness = [[2 * len(a & b) / (len(a) + len(b)) for b in sets] for a in sets]
        return found[int(np.argmax(np.array(likeness) @ weights))]

    fewer, found, more = (open_challenge.bleu_of(partial(my_search, width=width)) for width in (8, 9, 10))
    assert max(fewer, more) < open_challenge.BASELINE < found == pytest.approx(0.250, abs=0.001)


def test_a_search_that_asks_too_often_or_returns_no_words_is_refused():
    with pytest.raises(OverBudget, match="250"):
        open_challenge.bleu_of(beam_of(30, 0.7))
    with pytest.raises(ValueError, match="numbers"):
        open_challenge.bleu_of(lambda model, end, T_max: [10_000])
