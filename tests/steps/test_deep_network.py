"""The deep network's blocks: a loop twin, centred differences, PyTorch, shapes of many networks, and the edges."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.steps import deep_network as steps

pytestmark = pytest.mark.lab("course1/week4_deep_network_steps")

WIDTHS = [[3, 1], [1, 1, 1], [3, 5, 4, 1], [4, 2, 6, 3, 1]]


def made_network(widths, m, seed=0):
    """X, Y and parameters, the biases too away from 0."""
    rng = np.random.default_rng(seed)
    parameters = steps.initialize_parameters_deep(widths, rng)
    parameters = {key: value + 0.3 * rng.standard_normal(value.shape) for key, value in parameters.items()}
    return rng.standard_normal((widths[0], m)), rng.integers(0, 2, (1, m)), parameters


def cost_of(X, Y, parameters):
    return steps.compute_cost(steps.L_model_forward(X, parameters)[0], Y)


def gradients_of(X, Y, parameters):
    AL, caches = steps.L_model_forward(X, parameters)
    return steps.L_model_backward(AL, Y, caches)


def activations_by_loops(x, parameters, L):
    """All activations of one example, in plain Python: A[layer][unit]; A[0] is the example."""
    A = [list(x)]
    for layer in range(1, L + 1):
        W, b, row = parameters[f"W{layer}"], parameters[f"b{layer}"], []
        for i in range(len(W)):
            z = b[i][0] + sum(W[i][j] * A[-1][j] for j in range(len(A[-1])))
            row.append(1 / (1 + math.exp(-z)) if layer == L else max(0.0, z))
        A.append(row)
    return A


def gradients_by_loops(X, Y, parameters):
    """The average over examples of each one's slopes, unit by unit; dZ of the output is a − y."""
    L, m = len(parameters) // 2, X.shape[1]
    grads = {f"d{key}": np.zeros(value.shape) for key, value in parameters.items()}
    for k in range(m):
        A = activations_by_loops(X[:, k], parameters, L)
        dZ = [A[L][0] - Y[0, k]]
        for layer in range(L, 0, -1):
            W, below = parameters[f"W{layer}"], A[layer - 1]
            for i, slope in enumerate(dZ):
                grads[f"db{layer}"][i, 0] += slope / m
                for j, value in enumerate(below):
                    grads[f"dW{layer}"][i, j] += slope * value / m
            handed = [sum(W[i, j] * dZ[i] for i in range(len(dZ))) for j in range(len(below))]
            dZ = [slope if value > 0 else 0.0 for slope, value in zip(handed, below, strict=True)]
    return grads


@pytest.mark.parametrize("widths", WIDTHS)
def test_forward_and_cost_agree_with_loops(widths):
    X, Y, parameters = made_network(widths, m=7)
    AL, caches = steps.L_model_forward(X, parameters)
    by_loops = [activations_by_loops(X[:, k], parameters, len(widths) - 1)[-1][0] for k in range(7)]
    np.testing.assert_allclose(AL, [by_loops], rtol=1e-12)
    losses = [-math.log(a if y else 1 - a) for a, y in zip(by_loops, Y[0], strict=True)]
    assert steps.compute_cost(AL, Y) == pytest.approx(sum(losses) / 7, rel=1e-12)
    assert len(caches) == len(widths) - 1


@pytest.mark.parametrize("widths", WIDTHS)
def test_backward_agrees_with_loops(widths):
    X, Y, parameters = made_network(widths, m=7, seed=1)
    grads = gradients_of(X, Y, parameters)
    for key, by_loops in gradients_by_loops(X, Y, parameters).items():
        np.testing.assert_allclose(grads[key], by_loops, rtol=1e-10, atol=1e-14, err_msg=key)


@pytest.mark.parametrize("widths", WIDTHS)
def test_every_gradient_agrees_with_centred_differences(widths):
    X, Y, parameters = made_network(widths, m=6, seed=2)
    grads, step = gradients_of(X, Y, parameters), 1e-6
    for key, value in (parameters | {"X": X}).items():
        computed = grads["dA0"] / X.shape[1] if key == "X" else grads["d" + key]
        for place in np.ndindex(value.shape):
            costs = []
            for sign in (1, -1):
                moved = value.copy()
                moved[place] += sign * step
                costs.append(cost_of(moved, Y, parameters) if key == "X" else cost_of(X, Y, parameters | {key: moved}))
            assert computed[place] == pytest.approx((costs[0] - costs[1]) / (2 * step), rel=1e-6, abs=1e-8), key


@pytest.mark.parametrize("name", ["sigmoid", "relu"])
def test_one_block_agrees_with_centred_differences(name):
    rng = np.random.default_rng(3)
    A_prev, W, b = rng.standard_normal((3, 4)), rng.standard_normal((2, 3)), rng.standard_normal((2, 1))
    dA = rng.standard_normal((2, 4))

    def weighted(A_prev, W, b):
        return np.sum(dA * steps.linear_activation_forward(A_prev, W, b, name)[0])

    _, cache = steps.linear_activation_forward(A_prev, W, b, name)
    computed = steps.linear_activation_backward(dA, cache, name)
    for number, (value, scale) in enumerate(((A_prev, 1), (W, 4), (b, 4))):  # dW and db average over 4 examples
        for place in np.ndindex(value.shape):
            up, down = [A_prev.copy(), W.copy(), b.copy()], [A_prev.copy(), W.copy(), b.copy()]
            up[number][place] += 1e-6
            down[number][place] -= 1e-6
            measured = (weighted(*up) - weighted(*down)) / 2e-6
            assert computed[number][place] * scale == pytest.approx(measured, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("widths", WIDTHS)
def test_pytorch_gives_the_same_gradients(widths):
    torch = pytest.importorskip("torch")
    X, Y, parameters = made_network(widths, m=9, seed=4)
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    A, L = torch.tensor(X, requires_grad=True), len(widths) - 1
    inputs = A
    for layer in range(1, L + 1):
        A = tensors[f"W{layer}"] @ A + tensors[f"b{layer}"]
        A = torch.sigmoid(A) if layer == L else torch.relu(A)
    cost = torch.nn.functional.binary_cross_entropy(A, torch.tensor(Y, dtype=torch.float64))
    cost.backward()
    grads = gradients_of(X, Y, parameters)
    assert cost.item() == pytest.approx(cost_of(X, Y, parameters), rel=1e-12)
    for key, tensor in tensors.items():
        np.testing.assert_allclose(grads["d" + key], tensor.grad.numpy(), rtol=1e-9, atol=1e-14, err_msg=key)
    np.testing.assert_allclose(grads["dA0"] / 9, inputs.grad.numpy(), rtol=1e-9, atol=1e-14)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.integers(1, 6))
def test_every_array_has_the_shape_of_what_it_belongs_to(hidden, m):
    widths = [*hidden, 1]
    X, Y, parameters = made_network(widths, m, seed=5)
    AL, caches = steps.L_model_forward(X, parameters)
    grads = steps.L_model_backward(AL, Y, caches)
    assert AL.shape == (1, m) and np.all((AL > 0) & (AL < 1))
    for layer in range(1, len(widths)):
        assert parameters[f"W{layer}"].shape == grads[f"dW{layer}"].shape == (widths[layer], widths[layer - 1])
        assert parameters[f"b{layer}"].shape == grads[f"db{layer}"].shape == (widths[layer], 1)
        assert grads[f"dA{layer - 1}"].shape == (widths[layer - 1], m)
        (A_prev, W, b), Z = caches[layer - 1]
        assert A_prev.shape == (widths[layer - 1], m) and Z.shape == (widths[layer], m)
        assert W is parameters[f"W{layer}"] and b is parameters[f"b{layer}"]
    assert len(grads) == 3 * (len(widths) - 1)


def test_the_output_layers_dZ_is_a_minus_y():
    X, Y, parameters = made_network([3, 4, 1], m=5, seed=6)
    AL, caches = steps.L_model_forward(X, parameters)
    grads = steps.L_model_backward(AL, Y, caches)
    np.testing.assert_allclose(grads["db2"], np.mean(AL - Y, axis=1, keepdims=True), rtol=1e-12)


def test_repeating_the_examples_moves_no_gradient_of_a_parameter():
    X, Y, parameters = made_network([3, 4, 1], m=5, seed=7)
    once, twice = gradients_of(X, Y, parameters), gradients_of(np.hstack([X, X]), np.hstack([Y, Y]), parameters)
    np.testing.assert_allclose(twice["dW1"], once["dW1"], rtol=1e-12)
    np.testing.assert_allclose(twice["dA1"], np.hstack([once["dA1"]] * 2), rtol=1e-12)


def test_starting_weights_come_from_the_generator_and_keep_the_size_of_a_sum():
    first = steps.initialize_parameters_deep([400, 300, 1], np.random.default_rng(8))
    again = steps.initialize_parameters_deep([400, 300, 1], np.random.default_rng(8))
    assert all(np.array_equal(first[key], again[key]) for key in first)
    assert first["W1"].std() == pytest.approx(1 / 20, rel=0.02)
    assert list(first) == ["W1", "b1", "W2", "b2"] and not first["b1"].any()


def test_an_update_leaves_its_arguments_alone():
    X, Y, parameters = made_network([3, 2, 1], m=4, seed=9)
    before = {key: value.copy() for key, value in parameters.items()}
    grads = gradients_of(X, Y, parameters)
    updated = steps.update_parameters(parameters, grads, 0.1)
    assert all(np.array_equal(parameters[key], before[key]) for key in before)
    assert list(updated) == list(parameters)
    assert cost_of(X, Y, updated) < cost_of(X, Y, parameters)
    np.testing.assert_allclose(updated["W2"], before["W2"] - 0.1 * grads["dW2"])


def test_an_unknown_activation_is_refused_by_name():
    arrays = np.ones((2, 3)), np.ones((1, 2)), np.zeros((1, 1))
    with pytest.raises(ValueError, match="tanh"):
        steps.linear_activation_forward(*arrays, "tanh")
    _, cache = steps.linear_activation_forward(*arrays, "relu")
    with pytest.raises(ValueError, match="tanh"):
        steps.linear_activation_backward(np.ones((1, 3)), cache, "tanh")
