"""Skip-gram on tensors: against the NumPy layers, autograd and what holds for any sizes."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.steps import embeddings as steps  # noqa: E402
from utils.layers.embedding import sum_by_id  # noqa: E402
from utils.layers.glove import adagrad_rows as numpy_adagrad_rows  # noqa: E402
from utils.layers.word_vectors import skip_gram_backward, skip_gram_forward  # noqa: E402
from utils.steps.embeddings import noise_distribution, skip_gram_pairs  # noqa: E402

SIZES = [(4, 1, 1, 1), (9, 3, 20, 5), (30, 8, 7, 1), (2, 5, 40, 3)]  # words, d, pairs, negatives


def example(n_words, d, B, K, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n_words, d)), rng.normal(size=(n_words, d)), rng.integers(0, n_words, (B, 2 + K))


@pytest.mark.parametrize("sizes", SIZES)
def test_loss_and_gradient_are_the_layers_and_autograds(sizes):
    E, theta, x = example(*sizes)
    losses, cache = skip_gram_forward(x[:, 0], x[:, 1], x[:, 2:], E, theta)
    tables = [torch.tensor(array, requires_grad=True) for array in (E, theta)]
    ids = torch.from_numpy(x)
    found = steps.negative_sampling_loss(tables[0][ids[:, 0]], tables[1][ids[:, 1:]])
    np.testing.assert_allclose(found.detach(), losses, rtol=1e-9)
    by_autograd = torch.autograd.grad(found.sum(), tables)
    by_hand = steps.skip_gram_gradient(*(table.detach() for table in tables), ids[:, 0], ids[:, 1:])
    for one, other, (rows, values) in zip(
        by_hand, by_autograd, skip_gram_backward(np.ones(len(x)), cache), strict=True
    ):
        torch.testing.assert_close(one, other)
        due = np.zeros(E.shape)
        due[rows] = values
        np.testing.assert_allclose(one, due, atol=1e-10)


def test_the_gradient_is_that_of_centred_differences():
    E, theta, x = example(3, 2, 4, 2)
    ids, tables = torch.from_numpy(x), [torch.from_numpy(E), torch.from_numpy(theta)]
    assert torch.autograd.gradcheck(
        lambda a, b: steps.negative_sampling_loss(a[ids[:, 0]], b[ids[:, 1:]]), [t.requires_grad_() for t in tables]
    )


def test_the_lookups_gradient_is_autograds():
    words, dY = torch.tensor([2, 0, 2, 2]), torch.randn(4, 3, dtype=torch.float64)
    E = torch.zeros(5, 3, dtype=torch.float64, requires_grad=True)
    E[words].backward(dY)
    torch.testing.assert_close(steps.embedding_lookup_backward(dY, words, 5), E.grad)


@pytest.mark.parametrize("n", [1, 5, 200])
def test_rows_are_summed_and_stepped_as_in_numpy(n):
    rng = np.random.default_rng(n)
    ids, values = rng.integers(0, 20, n), rng.normal(size=(n, 3))
    rows, sums = steps.sum_rows(torch.from_numpy(ids), torch.from_numpy(values))
    due_rows, due_sums = sum_by_id(ids, values.copy())
    assert rows.tolist() == due_rows.tolist()
    np.testing.assert_allclose(sums, due_sums, atol=1e-12)
    W, squares = rng.normal(size=(20, 3)), rng.uniform(1, 3, (20, 3))
    _, grown, step = steps.adagrad_rows(torch.tensor(squares), torch.from_numpy(ids), torch.from_numpy(values), 0.2)
    before = W.copy()
    numpy_adagrad_rows(W, squares, due_rows, due_sums, 0.2)
    np.testing.assert_allclose(grown, squares[due_rows])
    np.testing.assert_allclose(step, (before - W)[due_rows], atol=1e-12)


@pytest.mark.parametrize("window", [1, 2, 5])
def test_pairs_are_those_of_the_numpy_lab_in_its_order(window):
    rng = np.random.default_rng(window)
    sentences = [rng.integers(0, 9, n) for n in (1, 4, 7, 2)]
    text = torch.from_numpy(np.concatenate(sentences))
    sentence = torch.from_numpy(np.repeat(np.arange(4), [len(words) for words in sentences]))
    centres, contexts, mask = steps.pairs_at(text, sentence, torch.arange(2 * window * len(text)), window)
    due = [pair for words in sentences for pair in skip_gram_pairs(words, window)]
    assert list(zip(centres[mask].tolist(), contexts[mask].tolist(), strict=True)) == due
    assert not contexts[~mask].any()


@pytest.mark.parametrize("power", [0.5, 0.75, 1.0])
def test_words_are_drawn_in_their_shares(power):
    counts = np.array([5.0, 0.0, 1.0, 40.0, 2.0])
    u = (torch.arange(100_000, dtype=torch.float64) + 0.5) / 100_000  # evenly, not at random
    shares = np.bincount(steps.noise_words(torch.from_numpy(counts), power, u), minlength=5) / 100_000
    np.testing.assert_allclose(shares, noise_distribution(counts, power), atol=2e-5)
