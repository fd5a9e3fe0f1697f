"""Skip-gram and CBOW with negative sampling against their loop twins, centred differences and PyTorch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, numeric_gradient
from utils.bench.cases import embeddings as bench_cases
from utils.layers import word_vectors as layers
from utils.steps import embeddings as steps

N_WORDS, D = 7, 3


def draw(rng, dtype=np.float64, B=6, K=2, C=4):
    """Words (repeats are certain), negatives, windows with their masks, E and theta."""
    words, contexts = rng.integers(0, N_WORDS, B), rng.integers(0, N_WORDS, (B, C))
    mask = rng.random((B, C)) < 0.6
    mask[:, 0] = True
    E, theta = rng.standard_normal((2, N_WORDS, D)).astype(dtype)
    return words, contexts, mask, rng.integers(0, N_WORDS, (B, K)), E, theta


def skip_gram(rng, dtype=np.float64, **sizes):
    words, contexts, _, negatives, E, theta = draw(rng, dtype, **sizes)
    arguments = (words, contexts[:, 0], negatives, E, theta)
    return layers.skip_gram_forward, layers.skip_gram_backward, arguments


def cbow(rng, dtype=np.float64, **sizes):
    words, contexts, mask, negatives, E, theta = draw(rng, dtype, **sizes)
    return layers.cbow_forward, layers.cbow_backward, (contexts, mask, words, negatives, E, theta)


MODELS = pytest.mark.parametrize("model", [skip_gram, cbow])


def dense(sparse, shape):
    """A sparse gradient as an array; its rows have to be there once and in order."""
    rows, values = sparse
    assert np.array_equal(rows, np.unique(rows))
    gradient = np.zeros(shape, values.dtype)
    gradient[rows] = values
    return gradient


def run(model, rng, dtype=np.float64, **sizes):
    """Losses, dE and dtheta of a drawn batch, with weights for the losses; and the arguments."""
    forward, backward, arguments = model(rng, dtype, **sizes)
    losses, cache = forward(*arguments)
    weights = rng.standard_normal(len(losses)).astype(dtype)
    gradients = [dense(sparse, (N_WORDS, D)) for sparse in backward(weights, cache)]
    return losses, gradients, weights, arguments


@DTYPES
@MODELS
@given(B=st.integers(1, 9), K=st.integers(1, 4), C=st.integers(1, 4), seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step_word_by_word(model, dtype, B, K, C, seed):
    losses, gradients, weights, arguments = run(model, np.random.default_rng(seed), dtype, B=B, K=K, C=C)
    *_, negatives, E, theta = arguments
    twins = np.zeros((2, N_WORDS, D))
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    for b in range(B):
        if model is skip_gram:
            seen, guessed = [arguments[0][b]], arguments[1][b]
        else:
            seen, guessed = arguments[0][b][arguments[1][b]], arguments[2][b]
        columns = [guessed, *negatives[b]]
        e, Theta = E[seen].mean(axis=0)[:, None].astype(float), theta[columns].T.astype(float)
        assert_close(losses[b], steps.negative_sampling_loss(e, Theta), tolerance)
        de, dTheta = steps.negative_sampling_gradient(e, Theta)
        spread = np.repeat(de, len(seen), axis=1) / len(seen)
        twins[0] += weights[b] * steps.embedding_lookup_backward(spread, seen, N_WORDS).T
        twins[1] += weights[b] * steps.embedding_lookup_backward(dTheta, columns, N_WORDS).T
    for got, twin in zip(gradients, twins, strict=True):
        assert got.dtype == losses.dtype == dtype
        assert_close(got, twin, tolerance)


@MODELS
@pytest.mark.parametrize("B", [1, 6])
def test_centred_differences(model, B):
    _, gradients, weights, arguments = run(model, np.random.default_rng(1), B=B)
    forward = layers.skip_gram_forward if model is skip_gram else layers.cbow_forward
    for gradient, array in zip(gradients, arguments[-2:], strict=True):
        slopes = numeric_gradient(lambda: weights @ forward(*arguments)[0], array)
        assert_close(gradient, slopes, 1e-6)


@DTYPES
@MODELS
def test_torch(model, dtype):
    torch = pytest.importorskip("torch")
    losses, gradients, weights, arguments = run(model, np.random.default_rng(2), dtype, B=40)
    *ids, negatives, E, theta = arguments
    ids, negatives = [torch.from_numpy(array) for array in ids], torch.from_numpy(negatives)
    E, theta = (torch.tensor(array, requires_grad=True) for array in (E, theta))
    if model is skip_gram:
        h, guessed = E[ids[0]], ids[1]
    else:
        mask = ids[1][:, :, None]
        h, guessed = (E[ids[0]] * mask).sum(1) / mask.sum(1), ids[2]
    scores = torch.einsum("bkd,bd->bk", theta[torch.cat([guessed[:, None], negatives], 1)], h)
    right = torch.zeros_like(scores)
    right[:, 0] = 1
    expected = torch.nn.functional.binary_cross_entropy_with_logits(scores, right, reduction="none").sum(1)
    slopes = torch.autograd.grad(expected, (E, theta), torch.from_numpy(weights))
    assert_close(losses, expected.detach().numpy(), TOLERANCE[dtype])
    for gradient, slope in zip(gradients, slopes, strict=True):
        assert_close(gradient, slope.numpy(), TOLERANCE[dtype])


@DTYPES
def test_a_step_moves_both_matrices_down_the_slope_of_the_sum(dtype):
    rng = np.random.default_rng(3)
    _, _, arguments = skip_gram(rng, dtype, B=20)
    *ids, E, theta = arguments
    losses, cache = layers.skip_gram_forward(*arguments)
    slopes = layers.skip_gram_backward(np.ones(20, dtype), cache)
    expected = [array - 0.1 * dense(sparse, array.shape) for array, sparse in zip((E, theta), slopes, strict=True)]
    mean = layers.skip_gram_step(E, theta, *ids, learning_rate=0.1)
    assert mean == pytest.approx(losses.mean()) and E.dtype == theta.dtype == dtype
    for got, moved in zip((E, theta), expected, strict=True):
        assert_close(got, moved, TOLERANCE[dtype])


def test_steps_learn_which_words_keep_company():
    rng = np.random.default_rng(4)
    E, theta = 0.1 * rng.standard_normal((2, 6, 6))
    company = (np.arange(6) + 3) % 6
    means = []
    for _ in range(300):
        centres = rng.integers(0, 6, 50)
        means.append(layers.skip_gram_step(E, theta, centres, company[centres], rng.integers(0, 6, (50, 2)), 0.1))
    assert np.mean(means[-30:]) < 0.7 * means[0]
    assert np.array_equal((E @ theta.T).argmax(axis=1), company)


@DTYPES
def test_scores_far_from_right_cost_what_they_are_and_do_not_overflow(dtype):
    E, theta = np.array([[1000.0]], dtype), np.array([[-1.0], [1.0]], dtype)
    losses, cache = layers.skip_gram_forward(np.array([0]), np.array([0]), np.array([[1]]), E, theta)
    assert losses.tolist() == [2000]
    (_, dE), (_, dtheta) = layers.skip_gram_backward(np.ones(1, dtype), cache)
    assert dE.tolist() == [[2]] and dtheta.tolist() == [[-1000], [1000]]


def test_a_window_without_a_neighbour_in_one_place_is_the_mean_of_the_others():
    E, theta = np.eye(3), np.arange(9.0).reshape(3, 3)
    _, cache = layers.cbow_forward(
        np.array([[1, 2, 0]]), np.array([[True, True, False]]), np.array([0]), np.array([[1]]), E, theta
    )
    assert cache[-1][0].tolist() == [[0, 0.5, 0.5]]
    (rows, _), _ = layers.cbow_backward(np.ones(1), cache)
    assert rows.tolist() == [1, 2], "the word that only fills the place has no gradient"


def changed(**arguments):
    one = np.array([0, 1])
    good = {"centres": one, "contexts": one, "negatives": np.array([[1], [2]])}
    return good | {"E": np.ones((3, 2)), "theta": np.ones((3, 2))} | arguments


@pytest.mark.parametrize(
    "arguments, message",
    [
        (changed(centres=np.array([0, 3])), r"centres \(2,\) runs from 0 to 3; it has to lie within 0 … 2"),
        (changed(contexts=np.array([0, -1])), r"positives \(2,\) runs from -1 to 0"),
        (changed(contexts=np.array([0])), r"positives has shape \(1,\); expected \(2,\)"),
        (changed(negatives=np.array([[1], [9]])), r"negatives \(2, 1\) runs from 1 to 9"),
        (changed(negatives=np.array([[1, 2]])), r"negatives has shape \(1, 2\); expected \(2, K\)"),
        (changed(negatives=np.zeros((2, 0), int)), r"negatives has shape \(2, 0\): it is empty"),
        (changed(theta=np.ones((3, 4))), r"h has shape \(2, 2\); expected \(B, 4\)"),
        (changed(theta=np.ones((3, 2), np.float32)), r"h \(2, 2\) is float64 and the weights are float32"),
        (changed(E=np.full((3, 2), np.nan)), "holds NaN or infinity"),
        (changed(theta=np.full((3, 2), np.inf)), "holds NaN or infinity"),
        (changed(learning_rate=np.nan), "learning_rate = nan"),
        (changed(learning_rate=-0.1), "learning_rate = -0.1"),
    ],
)
def test_bad_input_is_refused_and_moves_nothing(arguments, message):
    before = arguments["E"].copy(), arguments["theta"].copy()
    with pytest.raises(ValueError, match=message):
        layers.skip_gram_step(**{"learning_rate": 0.1} | arguments)
    assert np.array_equal(arguments["E"], before[0], equal_nan=True)
    assert np.array_equal(arguments["theta"], before[1])


@pytest.mark.parametrize(
    "contexts, mask, message",
    [
        ([[1, 9]], np.array([[True, False]]), r"contexts \(1, 2\) runs from 1 to 9"),
        ([[1, 2]], np.array([[True]]), r"mask has shape \(1, 1\); expected \(1, 2\)"),
        ([[1, 2]], np.array([[1, 0]]), "mask is not an array of True and False"),
        ([[1, 2], [0, 0]], np.array([[True, True], [False, False]]), r"mask \(2, 2\): example 1 has no neighbour"),
    ],
)
def test_bad_windows_are_refused(contexts, mask, message):
    contexts = np.array(contexts)
    words = np.zeros(len(contexts), int)
    with pytest.raises(ValueError, match=message):
        layers.cbow_forward(contexts, mask, words, words[:, None], np.ones((3, 2)), np.ones((3, 2)))


def test_the_cases_of_the_benchmark_compute_what_pytorch_computes():
    torch = pytest.importorskip("torch")
    for case in bench_cases.cases(np.random.default_rng(5), torch):
        for got, expected in zip(case.ours(), case.torch(), strict=True):
            assert_close(got, expected.detach().numpy(), 1e-5, case.name)


@MODELS
@pytest.mark.parametrize("kinds", [(np.uint64,) * 3, (np.uint64, np.int64, np.int32), (np.int8, np.uint64, np.int64)])
def test_words_may_be_whole_numbers_of_any_type_and_of_several(model, kinds):
    forward, backward, arguments = model(np.random.default_rng(6))
    losses, cache = forward(*arguments)
    expected = losses, *(array for pair in backward(np.ones_like(losses), cache) for array in pair)
    changed, kinds = [], list(kinds)
    for array in arguments:
        changed.append(array.astype(kinds.pop()) if array.dtype.kind == "i" else array)
    losses, cache = forward(*changed)
    got = losses, *(array for pair in backward(np.ones_like(losses), cache) for array in pair)
    for ours, theirs in zip(got, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
