"""Batch and layer norm of numbers far from 0: products up to FAR deviations, above it differences from the mean.

Witness: two passes with more digits than the layers have, np.longdouble (where that is float64, as on Windows and
some ARM machines, float64 has no better witness and is left out). Errors are in units of the type's rounding of 1,
and each bound is at least twice the largest that was measured over eight seeds; r: deviations from 0 to the means.
"""

import numpy as np
import pytest

from tests.layers.witnesses import DTYPES
from utils.layers import batch_norm
from utils.layers.batch_norm import batch_norm_backward, batch_norm_forward
from utils.layers.layer_norm import layer_norm_backward, layer_norm_forward

KINDS = pytest.mark.parametrize("kind", ["batch", "layer"])
FUNCTIONS = {
    "batch": (batch_norm_forward, batch_norm_backward),
    "layer": (layer_norm_forward, layer_norm_backward),
}
SHAPES = {"batch": (4000, 24), "layer": (1500, 256)}  # layer norm: three blocks in float32, six in float64
AXIS = {"batch": 0, "layer": 1}
EPS = 1e-5


def draw(kind, dtype, means, seed=0):
    """x with the deviation 3, whose means are so many deviations from 0, gamma, beta and dy."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(SHAPES[kind])
    x -= x.mean(AXIS[kind], keepdims=True)
    x /= x.std(AXIS[kind], keepdims=True)
    n = x.shape[1]
    arrays = 3 * (x + means), rng.uniform(0.5, 2, n), rng.standard_normal(n), rng.standard_normal(x.shape)
    return [array.astype(dtype) for array in arrays]


def errors(kind, x, gamma, beta, dy):
    """The largest error of each result, in roundings: {name: array of errors as the result has its places}."""
    if x.dtype == np.float64 and np.finfo(np.longdouble).eps >= np.finfo(np.float64).eps:
        pytest.skip("this machine's longdouble is float64")
    forward, backward = FUNCTIONS[kind]
    y, cache = forward(x, gamma, beta, EPS)
    dx, dgamma, dbeta = backward(dy, cache)
    variance = cache[3] if kind == "batch" else cache[3].astype(np.longdouble) ** -2 - EPS  # kept as 1 / √(σ² + ε)
    assert {array.dtype for array in (y, dx, dgamma, dbeta)} == {x.dtype}
    rounding, axis = np.finfo(x.dtype).eps, AXIS[kind]
    x, gamma, beta, dy = (array.astype(np.longdouble) for array in (x, gamma, beta, dy))
    apart = x - x.mean(axis, keepdims=True)
    exact = (apart**2).mean(axis, keepdims=True)
    scale = 1 / np.sqrt(exact + EPS)
    normal, slope = apart * scale, gamma * dy
    exact_dx = slope - slope.mean(axis, keepdims=True) - normal * (slope * normal).mean(axis, keepdims=True)
    exact_dx *= scale
    sums = np.sqrt(len(x))  # the size of a sum over so many places
    pairs = {
        "variance": (variance.reshape(exact.shape) / exact, 1, 1),
        "y": (y, normal * gamma + beta, 1),
        "dx": (dx, exact_dx, np.abs(exact_dx).max()),
        "dgamma": (dgamma, (dy * normal).sum(0), sums),
        "dbeta": (dbeta, dy.sum(0), sums),
    }
    return {name: np.abs(got - want) / (size * rounding) for name, (got, want, size) in pairs.items()}


def bounds(kind, r):
    """What the errors have to stay below, in roundings, where all means are r deviations from 0.

    The variance's does not grow with r. Those of y (batch norm: one factor and one offset a channel), dx and dgamma
    grow as the rounding of x itself does, by a few roundings for each of its deviations from 0.
    """
    own = {"batch": {"variance": 25, "y": 60 + 5 * r}, "layer": {"variance": 45, "y": 150}}[kind]
    return own | {"dx": 15 + 0.02 * r, "dgamma": 60 + 0.2 * r, "dbeta": 30}


def too_large(found, allowed):
    return {name: float(error.max()) for name, error in found.items() if not error.max() <= allowed[name]}


@DTYPES
@KINDS
@pytest.mark.parametrize("r", [0, 1.99, 2.01, 19, 100, 1e4])
@pytest.mark.parametrize("sign", [1, -1])
def test_errors_are_small_on_both_sides_of_the_boundary(kind, dtype, r, sign):
    """At 1.99 the products are taken, at 2.01 the differences: one bound holds for both."""
    assert not too_large(errors(kind, *draw(kind, dtype, sign * r)), bounds(kind, r))


@DTYPES
@KINDS
@pytest.mark.parametrize("far", [20, np.inf], ids=["boundary at 20 deviations", "no boundary"])
def test_without_the_boundary_the_same_bounds_are_passed(kind, dtype, far, monkeypatch):
    """So the bounds see it where the products are taken too far: at 19 deviations, and at any number of them."""
    monkeypatch.setattr(batch_norm, "FAR", far)
    for r in (19, 1e4) if far == np.inf else (19,):
        assert {"variance", "y", "dx"} & too_large(errors(kind, *draw(kind, dtype, r)), bounds(kind, r)).keys()


@DTYPES
@KINDS
def test_which_way_is_taken(kind, dtype, monkeypatch):
    """The decision itself, of each way there and back: below two deviations, and above."""
    decisions = []
    decide = batch_norm.far_from_zero
    for module in ("utils.layers.batch_norm", "utils.layers.layer_norm"):
        monkeypatch.setattr(f"{module}.far_from_zero", lambda *a: decisions.append(decide(*a)) or decisions[-1])
    for r, expected in ((0, False), (1.99, False), (2.01, True), (1e4, True)):
        errors(kind, *draw(kind, dtype, r))
        assert set(decisions) == {expected} and len(decisions) >= 2
        decisions.clear()


@DTYPES
def test_a_channel_far_away_costs_the_others_nothing(dtype):
    means = np.zeros((1, 24))
    means[0, 2] = 1e4
    found = errors("batch", *draw("batch", dtype, means))
    others = [channel for channel in range(24) if channel != 2]
    assert not too_large({name: error[..., others] for name, error in found.items()}, bounds("batch", 0))
    assert not too_large({name: error[..., [2]] for name, error in found.items()}, bounds("batch", 1e4))


@DTYPES
def test_rows_far_away_cost_the_others_nothing_in_their_block_or_in_another(dtype):
    """Layer norm decides by block; these rows lie in the second of float32's three."""
    means, rows = np.zeros((1500, 1)), np.arange(1500)
    far = (rows >= 600) & (rows < 700)
    means[far] = 1e4
    found = errors("layer", *draw("layer", dtype, means))
    by_row = {name: found[name] for name in ("variance", "y", "dx")}
    assert not too_large({name: error[~far] for name, error in by_row.items()}, bounds("layer", 0))
    assert not too_large(found, bounds("layer", 1e4))


@KINDS
@pytest.mark.parametrize("size", [1e-3, 1e12, 1e15])
@pytest.mark.filterwarnings("error")
def test_large_and_small_deviations_keep_their_gradients(kind, size):
    """1 / deviation³ is below what float32 holds from 1e13 on; the gradient of x is not."""
    x, gamma, beta, dy = draw(kind, np.float32, 0)
    found = errors(kind, (x * np.float32(size))[:60], gamma, beta, dy[:60])
    assert not too_large(found, bounds(kind, 0) | ({"variance": np.inf} if size < 1 else {}))  # there, ε weighs more


@KINDS
@pytest.mark.parametrize("value", [1e-20, 0.1, 1e4, 1e17])
@pytest.mark.filterwarnings("error")
def test_equal_numbers_become_beta_without_a_warning(kind, value):
    forward, backward = FUNCTIONS[kind]
    beta = np.arange(4, dtype=np.float32)
    y, cache = forward(np.full((5, 4), value, np.float32), np.ones(4, np.float32), beta)
    rounding = 1e-5 if kind == "layer" else 1e-5 + 1e-4 * value  # batch norm: that of x times 1 / √ε = 316
    np.testing.assert_allclose(y, np.tile(beta, (5, 1)), atol=rounding)
    dx, dgamma, dbeta = backward(np.ones((5, 4), np.float32), cache)
    np.testing.assert_allclose(dx, 0, atol=1e-4)
    np.testing.assert_allclose(dgamma, 0, atol=1e-5)
    np.testing.assert_array_equal(dbeta, 5)


@pytest.mark.filterwarnings("error")
def test_two_values_whose_squares_just_fit():
    x = np.array([[1e19], [-1e19]], np.float32)
    y, cache = batch_norm_forward(x, np.ones(1, np.float32), np.zeros(1, np.float32))
    np.testing.assert_allclose(y, [[1], [-1]], rtol=1e-6)
    dx, _, dbeta = batch_norm_backward(np.ones_like(x), cache)
    assert not dx.any() and dbeta == 2
