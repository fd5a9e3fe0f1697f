"""Positions that attention sees as distances: queries and keys that are turned, and scores with a bias."""

import numpy as np

from utils.steps.transformer import get_angles


def rotate_positions(x, positions):
    """Turn each pair of neighbouring columns by the angle of the position.

        y[2i]     = x[2i] · cos(angle) − x[2i + 1] · sin(angle)
        y[2i + 1] = x[2i] · sin(angle) + x[2i + 1] · cos(angle),    angle = pos / 10000^(2i/d)

    x: (…, T, d) queries or keys; d is even.    positions: (T,), where in its sequence each row stands.
    At hand: `get_angles`.
    Returns y (…, T, d).
    Source: Su et al., "RoFormer: enhanced transformer with rotary position embedding" (2021).
    """
    d = x.shape[-1]
    # All angles in one table; the two columns of a pair have the same, so every second column will do
    angles = get_angles(positions[:, np.newaxis], np.arange(d)[np.newaxis, :], d)[:, 0::2]  # (T, d / 2)
    cos, sin = np.cos(angles), np.sin(angles)
    # Turn all pairs at once: their first columns, and their second ones
    even, odd = x[..., 0::2], x[..., 1::2]
    y = np.empty(x.shape)
    y[..., 0::2] = even * cos - odd * sin
    y[..., 1::2] = even * sin + odd * cos
    return y


def relative_attention(q, k, v, bias):
    """Attend to what came before, with a bias on each score that depends on how far back the key lies.

        score[t, u] = q[t] · k[u] / √d_k + bias[t − u],    u ≤ t

    q, k: (…, T, d_k).    v: (…, T, d_v).    bias: (D,), of the distances 0 to D − 1; all that lies further back takes
    the last one.
    Returns the output (…, T, d_v), and the attention weights (…, T, T), each row summing to 1.
    Source: after Raffel et al., "Exploring the limits of transfer learning with a unified text-to-text transformer"
    (2020).
    """
    T = q.shape[-2]
    # How far back each key lies, seen from each query: below 0 where it comes later
    distance = np.arange(T)[:, np.newaxis] - np.arange(T)  # (T, T)
    # Every score with the bias of its distance
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1]) + bias[np.clip(distance, 0, len(bias) - 1)]
    # What comes later is hidden
    scores = np.where(distance >= 0, scores, -np.inf)
    # The softmax along the keys, with each row's largest score subtracted first
    exps = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    attention_weights = exps / np.sum(exps, axis=-1, keepdims=True)
    return attention_weights @ v, attention_weights
