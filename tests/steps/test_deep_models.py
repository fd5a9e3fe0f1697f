"""Whole networks against each other, centred differences, PyTorch, loops, and the margin that the lab states."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from utils.steps.deep_models import (
    L_layer_model,
    accuracy,
    compare_architectures,
    count_parameters,
    predict,
    two_layer_model,
    worst_mistakes,
)
from utils.steps.deep_network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    update_parameters,
)

pytestmark = pytest.mark.lab("course1/week4_deep_network_application")

WIDTHS = [[3, 1], [2, 4, 1], [3, 5, 2, 1]]


def examples(n, m, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, m)), rng.integers(0, 2, (1, m))


def start(widths, seed=1):
    return initialize_parameters_deep(widths, np.random.default_rng(seed))


def assert_same(ours, theirs, **tolerance):
    assert ours.keys() == theirs.keys()
    for key, value in ours.items():
        np.testing.assert_allclose(value, theirs[key], **tolerance)


def test_the_two_models_agree_on_two_layers():
    X, Y = examples(3, 8)
    ours, costs = two_layer_model(X, Y, [3, 4, 1], 0.1, 120, rng=5)
    theirs, other_costs = L_layer_model(X, Y, [3, 4, 1], 0.1, 120, rng=5)
    assert_same(ours, theirs, rtol=1e-9)
    np.testing.assert_allclose(costs, other_costs)


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_one_step_goes_against_the_measured_slope(widths):
    X, Y = examples(widths[0], 6)
    before = start(widths)
    after, _ = L_layer_model(X, Y, widths, learning_rate=0.5, num_iterations=1)
    for key, value in before.items():
        for index in np.ndindex(value.shape):
            up, down = copy.deepcopy(before), copy.deepcopy(before)
            up[key][index] += 1e-6
            down[key][index] -= 1e-6
            slope = (compute_cost(L_model_forward(X, up)[0], Y) - compute_cost(L_model_forward(X, down)[0], Y)) / 2e-6
            assert (value - after[key])[index] / 0.5 == pytest.approx(slope, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_training_agrees_with_pytorch(widths):
    torch = pytest.importorskip("torch")
    X, Y = examples(widths[0], 9)
    ours, costs = L_layer_model(X, Y, widths, 0.2, 101)
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in start(widths).items()}
    descent, A_0, labels = torch.optim.SGD(tensors.values(), lr=0.2), torch.tensor(X.T), torch.tensor(Y.T).double()
    theirs, depth = [], len(widths) - 1
    for _ in range(101):
        A = A_0
        for layer in range(1, depth + 1):
            Z = A @ tensors[f"W{layer}"].T + tensors[f"b{layer}"].T
            A = torch.relu(Z)
        cost = torch.nn.functional.binary_cross_entropy_with_logits(Z, labels)
        theirs.append(cost.item())
        descent.zero_grad()
        cost.backward()
        descent.step()
    np.testing.assert_allclose(costs, theirs[::100], rtol=1e-9)
    assert_same(ours, {key: tensor.detach().numpy() for key, tensor in tensors.items()}, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("model", [two_layer_model, L_layer_model])
@pytest.mark.parametrize(("steps", "kept"), [(0, 0), (1, 1), (100, 1), (101, 2), (250, 3)])
def test_a_cost_is_kept_at_every_hundredth_iteration(model, steps, kept):
    X, Y = examples(2, 5)
    parameters, costs = model(X, Y, [2, 3, 1], 0.1, steps)
    assert len(costs) == kept
    if steps == 0:
        assert_same(parameters, start([2, 3, 1]))


@pytest.mark.parametrize("model", [two_layer_model, L_layer_model])
def test_what_is_printed_and_what_is_drawn(model, capsys):
    X, Y = examples(2, 5)
    given_X, given_Y = X.copy(), Y.copy()
    by_seed, costs = model(X, Y, [2, 3, 1], 0.1, 101, print_cost=True, rng=8)
    assert capsys.readouterr().out == f"iteration 0: cost {costs[0]:.4f}\niteration 100: cost {costs[1]:.4f}\n"
    by_generator, _ = model(X, Y, [2, 3, 1], 0.1, 101, rng=np.random.default_rng(8))
    assert not capsys.readouterr().out
    assert_same(by_seed, by_generator)
    np.testing.assert_array_equal(X, given_X)
    np.testing.assert_array_equal(Y, given_Y)


def test_training_on_coordinates_is_training_on_pictures():
    X, Y = examples(12, 5)
    Q, R = np.linalg.qr(X)
    on_R, _ = L_layer_model(R, Y, [5, 4, 3, 1], 0.1, 60, rng=2)
    parameters = start([5, 4, 3, 1], 2)
    parameters["W1"] = parameters["W1"] @ Q.T
    for _ in range(60):
        AL, caches = L_model_forward(X, parameters)
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), 0.1)
    assert_same(on_R | {"W1": on_R["W1"] @ Q.T}, parameters, rtol=1e-8, atol=1e-12)


def test_predict_decides_for_0_at_one_half():
    parameters = {"W1": np.array([[1.0, 0.0]]), "b1": np.zeros((1, 1))}
    X = np.array([[-2.0, 0.0, 1e-9, 3.0], [5.0, 5.0, 5.0, 5.0]])
    np.testing.assert_array_equal(predict(X, parameters), [[0, 0, 1, 1]])


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32 - 1), m=st.integers(1, 30), k=st.integers(0, 12))
def test_the_worst_mistakes_are_what_a_loop_finds(seed, m, k):
    rng = np.random.default_rng(seed)
    AL, Y = rng.random((1, m)), rng.integers(0, 2, (1, m))
    found = worst_mistakes(AL, Y, k)
    wrong = [i for i in range(m) if (AL[0, i] > 0.5) != Y[0, i]]
    assert list(found) == sorted(wrong, key=lambda i: -abs(AL[0, i] - Y[0, i]))[:k]
    assert accuracy(AL > 0.5, Y) == pytest.approx(1 - len(wrong) / m)


def test_each_run_depends_on_its_own_seed_alone():
    X, Y = examples(2, 12)
    X_test, Y_test = examples(2, 9, seed=3)
    both = compare_architectures(X, Y, X_test, Y_test, [[3], [2, 2]], [4, 9], 0.3, 15)
    turned = compare_architectures(X, Y, X_test, Y_test, [[2, 2], [3]], [9, 4], 0.3, 15)
    for scores, other in zip(both, turned, strict=True):
        assert scores.shape == (2, 2)
        np.testing.assert_array_equal(scores, other[::-1, ::-1])
    parameters, _ = L_layer_model(X, Y, [2, 2, 2, 1], 0.3, 15, rng=9)
    assert both[1][1, 1] == accuracy(predict(X_test, parameters), Y_test)


@settings(deadline=None, max_examples=30)
@given(widths=st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_the_count_is_the_size_of_what_is_drawn(widths):
    assert count_parameters(widths) == sum(value.size for value in start(widths).values())


@pytest.mark.slow
def test_hidden_layers_beat_logistic_regression_by_15_points():
    from utils.data.cats import load_cats
    from utils.steps.logistic_regression import flatten_images, model

    cats = load_cats()
    Q, R = np.linalg.qr(flatten_images(cats["X_train"]) / 255 - 0.5)
    R_test = Q.T @ (flatten_images(cats["X_test"]) / 255 - 0.5)
    Y, Y_test = cats["Y_train"], cats["Y_test"]
    with threadpool_limits(1):
        linear = model(R, Y, R_test, Y_test, num_iterations=1000, learning_rate=0.01)
        _, test = compare_architectures(R, Y, R_test, Y_test, [[7], [20, 7, 5], [28]], [1, 2, 3], 0.05, 500)
    assert test.min() >= accuracy(linear["Y_prediction_test"], Y_test) + 0.15
