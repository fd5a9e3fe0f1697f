"""Word vectors from the company that words keep: skip-gram and CBOW with negative sampling.

Mikolov, Chen, Corrado, Dean (2013); Mikolov, Sutskever, Chen, Corrado, Dean (2013).

E (n_words, d) holds the vectors that are kept in the end, theta (n_words, d) those by which words are guessed.
Gradients of both are sparse: a pair of the rows that occur, each once, and the gradients of these rows.
"""

import numpy as np

from utils.layers.arguments import as_index, check_array, check_labels, check_shape
from utils.layers.embedding import embedding_backward, embedding_forward, sort_ids, sum_runs
from utils.layers.optimizers import check_range


def skip_gram_forward(centres, contexts, negatives, E, theta):
    """Tell each centre word's true neighbour from words drawn at random.

        loss = −ln σ(E[c] · theta[o]) − Σ_k ln σ(−E[c] · theta[n_k])

    centres, contexts: (B,) words and a neighbour of each.    negatives: (B, K) words drawn from the noise.
    E, theta: (n_words, d). A negative that is the neighbour by chance counts like any other.
    Returns losses (B,), and the cache.
    Raises ValueError for words out of range, shapes that do not fit; NaN or infinity among the vectors.
    """
    check_labels("centres", centres, ("B",), len(E))
    h, words = embedding_forward(centres, E)
    losses, decisions = negative_sampling_forward(h, contexts, negatives, theta)
    return losses, (words, decisions)


def skip_gram_backward(dlosses, cache):
    """Carry the gradient back to the vectors of the words that occur.

    dlosses: (B,), the weight of each loss: 1 for their sum, 1/B for their mean.    cache: from `skip_gram_forward`.
    Returns (rows, dE_rows), (rows, dtheta_rows).
    """
    words, decisions = cache
    dh, dtheta = decisions_backward(dlosses, decisions)
    return embedding_backward(dh, words), dtheta


def skip_gram_step(E, theta, centres, contexts, negatives, learning_rate):
    """Take one step down the slope of every pair's loss, all from the same place; E and theta are changed in place.

    Arguments as in `skip_gram_forward`.    learning_rate: from 0 up, of the sum of the losses: B times that of their
    mean.
    Returns the mean loss before the step. Where a ValueError is raised, nothing has changed.
    """
    check_range("learning_rate", learning_rate)
    losses, cache = skip_gram_forward(centres, contexts, negatives, E, theta)
    (words, dE), (guessed, dtheta) = skip_gram_backward(np.full(len(losses), learning_rate, E.dtype), cache)
    E[words] -= dE
    theta[guessed] -= dtheta
    return losses.mean()


def cbow_forward(contexts, mask, targets, negatives, E, theta):
    """Guess a word from the mean of its neighbours' vectors: a continuous bag of words.

        h = mean of E[contexts] where mask,    loss = −ln σ(h · theta[t]) − Σ_k ln σ(−h · theta[n_k])

    contexts: (B, C) the neighbours of each word.    mask: (B, C) True where there is one: windows end where texts end.
    targets: (B,) the words.    negatives: (B, K).    E, theta: (n_words, d).
    Returns losses (B,), and the cache.
    Raises ValueError as `skip_gram_forward`, and where a word has no neighbour at all.
    """
    check_labels("contexts", contexts, ("B", "C"), len(E))
    if not isinstance(mask, np.ndarray) or mask.dtype != bool:
        raise ValueError("mask is not an array of True and False")
    check_shape("mask", mask, contexts.shape)
    counts = mask.sum(axis=1, keepdims=True)
    if not counts.all():
        raise ValueError(f"mask {mask.shape}: example {int(np.argmin(counts))} has no neighbour; leave such words out")
    shares = (mask / counts).astype(E.dtype)
    h = (shares[:, None] @ E.take(as_index(contexts), axis=0))[:, 0]  # (B, 1, C) @ (B, C, d) -> (B, d)
    losses, decisions = negative_sampling_forward(h, targets, negatives, theta)
    return losses, (contexts, np.flatnonzero(mask), shares, decisions)


def cbow_backward(dlosses, cache):
    """Carry the gradient back: a neighbour receives its share of what the mean receives.

    dlosses: (B,).    cache: from `cbow_forward`.
    Returns (rows, dE_rows), (rows, dtheta_rows).
    """
    contexts, used, shares, decisions = cache
    dh, dtheta = decisions_backward(dlosses, decisions)
    return sum_shares(contexts, used, shares, dh), dtheta


def negative_sampling_forward(h, positives, negatives, theta):
    """Yes for one word, no for K others; see `decisions_forward`.

    h: (B, d).    positives: (B,).    negatives: (B, K).    theta: (n_words, d).
    Returns losses (B,), and the cache for `decisions_backward`.
    """
    check_labels("positives", positives, (len(h),), len(theta))
    check_labels("negatives", negatives, (len(h), "K"), len(theta))
    ids = np.concatenate((positives[:, None], negatives), axis=1)  # (B, 1 + K)
    signs = np.full(ids.shape, -1, h.dtype)
    signs[:, 0] = 1
    return decisions_forward(h, ids, signs, theta)


def decisions_forward(h, ids, signs, theta):
    """Put yes-or-no questions to each example, one logistic unit for each, and charge for the answers.

        loss = −Σ_k ln σ(sign_k · h · theta[id_k]),    sign_k = 1 where yes is right, −1 where no is, 0 if not asked

    h: (B, d).    ids: (B, n) which units, checked before.    signs: (B, n).    theta: (n_units, d).
    Returns losses (B,), and the cache.
    Raises ValueError where h does not fit theta; for NaN or infinity in what is multiplied.
    """
    check_array("h", h, ("B", theta.shape[1]), theta.dtype, finite=False)
    vectors = theta.take(as_index(ids), axis=0)  # (B, n, d)
    with np.errstate(invalid="ignore", over="ignore"):
        wrong = (vectors @ h[:, :, None])[:, :, 0] * -signs  # (B, n), large where the answer is far from right
        shrunk = np.exp(-np.abs(wrong))  # at most 1; ln(1 + eʷ) and σ(w) both come of it
        losses = ((np.maximum(wrong, 0) + np.log1p(shrunk)) * np.abs(signs)).sum(axis=1)
    if not np.isfinite(losses.sum()):
        raise ValueError(f"h {h.shape} or theta {theta.shape} holds NaN or infinity: is the learning rate too large?")
    slopes = np.where(wrong > 0, 1, shrunk) / (1 + shrunk) * -signs  # of each loss by the score
    return losses, (h, ids, np.flatnonzero(signs), vectors, slopes)


def decisions_backward(dlosses, cache):
    """Carry the gradient back to what decided.

        dscore_k = −sign_k σ(−sign_k · score_k),    dh = Σ_k dscore_k theta[id_k],    dtheta[id_k] = Σ dscore_k h

    dlosses: (B,).    cache: from `decisions_forward`.
    Returns dh (B, d), and (rows, dtheta_rows).
    """
    h, ids, used, vectors, slopes = cache
    check_array("dlosses", dlosses, (len(h),), h.dtype)
    slopes = slopes * dlosses[:, None]
    dh = (slopes[:, None] @ vectors)[:, 0]  # (B, 1, n) @ (B, n, d) -> (B, d)
    return dh, sum_shares(ids, used, slopes, h)


def sum_shares(ids, used, shares, h):
    """Give each id its share of its example's row, and add up by id: a sparse matrix times h.

        row r = Σ shares[b, k] h[b] over all b, k with ids[b, k] = r

    ids, shares: (B, n).    used: flat positions of the ids that count.    h: (B, d).
    Returns rows (r,), each used id once, and their sums (r, d).
    """
    order, runs = sort_ids(ids.ravel()[used])
    order = used[order]
    values = h.take(order // ids.shape[1], axis=0)
    values *= shares.ravel()[order][:, None]
    return sum_runs(values, runs)
