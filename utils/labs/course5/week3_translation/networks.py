"""Encoders and decoders of this lab: what the decoder reads of the input is exchanged, all else stays the same."""

import numpy as np

from utils.layers.initialization import xavier
from utils.layers.layer import Layer
from utils.models.seq2seq import AttentionSeq2Seq

READERS = ("summary", "additive", "general", "dot")


class Summary(Layer):
    """No attention: every step of the decoder gets the two states in which the encoder has ended, one for each way.

    Called as `BahdanauAttention` is: start, forward at every step, backward as often, finish.
    """

    weights = ()

    def start(self, a, mask=None):
        """a: (m, T, 2 n_a), forwards then backwards.    mask: (m, T), True where a step is real."""
        m, T, n = a.shape
        last = np.full(m, T - 1) if mask is None else mask.sum(axis=1) - 1
        self.shape, self.last, self.half = a.shape, (np.arange(m), last), n // 2
        self.context = np.concatenate([a[self.last][:, : self.half], a[:, 0, self.half :]], axis=1)
        self.dcontext = np.zeros_like(self.context)

    def forward(self, s, *, train=False, mask=None):
        self.n_s = s.shape
        return self.context

    def backward(self, dcontext):
        self.dcontext += dcontext
        return np.zeros(self.n_s, dcontext.dtype)

    def finish(self):
        da = np.zeros(self.shape, self.dcontext.dtype)
        da[self.last[0], self.last[1], : self.half] = self.dcontext[:, : self.half]
        da[:, 0, self.half :] += self.dcontext[:, self.half :]
        return da


class ProductAttention(Layer):
    """Attention whose energies are products with the state: e_t = s · (a_t W), or s · a_t where `learnt` is False.

    Called as `BahdanauAttention` is.    n_a: columns of the input.    n_s: columns of the state; without weights both
    have to be the same.
    """

    def __init__(self, n_a, n_s, rng, learnt=True):
        self.weights = ("W",) if learnt else ()
        self.W = xavier((n_a, n_s), rng) if learnt else None
        self.learnt = learnt

    def start(self, a, mask=None):
        self.a, self.mask, self.steps, self.alphas = a, mask, [], []
        self.keys = a @ self.W if self.learnt else a  # (m, T, n_s)
        self.da, self.dkeys = np.zeros_like(a), np.zeros_like(self.keys)

    def forward(self, s, *, train=False, mask=None):
        energies = np.einsum("mtn,mn->mt", self.keys, s)
        if self.mask is not None:
            energies = np.where(self.mask, energies, -np.inf)
        alpha = np.exp(energies - energies.max(axis=1, keepdims=True))
        alpha /= alpha.sum(axis=1, keepdims=True)
        self.steps.append((alpha, s))
        self.alphas.append(alpha)
        return np.einsum("mt,mtn->mn", alpha, self.a)

    def attention(self):
        """The weights of all steps so far, (m, steps of the decoder, T)."""
        return np.stack(self.alphas, axis=1)

    def backward(self, dcontext):
        alpha, s = self.steps.pop()
        dalpha = np.einsum("mtn,mn->mt", self.a, dcontext)
        de = alpha * (dalpha - np.sum(alpha * dalpha, axis=1, keepdims=True))
        self.da += alpha[:, :, None] * dcontext[:, None]
        self.dkeys += de[:, :, None] * s[:, None]
        return np.einsum("mtn,mt->mn", self.keys, de)

    def finish(self):
        if not self.learnt:
            return self.da + self.dkeys
        self.dW = np.einsum("mti,mtj->ij", self.a, self.dkeys)
        return self.da + self.dkeys @ self.W.T


class Translator(AttentionSeq2Seq):
    """A bidirectional LSTM that reads and an LSTM that writes.

    reader: one of READERS, what the decoder gets of the input at each step.    feedback: False hides from the decoder
    what it has written.    All else as in `AttentionSeq2Seq`.
    """

    def __init__(self, n_source, n_target, rng, reader="additive", feedback=True, **sizes):
        super().__init__(n_source, n_target, rng, **sizes)
        n_a, n_s = 2 * self.encoder.forwards.U.shape[-1], self.decoder.U.shape[-1]
        if reader == "summary":
            self.attention = Summary()
        elif reader != "additive":
            self.attention = ProductAttention(n_a, n_s, rng, learnt=reader == "general")
        self.feedback = feedback

    def forward(self, source, target, *, train=False, mask=None):
        before = target if self.feedback else np.full_like(target, self.start)
        return super().forward(source, before, train=train, mask=mask)

    def translate(self, source, T_y, mask=None):
        if self.feedback:
            return super().translate(source, T_y, mask)
        target = np.full((len(source), T_y), self.start)
        return self.forward(source, target, mask=mask).argmax(axis=-1)


def products(T, n_e, n_a, n_s, n_compare):
    """Products in one translation of T words into T words: those of the attention, and those of the three LSTMs."""
    keys = T * 2 * n_a * n_compare  # once for each word that is read
    asked = T * n_s * n_compare  # once for each word that is written
    pairs = T * T * (n_compare + 2 * n_a)  # an energy's weights v, and the share of each state in the context
    encoder = 2 * T * 4 * n_a * (n_e + n_a)
    decoder = T * 4 * n_s * (2 * n_a + n_e + n_s)
    return keys + asked + pairs, encoder + decoder
