"""What the translator with attention reads to write an article, and what becomes of it where that is hidden."""

from functools import cache

import numpy as np

from utils.data.translation_words import NOUNS
from utils.labs.course5.week3_translation.kept import kept_translator, sentences

ARTICLES = ("le", "la", "l'", "un", "une")  # they agree with their noun
ENGLISH = {
    "nouns": frozenset(word for noun in NOUNS for word in noun.english),
    "articles": frozenset(("the", "a", "an")),
}


@cache
def places(kind):
    """Where the test sentences have a word of one kind of ENGLISH, (m, T_x) bool."""
    part = sentences().test
    found = np.zeros_like(part.mask)
    for row, text in zip(found, part.english, strict=True):
        words = text.split()
        row[: len(words)] = [word in ENGLISH[kind] for word in words]
    return found


def read_for_articles():
    """{article: (steps at which it is rightly written, those whose largest share is on a noun, on an article)}."""
    data, model = sentences(), kept_translator("additive")
    part = data.test
    right = model.forward(part.X, part.Y, mask=part.mask).argmax(axis=2) == part.Y
    most, found = model.attention.attention().argmax(axis=2), {}
    for word in ARTICLES:
        rows, steps = np.nonzero((part.Y == data.french.ids[word]) & part.Y_mask & right)
        on = [places(kind)[rows, most[rows, steps]].sum() for kind in ENGLISH]
        found[word] = (len(rows), *map(int, on))
    return found


def right_articles(hidden=None):
    """The share of articles rightly written after the true words before, {article: share}, and of all of them.

    hidden: a kind of ENGLISH, whose places get no share at the steps that write an article.
    """
    data, model = sentences(), kept_translator("additive")
    part = data.test
    asked = np.isin(part.Y, [data.french.ids[word] for word in ARTICLES]) & part.Y_mask
    model._encode(part.X, False, part.mask)
    embedded = model.written.forward(np.column_stack([np.full(len(part.X), model.start), part.Y[:, :-1]]))
    states = []
    for t in range(part.Y.shape[1]):
        hide = asked[:, t, None] & places(hidden) if hidden else np.zeros_like(part.mask)
        model.attention.mask = part.mask & ~hide
        states.append(model._step(embedded[:, t]))
    right = model.output.forward(np.stack(states, axis=1)).argmax(axis=2) == part.Y
    found = {word: float(right[asked & (part.Y == data.french.ids[word])].mean()) for word in ARTICLES}
    return {**found, "all": float(right[asked].mean())}
