"""What optimisers refuse: settings that turn weights round, gradients that are not there, states that are no states."""

import numpy as np
import pytest

from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.optimizers import SGD, Adam, Momentum, RMSprop


def test_a_missing_gradient_is_named_with_what_is_there():
    rng = np.random.default_rng(1)
    net = Sequential(*(Dense(2, 2, rng) for _ in range(4)))
    net.forward(np.ones((1, 2), np.float32))
    net.backward(np.ones((1, 2), np.float32))
    gradients = net.gradients()
    del gradients["2.b"]
    optimizer = SGD(net.parameters())
    with pytest.raises(ValueError, match="the gradient of 2.b is missing; the dictionary has 0.W, 0.b, 1.W, 1.b, …"):
        optimizer.step(gradients)
    assert optimizer.t == 0


@pytest.mark.parametrize("gradients, kind", [(np.ones((2, 2)), "ndarray"), ([np.ones(2)], "list"), (None, "NoneType")])
def test_a_step_along_anything_but_a_dictionary_says_what_it_takes(gradients, kind):
    optimizer = SGD({"W": np.ones((2, 2))})
    with pytest.raises(ValueError, match=rf"takes the dictionary of gradients, as network.gradients\(\) .* not {kind}"):
        optimizer.step(gradients)
    with pytest.raises(ValueError, match="the gradient of W is missing; the dictionary has 0, 1"):
        optimizer.step({0: np.ones((2, 2)), 1: np.ones(2)})
    assert optimizer.t == 0


def test_decay_never_turns_a_weight_round():
    parameters, gradients = {"W": np.ones((1, 1))}, {"W": np.zeros((1, 1))}
    with pytest.raises(ValueError, match="learning_rate = 0.5 and weight_decay = 3: their product is the share"):
        Adam(parameters, 0.5, weight_decay=3)
    optimizer = Adam(parameters, 0.5, weight_decay=2)
    optimizer.step(gradients)
    assert parameters["W"] == 0, "all of it in one step is the most there is"
    optimizer.learning_rate = 0.6
    with pytest.raises(ValueError, match="learning_rate = 0.6 and weight_decay = 2"):
        optimizer.step(gradients)
    assert optimizer.t == 1


@pytest.mark.parametrize(
    "kind, name, value, message",
    [
        (Adam, "v.b", [1, -0.5], "v.b of the state has -0.5; a sum of squares is at least 0"),
        (RMSprop, "s.b", [-1, 1], "s.b of the state has -1.0"),
        (Adam, "v.b", [1, np.nan], r"v.b of the state \(2,\) holds NaN"),
        (Adam, "m.b", [np.inf, 0], r"m.b of the state \(2,\) holds infinity"),
        (Momentum, "v.b", [0, np.nan], r"v.b of the state \(2,\) holds NaN"),
        (Momentum, "v.b", [0, 1e300], r"v.b of the state \(2,\) holds infinity"),
        (Adam, "m.b", ["one", "two"], "m.b is an array of <U3 in the state"),
        (Adam, "m.b", [None, 1], "m.b is an array of object in the state"),
        (Adam, "t", [1, 2], "t = "),
        (Adam, "t", 1.5, "t = 1.5"),
        (Adam, "t", "1", "t = '1'"),
    ],
)
def test_a_state_that_could_not_go_on_is_refused_whole(kind, name, value, message):
    parameters = {"W": np.ones((2, 2), np.float32), "b": np.ones(2, np.float32)}
    optimizer = kind(parameters)
    state = {key: np.ones_like(array) for key, array in optimizer.state().items()} | {name: np.array(value)}
    with pytest.raises(ValueError, match=message):
        optimizer.load(state)
    assert optimizer.t == 0 and not any(array.any() for array in optimizer.sums.values())


def test_a_velocity_may_be_negative_and_numbers_of_another_type_are_taken_over():
    optimizer = Momentum({"b": np.ones(2, np.float32)})
    optimizer.load({"t": np.array([3]), "v.b": np.array([-1, 2])})
    assert optimizer.t == 3 and optimizer.sums["v.b"].tolist() == [-1, 2]
    assert optimizer.sums["v.b"].dtype == np.float32
