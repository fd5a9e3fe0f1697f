"""The Transformer, an encoder and a decoder, and a decoder alone as a language model.

Vaswani et al., "Attention is all you need" (2017); Radford et al., "Improving language understanding by generative
pre-training" (2018).
"""

import numpy as np

from utils.layers.activations import softmax_forward
from utils.layers.arguments import check_labels, check_whole
from utils.layers.dense import Dense
from utils.layers.dropout import Dropout
from utils.layers.embedding import Embedding
from utils.layers.initialization import xavier
from utils.layers.layer import Layer
from utils.layers.positions import AddPositions
from utils.layers.transformer_blocks import DecoderLayer, EncoderLayer


class TokenAndPositionEmbedding(Layer):
    """What the layers of a Transformer receive: the word's vector times √d, plus where it stands, then dropout.

    ids (m, T) -> (m, T, d). Its vectors start at variance 1/d, so that times √d they are as large as the positions.
    """

    def __init__(self, n_words, d, rng, keep_prob=1.0):
        self.scale = d**0.5
        self.embedding = Embedding(n_words, d, rng, scale=1 / self.scale)
        self.positions = AddPositions()
        self.dropout = Dropout(keep_prob, rng)

    def forward(self, ids, *, train=False, mask=None):
        check_labels("ids", ids, ("m", "T"), len(self.embedding.W))
        x = self.embedding.forward(ids) * self.scale
        return self.dropout.forward(self.positions.forward(x), train=train)

    def backward(self, dy):
        dx = self.positions.backward(self.dropout.backward(dy))
        self.embedding.backward(dx * self.scale)


class Transformer(Layer):
    """Read a sequence with the encoder, write another with the decoder, one word from those before it.

    n_source, n_target: words of the two languages.    d: columns of every vector.    heads: divides d.
    layers: of the encoder, and as many of the decoder.    d_hidden: units of the feed-forward networks.
    rng: np.random.Generator.    keep_prob: of dropout.
    """

    def __init__(self, n_source, n_target, d, heads, layers, d_hidden, rng, keep_prob=1.0):
        check_whole("layers", layers)
        sizes = d, heads, d_hidden, rng, keep_prob
        self.source = TokenAndPositionEmbedding(n_source, d, rng, keep_prob)
        self.encoder = [EncoderLayer(*sizes) for _ in range(layers)]
        self.target = TokenAndPositionEmbedding(n_target, d, rng, keep_prob)
        self.decoder = [DecoderLayer(*sizes) for _ in range(layers)]
        self.output = Dense(d, n_target, rng, init=xavier)

    def forward(self, source_ids, target_ids, *, train=False, source_mask=None):
        """The scores of the word that follows each of the target's words.

        source_ids: (m, T_source).    target_ids: (m, T_target), a start word first, and never the last word: the
        decoder is taught with the true words.    source_mask: (m, T_source), True where a word is real.
        Returns logits (m, T_target, n_target). Padding at a target's end is left out by the loss: no word looks ahead.
        """
        options = {"train": train, "source_mask": source_mask}
        return self.decode(target_ids, self.encode(source_ids, **options), **options)

    def encode(self, source_ids, *, train=False, source_mask=None):
        """The memory (m, T_source, d) that every layer of the decoder asks."""
        x = self.source.forward(source_ids, train=train)
        for layer in self.encoder:
            x = layer.forward(x, train=train, mask=source_mask)
        return x

    def decode(self, target_ids, memory, *, train=False, source_mask=None):
        """Logits (m, T_target, n_target), from the words so far and the memory."""
        x = self.target.forward(target_ids, train=train)
        for layer in self.decoder:
            x = layer.forward(x, memory, train=train, memory_mask=source_mask)
        return self.output.forward(x)

    def backward(self, dlogits):
        """Leave all gradients; words have none to return. Every layer of the decoder sends its own to the memory."""
        dx = self.output.backward(dlogits)
        dmemory = 0
        for layer in reversed(self.decoder):
            dx, dmemory_here = layer.backward(dx)
            dmemory = dmemory + dmemory_here
        self.target.backward(dx)
        for layer in reversed(self.encoder):
            dmemory = layer.backward(dmemory)
        self.source.backward(dmemory)

    def decode_greedy(self, source_ids, start, length, source_mask=None):
        """Write `length` words for each source, each time the most probable next one.

        source_ids: (m, T_source).    start: the id that begins every target.
        Returns ids (m, length), without the start.
        """
        memory = self.encode(source_ids, source_mask=source_mask)
        prompt = np.full((len(memory), 1), start)
        return extend(prompt, length, lambda ids: self.decode(ids, memory, source_mask=source_mask))[:, 1:]


class CausalLM(Layer):
    """A language model: the next word from the words so far. Encoder layers that do not look ahead.

    n_words: of the language.    d, heads, layers, d_hidden, rng, keep_prob: as in `Transformer`.
    """

    def __init__(self, n_words, d, heads, layers, d_hidden, rng, keep_prob=1.0):
        check_whole("layers", layers)
        self.words = TokenAndPositionEmbedding(n_words, d, rng, keep_prob)
        self.layers = [EncoderLayer(d, heads, d_hidden, rng, keep_prob, causal=True) for _ in range(layers)]
        self.output = Dense(d, n_words, rng, init=xavier)

    def forward(self, ids, *, train=False, mask=None):
        """Logits (m, T, n_words) of the word that follows each.

        ids: (m, T).    mask: (m, T), True where a word is real. At a sequence's end it changes no real word's logits;
        the loss leaves out the others.
        """
        x = self.words.forward(ids, train=train)
        for layer in self.layers:
            x = layer.forward(x, train=train, mask=mask)
        return self.output.forward(x)

    def backward(self, dlogits):
        """Leave all gradients; words have none to return."""
        dx = self.output.backward(dlogits)
        for layer in reversed(self.layers):
            dx = layer.backward(dx)
        self.words.backward(dx)

    def generate(self, ids, length, rng=None, temperature=1.0):
        """Go on from a beginning: ids (m, T) -> (m, T + length).

        rng: draws every word from its distribution; None takes the most probable.    temperature: below 1 sharpens
        the distribution, above 1 flattens it.
        """
        return extend(ids, length, self.forward, rng, temperature)


def extend(ids, length, scores, rng=None, temperature=1.0):
    """Append `length` words to each row of ids (m, T), one at a time.

    scores: ids so far -> logits (m, T, n_words).    rng, temperature: as in `CausalLM.generate`.
    Raises ValueError for a length that is not a whole number, or a temperature that is not above 0.
    """
    check_whole("length", length)
    if not temperature > 0:
        raise ValueError(f"temperature = {temperature!r}: it divides the scores, and has to be above 0")
    for _ in range(length):
        logits = scores(ids)[:, -1]  # (m, n_words), after the last word
        if rng is None:
            chosen = logits.argmax(axis=1)
        else:
            p, _ = softmax_forward(logits / temperature)
            reached = p.cumsum(axis=1)
            chosen = (reached <= rng.random((len(p), 1)) * reached[:, -1:]).sum(axis=1)
        ids = np.concatenate([ids, chosen[:, None]], axis=1, dtype=int)
    return ids
