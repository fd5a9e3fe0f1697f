"""What the lab on word embeddings says: costs, negatives, the PMI, kept tables, the challenge, the symptom."""

import math
import time

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.corpus import NUMBER
from utils.labs.course5.week2_learning_embeddings import costs, lab, measured, open_challenge, relations, windows
from utils.labs.course5.week2_learning_embeddings.counting import matrix, pmi, ppmi_vectors, score
from utils.labs.course5.week2_learning_embeddings.glove_loss import parameters
from utils.labs.course5.week2_learning_embeddings.training import SkipGram, train
from utils.labs.measured import load_measured, rows_where
from utils.layers.word_windows import cooccurrence
from utils.steps.embeddings import cbow_batch, noise_distribution, skip_gram_pairs
from utils.steps.glove import glove_gradient
from utils.steps.huffman import huffman_codes

pytestmark = pytest.mark.lab("course5/week2_learning_embeddings")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week2_learning_embeddings")


@pytest.fixture(scope="module")
def corpus():
    return measured.text(measured.JUDGE[0])


@pytest.fixture(scope="module")
def trained(corpus):
    rng = np.random.default_rng([measured.JUDGE[0], 1])
    model = SkipGram(corpus, rng, measured.D, measured.WINDOW)
    losses = list(train(model, 0.3, 6, rng))
    return model, losses


# Examples, and what they cost


def test_the_table_of_the_notes_is_that_of_orange():
    words = "i want a glass of orange juice to go along with my cereal".split()
    near = {word: [] for word in words}
    for at, other in skip_gram_pairs(np.arange(len(words)), 2):
        near[words[at]].append(words[other])
    assert near["orange"] == ["glass", "of", "juice", "to"] and near["glass"] == ["want", "a", "of", "orange"]


def test_skip_gram_has_several_times_as_many_examples(corpus):
    for window, least in ((2, 3), (5, 6)):
        pairs = sum(len(skip_gram_pairs(sentence, window)) for sentence in corpus.sentences)
        assert pairs > least * sum(len(cbow_batch(sentence, window)[2]) for sentence in corpus.sentences)


def test_only_a_softmax_grows_with_the_vocabulary():
    few, many = (costs.milliseconds(n, rounds=2) for n in (500, 8000))
    assert many["all words"] > 4 * few["all words"]
    assert many["negatives"] < 4 * few["negatives"] and many["tree"] < 5 * few["tree"]


def test_ways_down_the_tree_are_short_for_the_text_and_longer_for_the_list(corpus):
    lengths = np.array([len(code) for code in huffman_codes(np.maximum(corpus.counts, 1).tolist())])
    assert lengths @ corpus.counts / corpus.counts.sum() < np.log2(len(lengths)) < lengths.mean()


def test_the_quiz_s_numbers():
    assert 300 * 10_000 * 256 == 768_000_000 and 4 * 30 * 50 == 6000
    assert [round(math.log2(n), 1) for n in (10_000, 1_000_000, 100)] == [13.3, 19.9, 6.6]
    lengths = [len(code) for code in huffman_codes([8, 4, 2, 1, 1])]
    assert lengths == [1, 2, 3, 4, 4] and np.dot(lengths, [8, 4, 2, 1, 1]) / 16 == 1.875
    assert noise_distribution([10_000, 1])[0] / noise_distribution([10_000, 1])[1] == pytest.approx(1000)
    assert math.log(3) == pytest.approx(1.1, abs=0.01) and math.log(10) == pytest.approx(2.3, abs=0.01)


def test_a_text_written_twice_needs_other_biases_only():
    rng = np.random.default_rng(0)
    W, C, b, b_context = (rng.normal(size=shape) for shape in ((3, 4), (3, 4), 4, 4))
    X = np.exp(W.T @ C + b[:, None] + b_context)
    for grown in (np.abs(gradient).max() for gradient in glove_gradient(W, C, b + math.log(2), b_context, 2 * X)):
        assert grown < 1e-9
    assert np.abs(glove_gradient(W, C, b, b_context, 2 * X)[0]).max() > 0.1


# Negatives and products


def test_accidents_and_rare_words_by_power():
    rare = np.argsort(windows.shown_counts(), kind="stable")[:100]
    shares = {power: noise_distribution(windows.shown_counts(), power)[rare].sum() for power in (0, 0.75, 1)}
    found = {power: windows.accidents(power, 5) for power in (0, 0.75, 1)}
    assert found[0] < 0.02 < found[0.75] < 0.1 < found[1] and shares[0] > 0.2 > shares[0.75] > 2 * shares[1]


@pytest.mark.parametrize("least", [0, 1, 4, 9])
def test_products_go_with_the_logarithm_relative_to_chance_not_with_counts(corpus, trained, least):
    n, products = relations.meetings(corpus, 5), trained[0].arrays[0] @ trained[0].arrays[1].T
    due, met = relations.due_products(corpus, 5, 5), n > least
    assert np.corrcoef(products[met], due[met])[0, 1] > 0.75
    assert abs(np.corrcoef(products[met], np.log(n[met]))[0, 1]) < 0.15


def test_king_and_queen_never_meet_and_are_close(corpus, trained):
    vectors, theta = trained[0].arrays
    n, king, queen = relations.meetings(corpus, 5), NUMBER["king"], NUMBER["queen"]
    here, products = corpus.counts > 0, vectors @ theta.T
    never = products[np.outer(here, here) & (n == 0)]
    assert n[king, queen] == 0 and products[king, queen] < -4
    assert abs(products[king, queen] - never.mean()) < never.std()
    assert relations.cosine(vectors[king], vectors[queen]) > 0.6
    company = np.maximum(pmi(n), 0)
    assert (
        relations.cosine(company[king], company[queen])
        > 0.7
        > 0.1
        > relations.cosine(company[king], company[NUMBER["paris"]])
    )


def test_a_kept_run_comes_again(kept, trained, corpus):
    (row,) = rows_where(kept["race"], name="skip-gram, negatives")
    found = score(trained[0].vectors(), corpus.counts)
    assert row["rate"] == 0.3 and found == pytest.approx(measured.at_epoch(row, 6)[0], abs=0.03)
    (counted,) = rows_where(kept["ppmi"], m=measured.SENTENCES)
    assert counted["d"] == measured.D
    assert score(ppmi_vectors(corpus, 80, 5), corpus.counts) == pytest.approx(measured.final(counted)[0], abs=0.02)


def test_without_negatives_a_low_loss_and_vectors_all_alike(corpus, trained):
    rng = np.random.default_rng([11, 1])
    broken = SkipGram(corpus, rng, measured.D, measured.WINDOW, K=0)
    (loss,) = train(broken, 0.3, 1, rng)
    unit = broken.vectors() / np.linalg.norm(broken.vectors(), axis=1, keepdims=True)
    assert loss < trained[1][0] / 40 and np.mean(unit @ unit.T) > 0.5 and score(broken.vectors(), corpus.counts) < 0.05


# Counting and GloVe


@pytest.mark.parametrize("seed", [10, 11])
def test_ratios_tell_ice_from_steam(seed):
    large = measured.text(seed, 20_000)
    X = matrix(*cooccurrence(large.sentences, 5), len(large.words))
    ice, steam = (X[NUMBER[word]] / X[NUMBER[word]].sum() for word in ("ice", "steam"))
    ratios = {word: ice[NUMBER[word]] / steam[NUMBER[word]] for word in ("solid", "gas", "water", "fashion")}
    assert ratios["solid"] > 5 and ratios["gas"] < 0.2 and 0.6 < ratios["water"] < 1.6 and 0.4 < ratios["fashion"] < 2.5


def test_two_biases_do_the_work_of_one_number_in_each_vector(corpus):
    logs = relations.cooccurring(*cooccurrence(corpus.sentences, 5), len(corpus.words), measured.FLOOR)
    assert relations.explained(logs, 0, biases=True) == pytest.approx(0.23, abs=0.01)
    for d in (1, 5, 20):
        assert relations.explained(logs, d, biases=True) > relations.explained(logs, d, biases=False)
        assert relations.explained(logs, d, biases=True) < relations.explained(logs, d + 2, biases=False)
    assert relations.explained(logs, 1, True) == pytest.approx(relations.explained(logs, 2, False), abs=0.01)
    assert relations.explained(logs, 80, True) - relations.explained(logs, 80, False) < 0.01


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["glove_gradient"].planted.function
    W, W_context, b, b_context, X = parameters(np.random.default_rng(0), 3, 4)
    for arrays, wrong in (((W, W, b, b), []), ((W, W_context, b, b_context), [1]), ((W, W, b, b_context), [1])):
        found, due = bug(*arrays, X), glove_gradient(*arrays, X)
        assert [k for k in range(4) if not np.allclose(found[k], due[k])] == wrong


# The challenge


def softmax_of_counts(sentences, n_words, rng):
    """All words as guesses, on counts instead of pairs, with decaying weights: two hundred steps of Adam."""
    X = matrix(*cooccurrence(sentences, 10), n_words).astype(np.float32)
    arrays = [rng.normal(0, 0.1, (n_words, 80)).astype(np.float32) for _ in range(2)]
    means, squares = ([np.zeros_like(array) for array in arrays] for _ in range(2))
    sums = np.maximum(X.sum(axis=1, keepdims=True), 1e-9)
    for t in range(1, 201):
        scores = arrays[0] @ arrays[1].T
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        d = (shares / shares.sum(axis=1, keepdims=True) * sums - X) / np.sqrt(sums)
        gradients = d @ arrays[1] + 0.07 * arrays[0], d.T @ arrays[0] + 0.07 * arrays[1]
        for array, mean, square, gradient in zip(arrays, means, squares, gradients, strict=True):
            mean += 0.1 * (gradient - mean)
            square += 0.01 * (gradient**2 - square)
            array -= 0.05 * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.99**t)) + 1e-8)
    return arrays[0]


def counted(sentences, n_words, rng):
    return ppmi_vectors(open_challenge.Text(sentences, n_words), 80, 5)


def test_a_softmax_of_counts_beats_the_baseline_and_counting_alone_does_not():
    before = time.process_time()
    assert open_challenge.score_of(softmax_of_counts) == pytest.approx(0.72, abs=0.03)
    assert time.process_time() - before < 3 * open_challenge.SECONDS and open_challenge.BASELINE < 0.65
    assert open_challenge.score_of(counted) < open_challenge.BASELINE - 0.1


@pytest.mark.full
def test_the_baseline_is_the_skip_gram_s(monkeypatch):
    monkeypatch.setattr(open_challenge, "SECONDS", 100.0)
    assert open_challenge.score_of(open_challenge.skip_gram_vectors) == pytest.approx(open_challenge.BASELINE, abs=0.03)


def test_the_numbers_of_words_tell_nothing():
    one, other = open_challenge.disguised(60)[2], open_challenge.disguised(61)[2]
    assert np.mean(one == other) < 0.02


def test_what_breaks_the_budget_is_refused(monkeypatch):
    with pytest.raises(OverBudget, match="at most 80"):
        open_challenge.score_of(lambda sentences, n_words, rng: np.zeros((n_words, 81)))
    with pytest.raises(ValueError, match="finite"):
        open_challenge.score_of(lambda sentences, n_words, rng: np.full((n_words, 2), np.nan))
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget, match="longer"):
        open_challenge.score_of(counted)
