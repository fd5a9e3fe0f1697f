"""The ways to train vectors: their gradients against centred differences, and what counting gives by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from utils.data.corpus import NUMBER, WORDS, load_corpus
from utils.labs.course5.week2_learning_embeddings import counting, relations, training
from utils.labs.course5.week2_learning_embeddings.training import Cbow, Glove, LanguageModel, SkipGram, train

pytestmark = pytest.mark.lab("course5/week2_learning_embeddings")

MAKE = {
    "negatives": lambda *a: SkipGram(*a, K=3),
    "no negatives": lambda *a: SkipGram(*a, K=0),
    "tree": lambda *a: SkipGram(*a, guess="tree"),
    "all words": lambda *a: SkipGram(*a, guess="all"),
    "CBOW": Cbow,
    "CBOW of words before": lambda *a: Cbow(*a, before=True),
    "model of 2003": lambda *a: LanguageModel(*a, hidden=5),
    "GloVe": Glove,
    "GloVe, all pairs": lambda *a: Glove(*a, floor=0.1, both=False),
}


@pytest.fixture(scope="module")
def small():
    """A text of few words, under the names that models look at."""
    rng = np.random.default_rng(0)
    sentences = [rng.integers(0, 6, size=n) for n in (5, 7, 4)]
    return SimpleNamespace(sentences=sentences, words="abcdef", counts=np.array([3, 4, 2, 3, 2, 2]))


@pytest.mark.parametrize("name", MAKE)
def test_gradients_agree_with_centred_differences(name, small):
    rng = np.random.default_rng(1)
    model = MAKE[name](small, rng, 3, 2)
    model.arrays = [rng.normal(0, 0.5, array.shape) for array in model.arrays]
    batch = [part[:9].astype(np.float64 if part.dtype.kind == "f" else part.dtype) for part in model.examples]

    def loss():
        return model.gradients(batch, np.random.default_rng(2))[0].sum()

    dense = [np.zeros(array.shape) for array in model.arrays]
    for which, rows, gradient in model.gradients(batch, np.random.default_rng(2))[1]:
        dense[which][rows] += gradient
    for array, found in zip(model.arrays, dense, strict=True):
        for place in np.ndindex(array.shape):
            kept, ends = array[place], []
            for nudge in (1e-5, -1e-5):
                array[place] = kept + nudge
                ends.append(loss())
            array[place] = kept
            assert (ends[0] - ends[1]) / 2e-5 == pytest.approx(found[place], rel=1e-5, abs=1e-7)


def test_without_biases_they_stay_at_0(small):
    model = Glove(small, np.random.default_rng(0), 3, 2, biases=False)
    list(train(model, 0.3, 3, np.random.default_rng(0)))
    assert not model.arrays[2].any() and not model.arrays[3].any()


@pytest.mark.parametrize("name", MAKE)
def test_training_brings_the_loss_down(name, small):
    rng = np.random.default_rng(3)
    losses = list(train(MAKE[name](small, rng, 4, 2), 0.3, 30, rng))
    assert losses[-1] < 0.95 * losses[0]


def test_a_glove_gives_its_first_vectors_or_the_sums(small):
    one, both = (Glove(small, np.random.default_rng(0), 3, 2, both=both) for both in (False, True))
    np.testing.assert_array_equal(one.vectors(), one.arrays[0])
    np.testing.assert_array_equal(both.vectors(), one.arrays[0] + one.arrays[1])


def test_cbow_of_words_before_sees_nothing_behind(small):
    contexts, mask, targets = Cbow(small, np.random.default_rng(0), 3, 2, before=True).examples
    text = small.sentences
    due = [(s[max(t - 2, 0) : t].tolist(), s[t]) for s in text for t in range(1, len(s))]
    assert [(row[real].tolist(), word) for row, real, word in zip(contexts, mask, targets, strict=True)] == due


def test_previous_words_by_hand():
    contexts, targets = training.previous_words([np.array([4, 2, 3])], 2, 9)
    assert contexts.tolist() == [[9, 9], [9, 4], [4, 2]] and targets.tolist() == [4, 2, 3]


def test_pmi_by_hand():
    X = np.array([[0.0, 4.0], [4.0, 8.0]])
    found = counting.pmi(X)
    assert found[0, 0] == -np.inf and found[0, 1] == pytest.approx(np.log(4 * 16 / (4 * 12)))
    assert found[1, 1] == pytest.approx(np.log(8 * 16 / 144))


def test_every_pair_has_the_floor():
    i, j, X = counting.every_pair(np.array([0, 1]), np.array([1, 0]), np.array([2.0, 2.0]), 3, 0.5)
    assert len(i) == 9 and X.reshape(3, 3).tolist() == [[0.5, 2.5, 0.5], [2.5, 0.5, 0.5], [0.5, 0.5, 0.5]]
    assert X.reshape(3, 3)[i, j].tolist() == X.tolist()


def test_vectors_with_a_planted_difference_answer_all_and_others_none():
    rng = np.random.default_rng(4)
    vectors = rng.standard_normal((len(WORDS), 200))
    counts = np.ones(len(WORDS))
    assert counting.score(vectors, counts) < 0.02
    for relation in (counting.QUESTIONS["capital"], counting.QUESTIONS["river"]):
        step = 3 * rng.standard_normal(200)
        for a, b in dict(relation[:, :2].tolist()).items():
            vectors[b] = vectors[a] + step
    assert counting.score(vectors, counts, ["capital"]) == 1


def test_questions_of_words_that_do_not_occur_are_left_out():
    counts = np.ones(len(WORDS))
    counts[NUMBER["paris"]] = 0
    whole, some = (counting.asked(["capital", "gender"], each) for each in (np.ones(len(WORDS)), counts))
    n = round((1 + np.sqrt(1 + 4 * len(whole["capital"]))) / 2)  # pairs, each with each other one
    assert len(whole["capital"]) - len(some["capital"]) == 2 * (n - 1) and len(whole["gender"]) == len(some["gender"])
    assert not (some["capital"] == NUMBER["paris"]).any()


def test_thirds_go_from_frequent_to_rare_words():
    vectors = np.zeros((len(WORDS), 2))
    counts = 1 + np.arange(len(WORDS))
    assert counting.score_by_count(vectors, counts) == [0, 0, 0]
    corpus = load_corpus(np.random.default_rng(0), 300, zipf=1)
    rarest = corpus.counts[counting.QUESTIONS["capital"]].min(axis=1)
    thirds = np.array_split(np.argsort(-rarest, kind="stable"), 3)
    assert rarest[thirds[0]].min() >= rarest[thirds[1]].max() >= rarest[thirds[2]].max()


def test_due_products_by_hand(small):
    n = relations.meetings(small, 2)
    assert n.sum() == len(training.skip_gram_pairs(small.sentences, 2)[0]) and (n == n.T).all()
    due = relations.due_products(small, 2, 5, power=1)
    share = small.counts / small.counts.sum()
    assert np.exp(due[0, 1]) == pytest.approx(n[0, 1] / (5 * n[0].sum() * share[1]))


def test_a_sum_of_biases_is_explained_by_biases_or_by_two_numbers():
    logs = np.add.outer([1.0, 2.0, 5.0], [0.0, 3.0, 4.0])
    assert relations.explained(logs, 0, biases=True) == pytest.approx(1)
    assert relations.explained(logs, 1, biases=False) < 0.99 < relations.explained(logs, 2, biases=False)


def test_nearest_leaves_the_word_out():
    vectors = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0]])
    assert relations.nearest(vectors, "a", "abc", 2) == ["b", "c"]
    assert relations.cosine(vectors[0], vectors[2]) == 0 and NUMBER["king"] != NUMBER["queen"]
