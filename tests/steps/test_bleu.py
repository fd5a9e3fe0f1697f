"""BLEU: clipped counts by hand, and the score of a corpus against sacreBLEU."""

import math

import numpy as np
import pytest

from utils.labs.course5.week3_translation.bleu import corpus
from utils.labs.course5.week3_translation.common import CAT
from utils.steps.bleu import bleu, clipped_counts

pytestmark = pytest.mark.lab("course5/week3_translation")

LOWER = [word.lower() for word in CAT]


def test_the_four_times_as_written_and_with_case_folded():
    assert clipped_counts(["the"] * 4, [CAT], 1) == (1, 4)
    assert clipped_counts(["the"] * 4, [LOWER], 1) == (2, 4)


def test_the_cat_is_mat():
    words = "The cat is mat".split()
    assert [clipped_counts(words, [CAT], n) for n in (1, 2, 3, 4)] == [(4, 4), (2, 3), (1, 2), (0, 1)]
    assert bleu([words], [[CAT]]) == 0.0
    assert bleu([words], [[CAT]], 3) == pytest.approx(math.exp(1 - 6 / 4) * (1 * 2 / 3 * 1 / 2) ** (1 / 3))


def test_the_penalty_alone():
    assert bleu([CAT[:5]], [[CAT]]) == pytest.approx(math.exp(1 - 6 / 5))
    assert bleu([CAT], [[CAT]]) == 1.0
    assert bleu([[*CAT, *CAT]], [[CAT]], 1) == pytest.approx(0.5)


def test_a_run_in_any_reference_counts_and_the_largest_count_is_allowed():
    assert clipped_counts(list("aabb"), [list("ab"), list("aac")], 1) == (3, 4)
    assert clipped_counts(list("ab"), [list("abc")], 3) == (0, 0)


@pytest.mark.parametrize("n_references", [1, 2, 3])
@pytest.mark.parametrize("shorter", [0, 4])
def test_a_corpus_scores_what_sacrebleu_says(n_references, shorter):
    sacrebleu = pytest.importorskip("sacrebleu")
    candidates, references = corpus(np.random.default_rng(n_references), 40, n_references, shorter)
    texts = [" ".join(words) for words in candidates]
    by_place = [[" ".join(its[k]) for its in references] for k in range(n_references)]
    theirs = sacrebleu.corpus_bleu(texts, by_place, tokenize="none", smooth_method="none", force=True)
    assert bleu(candidates, references) == pytest.approx(theirs.score / 100, rel=1e-9)


def test_our_translations_score_what_sacrebleu_says():
    sacrebleu = pytest.importorskip("sacrebleu")
    from utils.labs.course5.week3_translation.baselines import nearest_sentence, word_by_word
    from utils.labs.course5.week3_translation.kept import sentences

    data = sentences()
    right = [" ".join(words) for words in data.test.french]
    for translate in (word_by_word, nearest_sentence):
        written = translate(data.train, data.english, data.french, data.test)
        theirs = sacrebleu.corpus_bleu([" ".join(words) for words in written], [right], tokenize="none", force=True)
        ours = bleu(written, [[words] for words in data.test.french])
        assert ours == pytest.approx(theirs.score / 100, rel=1e-9)


def test_repeating_a_corpus_changes_nothing():
    candidates, references = corpus(np.random.default_rng(5), 6, 2, 3)
    assert bleu(candidates * 2, references * 2) == pytest.approx(bleu(candidates, references))
