"""The recurrent network that reads and writes names: forward, back, clipping, a step, training, sampling."""

import math

import numpy as np
import pytest

from utils.steps import character_model as steps
from utils.steps import rnn

pytestmark = pytest.mark.lab("course5/week1_character_model")

SMALL = {"\n": 0, "a": 1, "b": 2, "c": 3}


def network(rng, n_a=3, symbols=4):
    shapes = {"Wax": (n_a, symbols), "Waa": (n_a, n_a), "Wya": (symbols, n_a), "b": (n_a, 1), "by": (symbols, 1)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def chances(parameters, numbers):
    """The probability of each symbol of a name, by loops over plain numbers."""
    a, found, read = np.zeros(len(parameters["b"])), [], None
    for number in numbers:
        inside = parameters["Waa"] @ a + parameters["b"][:, 0]
        if read is not None:
            inside = inside + parameters["Wax"][:, read]
        a = np.array([math.tanh(value) for value in inside])
        scores = [math.exp(value) for value in parameters["Wya"] @ a + parameters["by"][:, 0]]
        found.append(scores[number] / sum(scores))
        read = number
    return found, a


@pytest.mark.parametrize("n_a", [1, 2, 5])
def test_the_loss_is_minus_the_logarithm_of_the_probability_of_the_name(n_a):
    p, Y = network(np.random.default_rng(n_a), n_a), [2, 1, 1, 3, 0]
    loss, _ = steps.rnn_forward([None] + Y[:-1], Y, np.zeros((n_a, 1)), p)
    assert loss == pytest.approx(-sum(math.log(chance) for chance in chances(p, Y)[0]))


@pytest.mark.parametrize("name", ["Wax", "Waa", "Wya", "b", "by"])
def test_the_gradients_are_centred_differences(name):
    rng = np.random.default_rng(3)
    p, Y, a_prev = network(rng), [1, 2, 2, 3, 1, 0], rng.normal(size=(3, 1))
    X = [None] + Y[:-1]
    loss, cache = steps.rnn_forward(X, Y, a_prev, p)
    gradients, states = steps.rnn_backward(X, Y, p, cache)
    slopes = np.zeros_like(p[name])
    for place in np.ndindex(slopes.shape):
        ends = []
        for nudge in (1e-5, -1e-5):
            moved = {key: value.copy() for key, value in p.items()}
            moved[name][place] += nudge
            ends.append(steps.rnn_forward(X, Y, a_prev, moved)[0])
        slopes[place] = (ends[0] - ends[1]) / 2e-5
    np.testing.assert_allclose(gradients["d" + name], slopes, atol=1e-8)
    assert len(states) == len(X) and states[-1].shape == (3, 1)


def test_the_cells_of_the_lab_on_recurrent_steps_give_the_same():
    rng = np.random.default_rng(10)
    p, Y, a_prev = network(rng, 4), [1, 3, 2, 2, 0], rng.normal(size=(4, 1))
    X = [None] + Y[:-1]
    _, cache = steps.rnn_forward(X, Y, a_prev, p)
    mine, states = steps.rnn_backward(X, Y, p, cache)
    x = np.zeros((4, 1, 5))
    x[X[1:], 0, np.arange(1, 5)] = 1
    a, y_hat, caches = rnn.rnn_forward(x, a_prev, p | {"ba": p["b"]})
    dy = y_hat[:, 0] - np.eye(4)[:, Y]
    theirs = rnn.rnn_backward((p["Wya"].T @ dy)[:, None], caches)
    np.testing.assert_allclose(np.hstack(states), a[:, 0], atol=1e-14)
    for here, there in (("dWax", "dWax"), ("dWaa", "dWaa"), ("db", "dba")):
        np.testing.assert_allclose(mine[here], theirs[there], atol=1e-13)
    np.testing.assert_allclose(mine["dWya"], dy @ a[:, 0].T, atol=1e-13)


def test_pytorch_gives_the_same_gradients():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    p, Y = network(rng, 4), [3, 1, 2, 0]
    X = [None] + Y[:-1]
    mine, _ = steps.rnn_backward(X, Y, p, steps.rnn_forward(X, Y, np.zeros((4, 1)), p)[1])
    theirs = {name: torch.tensor(value, requires_grad=True) for name, value in p.items()}
    x = torch.zeros(4, 4, dtype=torch.float64)
    x[1:] = torch.eye(4, dtype=torch.float64)[X[1:]]
    a, scores = torch.zeros(4, 1, dtype=torch.float64), []
    for row in x:
        a = torch.tanh(theirs["Wax"] @ row[:, None] + theirs["Waa"] @ a + theirs["b"])
        scores.append((theirs["Wya"] @ a + theirs["by"])[:, 0])
    torch.nn.functional.cross_entropy(torch.stack(scores), torch.tensor(Y), reduction="sum").backward()
    for name, tensor in theirs.items():
        np.testing.assert_allclose(mine["d" + name], tensor.grad.numpy(), atol=1e-12)


def test_names_are_written_with_their_probability():
    p, m = network(np.random.default_rng(5), 2), 4000
    p["by"][0] += 1.5
    rng, counts = np.random.default_rng(6), {}
    for _ in range(m):
        indices = tuple(steps.sample(p, SMALL, rng))
        assert indices[-1] == 0 and 0 not in indices[:-1]
        counts[indices] = counts.get(indices, 0) + 1
    for indices, count in counts.items():
        if count > 40:
            due = math.prod(chances(p, indices)[0])
            assert count / m == pytest.approx(due, abs=4 * math.sqrt(due * (1 - due) / m))
    assert sum(count > 40 for count in counts.values()) >= 3


def test_a_name_that_does_not_end_is_ended():
    p = network(np.random.default_rng(7))
    p["by"][0] = -80
    indices = steps.sample(p, SMALL, np.random.default_rng(8))
    assert len(indices) == steps.LONGEST + 1 and indices[-1] == 0 and 0 not in indices[:-1]


def test_clip_by_hand_and_on_a_copy():
    given = {"dW": np.array([[7.0, -0.5], [-9.0, 3.0]]), "db": np.array([2.0])}
    before = {name: array.copy() for name, array in given.items()}
    clipped = steps.clip(given, 3)
    np.testing.assert_array_equal(clipped["dW"], [[3, -0.5], [-3, 3]])
    np.testing.assert_array_equal(clipped["db"], [2])
    assert all(np.array_equal(given[name], before[name]) for name in given)


@pytest.mark.parametrize("scale", [1.0, 8.0])
def test_a_step_goes_against_the_clipped_gradient(scale):
    rng = np.random.default_rng(9)
    p, Y = {name: scale * value for name, value in network(rng).items()}, [1, 3, 2, 1, 1, 2, 3, 0]
    X, a_prev = [None] + Y[:-1], rng.normal(size=(3, 1))
    loss, gradients, last, new = steps.optimize(X, Y, a_prev, p, 0.02)
    whole, states = steps.rnn_backward(X, Y, p, steps.rnn_forward(X, Y, a_prev, p)[1])
    assert loss == steps.rnn_forward(X, Y, a_prev, p)[0]
    np.testing.assert_array_equal(last, states[-1])
    for name, value in p.items():
        step = np.minimum(np.maximum(whole["d" + name], -5), 5)
        np.testing.assert_array_equal(gradients["d" + name], step)
        np.testing.assert_allclose(new[name], value - 0.02 * step, rtol=1e-14)


def test_a_small_network_learns_a_few_names_by_heart():
    letters = {number: letter for letter, number in SMALL.items()}
    names = ["abc", "cab"]
    parameters, losses, written = steps.model(names, letters, SMALL, 3000, 8, 20, 4, rng=2)
    assert losses[0] == pytest.approx(4 * math.log(4), rel=0.02)
    assert math.log(2) < np.mean(losses[-10:]) < 0.8  # which of the two: ln 2 is the least
    assert sum(name in names for name in written) > 15


def test_the_same_seed_trains_and_writes_the_same():
    letters = {number: letter for letter, number in SMALL.items()}
    one, other = (
        steps.model(["ab", "cca"], letters, SMALL, 5, 3, 2, 4, rng=rng) for rng in (4, np.random.default_rng(4))
    )
    assert one[1:] == other[1:] and all(np.array_equal(one[0][name], other[0][name]) for name in one[0])
