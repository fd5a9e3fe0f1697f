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
    counts = np.array([[0.0, 16.0], [256.0, 1000.0]])
    np.testing.assert_allclose(glove.glove_weight(counts, x_max=256), [[0, 1 / 8], [1, 1]])
    X = np.array([[0, 1.0], [3.0, 200.0]])
    nothing = np.zeros((2, 2)), np.zeros((2, 2)), np.zeros(2), np.zeros(2)
    expected = (3 / 100) ** 0.75 * math.log(3) ** 2 + math.log(200) ** 2
    assert glove.glove_loss(*nothing, X) == pytest.approx(expected)
    rng = np.random.default_rng(4)
    arrays = [rng.standard_normal(shape) for shape in ((3, 2), (3, 2), (2,), (2,))]
    for gradient, array in zip(glove.glove_gradient(*arrays, X), arrays, strict=True):
        assert_close(gradient, numeric_gradient(lambda: glove.glove_loss(*arrays, X), array), 1e-7)


def test_the_way_back_from_a_lookup_is_the_transposed_product():
    rng = np.random.default_rng(5)
    words = rng.integers(0, 6, size=20)
    dY = rng.standard_normal((4, 20))
    one_hot = np.eye(7)[words]
    assert_close(embeddings.embedding_lookup_backward(dY, words, 7), dY @ one_hot, 1e-12)


@pytest.mark.parametrize("window", [1, 3, 20])
def test_pairs_and_windows_say_the_same(window):
    sentence = np.random.default_rng(6).integers(0, 5, size=11)
    contexts, mask, targets = embeddings.cbow_batch(sentence, window)
    pairs = [(int(targets[t]), int(word)) for t in range(11) for word in contexts[t][mask[t]]]
    assert pairs == embeddings.skip_gram_pairs(sentence, window)
    assert not contexts[~mask].any() and mask.shape == (11, 2 * window)


def test_negative_sampling_word_by_word_and_far_out():
    rng = np.random.default_rng(7)
    e, Theta = rng.standard_normal((5, 1)), rng.standard_normal((5, 4))
    chance = 1 / (1 + np.exp(-Theta.T @ e))[:, 0]
    assert embeddings.negative_sampling_loss(e, Theta) == pytest.approx(-np.log([chance[0], *(1 - chance[1:])]).sum())
    assert embeddings.negative_sampling_loss(np.array([[1e4]]), np.array([[-1.0, 1.0]])) == pytest.approx(2e4)
    assert embeddings.negative_sampling_loss(np.array([[1e4]]), np.array([[1.0, -1.0]])) == 0


def test_negative_sampling_is_pytorchs_binary_cross_entropy():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(8)
    arrays = rng.standard_normal((3, 1)), rng.standard_normal((3, 6))
    e, Theta = (torch.tensor(array, requires_grad=True) for array in arrays)
    labels = torch.eye(6, dtype=torch.float64)[0]
    loss = torch.nn.functional.binary_cross_entropy_with_logits((Theta.T @ e)[:, 0], labels, reduction="sum")
    loss.backward()
    assert embeddings.negative_sampling_loss(*arrays) == pytest.approx(loss.item(), rel=1e-12)
    for ours, theirs in zip(embeddings.negative_sampling_gradient(*arrays), (e.grad, Theta.grad), strict=True):
        assert_close(ours, theirs.numpy(), 1e-12)


def test_no_tree_has_a_shorter_mean_way():
    """Against all ways to join four and five words."""

    def best(nodes):
        if len(nodes) == 1:
            return 0
        joined = []
        for a in range(len(nodes)):
            for b in range(a):
                rest = [nodes[k] for k in range(len(nodes)) if k not in (a, b)]
                joined.append(nodes[a] + nodes[b] + best([*rest, nodes[a] + nodes[b]]))
        return min(joined)

    for counts in ([8, 4, 2, 1, 1], [3, 3, 3, 3], [10, 1, 1, 7, 5]):
        lengths = [len(code) for code in huffman.huffman_codes(counts)]
        assert np.dot(lengths, counts) == best(counts)
        assert sum(2.0**-length for length in lengths) == 1


def test_cooccurrences_are_weighed_pairs():
    sentence = np.random.default_rng(9).integers(0, 4, size=15)
    X = np.zeros((4, 4))
    for t in range(15):
        for s in range(15):
            if 0 < abs(t - s) <= 3:
                X[sentence[t], sentence[s]] += 1 / abs(t - s)
    assert_close(glove.cooccurrence(sentence, 3, 4), X, 1e-12)


def test_glove_is_what_pytorch_differentiates():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(10)
    X = np.round(rng.exponential(60, (4, 4))) * (rng.random((4, 4)) < 0.7)
    arrays = [rng.standard_normal(shape) for shape in ((3, 4), (3, 4), (4,), (4,))]
    W, W_context, b, b_context = tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    met = torch.tensor(X > 0)
    errors = (W.T @ W_context + b[:, None] + b_context)[met] - torch.log(torch.tensor(X))[met]
    J = (torch.clamp(torch.tensor(X)[met] / 100, max=1) ** 0.75 * errors**2).sum()
    J.backward()
    assert glove.glove_loss(*arrays, X) == pytest.approx(J.item(), rel=1e-12)
    for ours, tensor in zip(glove.glove_gradient(*arrays, X), tensors, strict=True):
        assert_close(ours, tensor.grad.numpy(), 1e-12)
