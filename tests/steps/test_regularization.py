"""Penalties and dropout in three layers: centred differences, PyTorch, the layers batch first, and by hand."""

import numpy as np
import pytest

from tests.layers.witnesses import assert_close, numeric_gradient
from utils.layers import activations, dense
from utils.layers.losses import binary_cross_entropy
from utils.steps import regularization as steps
from utils.steps.deep_network import compute_cost


def made_network(m=6, seed=0):
    rng = np.random.default_rng(seed)
    shapes = {"W1": (4, 3), "b1": (4, 1), "W2": (5, 4), "b2": (5, 1), "W3": (1, 5), "b3": (1, 1)}
    parameters = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
    return rng.standard_normal((3, m)), rng.integers(0, 2, (1, m)), parameters


def dropped(X, parameters, keep_prob=0.7):
    return steps.forward_propagation_with_dropout(X, parameters, keep_prob, np.random.default_rng(5))


def l1_gradients(X, Y, cache, lambd, parameters):
    grads = steps.backward_propagation_with_regularization(X, Y, cache, 0)
    pulls = {f"dW{i}": steps.l1_gradient(parameters[f"W{i}"], lambd, X.shape[1]) for i in (1, 2, 3)}
    return grads | {key: grads[key] + pull for key, pull in pulls.items()}


# For each: the cost as a function of X, Y, parameters, and its gradients
CASES = {
    "no penalty": (
        lambda X, Y, p: compute_cost(steps.forward_propagation(X, p)[0], Y),
        lambda X, Y, p: steps.backward_propagation_with_regularization(X, Y, steps.forward_propagation(X, p)[1], 0),
    ),
    "L2": (
        lambda X, Y, p: steps.compute_cost_with_regularization(steps.forward_propagation(X, p)[0], Y, p, 0.7),
        lambda X, Y, p: steps.backward_propagation_with_regularization(X, Y, steps.forward_propagation(X, p)[1], 0.7),
    ),
    "L1": (
        lambda X, Y, p: compute_cost(steps.forward_propagation(X, p)[0], Y) + steps.l1_cost(p, 0.7, X.shape[1]),
        lambda X, Y, p: l1_gradients(X, Y, steps.forward_propagation(X, p)[1], 0.7, p),
    ),
    "dropout": (
        lambda X, Y, p: compute_cost(dropped(X, p)[0], Y),
        lambda X, Y, p: steps.backward_propagation_with_dropout(X, Y, dropped(X, p)[1], 0.7),
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("m", [1, 6])
def test_every_gradient_agrees_with_centred_differences(name, m):
    X, Y, parameters = made_network(m)
    cost, gradients = CASES[name]
    grads = gradients(X, Y, parameters)
    assert set(grads) == {"dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"}
    for key, value in parameters.items():
        assert_close(grads[f"d{key}"], numeric_gradient(lambda: cost(X, Y, parameters), value), 1e-7, key)


@pytest.mark.parametrize("name", CASES)
def test_pytorch_agrees(name):
    torch = pytest.importorskip("torch")
    X, Y, parameters = made_network(seed=1)
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    _, cache = dropped(X, parameters)
    masks = {1: cache[1] / 0.7, 2: cache[6] / 0.7} if name == "dropout" else {1: np.ones(1), 2: np.ones(1)}
    A = torch.tensor(X)
    for layer in (1, 2):
        A = torch.relu(tensors[f"W{layer}"] @ A + tensors[f"b{layer}"]) * torch.tensor(masks[layer])
    A = torch.sigmoid(tensors["W3"] @ A + tensors["b3"])
    cost = torch.nn.functional.binary_cross_entropy(A, torch.tensor(Y, dtype=torch.float64))
    if name in ("L1", "L2"):
        cost = cost + 0.7 / 12 * sum((tensors[f"W{i}"].abs() ** int(name[1])).sum() for i in (1, 2, 3))
    cost.backward()
    assert CASES[name][0](X, Y, parameters) == pytest.approx(cost.item(), rel=1e-9)
    grads = CASES[name][1](X, Y, parameters)
    for key, tensor in tensors.items():
        assert_close(grads[f"d{key}"], tensor.grad.numpy(), 1e-9, key)


def test_the_layers_batch_first_agree():
    X, Y, parameters = made_network(seed=2)
    x, caches = X.T, []
    for layer in (1, 2, 3):
        x, linear = dense.dense_forward(
            x, np.ascontiguousarray(parameters[f"W{layer}"].T), parameters[f"b{layer}"][:, 0]
        )
        x, active = activations.relu_forward(x) if layer < 3 else (x, None)
        caches.append((linear, active))
    loss, dx = binary_cross_entropy(x, Y.T)
    assert loss == pytest.approx(CASES["no penalty"][0](X, Y, parameters))
    grads = CASES["no penalty"][1](X, Y, parameters)
    for layer in (3, 2, 1):
        linear, active = caches[layer - 1]
        dx = dx if active is None else activations.relu_backward(dx, active)
        dx, dW, db = dense.dense_backward(dx, linear)
        assert_close(dW.T, grads[f"dW{layer}"], 1e-10)
        assert_close(db[:, None], grads[f"db{layer}"], 1e-10)


def test_penalties_known_by_hand():
    parameters = {
        "W1": np.array([[3.0, -4.0]]),
        "b1": np.array([[9.0]]),
        "W2": np.array([[0.0]]),
        "b2": np.zeros((1, 1)),
    }
    A3, Y = np.full((1, 5), 0.5), np.ones((1, 5))
    penalty = steps.compute_cost_with_regularization(A3, Y, parameters, 2) - np.log(2)
    assert penalty == pytest.approx(5) and steps.l1_cost(parameters, 2, 5) == pytest.approx(1.4)
    assert steps.l1_gradient(np.array([[3.0, -4.0, 0.0]]), 2, 5).tolist() == [[0.2, -0.2, 0]]


def test_dropout_keeps_its_share_its_mean_and_its_masks():
    X, Y, parameters = made_network(m=4000, seed=3)
    A3, (Z1, D1, A1, _, _, _, D2, A2, *_) = dropped(X, parameters)
    assert D1.shape == A1.shape == (4, 4000) and D2.shape == A2.shape == (5, 4000)
    rng = np.random.default_rng(5)
    for D in (D1, D2):
        assert np.array_equal(D, rng.random(D.shape) < 0.7)
    assert_close(A1, np.maximum(Z1, 0) * D1 / 0.7, 1e-12)
    assert not A1[D1 == 0].any() and not A2[D2 == 0].any()
    kept_all, _ = dropped(X, parameters, keep_prob=1)
    assert np.array_equal(kept_all, steps.forward_propagation(X, parameters)[0])


def test_a_step_with_l1_is_the_lowest_place_of_its_own_problem():
    """The new weight makes (w − V)² / 2 + t |w| least, V the place after the step without a penalty."""
    rng = np.random.default_rng(0)
    parameters = {"W1": rng.normal(0, 0.3, (3, 4)), "b1": rng.standard_normal((3, 1))}
    grads = {"dW1": rng.standard_normal((3, 4)), "db1": rng.standard_normal((3, 1))}
    updated = steps.update_parameters_with_l1(parameters, grads, 0.1, 8.0, 2)
    w = np.linspace(-1.5, 1.5, 30_001)
    for due, W, dW in zip(updated["W1"].flat, parameters["W1"].flat, grads["dW1"].flat, strict=True):
        assert w[np.argmin((w - (W - 0.1 * dW)) ** 2 / 2 + 0.2 * np.abs(w))] == pytest.approx(due, abs=1e-4)
    assert (updated["W1"] == 0).any() and (updated["W1"] != 0).any()
    assert_close(updated["b1"], parameters["b1"] - 0.1 * grads["db1"], 1e-12)


@pytest.mark.parametrize("keep_prob", [0, -0.5, 1.01])
def test_a_share_that_keeps_nothing_is_refused(keep_prob):
    X, _, parameters = made_network()
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        steps.forward_propagation_with_dropout(X, parameters, keep_prob, np.random.default_rng(0))
