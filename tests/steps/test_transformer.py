"""The Transformer's steps: each is its layer's twin, whose gradients PyTorch and centred differences hold."""

import math

import numpy as np
import pytest

from tests.layers.test_multi_head_attention import fused, step_parameters
from tests.layers.test_transformer_blocks import REAL, REAL_MEMORY, moved
from tests.layers.witnesses import DTYPES, assert_close, check_gradients
from utils.layers.transformer_blocks import DecoderLayer, EncoderLayer
from utils.steps import attention, transformer

TOLERANCE = {np.float32: 1e-5, np.float64: 1e-10}


def parameters_of(layer):
    """A layer's parameters under the steps' names."""
    first, _, second = layer.feed_forward.layers
    named = {"W1": first.W, "b1": first.b, "W2": second.W, "b2": second.b}
    for part, heads in vars(layer).items():
        if part in ("attention", "cross"):
            named[part] = step_parameters(heads.Wqkv, heads.bqkv, heads.Wo, heads.bo)
        if part.startswith("norm"):
            named |= {f"gamma{part[-1]}": heads.gamma, f"beta{part[-1]}": heads.beta}
    return named


def assert_same_gradients(grads, layer, tolerance):
    first, _, second = layer.feed_forward.layers
    expected = {"dW1": first.dW, "db1": first.db, "dW2": second.dW, "db2": second.db}
    for part, heads in vars(layer).items():
        if part in ("attention", "cross"):
            layers = heads.dWqkv, heads.dbqkv, heads.dWo, heads.dbo
            for got, theirs in zip(fused(grads.pop(part)), layers, strict=True):
                assert_close(got, theirs, tolerance, part)
        if part.startswith("norm"):
            expected |= {f"dgamma{part[-1]}": heads.dgamma, f"dbeta{part[-1]}": heads.dbeta}
    assert grads.keys() == expected.keys()
    for key, theirs in expected.items():
        assert_close(grads[key], theirs, tolerance, key)


@DTYPES
def test_the_encoders_layer_agrees_with_its_step(dtype):
    rng = np.random.default_rng(1)
    layer = moved(EncoderLayer(4, 2, 3, rng), rng, dtype)
    x, dy = (rng.standard_normal((2, 4, 4)).astype(dtype) for _ in range(2))
    y, cache = transformer.encoder_layer(x, parameters_of(layer), 2, REAL[:, None])
    assert_close(layer.forward(x, mask=REAL), y, TOLERANCE[dtype])
    dx, grads = transformer.encoder_layer_backward(dy, cache)
    assert_close(layer.backward(dy), dx, TOLERANCE[dtype])
    assert_same_gradients(grads, layer, TOLERANCE[dtype])


@DTYPES
def test_the_decoders_layer_agrees_with_its_step(dtype):
    rng = np.random.default_rng(2)
    layer = moved(DecoderLayer(4, 2, 3, rng), rng, dtype)
    x, memory, dy = (rng.standard_normal((2, T, 4)).astype(dtype) for T in (4, 3, 4))
    ahead = attention.create_look_ahead_mask(4)
    y, weights, cross_weights, cache = transformer.decoder_layer(
        x, memory, parameters_of(layer), 2, ahead, REAL_MEMORY[:, None]
    )
    assert_close(layer.forward(x, memory, memory_mask=REAL_MEMORY), y, TOLERANCE[dtype])
    assert_close(layer.attention.attention(), weights, TOLERANCE[dtype])
    assert_close(layer.cross.attention(), cross_weights, TOLERANCE[dtype])
    dx, dmemory, grads = transformer.decoder_layer_backward(dy, cache)
    for got, twin in zip(layer.backward(dy), (dx, dmemory), strict=True):
        assert_close(got, twin, TOLERANCE[dtype])
    assert_same_gradients(grads, layer, TOLERANCE[dtype])


def test_the_feed_forward_network_agrees_with_loops_and_centred_differences():
    rng = np.random.default_rng(3)
    shapes = {"W1": (4, 3), "b1": (3,), "W2": (3, 4), "b2": (4,)}
    x, *arrays = [rng.standard_normal(shape) for shape in ((2, 3, 4), *shapes.values())]
    parameters = dict(zip(shapes, arrays, strict=True))
    y, _ = transformer.feed_forward(x, parameters)
    for i, t in np.ndindex(2, 3):
        hidden = [max(0.0, sum(x[i, t] * parameters["W1"][:, j]) + parameters["b1"][j]) for j in range(3)]
        for c in range(4):
            assert y[i, t, c] == pytest.approx(sum(hidden * parameters["W2"][:, c]) + parameters["b2"][c])

    def backward(dy, cache):
        dx, grads = transformer.feed_forward_backward(dy, cache)
        return dx, *(grads[f"d{key}"] for key in shapes)

    check_gradients(
        lambda x, *arrays: transformer.feed_forward(x, dict(zip(shapes, arrays, strict=True))),
        backward,
        [x, *arrays],
        rng,
    )


def test_the_angles_of_a_pair_of_columns_are_the_same_and_grow_with_the_position():
    angles = transformer.get_angles(np.array([[0], [1], [3]]), np.arange(4)[np.newaxis], 4)
    np.testing.assert_allclose(angles, [[0, 0, 0, 0], [1, 1, 0.01, 0.01], [3, 3, 0.03, 0.03]])


def test_positions_have_the_courses_shape_and_known_values():
    P = transformer.positional_encoding(2, 4)
    assert P.shape == (1, 2, 4)
    np.testing.assert_allclose(P[0, 0], [0, 1, 0, 1])
    np.testing.assert_allclose(P[0, 1], [math.sin(1), math.cos(1), math.sin(0.01), math.cos(0.01)])
