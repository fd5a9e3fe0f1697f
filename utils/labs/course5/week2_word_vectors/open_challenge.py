"""The open challenge of this lab: take more of a bias away than one axis holds, and keep the words what they are."""

from functools import cache

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.corpus import WORDS
from utils.labs.course5.week2_word_vectors import bias
from utils.labs.course5.week2_word_vectors.common import OCCUPATIONS, OCCUPIED, SHARES, as_map, units
from utils.labs.course5.week2_word_vectors.training import corpus_of, train_vectors

SEEDS = (30, 31, 32)  # texts that the lab shows nothing of
KEPT = 0.93  # the cosine of a new vector with the old one, on average: a word has to stay what it was
BASELINE = 0.523  # neutralising along the axis of the 16 pairs


def what_is_told(my_debias):
    """The mean, over SEEDS, of what neighbours and a linear model still tell of the shares.

    my_debias: (occupations, word_to_vec_map) -> {occupation: vector (50,)}; it is given copies.
    Raises OverBudget where words are moved too far, ValueError for a missing word, another shape, or what is no finite
    number.
    """
    told = []
    for seed in SEEDS:
        E = vectors_of(seed)
        V = collected(my_debias(list(OCCUPATIONS), as_map(WORDS, E.copy())), E[:, OCCUPIED])
        kept = np.mean(np.sum(units(V) * units(E[:, OCCUPIED]), axis=0))
        if kept < KEPT:
            raise OverBudget(f"new vectors and old ones have a mean cosine of {kept:.2f}; keep it at {KEPT} at least")
        told.append(tell(V))
    return float(np.mean(told))


@cache
def vectors_of(seed):
    """The vectors of one text; three seconds at the first call."""
    return train_vectors(corpus_of(seed), seed)


def tell(V):
    """The mean of two correlations with the shares, by neighbours and by a model, neither below 0."""
    return np.mean([max(told(V, SHARES), 0.0) for told in (bias.told_by_neighbours, bias.told_by_a_model)])


def collected(found, before):
    """The returned vectors as columns (d, 32)."""
    missing = [word for word in OCCUPATIONS if word not in found]
    if missing:
        raise ValueError(f"no vector of {missing[0]} came back")
    V = np.stack([np.asarray(found[word], dtype=float) for word in OCCUPATIONS], axis=1)
    if V.shape != before.shape or not np.isfinite(V).all() or not np.linalg.norm(V, axis=0).all():
        raise ValueError(f"vectors have to be ({len(before)},), of finite numbers and not all zeros")
    return V


CHALLENGE = Challenge(
    "my_debias",
    task="Change the occupations' vectors so that neither neighbours nor a linear model tell who leans to which side.",
    baseline=BASELINE,
    of="neutralising along the axis of the 16 pairs",
    budget="Your function sees vectors and no shares; new vectors keep a mean cosine of 0.93 with the old ones.",
    judge=what_is_told,
    higher=False,
)
