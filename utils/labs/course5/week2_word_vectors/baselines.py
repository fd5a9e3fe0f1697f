"""What the trained vectors are held against: answers without vectors, random vectors, and counted rows of the text."""

import numpy as np

from utils.data.corpus import NUMBER, WORDS, analogies
from utils.labs.course5.week2_word_vectors.common import units
from utils.layers.word_windows import cooccurrence

QUESTIONS = {
    relation: np.array([[NUMBER[word] for word in question] for question in some])  # (m, 4): a, b, c and the answer
    for relation, some in analogies().items()
}


def counted_rows(corpus, window):
    """How often words stand near each other, against chance: positive pointwise mutual information.

        P[i, j] = max(0, ln(X_ij Σ X / (Σ_j X_ij Σ_i X_ij)))

    window: how far a neighbour may be away; it counts as 1 / distance.
    Returns P (n_words, n_words), symmetric: each word's column is its vector.
    """
    i, j, X = cooccurrence(corpus.sentences, window)
    counts = np.zeros((len(corpus.words), len(corpus.words)))
    counts[i, j] = X
    totals = np.maximum(counts.sum(axis=0), 1e-12)
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(counts * totals.sum() / np.outer(totals, totals)), 0)


def shortened(P, d):
    """The best d numbers for each column of P, in the sense of least squares: E (d, n_words) = √S Uᵀ."""
    U, S, _ = np.linalg.svd(P)
    return np.sqrt(S[:d, None]) * U[:, :d].T


def random_vectors(d, rng):
    """Vectors that know nothing."""
    return rng.normal(size=(d, len(WORDS)))


def answers_by_distance(questions, E, exclude=True):
    """As `offset_answers`, with the smallest Euclidean distance in place of the largest cosine."""
    a, b, c = questions.T
    targets = E[:, b] - E[:, a] + E[:, c]
    distances = np.sum(E**2, axis=0) - 2 * targets.T @ E  # and the target's own square, the same for all words
    if exclude:
        distances[np.arange(len(questions))[:, None], questions] = np.inf
    return np.argmin(distances, axis=1)


def answers_by_steps(questions, E, exclude=True):
    """As `complete_analogy`, for many questions: the step from c most like the step from a to b."""
    found = []
    for a, b, c in questions:
        away = E - E[:, [c]]
        lengths = np.linalg.norm(away, axis=0)
        scores = (E[:, b] - E[:, a]) @ away / np.where(lengths > 0, lengths, np.inf)
        if exclude:
            scores[[a, b, c]] = -np.inf
        found.append(np.argmax(scores))
    return np.array(found)


def answers_near_c(questions, E, exclude=True):
    """As if a and b were not there: the word nearest to c."""
    return nearest_to(E[:, questions[:, 2]], questions, E, exclude)


def answers_near_b(questions, E, exclude=True):
    """As if a and c were not there: the word nearest to b."""
    return nearest_to(E[:, questions[:, 1]], questions, E, exclude)


def answers_by_sums(questions, E, exclude=True):
    """As if a were not there: the word nearest to e_b + e_c."""
    return nearest_to(E[:, questions[:, 1]] + E[:, questions[:, 2]], questions, E, exclude)


def nearest_to(targets, questions, E, exclude):
    """The words whose cosines with targets (d, m) are largest: (m,)."""
    cosines = targets.T @ units(E)
    if exclude:
        cosines[np.arange(len(questions))[:, None], questions] = -np.inf
    return np.argmax(cosines, axis=1)


def right_by_relation(answer, E, exclude=True):
    """The share of right answers for each relation, (7,), in the order of QUESTIONS."""
    return np.array([np.mean(answer(some[:, :3], E, exclude) == some[:, 3]) for some in QUESTIONS.values()])


def given_by_relation(answer, E):
    """How often, where nothing is excluded, one of the three given words wins: (7,)."""
    shares = []
    for some in QUESTIONS.values():
        answers = answer(some[:, :3], E, False)
        shares.append(np.mean((answers[:, None] == some[:, :3]).any(axis=1)))
    return np.array(shares)
