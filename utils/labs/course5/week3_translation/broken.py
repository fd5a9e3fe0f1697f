"""A translator with attention that takes the padding of a batch for words, in its encoder, its attention, or both."""

import numpy as np

from utils.labs.course5.week3_translation.kept import kept_translator, sentences


def without_mask(m, extra=0):
    """What the kept translator writes of the first m test sentences: {which parts read padding: m lists of words}.

    extra: places by which the batch is wider.
    """
    data, model = sentences(), kept_translator("additive")
    X = np.concatenate([data.test.X[:m], np.zeros((m, extra), data.test.X.dtype)], axis=1)
    mask = np.concatenate([data.test.mask[:m], np.zeros((m, extra), bool)], axis=1)
    who = {"neither": (mask, mask), "the attention": (mask, None), "the encoder": (None, mask), "both": (None, None)}
    T_y = data.test.Y.shape[1]
    return {name: in_words(data.french, written(model, X, T_y, *masks)) for name, masks in who.items()}


def written(model, X, T_y, encoder_mask, attention_mask):
    """T_y symbols for each row of X, (m, T_y), with a mask for the encoder and one for the attention."""
    model._encode(X, False, encoder_mask)
    model.attention.start(model.attention.a, attention_mask)
    symbols, found = np.full(len(X), model.start), []
    for _ in range(T_y):
        symbols = model.output.forward(model._step(model.written.forward(symbols))).argmax(axis=1)
        found.append(symbols)
    return np.stack(found, axis=1)


def in_words(vocabulary, ids):
    """Lists of words."""
    return [text.split() for text in vocabulary.decode(ids, " ")]
