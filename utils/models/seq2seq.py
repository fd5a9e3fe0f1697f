"""From one sequence to another: an encoder that reads both ways, and a decoder that looks back at what it needs."""

import numpy as np

from utils.layers.bahdanau import BahdanauAttention
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.layer import Layer
from utils.layers.lstm import LSTM, lstm_step_backward, lstm_step_forward, lstm_step_weights
from utils.layers.recurrent import Bidirectional


class AttentionSeq2Seq(Layer):
    """Bidirectional LSTM, additive attention, LSTM. Bahdanau, Cho, Bengio (2015), there with gated recurrent units.

    n_source, n_target: symbols of either side.    n_e: width of the embeddings.    n_a: state of the encoder, each
    way.    n_s: state of the decoder.    n_compare: units by which the attention compares.    rng: np.random.Generator.
    """

    def __init__(self, n_source, n_target, rng, n_e=32, n_a=32, n_s=64, n_compare=16):
        self.read = Embedding(n_source, n_e, rng)
        self.encoder = Bidirectional(LSTM(n_e, n_a, rng), LSTM(n_e, n_a, rng))
        self.attention = BahdanauAttention(2 * n_a, n_s, n_compare, rng)
        self.start = n_target  # one more symbol: nothing written yet
        self.written = Embedding(n_target + 1, n_e, rng)
        self.decoder = LSTM(2 * n_a + n_e, n_s, rng)
        self.output = Dense(n_s, n_target, rng)

    def forward(self, source, target, *, train=False, mask=None):
        """Score every symbol at every place, given the true symbols before it (teacher forcing).

        source: (m, T_x) ids.    target: (m, T_y) ids.    mask: (m, T_x), True where the source is real.
        Returns scores (m, T_y, n_target).
        """
        self._encode(source, train, mask)
        before = np.concatenate([np.full((len(target), 1), self.start), target[:, :-1]], axis=1)
        embedded = self.written.forward(before)  # (m, T_y, n_e)
        states = [self._step(embedded[:, t]) for t in range(target.shape[1])]
        return self.output.forward(np.stack(states, axis=1))

    def backward(self, dscores):
        """Leave all gradients; there is none of the ids."""
        dstates = self.output.backward(dscores)  # (m, T_y, n_s)
        n_context = self.decoder.W.shape[1] - self.written.W.shape[1]
        dwritten = np.empty(dscores.shape[:2] + self.written.W.shape[1:], dscores.dtype)
        ds, dc, dz = np.zeros_like(dstates[:, 0]), np.zeros_like(dstates[:, 0]), []
        turned = [np.ascontiguousarray(array.swapaxes(1, 2)) for array in (self.decoder.W, self.decoder.U)]
        for t in reversed(range(len(self.steps))):
            ds += dstates[:, t]
            dx, ds, dc, dz_t = lstm_step_backward(ds, dc, self.steps[t][2], turned)
            ds += self.attention.backward(dx[:, :n_context])
            dwritten[:, t] = dx[:, n_context:]
            dz.append(dz_t)
        inputs, states, _ = zip(*self.steps, strict=True)
        self.decoder.dW, self.decoder.dU, self.decoder.db = lstm_step_weights(inputs, states, dz[::-1])
        self.written.backward(dwritten)
        self.read.backward(self.encoder.backward(self.attention.finish()))

    def translate(self, source, T_y, mask=None):
        """Write T_y symbols, each the most probable after those before it (greedy decoding).

        source: (m, T_x) ids.    Returns ids (m, T_y).
        """
        self._encode(source, False, mask)
        symbols, written = np.full(len(source), self.start), []
        for _ in range(T_y):
            scores = self.output.forward(self._step(self.written.forward(symbols)))
            symbols = scores.argmax(axis=-1)
            written.append(symbols)
        return np.stack(written, axis=1)

    def _encode(self, source, train, mask):
        self.attention.start(self.encoder.forward(self.read.forward(source), train=train, mask=mask), mask)
        self.s = self.c = np.zeros((len(source), self.decoder.U.shape[1]), self.decoder.W.dtype)
        self.steps = []

    def _step(self, written):
        """One step of the decoder, which has just written (m, n_e): its new state (m, n_s)."""
        x, before = np.concatenate([self.attention.forward(self.s), written], axis=1), self.s
        weights = self.decoder.W, self.decoder.U, self.decoder.b
        (self.s, self.c), cache = lstm_step_forward(x, self.s, self.c, *weights)
        self.steps.append((x, before, cache))
        return self.s
