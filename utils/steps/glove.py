"""GloVe: vectors whose products are the logarithms of how often words meet.

Here words are columns of W and W_context (d, n_words), and X is a whole matrix. In utils.layers.glove they are rows
(n_words, d), and of X only the pairs that met are kept: i, j, X of the same length.
"""

import numpy as np


def cooccurrence(sentence, window, n_words):
    """Count how often two words stand near each other; a neighbour at distance δ counts 1/δ.

    sentence: (n,) words as whole numbers.    window: how many places a neighbour may be away.
    n_words: how many words there are.
    Returns X (n_words, n_words), symmetric: each word of a pair has met the other, so that a word near itself gains
    2/δ at X[i, i]. Source: Pennington, Socher, Manning (2014).
    """
    # No two words have met yet
    X = np.zeros((n_words, n_words))
    # For every place, look at the places after it, as far as the window and the sentence reach
    for t in range(len(sentence)):
        for distance in range(1, window + 1):
            if t + distance < len(sentence):
                # Both words of the pair have met the other
                i, j = sentence[t], sentence[t + distance]
                X[i, j] += 1 / distance
                X[j, i] += 1 / distance
    return X


def glove_weight(x, x_max=100.0, alpha=0.75):
    """How much a pair that met x times counts.

        f(x) = (x / x_max) ** alpha below x_max, and 1 from there on

    x: a number from 0 up, or an array of them.
    Returns as many numbers from 0 to 1: rare pairs are noisy, frequent ones must not rule.
    """
    # Below x_max the weight grows with the count; from there on it stays at 1
    return np.minimum(1, (x / x_max) ** alpha)


def glove_loss(W, W_context, b, b_context, X, x_max=100.0, alpha=0.75):
    """Weigh how far the products of word vectors are from the logarithms of the counts.

        J = Σ_ij f(X_ij) (w_i · w̃_j + b_i + b̃_j − ln X_ij)²    over all pairs with X_ij > 0

    W, W_context: (d, n_words), columns w_i and w̃_j.    b, b_context: (n_words,), a bias for each side.
    X: (n_words, n_words) co-occurrences.    x_max, alpha: of f.
    At hand: f, which is `glove_weight(x, x_max, alpha)` of utils.steps.glove, of a number or of a whole array.
    Returns J, one number. Source: Pennington, Socher, Manning (2014).
    """
    J = 0.0
    # Over all pairs of words, in both orders
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            # Pairs that never met have no logarithm, and f(0) = 0 times −∞ is no number: leave them out
            if X[i, j] > 0:
                # How far off the prediction is, with both biases
                error = W[:, i] @ W_context[:, j] + b[i] + b_context[j] - np.log(X[i, j])
                # Its square, weighed by how much the pair counts
                J += glove_weight(X[i, j], x_max, alpha) * error**2
    return J


def glove_gradient(W, W_context, b, b_context, X, x_max=100.0, alpha=0.75):
    """The gradient of `glove_loss`.

        g_ij = 2 f(X_ij) (w_i · w̃_j + b_i + b̃_j − ln X_ij)
        dw_i = Σ_j g_ij w̃_j,    dw̃_j = Σ_i g_ij w_i,    db_i = Σ_j g_ij,    db̃_j = Σ_i g_ij

    Arguments as in `glove_loss`; at hand: f, which is `glove_weight(x, x_max, alpha)`, of a number or of an array.
    Returns dW, dW_context (d, n_words), db, db_context (n_words,).
    """
    # Four gradients, each of the shape of what it belongs to, to which every pair adds
    dW, dW_context = np.zeros(W.shape), np.zeros(W_context.shape)
    db, db_context = np.zeros(b.shape), np.zeros(b_context.shape)
    # Over all pairs of words, in both orders
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            # Again only the pairs that met
            if X[i, j] > 0:
                # The slope of the pair's loss with respect to its prediction
                error = W[:, i] @ W_context[:, j] + b[i] + b_context[j] - np.log(X[i, j])
                g = 2 * glove_weight(X[i, j], x_max, alpha) * error
                # Each vector receives it times the other; each bias receives it as it is
                dW[:, i] += g * W_context[:, j]
                dW_context[:, j] += g * W[:, i]
                db[i] += g
                db_context[j] += g
    return dW, dW_context, db, db_context
