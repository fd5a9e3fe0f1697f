"""GloVe against its loop twin, centred differences and PyTorch; AdaGrad on rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, numeric_gradient
from utils.layers.glove import adagrad_rows, glove_backward, glove_forward, glove_step
from utils.steps import glove as steps


def draw(rng, dtype=np.float64, n_words=5, d=3):
    """All pairs of a random text as a list and as a matrix, and W, W_context, b, b_context."""
    X = steps.cooccurrence(rng.integers(0, n_words, 12), 3, n_words).astype(dtype)
    i, j = np.nonzero(X)
    shapes = (n_words, d), (n_words, d), (n_words,), (n_words,)
    return i, j, X, [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def dense(gradients, n_words):
    """dW, dW_context, db, db_context as whole arrays."""
    arrays = []
    for values, rows in [(gradients[side][part], gradients[side][0]) for part in (1, 2) for side in (0, 1)]:
        assert np.array_equal(rows, np.unique(rows))
        arrays.append(np.zeros((n_words, *values.shape[1:]), values.dtype))
        arrays[-1][rows] = values
    return arrays


@DTYPES
@given(n_words=st.integers(1, 6), x_max=st.sampled_from([1.0, 2.5, 100.0]), seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step_pair_by_pair(dtype, n_words, x_max, seed):
    i, j, X, parameters = draw(np.random.default_rng(seed), dtype, n_words)
    losses, cache = glove_forward(i, j, X[i, j], *parameters, x_max)
    gradients = dense(glove_backward(np.ones_like(losses), cache), n_words)
    W, W_context, b, b_context = (array.astype(float) for array in parameters)
    columns = W.T, W_context.T, b, b_context, X.astype(float), x_max
    tolerance = {np.float32: 2e-6, np.float64: 1e-10}[dtype]  # logarithms and powers of float32 in each of ~30 pairs
    assert losses.dtype == dtype
    assert_close(losses.sum(), steps.glove_loss(*columns), tolerance)
    for got, twin in zip(gradients, steps.glove_gradient(*columns), strict=True):
        assert got.dtype == dtype
        assert_close(got, twin.T, tolerance)


def test_centred_differences():
    rng = np.random.default_rng(1)
    i, j, X, parameters = draw(rng)
    losses, cache = glove_forward(i, j, X[i, j], *parameters, 2.0)
    weights = rng.standard_normal(losses.shape)
    for gradient, array in zip(dense(glove_backward(weights, cache), 5), parameters, strict=True):
        slopes = numeric_gradient(lambda: weights @ glove_forward(i, j, X[i, j], *parameters, 2.0)[0], array)
        assert_close(gradient, slopes, 1e-6)


@DTYPES
def test_torch(dtype):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    i, j, X, parameters = draw(rng, dtype, n_words=9, d=6)
    losses, cache = glove_forward(i, j, X[i, j], *parameters, 2.0, 0.5)
    W, W_context, b, b_context = tensors = [torch.tensor(array, requires_grad=True) for array in parameters]
    counts = torch.from_numpy(X[i, j])
    error = (W[i] * W_context[j]).sum(1) + b[i] + b_context[j] - counts.log()
    expected = ((counts / 2) ** 0.5).clamp(max=1) * error**2
    assert_close(losses, expected.detach().numpy(), TOLERANCE[dtype])
    slopes = torch.autograd.grad(expected.sum(), tensors)
    for gradient, slope in zip(dense(glove_backward(np.ones_like(losses), cache), 9), slopes, strict=True):
        assert_close(gradient, slope.numpy(), TOLERANCE[dtype])


def test_the_biases_can_take_over_the_frequencies_of_words():
    """Where X_ij = p_i q_j the biases ln p_i and ln q_j are all there is to learn."""
    p, q = np.array([1.0, 2, 5]), np.array([3.0, 1, 4])
    i, j = (array.ravel() for array in np.indices((3, 3)))
    nothing = np.zeros((3, 2))
    losses, _ = glove_forward(i, j, p[i] * q[j], nothing, nothing, np.log(p), np.log(q))
    assert_close(losses, np.zeros(9), 1e-15)


@DTYPES
def test_torch_takes_the_same_steps_of_adagrad(dtype):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    W, squares = rng.standard_normal((6, 2)).astype(dtype), np.ones((6, 2), dtype)
    weight = torch.tensor(W.copy(), requires_grad=True)
    optimizer = torch.optim.Adagrad([weight], lr=0.1, initial_accumulator_value=1.0, eps=0)
    for _ in range(3):
        rows = rng.permutation(6)[:3]
        dW_rows = rng.standard_normal((3, 2)).astype(dtype)
        weight.grad = torch.zeros_like(weight)
        weight.grad[rows] = torch.from_numpy(dW_rows)
        optimizer.step()
        adagrad_rows(W, squares, rows, dW_rows, 0.1)
    assert W.dtype == dtype
    assert_close(W, weight.detach().numpy(), TOLERANCE[dtype])


@DTYPES
def test_steps_fit_a_text(dtype):
    i, j, X, parameters = draw(np.random.default_rng(4), dtype)
    squares = [np.ones_like(array) for array in parameters]
    means = [glove_step(parameters, squares, i, j, X[i, j], learning_rate=0.3, x_max=1.0) for _ in range(300)]
    assert means[-1] < 0.02 * means[0]
    assert all(array.dtype == dtype for array in (*parameters, *squares))


def changed(**arguments):
    pair = np.array([0, 1])
    good = {"i": pair, "j": pair, "X": np.ones(2), "W": np.ones((3, 2)), "W_context": np.ones((3, 2))}
    return good | {"b": np.zeros(3), "b_context": np.zeros(3)} | arguments


@pytest.mark.parametrize(
    "arguments, message",
    [
        (changed(i=np.array([0, 3])), r"i \(2,\) runs from 0 to 3"),
        (changed(j=np.array([0])), r"j has shape \(1,\); expected \(2,\)"),
        (changed(X=np.array([1.0, 0.0])), r"X \(2,\) has 0.0: pairs that never met"),
        (changed(X=np.array([1.0, np.nan])), "X .* holds NaN"),
        (changed(X=np.ones(2, np.float32)), "X .* is float32 and the weights are float64"),
        (changed(W_context=np.ones((3, 4))), r"W_context has shape \(3, 4\); expected \(3, 2\)"),
        (changed(b=np.zeros(2)), r"b has shape \(2,\); expected \(3,\)"),
        (changed(b_context=np.zeros((3, 1))), r"b_context has shape \(3, 1\)"),
        (changed(W=np.full((3, 2), np.inf)), "NaN or infinity"),
        (changed(x_max=0), "x_max = 0: it lies above 0"),
        (changed(x_max=-1.0), "x_max = -1.0"),
        (changed(x_max=np.nan), "x_max = nan"),
        (changed(alpha=np.nan), "alpha = nan"),
        (changed(alpha=-0.5), "alpha = -0.5"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        glove_forward(**arguments)


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"learning_rate": -0.1}, "learning_rate = -0.1"),
        ({"learning_rate": np.nan}, "learning_rate = nan"),
        ({"x_max": 0}, "x_max = 0"),
        ({"squares": [np.ones((3, 2))] * 2}, "4 parameters and 2 arrays of squares; there are four of each"),
        ({"squares": [np.ones((3, 2))] * 4}, r"squares has shape \(3, 2\); expected \(3,\)"),
        ({"squares": [np.ones((3, 2), np.float32)] * 4}, "squares .* is float32"),
        ({"i": np.array([0, -1])}, r"i \(2,\) runs from -1 to 0"),
    ],
)
def test_a_step_that_is_refused_moves_nothing(arguments, message):
    i, j, X, *parameters = changed().values()
    given_squares = [np.ones_like(array) for array in parameters]
    before = [array.copy() for array in (*parameters, *given_squares)]
    call = {"parameters": parameters, "squares": given_squares, "i": i, "j": j, "X": X} | arguments
    with pytest.raises(ValueError, match=message):
        glove_step(**call)
    assert all(np.array_equal(a, b) for a, b in zip((*parameters, *given_squares), before, strict=True))


@pytest.mark.parametrize(
    "rows, dW_rows, learning_rate, message",
    [
        ([0, 3], np.ones((2, 2)), 0.1, r"rows \(2,\) runs from 0 to 3"),
        ([-1, 0], np.ones((2, 2)), 0.1, r"rows \(2,\) runs from -1"),
        ([0, 1], np.ones((1, 2)), 0.1, r"dW_rows has shape \(1, 2\); expected \(2, 2\)"),
        ([0, 1], np.full((2, 2), np.nan), 0.1, "dW_rows .* holds NaN"),
        ([0, 1], np.ones((2, 2)), -1, "learning_rate = -1"),
    ],
)
def test_rows_that_cannot_step_change_nothing(rows, dW_rows, learning_rate, message):
    W, squares = np.ones((3, 2)), np.ones((3, 2))
    with pytest.raises(ValueError, match=message):
        adagrad_rows(W, squares, np.array(rows), dW_rows, learning_rate)
    assert (W == 1).all() and (squares == 1).all()
