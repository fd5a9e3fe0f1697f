"""Activations: scalar twins, centred differences, PyTorch on the same numbers, and shapes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from utils.steps import activations

Z = np.array([[-4.0, -0.5, 0.3], [1.0, 2.5, 6.0]])  # off 0, where ReLU has a kink

SCALAR_TWINS = {
    "sigmoid": lambda z: math.exp(z) / (1 + math.exp(z)),
    "sigmoid_derivative": lambda z: math.exp(z) / (1 + math.exp(z)) ** 2,
    "tanh_derivative": lambda z: 1 / math.cosh(z) ** 2,
    "relu": lambda z: z if z > 0 else 0.0,
    "relu_derivative": lambda z: 1.0 if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "leaky_relu_derivative": lambda z: 1.0 if z > 0 else 0.01,
}
SLOPES = {
    "sigmoid_derivative": activations.sigmoid,
    "tanh_derivative": np.tanh,
    "relu_derivative": activations.relu,
    "leaky_relu_derivative": activations.leaky_relu,
}
finite = arrays(float, array_shapes(max_dims=3, max_side=4), elements=st.floats(-30, 30))


@pytest.mark.parametrize("name", SCALAR_TWINS)
@given(z=finite)
def test_agrees_with_its_scalar_twin_on_any_shape(name, z):
    got = getattr(activations, name)(z)
    twin = np.array([SCALAR_TWINS[name](value) for value in z.ravel().tolist()]).reshape(z.shape)
    assert got.shape == z.shape and got.dtype == float
    np.testing.assert_allclose(got, twin, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", SLOPES)
def test_derivative_is_the_centred_difference(name):
    function, step = SLOPES[name], 1e-6
    measured = (function(Z + step) - function(Z - step)) / (2 * step)
    np.testing.assert_allclose(getattr(activations, name)(Z), measured, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", ["sigmoid", "relu"])
def test_backward_carries_any_gradient(name):
    dA = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])
    function, step = getattr(activations, name), 1e-6
    measured = dA * (function(Z + step) - function(Z - step)) / (2 * step)
    got = getattr(activations, f"{name}_backward")(dA, Z)
    np.testing.assert_allclose(got, measured, rtol=1e-7, atol=1e-9)


def test_values_known_by_hand():
    assert activations.sigmoid(0.0) == 0.5
    assert activations.sigmoid_derivative(0.0) == 0.25
    assert activations.tanh_derivative(0.0) == 1.0
    np.testing.assert_array_equal(activations.leaky_relu(np.array([-10.0, 10.0]), slope=0.2), [-2.0, 10.0])
    np.testing.assert_array_equal(activations.leaky_relu_derivative(np.array([-1.0, 1.0]), slope=0.2), [0.2, 1.0])


def test_slopes_at_zero_are_those_of_the_frameworks():
    torch = pytest.importorskip("torch")
    for name, function in {"relu": torch.relu, "leaky_relu": torch.nn.functional.leaky_relu}.items():
        z = torch.zeros(1, dtype=torch.float64, requires_grad=True)
        function(z).sum().backward()
        assert getattr(activations, f"{name}_derivative")(np.zeros(1))[0] == pytest.approx(z.grad.item())


def test_scalars_are_accepted():
    for name, twin in SCALAR_TWINS.items():
        assert getattr(activations, name)(-1.5) == pytest.approx(twin(-1.5))


def test_sigmoid_reaches_its_limits():
    np.testing.assert_array_equal(activations.sigmoid(np.array([-700.0, 40.0])) > 0, [True, True])
    assert activations.sigmoid(40.0) == 1.0
    with np.errstate(over="ignore"):
        assert activations.sigmoid(-800.0) == 0.0


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_agrees_with_torch(name):
    torch = pytest.importorskip("torch")
    function = getattr(torch, name, None) or torch.nn.functional.leaky_relu
    z = torch.tensor(Z, requires_grad=True)
    out = function(z)
    out.sum().backward()
    if name != "tanh":
        np.testing.assert_allclose(getattr(activations, name)(Z), out.detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(getattr(activations, f"{name}_derivative")(Z), z.grad.numpy(), rtol=1e-9)


@pytest.mark.parametrize("name", ["sigmoid", "relu"])
def test_backward_agrees_with_torch(name):
    torch = pytest.importorskip("torch")
    dA = np.linspace(-1, 1, Z.size).reshape(Z.shape)
    z = torch.tensor(Z, requires_grad=True)
    getattr(torch, name)(z).backward(torch.tensor(dA))
    np.testing.assert_allclose(getattr(activations, f"{name}_backward")(dA, Z), z.grad.numpy(), rtol=1e-9)
