"""The softmax in columns against loops, its layer, centred differences and PyTorch; one-hot labels."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import assert_close, check_gradients
from utils.layers import activations
from utils.layers import losses as layers
from utils.steps import softmax as steps

shapes = {"C": st.integers(1, 5), "m": st.integers(1, 5), "seed": st.integers(0, 2**32 - 1)}


def drawn(C, m, seed):
    rng = np.random.default_rng(seed)
    return 3 * rng.standard_normal((C, m)), rng.integers(0, C, m)


@given(**shapes)
def test_shares_and_cost_agree_with_loops(C, m, seed):
    Z, labels = drawn(C, m, seed)
    A, cost = steps.softmax(Z), 0.0
    for k, label in enumerate(labels):
        total = sum(math.exp(Z[i, k]) for i in range(C))
        for i in range(C):
            assert A[i, k] == pytest.approx(math.exp(Z[i, k]) / total, rel=1e-10)
        cost -= math.log(A[label, k]) / m
    assert steps.softmax_cross_entropy(Z, steps.one_hot_matrix(labels, C)) == pytest.approx(cost, rel=1e-9, abs=1e-12)


@given(**shapes)
def test_the_layers_batch_first_agree(C, m, seed):
    Z, labels = drawn(C, m, seed)
    dA = np.random.default_rng(seed).standard_normal((C, m))
    y, cache = activations.softmax_forward(Z.T)
    A, Y = steps.softmax(Z), steps.one_hot_matrix(labels, C)
    assert_close(A.T, y, 1e-10)
    assert_close(
        steps.softmax_backward(dA, A).T, activations.softmax_backward(np.ascontiguousarray(dA.T), cache), 1e-10
    )
    loss, gradient = layers.softmax_cross_entropy(Z.T, labels)
    assert_close(steps.softmax_cross_entropy(Z, Y), loss, 1e-10)
    assert_close(steps.softmax_backward(-Y / A / m, A).T, gradient, 1e-10)


@pytest.mark.parametrize("shape", [(1, 3), (3, 1), (4, 2)])
def test_centred_differences(shape):
    rng = np.random.default_rng(1)
    check_gradients(lambda Z: (steps.softmax(Z),) * 2, steps.softmax_backward, [rng.standard_normal(shape)], rng)


def test_pytorch_agrees():
    torch = pytest.importorskip("torch")
    Z, labels = drawn(4, 6, 2)
    tensor = torch.tensor(Z, requires_grad=True)
    A = torch.softmax(tensor, dim=0)
    dA = np.random.default_rng(3).standard_normal(Z.shape)
    A.backward(torch.tensor(dA))
    assert_close(steps.softmax(Z), A.detach().numpy(), 1e-12)
    assert_close(steps.softmax_backward(dA, steps.softmax(Z)), tensor.grad.numpy(), 1e-12)
    cost = torch.nn.functional.cross_entropy(tensor.T, torch.tensor(labels)).item()
    assert steps.softmax_cross_entropy(Z, steps.one_hot_matrix(labels, 4)) == pytest.approx(cost, rel=1e-12)


@pytest.mark.filterwarnings("error")
def test_large_scores_overflow_nowhere():
    Z = np.array([[1e4, -1e4], [-1e4, -1e4]])
    assert steps.softmax(Z).tolist() == [[1, 0.5], [0, 0.5]]
    Y = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert steps.softmax_cross_entropy(Z, Y) == pytest.approx((2e4 + math.log(2)) / 2)


def test_the_diagonal_alone_is_not_the_slope():
    """ŷ (1 − ŷ) forgets that every share moves with every score."""
    A, dA = steps.softmax(np.array([[1.0], [2.0], [0.0]])), np.array([[1.0], [0.0], [-1.0]])
    assert not np.allclose(steps.softmax_backward(dA, A), dA * A * (1 - A))
    assert steps.softmax_backward(np.ones((3, 1)), A) == pytest.approx(np.zeros((3, 1)))


def test_one_hot_by_hand():
    assert steps.one_hot_matrix([2, 0], 3).tolist() == [[0, 1], [0, 0], [1, 0]]


@pytest.mark.parametrize("labels", [[0, 3], [-1, 0]])
def test_a_label_that_is_no_class_is_refused(labels):
    with pytest.raises(ValueError, match="with 3 classes they are 0 … 2"):
        steps.one_hot_matrix(labels, 3)
