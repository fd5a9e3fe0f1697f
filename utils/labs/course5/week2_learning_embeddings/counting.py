"""What counting alone gives: co-occurrences relative to chance, vectors from them, and the score by analogies."""

import numpy as np

from utils.data.corpus import NUMBER, analogies
from utils.layers.word_windows import cooccurrence

DEV = ("language", "dish", "comparative")  # settings are chosen on these relations
TEST = ("gender", "capital", "river", "superlative")  # and judged on these
QUESTIONS = {name: np.array([[NUMBER[word] for word in one] for one in some]) for name, some in analogies().items()}


def matrix(i, j, X, n_words):
    """The pairs that met as a whole matrix (n_words, n_words)."""
    whole = np.zeros((n_words, n_words))
    whole[i, j] = X
    return whole


def every_pair(i, j, X, n_words, floor):
    """All pairs of words, also those that never met: i, j, X (n_words²,), each X with `floor` added."""
    whole = matrix(i, j, X, n_words) + floor
    first, second = np.divmod(np.arange(n_words**2), n_words)
    return first, second, whole.ravel().astype(np.float32)


def pmi(X):
    """How much more often each two words meet than by chance: ln X_ij N / (X_i X_j); −∞ where they never met.

    X: (n_words, n_words), symmetric.
    """
    sums = np.maximum(X.sum(axis=1), 1e-12)
    with np.errstate(divide="ignore"):
        return np.log(X * (X.sum() / np.outer(sums, sums)))


def ppmi_vectors(corpus, d, window, power=0.5):
    """Vectors without any training: the positive part of the PMI, cut to its d largest singular values.

    power: of the singular values.    Returns (n_words, d). Levy, Goldberg, Dagan (2015).
    """
    n_words = len(corpus.words)
    positive = np.maximum(pmi(matrix(*cooccurrence(corpus.sentences, window), n_words)), 0)
    U, sizes, _ = np.linalg.svd(positive)
    return U[:, :d] * sizes[:d] ** power


def answers(vectors, questions):
    """For each a : b = c : ?, the word whose vector has the largest cosine with b − a + c, other than a, b and c.

    vectors: (n_words, d).    questions: (n, 4) numbers of words.    Returns (n,).
    """
    a, b, c = questions[:, :3].T
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    cosines = (vectors[b] - vectors[a] + vectors[c]) @ unit.T
    for asked in (a, b, c):
        cosines[np.arange(len(questions)), asked] = -np.inf
    return cosines.argmax(axis=1)


def asked(names, counts):
    """{relation: its questions, without those of words that the text does not hold, (n, 4)}.

    counts: (n_words,) how often each word stands in the text that the vectors come from.
    """
    return {name: QUESTIONS[name][(counts[QUESTIONS[name]] > 0).all(axis=1)] for name in names}


def right(vectors, counts, names=TEST):
    """{relation: which of its questions are answered right, (n,)}."""
    return {name: answers(vectors, some) == some[:, 3] for name, some in asked(names, counts).items()}


def score(vectors, counts, names=TEST):
    """The share of right answers, a mean over relations."""
    return float(np.mean([found.mean() for found in right(vectors, counts, names).values()]))


def score_by_count(vectors, counts, names=TEST):
    """The score of the third of each relation's questions whose rarest word is most frequent, and of the other two."""
    found = right(vectors, counts, names)
    rarest = {name: counts[some].min(axis=1) for name, some in asked(names, counts).items()}
    thirds = {name: np.array_split(np.argsort(-some, kind="stable"), 3) for name, some in rarest.items()}
    return [float(np.mean([found[name][thirds[name][k]].mean() for name in names])) for k in range(3)]
