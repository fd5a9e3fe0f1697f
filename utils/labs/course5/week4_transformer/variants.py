"""Transformers without shortcuts or without layer norms, and one that is trained on what it wrote itself."""

import numpy as np

from utils.labs.course5.week4_transformer.reversal import START, WORDS, reversed_digits
from utils.layers.clipping import clip_by_global_norm
from utils.layers.layer import Layer
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.layers.transformer_blocks import DecoderLayer, EncoderLayer
from utils.models.transformer import Transformer

D, HEADS, HIDDEN, BATCH, TRIED = 32, 4, 64, 32, 200
KINDS = {  # with shortcuts, with norms
    "add and norm": (True, True),
    "norm alone": (False, True),
    "add alone": (True, False),
    "neither": (False, False),
}
SMALL = 0.2  # of the usual size: the last weights of every part at a smaller start


class Nothing(Layer):
    """What stands in the place of a layer norm that is left out."""

    def forward(self, x, *, train=False, mask=None):
        return x

    def backward(self, dy):
        return dy


class NoShortcutEncoder(EncoderLayer):
    """An encoder's layer whose parts are not added to their inputs."""

    def forward(self, x, *, train=False, mask=None):
        x = self.norm1.forward(self.attention.forward(x, train=train, mask=mask))
        return self.norm2.forward(self.feed_forward.forward(x, train=train))

    def backward(self, dy):
        dx = self.feed_forward.backward(self.norm2.backward(dy))
        return self.attention.backward(self.norm1.backward(dx))


class NoShortcutDecoder(DecoderLayer):
    """A decoder's layer whose parts are not added to their inputs."""

    def forward(self, x, memory, *, train=False, mask=None, memory_mask=None):
        x = self.norm1.forward(self.attention.forward(x, train=train, mask=mask))
        x = self.norm2.forward(self.cross.forward(x, memory, memory_mask=memory_mask))
        return self.norm3.forward(self.feed_forward.forward(x, train=train))

    def backward(self, dy):
        dx = self.feed_forward.backward(self.norm3.backward(dy))
        dx, dmemory = self.cross.backward(self.norm2.backward(dx))
        return self.attention.backward(self.norm1.backward(dx)), dmemory


def variant(kind, layers, rng, start=1):
    """A fresh Transformer for the digits.    kind: a key of KINDS.    layers: of the encoder and of the decoder.

    start: what the last weights of every attention and every feed-forward network are multiplied by.
    """
    shortcuts, norms = KINDS[kind]
    net = Transformer(WORDS, WORDS, D, HEADS, layers, HIDDEN, rng)
    if not shortcuts:
        net.encoder = [NoShortcutEncoder(D, HEADS, HIDDEN, rng) for _ in range(layers)]
        net.decoder = [NoShortcutDecoder(D, HEADS, HIDDEN, rng) for _ in range(layers)]
    if not norms:
        for layer in (*net.encoder, *net.decoder):
            for name in [name for name in vars(layer) if name.startswith("norm")]:
                setattr(layer, name, Nothing())
    for layer in (*net.encoder, *net.decoder):
        attentions = [layer.attention, layer.cross] if isinstance(layer, DecoderLayer) else [layer.attention]
        for last in (layer.feed_forward.layers[-1].W, *(each.Wo for each in attentions)):
            last *= start
    return net


def spread_of_scores(net, seed=10**6):
    """The standard deviation of the scores that a network gives, told the true words."""
    source, target = reversed_digits(TRIED, np.random.default_rng(seed))
    return float(net.forward(source, target[:, :-1], source_mask=source != 0).std())


def right(net, seed=10**6):
    """The share of words that stand in their place, ends among them, in new rows that the network writes by itself."""
    source, target = reversed_digits(TRIED, np.random.default_rng(seed))
    due = target[:, 1:]
    written = net.decode_greedy(source, START, due.shape[1], source != 0)
    return float(np.mean(written[due != 0] == due[due != 0]))


def own_words(net, source, target):
    """What the decoder is told in place of target[:, :-1]: what it wrote itself, of the same shape."""
    written = net.decode_greedy(source, START, target.shape[1] - 2, source != 0)
    return np.concatenate([target[:, :1], written], axis=1)


def train(net, rate, steps, rng, every, own=False):
    """Train on new rows in every batch; returns `right` after every so many batches.

    own: True tells the decoder what it wrote itself; False tells it the true words (teacher forcing).
    """
    optimizer, looks = Adam(net.parameters(), rate), []
    for step in range(1, steps + 1):
        source, target = reversed_digits(BATCH, rng)
        before, due = own_words(net, source, target) if own else target[:, :-1], target[:, 1:]
        logits = net.forward(source, before, train=True, source_mask=source != 0)
        _, dlogits = softmax_cross_entropy(logits, due, mask=due != 0)
        net.backward(dlogits)
        gradients = net.gradients()
        clip_by_global_norm(gradients, 1.0)
        optimizer.learning_rate = rate * min(1.0, step / 50)
        optimizer.step(gradients)
        if step % every == 0:
            looks.append(round(right(net), 3))
    return looks
