"""Whether the decoder looks, while it writes a word, at the word that it translates; and what one layer's looks do."""

import numpy as np

from utils.data.translation import vocabularies
from utils.data.translation_words import ADJECTIVES, NOUNS
from utils.labs.course5.week4_transformer.training import HEADS
from utils.labs.course5.week4_transformer.weights import kept_parameters
from utils.steps.transformer_model import transformer


def origins():
    """The English words that a French noun or adjective can stand for: {French form: set of English ones}."""
    found = {}
    for noun in NOUNS:
        for english, french in zip(noun.english, noun.french, strict=True):
            found.setdefault(french, set()).add(english)
    for adjective in ADJECTIVES:
        for french in (*adjective.masculine, *adjective.feminine, adjective.vowel):
            found.setdefault(french, set()).add(adjective.english)
    return found


def looked_at_origin(part):
    """For each layer, the share of nouns and adjectives that are written while most is looked at where they come from.

    part: `Pairs`; the decoder is told the true words.    The heads' weights are averaged.
    """
    english, french = vocabularies()
    known, hits = origins(), []
    _, weights, _ = transformer(part.X, part.Y[:, :-1], kept_parameters(), HEADS)
    for _, cross in weights:
        most = cross.mean(axis=1).argmax(axis=-1)  # (m, T_y)
        found = []
        for i, t in zip(*np.nonzero(part.Y[:, 1:]), strict=True):
            word = french.symbols[part.Y[i, t + 1]]
            if word in known:
                found.append(english.symbols[part.X[i, most[i, t]]] in known[word])
        hits.append(float(np.mean(found)))
    return hits
