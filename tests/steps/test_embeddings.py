"""Steps of word vectors: known by hand, and their gradients against centred differences."""

import math

import numpy as np
import pytest

from tests.layers.witnesses import assert_close, numeric_gradient
from utils.steps import embeddings, glove, huffman


def test_a_lookup_is_the_product_with_one_hot_columns():
    rng = np.random.default_rng(1)
    E, words = rng.standard_normal((3, 5)), [4, 0, 4]
    assert np.array_equal(embeddings.embedding_lookup(E, words), embeddings.one_hot_product(E, words))
    dY = rng.standard_normal((3, 3))
    slopes = numeric_gradient(lambda: np.sum(dY * embeddings.embedding_lookup(E, words)), E)
    assert_close(embeddings.embedding_lookup_backward(dY, words, 5), slopes, 1e-7)


def test_pairs_of_a_short_sentence():
    assert embeddings.skip_gram_pairs([7, 8, 9], 1) == [(7, 8), (8, 7), (8, 9), (9, 8)]
    assert embeddings.skip_gram_pairs([7, 8, 9], 5) == [(7, 8), (7, 9), (8, 7), (8, 9), (9, 7), (9, 8)]
    assert embeddings.skip_gram_pairs(np.array([7]), 2) == []
    assert embeddings.skip_gram_pairs([7, 7], 1) == [(7, 7), (7, 7)], "another place, the same word"


def test_windows_of_a_short_sentence():
    contexts, mask, targets = embeddings.cbow_batch([7, 8, 9], 2)
    assert targets.tolist() == [7, 8, 9]
    assert contexts.tolist() == [[0, 0, 8, 9], [0, 7, 9, 0], [7, 8, 0, 0]]
    assert mask.tolist() == [[False, False, True, True], [False, True, True, False], [True, True, False, False]]


def test_noise_lifts_rare_words():
    np.testing.assert_allclose(embeddings.noise_distribution([1, 16]), [1 / 9, 8 / 9])
    np.testing.assert_allclose(embeddings.noise_distribution([1, 16], power=1), [1 / 17, 16 / 17])
    np.testing.assert_allclose(embeddings.noise_distribution([1, 16], power=0), [0.5, 0.5])


def test_negative_sampling_by_hand_and_by_centred_differences():
    assert embeddings.negative_sampling_loss(np.zeros((2, 1)), np.ones((2, 4))) == pytest.approx(4 * math.log(2))
    e, Theta = np.array([[1.0]]), np.array([[2.0, -1.0]])
    expected = math.log(1 + math.exp(-2)) + math.log(1 + math.exp(-1))
    assert embeddings.negative_sampling_loss(e, Theta) == pytest.approx(expected)
    rng = np.random.default_rng(2)
    arrays = rng.standard_normal((3, 1)), rng.standard_normal((3, 4))
    for gradient, array in zip(embeddings.negative_sampling_gradient(*arrays), arrays, strict=True):
        assert_close(gradient, numeric_gradient(lambda: embeddings.negative_sampling_loss(*arrays), array), 1e-7)


def test_a_tree_and_the_probabilities_down_its_branches():
    codes = huffman.huffman_codes([45, 13, 12, 16, 9, 5])
    assert [len(code) for code in codes] == [1, 3, 3, 3, 4, 4]
    assert codes[5] == [(4, 1), (3, 1), (2, 0), (0, 0)] and codes[0] == [(4, 0)]
    rng = np.random.default_rng(3)
    e, Theta = rng.standard_normal((2, 1)), rng.standard_normal((2, 5))
    assert sum(huffman.word_probability(e, Theta, code) for code in codes) == pytest.approx(1, rel=1e-12)
    for gradient, array in zip(huffman.hierarchical_softmax_gradient(e, Theta, codes[4]), (e, Theta), strict=True):
        slopes = numeric_gradient(lambda: -np.log(huffman.word_probability(e, Theta, codes[4])), array)
        assert_close(gradient, slopes, 1e-7)


def test_cooccurrences_of_a_short_sentence():
    X = glove.cooccurrence([0, 1, 1, 2], 2, 4)
    assert X.tolist() == [[0, 1.5, 0, 0], [1.5, 2, 1.5, 0], [0, 1.5, 0, 0], [0, 0, 0, 0]]


def test_glove_by_hand_and_by_centred_differences():
    assert glove.glove_weight(0) == 0 and glove.glove_weight(100) == glove.glove_weight(500) == 1
    assert glove.glove_weight(16, x_max=256) == pytest.approx(1 / 8)
    X = np.array([[0, 1.0], [3.0, 200.0]])
    nothing = np.zeros((2, 2)), np.zeros((2, 2)), np.zeros(2), np.zeros(2)
    expected = (3 / 100) ** 0.75 * math.log(3) ** 2 + math.log(200) ** 2
    assert glove.glove_loss(*nothing, X) == pytest.approx(expected)
    rng = np.random.default_rng(4)
    arrays = [rng.standard_normal(shape) for shape in ((3, 2), (3, 2), (2,), (2,))]
    for gradient, array in zip(glove.glove_gradient(*arrays, X), arrays, strict=True):
        assert_close(gradient, numeric_gradient(lambda: glove.glove_loss(*arrays, X), array), 1e-7)
