"""The first lab's functions against loops, PyTorch and what must hold for any data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.steps.introduction import (
    accuracy,
    housing_network,
    learning_curve,
    relu_layer,
    relu_unit,
    shuffle_pixels,
)

pytestmark = pytest.mark.lab("course1/week1_introduction")

sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


def draw(seed, n, units, m):
    """X (n, m), W (units, n) and b (units, 1)."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, m)), rng.normal(size=(units, n)), rng.normal(size=(units, 1))


def by_loops(X, W, b):
    """The layer's definition, one weight at a time."""
    A = np.zeros((len(W), X.shape[1]))
    for k in range(len(W)):
        for i in range(X.shape[1]):
            z = b[k, 0]
            for j in range(len(X)):
                z += W[k, j] * X[j, i]
            A[k, i] = z if z > 0 else 0
    return A


def test_a_unit_by_hand():
    np.testing.assert_array_equal(relu_unit(np.array([30.0, 60.0, 120.0]), 2.0, -80.0), [0, 40, 160])


@settings(deadline=None, max_examples=30)
@given(seed=seeds, n=sizes, units=sizes, m=sizes)
def test_a_layer_agrees_with_its_loop_twin(seed, n, units, m):
    X, W, b = draw(seed, n, units, m)
    np.testing.assert_allclose(relu_layer(X, W, b), by_loops(X, W, b), rtol=1e-9, atol=1e-12)


def test_a_layer_of_one_input_is_a_stack_of_units():
    X, W, b = draw(0, 1, 4, 9)
    stack = np.vstack([relu_unit(X, W[k, 0], b[k, 0]) for k in range(4)])
    np.testing.assert_allclose(relu_layer(X, W, b), stack)


@settings(deadline=None, max_examples=30)
@given(seed=seeds, n=sizes, units=sizes, m=sizes)
def test_the_network_agrees_with_its_loop_twin(seed, n, units, m):
    X, W1, b1 = draw(seed, n, units, m)
    _, W2, b2 = draw(seed + 1, units, 1, m)
    price, hidden = housing_network(X, W1, b1, W2, b2)
    assert price.shape == (1, m) and hidden.shape == (units, m)
    np.testing.assert_allclose(hidden, by_loops(X, W1, b1), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(price, by_loops(by_loops(X, W1, b1), W2, b2), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("n", "units", "m"), [(1, 1, 1), (4, 3, 6), (2, 5, 3)])
def test_the_network_agrees_with_torch(n, units, m):
    torch = pytest.importorskip("torch")
    X, W1, b1 = draw(n, n, units, m)
    _, W2, b2 = draw(m, units, 1, m)
    net = torch.nn.Sequential(torch.nn.Linear(n, units), torch.nn.ReLU(), torch.nn.Linear(units, 1), torch.nn.ReLU())
    net = net.double()
    with torch.no_grad():
        for layer, (W, b) in ((net[0], (W1, b1)), (net[2], (W2, b2))):
            layer.weight.copy_(torch.from_numpy(W))
            layer.bias.copy_(torch.from_numpy(b[:, 0]))
        price = net(torch.from_numpy(X.T)).numpy().T
    np.testing.assert_allclose(housing_network(X, W1, b1, W2, b2)[0], price, rtol=1e-12, atol=1e-14)


def test_hidden_units_have_no_fixed_place():
    X, W1, b1 = draw(3, 4, 5, 7)
    _, W2, b2 = draw(4, 5, 1, 7)
    order = np.array([3, 0, 4, 2, 1])
    swapped, _ = housing_network(X, W1[order], b1[order], W2[:, order], b2)
    np.testing.assert_allclose(swapped, housing_network(X, W1, b1, W2, b2)[0], rtol=1e-12, atol=1e-14)


@settings(deadline=None, max_examples=30)
@given(seed=seeds, m=st.integers(1, 50))
def test_accuracy_counts(seed, m):
    Y_hat, Y = np.random.default_rng(seed).integers(0, 10, (2, 1, m))
    count = sum(guess == label for guess, label in zip(Y_hat[0], Y[0], strict=True))
    assert accuracy(Y_hat, Y) == pytest.approx(count / m)
    assert accuracy(Y, Y) == 1 and accuracy(Y + 1, Y) == 0


@settings(deadline=None, max_examples=20)
@given(seed=seeds, n=sizes, m=sizes)
def test_pixels_of_all_images_go_the_same_way(seed, n, m):
    rng = np.random.default_rng(seed)
    X, X_new = rng.random((n, m)), rng.random((n, m + 1))
    order = np.random.default_rng(seed).permutation(n)
    mixed, mixed_new = shuffle_pixels(X, X_new, np.random.default_rng(seed))
    for before, after in ((X, mixed), (X_new, mixed_new)):
        for i in range(before.shape[1]):
            np.testing.assert_array_equal(after[:, i], [before[order[j], i] for j in range(n)])


def record(seen):
    """A fit that notes what it is given and always answers 1."""

    def fit(X, Y):
        seen.append((X, Y))
        return lambda X_new: np.ones((1, X_new.shape[1]), dtype=int)

    return fit


def test_the_curve_fits_nested_sets_of_matching_columns():
    X, Y, seen = np.arange(20.0)[None], np.arange(20)[None], []
    learning_curve(record(seen), X, Y, X, Y, [3, 8, 20], 2, np.random.default_rng(0))
    assert [X.shape[1] for X, _ in seen] == [3, 8, 20, 3, 8, 20]
    for X_part, Y_part in seen:
        np.testing.assert_array_equal(X_part, Y_part)
    for small, large in ((0, 1), (1, 2), (3, 4)):
        np.testing.assert_array_equal(seen[small][0], seen[large][0][:, : seen[small][0].shape[1]])
    assert not np.array_equal(seen[2][0], seen[5][0])
    assert sorted(seen[2][0][0]) == sorted(X[0])


def test_the_curve_scores_new_examples_and_summarises_over_the_repeats():
    rng, Y_test = np.random.default_rng(5), np.array([[1, 1, 0, 1]])
    X, Y = rng.normal(size=(2, 10)), np.zeros((1, 10), dtype=int)
    mean, spread = learning_curve(record([]), X, Y, rng.normal(size=(2, 4)), Y_test, [2, 5], 3, rng)
    np.testing.assert_allclose(mean, [0.75, 0.75])
    np.testing.assert_allclose(spread, [0, 0])


def test_mean_and_spread_are_those_of_the_single_repeats():
    def first_label(X, Y):
        return lambda X_new: np.full((1, X_new.shape[1]), Y[0, 0])

    Y = np.array([[0, 1, 1, 0, 1]])
    data = (np.zeros((1, 5)), Y, np.zeros((1, 5)), Y)
    rng = np.random.default_rng(8)
    firsts = [Y[0, rng.permutation(5)[0]] for _ in range(6)]
    scores = [np.mean(first == Y) for first in firsts]
    mean, spread = learning_curve(first_label, *data, [2], 6, np.random.default_rng(8))
    assert len(set(scores)) == 2
    np.testing.assert_allclose([mean[0], spread[0]], [np.mean(scores), np.std(scores)])
