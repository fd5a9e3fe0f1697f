"""The wiring of an Inception module and of an auxiliary head: centred differences, the layers' own module, PyTorch."""

import numpy as np
import pytest

from tests.layers.witnesses import numeric_gradient
from utils.models.inception import inception_module as layer_module
from utils.steps import inception as steps
from utils.steps.scaling import compound_scaling, doubling_steps

WIDTHS = {"1x1": 2, "3x3": (1, 3), "5x5": (2, 1), "pool": 2}
NAMES = ["1x1", "reduce 3x3", "3x3", "reduce 5x5", "5x5", "pool"]


def drawn(rng, n_C=3):
    """Weights of the layers' module, by the steps' names; and that module."""
    module = layer_module(n_C, WIDTHS, rng).cast(np.float64)
    for array in module.parameters().values():
        array += 0.1 * rng.standard_normal(array.shape)
    arrays = list(module.parameters().values())
    return {name: tuple(arrays[2 * i : 2 * i + 2]) for i, name in enumerate(NAMES)}, module


def test_the_module_is_the_layers_module():
    rng = np.random.default_rng(0)
    parameters, module = drawn(rng)
    x = rng.standard_normal((2, 5, 4, 3))
    A, caches = steps.inception_module(x, parameters)
    np.testing.assert_allclose(A, module.forward(x), rtol=1e-12)
    assert caches["channels"] == [2, 3, 1, 2]
    dA = rng.standard_normal(A.shape)
    dA_prev, grads = steps.inception_module_backward(dA, caches)
    np.testing.assert_allclose(dA_prev, module.backward(dA), rtol=1e-12)
    theirs = list(module.gradients().values())
    for i, name in enumerate(NAMES):
        for ours, other in zip(grads[name], theirs[2 * i : 2 * i + 2], strict=True):
            np.testing.assert_allclose(ours, other, rtol=1e-10)


@pytest.mark.parametrize("weight", [0, 0.3, 2])
def test_the_gradients_of_both_heads_meet(weight):
    rng = np.random.default_rng(1)
    A, labels = rng.standard_normal((3, 4, 3, 3)), np.array([0, 3, 1])
    parameters = {"module": drawn(rng)[0]}
    parameters["classifier"] = rng.standard_normal((8, 4)), rng.standard_normal(4)
    parameters["auxiliary"] = rng.standard_normal((3, 4)), rng.standard_normal(4)
    _, dA, grads = steps.loss_with_auxiliary_head(A, labels, parameters, weight)

    def loss():
        return steps.loss_with_auxiliary_head(A, labels, parameters, weight)[0]

    np.testing.assert_allclose(dA, numeric_gradient(loss, A), atol=1e-7)
    for name in ("classifier", "auxiliary"):
        for array, gradient in zip(parameters[name], grads[name], strict=True):
            np.testing.assert_allclose(gradient, numeric_gradient(loss, array), atol=1e-7)
    for name in NAMES:
        for array, gradient in zip(parameters["module"][name], grads["module"][name], strict=True):
            np.testing.assert_allclose(gradient, numeric_gradient(loss, array), atol=1e-7)


def test_compound_scaling_at_its_own_factors_costs_not_quite_twice():
    assert compound_scaling(0) == (1, 1, 1, 1)
    assert compound_scaling(1) == pytest.approx((1.2, 1.1, 1.15, 1.92027))
    assert compound_scaling(2, 2, 3, 5) == (4, 9, 25, (2 * 9 * 25) ** 2)


def test_doubling_steps_are_those_near_two():
    found = doubling_steps([1, 1.1, 1.2], 0.2)
    assert (1.2, 1.1, 1.2) in found and (1.2, 1.2, 1.1) in found and (1, 1, 1) not in found
    assert all(abs(a * b**2 * c**2 - 2) <= 0.2 for a, b, c in found)
