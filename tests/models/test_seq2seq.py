"""The translator with attention: gradients, teacher forcing, masks, greedy decoding."""

import numpy as np
import pytest

from tests.layers.witnesses import assert_close, numeric_gradient
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import lstm_step_forward
from utils.layers.optimizers import Adam
from utils.models.seq2seq import AttentionSeq2Seq


def draw(seed=1, m=3, T_x=5, T_y=4):
    rng = np.random.default_rng(seed)
    net = AttentionSeq2Seq(6, 4, rng, n_e=3, n_a=2, n_s=3, n_compare=2)
    mask = np.arange(T_x) < np.array([T_x, 2, 1])[:m, None]
    return net, rng.integers(0, 6, (m, T_x)), rng.integers(0, 4, (m, T_y)), mask


@pytest.mark.parametrize("m, T_x, T_y", [(3, 5, 4), (1, 1, 1), (2, 3, 2)])
def test_every_gradient_agrees_with_centred_differences(m, T_x, T_y):
    net, source, target, mask = draw(2, m, T_x, T_y)
    mask |= np.arange(T_x) == 0
    net.cast(np.float64)
    weights = np.random.default_rng(3).standard_normal((m, T_y, 4))

    def objective():
        return float(np.sum(net.forward(source, target, train=True, mask=mask) * weights))

    objective()
    net.backward(weights)
    for name, gradient in net.gradients().items():
        slopes = numeric_gradient(objective, net.parameters()[name])
        assert_close(gradient, slopes, 1e-6, name)


def test_a_score_knows_the_symbols_before_it_and_not_its_own():
    net, source, target, mask = draw()
    scores = net.forward(source, target, mask=mask)
    for t in range(target.shape[1]):
        changed = target.copy()
        changed[:, t] = (changed[:, t] + 1) % 4
        other = net.forward(source, changed, mask=mask)
        np.testing.assert_array_equal(other[:, : t + 1], scores[:, : t + 1])
        assert t == 3 or not np.allclose(other[:, t + 1], scores[:, t + 1])


def test_padding_changes_nothing():
    net, source, target, mask = draw()
    scores = net.forward(source, target, mask=mask)
    changed = np.where(mask, source, (source + 1) % 6)
    np.testing.assert_array_equal(net.forward(changed, target, mask=mask), scores)
    short = net.forward(source[1:2, :2], target[1:2])
    np.testing.assert_allclose(short, scores[1:2], rtol=1e-5, atol=1e-6)


def test_its_parts_have_the_sizes_that_it_says_and_32_32_64_16_unless_told():
    parameters = AttentionSeq2Seq(6, 4, np.random.default_rng(4)).parameters()
    expected = {"read.W": (6, 32), "encoder.forwards.W": (4, 32, 32), "attention.W_a": (64, 16), "written.W": (5, 32)}
    expected |= {"attention.W_s": (64, 16), "decoder.W": (4, 96, 64), "output.W": (64, 4)}
    assert {name: parameters[name].shape for name in expected} == expected


def test_the_decoder_starts_from_0_and_from_the_symbol_that_stands_for_nothing():
    net, source, target, mask = draw()
    scores = net.forward(source, target, mask=mask)
    zeros = np.zeros((3, 3), np.float32)
    x = np.concatenate([net.attention.forward(zeros), np.tile(net.written.W[4], (3, 1))], axis=1)
    (s, _), _ = lstm_step_forward(x, zeros, zeros, net.decoder.W, net.decoder.U, net.decoder.b)
    assert_close(net.output.forward(s), scores[:, 0], 1e-6)


def test_it_translates_step_by_step_what_it_scores_highest():
    net, source, _, mask = draw()
    written = net.translate(source, 4, mask)
    assert written.shape == (3, 4)
    np.testing.assert_array_equal(net.forward(source, written, mask=mask).argmax(axis=-1), written)


def test_it_learns_to_reverse():
    rng = np.random.default_rng(5)
    net = AttentionSeq2Seq(5, 5, rng, n_e=8, n_a=12, n_s=16, n_compare=8)
    optimizer = Adam(net.parameters(), learning_rate=0.01)
    for _ in range(250):
        source = rng.integers(0, 5, (32, 4))
        scores = net.forward(source, source[:, ::-1], train=True)
        net.backward(softmax_cross_entropy(scores, source[:, ::-1])[1])
        optimizer.step(net.gradients())
    fresh = rng.integers(0, 5, (200, 4))
    assert np.mean(net.translate(fresh, 4) == fresh[:, ::-1]) > 0.9
