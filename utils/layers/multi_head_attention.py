"""Attention in several heads: within a sequence, (m, T, d), or from one sequence to another."""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.attention import attend, attend_backward, attention_weights
from utils.layers.dense import dense_backward, dense_forward
from utils.layers.initialization import xavier
from utils.layers.layer import Layer
from utils.layers.masks import hiding, step_mask


def multi_head_attention_forward(x, Wqkv, bqkv, Wo, bo, heads, mask=None):
    """Self-attention in several heads, each on its own d / h columns of the queries, keys and values.

        [q, k, v] = x Wqkv + bqkv,    y = [head_1, …, head_h] Wo + bo,    head_i = attention(q_i, k_i, v_i)

    x: (m, T, d).    Wqkv: (d, 3d), bqkv: (3d,): columns of q, then k, then v.    Wo: (d, d), bo: (d,).
    heads: h, which divides d.    mask: boolean, broadcastable to (m, h, T, T), True where a query may attend to a key.
    Returns y (m, T, d), and the cache.    Raises ValueError as `attention_forward` does.
    """
    check_heads(len(Wo), heads)
    check_array("x", x, ("m", "T", len(Wo)), Wo.dtype, finite=False)  # the dense layer looks for NaN
    qkv, in_cache = dense_forward(x, Wqkv, bqkv)
    q, k, v = split_heads(qkv, 3, heads)
    y, caches = attend_and_merge(q, k, v, Wo, bo, mask)
    return y, (in_cache, *caches)


def multi_head_attention_backward(dy, cache, need_dx=True):
    """Carry the gradient back through the heads; those of q, k and v end side by side in one array.

    dy: (m, T, d).    cache: from `multi_head_attention_forward`.    need_dx: False where nothing stands before.
    Returns dx (m, T, d) or None, dWqkv, dbqkv, dWo, dbo.
    """
    in_cache, attention, out_cache = cache
    dmerged, dWo, dbo = dense_backward(dy, out_cache)
    dqkv = np.empty(dy.shape[:-1] + (3 * dy.shape[-1],), dy.dtype)
    heads = attention[0].shape[1]
    attend_backward(*split_heads(dmerged, 1, heads), attention, *split_heads(dqkv, 3, heads))
    dx, dWqkv, dbqkv = dense_backward(dqkv, in_cache, need_dx)
    return dx, dWqkv, dbqkv, dWo, dbo


def cross_attention_forward(x, memory, Wqkv, bqkv, Wo, bo, heads, mask=None):
    """Attention in several heads from one sequence to another: x asks, the memory answers.

        q = x Wq + bq,    [k, v] = memory Wkv + bkv,    then as in `multi_head_attention_forward`

    x: (m, T_q, d).    memory: (m, T_k, d).    Wqkv, bqkv, Wo, bo, heads: as there.
    mask: boolean, broadcastable to (m, h, T_q, T_k), True where a query may attend to a key.
    Returns y (m, T_q, d), and the cache.    Raises ValueError as `attention_forward` does.
    """
    d = len(Wo)
    check_heads(d, heads)
    check_array("x", x, ("m", "T_q", d), Wo.dtype, finite=False)
    check_array("memory", memory, (len(x), "T_k", d), Wo.dtype, finite=False)
    q, q_cache = dense_forward(x, Wqkv[:, :d], bqkv[:d])
    kv, kv_cache = dense_forward(memory, Wqkv[:, d:], bqkv[d:])
    y, caches = attend_and_merge(*split_heads(q, 1, heads), *split_heads(kv, 2, heads), Wo, bo, mask)
    return y, (q_cache, kv_cache, *caches)


def cross_attention_backward(dy, cache):
    """Carry the gradient back to both sequences.

    dy: (m, T_q, d).    cache: from `cross_attention_forward`.
    Returns dx (m, T_q, d), dmemory (m, T_k, d), dWqkv, dbqkv, dWo, dbo.
    """
    q_cache, kv_cache, attention, out_cache = cache
    dmerged, dWo, dbo = dense_backward(dy, out_cache)
    m, heads, T_k, _ = attention[1].shape
    dq, dkv = np.empty_like(dmerged), np.empty((m, T_k, 2 * dy.shape[-1]), dy.dtype)
    attend_backward(*split_heads(dmerged, 1, heads), attention, *split_heads(dq, 1, heads), *split_heads(dkv, 2, heads))
    dx, dWq, dbq = dense_backward(dq, q_cache)
    dmemory, dWkv, dbkv = dense_backward(dkv, kv_cache)
    return dx, dmemory, np.concatenate([dWq, dWkv], axis=1), np.concatenate([dbq, dbkv]), dWo, dbo


def split_heads(x, parts, heads):
    """Cut the columns into parts of heads, without a copy: (m, T, parts · d) -> parts views (m, h, T, d / h)."""
    m, T, width = x.shape
    return x.reshape(m, T, parts, heads, width // parts // heads).transpose(2, 0, 3, 1, 4)


def attend_and_merge(q, k, v, Wo, bo, mask):
    """Attend in every head, put the heads side by side again and mix them. q, k, v: (m, h, T, d / h)."""
    hide = None if mask is None else hiding(mask, q.shape[:-1] + k.shape[-2:-1], q.dtype)
    y, attention = attend(q, k, v, hide)
    merged = y.swapaxes(1, 2).reshape(len(y), y.shape[2], -1)  # (m, h, T, d / h) -> (m, T, d)
    y, out_cache = dense_forward(merged, Wo, bo)
    return y, (attention, out_cache)


def check_heads(d, heads):
    """Refuse a number of heads that does not divide the columns evenly."""
    check_whole("d", d)
    check_whole("heads", heads)
    if d % heads:
        raise ValueError(f"heads = {heads} does not divide d = {d}: each head has d / h columns")


class MultiHeadAttention(Layer):
    """Self-attention in several heads; see `multi_head_attention_forward`.

    d: the columns of x.    rng: np.random.Generator.    causal: True lets no step look at later ones.
    first: True skips the gradient of the input.
    Its mask is the layers' (m, T), True where a step is real. What it gives at padding is not 0, as a recurrent
    layer's is: leave it out of the loss.
    """

    weights = ("Wqkv", "bqkv", "Wo", "bo")

    def __init__(self, d, heads, rng, causal=False, first=False):
        check_heads(d, heads)
        self.Wqkv = np.concatenate([xavier((d, d), rng) for _ in range(3)], axis=1)
        self.bqkv = np.zeros(3 * d, self.Wqkv.dtype)
        self.Wo = xavier((d, d), rng)
        self.bo = np.zeros(d, self.Wo.dtype)
        self.heads, self.causal, self.first = heads, causal, first

    def arrays(self):
        return self.Wqkv, self.bqkv, self.Wo, self.bo, self.heads

    def forward(self, x, *, train=False, mask=None):
        check_array("x", x, ("m", "T", len(self.Wo)), self.Wo.dtype, finite=False)
        mask = step_mask(mask, *x.shape[:2], self.causal)
        y, self.cache = multi_head_attention_forward(x, *self.arrays(), mask)
        return y

    def backward(self, dy):
        dx, *gradients = multi_head_attention_backward(dy, self.cache, need_dx=not self.first)
        self.dWqkv, self.dbqkv, self.dWo, self.dbo = gradients
        return dx

    def attention(self):
        """The weights of the last pass, (m, h, T_q, T_k)."""
        return attention_weights(self.cache[-2])


class CrossAttention(MultiHeadAttention):
    """Attention from one sequence to another; see `cross_attention_forward`. Weights as in `MultiHeadAttention`."""

    def __init__(self, d, heads, rng):
        super().__init__(d, heads, rng)

    def forward(self, x, memory, *, memory_mask=None):
        """x: (m, T_q, d).    memory: (m, T_k, d).    memory_mask: (m, T_k), True where a step is real."""
        check_array("memory", memory, ("m", "T_k", len(self.Wo)), self.Wo.dtype, finite=False)
        mask = step_mask(memory_mask, *memory.shape[:2])
        y, self.cache = cross_attention_forward(x, memory, *self.arrays(), mask)
        return y

    def backward(self, dy):
        """Returns dx and dmemory."""
        dx, dmemory, *gradients = cross_attention_backward(dy, self.cache)
        self.dWqkv, self.dbqkv, self.dWo, self.dbo = gradients
        return dx, dmemory
