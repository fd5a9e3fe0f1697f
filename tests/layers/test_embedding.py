"""The embedding layer against loops, the product with one-hot rows, centred differences and PyTorch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, check_layer, numeric_gradient
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding, add_rows, embedding_backward, embedding_forward

shapes = st.sampled_from([(), (1,), (9,), (2, 3), (3, 1, 4)])


def dense_gradient(dy, cache):
    rows, dW_rows = embedding_backward(dy, cache)
    assert np.array_equal(rows, np.unique(cache[0])), "each word that occurs, once and in order"
    dW = np.zeros_like(cache[1])
    dW[rows] = dW_rows
    return dW


@DTYPES
@given(shape=shapes, n_words=st.integers(1, 12), d=st.integers(1, 4), seed=st.integers(0, 2**32 - 1))
def test_a_lookup_is_the_product_with_one_hot_rows_and_its_gradient_adds_up_place_by_place(
    dtype, shape, n_words, d, seed
):
    rng = np.random.default_rng(seed)
    W, ids = rng.standard_normal((n_words, d)).astype(dtype), rng.integers(0, n_words, shape)
    y, cache = embedding_forward(ids, W)
    one_hot = (ids[..., None] == np.arange(n_words)).astype(dtype)
    assert y.dtype == dtype
    assert np.array_equal(y, one_hot @ W)
    dy = rng.standard_normal(y.shape).astype(dtype)
    by_loops = np.zeros((n_words, d))
    for place in np.ndindex(shape):
        by_loops[ids[place]] += dy[place]
    dW = dense_gradient(dy, cache)
    assert dW.dtype == dtype
    assert_close(dW, by_loops, {np.float32: 1e-6, np.float64: 1e-10}[dtype])


@pytest.mark.parametrize("repeats", [1, 2, 3, 4, 5, 7, 8, 9, 31, 100])
def test_a_word_that_occurs_many_times_receives_every_gradient_once(repeats):
    rng = np.random.default_rng(repeats)
    ids = rng.permutation(np.repeat([7, 2, 4, 7], [repeats, 1, 2 * repeats, 1]))
    dy = 2.0 ** rng.integers(-8, 8, (len(ids), 3))  # sums that are exact in any order
    dW = dense_gradient(dy, (ids, np.zeros((9, 3))))
    for word in range(9):
        assert np.array_equal(dW[word], dy[ids == word].sum(axis=0))


def test_the_gradient_leaves_what_it_was_given_alone():
    ids, dy = np.array([1, 1, 0]), np.ones((3, 2), np.float32)
    embedding_backward(dy, embedding_forward(ids, np.ones((2, 2), np.float32))[1])
    assert ids.tolist() == [1, 1, 0] and np.all(dy == 1)


@pytest.mark.parametrize("ids", [[3], [0, 3, 3, 3], [[1, 2], [1, 1], [0, 1]]])
def test_centred_differences(ids):
    rng, ids = np.random.default_rng(1), np.array(ids)
    W, dy = rng.standard_normal((4, 3)), rng.standard_normal((*ids.shape, 3))
    slopes = numeric_gradient(lambda: np.sum(embedding_forward(ids, W)[0] * dy), W)
    assert_close(dense_gradient(dy, (ids, W)), slopes, 1e-6)


class _Words(Sequential):
    """Feeds its layers ids, which `check_layer` would nudge as if they were numbers."""

    def forward(self, x, *, train=False, mask=None):
        return super().forward(np.array([[0, 2, 2], [2, 1, 0]]), train=train, mask=mask)


def test_it_learns_within_a_network():
    rng = np.random.default_rng(2)
    check_layer(_Words(Embedding(4, 3, rng), Dense(3, 2, rng)), np.zeros(1), rng)


@DTYPES
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_torch(dtype, sparse):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    ids, W = rng.integers(0, 20, (6, 9)), rng.standard_normal((20, 5)).astype(dtype)
    weight = torch.tensor(W, requires_grad=True)
    expected = torch.nn.functional.embedding(torch.from_numpy(ids), weight, sparse=sparse)
    y, cache = embedding_forward(ids, W)
    dy = rng.standard_normal(y.shape).astype(dtype)
    expected.backward(torch.from_numpy(dy))
    assert_close(y, expected.detach().numpy(), TOLERANCE[dtype])
    if sparse:
        slope = weight.grad.coalesce()
        rows, dW_rows = embedding_backward(dy, cache)
        assert np.array_equal(rows, slope.indices()[0].numpy())
        assert_close(dW_rows, slope.values().numpy(), TOLERANCE[dtype])
    else:
        assert_close(dense_gradient(dy, cache), weight.grad.numpy(), TOLERANCE[dtype])


@DTYPES
def test_rows_that_are_named_twice_receive_both_additions(dtype):
    W = np.full((4, 2), 0.5, dtype)
    add_rows(W, np.array([3, 1, 3]), np.array([[1, 2], [10, 20], [100, 200]], dtype))
    assert W.tolist() == [[0.5, 0.5], [10.5, 20.5], [0.5, 0.5], [101.5, 202.5]] and W.dtype == dtype


def test_the_layer_starts_from_numbers_of_variance_one_and_returns_no_gradient_of_its_ids():
    layer = Embedding(400, 50, np.random.default_rng(4))
    assert layer.W.dtype == np.float32 and abs(layer.W.std() - 1) < 0.02
    y = layer.forward(np.array([[5, 5, 1]]))
    assert layer.backward(np.ones_like(y)) is None
    assert layer.dW.dtype == np.float32 and layer.dW[5, 0] == 2 and layer.dW.sum() == 150


@pytest.mark.parametrize(
    "ids, message",
    [
        (np.array([[0, 4]]), r"ids \(1, 2\) runs from 0 to 4; it has to lie within 0 … 3"),
        (np.array([-1, 2]), r"ids \(2,\) runs from -1 to 2"),
        (np.array([0.0, 1.0]), "ids is an array of float64; .* an array of whole numbers"),
        (np.array([True]), "ids is an array of bool"),
        ([0, 1], "ids is list"),
        (np.zeros((0, 3), int), r"ids has shape \(0, 3\): it is empty"),
    ],
)
def test_bad_ids_are_refused_before_any_work(ids, message):
    layer = Embedding(4, 2, np.random.default_rng(5))
    with pytest.raises(ValueError, match=message):
        layer.forward(ids)
    assert not hasattr(layer, "cache")


@pytest.mark.parametrize(
    "n_words, d, scale, message",
    [
        (0, 2, 1.0, "n_words = 0"),
        (4, 2.5, 1.0, "d = 2.5"),
        (4, 2, -1.0, "scale = -1.0"),
        (4, 2, np.nan, "scale = nan"),
        (4, 2, np.inf, "scale = inf"),
    ],
)
def test_sizes_and_scales_that_are_none_are_refused(n_words, d, scale, message):
    with pytest.raises(ValueError, match=message):
        Embedding(n_words, d, np.random.default_rng(7), scale)


@pytest.mark.parametrize(
    "dy, message",
    [
        (np.ones((3, 3), np.float32), r"dy has shape \(3, 3\); expected \(3, 2\)"),
        (np.ones((3, 2)), r"dy \(3, 2\) is float64 and the weights are float32"),
    ],
)
def test_a_bad_gradient_is_refused_and_changes_nothing(dy, message):
    layer = Embedding(4, 2, np.random.default_rng(6))
    layer.forward(np.array([0, 1, 1]))
    with pytest.raises(ValueError, match=message):
        layer.backward(dy)
    assert not hasattr(layer, "dW")


@pytest.mark.parametrize(
    "ids, values, message",
    [
        (np.array([0, 4]), np.ones((2, 2), np.float32), "runs from 0 to 4"),
        (np.array([[0, 1]]), np.ones((2, 2), np.float32), r"ids has shape \(1, 2\); expected \(n,\)"),
        (np.array([0, 1]), np.ones((3, 2), np.float32), r"values has shape \(3, 2\); expected \(2, 2\)"),
        (np.array([0, 1]), np.ones((2, 2)), r"values \(2, 2\) is float64"),
    ],
)
def test_rows_that_cannot_be_added_change_nothing(ids, values, message):
    W = np.zeros((4, 2), np.float32)
    with pytest.raises(ValueError, match=message):
        add_rows(W, ids, values)
    assert not W.any()
