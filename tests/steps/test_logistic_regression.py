"""Logistic regression against loops, centred differences, PyTorch and what must hold for any shape."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.steps.logistic_regression import (
    flatten_images,
    initialize_with_zeros,
    model,
    optimize,
    predict,
    propagate,
)

pytestmark = pytest.mark.lab("course1/week2_logistic_regression")

sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


def draw(seed, n, m):
    """w (n, 1), b, X (n, m) and labels Y (1, m)."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 1)), float(rng.normal()), rng.normal(size=(n, m)), rng.integers(0, 2, (1, m))


def loop_twin(w, b, X, Y):
    """The definition, one example and one weight at a time."""
    n, m = X.shape
    J, dw, db = 0.0, [0.0] * n, 0.0
    for i in range(m):
        z = b
        for j in range(n):
            z += w[j, 0] * X[j, i]
        a = 1 / (1 + math.exp(-z))
        J -= math.log(a) if Y[0, i] else math.log(1 - a)
        for j in range(n):
            dw[j] += (a - Y[0, i]) * X[j, i] / m
        db += (a - Y[0, i]) / m
    return np.array(dw)[:, None], db, J / m


@settings(deadline=None, max_examples=40)
@given(seed=seeds, n=sizes, m=sizes)
def test_propagate_agrees_with_its_loop_twin(seed, n, m):
    w, b, X, Y = draw(seed, n, m)
    grads, cost = propagate(w, b, X, Y)
    dw, db, J = loop_twin(w, b, X, Y)
    assert grads["dw"].shape == (n, 1)
    np.testing.assert_allclose(grads["dw"], dw, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose([grads["db"], cost], [db, J], rtol=1e-9, atol=1e-12)


@settings(deadline=None, max_examples=20)
@given(seed=seeds, n=sizes, m=sizes)
def test_propagate_agrees_with_centred_differences(seed, n, m):
    w, b, X, Y = draw(seed, n, m)
    grads, _ = propagate(w, b, X, Y)
    step = 1e-6
    for j in range(n):
        nudge = np.zeros((n, 1))
        nudge[j] = step
        slope = (propagate(w + nudge, b, X, Y)[1] - propagate(w - nudge, b, X, Y)[1]) / (2 * step)
        assert grads["dw"][j, 0] == pytest.approx(slope, rel=1e-6, abs=1e-8)
    slope = (propagate(w, b + step, X, Y)[1] - propagate(w, b - step, X, Y)[1]) / (2 * step)
    assert grads["db"] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (5, 3), (3, 8)])
def test_propagate_agrees_with_torch(n, m):
    torch = pytest.importorskip("torch")
    w, b, X, Y = draw(n + m, n, m)
    tw, tb = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (w, b))
    scores = tw.T @ torch.tensor(X) + tb
    cost = torch.nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor(Y, dtype=torch.float64))
    cost.backward()
    grads, ours = propagate(w, b, X, Y)
    assert ours == pytest.approx(cost.item(), rel=1e-12)
    np.testing.assert_allclose(grads["dw"], tw.grad.numpy(), rtol=1e-10, atol=1e-14)
    assert grads["db"] == pytest.approx(tb.grad.item(), rel=1e-10, abs=1e-14)


def test_the_cost_does_not_notice_copied_examples():
    w, b, X, Y = draw(3, 4, 5)
    once, cost_once = propagate(w, b, X, Y)
    twice, cost_twice = propagate(w, b, np.hstack([X, X]), np.hstack([Y, Y]))
    assert cost_twice == pytest.approx(cost_once)
    np.testing.assert_allclose(twice["dw"], once["dw"])


def test_at_zero_the_cost_is_ln_2_whatever_the_data():
    _, _, X, Y = draw(4, 3, 7)
    assert propagate(*initialize_with_zeros(3), X, Y)[1] == pytest.approx(math.log(2))


@pytest.mark.parametrize("shape", [(1, 2, 3, 3), (4, 2, 2, 1), (5, 1, 1, 1), (12, 2, 2, 3)])
def test_each_column_is_one_image(shape):
    images = np.random.default_rng(0).random(shape)
    X = flatten_images(images)
    assert X.shape == (np.prod(shape[1:]), shape[0])
    for i, image in enumerate(images):
        np.testing.assert_array_equal(X[:, i].reshape(shape[1:]), image)


@pytest.mark.parametrize("dim", [1, 2, 12288])
def test_zeros_have_the_shape_of_the_weights(dim):
    w, b = initialize_with_zeros(dim)
    assert w.shape == (dim, 1)
    assert not w.any()
    assert isinstance(b, float) and b == 0.0


@pytest.mark.parametrize(("iterations", "kept"), [(1, 1), (100, 1), (101, 2), (250, 3)])
def test_optimize_keeps_every_hundredth_cost_and_lowers_it(iterations, kept):
    w, b, X, Y = draw(1, 3, 20)
    params, grads, costs = optimize(w, b, X, Y, iterations, 0.05)
    assert len(costs) == kept
    assert costs[0] == pytest.approx(propagate(w, b, X, Y)[1])
    assert propagate(params["w"], params["b"], X, Y)[1] < costs[-1]
    assert set(grads) == {"dw", "db"}


def test_optimize_changes_no_argument():
    w, b, X, Y = draw(2, 3, 6)
    before = [w.copy(), X.copy(), Y.copy()]
    optimize(w, b, X, Y, 5, 0.5)
    for array, copy in zip((w, X, Y), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_optimize_takes_the_step_that_propagate_names():
    w, b, X, Y = draw(7, 2, 5)
    grads, _ = propagate(w, b, X, Y)
    params, last, _ = optimize(w, b, X, Y, 1, 0.3)
    np.testing.assert_allclose(params["w"], w - 0.3 * grads["dw"])
    assert params["b"] == pytest.approx(b - 0.3 * grads["db"])
    np.testing.assert_array_equal(last["dw"], grads["dw"])


def test_optimize_prints_the_kept_costs_on_request(capsys):
    w, b, X, Y = draw(2, 3, 6)
    optimize(w, b, X, Y, 150, 0.1)
    assert capsys.readouterr().out == ""
    optimize(w, b, X, Y, 150, 0.1, print_cost=True)
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["iteration 0", "iteration 100"]


def test_optimize_agrees_with_torch():
    torch = pytest.importorskip("torch")
    w, b, X, Y = draw(8, 4, 9)
    tw, tb = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (w, b))
    descent = torch.optim.SGD([tw, tb], lr=0.2)
    for _ in range(50):
        descent.zero_grad()
        scores = tw.T @ torch.tensor(X) + tb
        labels = torch.tensor(Y, dtype=torch.float64)
        torch.nn.functional.binary_cross_entropy_with_logits(scores, labels).backward()
        descent.step()
    params, _, _ = optimize(w, b, X, Y, 50, 0.2)
    np.testing.assert_allclose(params["w"], tw.detach().numpy(), rtol=1e-10)


@settings(deadline=None, max_examples=30)
@given(seed=seeds, n=sizes, m=sizes)
def test_predict_says_1_where_the_score_is_positive(seed, n, m):
    w, b, X, _ = draw(seed, n, m)
    guesses = predict(w, b, X)
    assert guesses.shape == (1, m)
    np.testing.assert_array_equal(guesses, (w.T @ X + b > 0).astype(int))


def test_predict_gives_0_when_undecided():
    assert not predict(np.zeros((2, 1)), 0.0, np.ones((2, 3))).any()


def test_model_separates_what_a_line_separates():
    rng = np.random.default_rng(5)
    X, X_test = rng.normal(size=(2, 80)), rng.normal(size=(2, 40))
    Y, Y_test = ((x[:1] - 2 * x[1:] > 0.3).astype(int) for x in (X, X_test))
    result = model(X, Y, X_test, Y_test, num_iterations=800, learning_rate=0.5)
    names = {"costs", "Y_prediction_test", "Y_prediction_train", "w", "b", "learning_rate", "num_iterations"}
    assert set(result) == names
    assert np.mean(result["Y_prediction_train"] == Y) > 0.95
    assert np.mean(result["Y_prediction_test"] == Y_test) > 0.9
    assert (result["num_iterations"], result["learning_rate"], len(result["costs"])) == (800, 0.5, 8)
    assert result["w"][0, 0] > 0 > result["w"][1, 0]
