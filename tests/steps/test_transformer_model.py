"""The whole Transformer as functions: the layers' twin, centred differences, its loss, and both ways to decode."""

import math

import numpy as np
import pytest

from tests.layers.test_transformer_blocks import moved
from tests.layers.witnesses import assert_close, numeric_gradient
from tests.steps.test_transformer import parameters_of
from utils.models.transformer import Transformer
from utils.steps import decoding
from utils.steps.transformer import decoder_layer, positional_encoding
from utils.steps.transformer_model import (
    embed,
    embed_backward,
    encoder,
    transformer,
    transformer_backward,
    transformer_loss,
)

SOURCE = np.array([[3, 1, 2, 0], [4, 4, 0, 0]])
TARGET = np.array([[1, 2, 3], [1, 3, 2]])


def made(rng, layers=2, n_source=5, n_target=4, d=4, heads=2):
    """A network of layers, moved from its start, and its parameters under the steps' names."""
    net = moved(Transformer(n_source, n_target, d, heads, layers, 3, rng), rng, np.float64)
    parameters = {
        "source": net.source.embedding.W,
        "target": net.target.embedding.W,
        "encoder": [parameters_of(layer) for layer in net.encoder],
        "decoder": [parameters_of(layer) for layer in net.decoder],
        "W": net.output.W,
        "b": net.output.b,
    }
    return net, parameters


def leaves(tree):
    """All arrays of nested dictionaries and lists, in order of their keys without a leading d."""
    if isinstance(tree, list):
        return [array for branch in tree for array in leaves(branch)]
    if isinstance(tree, dict):
        return [array for key in sorted(tree, key=lambda key: key.removeprefix("d")) for array in leaves(tree[key])]
    return [tree]


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_the_whole_agrees_with_its_layers(layers):
    net, parameters = made(np.random.default_rng(1), layers)
    logits, weights, _ = transformer(SOURCE, TARGET, parameters, 2)
    assert_close(net.forward(SOURCE, TARGET, source_mask=SOURCE != 0), logits, 1e-10)
    assert len(weights) == layers
    for layer, (own, cross) in zip(net.decoder, weights, strict=True):
        assert_close(layer.attention.attention(), own, 1e-10)
        assert_close(layer.cross.attention(), cross, 1e-10)


@pytest.mark.parametrize("layers", [1, 2])
def test_every_gradient_agrees_with_centred_differences(layers):
    rng = np.random.default_rng(2)
    _, parameters = made(rng, layers)
    direction = rng.normal(size=(2, 3, 4))
    _, _, cache = transformer(SOURCE, TARGET, parameters, 2)
    grads = transformer_backward(direction, cache)
    arrays, found = leaves(parameters), leaves(grads)
    assert len(arrays) == len(found)
    for array, gradient in zip(arrays, found, strict=True):
        slopes = numeric_gradient(lambda: np.sum(direction * transformer(SOURCE, TARGET, parameters, 2)[0]), array)
        assert_close(gradient, slopes, 1e-6)


def test_a_word_in_two_places_gets_both_gradients():
    vectors, ids = np.zeros((3, 4)), np.array([[2, 0, 2]])
    dx = np.random.default_rng(0).normal(size=(1, 3, 4))
    np.testing.assert_allclose(embed_backward(dx, ids, vectors)[2], 2 * (dx[0, 0] + dx[0, 2]))
    assert not embed_backward(dx, ids, vectors)[1].any()


def test_words_are_embedded_at_their_positions():
    vectors = np.random.default_rng(0).normal(size=(5, 6))
    x = embed(SOURCE, vectors)
    for i, t in np.ndindex(2, 4):
        np.testing.assert_allclose(x[i, t], vectors[SOURCE[i, t]] * 6**0.5 + positional_encoding(9, 6)[0, t])
    np.testing.assert_allclose(embed(SOURCE[:, 2:], vectors, 2), x[:, 2:])


def test_padding_of_the_source_changes_no_score():
    _, parameters = made(np.random.default_rng(3))
    short = transformer(SOURCE[:1, :3], TARGET[:1], parameters, 2)[0]
    np.testing.assert_allclose(transformer(SOURCE[:1], TARGET[:1], parameters, 2)[0], short)


def test_what_comes_later_changes_no_score():
    _, parameters = made(np.random.default_rng(4))
    short = transformer(SOURCE, TARGET[:, :2], parameters, 2)[0]
    np.testing.assert_allclose(transformer(SOURCE, TARGET, parameters, 2)[0][:, :2], short)


def loop_loss(logits, target):
    losses = []
    for i, t in np.ndindex(target.shape):
        if target[i, t]:
            total = sum(math.exp(z) for z in logits[i, t])
            losses.append(-math.log(math.exp(logits[i, t, target[i, t]]) / total))
    return sum(losses) / len(losses)


def test_the_loss_is_the_mean_over_real_words():
    rng = np.random.default_rng(5)
    logits, target = rng.normal(size=(3, 4, 5)), rng.integers(0, 5, (3, 4))
    target[0] = [2, 3, 0, 0]
    loss, dlogits = transformer_loss(logits, target)
    assert loss == pytest.approx(loop_loss(logits, target))
    assert_close(dlogits, numeric_gradient(lambda: transformer_loss(logits, target)[0], logits), 1e-7)
    assert not dlogits[target == 0].any()


def test_the_loss_stays_finite_and_does_not_see_padding():
    logits, target = np.array([[[800.0, -800.0, 0.0], [5.0, 1.0, 0.0]]]), np.array([[1, 0]])
    loss, dlogits = transformer_loss(logits, target)
    assert loss == pytest.approx(1600) and np.isfinite(dlogits).all()


def test_torch_loss():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(6)
    logits, target = rng.normal(size=(3, 4, 5)), rng.integers(0, 5, (3, 4))
    z = torch.tensor(logits, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(z.flatten(0, 1), torch.tensor(target).flatten(), ignore_index=0)
    theirs.backward()
    loss, dlogits = transformer_loss(logits, target)
    assert loss == pytest.approx(theirs.item())
    assert_close(dlogits, z.grad.numpy(), 1e-10)


# Decoding


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("layers", [1, 2])
def test_with_and_without_a_cache_the_same_is_written(seed, layers):
    _, parameters = made(np.random.default_rng(seed), layers, n_target=6)
    both = [way(SOURCE, parameters, 2, 1, 2, 7) for way in (decoding.decode, decoding.decode_with_cache)]
    np.testing.assert_array_equal(*both)
    assert both[0].shape == (2, 7)


def test_a_row_stops_at_its_end_and_the_start_is_left_out():
    """A network that says word 2, whatever it reads: the first of two rows ends; the other one never does."""
    net, parameters = made(np.random.default_rng(0))
    parameters["W"][:] = 0
    parameters["b"][:] = [0, 0, 1, 0]
    for way in (decoding.decode, decoding.decode_with_cache):
        np.testing.assert_array_equal(way(SOURCE, parameters, 2, 1, 2, 4), [[2, 0, 0, 0]] * 2)
        np.testing.assert_array_equal(way(SOURCE, parameters, 2, 1, 3, 4), [[2, 2, 2, 2]] * 2)


def test_it_writes_what_the_layers_write():
    net, parameters = made(np.random.default_rng(7), n_target=6)
    written = decoding.decode(SOURCE, parameters, 2, 1, 99, 5)
    np.testing.assert_array_equal(written, net.decode_greedy(SOURCE, 1, 5, SOURCE != 0))


def test_a_step_is_the_layer_at_its_last_place():
    rng = np.random.default_rng(8)
    _, parameters = made(rng)
    memory, mask, _ = encoder(SOURCE, parameters, 2)
    x = rng.normal(size=(2, 5, 4))
    for layer, kept in zip(parameters["decoder"], decoding.keep_memory(memory, parameters), strict=True):
        y, _, _, _ = decoder_layer(x, memory, layer, 2, np.tri(5, dtype=bool)[np.newaxis], mask)
        for t in range(5):
            step = decoding.decoder_layer_step(x[:, t : t + 1], kept, layer, 2, mask)
            assert_close(step[:, 0], y[:, t], 1e-10)
        assert kept["k"].shape == kept["v"].shape == (2, 5, 4)
