"""The optimisers against the steps, PyTorch and themselves after a stop; and what they refuse."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close
from utils.layers import optimizers
from utils.layers.dense import Dense
from utils.layers.optimizers import SGD, Adam, Momentum, RMSprop
from utils.steps import optimization as steps

KINDS = [SGD, Momentum, RMSprop, Adam]
each = pytest.mark.parametrize("kind", KINDS)


def drawn(rng, dtype=np.float64, shape=(2, 3)):
    return {name: rng.standard_normal(s).astype(dtype) for name, s in {"W1": shape, "b1": (2, 1)}.items()}


def stepped(rule, parameters, gradients):
    """The parameters after a step of utils/steps/optimization for each of the gradients."""
    v, s = steps.initialize_adam(parameters)
    for t, grads in enumerate(gradients, 1):
        grads = {f"d{name}": gradient for name, gradient in grads.items()}
        if rule is SGD:
            parameters = steps.update_parameters_with_gd(parameters, grads, 0.1)
        elif rule is Momentum:
            parameters, v = steps.update_parameters_with_momentum(parameters, grads, v, 0.8, 0.1)
        elif rule is RMSprop:
            parameters, s = steps.update_parameters_with_rmsprop(parameters, grads, s, 0.8, 0.1, 1e-3)
        else:
            parameters, v, s, _, _ = steps.update_parameters_with_adam(parameters, grads, v, s, t, 0.1, 0.8, 0.95, 1e-3)
    return parameters


SETTINGS = {
    SGD: {},
    Momentum: {"beta": 0.8},
    RMSprop: {"beta": 0.8, "eps": 1e-3},
    Adam: {"beta1": 0.8, "beta2": 0.95, "eps": 1e-3},
}


@DTYPES
@each
@given(rows=st.integers(1, 4), columns=st.integers(1, 4), count=st.integers(1, 5), seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step(dtype, kind, rows, columns, count, seed):
    rng = np.random.default_rng(seed)
    parameters = drawn(rng, dtype, (rows, columns))
    gradients = [drawn(rng, dtype, (rows, columns)) for _ in range(count)]
    twin = stepped(kind, parameters, gradients)
    optimizer = kind(parameters, 0.1, **SETTINGS[kind])
    for grads in gradients:
        optimizer.step(grads)
    for name, array in parameters.items():
        assert array.dtype == dtype
        assert_close(array, twin[name], {np.float32: 2e-6, np.float64: 1e-10}[dtype], name)


@DTYPES
@pytest.mark.parametrize(
    "kind, settings, theirs",
    [
        (SGD, {}, lambda o, p: o.SGD(p, lr=0.1)),
        (Momentum, {"beta": 0.8}, lambda o, p: o.SGD(p, lr=0.1 * (1 - 0.8), momentum=0.8)),
        (RMSprop, {"beta": 0.8}, lambda o, p: o.RMSprop(p, lr=0.1, alpha=0.8)),
        (Adam, {}, lambda o, p: o.Adam(p, lr=0.1)),
        (Adam, {"beta1": 0.7, "beta2": 0.9, "eps": 1e-2}, lambda o, p: o.Adam(p, lr=0.1, betas=(0.7, 0.9), eps=1e-2)),
        (
            Adam,
            {"weight_decay": 0.3},
            lambda o, p: o.AdamW([{"params": p[:1]}, {"params": p[1:], "weight_decay": 0}], lr=0.1, weight_decay=0.3),
        ),
    ],
)
def test_torch(dtype, kind, settings, theirs):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    parameters = drawn(rng, dtype)
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in parameters.items()}
    optimizer, other = kind(parameters, 0.1, **settings), theirs(torch.optim, list(tensors.values()))
    for _ in range(10):
        gradients = drawn(rng, dtype)
        optimizer.step(gradients)
        for name, tensor in tensors.items():
            tensor.grad = torch.tensor(gradients[name])
        other.step()
    for name, array in parameters.items():
        assert_close(array, tensors[name].detach().numpy(), TOLERANCE[dtype], name)


@each
def test_blocks_change_nothing(kind, monkeypatch):
    results = []
    for cache in (10**9, 500):
        monkeypatch.setattr(optimizers, "CACHE", cache)
        rng = np.random.default_rng(2)
        parameters = drawn(rng, shape=(7, 11))
        optimizer = kind(parameters)
        for _ in range(3):
            optimizer.step(drawn(rng, shape=(7, 11)))
        results.append(parameters["W1"])
    assert np.array_equal(*results)


def test_blocks_are_as_large_as_the_cache_allows_and_no_larger(monkeypatch):
    seen = []
    monkeypatch.setattr(optimizers, "CACHE", 500)
    monkeypatch.setattr(SGD, "update", lambda self, rate, *arrays: seen.append(sum(a.nbytes for a in arrays)))
    SGD({"W": np.zeros(50)}).step({"W": np.zeros(50)})
    assert seen == [480, 480, 240]  # 20 numbers in each of three arrays; the rest


@DTYPES
@each
def test_it_goes_on_exactly_where_it_stopped(dtype, kind):
    """Five steps, saved with np.savez, loaded into a new one, five steps: bit for bit the same as ten."""
    rng = np.random.default_rng(3)
    start, gradients = drawn(rng, dtype), [drawn(rng, dtype) for _ in range(10)]
    straight = {name: array.copy() for name, array in start.items()}
    optimizer = kind(straight)
    for grads in gradients:
        optimizer.step(grads)
    optimizer = kind(start)
    for grads in gradients[:5]:
        optimizer.step(grads)
    file = io.BytesIO()
    np.savez(file, **optimizer.state())
    file.seek(0)
    again = kind(start)
    with np.load(file) as state:
        again.load(state)
    for grads in gradients[5:]:
        again.step(grads)
    assert again.t == 10
    for name, array in straight.items():
        assert np.array_equal(start[name], array)


def test_a_state_is_a_copy_under_plain_names():
    optimizer = Adam({"dense.W": np.ones((2, 2))})
    state = optimizer.state()
    optimizer.load(state)  # that of the start is a state, too
    assert sorted(state) == ["m.dense.W", "t", "v.dense.W"]
    optimizer.step({"dense.W": np.ones((2, 2))})
    assert state["t"] == 0 and not state["m.dense.W"].any() and optimizer.state()["m.dense.W"].all()


@pytest.mark.parametrize(
    "state, message",
    [
        ({"t": 3, "m.W": np.ones(2)}, r"\['v.W'\]"),
        ({"t": 3, "m.W": np.ones(2), "v.W": np.ones(2), "v.b": np.ones(2)}, r"\['v.b'\]"),
        ({"t": -1, "m.W": np.ones(2), "v.W": np.ones(2)}, "t = -1"),
        ({"t": 3, "m.W": np.ones(2), "v.W": np.ones(3)}, r"v.W has shape \(3,\) in the state; .* \(2,\)"),
    ],
)
def test_another_optimisers_state_is_refused_whole(state, message):
    optimizer = Adam({"W": np.ones(2)})
    with pytest.raises(ValueError, match=message):
        optimizer.load(state)
    assert optimizer.t == 0 and not optimizer.sums["m.W"].any()


@each
def test_first_steps_known_by_hand(kind):
    """From 1, with a gradient of 2 and the rate that each has unless told."""
    parameters = {"W": np.array([[1.0]])}
    kind(parameters).step({"W": np.array([[2.0]])})
    expected = {SGD: 0.98, Momentum: 0.998, RMSprop: 1 - 0.001 / np.sqrt(0.1), Adam: 0.999}[kind]
    assert parameters["W"].item() == pytest.approx(expected, abs=1e-9)


def test_decay_shrinks_weights_before_the_step_and_leaves_biases():
    parameters = {"W": np.full((1, 1), 2.0), "b": np.full(1, 2.0)}
    Adam(parameters, learning_rate=0.1, weight_decay=0.5).step({"W": np.zeros((1, 1)), "b": np.zeros(1)})
    assert parameters["W"].item() == pytest.approx(1.9) and parameters["b"] == 2


@each
def test_the_learning_rate_may_change_and_may_be_0(kind):
    parameters = {"W": np.ones((1, 1))}
    optimizer = kind(parameters, learning_rate=0)
    optimizer.step({"W": np.ones((1, 1))})
    assert parameters["W"] == 1
    optimizer.learning_rate = 0.1
    optimizer.step({"W": np.ones((1, 1))})
    assert parameters["W"] < 1
    for wrong in (-0.1, np.nan, np.inf):
        optimizer.learning_rate = wrong
        with pytest.raises(ValueError, match="learning_rate = "):
            optimizer.step({"W": np.ones((1, 1))})
    assert optimizer.t == 2


@each
def test_a_layer_learns_in_place_and_a_frozen_one_stays(kind):
    rng = np.random.default_rng(4)
    layer, x = Dense(3, 2, rng), rng.standard_normal((5, 3), dtype=np.float32)
    kept, held = {name: array.copy() for name, array in layer.parameters().items()}, layer.W
    layer.forward(x)
    layer.backward(np.ones((5, 2), np.float32))
    kind({"W": layer.W}).step(layer.gradients())  # the gradient of b is not asked for
    assert layer.W is held and (layer.W != kept["W"]).all() and np.array_equal(layer.b, kept["b"])


@each
@pytest.mark.parametrize(
    "gradients, message",
    [
        ({"W": np.ones((2, 2))}, "the gradient of b is missing; the dictionary has W$"),
        ({"W": np.ones((2, 2)), "b": np.ones(3)}, r"the gradient of b has shape \(3,\); expected \(2,\)"),
        ({"W": np.ones((2, 2)), "b": np.array([1, np.nan])}, r"the gradient of b \(2,\) holds NaN"),
        ({"W": np.ones((2, 2)), "b": np.array([1, -np.inf])}, r"the gradient of b \(2,\) holds infinity"),
        ({"W": np.ones((2, 2)), "b": np.ones(2, np.float32)}, "b .* is float32"),
    ],
)
def test_gradients_that_do_not_fit_change_nothing(kind, gradients, message):
    parameters = {"W": np.ones((2, 2)), "b": np.ones(2)}
    optimizer = kind(parameters)
    with pytest.raises(ValueError, match=message):
        optimizer.step(gradients)
    assert optimizer.t == 0 and all((array == 1).all() for array in parameters.values())
    assert not any(array.any() for array in optimizer.sums.values())


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: SGD({}), "at least one parameter"),
        (lambda: SGD({"W": np.ones(3, int)}), "W is an array of int64"),
        (lambda: SGD({"W": np.ones((2, 3)).T}), r"W \(3, 2\) is not contiguous"),
        (lambda: SGD({"W": np.ones(3)}, -1), "learning_rate = -1"),
        (lambda: Momentum({"W": np.ones(3)}, beta=1), "beta = 1: it lies from 0 to 1"),
        (lambda: RMSprop({"W": np.ones(3)}, beta=1), "beta = 1: it lies from 0 to 1"),
        (lambda: RMSprop({"W": np.ones(3)}, eps=0), "eps = 0: it lies above 0"),
        (lambda: Adam({"W": np.ones(3)}, beta1=1), "beta1 = 1"),
        (lambda: Adam({"W": np.ones(3)}, beta2=1), "beta2 = 1"),
        (lambda: Adam({"W": np.ones(3)}, eps=0), "eps = 0"),
        (lambda: Adam({"W": np.ones(3)}, weight_decay=-1), "weight_decay = -1"),
    ],
)
def test_settings_out_of_range_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
