"""Additive attention: a decoder's state asks, at each of its steps, which steps of the input it needs.

What the input contributes to the energies, a W_a + b, does not depend on the decoder's step: it is multiplied once,
before the first, and its gradient once, after the last.
"""

import numpy as np

from utils.layers.arguments import check_array
from utils.layers.dense import dense_backward, dense_forward
from utils.layers.initialization import xavier
from utils.layers.layer import Layer
from utils.layers.masks import hiding, step_mask


def bahdanau_forward(s, a, keys, W_s, v, mask=None):
    """Average the steps of the input, weighed by how well each fits the decoder's state.

        e_t = v · tanh(keys_t + s W_s),    α = softmax(e),    context = Σ_t α_t a_t

    s: (m, n_s) the decoder's state.    a: (m, T, n_a) what the encoder made of the input.
    keys: (m, T, n_e) = a W_a + b, from `dense_forward`, once for all steps of the decoder.
    W_s: (n_s, n_e).    v: (n_e,).
    mask: (m, T), True where a step of the input is real.
    Returns context (m, n_a), and the cache, whose first entry is α (m, T).
    Raises ValueError for shapes that do not fit, NaN or infinity in s, or a mask that leaves no step.
    Bahdanau, Cho, Bengio, "Neural machine translation by jointly learning to align and translate" (2015).
    """
    n_s, n_e = W_s.shape
    check_array("s", s, ("m", n_s), W_s.dtype)
    check_array("a", a, (len(s), "T", "n_a"), W_s.dtype, finite=False)  # the same at every step: once is enough
    check_array("keys", keys, a.shape[:2] + (n_e,), W_s.dtype, finite=False)
    hide = 0 if mask is None else hiding(mask, a.shape[:2], s.dtype)
    hidden = keys + (s @ W_s)[:, None]  # (m, n_e) -> (m, T, n_e)
    np.tanh(hidden, out=hidden)
    energies = hidden @ v + hide  # (m, T)
    alpha = np.exp(energies - energies.max(axis=1, keepdims=True))
    alpha /= alpha.sum(axis=1, keepdims=True)
    context = (alpha[:, None] @ a)[:, 0]  # (m, 1, T) @ (m, T, n_a)
    return context, (alpha, s, a, hidden, W_s, v)


def bahdanau_backward(dcontext, cache, need_da=True):
    """Carry the gradient back through the average, the softmax and the energies of one step of the decoder.

        dα_t = dcontext · a_t,    de = α (dα − Σ α dα),    dkeys_t = de_t v (1 − tanh²),    ds = (Σ_t dkeys_t) W_sᵀ

    dcontext: (m, n_a).    cache: from `bahdanau_forward`.    need_da: False leaves out da_t = α_t dcontext, which for
    all steps of a decoder is one product, see `BahdanauAttention`.
    Returns ds (m, n_s), da (m, T, n_a) or None, dkeys (m, T, n_e), dW_s, dv. da is without what a receives through
    its keys: their gradients are added up over the decoder's steps first.
    """
    alpha, s, a, hidden, W_s, v = cache
    check_array("dcontext", dcontext, (len(s), a.shape[2]), s.dtype, finite=False)
    dalpha = (a @ dcontext[:, :, None])[:, :, 0]  # (m, T, n_a) @ (m, n_a, 1)
    de = alpha * (dalpha - np.einsum("mt,mt->m", alpha, dalpha)[:, None])
    dv = de.ravel() @ hidden.reshape(-1, len(v))
    dkeys = hidden * hidden
    np.subtract(1, dkeys, out=dkeys)
    dkeys *= v
    dkeys *= de[:, :, None]
    dhidden = (np.ones((1, a.shape[1]), s.dtype) @ dkeys)[:, 0]  # the sum over T, as a product
    da = alpha[:, :, None] * dcontext[:, None] if need_da else None
    return dhidden @ W_s.T, da, dkeys, s.T @ dhidden, dv


class BahdanauAttention(Layer):
    """Additive attention for a decoder: `start` once, `forward` at every step, `backward` as often, `finish` once.

        attention.start(a, mask)
        context = attention.forward(s)         # step after step
        ds = attention.backward(dcontext)      # step before step, the last one first
        da = attention.finish()

    Calls in any other order raise ValueError.
    n_a: columns of the input a.    n_s: columns of the decoder's state s.    n_e: units that compare the two.
    """

    weights = ("W_a", "W_s", "b", "v")

    def __init__(self, n_a, n_s, n_e, rng):
        self.W_a, self.W_s = xavier((n_a, n_e), rng), xavier((n_s, n_e), rng)
        self.b = np.zeros(n_e, self.W_a.dtype)
        self.v = xavier((n_e, 1), rng)[:, 0]
        self.caches, self.steps = None, []  # of the steps that were run; gradients of those taken back

    def start(self, a, mask=None):
        """Take the input of all steps.    a: (m, T, n_a).    mask: (m, T), True where a step is real."""
        check_array("a", a, ("m", "T", len(self.W_a)), self.W_a.dtype, finite=False)
        step_mask(mask, *a.shape[:2])
        self.keys, self.keys_cache = dense_forward(a, self.W_a, self.b)
        self.a, self.mask, self.caches, self.steps = a, mask, [], []

    def forward(self, s, *, train=False, mask=None):
        """The context (m, n_a) of one step of the decoder, whose state is s (m, n_s)."""
        in_order(self.caches is not None, "forward before start")
        in_order(not self.steps, "forward after backward")
        context, cache = bahdanau_forward(s, self.a, self.keys, self.W_s, self.v, self.mask)
        self.caches.append(cache)
        return context

    def attention(self):
        """The weights of all steps so far, (m, steps of the decoder, T)."""
        in_order(self.caches, "attention before forward")
        return np.stack([cache[0] for cache in self.caches], axis=1)

    def backward(self, dcontext):
        """The gradient ds (m, n_s) of the last step that was not taken back yet."""
        in_order(self.caches, "backward before forward")
        done = len(self.steps)
        in_order(done < len(self.caches), f"backward once more after all {done} steps were taken back")
        ds, _, dkeys, *gradients = bahdanau_backward(dcontext, self.caches[-1 - done], need_da=False)
        if done == 0:
            self.dkeys, self.dW_s, self.dv = dkeys, *gradients
        else:
            for total, gradient in zip((self.dkeys, self.dW_s, self.dv), (dkeys, *gradients), strict=True):
                total += gradient
        self.steps.append(dcontext)
        return ds

    def finish(self):
        """The gradient da (m, T, n_a) of the input, once all steps are taken back."""
        run, done = len(self.caches or ()), len(self.steps)
        in_order(0 < run == done, f"finish after {run} steps forward and {done} backward")
        alphas, dcontexts = self.attention(), np.stack(self.steps[::-1], axis=1)  # (m, steps, T), (m, steps, n_a)
        da, self.dW_a, self.db = dense_backward(self.dkeys, self.keys_cache)
        da += alphas.swapaxes(1, 2) @ dcontexts  # Σ over the steps of α_t dcontext
        return da


def in_order(fits, found):
    """Refuse a call of a `BahdanauAttention` that comes too early or too late."""
    if not fits:
        raise ValueError(f"{found}: the order is start, forward at every step, backward as often, finish")
