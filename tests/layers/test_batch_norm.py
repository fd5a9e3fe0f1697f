"""Batch norm against the step, centred differences and PyTorch; its running averages, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, against_torch, assert_close, check_gradients, check_layer
from utils.layers.batch_norm import (
    BatchNorm,
    batch_norm_backward,
    batch_norm_forward,
    batch_norm_inference,
    batch_norm_inference_backward,
    channel_statistics,
)
from utils.steps import batch_norm as steps

SHAPES = pytest.mark.parametrize("shape", [(2, 3), (7, 1), (3, 2, 4), (2, 3, 2, 2), (1, 1, 3, 2)])


def draw(rng, shape, dtype=np.float64):
    n = shape[-1]
    arrays = 3 * rng.standard_normal(shape) + 2, rng.standard_normal(n), rng.standard_normal(n)
    return [array.astype(dtype) for array in arrays]


@DTYPES
@settings(max_examples=40)
@given(m=st.integers(2, 6), n=st.integers(1, 5), seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step_in_columns(dtype, m, n, seed):
    """dgamma and dbeta of the step carry the cost's 1/m; the layer's are sums."""
    rng = np.random.default_rng(seed)
    x, gamma, beta = draw(rng, (m, n), dtype)
    x += 20 * np.arange(m, dtype=dtype)[:, None]  # apart: close values would only compare two roundings, magnified
    y, cache = batch_norm_forward(x, gamma, beta)
    Z_tilde, step_cache = steps.batchnorm_forward(x.T, gamma[:, None], beta[:, None])
    dy = rng.standard_normal(y.shape).astype(dtype)
    dZ, dgamma, dbeta = steps.batchnorm_backward(dy.T, step_cache)
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    assert_close(y, Z_tilde.T, tolerance)
    for got, twin in zip(batch_norm_backward(dy, cache), (dZ.T, m * dgamma[:, 0], m * dbeta[:, 0]), strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, tolerance)


@SHAPES
def test_centred_differences(shape):
    rng = np.random.default_rng(1)
    check_gradients(batch_norm_forward, batch_norm_backward, draw(rng, shape), rng)
    layer = BatchNorm(shape[-1])
    layer.gamma[:] = rng.standard_normal(shape[-1])
    check_layer(layer, draw(rng, shape)[0], rng, train=True)


@SHAPES
def test_centred_differences_of_a_frozen_layer(shape):
    rng = np.random.default_rng(2)
    layer = BatchNorm(shape[-1])
    for array in (layer.gamma, layer.beta, layer.mean, layer.variance):
        array[:] = rng.uniform(0.5, 2, shape[-1])
    check_layer(layer, draw(rng, shape)[0], rng)
    check_layer(layer, draw(rng, (1, shape[-1]))[0], rng)  # one example will do


@DTYPES
@pytest.mark.parametrize("shape", [(2, 3), (33, 5), (4, 6, 3), (3, 5, 4, 6), (8, 32, 32, 16)])
def test_torch(dtype, shape):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)

    def twin(x, gamma, beta):
        rows = x.reshape(-1, shape[-1])
        return torch.nn.functional.batch_norm(rows, None, None, gamma, beta, training=True).reshape(x.shape)

    against_torch(batch_norm_forward, batch_norm_backward, twin, draw(rng, shape), rng, dtype)


@DTYPES
def test_torch_with_given_statistics(dtype):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    mean, variance = (rng.uniform(0.5, 2, 5).astype(dtype) for _ in range(2))

    def twin(x, gamma, beta):
        return torch.nn.functional.batch_norm(x, torch.tensor(mean), torch.tensor(variance), gamma, beta)

    def forward(x, gamma, beta):
        return batch_norm_inference(x, gamma, beta, mean, variance)

    against_torch(forward, batch_norm_inference_backward, twin, draw(rng, (9, 5)), rng, dtype)


@DTYPES
@pytest.mark.parametrize("momentum", [0.9, 0.0, 0.99])
def test_the_running_averages_and_what_is_made_of_them_are_those_of_torch(dtype, momentum):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(5)
    layer = BatchNorm(4, momentum).cast(dtype)
    twin = torch.nn.BatchNorm2d(4, momentum=1 - momentum, dtype=torch.from_numpy(np.ones(1, dtype)).dtype)
    for _ in range(3):
        x, _, _ = draw(rng, (2, 3, 5, 4), dtype)
        layer.forward(x, train=True)
        twin(torch.from_numpy(x).permute(0, 3, 1, 2))
    assert_close(layer.mean, twin.running_mean.numpy(), TOLERANCE[dtype])
    assert_close(layer.variance, twin.running_var.numpy(), TOLERANCE[dtype])
    expected = twin.eval()(torch.from_numpy(x).permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
    assert_close(layer.forward(x), expected.detach().numpy(), TOLERANCE[dtype])
    assert layer.mean.dtype == layer.variance.dtype == dtype


def test_the_batch_has_mean_beta_and_deviation_gamma():
    rng = np.random.default_rng(6)
    x, gamma, beta = draw(rng, (50, 4, 3))
    y, (_, _, mean, variance, _) = batch_norm_forward(x, gamma, beta, eps=1e-12)
    np.testing.assert_allclose(y.mean((0, 1)), beta, rtol=1e-9)
    np.testing.assert_allclose(y.std((0, 1)), np.abs(gamma), rtol=1e-9)
    np.testing.assert_allclose([mean, variance], [x.mean((0, 1)), x.var((0, 1))], rtol=1e-12)


def test_the_batchs_own_mean_and_deviation_as_beta_and_gamma_give_the_identity():
    rng = np.random.default_rng(7)
    x, *_ = draw(rng, (40, 3))
    mean, deviation = x.mean(0), np.sqrt(x.var(0) + 1e-5)
    assert_close(batch_norm_forward(x, deviation, mean)[0], x, 1e-12)
    assert np.abs(batch_norm_forward(x, np.ones(3), np.zeros(3))[0] - x).max() > 1  # gamma 1, beta 0 do not


def test_neither_a_constant_nor_a_factor_passes():
    rng = np.random.default_rng(8)
    x, gamma, beta = draw(rng, (20, 3))
    assert_close(
        batch_norm_forward(5 * x + 100, gamma, beta, 1e-12)[0], batch_norm_forward(x, gamma, beta, 1e-12)[0], 1e-9
    )


@pytest.mark.parametrize("n", [1, 3, 32, 9000])  # long rows of many channels' values, some not filled
def test_small_variances_of_large_numbers_are_exact_in_many_blocks(n):
    """The first block lies elsewhere than the rest, the worst case of a variance about a point near the mean."""
    rng = np.random.default_rng(9)
    x = 1000 + rng.standard_normal((1_200_000 // n // 2, 2, n), dtype=np.float32)
    x[: len(x) // 10] += 3
    mean, variance = channel_statistics(x)
    exact = x.astype(float)
    np.testing.assert_allclose(mean, exact.mean((0, 1)), rtol=2e-7)
    np.testing.assert_allclose(variance, exact.var((0, 1)), rtol=1e-4)


@pytest.mark.parametrize("value", [0.0, 0.1, 100.0])
def test_a_constant_channel_becomes_beta(value):
    gamma, beta = np.ones(2, np.float32), np.full(2, 5, np.float32)
    y, _ = batch_norm_forward(np.full((37, 2), value, np.float32), gamma, beta)
    assert_close(y, np.full((37, 2), 5), 0.002)


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e6, 1e9])
def test_rounding_takes_no_variance_below_0(value):
    x = np.full((70_001, 3), value, np.float32)
    _, variance = channel_statistics(x)
    assert (variance >= 0).all() and (variance <= (1e-6 * value) ** 2).all()


@pytest.mark.parametrize("train", [True, False])
def test_the_way_back_belongs_to_the_last_way_there(train):
    layer = BatchNorm(2)
    x = np.arange(6, dtype=np.float32).reshape(3, 2)
    layer.forward(x, train=not train)
    layer.forward(x, train=train)
    dx = layer.backward(np.ones_like(x))
    assert_close(dx, np.zeros((3, 2)) if train else np.full((3, 2), 1 / np.sqrt(layer.variance + 1e-5)), 1e-6)


def test_the_averages_are_part_of_the_state_and_not_learned():
    layer = BatchNorm(3)
    assert layer.parameters().keys() == {"gamma", "beta"}
    assert layer.state().keys() == {"gamma", "beta", "mean", "variance"}


ONES = np.ones((4, 3), np.float32)


@pytest.mark.parametrize("train", [True, False])
@pytest.mark.parametrize(
    "x, message",
    [
        (ONES[:, :2], r"x has shape \(4, 2\); expected \(…, 3\)"),
        (ONES[:0], r"\(0, 3\): it is empty"),
        (ONES.astype(int), "array of int64"),
        (ONES.astype(float), "is float64 and the weights are float32"),
        (ONES * np.nan, r"\(4, 3\) holds NaN"),
        (ONES * np.inf, r"\(4, 3\) holds infinity"),
        (np.where(np.arange(12).reshape(4, 3) == 7, -np.inf, ONES), r"\(4, 3\) holds infinity"),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(x, message, train):
    layer = BatchNorm(3)
    with pytest.raises(ValueError, match=message):
        layer.forward(x, train=train)
    assert not hasattr(layer, "cache") and layer.mean.tolist() == [0, 0, 0] and layer.variance.tolist() == [1, 1, 1]


@pytest.mark.parametrize("shape", [(1, 3), (1, 1, 3), (1, 1, 1, 3)])
def test_one_value_a_channel_cannot_be_learned_from(shape):
    layer = BatchNorm(3)
    with pytest.raises(ValueError, match="holds one value a channel"):
        layer.forward(np.ones(shape, np.float32), train=True)
    assert layer.forward(np.ones(shape, np.float32)).shape == shape


def test_numbers_too_large_to_square_are_named():
    x = np.linspace(-1e30, 1e30, 12, dtype=np.float32).reshape(4, 3)
    with pytest.raises(ValueError, match="squares are too large for float32"):
        BatchNorm(3).forward(x, train=True)


def test_other_arguments_are_refused():
    gamma, beta = np.ones(3, np.float32), np.zeros(3, np.float32)
    for arguments, message in [
        ((gamma[None], beta), r"gamma has shape \(1, 3\); expected \(n,\)"),
        ((gamma, beta[:2]), r"beta has shape \(2,\); expected \(3,\)"),
        ((gamma, beta * np.nan), "beta .* holds NaN"),
        ((gamma, beta, 0), "eps = 0"),
    ]:
        with pytest.raises(ValueError, match=message):
            batch_norm_forward(ONES, *arguments)
    with pytest.raises(ValueError, match=r"variance \(3,\) holds -1"):
        batch_norm_inference(ONES, gamma, beta, beta, -gamma)
    with pytest.raises(ValueError, match=r"mean has shape \(2,\); expected \(3,\)"):
        batch_norm_inference(ONES, gamma, beta, beta[:2], gamma)
    with pytest.raises(ValueError, match="momentum = 1"):
        BatchNorm(3, momentum=1)
    with pytest.raises(ValueError, match="n = 0"):
        BatchNorm(0)


@pytest.mark.parametrize("train", [True, False])
def test_a_gradient_of_another_shape_is_refused_and_changes_nothing(train):
    layer = BatchNorm(3)
    layer.forward(ONES, train=train)
    with pytest.raises(ValueError, match=r"dy has shape \(3, 3\); expected \(4, 3\)"):
        layer.backward(ONES[:3])
    assert not hasattr(layer, "dgamma")
