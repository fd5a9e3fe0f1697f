"""What several exercises of this lab are tried on, or share."""

import numpy as np

from utils.steps.attention import create_look_ahead_mask


def by_hand():
    """Three queries and five keys of four columns: whole scores over √4, and values to read off; no axis is 2 long."""
    q = np.array([[[2.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 2.0], [0.0, 0.0, 0.0, 4.0]]])
    k = np.array([[[1.0, 0, 0, 3.0], [0, 1.0, 0, 0], [0, 0, 5.0, 0], [2.0, 0, 0, 0], [0, 0, 1.0, 1.0]]])
    v = np.array([[[10.0], [20.0], [30.0], [40.0], [50.0]]])
    return q, k, v


def far_below(rng):
    """q (1, 2, 4), k (1, 3, 4), v (1, 3, 2): the first query's scores over √4 are near −24, the second's near −200."""
    q = np.array([[[-12.0] * 4, [-100.0] * 4]])
    return q, 1 + 0.01 * rng.normal(size=(1, 3, 4)), rng.normal(size=(1, 3, 2))


def made(rng, m, T_q, T_k, d_k, d_v):
    """q (m, T_q, d_k), k (m, T_k, d_k), v (m, T_k, d_v)."""
    return rng.normal(size=(m, T_q, d_k)), rng.normal(size=(m, T_k, d_k)), rng.normal(size=(m, T_k, d_v))


def some_hidden(rng, m, T_q, T_k):
    """A mask (m, T_q, T_k) with every query's first key, and each other with chance one half."""
    mask = rng.random((m, T_q, T_k)) < 0.5
    mask[..., 0] = True
    return mask


def look_ahead(T):
    return create_look_ahead_mask(T)


def soft(scores):
    """The softmax along the last axis."""
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def heads_parameters(rng, d):
    """Weights (d, d) and biases (d,) of q, k, v and the output."""
    parameters = {}
    for name in "qkvo":
        parameters[f"W_{name}"], parameters[f"b_{name}"] = rng.normal(size=(d, d)), rng.normal(size=d)
    return parameters
