"""The Huffman tree and the softmax down its branches: hand examples, loop twins, centred differences and PyTorch."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, numeric_gradient
from utils.layers.hierarchical_softmax import (
    hierarchical_softmax_backward,
    hierarchical_softmax_forward,
    huffman_tree,
    word_probabilities,
)
from utils.steps import huffman as steps

many_counts = st.lists(st.integers(0, 30), min_size=2, max_size=12).filter(any)


def draw(counts, rng, dtype=np.float64, B=5, d=3):
    h, theta = rng.standard_normal((B, d)), rng.standard_normal((len(counts) - 1, d))
    return h.astype(dtype), rng.integers(0, len(counts), B), theta.astype(dtype), huffman_tree(counts)


def run(arguments, rng):
    losses, cache = hierarchical_softmax_forward(*arguments)
    weights = rng.standard_normal(len(losses)).astype(losses.dtype)
    dh, (rows, values) = hierarchical_softmax_backward(weights, cache)
    dtheta = np.zeros_like(arguments[2])
    dtheta[rows] = values
    return losses, weights, dh, dtheta


def test_a_tree_known_by_hand():
    """5 + 9 = 14, 12 + 13 = 25, 14 + 16 = 30, 25 + 30 = 55, 45 + 55 = 100."""
    paths, signs = huffman_tree([45, 13, 12, 16, 9, 5])
    assert np.abs(signs).sum(axis=1).tolist() == [1, 3, 3, 3, 4, 4]
    assert signs[0].tolist() == [-1, 0, 0, 0], "45 is the lower of 45 and 55"
    assert paths[5].tolist() == [4, 3, 2, 0] and signs[5].tolist() == [1, 1, -1, -1]


@given(many_counts)
def test_it_is_the_step_s_tree(counts):
    paths, signs = huffman_tree(counts)
    for word, code in enumerate(steps.huffman_codes(counts)):
        n = len(code)
        assert list(zip(paths[word, :n], (signs[word, :n] + 1) // 2, strict=True)) == code
        assert not signs[word, n:].any()


@given(st.lists(st.integers(1, 9), min_size=2, max_size=5))
def test_no_other_code_is_shorter_on_average(counts):
    """Lengths are those of some prefix code exactly if Σ 2^−length ≤ 1 (Kraft): try them all."""
    lengths = np.abs(huffman_tree(counts)[1]).sum(axis=1)
    assert np.sum(0.5**lengths) == 1
    every = np.array(list(itertools.product(range(1, len(counts)), repeat=len(counts))))
    possible = every[(0.5**every).sum(axis=1) <= 1]
    assert lengths @ counts == (possible @ counts).min()


@given(many_counts, st.integers(0, 2**32 - 1))
def test_the_probabilities_of_all_words_sum_to_one(counts, seed):
    h, _, theta, tree = draw(counts, np.random.default_rng(seed))
    probabilities = word_probabilities(h, 3 * theta, tree)
    assert probabilities.shape == (5, len(counts)) and (probabilities > 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-12)


@DTYPES
@given(counts=many_counts, B=st.integers(1, 6), seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step_word_by_word(dtype, counts, B, seed):
    rng = np.random.default_rng(seed)
    h, targets, theta, tree = draw(counts, rng, dtype, B)
    losses, weights, dh, dtheta = run((h, targets, theta, tree), rng)
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    codes, twin_dtheta = steps.huffman_codes(counts), np.zeros(theta.shape)
    for b, word in enumerate(targets):
        e, Theta = h[b][:, None].astype(float), theta.T.astype(float)
        probability = steps.word_probability(e, Theta, codes[word])
        assert_close(losses[b], -np.log(probability), tolerance)
        assert_close(word_probabilities(h, theta, tree)[b, word], probability, tolerance)
        de, dTheta = steps.hierarchical_softmax_gradient(e, Theta, codes[word])
        assert_close(dh[b], weights[b] * de[:, 0], tolerance)
        twin_dtheta += weights[b] * dTheta.T
    assert losses.dtype == dh.dtype == dtheta.dtype == dtype
    assert_close(dtheta, twin_dtheta, tolerance)


@pytest.mark.parametrize("B", [1, 7])
def test_centred_differences(B):
    rng = np.random.default_rng(1)
    arguments = draw([1, 1, 2, 3, 5, 8, 13], rng, B=B)
    _, weights, *gradients = run(arguments, rng)
    for gradient, array in zip(gradients, (arguments[0], arguments[2]), strict=True):
        slopes = numeric_gradient(lambda: weights @ hierarchical_softmax_forward(*arguments)[0], array)
        assert_close(gradient, slopes, 1e-6)


@DTYPES
def test_torch(dtype):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    h, targets, theta, (paths, signs) = draw(rng.integers(1, 99, 30), rng, dtype, B=40, d=5)
    losses, weights, *gradients = run((h, targets, theta, (paths, signs)), rng)
    h, theta = (torch.tensor(array, requires_grad=True) for array in (h, theta))
    ways, sides = torch.from_numpy(paths[targets]), torch.from_numpy(signs[targets])
    scores = torch.einsum("bnd,bd->bn", theta[ways], h) * sides
    expected = -(torch.nn.functional.logsigmoid(scores) * sides.abs()).sum(1)
    slopes = torch.autograd.grad(expected, (h, theta), torch.from_numpy(weights))
    assert_close(losses, expected.detach().numpy(), TOLERANCE[dtype])
    for gradient, slope in zip(gradients, slopes, strict=True):
        assert_close(gradient, slope.numpy(), TOLERANCE[dtype])


@pytest.mark.parametrize(
    "counts, message",
    [
        ([3], "at least two words"),
        ([], r"counts \(0,\)"),
        ([0, 0], "not all 0"),
        ([1, -1], "from 0 up"),
        ([1, np.nan], "from 0 up"),
        ([[1, 2]], r"counts \(1, 2\)"),
    ],
)
def test_counts_that_make_no_tree_are_refused(counts, message):
    with pytest.raises(ValueError, match=message):
        huffman_tree(counts)


@pytest.mark.parametrize(
    "h, targets, theta, message",
    [
        (np.ones((2, 3)), [0, 1], np.ones((2, 4)), r"h has shape \(2, 3\); expected \(B, 4\)"),
        (np.ones((2, 4)), [0, 1], np.ones((3, 4)), r"theta has shape \(3, 4\); expected \(2, d\)"),
        (np.ones((2, 4)), [0, 3], np.ones((2, 4)), r"targets \(2,\) runs from 0 to 3"),
        (np.ones((2, 4)), [0], np.ones((2, 4)), r"targets has shape \(1,\); expected \(2,\)"),
        (np.full((2, 4), np.nan), [0, 1], np.ones((2, 4)), "NaN or infinity"),
    ],
)
def test_bad_input_is_refused(h, targets, theta, message):
    with pytest.raises(ValueError, match=message):
        hierarchical_softmax_forward(h, np.array(targets), theta, huffman_tree([1, 2, 3]))
