"""The activations against scalar twins, centred differences and PyTorch, and what they refuse."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from tests.layers.witnesses import DTYPES, against_torch, assert_close, check_gradients, check_layer
from utils.layers import activations
from utils.steps import activations as steps
from utils.steps.vectorization import softmax as row_softmax

NAMES = ["relu", "leaky_relu", "relu6", "sigmoid", "tanh", "swish", "softmax"]
LAYERS = {
    "relu": activations.ReLU,
    "leaky_relu": activations.LeakyReLU,
    "relu6": activations.ReLU6,
    "sigmoid": activations.Sigmoid,
    "tanh": activations.Tanh,
    "swish": activations.Swish,
    "softmax": activations.Softmax,
}
# For each a function of x and its slope, from the steps or by the definition
TWINS = {
    "relu": (steps.relu, steps.relu_derivative),
    "leaky_relu": (steps.leaky_relu, steps.leaky_relu_derivative),
    "relu6": (lambda x: min(max(x, 0.0), 6.0), lambda x: float(0 < x < 6)),
    "sigmoid": (steps.sigmoid, steps.sigmoid_derivative),
    "tanh": (math.tanh, steps.tanh_derivative),
    "swish": (lambda x: x / (1 + math.exp(-x)), lambda x: (1 + math.exp(-x) * (1 + x)) / (1 + math.exp(-x)) ** 2),
}
each = pytest.mark.parametrize("name", NAMES)


def pair(name):
    return getattr(activations, f"{name}_forward"), getattr(activations, f"{name}_backward")


def scores(rng, shape):
    """Numbers from −9 to 9, none nearer than 0.01 to a kink at 0 or 6."""
    x = rng.uniform(-9, 9, shape)
    for kink in (0, 6):
        x += 0.02 * (np.abs(x - kink) < 0.01)
    return x


@DTYPES
@pytest.mark.parametrize("name", TWINS)
@given(shape=array_shapes(max_dims=4, max_side=4), seed=st.integers(0, 2**32 - 1))
def test_every_element_agrees_with_its_scalar_twin(dtype, name, shape, seed):
    rng = np.random.default_rng(seed)
    x, dy = scores(rng, shape).astype(dtype), rng.standard_normal(shape).astype(dtype)
    (forward, backward), (value, slope) = pair(name), TWINS[name]
    y, cache = forward(x)
    dx = backward(dy, cache)
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    assert y.dtype == dx.dtype == dtype
    assert_close(y, np.reshape([value(float(v)) for v in x.flat], shape), tolerance)
    slopes = np.reshape([slope(float(v)) for v in x.flat], shape)
    assert_close(dx, dy * slopes, tolerance)


@DTYPES
@given(m=st.integers(1, 5), n=st.integers(1, 6), spread=st.sampled_from([1, 100]), seed=st.integers(0, 2**32 - 1))
def test_softmax_agrees_with_rows_and_their_jacobians(dtype, m, n, spread, seed):
    rng = np.random.default_rng(seed)
    x, dy = (spread * rng.standard_normal((m, n))).astype(dtype), rng.standard_normal((m, n)).astype(dtype)
    y, cache = activations.softmax_forward(x)
    twin = row_softmax(x.astype(float))
    slopes = np.stack([(np.diag(row) - np.outer(row, row)) @ d for row, d in zip(twin, dy, strict=True)])
    tolerance = {np.float32: 2e-6, np.float64: 1e-10}[dtype]
    assert_close(y, twin, tolerance)
    assert_close(activations.softmax_backward(dy, cache), slopes, tolerance)


@each
@pytest.mark.parametrize("shape", [(1,), (3, 1), (2, 3), (2, 1, 2, 3)])
def test_centred_differences(name, shape):
    rng = np.random.default_rng(1)
    check_gradients(*pair(name), [scores(rng, shape)], rng)
    check_layer(LAYERS[name](), scores(rng, shape), rng)


@DTYPES
@each
def test_torch(dtype, name):
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    function = {
        "swish": functional.silu,
        "softmax": lambda x: torch.softmax(x, -1),
    }.get(name) or getattr(functional, name)
    rng = np.random.default_rng(2)
    against_torch(*pair(name), function, [scores(rng, (3, 4, 5))], rng, dtype)


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "relu6"])
def test_slopes_at_a_kink_are_pytorchs(name):
    torch = pytest.importorskip("torch")
    x = np.array([-0.0, 0.0, 6.0])
    against_torch(*pair(name), getattr(torch.nn.functional, name), [x], np.random.default_rng(3), np.float64)


def test_another_slope():
    layer = activations.LeakyReLU(slope=0.5)
    assert layer.forward(np.array([-2.0, 0.0, 2.0])).tolist() == [-1, 0, 2]
    assert layer.backward(np.ones(3)).tolist() == [0.5, 0.5, 1]
    flat = activations.LeakyReLU(slope=0)
    assert flat.forward(np.array([-2.0, 0.0, 2.0])).tolist() == [0, 0, 2]
    assert flat.backward(np.ones(3)).tolist() == [0, 0, 1]
    y, cache = activations.leaky_relu_forward(np.float32([-2, 2]), slope=np.float64(0.5))
    assert y.dtype == activations.leaky_relu_backward(y, cache).dtype == np.float32
    for slope in (-0.1, 1.0, math.nan):
        with pytest.raises(ValueError, match="from 0 up to 1"):
            activations.LeakyReLU(slope)


@DTYPES
@pytest.mark.filterwarnings("error")
def test_huge_scores_overflow_nowhere(dtype):
    x = np.array([-1e30, -1e3, 0, 1e3, 1e30], dtype)
    assert activations.sigmoid_forward(x)[0].tolist() == [0, 0, 0.5, 1, 1]
    assert activations.swish_forward(x)[0].tolist() == [0, 0, 0, x[3], x[4]]
    assert activations.softmax_forward(x)[0].tolist() == [0, 0, 0, 0, 1]
    apart = np.array([[1e4, 1e4], [-1e4, -1e4]], dtype)
    assert activations.softmax_forward(apart)[0].tolist() == [[0.5, 0.5], [0.5, 0.5]]


@each
def test_nothing_that_is_handed_in_is_changed(name):
    forward, backward = pair(name)
    x, dy = np.full((2, 3), 2.0), np.ones((2, 3))
    y, cache = forward(x)
    kept = y.copy()
    first = backward(dy, cache)
    assert np.array_equal(backward(dy, cache), first)
    assert (x == 2).all() and (dy == 1).all() and np.array_equal(y, kept)


@each
def test_nan_is_passed_on_or_refused(name):
    x = np.array([[1, np.nan, -1]], np.float32)
    if name == "softmax":
        for bad in (np.nan, np.inf, -np.inf):
            with pytest.raises(ValueError, match=r"x \(1, 2\) holds"):
                activations.softmax_forward(np.array([[bad, 1.0]]))
    else:
        assert np.isnan(pair(name)[0](x)[0]).tolist() == [[False, True, False]]


@each
@pytest.mark.parametrize(
    "x, message", [([1.0], "x is list"), (np.ones((2, 3), int), "int64"), (np.ones((0, 3)), r"\(0, 3\): it is empty")]
)
def test_bad_input_is_refused_before_any_work(name, x, message):
    layer = LAYERS[name]()
    with pytest.raises(ValueError, match=message):
        layer.forward(x)
    assert not hasattr(layer, "cache")


@each
def test_a_gradient_that_does_not_fit_is_refused(name):
    layer = LAYERS[name]()
    layer.forward(np.ones((2, 3), np.float32))
    with pytest.raises(ValueError, match=r"dy has shape \(3, 2\); expected \(2, 3\)"):
        layer.backward(np.ones((3, 2), np.float32))
    with pytest.raises(ValueError, match="dy .* is float64"):
        layer.backward(np.ones((2, 3)))


@DTYPES
def test_the_relus_way_back_in_blocks_and_in_any_order_of_memory(dtype):
    """More than two blocks, a last one that is not full; zeros of both signs, NaN and infinity among the scores."""
    rng = np.random.default_rng(4)
    x, dy = (rng.standard_normal((300, 1001)).astype(dtype) for _ in range(2))
    x[0, :6] = 0.0, -0.0, np.nan, np.inf, -np.inf, np.finfo(dtype).tiny
    expected = np.where(x > 0, dy, 0)
    for scores, gradient in ((x, dy), (np.asfortranarray(x), dy), (x, np.asfortranarray(dy)), (x[::-1], dy[::-1])):
        dx = activations.relu_backward(gradient, activations.relu_forward(scores)[0])
        assert dx.dtype == dtype and dx.flags.c_contiguous
        np.testing.assert_array_equal(dx, expected[::-1] if scores.base is x else expected)
    assert np.isnan(activations.relu_backward(np.full(2, np.nan, dtype), np.array([1, 2], dtype))).all()
