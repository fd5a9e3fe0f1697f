"""Layer norm against the step, centred differences and PyTorch, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, against_torch, assert_close, check_gradients, check_layer
from utils.bench.cases import normalization as bench_cases
from utils.layers.layer_norm import LayerNorm, layer_norm_backward, layer_norm_forward
from utils.steps import layer_norm as steps


def draw(rng, shape, dtype=np.float64):
    n = shape[-1]
    arrays = 3 * rng.standard_normal(shape) + 2, rng.standard_normal(n), rng.standard_normal(n)
    return [array.astype(dtype) for array in arrays]


@DTYPES
@settings(max_examples=40)
@given(m=st.integers(1, 4), T=st.integers(1, 4), d=st.integers(2, 6), seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step(dtype, m, T, d, seed):
    rng = np.random.default_rng(seed)
    x, gamma, beta = draw(rng, (m, T, d), dtype)
    x += 20 * np.arange(d, dtype=dtype)  # apart: close values would only compare two roundings, magnified
    y, cache = layer_norm_forward(x, gamma, beta)
    step_y, step_cache = steps.layer_norm(x, gamma, beta)
    dy = rng.standard_normal(y.shape).astype(dtype)
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    assert_close(y, step_y, tolerance)
    twins = steps.layer_norm_backward(dy, step_cache)
    for got, twin in zip(layer_norm_backward(dy, cache), twins, strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance)


@pytest.mark.parametrize("shape", [(3,), (1, 4), (5, 3), (2, 3, 4), (2, 1, 2, 3), (2, 1)])
def test_centred_differences(shape):
    rng = np.random.default_rng(1)
    check_gradients(layer_norm_forward, layer_norm_backward, draw(rng, shape), rng)
    layer = LayerNorm(shape[-1])
    layer.gamma[:] = rng.standard_normal(shape[-1])
    check_layer(layer, draw(rng, shape)[0], rng)


@DTYPES
@pytest.mark.parametrize("shape", [(1, 3), (2, 5, 8), (40, 50, 96)])
def test_torch(dtype, shape):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)

    def twin(x, gamma, beta):
        return torch.nn.functional.layer_norm(x, gamma.shape, gamma, beta)

    against_torch(layer_norm_forward, layer_norm_backward, twin, draw(rng, shape), rng, dtype)


def test_every_position_has_mean_0_and_variance_1():
    x, *_ = draw(np.random.default_rng(3), (3, 4, 6))
    y, _ = layer_norm_forward(x, np.ones(6), np.zeros(6), eps=1e-12)
    np.testing.assert_allclose(y.mean(-1), 0, atol=1e-12)
    np.testing.assert_allclose(y.var(-1), 1, rtol=1e-9)


def test_a_position_does_not_see_the_others_in_many_blocks_either():
    x, gamma, beta = draw(np.random.default_rng(4), (3000, 256), np.float32)  # 3 MB
    y, cache = layer_norm_forward(x, gamma, beta)
    dx, dgamma, _ = layer_norm_backward(y, cache)
    halves = [layer_norm_forward(half, gamma, beta) for half in (x[:1237], x[1237:])]
    assert_close(y, np.concatenate([half for half, _ in halves]), 1e-6)
    slopes = [layer_norm_backward(half, half_cache) for half, half_cache in halves]
    assert_close(dx, np.concatenate([slope[0] for slope in slopes]), 1e-6)
    assert_close(dgamma, slopes[0][1] + slopes[1][1], 1e-5)


def test_small_deviations_of_large_numbers_are_exact():
    rng = np.random.default_rng(5)
    x = 1000 + rng.standard_normal((50, 64), dtype=np.float32)
    y, _ = layer_norm_forward(x, np.ones(64, np.float32), np.zeros(64, np.float32))
    exact, _ = steps.layer_norm(x.astype(float), np.ones(64), np.zeros(64))
    assert_close(y, exact, 1e-4)


def test_equal_features_become_beta():
    y, _ = layer_norm_forward(np.full((2, 4), 7.0), np.ones(4), np.arange(4.0))
    assert_close(y, [np.arange(4)] * 2, 1e-12)


ONES = np.ones((4, 3), np.float32)


@pytest.mark.parametrize(
    "x, message",
    [
        (ONES[:, :2], r"x has shape \(4, 2\); expected \(…, 3\)"),
        (ONES[:0], r"\(0, 3\): it is empty"),
        (ONES.astype(int), "array of int64"),
        (ONES.astype(float), "is float64 and the weights are float32"),
        (np.where(np.arange(12).reshape(4, 3) == 7, np.float32(np.nan), ONES), r"\(4, 3\) holds NaN"),
        (np.where(np.arange(12).reshape(4, 3) == 7, np.float32(-np.inf), ONES), r"\(4, 3\) holds infinity"),
        (np.linspace(-1e30, 1e30, 12, dtype=np.float32).reshape(4, 3), "squares are too large for float32"),
    ],
)
def test_bad_input_is_refused(x, message):
    layer = LayerNorm(3)
    with pytest.raises(ValueError, match=message):
        layer.forward(x)
    assert not hasattr(layer, "cache")


def test_other_arguments_are_refused():
    gamma, beta = np.ones(3, np.float32), np.zeros(3, np.float32)
    for arguments, message in [
        ((gamma[None], beta), r"gamma has shape \(1, 3\); expected \(n,\)"),
        ((gamma, beta[:2]), r"beta has shape \(2,\); expected \(3,\)"),
        ((gamma, beta, -1e-5), "eps = -1e-05"),
    ]:
        with pytest.raises(ValueError, match=message):
            layer_norm_forward(ONES, *arguments)
    with pytest.raises(ValueError, match="n = 0"):
        LayerNorm(0)


def test_a_gradient_of_another_shape_is_refused_and_changes_nothing():
    layer = LayerNorm(3)
    layer.forward(ONES)
    with pytest.raises(ValueError, match=r"dy has shape \(3, 3\); expected \(4, 3\)"):
        layer.backward(ONES[:3])
    assert not hasattr(layer, "dgamma")


def test_both_sides_of_the_benchmark_compute_the_same():
    torch = pytest.importorskip("torch")
    for case in bench_cases.cases(np.random.default_rng(10), torch):
        for twin in filter(None, (case.torch, case.torch_best)):
            for got, expected in zip(case.ours(), twin(), strict=True):
                if expected.ndim == 4:
                    expected = expected.permute(0, 2, 3, 1)
                assert_close(got, expected.detach().numpy(), 1e-5, case.name)
