"""The shallow network against loops, centred differences, PyTorch and what must hold for any shape."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.data.planar import circles
from utils.steps.shallow_network import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    layer_sizes,
    nn_model,
    predict,
    symmetry_report,
    update_parameters,
)

pytestmark = pytest.mark.lab("course1/week3_shallow_network")

sizes = st.integers(1, 5)
seeds = st.integers(0, 2**32 - 1)
KEYS = ("W1", "b1", "W2", "b2")


def draw(seed, n_x, n_h, n_y, m):
    """Parameters of moderate size, X (n_x, m) and labels Y (n_y, m)."""
    rng = np.random.default_rng(seed)
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    parameters = {key: rng.normal(size=shape) for key, shape in shapes.items()}
    return parameters, rng.normal(size=(n_x, m)), rng.integers(0, 2, (n_y, m))


def cost_of(parameters, X, Y):
    return compute_cost(forward_propagation(X, parameters)[0], Y)


def forward_twin(parameters, x):
    """The definition for one example, one unit at a time: z1, a1, z2, a2 as lists."""
    W1, b1, W2, b2 = (parameters[key] for key in KEYS)
    z1 = [sum(W1[j, k] * x[k] for k in range(len(x))) + b1[j, 0] for j in range(len(W1))]
    a1 = [math.tanh(z) for z in z1]
    z2 = [sum(W2[j, k] * a1[k] for k in range(len(a1))) + b2[j, 0] for j in range(len(W2))]
    return z1, a1, z2, [1 / (1 + math.exp(-z)) for z in z2]


def backward_twin(parameters, X, Y):
    """The chain rule, one wire and one example at a time."""
    (n_x, m), (n_h, n_y) = X.shape, parameters["W2"].shape[::-1]
    grads = {"d" + key: np.zeros(parameters[key].shape) for key in KEYS}
    for i in range(m):
        _, a1, _, a2 = forward_twin(parameters, X[:, i])
        dz2 = [a2[k] - Y[k, i] for k in range(n_y)]
        for k in range(n_y):
            grads["db2"][k, 0] += dz2[k] / m
            for j in range(n_h):
                grads["dW2"][k, j] += dz2[k] * a1[j] / m
        for j in range(n_h):
            dz1 = sum(parameters["W2"][k, j] * dz2[k] for k in range(n_y)) * (1 - a1[j] ** 2)
            grads["db1"][j, 0] += dz1 / m
            for n in range(n_x):
                grads["dW1"][j, n] += dz1 * X[n, i] / m
    return grads


@settings(deadline=None, max_examples=30)
@given(seed=seeds, n_x=sizes, n_h=sizes, n_y=sizes, m=sizes)
def test_forward_agrees_with_its_loop_twin(seed, n_x, n_h, n_y, m):
    parameters, X, _ = draw(seed, n_x, n_h, n_y, m)
    A2, cache = forward_propagation(X, parameters)
    assert {key: value.shape for key, value in cache.items()} == dict(
        Z1=(n_h, m), A1=(n_h, m), Z2=(n_y, m), A2=(n_y, m)
    )
    np.testing.assert_array_equal(A2, cache["A2"])
    for i in range(m):
        for key, twin in zip(("Z1", "A1", "Z2", "A2"), forward_twin(parameters, X[:, i]), strict=True):
            np.testing.assert_allclose(cache[key][:, i], twin, rtol=1e-9, atol=1e-12)


@settings(deadline=None, max_examples=30)
@given(seed=seeds, n_x=sizes, n_h=sizes, n_y=sizes, m=sizes)
def test_backward_agrees_with_its_loop_twin(seed, n_x, n_h, n_y, m):
    parameters, X, Y = draw(seed, n_x, n_h, n_y, m)
    grads = backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)
    for key, twin in backward_twin(parameters, X, Y).items():
        assert grads[key].shape == parameters[key[1:]].shape
        np.testing.assert_allclose(grads[key], twin, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("shape", [(2, 4, 1, 5), (1, 3, 1, 1), (3, 2, 2, 4)])
@pytest.mark.parametrize("soft", [False, True])
def test_backward_agrees_with_centred_differences_at_every_parameter(shape, soft):
    parameters, X, Y = draw(sum(shape), *shape)
    Y = 0.1 + 0.7 * Y if soft else Y
    grads = backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)
    step = 1e-6
    for key in KEYS:
        for place in np.ndindex(parameters[key].shape):
            nudge = np.zeros(parameters[key].shape)
            nudge[place] = step
            up = cost_of(parameters | {key: parameters[key] + nudge}, X, Y)
            down = cost_of(parameters | {key: parameters[key] - nudge}, X, Y)
            assert grads["d" + key][place] == pytest.approx((up - down) / (2 * step), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("shape", [(2, 4, 1, 7), (3, 2, 1, 1)])
def test_cost_and_slopes_agree_with_torch(shape):
    torch = pytest.importorskip("torch")
    parameters, X, Y = draw(1, *shape)
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    hidden = torch.tanh(tensors["W1"] @ torch.tensor(X) + tensors["b1"])
    scores = tensors["W2"] @ hidden + tensors["b2"]
    cost = torch.nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor(Y, dtype=torch.float64))
    cost.backward()
    A2, cache = forward_propagation(X, parameters)
    assert compute_cost(A2, Y) == pytest.approx(cost.item(), rel=1e-12)
    grads = backward_propagation(parameters, cache, X, Y)
    for key, tensor in tensors.items():
        np.testing.assert_allclose(grads["d" + key], tensor.grad.numpy(), rtol=1e-9, atol=1e-13)


def test_copied_examples_change_neither_cost_nor_slopes():
    parameters, X, Y = draw(3, 2, 3, 1, 4)
    X_3, Y_3 = np.tile(X, 3), np.tile(Y, 3)
    assert cost_of(parameters, X_3, Y_3) == pytest.approx(cost_of(parameters, X, Y))
    once = backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)
    thrice = backward_propagation(parameters, forward_propagation(X_3, parameters)[1], X_3, Y_3)
    for key in once:
        np.testing.assert_allclose(thrice[key], once[key], rtol=1e-9, atol=1e-14)


def test_cost_known_by_hand():
    assert compute_cost(np.array([[0.5, 0.5]]), np.array([[1, 0]])) == pytest.approx(math.log(2))
    assert compute_cost(np.array([[0.25]]), np.array([[1]])) == pytest.approx(math.log(4))
    assert np.ndim(compute_cost(np.array([[0.25]]), np.array([[1]]))) == 0


@settings(deadline=None, max_examples=20)
@given(seed=seeds, n_x=sizes, n_y=sizes, m=sizes, n_h=sizes)
def test_sizes_and_starting_weights(seed, n_x, n_y, m, n_h):
    assert layer_sizes(np.zeros((n_x, m)), np.zeros((n_y, m))) == (n_x, 4, n_y)
    parameters = initialize_parameters(n_x, n_h, n_y, np.random.default_rng(seed))
    rng = np.random.default_rng(seed)
    np.testing.assert_array_equal(parameters["W1"], 0.01 * rng.standard_normal((n_h, n_x)))
    np.testing.assert_array_equal(parameters["W2"], 0.01 * rng.standard_normal((n_y, n_h)))
    assert parameters["b1"].shape == (n_h, 1) and parameters["b2"].shape == (n_y, 1)
    assert not parameters["b1"].any() and not parameters["b2"].any()


def test_an_update_goes_downhill_and_leaves_its_arguments_alone():
    parameters, X, Y = draw(5, 2, 3, 1, 9)
    before = {key: value.copy() for key, value in parameters.items()}
    grads = backward_propagation(parameters, forward_propagation(X, parameters)[1], X, Y)
    new = update_parameters(parameters, grads, 0.05)
    assert cost_of(new, X, Y) < cost_of(parameters, X, Y)
    for key in KEYS:
        np.testing.assert_array_equal(parameters[key], before[key])
        np.testing.assert_allclose(new[key], before[key] - 0.05 * grads["d" + key])
        np.testing.assert_allclose(update_parameters(parameters, grads)[key], before[key] - 1.2 * grads["d" + key])


def test_training_takes_its_steps_one_by_one():
    _, X, Y = draw(6, 2, 3, 1, 8)
    parameters = initialize_parameters(2, 3, 1, np.random.default_rng(11))
    for _ in range(4):
        cache = forward_propagation(X, parameters)[1]
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    for rng in (11, np.random.default_rng(11)):
        trained = nn_model(X, Y, 3, num_iterations=4, rng=rng)
        for key in KEYS:
            np.testing.assert_array_equal(trained[key], parameters[key])


def test_training_prints_every_thousandth_cost_on_request(capsys):
    _, X, Y = draw(6, 1, 2, 1, 3)
    nn_model(X, Y, 2, 1001)
    assert capsys.readouterr().out == ""
    nn_model(X, Y, 2, 1001, True)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["iteration 0", "iteration 1000"]
    assert lines[0].endswith("0.6932") or lines[0].endswith("0.6931")


def test_three_units_enclose_what_one_cannot():
    X, Y = circles(200, np.random.default_rng(0))
    right = {n_h: np.mean(predict(nn_model(X, Y, n_h, 3000, rng=2), X) == Y) for n_h in (1, 3)}
    assert right[1] < 0.8 and right[3] > 0.95


def test_predictions_compare_with_one_half():
    zeros = {"W1": np.zeros((2, 2)), "b1": np.zeros((2, 1)), "W2": np.zeros((1, 2)), "b2": np.zeros((1, 1))}
    X = np.ones((2, 3))
    for bias, due in ((0.0, 0), (1e-9, 1), (-1e-9, 0)):
        predictions = predict(zeros | {"b2": np.array([[bias]])}, X)
        assert predictions.shape == (1, 3) and predictions.dtype.kind == "i"
        assert (predictions == due).all()


@pytest.mark.parametrize("value", [0.0, 0.5])
def test_units_that_start_alike_stay_alike(value):
    parameters, X, Y = draw(7, 2, 4, 1, 20)
    parameters = {key: np.full_like(array, value) for key, array in parameters.items()}
    for _ in range(50):
        assert symmetry_report(parameters) == {"groups": [[0, 1, 2, 3]], "distinct_units": 1}
        cache = forward_propagation(X, parameters)[1]
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))


def test_copies_need_all_three_to_agree():
    parameters, _, _ = draw(8, 2, 4, 2, 1)
    assert symmetry_report(parameters)["distinct_units"] == 4
    parameters["W1"][2], parameters["b1"][2], parameters["W2"][:, 2] = (
        parameters["W1"][0] * (1 + 1e-14),
        parameters["b1"][0],
        parameters["W2"][:, 0],
    )
    assert symmetry_report(parameters)["groups"] == [[0, 2], [1], [3]]
    for key, place in (("W1", (2, 1)), ("b1", (2, 0)), ("W2", (1, 2))):
        moved = parameters | {key: parameters[key].copy()}
        moved[key][place] += 0.1
        assert symmetry_report(moved)["distinct_units"] == 4
