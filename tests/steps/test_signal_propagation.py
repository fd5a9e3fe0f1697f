"""Signals and gradients through many layers: against loops, centred differences and PyTorch."""

import numpy as np
import pytest

from utils.steps import deep_network
from utils.steps import signal_propagation as steps

pytestmark = pytest.mark.lab("course2/week1_initialization")

WIDTHS = ([3, 4, 2, 1], [2, 5, 1], [1, 1, 1, 1, 1])


def drawn(widths, seed, scale=0.7):
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer in range(1, len(widths)):
        parameters[f"W{layer}"] = rng.normal(0, scale, (widths[layer], widths[layer - 1]))
        parameters[f"b{layer}"] = rng.normal(0, scale, (widths[layer], 1))
    return parameters


def data(widths, m, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(widths[0], m)), rng.integers(0, 2, (1, m))


def one_by_one(X, parameters, activation):
    """The activations of every layer, a unit and an example at a time."""
    rows, layers = [list(column) for column in X.T], []
    for layer in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        sums = [[sum(w * a for w, a in zip(row, each, strict=True)) + bias[0] for row, bias in zip(W, b, strict=True)]
                for each in rows]  # fmt: skip
        bend = np.tanh if activation == "tanh" else (lambda z: max(z, 0))
        rows = [[float(bend(z)) for z in each] for each in sums]
        layers.append((np.array(sums).T, np.array(rows).T))
    return layers


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("widths", WIDTHS)
@pytest.mark.parametrize("m", [1, 4])
def test_statistics_are_those_of_a_loop(widths, m, activation):
    X, parameters = data(widths, m, 1)[0], drawn(widths, 2, 2.0)
    found = steps.activation_statistics(X, parameters, activation)
    for k, (Z, A) in enumerate(one_by_one(X, parameters, activation)):
        slopes = 1 - np.tanh(Z) ** 2 if activation == "tanh" else (Z > 0).astype(float)
        due = A.sum() / A.size, (sum(a * a for a in A.flat) / A.size) ** 0.5, sum(s < 0.1 for s in slopes.flat) / A.size
        assert [found[key][k] for key in ("mean", "rms", "saturated")] == pytest.approx(due)
    A, caches = steps.stack_forward(X, parameters, activation)
    np.testing.assert_allclose(A, one_by_one(X, parameters, activation)[-1][1])
    assert [cache[1] is parameters[f"W{layer}"] for layer, cache in enumerate(caches, 1)] == [True] * len(caches)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("widths", WIDTHS)
def test_norms_are_those_of_measured_gradients(widths, activation):
    """The sum of dAL · AL, moved by every weight and, through its bias, by every sum of one example at a time."""
    m = 3
    X, parameters = data(widths, m, 3)[0], drawn(widths, 4)
    A, caches = steps.stack_forward(X, parameters, activation)
    dAL = np.random.default_rng(5).normal(size=A.shape)
    norms = steps.gradient_norms_by_depth(dAL, caches, activation)

    def slope(key, place, x, dA, step=1e-6):
        values = []
        for nudge in (step, -step):
            moved = parameters | {key: parameters[key].copy()}
            moved[key][place] += nudge
            values.append(np.sum(dA * steps.stack_forward(x, moved, activation)[0]))
        return (values[0] - values[1]) / (2 * step)

    for layer in range(1, len(widths)):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        dW = [slope(f"W{layer}", place, X, dAL) / m for place in np.ndindex(W.shape)]
        dZ = [slope(f"b{layer}", place, X[:, [i]], dAL[:, [i]]) for place in np.ndindex(b.shape) for i in range(m)]
        assert norms["dW"][layer - 1] == pytest.approx(np.linalg.norm(dW), rel=1e-5)
        assert norms["dZ"][layer - 1] == pytest.approx(np.linalg.norm(dZ), rel=1e-5)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("widths", WIDTHS)
def test_gradients_of_the_cost_are_measured_ones(widths, activation):
    (X, Y), parameters = data(widths, 5, 6), drawn(widths, 7)
    _, grads = steps.cost_and_gradients(X, Y, parameters, activation)
    assert list(grads) == [f"d{kind}{layer}" for layer in range(len(widths) - 1, 0, -1) for kind in "Wb"]
    for key, value in parameters.items():
        for place in np.ndindex(value.shape):
            costs = []
            for nudge in (1e-6, -1e-6):
                moved = parameters | {key: value.copy()}
                moved[key][place] += nudge
                costs.append(steps.cost_and_gradients(X, Y, moved, activation)[0])
            assert grads["d" + key][place] == pytest.approx((costs[0] - costs[1]) / 2e-6, rel=1e-4, abs=1e-8)


def test_cost_and_gradients_are_those_of_the_deep_network_of_course_1():
    (X, Y), parameters = data([3, 4, 1], 6, 8), drawn([3, 4, 1], 9)
    AL, caches = deep_network.L_model_forward(X, parameters)
    cost, grads = steps.cost_and_gradients(X, Y, parameters, "relu")
    assert cost == pytest.approx(deep_network.compute_cost(AL, Y))
    due = deep_network.L_model_backward(AL, Y, caches)
    for key, grad in grads.items():
        np.testing.assert_allclose(grad, due[key])


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_gradients_are_those_of_pytorch(activation):
    torch = pytest.importorskip("torch")
    (X, Y), parameters = data([3, 5, 4, 1], 6, 10), drawn([3, 5, 4, 1], 11)
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    a = torch.tensor(X)
    for layer in (1, 2):
        a = getattr(torch, activation)(tensors[f"W{layer}"] @ a + tensors[f"b{layer}"])
    scores = tensors["W3"] @ a + tensors["b3"]
    labels = torch.tensor(Y, dtype=torch.float64)
    torch.nn.functional.binary_cross_entropy_with_logits(scores, labels).backward()
    cost, grads = steps.cost_and_gradients(X, Y, parameters, activation)
    for key, tensor in tensors.items():
        np.testing.assert_allclose(grads["d" + key], tensor.grad.numpy(), atol=1e-12)


def test_clipping_is_that_of_pytorch():
    torch = pytest.importorskip("torch")
    (X, Y), parameters = data([3, 5, 1], 6, 12), drawn([3, 5, 1], 13)
    _, grads = steps.cost_and_gradients(X, Y, parameters, "tanh")
    for limit in (1e-3, 0.1, 100):
        tensors = [torch.nn.Parameter(torch.tensor(grad)) for grad in grads.values()]
        for tensor, grad in zip(tensors, grads.values(), strict=True):
            tensor.grad = torch.tensor(grad)
        norm = torch.nn.utils.clip_grad_norm_(tensors, limit)
        clipped, ours = steps.clip_by_global_norm(grads, limit)
        assert ours == pytest.approx(norm.item())
        for tensor, grad in zip(tensors, clipped.values(), strict=True):
            np.testing.assert_allclose(grad, tensor.grad.numpy(), rtol=1e-4)  # PyTorch adds 1e-6 to the norm


def test_a_cost_stays_finite_where_the_network_is_sure():
    (X, Y), parameters = data([2, 3, 1], 4, 14), drawn([2, 3, 1], 15, 1e5)
    with np.errstate(all="raise", under="ignore"):
        cost, grads = steps.cost_and_gradients(X, Y, parameters, "relu")
    assert np.isfinite(cost) and cost > 100 and all(np.isfinite(grad).all() for grad in grads.values())


def test_training_notes_what_was_before_each_step_and_takes_steps_of_the_limit():
    (X, Y), parameters = data([2, 4, 1], 6, 16), drawn([2, 4, 1], 17)
    before = {key: value.copy() for key, value in parameters.items()}
    end, costs, norms = steps.train_with_clipping(X, Y, parameters, 0.5, 1, 1e-2, "tanh")
    cost, grads = steps.cost_and_gradients(X, Y, parameters, "tanh")
    assert costs[0] == cost and norms[0] == pytest.approx(np.sqrt(sum(np.sum(grad**2) for grad in grads.values())))
    moved = np.sqrt(sum(np.sum((end[key] - before[key]) ** 2) for key in end))
    assert norms[0] > 1e-2 and moved == pytest.approx(0.5 * 1e-2)
    assert all(np.array_equal(parameters[key], before[key]) for key in before)


def test_training_without_a_limit_is_gradient_descent():
    (X, Y), parameters = data([2, 4, 1], 6, 18), drawn([2, 4, 1], 19)
    end, costs, _ = steps.train_with_clipping(X, Y, parameters, 0.3, 4, np.inf)
    for _ in range(4):
        parameters = deep_network.update_parameters(
            parameters, steps.cost_and_gradients(X, Y, parameters, "relu")[1], 0.3
        )
    np.testing.assert_allclose(end["W1"], parameters["W1"])
    assert costs[-1] < costs[0]


def test_an_activation_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match='"tanh" or "relu", not \'sigmoid\''):
        steps.activate(np.zeros(2), "sigmoid")
