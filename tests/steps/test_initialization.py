"""The steps of initialisation and clipping: shapes, scales, what zeros do, and clipping by hand."""

import numpy as np
import pytest

from utils.steps import deep_network, initialization

pytestmark = pytest.mark.lab("course2/week1_initialization")

DIMS = [200, 300, 50, 1]
DRAWN = {
    "random": (initialization.initialize_parameters_random, lambda before, here: 100),
    "he": (initialization.initialize_parameters_he, lambda before, here: 2 / before),
    "xavier": (initialization.initialize_parameters_xavier, lambda before, here: 2 / (before + here)),
}


@pytest.mark.parametrize("name", DRAWN)
def test_weights_have_the_spread_of_the_formula_and_biases_are_0(name):
    initialize, variance = DRAWN[name]
    parameters = initialize(DIMS, np.random.default_rng(1))
    assert list(parameters) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    for layer in (1, 2, 3):
        W, before, here = parameters[f"W{layer}"], DIMS[layer - 1], DIMS[layer]
        assert W.shape == (here, before) and parameters[f"b{layer}"].shape == (here, 1)
        assert W.var() == pytest.approx(variance(before, here), rel=5 * np.sqrt(2 / W.size))
        assert abs(W.mean()) < 5 * W.std() / np.sqrt(W.size) and not parameters[f"b{layer}"].any()


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_generator_draws_the_same(name):
    initialize, _ = DRAWN[name]
    one, two, other = (initialize([4, 3, 1], np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one["W2"], two["W2"]) and not np.array_equal(one["W2"], other["W2"])
    assert not np.array_equal(one["W1"][0], one["W1"][1])


def test_zeros_give_every_example_one_half_and_hidden_weights_no_gradient():
    parameters = initialization.initialize_parameters_zeros([3, 4, 1])
    assert parameters["W1"].shape == (4, 3) and parameters["b2"].shape == (1, 1)
    X, Y = np.random.default_rng(2).standard_normal((3, 5)), np.array([[0, 1, 1, 0, 1]])
    AL, caches = deep_network.L_model_forward(X, parameters)
    assert (AL == 0.5).all()
    grads = deep_network.L_model_backward(AL, Y, caches)
    assert not grads["dW1"].any() and not grads["dW2"].any() and grads["db2"].any()


def test_clipping_known_by_hand():
    grads = {"dW1": np.array([[3.0, 0.0]]), "db1": np.array([[-4.0]])}
    for limit, factor in ((10, 1), (5, 1), (2.5, 0.5)):
        clipped, norm = initialization.clip_by_global_norm(grads, limit)
        assert norm == 5 and clipped["dW1"].tolist() == [[3 * factor, 0]] and clipped["db1"] == -4 * factor
    assert grads["dW1"].tolist() == [[3, 0]] and clipped is not grads
    nothing, norm = initialization.clip_by_global_norm({"dW1": np.zeros((2, 2))}, 1)
    assert norm == 0 and not nothing["dW1"].any()
