"""A translator that has read one sentence, as the function that the decoding steps take."""

import numpy as np


class SentenceModel:
    """log_probabilities of one sentence: a list of k beginnings -> (k, V).

    The states behind every beginning are kept, so that a further word costs one step of the decoder.

    model: a `Translator`.    source: (T_x,) numbers of the words.    mask: (T_x,), True where a word is.
    """

    def __init__(self, model, source, mask):
        self.model, self.source = model, source[mask][None]
        self.a = model.encoder.forward(model.read.forward(self.source))  # (1, T, 2 n_a)
        zeros = np.zeros(model.decoder.U.shape[1], model.decoder.W.dtype)
        self.nothing = zeros, zeros
        self.known = {}  # for each beginning its log-probabilities, and the states behind its last word

    def __call__(self, beginnings):
        keys = [tuple(int(word) for word in words) for words in beginnings]
        new = list(dict.fromkeys(key for key in keys if key not in self.known))
        if new:
            missing = [key[:-1] for key in new if key and key[:-1] not in self.known]
            if missing:
                self(missing)
            self._run(new)
        return np.stack([self.known[key][0] for key in keys])

    def _run(self, keys):
        """One step of the decoder behind beginnings whose own beginnings are known."""
        model, before = self.model, [self.known[key[:-1]][1] if key else self.nothing for key in keys]
        model.attention.start(np.repeat(self.a, len(keys), axis=0))
        model.s, model.c = (np.stack([states[i] for states in before]) for i in (0, 1))
        model.steps = []
        last = np.array([key[-1] if key else model.start for key in keys])
        scores = model.output.forward(model._step(model.written.forward(last))).astype(np.float64)
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
        for i, key in enumerate(keys):
            self.known[key] = logs[i], (model.s[i], model.c[i])
