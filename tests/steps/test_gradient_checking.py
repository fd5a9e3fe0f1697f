"""The steps of gradient checking against loops, derivatives known by formula, and PyTorch."""

import numpy as np
import pytest

from utils.labs.course2.week1_gradient_checking.common import drawn, task
from utils.labs.course2.week1_gradient_checking.steps_and_errors import derivatives
from utils.steps import gradient_checking as checking
from utils.steps import three_layer_network as network

pytestmark = pytest.mark.lab("course2/week1_gradient_checking")

PASSES = {
    "relu": (network.forward_propagation_n, network.backward_propagation_n),
    "leaky": (network.forward_propagation_leaky, network.backward_propagation_leaky),
}


@pytest.mark.parametrize("x, theta", [(2.0, 0.4), (-1.5, 1.0), (3, -2), (0.0, 1.0)])
def test_the_slope_of_one_weight_and_its_higher_derivatives(x, theta):
    h = 1e-3
    slopes = [network.backward_propagation(x, theta + k * h) for k in (-1, 0, 1)]
    costs = [network.forward_propagation(x, theta + k * h) for k in (-1, 1)]
    assert slopes[1] == pytest.approx((costs[1] - costs[0]) / (2 * h), abs=1e-5)
    second, third = derivatives(x, theta)
    assert second == pytest.approx((slopes[2] - slopes[0]) / (2 * h), abs=1e-5)
    assert third == pytest.approx((slopes[2] - 2 * slopes[1] + slopes[0]) / h**2, abs=1e-4)
    assert checking.gradient_check(x, theta, 1e-5) < 1e-9


def test_a_check_by_hand():
    """ln(1 + e^−θ) at 0 with a step of 1: (ln(1 + 1/e) − ln(1 + e)) / 2 = −1/2, the computed slope."""
    assert checking.gradient_check(1.0, 0.0, 1.0) == pytest.approx(0, abs=1e-15)
    measured = (np.log1p(np.exp(-1.0)) - np.log1p(np.exp(-0.6))) / 0.2
    measured_in_the_lab = (network.forward_propagation(2.0, 0.5) - network.forward_propagation(2.0, 0.3)) / 0.2
    assert measured == pytest.approx(measured_in_the_lab) == pytest.approx(-0.62113, abs=1e-5)


@pytest.mark.parametrize("cost, second, third, roundoff", [(0.7, 2.0, 0.3, 1e-16), (-5.0, -0.1, -4.0, 6e-8)])
def test_the_best_steps_are_where_the_bounds_are_smallest(cost, second, third, roundoff):
    one_sided, centred = checking.best_epsilon(cost, second, third, roundoff)
    off, steps = roundoff * abs(cost), np.logspace(-0.3, 0.3, 6001)
    bounds = 2 * off / (one_sided * steps) + abs(second) * one_sided * steps / 2
    assert steps[bounds.argmin()] == pytest.approx(1, rel=1e-3)
    bounds = off / (centred * steps) + abs(third) * (centred * steps) ** 2 / 6
    assert steps[bounds.argmin()] == pytest.approx(1, rel=1e-3)


@pytest.mark.parametrize("widths", [(3, 6, 4, 1), (1, 1, 1, 1), (2, 2, 2, 1), (5, 2, 7, 1)])
def test_a_dictionary_comes_back_from_its_column(widths):
    parameters = drawn(widths, np.random.default_rng(0))
    theta, keys = checking.dictionary_to_vector(parameters)
    back = checking.vector_to_dictionary(theta, parameters)
    assert list(back) == list(parameters) and theta.shape == (len(keys), 1)
    assert all(np.array_equal(back[key], value) for key, value in parameters.items())
    assert keys == [key for key, value in parameters.items() for _ in range(value.size)]
    gradients = {"dZ1": np.ones((2, 2))} | {"d" + key: parameters[key] for key in reversed(parameters)}
    assert np.array_equal(checking.gradients_to_vector(gradients), theta)


def test_whole_numbers_become_floats_and_single_precision_stays():
    assert checking.dictionary_to_vector({"W1": np.array([[1, 2]])})[0].dtype == np.float64
    assert checking.dictionary_to_vector({"W1": np.ones((1, 2), np.float32)})[0].dtype == np.float32


@pytest.mark.parametrize("name", PASSES)
@pytest.mark.parametrize("widths, m", [((3, 6, 4, 1), 7), ((1, 1, 1, 1), 3), ((2, 4, 4, 1), 1)])
def test_gradients_are_those_that_are_measured(name, widths, m):
    forward, backward = PASSES[name]
    parameters, X, Y = task(3, widths, m)
    gradients = backward(X, Y, forward(X, Y, parameters)[1])
    for key, value in checking.measured_gradients(forward, parameters, X, Y).items():
        np.testing.assert_allclose(gradients[key], value, atol=1e-9)


@pytest.mark.parametrize("name", PASSES)
def test_gradients_are_those_of_pytorch(name):
    torch = pytest.importorskip("torch")
    forward, backward = PASSES[name]
    parameters, X, Y = task(5)
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    A, slope = torch.tensor(X), {"relu": 0.0, "leaky": network.LEAK}[name]
    for layer in (1, 2):
        Z = tensors[f"W{layer}"] @ A + tensors[f"b{layer}"]
        A = torch.nn.functional.leaky_relu(Z, slope)
    Z3 = tensors["W3"] @ A + tensors["b3"]
    loss = torch.nn.functional.binary_cross_entropy_with_logits(Z3, torch.tensor(Y, dtype=torch.float64))
    loss.backward()
    cost, cache = forward(X, Y, parameters)
    gradients = backward(X, Y, cache)
    assert cost == pytest.approx(loss.item(), rel=1e-12)
    for key, tensor in tensors.items():
        np.testing.assert_allclose(gradients["d" + key], tensor.grad.numpy(), atol=1e-12)


def test_the_check_is_its_loop_twin():
    parameters, X, Y = task(7)
    gradients = {"d" + key: value + 0.1 for key, value in parameters.items()}
    measured = checking.measured_gradients(network.forward_propagation_n, parameters, X, Y, 0.1)
    apart = sum(((gradients[key] - measured[key]) ** 2).sum() for key in measured) ** 0.5
    lengths = [sum((each[key] ** 2).sum() for key in measured) ** 0.5 for each in (gradients, measured)]
    assert checking.gradient_check_n(parameters, gradients, X, Y, 0.1) == pytest.approx(apart / sum(lengths))


def test_a_direction_agrees_and_shows_a_factor_of_two():
    parameters, X, Y = task(8)
    gradients = network.backward_propagation_n(X, Y, network.forward_propagation_n(X, Y, parameters)[1])
    seen = [
        checking.random_direction_check(parameters, gradients, X, Y, 1e-5, np.random.default_rng(k)) for k in range(9)
    ]
    assert max(seen) < 1e-7
    double = {key: 2 * value for key, value in gradients.items()}
    twice = checking.random_direction_check(parameters, double, X, Y, 1e-5, np.random.default_rng(0))
    assert twice == pytest.approx(1 / 3, rel=1e-6)


def test_the_worst_element_by_hand_and_the_first_of_equals():
    computed = {"dW1": np.array([[1.0, 2.0]]), "db1": np.array([[4.0]])}
    measured = {"dW1": np.array([[1.0, 4.0]]), "db1": np.array([[2.0]])}
    assert checking.worst_element(computed, measured) == ("dW1", (0, 1), 0.5)
    assert checking.worst_element(computed, computed) == ("dW1", (0, 0), 0.0)


@pytest.mark.parametrize("a, b, due", [(1.0, 1.0, 0), (1.0, -1.0, 1), (0.0, 2.0, 1), (0.0, 0.0, 0), (2.0, 1.0, 1 / 3)])
def test_relative_differences(a, b, due):
    assert checking.relative_difference(a, b) == pytest.approx(due)
    assert checking.relative_difference(np.full((3, 1), a), np.full((3, 1), b)) == pytest.approx(due)
