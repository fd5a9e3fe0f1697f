"""Word embeddings: a row of W for each word, looked up; the gradient only of the rows that were."""

import numpy as np

from utils.layers.arguments import as_index, check_array, check_labels, check_whole
from utils.layers.initialization import small_random
from utils.layers.layer import Layer


def embedding_forward(ids, W):
    """Look up the row of each word: the product of one-hot rows with W, without the zeros.

        y[…] = W[ids[…]]

    ids: whole numbers of any shape, (m, T) for sequences.    W: (n_words, d), one row for each word.
    Returns y (…, d), and the cache (ids, W).
    Raises ValueError for ids that are not whole numbers from 0 to n_words − 1, or none at all.
    """
    check_labels("ids", ids, (...,), len(W))
    return W.take(as_index(ids), axis=0), (ids, W)


def embedding_backward(dy, cache):
    """Give each word that occurs the sum of the gradients of its places; all other rows of dW are 0.

        dW[r] = Σ dy[…] over the places where ids[…] = r

    dy: (…, d).    cache: from `embedding_forward`.
    Returns rows (r,), the words that occur, each once and in order, and dW_rows (r, d), their rows of dW.
    """
    ids, W = cache
    check_array("dy", dy, ids.shape + W.shape[1:], W.dtype, finite=False)
    return sum_by_id(ids.ravel(), dy.reshape(-1, W.shape[1]))


def add_rows(W, ids, values):
    """Add a row of values to each named row of W, in place; a row that is named twice receives both.

        W[ids[i]] += values[i],    one i after the other

    W: (n_words, d).    ids: (n,).    values: (n, d). Plain W[ids] += values would keep only the last of repeats.
    Raises ValueError for ids out of range or shapes that do not fit; W is not changed then.
    """
    check_labels("ids", ids, ("n",), len(W))
    check_array("values", values, (len(ids), W.shape[1]), W.dtype, finite=False)
    rows, sums = sum_by_id(ids, values)
    W[rows] += sums


def sum_by_id(ids, values):
    """Add up the rows of values that have the same id.

    ids: (n,) whole numbers.    values: (n, d).
    Returns rows (r,), the ids that occur, each once and in order, and sums (r, d).
    """
    order, runs = sort_ids(ids)
    return sum_runs(values.take(order, axis=0), runs)


def sort_ids(ids):
    """Bring equal ids together.

    ids: (n,).    Returns order (n,), which sorts them; and the runs of equal ids for `sum_runs`: rows (r,), the id of
    each run, and starts (r,), its first position.
    """
    small = ids.astype(np.min_scalar_type(ids.max()))  # NumPy sorts numbers of 16 bits in linear time
    order = np.argsort(small, kind="stable")  # and equal ones keep their order, so that sums round alike everywhere
    ids = ids[order]
    starts = np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1])))
    return order, (ids[starts], starts)


def sum_runs(values, runs):
    """Add up each run of sorted rows.

    np.add.reduceat goes through every column of every run by itself, which is quick where runs are long: letters, say.
    Most words occur once or twice in a batch. Then runs are folded, neighbours in pairs, then pairs of pairs, until one
    row is left: a step or two, each on whole rows.

    values: (n, d) in sorted order; it may be used up.    runs: from `sort_ids`.
    Returns rows (r,) and sums (r, d).
    """
    rows, starts = runs
    if len(values) > 16 * len(rows):
        return rows, np.add.reduceat(values, starts)
    places = np.arange(len(values)) - np.repeat(starts, np.diff(starts, append=len(values)))  # within each run
    left, distance = np.flatnonzero(places), 1  # all but the first of each run are to be handed on
    while len(left):
        odd = (places[left] & distance) != 0
        giving = left[odd]
        taking = giving - distance
        values[taking] = values.take(taking, axis=0) + values.take(giving, axis=0)
        left, distance = left[~odd], 2 * distance
    return rows, values.take(starts, axis=0)


class Embedding(Layer):
    """A vector of d learned numbers for each of n_words words; see `embedding_forward`. It stands first in a network.

    Starts from normal numbers of variance 1: a lookup passes on one number, where a product adds up fan_in of them.

    rng: np.random.Generator.    scale: the standard deviation to start from, from 0 up.
    Its input are ids, so that there is no gradient to return; dW is dense, (n_words, d), for any optimiser.
    """

    weights = ("W",)

    def __init__(self, n_words, d, rng, scale=1.0):
        check_whole("n_words", n_words)
        check_whole("d", d)
        self.W = small_random((n_words, d), rng, scale)

    def forward(self, ids, *, train=False, mask=None):
        y, self.cache = embedding_forward(ids, self.W)
        return y

    def backward(self, dy):
        rows, dW_rows = embedding_backward(dy, self.cache)
        self.dW = np.zeros(self.W.shape, self.W.dtype)
        self.dW[rows] = dW_rows
