"""Arrays by name: parameters, gradients, a state that goes out to a file and comes back."""

import io

import numpy as np
import pytest

from utils.layers.compose import Residual, Sequential
from utils.layers.dense import Dense
from utils.layers.layer import Layer


class Scale(Layer):
    """One number times the input, and a count of its forward passes as a buffer."""

    weights, buffers = ("g",), ("passes",)

    def __init__(self):
        self.g, self.passes = np.ones(1), np.zeros(1)

    def forward(self, x, *, train=False, mask=None):
        self.x = x
        self.passes += 1
        return self.g * x

    def backward(self, dy):
        self.dg = np.array([np.sum(dy * self.x)])
        return self.g * dy


def network(seed=0):
    rng = np.random.default_rng(seed)
    return Sequential(Dense(3, 4, rng), Residual(Sequential(Dense(4, 4, rng), Scale())), Dense(4, 2, rng)).cast(float)


def through_a_file(state):
    file = io.BytesIO()
    np.savez(file, **state)
    file.seek(0)
    return np.load(file)


def test_names_follow_the_parts():
    names = ["0.W", "0.b", "1.main.0.W", "1.main.0.b", "1.main.1.g", "2.W", "2.b"]
    net = network()
    assert list(net.parameters()) == names
    assert sorted(net.state()) == sorted([*names, "1.main.1.passes"])
    net.backward(np.ones_like(net.forward(np.ones((2, 3)))))
    assert list(net.gradients()) == names
    assert all(net.gradients()[name].shape == array.shape for name, array in net.parameters().items())


def test_a_state_goes_to_a_file_and_back_into_another_network():
    first, second, x = network(1), network(2), np.random.default_rng(3).standard_normal((5, 3))
    y = first.forward(x)
    assert not np.allclose(second.forward(x), y)
    second.forward(x)
    second.load(through_a_file(first.state()))
    assert second.layers[1].main.layers[1].passes == 1
    np.testing.assert_array_equal(second.forward(x), y)


def test_parameters_are_the_arrays_themselves_and_a_state_is_a_copy():
    net, x = network(), np.ones((1, 3))
    state, before = net.state(), net.forward(x)
    for array in net.parameters().values():
        array += 1
    assert not np.allclose(net.forward(x), before)
    net.load(state)
    np.testing.assert_array_equal(net.forward(x), before)


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda s: s.pop("0.b"), r"missing \['0.b'\], unknown \[\]"),
        (lambda s: s.update(odd=np.ones(1)), r"missing \[\], unknown \['odd'\]"),
        (lambda s: s.update({"2.W": np.ones((2, 4))}), r"2.W has shape \(2, 4\) in the state; .* \(4, 2\)"),
    ],
)
def test_another_networks_state_is_refused_whole(change, message):
    net, x = network(1), np.ones((1, 3))
    state, before = network(2).state(), net.forward(x)
    change(state)
    with pytest.raises(ValueError, match=message):
        net.load(state)
    np.testing.assert_array_equal(net.forward(x), before)


def test_cast_reaches_every_array():
    net = network().cast(np.float32)
    assert {array.dtype for array in net.state().values()} == {np.dtype(np.float32)}
    assert net.forward(np.ones((2, 3), np.float32)).dtype == np.float32


def test_an_object_in_two_places_is_refused_and_both_are_named():
    shared = Dense(3, 3, np.random.default_rng(0))
    for net in (Sequential(shared, Scale(), shared), Sequential(shared, Residual(shared))):
        with pytest.raises(ValueError, match="one Dense stands at 0 and at (2|1.main): .* make two"):
            net.parameters()
    shared.part = shared
    with pytest.raises(ValueError, match="one Dense stands at the top and at part: "):
        shared.parameters()


def test_layers_in_lists_and_dictionaries_are_parts_too():
    class Grid(Layer):
        def __init__(self, rng):
            self.rows = [[Dense(1, 1, rng), Dense(1, 1, rng)], [Dense(1, 1, rng)]]
            self.heads = {"left": Dense(1, 2, rng), "right": (Dense(1, 3, rng),)}
            self.pair = Dense(1, 1, rng), Dense(1, 1, rng)
            self.cache = [Dense(1, 1, rng)]  # what is kept for the way back is no part

    names = ["rows.0.0", "rows.0.1", "rows.1.0", "heads.left", "heads.right.0", "pair.0", "pair.1"]
    assert list(Grid(np.random.default_rng(0)).parameters()) == [f"{name}.{array}" for name in names for array in "Wb"]


def test_a_state_of_something_else_than_finite_numbers_is_refused_whole():
    net, x = network(1), np.ones((1, 3))
    before = net.forward(x)
    for wrong in (np.full((4, 2), np.nan), np.ones((4, 2), complex), np.full((4, 2), "a")):
        with pytest.raises(ValueError, match="2.W"):
            net.load(network(2).state() | {"2.W": wrong})
    np.testing.assert_array_equal(net.forward(x), before)


@pytest.mark.parametrize("ask", [lambda net: net.backward(np.ones((2, 2))), lambda net: net.gradients()])
def test_what_a_pass_leaves_is_not_there_before_it(ask):
    with pytest.raises(ValueError, match="Dense: (forward has to run before backward|backward has to run before dW)"):
        ask(network())
    assert not hasattr(Dense(1, 1, np.random.default_rng(0)), "cache")


@pytest.mark.parametrize("name", ["depth", "dX", "bW"])
def test_what_a_layer_never_has_is_an_ordinary_missing_attribute(name):
    with pytest.raises(AttributeError, match=f"Dense has no attribute '{name}'"):
        getattr(Dense(1, 1, np.random.default_rng(0)), name)


def test_cast_takes_what_layers_compute_in():
    with pytest.raises(ValueError, match="float32 or float64, not in int64"):
        network().cast(np.int64)


def test_a_network_shows_its_parts_and_their_shapes():
    text = repr(Sequential(Dense(3, 4, np.random.default_rng(0)), Residual(Scale())))
    assert text == "Sequential(0: Dense(W (3, 4), b (4,)), 1: Residual(main: Scale(g (1,))))"
