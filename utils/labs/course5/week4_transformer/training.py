"""A Transformer and a recurrent network with attention that learn to translate and to write dates."""

import numpy as np

from utils.data.dates import load_dates
from utils.data.sequences import Vocabulary
from utils.data.translation import END, PADDING, START, load_translation
from utils.labs.course5.week4_transformer.weights import parameters_of
from utils.layers.clipping import clip_by_global_norm
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.models.seq2seq import AttentionSeq2Seq
from utils.models.transformer import Transformer
from utils.steps.decoding import decode_with_cache

KINDS = ("Transformer", "recurrent")
D, HEADS, LAYERS, HIDDEN, BATCH, CLIP = 32, 4, 2, 64, 64, 1.0
WARM = 50  # batches in which the rate grows to its height; it falls to a tenth by the end


def translation(seed=0):
    """The sentences of this lab: `Translation` of utils.data.translation."""
    return load_translation(np.random.default_rng(seed))


def dates(seed=0):
    """Dates as pairs of arrays {part: (X, mask, Y)}, Y from a start to an end, and both vocabularies."""
    found = load_dates(np.random.default_rng(seed), m_train=6000, m_dev=300, m_test=500)
    iso = Vocabulary("-0123456789", PADDING, START, END)
    parts = {name: getattr(found, name) for name in ("train", "dev", "test")}
    arrays = {name: (part.X, part.mask, iso.encode(part.iso)[0]) for name, part in parts.items()}
    return arrays, found.human_vocabulary, iso


def sentences(data):
    """The arrays {part: (X, mask, Y)} of a `Translation`."""
    parts = {name: getattr(data, name) for name in ("train", "dev", "test", "combinations", "longer")}
    return {name: (part.X, part.mask, part.Y) for name, part in parts.items()}


def network(kind, n_source, n_target, rng):
    """A fresh network.    kind: one of KINDS.    n_source, n_target: words.    rng: np.random.Generator."""
    if kind == "Transformer":
        return Transformer(n_source, n_target, D, HEADS, LAYERS, HIDDEN, rng)
    return AttentionSeq2Seq(n_source, n_target, rng, n_e=D, n_a=D, n_s=2 * D, n_compare=D // 2)


def scores(net, X, mask, Y, train=False):
    """What the network says of each word of Y after its start, told the words before it: (m, T_y − 1, n_target)."""
    if isinstance(net, Transformer):
        return net.forward(X, Y[:, :-1], train=train, source_mask=mask)
    return net.forward(X, Y[:, 1:], train=train, mask=mask)


def write(net, X, mask, T, start=1, end=2):
    """T words for each source, each the most probable after those that the network wrote itself: (m, T).

    The Transformer writes with its keys and values kept, by `decode_with_cache`: 0 after a sentence's end.
    """
    if isinstance(net, Transformer):
        return decode_with_cache(X, parameters_of(net), HEADS, start, end, T)
    return net.translate(X, T, mask)


def rights_of(net, X, mask, Y):
    """Which sentences the network writes rightly, by its own words, up to and with the end: (m,) bool."""
    due = Y[:, 1:]
    return np.all((write(net, X, mask, due.shape[1]) == due) | (due == 0), axis=1)


def exact(net, X, mask, Y):
    """The share of sentences that the network writes rightly, by its own words."""
    return float(np.mean(rights_of(net, X, mask, Y)))


def word_shares(net, X, mask, Y):
    """The share of words that are right, told the true words before them, and after the network's own words."""
    due = Y[:, 1:]
    told, own = scores(net, X, mask, Y).argmax(axis=-1), write(net, X, mask, due.shape[1])
    return tuple(float(np.mean(words[due != 0] == due[due != 0])) for words in (told, own))


def rate_at(rate, step, steps):
    """The learning rate at a step from 1: it grows over WARM steps, and falls to a tenth."""
    return rate * min(1.0, step / WARM) * (1 - 0.9 * step / steps)


def train(net, part, rate, steps, rng, look=None, every=0):
    """Train on batches drawn from (X, mask, Y).

    look: net -> anything, asked every so many steps.    Returns the looks.
    """
    X, mask, Y = part
    optimizer, looks = Adam(net.parameters(), rate), []
    for step in range(1, steps + 1):
        rows = rng.integers(0, len(X), BATCH)
        logits = scores(net, X[rows], mask[rows], Y[rows], train=True)
        due = Y[rows, 1:]
        _, dlogits = softmax_cross_entropy(logits, due, mask=due != 0)
        net.backward(dlogits)
        gradients = net.gradients()
        clip_by_global_norm(gradients, CLIP)
        optimizer.learning_rate = rate_at(rate, step, steps)
        optimizer.step(gradients)
        if every and step % every == 0:
            looks.append(look(net))
    return looks
