"""The open challenge of this lab: take more of a bias away than one axis holds, and keep the words apart."""

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.corpus import NUMBER
from utils.data.corpus_words import OCCUPATIONS as TABLE
from utils.labs.course5.week2_word_vectors import bias
from utils.labs.course5.week2_word_vectors.common import OCCUPATIONS, OCCUPIED, SHARES, as_map, units
from utils.labs.course5.week2_word_vectors.training import corpus_of, train_vectors

SEEDS = (30, 31, 32)  # texts that the lab shows nothing of
KEPT = 0.95  # of the occupations' own words have to stay nearest to their occupation
OWN = np.array([NUMBER[word] for _, own in TABLE.values() for word in own])
OWNER = np.repeat(np.arange(len(OCCUPATIONS)), 2)


def what_is_told(my_debias):
    """The mean, over SEEDS, of what neighbours and a linear model still tell of the shares.

    my_debias: (occupations, word_to_vec_map) -> {occupation: vector (50,)}; it is given copies.
    Raises OverBudget where own words are lost, ValueError for a missing word, another shape, or numbers that are not
    finite.
    """
    told = []
    for seed in SEEDS:
        corpus = corpus_of(seed)
        E = train_vectors(corpus, seed)
        V = collected(my_debias(list(OCCUPATIONS), as_map(corpus.words, E.copy())), E[:, OCCUPIED])
        kept = owned(E, V)
        if kept < KEPT * owned(E, E[:, OCCUPIED]):
            raise OverBudget(f"own words such as 'cockpit' are no longer nearest to their occupations: {kept:.0%} are")
        told.append(tell(V))
    return float(np.mean(told))


def tell(V):
    """The mean of two correlations with the shares, by neighbours and by a model, neither below 0."""
    return np.mean([max(told(V, SHARES), 0.0) for told in (bias.told_by_neighbours, bias.told_by_a_model)])


def owned(E, V):
    """How many of the occupations' own words have their occupation as the nearest of the 32."""
    return float(np.mean(np.argmax(units(V).T @ units(E[:, OWN]), axis=0) == OWNER))


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
    baseline=0.5,
    of="neutralising along the axis of the 16 pairs",
    budget="The planted shares are not known to your function, and 95 % of the own words stay with their occupations.",
    judge=what_is_told,
    higher=False,
)
