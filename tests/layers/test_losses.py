"""The losses against loops, centred differences and PyTorch: means, weights, masks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, numeric_gradient
from utils.layers.losses import binary_cross_entropy, mean_squared_error, softmax_cross_entropy

seeds = st.integers(0, 2**32 - 1)
SMALL = {np.float32: 1e-6, np.float64: 1e-10}


def some_true(rng, shape):
    mask = rng.random(shape) < 0.6
    mask.flat[rng.integers(mask.size)] = True
    return mask


def cross_entropy_by_loops(logits, labels, w, mask, smoothing):
    """The definition, row by row, class by class; rows of a matrix."""
    n, loss, gradient = logits.shape[1], 0.0, np.zeros(logits.shape)
    total = sum(w[label] for label, counts in zip(labels, mask, strict=True) if counts)
    for i, (row, label) in enumerate(zip(logits.tolist(), labels, strict=True)):
        if mask[i]:
            top = max(row)
            exps = [math.exp(score - top) for score in row]
            for c in range(n):
                target = w[c] * ((1 - smoothing) * (c == label) + smoothing / n) / total
                loss -= target * (row[c] - top - math.log(sum(exps)))
                for k in range(n):
                    gradient[i, k] += target * (exps[k] / sum(exps) - (k == c))
    return loss, gradient


@DTYPES
@given(m=st.integers(1, 5), n=st.integers(1, 4), spread=st.sampled_from([1, 50]), case=st.integers(0, 7), seed=seeds)
def test_cross_entropy_agrees_with_loops(dtype, m, n, spread, case, seed):
    rng = np.random.default_rng(seed)
    logits, labels = (spread * rng.standard_normal((m, n))).astype(dtype), rng.integers(0, n, m)
    w = rng.uniform(0.1, 3, n) if case & 1 else None
    mask = some_true(rng, m) if case & 2 else None
    smoothing = 0.2 if case & 4 else 0.0
    loss, gradient = softmax_cross_entropy(logits, labels, w, mask, smoothing)
    twin = cross_entropy_by_loops(
        logits, labels, np.ones(n) if w is None else w, np.ones(m, bool) if mask is None else mask, smoothing
    )
    assert isinstance(loss, float) and gradient.dtype == dtype
    assert_close(loss, twin[0], SMALL[dtype])
    assert_close(gradient, twin[1], SMALL[dtype])


@DTYPES
@given(m=st.integers(1, 4), n=st.integers(1, 4), case=st.integers(0, 3), seed=seeds)
def test_element_by_element_losses_agree_with_loops(dtype, m, n, case, seed):
    rng = np.random.default_rng(seed)
    x, t = (3 * rng.standard_normal((m, n))).astype(dtype), rng.random((m, n)).astype(dtype)
    weights = rng.uniform(0.1, 3, (m, n)) if case & 1 else None
    mask = some_true(rng, (m, n)) if case & 2 else None
    counts = np.ones((m, n)) * (1 if weights is None else weights) * (1 if mask is None else mask)
    binary, squared, slopes, doubled = 0.0, 0.0, np.zeros((m, n)), np.zeros((m, n))
    for place in np.ndindex(m, n):
        score, target, share = float(x[place]), float(t[place]), counts[place] / counts.sum()
        sigma = 1 / (1 + math.exp(-score))
        binary -= share * (target * math.log(sigma) + (1 - target) * math.log(1 - sigma))
        slopes[place] = share * (sigma - target)
        squared += share * (score - target) ** 2
        doubled[place] = share * 2 * (score - target)
    for function, loss, gradient in (
        (binary_cross_entropy, binary, slopes),
        (mean_squared_error, squared, doubled),
    ):
        got = function(x, t, weights, mask)
        assert isinstance(got[0], float) and got[1].dtype == dtype
        assert_close(got[0], loss, SMALL[dtype])
        assert_close(got[1], gradient, SMALL[dtype])


@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3)])
@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize("masked", [False, True])
def test_centred_differences(shape, weighed, masked):
    rng = np.random.default_rng(1)
    mask = some_true(rng, shape) if masked else None
    x, labels, targets = rng.standard_normal((*shape, 4)), rng.integers(0, 4, shape), rng.random((*shape, 4))
    weights, w = (rng.random(shape) + 0.1, rng.random(4)) if weighed else (None, None)
    for loss in (
        lambda: softmax_cross_entropy(x, labels, w, mask),
        lambda: softmax_cross_entropy(x, labels, w, mask, smoothing=0.3),
        lambda: binary_cross_entropy(x, targets, weights, mask),
        lambda: mean_squared_error(x, targets, weights, mask),
    ):
        assert_close(loss()[1], numeric_gradient(lambda loss=loss: loss()[0], x), 1e-8)


@DTYPES
@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_torchs_cross_entropy(dtype, weighed, smoothing):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    x, labels, mask = rng.standard_normal((4, 5, 3)).astype(dtype), rng.integers(0, 3, (4, 5)), some_true(rng, (4, 5))
    w = rng.random(3).astype(dtype) if weighed else None
    tensor = torch.tensor(x, requires_grad=True)
    expected = torch.nn.functional.cross_entropy(
        tensor.reshape(-1, 3),
        torch.tensor(np.where(mask, labels, -100).ravel()),
        None if w is None else torch.tensor(w),
        label_smoothing=smoothing,
    )
    expected.backward()
    loss, gradient = softmax_cross_entropy(x, labels, w, mask, smoothing)
    assert_close(loss, expected.item(), TOLERANCE[dtype])
    assert_close(gradient, tensor.grad.numpy(), TOLERANCE[dtype])


@DTYPES
@pytest.mark.parametrize("weighed", [False, True])
def test_torchs_element_by_element_losses(dtype, weighed):
    """Its binary cross-entropy divides by the number of elements; ours by the sum of weights, as its mse_loss does."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    x, t = rng.standard_normal((4, 5)).astype(dtype), rng.random((4, 5)).astype(dtype)
    w = rng.random((4, 5)).astype(dtype) if weighed else np.ones((4, 5), dtype)
    weight, target = torch.tensor(w), torch.tensor(t)
    for ours, theirs, factor in (
        (binary_cross_entropy, torch.nn.functional.binary_cross_entropy_with_logits, w.mean()),
        (mean_squared_error, lambda y, t, w: (w * (y - t) ** 2).sum() / w.sum(), 1),
    ):
        tensor = torch.tensor(x, requires_grad=True)
        expected = theirs(tensor, target, weight)
        expected.backward()
        loss, gradient = ours(x, t, w if weighed else None)
        assert_close(loss * factor, expected.item(), TOLERANCE[dtype])
        assert_close(gradient * factor, tensor.grad.numpy(), TOLERANCE[dtype])


def test_known_by_hand():
    even = np.zeros((2, 4))
    loss, gradient = softmax_cross_entropy(even, np.array([0, 3]))
    assert loss == pytest.approx(math.log(4))
    assert gradient[0].tolist() == [-0.375, 0.125, 0.125, 0.125]
    assert binary_cross_entropy(even, even)[0] == pytest.approx(math.log(2))
    loss, gradient = mean_squared_error(np.array([1.0, 5.0]), np.array([0.0, 2.0]), weights=np.array([3.0, 1.0]))
    assert loss == (3 * 1 + 1 * 9) / 4 and gradient.tolist() == [1.5, 1.5]


@pytest.mark.filterwarnings("error")
def test_sure_and_wrong_costs_the_distance_and_overflows_nowhere():
    x = np.array([[1e4, -1e4]], np.float32)
    assert softmax_cross_entropy(x, np.array([1]))[0] == 2e4
    assert softmax_cross_entropy(x, np.array([0]))[0] == 0
    loss, gradient = binary_cross_entropy(x, np.array([[False, True]]))
    assert loss == 1e4 and gradient.tolist() == [[0.5, -0.5]]


def test_what_is_masked_may_be_anything_and_gets_no_gradient():
    mask, x = np.array([[True, False], [True, True]]), np.random.default_rng(4).standard_normal((2, 2, 3))
    loss, gradient = softmax_cross_entropy(x, np.array([[0, 99], [1, 2]]), mask=mask)
    alone = softmax_cross_entropy(x[mask], np.array([0, 1, 2]))
    assert loss == pytest.approx(alone[0]) and np.allclose(gradient[mask], alone[1]) and not gradient[0, 1].any()
    for function in (binary_cross_entropy, mean_squared_error):
        labels = np.where(mask[..., None], 0.5, np.nan) * np.ones(3)
        loss, gradient = function(x, labels, mask=mask)
        alone = function(x[mask], labels[mask])
        assert loss == pytest.approx(alone[0]) and np.allclose(gradient[mask], alone[1]) and not gradient[0, 1].any()


def test_the_order_in_memory_does_not_matter():
    x, labels = np.random.default_rng(6).standard_normal((4, 3)), np.array([0, 2, 1, 1])
    (loss, gradient), (other, turned) = (softmax_cross_entropy(array, labels) for array in (x, np.asfortranarray(x)))
    assert loss == pytest.approx(other) and np.allclose(gradient, turned)


def test_only_the_proportions_of_weights_matter():
    rng = np.random.default_rng(5)
    x, w, labels = rng.standard_normal((4, 3)), rng.random(3), rng.integers(0, 3, 4)
    for smoothing in (0, 0.5):
        one, two = (softmax_cross_entropy(x, labels, scale * w, smoothing=smoothing) for scale in (1, 2))
        assert one[0] == pytest.approx(two[0]) and np.allclose(one[1], two[1])
