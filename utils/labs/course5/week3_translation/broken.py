"""A translator with attention that takes the padding of a batch for words."""

import numpy as np

from utils.labs.course5.week3_translation.kept import kept_translator, sentences


def without_mask(m, extra=10):
    """What the kept translator writes of the first m test sentences: {name: m lists of words}.

    "mask": as trained. "no mask": all places of the batch are read. "no mask, +k": the batch is k places wider.
    """
    data, model = sentences(), kept_translator("additive")
    part, found = data.test, {}
    X, mask = part.X[:m], part.mask[:m]
    wider = np.concatenate([X, np.zeros((m, extra), X.dtype)], axis=1)
    for name, ids, real in (("mask", X, mask), ("no mask", X, None), (f"no mask, +{extra}", wider, None)):
        written = data.french.decode(model.translate(ids, part.Y.shape[1], real), " ")
        found[name] = [text.split() for text in written]
    return found
