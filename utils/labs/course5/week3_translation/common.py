"""What several exercises of this lab are tried on: small networks, and models as functions."""

import numpy as np

CAT = "The cat is on the mat".split()


def lstm(rng, n_x, n_a):
    """Weights of an LSTM."""
    return {"W": rng.normal(size=(4, n_x, n_a)), "U": rng.normal(size=(4, n_a, n_a)), "b": rng.normal(size=(4, 1, n_a))}


def dense(rng, n_a, n_y):
    """Weights of a dense layer."""
    return {"W": rng.normal(size=(n_a, n_y)), "b": rng.normal(size=n_y)}


def attention(rng, n_a, n_s, n_e):
    """Weights of an additive attention."""
    return {
        "W_a": rng.normal(size=(n_a, n_e)),
        "W_s": rng.normal(size=(n_s, n_e)),
        "b": rng.normal(size=n_e),
        "v": rng.normal(size=n_e),
    }


def one_hot(rng, m, T, n):
    """Random words, (m, T, n)."""
    return np.eye(n)[rng.integers(n, size=(m, T))]


class Model:
    """A model as the decoding steps take it; the probabilities behind a beginning depend on all its words.

    probabilities_after: a tuple of numbers -> (V,).
    """

    def __init__(self, probabilities_after, words):
        self.probabilities_after, self.words = probabilities_after, words

    def __call__(self, beginnings):
        if len(beginnings) == 0:  # as a trained model, which has no row to run
            raise ValueError("the model is asked about no beginning at all: the beam is empty, so the search is over")
        rows = [self.probabilities_after(tuple(int(word) for word in beginning)) for beginning in beginnings]
        return np.log(np.array(rows))

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return self.words


# 0 is the end. The first word of the best sentence, 2, is not the most probable one
TREE = {(): [0.1, 0.5, 0.4], (1,): [0.4, 0.3, 0.3], (2,): [0.9, 0.05, 0.05]}


def by_hand():
    """A model over the end and two words, in round numbers."""
    rows = "at first [0.1, 0.5, 0.4]; behind 1 alone [0.4, 0.3, 0.3], behind 2 alone [0.9, 0.05, 0.05], else thirds"
    return Model(lambda words: TREE.get(words, [1 / 3] * 3), f"a model with these probabilities: {rows}")


def random_model(seed, V, end=0, least=0.0):
    """A model whose probabilities are drawn anew for each beginning; the end's is at least `least`."""

    def after(words):
        p = np.random.default_rng([seed, len(words), *words]).dirichlet(np.full(V, 0.6)) + 1e-9
        p = (1 - least) * p / p.sum()
        p[end] += least
        return p

    return Model(after, f"a model over {V} words whose probabilities depend on all words so far")
