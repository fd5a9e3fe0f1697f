"""GloVe: word vectors whose products, with a bias for each word of a pair, are the logarithms of co-occurrences.

Pennington, Socher, Manning, "GloVe: global vectors for word representation" (2014).
"""

import numpy as np

from utils.layers.arguments import as_index, check_array, check_labels
from utils.layers.embedding import sort_ids, sum_runs
from utils.layers.optimizers import check_range


def glove_forward(i, j, X, W, W_context, b, b_context, x_max=100.0, alpha=0.75):
    """Weigh how far each pair of words is from the logarithm of its count.

        loss = f(X_ij) (W_i · W̃_j + b_i + b̃_j − ln X_ij)²,    f(X) = min(1, (X / x_max)^alpha)

    i, j: (B,) the words of each pair.    X: (B,) their co-occurrences, above 0; pairs that never met are not given.
    x_max: above 0.    alpha: from 0 up.
    W, W_context: (n_words, d), W̃ is W_context.    b, b_context: (n_words,).
    Returns losses (B,), and the cache. The vectors that are kept in the end are W + W_context.
    Raises ValueError for words out of range, shapes that do not fit, counts that are not above 0, NaN or infinity.
    """
    check_range("x_max", x_max, above=0)
    check_range("alpha", alpha)
    n_words, d = W.shape
    check_labels("i", i, ("B",), n_words)
    check_labels("j", j, (len(i),), n_words)
    check_array("X", X, (len(i),), W.dtype)
    check_array("W_context", W_context, (n_words, d), W.dtype, finite=False)
    check_array("b", b, (n_words,), W.dtype, finite=False)
    check_array("b_context", b_context, (n_words,), W.dtype, finite=False)
    if X.min() <= 0:
        raise ValueError(f"X {X.shape} has {X.min()}: pairs that never met have no logarithm; leave them out")
    w, w_context = W.take(as_index(i), axis=0), W_context.take(as_index(j), axis=0)  # (B, d)
    errors = (w[:, None] @ w_context[:, :, None])[:, 0, 0] + b[i] + b_context[j] - np.log(X)
    weighed = np.minimum(1, (X / x_max) ** alpha) * errors
    losses = weighed * errors
    if not np.isfinite(losses.sum()):
        raise ValueError(f"W {W.shape}, W_context or a bias holds NaN or infinity: is the learning rate too large?")
    return losses, (i, j, w, w_context, weighed)


def glove_backward(dlosses, cache):
    """Carry the gradient back to the words that occur.

        dscore = 2 f(X_ij) (…),    dW_i = Σ dscore W̃_j,    db_i = Σ dscore,    and W̃, b̃ likewise

    dlosses: (B,).    cache: from `glove_forward`.
    Returns (rows, dW_rows, db_rows), (rows, dW_context_rows, db_context_rows): each row that occurs, once.
    """
    i, j, w, w_context, weighed = cache
    check_array("dlosses", dlosses, weighed.shape, weighed.dtype)
    dscores = 2 * weighed * dlosses
    return _by_word(i, dscores, w_context), _by_word(j, dscores, w)


def _by_word(ids, dscores, vectors):
    """The gradients of the words' vectors and biases: the sums of what their pairs hand them."""
    order, runs = sort_ids(ids)
    dscores = dscores[order]
    rows, dW_rows = sum_runs(vectors.take(order, axis=0) * dscores[:, None], runs)
    return rows, dW_rows, np.add.reduceat(dscores, runs[1])


def adagrad_rows(W, squares, rows, dW_rows, learning_rate):
    """Take a step of AdaGrad with a sparse gradient, in place. Duchi, Hazan, Singer (2011).

        squares += dW²,    W −= learning_rate · dW / √squares,    in the given rows

    W: (n_words, …).    squares: like W; starts at 1 in GloVe, so that first steps are not too long.
    rows: (r,) each once.    dW_rows: (r, …).    learning_rate: from 0 up.
    Raises ValueError for rows out of range, shapes that do not fit, NaN or infinity; nothing is changed then.
    """
    check_range("learning_rate", learning_rate)
    check_labels("rows", rows, ("r",), len(W))
    check_array("squares", squares, W.shape, W.dtype, finite=False)
    check_array("dW_rows", dW_rows, (len(rows), *W.shape[1:]), W.dtype)
    squares[rows] += dW_rows * dW_rows
    W[rows] -= learning_rate * dW_rows / np.sqrt(squares[rows])


def glove_step(parameters, squares, i, j, X, learning_rate=0.05, x_max=100.0, alpha=0.75):
    """Take one step of AdaGrad on a batch of pairs; parameters and squares are changed in place.

    parameters: (W, W_context, b, b_context).    squares: arrays like them, of ones at the start.
    Returns the mean loss before the step. Where a ValueError is raised, nothing has changed.
    """
    check_range("learning_rate", learning_rate)
    if not len(parameters) == len(squares) == 4:
        found = f"{len(parameters)} parameters and {len(squares)} arrays of squares"
        raise ValueError(f"{found}; there are four of each: W, W_context, b, b_context")
    for array, past in zip(parameters, squares, strict=True):
        check_array("squares", past, array.shape, array.dtype, finite=False)
    losses, cache = glove_forward(i, j, X, *parameters, x_max, alpha)
    (rows, dW, db), (rows_context, dW_context, db_context) = glove_backward(np.ones_like(losses), cache)
    gradients = ((rows, dW), (rows_context, dW_context), (rows, db), (rows_context, db_context))
    for array, past, (named, gradient) in zip(parameters, squares, gradients, strict=True):
        adagrad_rows(array, past, named, gradient, learning_rate)
    return losses.mean()
