"""Attention: every query takes the average of the values, weighed by how well their keys fit it.

The weights of the softmax are kept without their division: e = exp(score − the row's largest). The shorter output is
divided instead, so that each of the (m, h, T_q, T_k) arrays is passed over as seldom as can be.
"""

import numpy as np

from utils.layers.arguments import check_array
from utils.layers.blocks import blocks
from utils.layers.masks import hiding


def attention_forward(q, k, v, mask=None):
    """Scaled dot-product attention.

        y = softmax(q kᵀ / √d_k) v,    the softmax over the keys

    q: (…, T_q, d_k) queries.    k: (…, T_k, d_k) keys.    v: (…, T_k, d_v) values; the leading axes are the same.
    mask: boolean, broadcastable to (…, T_q, T_k), True where a query may attend to a key.
    Returns y (…, T_q, d_v), and the cache, from which `attention_weights` reads the softmax.
    Raises ValueError for shapes that do not fit, NaN or infinity, or a query that may attend to nothing.
    Vaswani et al., "Attention is all you need" (2017).
    """
    check_array("q", q, (..., "T_q", "d_k"))
    check_array("k", k, q.shape[:-2] + ("T_k", q.shape[-1]), q.dtype)
    check_array("v", v, k.shape[:-1] + ("d_v",), q.dtype)
    shape = q.shape[:-1] + k.shape[-2:-1]  # of the scores: (…, T_q, T_k)
    return attend(q, k, v, None if mask is None else hiding(mask, shape, q.dtype))


def attention_backward(dy, cache):
    """Carry the gradient back through the average, the softmax and the scores.

        dv = pᵀ dy,    ds = p · (dy vᵀ − Σ over d_v of dy y),    dq = ds k / √d_k,    dk = dsᵀ q / √d_k

    where p is the softmax. dy: (…, T_q, d_v).    cache: from `attention_forward`.
    Returns dq, dk, dv, of the shapes of q, k, v.
    """
    q, k, v, _, _, y = cache
    check_array("dy", dy, y.shape, y.dtype, finite=False)
    gradients = np.empty_like(q), np.empty_like(k), np.empty_like(v)
    attend_backward(dy, cache, *gradients)
    return gradients


def attend(q, k, v, hide=None):
    """`attention_forward` on checked arrays.    hide: what is added to the scores, see `hiding`."""
    q = q * q.shape[-1] ** -0.5  # here and not on the scores, which are larger
    e = np.empty(q.shape[:-1] + k.shape[-2:-1], q.dtype)
    total = np.empty(q.shape[:-1] + (1,), q.dtype)
    y = np.empty_like(q, shape=q.shape[:-1] + v.shape[-1:])  # in the order of q's memory, where heads may be inside
    ones = np.ones((k.shape[-2], 1), q.dtype)
    for n in batches(e):
        scores = np.matmul(q[n], k[n].swapaxes(-1, -2), out=e[n])
        if hide is not None:
            scores += hide[n]
        scores -= np.fmax.reduce(scores, axis=-1, keepdims=True)  # no exponential overflows; fmax is faster than max
        np.exp(scores, out=scores)
        np.matmul(scores, ones, out=total[n])  # row sums as a product
        np.matmul(scores, v[n], out=y[n])
    y /= total
    return y, (q, k, v, e, total, y)


def attend_backward(dy, cache, dq, dk, dv):
    """`attention_backward` into arrays that are there: dq, dk, dv, which may be views."""
    q, k, v, e, total, y = cache
    dy = dy / total  # so that e stands for the softmax from here on
    along = np.einsum("...d,...d->...", dy, y)[..., None]  # (…, T_q, 1): Σ p dp, without passing over p
    for n in batches(e):
        np.matmul(e[n].swapaxes(-1, -2), dy[n], out=dv[n])
        ds = dy[n] @ v[n].swapaxes(-1, -2)
        ds -= along[n]
        ds *= e[n]
        np.matmul(ds, k[n], out=dq[n])
        np.matmul(ds.swapaxes(-1, -2), q[n], out=dk[n])
    dq *= q.shape[-1] ** -0.5  # dk has it from q


def attention_weights(cache):
    """The softmax of a pass, (…, T_q, T_k): the share that each query gives to each key."""
    *_, e, total, _ = cache
    return e / total


def batches(scores):
    """Slices of the leading axis whose scores stay in the cache; a single pair of sequences has none to cut."""
    return blocks(scores) if scores.ndim > 2 else [...]
