"""The exercise glove_loss: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import glove as steps


def parameters(rng, d, n_words):
    """W, W_context, b, b_context, X: counts of which some are 0 and some are above 100."""
    X = np.round(rng.exponential(60, (n_words, n_words)) * (rng.random((n_words, n_words)) < 0.7), 1)
    X = np.triu(X) + np.triu(X, 1).T
    X[0, 0], X[-1, 0], X[0, -1] = 250.0, 0.0, 0.0
    X[-1, -1] = 0.5
    arrays = [rng.normal(size=shape) for shape in ((d, n_words), (d, n_words), n_words, n_words)]
    return (*arrays, X)


def by_hand():
    """Two words of three numbers each, which met 3 times; the second met itself 200 times."""
    W = np.array([[1.0, 2.0], [0.0, 1.0], [1.0, 0.0]])
    W_context = np.array([[0.5, -1.0], [1.0, 0.0], [0.0, 2.0]])
    return W, W_context, np.array([0.5, 1.0]), np.array([1.0, 0.0]), np.array([[0.0, 3.0], [3.0, 200.0]])


def glove_cases(rng):
    """Two words by hand; any; another x_max and alpha; counts that are not symmetric; pairs of which none met."""
    cases = [by_hand(), parameters(rng, 3, 4), (*parameters(rng, 2, 3), 10.0, 0.5)]
    *arrays, X = parameters(rng, 2, 4)
    X = np.triu(X) + 0.5 * np.tril(X)
    X[0, 1], X[1, 0] = 3.0, 0.0
    cases.append((*arrays, X))
    *arrays, X = parameters(rng, 1, 2)
    return cases + [(*arrays, np.zeros((2, 2)))]


def by_weights(W, W_context, b, b_context, X, x_max=100.0, alpha=0.75):
    """The given weight of all counts at once."""
    met = X > 0
    logs = np.log(X, out=np.zeros(X.shape), where=met)
    errors = W.T @ W_context + b[:, np.newaxis] + b_context - logs
    return np.sum(met * steps.glove_weight(X, x_max, alpha) * errors**2)


def at_once(W, W_context, b, b_context, X, x_max=100.0, alpha=0.75):
    met = X > 0
    errors = (W.T @ W_context + b[:, np.newaxis] + b_context)[met] - np.log(X[met])
    return np.sum(np.minimum(X[met] / x_max, 1) ** alpha * errors**2)


def pair_by_pair(W, W_context, b, b_context, X, x_max=100.0, alpha=0.75):
    total = 0
    for i, j in zip(*np.nonzero(X), strict=True):
        weight = 1 if X[i, j] >= x_max else (X[i, j] / x_max) ** alpha
        total += weight * (sum(W[:, i] * W_context[:, j]) + b[i] + b_context[j] - np.log(X[i, j])) ** 2
    return total


def features(W, W_context, b, b_context, X, x_max=100.0, alpha=0.75):
    met = X > 0
    f = np.minimum((X / x_max) ** alpha, 1)
    error = W @ W_context.T + b[:, None] + b_context - np.log(np.where(met, X, 1))
    return np.sum(met * f * error**2)


def mean_of_pairs(*arguments):
    return steps.glove_loss(*arguments) / max(np.count_nonzero(arguments[4]), 1)


WEIGHED = "glove_weight(X[i, j], x_max, alpha) * error**2"
TERMS = "W[:, i] @ W_context[:, j] + b[i] + b_context[j] - np.log(X[i, j])"

EXERCISE = Exercise(
    steps.glove_loss,
    points=10,
    returns=("J",),
    cases=glove_cases,
    mistakes={
        "Both biases are missing; the product alone would have to say how frequent the two words are.": slip(
            " + b[i] + b_context[j]", ""
        ),
        "The context word's bias is missing; add b_context[j].": slip(" + b_context[j]", ""),
        "The word's bias is missing; add b[i].": slip(" + b[i]", ""),
        "The biases are exchanged: word i has b[i], context j has b_context[j].": slip(
            "b[i] + b_context[j]", "b[j] + b_context[i]"
        ),
        "b belongs to the words i, the rows; both biases go along the columns. Give it an axis: b[:, None].": slip(
            "b[i] + b_context[j]", "b[j] + b_context[j]"
        ),
        "b_context belongs to the contexts j, the columns; both biases go along the rows. It needs no new axis.": slip(
            "b[i] + b_context[j]", "b[i] + b_context[i]"
        ),
        "The second bias is b's as well; context j has b_context[j].": slip("b_context[j] -", "b[j] -"),
        "Words are columns, so all products at once are W.T @ W_context; yours multiplies features.": features,
        "Pairs that never met give ln 0, and 0 · ∞ is no number (nan); take the logarithm only where X > 0.": slip(
            "if X[i, j] > 0:", "with np.errstate(all='ignore'):"
        ),
        "Counts below 1 are left out; neighbours at distance δ count 1/δ, so take all X > 0.": slip(
            "X[i, j] > 0", "X[i, j] >= 1"
        ),
        "The vectors are exchanged: word i has column i of W, context j has column j of W_context.": slip(
            "W[:, i] @ W_context[:, j]", "W[:, j] @ W_context[:, i]"
        ),
        "Both vectors come from W; the context's is a column of W_context.": slip("W_context[:, j]", "W[:, j]"),
        "The weight f(X) is missing; multiply each squared error by it.": slip(WEIGHED, "error**2"),
        "The weight is squared with the error; it stands outside the square.": slip(
            WEIGHED, "(glove_weight(X[i, j], x_max, alpha) * error) ** 2"
        ),
        "You take the count itself; the product should be its logarithm.": slip("np.log(X[i, j])", "X[i, j]"),
        "You take ln(1 + X); GloVe takes ln X, of pairs that met.": slip("np.log(X", "np.log1p(X"),
        "Your sum has each error without its square.": slip("* error**2", "* error"),
        "There is a factor ½; the paper's J has none.": slip("J += glove", "J += 0.5 * glove"),
        "You take the mean over the pairs; J is their sum.": mean_of_pairs,
        "You take each pair in one order only; (i, j) and (j, i) have different vectors, and both count.": slip(
            "for j in range(X.shape[1])", "for j in range(i, X.shape[1])"
        ),
        "Pairs of a word with itself are left out; they count where it met itself.": slip(
            "if X[i, j] > 0:", "if X[i, j] > 0 and i != j:"
        ),
        "x_max and alpha are not handed on to the weight.": slip(
            "glove_weight(X[i, j], x_max, alpha)", "glove_weight(X[i, j])"
        ),
        "Your weight grows on above x_max; it stays at 1 there.": slip(
            "glove_weight(X[i, j], x_max, alpha)", "(X[i, j] / x_max) ** alpha"
        ),
    },
    right=[at_once, by_weights, pair_by_pair],
    hints=[
        "Two loops over all pairs that met. Each pays a weighed square; what should the product and the two biases be?",
        "J = Σ f(X_ij) (w_i · w̃_j + b_i + b̃_j − ln X_ij)², w̃_j column j of W_context, over X_ij > 0",
        "error = W[:, i] @ W_context[:, j] + b[i] + … - np.log(…); J += glove_weight(X[i, j], x_max, alpha) * error**2",
    ],
    topics=["GloVe"],
)
