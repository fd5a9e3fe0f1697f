"""Words at random: negatives from a flattened distribution, and fewer of the words that are everywhere.

Mikolov, Sutskever, Chen, Corrado, Dean, "Distributed representations of words and phrases" (2013).
"""

import numpy as np

from utils.layers.arguments import check_labels
from utils.layers.optimizers import check_range


def noise_table(counts, power=0.75):
    """Prepare draws of words with probability proportional to counts ** power: rare words more often than in the text.

    Every word has a bin of height 1, filled with its own share up to `own` and with one other word above, so that a
    draw takes one bin and one look: the alias method of Walker (1977), built as by Vose (1991).

    counts: (n_words,) how often each word occurs.    power: from 0, which makes all words alike; 1 keeps the text's
    frequencies.
    Returns the table for `draw_words`: own (n_words,), other (n_words,).
    Raises ValueError for counts that are negative, NaN or infinite, or all 0; for another power.
    """
    check_range("power", power)
    shares = checked_counts(counts) ** power * (np.asarray(counts) > 0)
    own, other = shares * (len(shares) / shares.sum()), np.arange(len(shares))
    low, high = list(np.flatnonzero(own < 1)), list(np.flatnonzero(own >= 1))
    while low and high:
        poor, rich = low.pop(), high[-1]
        other[poor] = rich
        own[rich] -= 1 - own[poor]  # what fills the poor one's bin
        if own[rich] < 1:
            low.append(high.pop())
    return own, other  # bins that are left over are full but for rounding, and their other is themselves


def draw_words(table, shape, rng):
    """Draw words of the distribution that a `noise_table` holds.

    shape: of the array that returns, as (B, K).    rng: np.random.Generator.
    """
    own, other = table
    words = rng.integers(0, len(own), shape)
    return np.where(rng.random(shape) < own[words], words, other[words])


def subsample(words, counts, rng, threshold=1e-3):
    """Leave out frequent words by chance; the neighbours of those that stay come closer.

        P(keep w) = min(1, √(threshold / f(w))),    f(w) = counts[w] / Σ counts

    words: (n,) a text as ids.    counts: (n_words,).    rng: np.random.Generator.    threshold: above 0.
    Returns the words that stay, in their order.
    Raises ValueError for counts as in `noise_table`, a word that has none, or a threshold that is not above 0.
    """
    if not threshold > 0:
        raise ValueError(f"threshold = {threshold!r}: it is a frequency above 0")
    counts = checked_counts(counts)
    if len(words):
        check_labels("words", words, ("n",), len(counts))
        lost = words[counts[words] == 0]
        if len(lost):
            raise ValueError(f"word {lost[0]} is in the text and its count is 0: are these another text's counts?")
    frequencies = counts / counts.sum()
    keep = np.sqrt(threshold / np.maximum(frequencies, threshold))  # 1 up to the threshold
    return words[rng.random(len(words)) < keep[words]]


def checked_counts(counts):
    """The counts of words as float64; ValueError where they are none."""
    counts = np.asarray(counts, dtype=np.float64)
    if counts.ndim != 1 or len(counts) == 0 or not np.isfinite(counts).all() or counts.min() < 0 or not counts.any():
        raise ValueError(f"counts {counts.shape} have to be (n_words,) numbers from 0 up, not all 0")
    return counts
