"""Turned queries and keys, and scores with a bias by distance: loops, what must hold for any shape, PyTorch."""

import math

import numpy as np
import pytest

from utils.steps import relative_positions as steps
from utils.steps.attention import create_look_ahead_mask, scaled_dot_product_attention


def turned_by_loops(x, positions):
    """One sequence in plain Python: x (T, d)."""
    T, d = x.shape
    out = [[0.0] * d for _ in range(T)]
    for t in range(T):
        for i in range(d // 2):
            angle = positions[t] / 10000 ** (2 * i / d)
            a, b = x[t][2 * i], x[t][2 * i + 1]
            out[t][2 * i] = a * math.cos(angle) - b * math.sin(angle)
            out[t][2 * i + 1] = a * math.sin(angle) + b * math.cos(angle)
    return np.array(out)


@pytest.mark.parametrize("T, d", [(1, 2), (4, 6), (5, 4)])
def test_turns_agree_with_loops(T, d):
    rng = np.random.default_rng(T)
    x, positions = rng.normal(size=(3, T, d)), rng.integers(0, 200, T)
    expected = np.stack([turned_by_loops(one, positions) for one in x])
    np.testing.assert_allclose(steps.rotate_positions(x, positions), expected, rtol=1e-12, atol=1e-12)


def test_a_turn_keeps_lengths_and_is_undone_by_the_turn_back():
    x, positions = np.random.default_rng(1).normal(size=(2, 2, 7, 8)), np.arange(7) * 3
    y = steps.rotate_positions(x, positions)
    np.testing.assert_allclose(np.linalg.norm(y, axis=-1), np.linalg.norm(x, axis=-1))
    np.testing.assert_allclose(steps.rotate_positions(y, -positions), x, atol=1e-12)


@pytest.mark.parametrize("moved", [1, 50, 1000])
def test_scores_of_turned_vectors_depend_on_the_difference_only(moved):
    q, k = np.random.default_rng(2).normal(size=(2, 1, 6, 8))
    here, there = np.arange(6), np.arange(6) + moved
    scores = [
        steps.rotate_positions(q, places) @ steps.rotate_positions(k, places).swapaxes(1, 2) for places in (here, there)
    ]
    np.testing.assert_allclose(scores[0], scores[1], atol=1e-11)


def test_a_turn_s_way_back_is_the_turn_back():
    """<dy, R x> = <R⁻¹ dy, x>: what the networks of the lab rely on."""
    rng = np.random.default_rng(3)
    x, dy, positions = rng.normal(size=(1, 4, 6)), rng.normal(size=(1, 4, 6)), np.arange(4)
    there = np.sum(dy * steps.rotate_positions(x, positions))
    assert there == pytest.approx(np.sum(steps.rotate_positions(dy, -positions) * x))


def relative_by_loops(q, k, v, bias):
    """One example in plain Python."""
    output, weights = [], []
    for t in range(len(q)):
        fits = [
            sum(a * b for a, b in zip(q[t], k[u], strict=True)) / math.sqrt(len(q[t])) + bias[min(t - u, len(bias) - 1)]
            for u in range(t + 1)
        ]
        shares = [math.exp(fit) for fit in fits]
        weights.append([share / sum(shares) for share in shares] + [0.0] * (len(q) - t - 1))
        output.append([sum(weights[t][u] * v[u][c] for u in range(t + 1)) for c in range(len(v[0]))])
    return np.array(output), np.array(weights)


@pytest.mark.parametrize("T, d_k, d_v, D", [(1, 1, 1, 1), (4, 3, 2, 2), (3, 2, 4, 9)])
def test_relative_attention_agrees_with_loops(T, d_k, d_v, D):
    rng = np.random.default_rng(4)
    q, k, v = (rng.normal(size=(2, T, n)) for n in (d_k, d_k, d_v))
    bias = rng.normal(size=D)
    output, weights = steps.relative_attention(q, k, v, bias)
    for i in range(2):
        expected = relative_by_loops(q[i], k[i], v[i], bias)
        np.testing.assert_allclose(output[i], expected[0], rtol=1e-11, atol=1e-13)
        np.testing.assert_allclose(weights[i], expected[1], rtol=1e-11, atol=1e-13)


def test_equal_biases_change_nothing():
    q, k, v = np.random.default_rng(5).normal(size=(3, 2, 5, 4))
    found = steps.relative_attention(q, k, v, np.full(3, 1.7))
    expected = scaled_dot_product_attention(q, k, v, create_look_ahead_mask(5))
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other)


def test_torch_gives_the_same_with_the_bias_as_its_mask():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(6)
    q, k, v = rng.normal(size=(3, 2, 6, 4))
    bias = rng.normal(size=4)
    distance = np.arange(6)[:, None] - np.arange(6)
    added = np.where(distance >= 0, bias[np.clip(distance, 0, 3)], -np.inf)
    attend = torch.nn.functional.scaled_dot_product_attention
    expected = attend(*(torch.tensor(one) for one in (q, k, v)), attn_mask=torch.tensor(added))
    np.testing.assert_allclose(steps.relative_attention(q, k, v, bias)[0], expected.numpy(), rtol=1e-10)
