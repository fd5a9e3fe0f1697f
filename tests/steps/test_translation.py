"""An encoder and a decoder: the probability of a translation, and the network that reads dates."""

import numpy as np
import pytest

from utils.labs.course5.week3_translation.common import dense, lstm, one_hot
from utils.labs.course5.week3_translation.modelf import parameters_for
from utils.steps import translation as steps
from utils.steps.attention import one_step_attention
from utils.steps.music import lstm_step

pytestmark = pytest.mark.lab("course5/week3_translation")


def softmax_of(scores):
    shares = np.exp(scores - scores.max())
    return shares / shares.sum()


@pytest.mark.parametrize(("m", "Tx", "Ty"), [(1, 1, 1), (3, 4, 2), (2, 2, 5)])
def test_the_probability_of_a_translation_against_a_loop(m, Tx, Ty):
    rng = np.random.default_rng(m)
    X, Y = rng.normal(size=(m, Tx, 3)), one_hot(rng, m, Ty, 4)
    encoder, decoder, top = lstm(rng, 3, 5), lstm(rng, 4, 5), dense(rng, 5, 4)
    probabilities, log_p = steps.encoder_decoder(X, Y, encoder, decoder, top)
    for i in range(m):
        a = c = np.zeros((1, 5))
        for t in range(Tx):
            a, c = lstm_step(X[i : i + 1, t], a, c, encoder)
        product = 1.0
        for t in range(Ty):
            a, c = lstm_step(Y[i : i + 1, t - 1] if t else np.zeros((1, 4)), a, c, decoder)
            expected = softmax_of((a @ top["W"] + top["b"])[0])
            np.testing.assert_allclose(probabilities[i, t], expected, rtol=1e-10)
            product *= expected[Y[i, t].argmax()]
        assert np.exp(log_p[i]) == pytest.approx(product)


def test_the_probabilities_of_all_translations_of_one_length_add_up_to_1():
    rng = np.random.default_rng(0)
    X, parts = rng.normal(size=(1, 3, 2)), (lstm(rng, 2, 3), lstm(rng, 3, 3), dense(rng, 3, 3))
    words = np.eye(3)
    total = 0.0
    for i in range(3):
        for j in range(3):
            total += np.exp(steps.encoder_decoder(X, np.array([[words[i], words[j]]]), *parts)[1][0])
    assert total == pytest.approx(1.0)


def test_what_comes_later_in_the_translation_moves_nothing_before_it():
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(2, 3, 2)), one_hot(rng, 2, 4, 3)
    parts = lstm(rng, 2, 3), lstm(rng, 3, 3), dense(rng, 3, 3)
    changed = Y.copy()
    changed[:, 2] = np.roll(changed[:, 2], 1, axis=1)
    before, after = (steps.encoder_decoder(X, one, *parts)[0] for one in (Y, changed))
    np.testing.assert_array_equal(before[:, :3], after[:, :3])
    assert np.abs(before[:, 3] - after[:, 3]).max() > 1e-6


def test_both_ways_join_two_readings():
    rng = np.random.default_rng(2)
    X, there, back = rng.normal(size=(2, 4, 3)), lstm(rng, 3, 2), lstm(rng, 3, 2)
    a = steps.read_both_ways(X, there, back)
    assert a.shape == (2, 4, 4)
    np.testing.assert_allclose(a[:, ::-1][..., 2:], steps.read_both_ways(X[:, ::-1], back, there)[..., :2])
    np.testing.assert_allclose(a[:, 0, :2], lstm_step(X[:, 0], np.zeros((2, 2)), np.zeros((2, 2)), there)[0])


@pytest.mark.parametrize(("Tx", "Ty"), [(1, 1), (5, 3), (2, 6)])
def test_modelf_against_a_loop_over_examples_and_steps(Tx, Ty):
    rng = np.random.default_rng(Tx)
    m, n_s = 3, 4
    p, X = parameters_for(rng, 5, 6, 2, n_s, 3), one_hot(rng, m, Tx, 5)
    s0, c0 = rng.normal(size=(m, n_s)), rng.normal(size=(m, n_s))
    outputs = steps.modelf(Tx, Ty, p, X, s0, c0)
    assert isinstance(outputs, list) and [y.shape for y in outputs] == [(m, 6)] * Ty
    for i in range(m):
        a = steps.read_both_ways(X[i : i + 1], p["forward"], p["backward"])
        s, c = s0[i : i + 1], c0[i : i + 1]
        for t in range(Ty):
            context, alphas = one_step_attention(a, s, p["attention"])
            assert alphas.sum() == pytest.approx(1)
            s, c = lstm_step(context[:, 0], s, c, p["post"])
            expected = softmax_of((s @ p["densor"]["W"] + p["densor"]["b"])[0])
            np.testing.assert_allclose(outputs[t][i], expected, rtol=1e-10)


def test_modelf_is_the_same_network_in_pytorch():
    pytest.importorskip("torch")
    from utils.labs.course5.week3_translation.in_pytorch import date_network

    rng = np.random.default_rng(3)
    p, X, zeros = parameters_for(rng, 5, 6, 3, 4, 2), one_hot(rng, 2, 7, 5), np.zeros((2, 4))
    ours = np.stack(steps.modelf(7, 4, p, X, zeros, zeros), axis=1)
    np.testing.assert_allclose(ours, date_network(p, X, 4), atol=1e-10)
