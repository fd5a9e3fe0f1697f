"""Hierarchical softmax: guess a word by a few left-or-right decisions down a tree, few where the word is frequent.

Morin, Bengio (2005); with a Huffman tree: Mikolov, Sutskever, Chen, Corrado, Dean (2013); Huffman (1952).
"""

import heapq

import numpy as np

from utils.layers.arguments import check_array, check_labels
from utils.layers.word_sampling import checked_counts
from utils.layers.word_vectors import decisions_backward, decisions_forward


def huffman_tree(counts):
    """Join the two rarest nodes again and again: no other tree has a shorter average path, weighed by the counts.

    counts: (n_words,) how often each word occurs, at least two words.
    Returns paths (n_words, depth), the decisions on the way from the root to each word, as rows of theta; and
    signs (n_words, depth), 1 where the way goes right, to the more frequent of the two, −1 left, 0 behind a path's end.
    Raises ValueError for counts that are negative, NaN or infinite, or fewer than two.
    """
    n_words = len(checked_counts(counts))
    if n_words < 2:
        raise ValueError("a tree needs at least two words")
    heap = [(count, node) for node, count in enumerate(np.asarray(counts).tolist())]
    heapq.heapify(heap)
    parents, sides = [0] * (2 * n_words - 1), [0] * (2 * n_words - 1)
    for inner in range(n_words, 2 * n_words - 1):  # words are the nodes 0 … n_words − 1, the root is the last
        left, right = heapq.heappop(heap), heapq.heappop(heap)
        for (_, node), side in ((left, -1), (right, 1)):
            parents[node], sides[node] = inner, side
        heapq.heappush(heap, (left[0] + right[0], inner))
    return _paths_from_root(n_words, parents, sides)


def _paths_from_root(n_words, parents, sides):
    """Every word's decisions, root first, padded to the longest. Decisions are numbered as their nodes were joined."""
    ways = {2 * n_words - 2: ()}
    for node in range(2 * n_words - 3, -1, -1):  # a parent has a higher number than its children
        ways[node] = (*ways[parents[node]], (parents[node] - n_words, sides[node]))
    depth = max(len(ways[word]) for word in range(n_words))
    padded = [ways[word] + ((0, 0),) * (depth - len(ways[word])) for word in range(n_words)]
    paths, signs = np.moveaxis(np.array(padded), 2, 0)
    return np.ascontiguousarray(paths), np.ascontiguousarray(signs)


def hierarchical_softmax_forward(h, targets, theta, tree):
    """Charge for every decision on the way to the right word: −ln of the word's probability.

        loss = −Σ_k ln σ(sign_k · h · theta[node_k]) over the nodes of the target's path

    h: (B, d).    targets: (B,) words.    theta: (n_words − 1, d), a row for each decision.
    tree: from `huffman_tree`.
    Returns losses (B,), and the cache.
    Raises ValueError for words out of range, shapes that do not fit, NaN or infinity.
    """
    paths, signs = tree
    check_array("h", h, ("B", theta.shape[1]), theta.dtype, finite=False)
    check_array("theta", theta, (len(paths) - 1, "d"), finite=False)
    check_labels("targets", targets, (len(h),), len(paths))
    asked = signs[targets]
    longest = np.count_nonzero(asked.any(axis=0))
    return decisions_forward(h, paths[targets, :longest], asked[:, :longest].astype(h.dtype), theta)


def hierarchical_softmax_backward(dlosses, cache):
    """Carry the gradient back to h and to the decisions that were taken.

    dlosses: (B,).    cache: from `hierarchical_softmax_forward`.
    Returns dh (B, d), and (rows, dtheta_rows).
    """
    return decisions_backward(dlosses, cache)


def word_probabilities(h, theta, tree):
    """The probability of every word; they sum to 1, whatever theta is.

    h: (B, d).    theta: (n_words − 1, d).    tree: from `huffman_tree`.    Returns (B, n_words).
    """
    paths, signs = tree
    log_right = -np.logaddexp(0, -(h @ theta.T))  # (B, n_words − 1)
    log_left = -np.logaddexp(0, h @ theta.T)
    logs = np.where(signs > 0, log_right[:, paths], np.where(signs < 0, log_left[:, paths], 0))
    return np.exp(logs.sum(axis=2))
