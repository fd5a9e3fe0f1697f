"""What a text teaches word vectors from: each word with its neighbours up to `window` words away.

Texts are lists of sentences, a sentence an array of whole numbers, one for each word. Neighbours never cross the end
of a sentence.
"""

import numpy as np

from utils.layers.arguments import check_whole


def skip_gram_pairs(sentences, window):
    """Pair every word with each of its neighbours.

    sentences: list of arrays (n,).    window: how far a neighbour may be away.
    Returns centres, contexts: (n_pairs,) each; all pairs of one distance together, not in the order of the text.
    """
    pairs = [(left, right) for left, right, _ in _neighbours(sentences, window)]
    lefts, rights = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    return np.concatenate((lefts, rights)), np.concatenate((rights, lefts))


def cbow_windows(sentences, window):
    """Gather every word's neighbours, in the order of the text; words without any are left out.

    sentences: list of arrays (n,).    window: how far a neighbour may be away.
    Returns contexts (n, 2 window), 0 where a sentence ends; mask (n, 2 window), True where there is a neighbour;
    and targets (n,), the words between them.
    """
    words, sentence_of = _one_text(sentences, window)
    steps = np.concatenate((np.arange(-window, 0), np.arange(1, window + 1)))
    places = np.arange(len(words))[:, None] + steps
    near = np.clip(places, 0, len(words) - 1)
    mask = (near == places) & (sentence_of[near] == sentence_of[:, None])
    contexts = np.where(mask, words[near], 0)
    some = mask.any(axis=1)
    return contexts[some], mask[some], words[some]


def cooccurrence(sentences, window, dtype=np.float32):
    """Count how often two words stand near each other, a neighbour at distance δ as 1/δ. Pennington et al. (2014).

        X_ij = Σ 1/δ over all places of word i with word j at distance δ ≤ window

    sentences: list of arrays (n,).    window: how far a neighbour may be away.
    Returns i, j, X: (n_pairs,) each, the pairs that occur, sorted; X is symmetric.
    """
    firsts, seconds, weights = [], [], []
    for left, right, distance in _neighbours(sentences, window):
        firsts += [left, right]
        seconds += [right, left]
        weights.append(np.full(2 * len(left), 1 / distance))
    i, j = np.concatenate(firsts), np.concatenate(seconds)
    n_words = max(i.max(initial=0), j.max(initial=0)) + 1
    pairs, place = np.unique(i * n_words + j, return_inverse=True)
    i, j = np.divmod(pairs, n_words)
    return i, j, np.bincount(place, np.concatenate(weights), len(pairs)).astype(dtype)


def _neighbours(sentences, window):
    """Yield, for each distance, the words that have one so far to their right, those, and the distance."""
    words, sentence_of = _one_text(sentences, window)
    for distance in range(1, window + 1):
        together = sentence_of[:-distance] == sentence_of[distance:]
        yield words[:-distance][together], words[distance:][together], distance


def _one_text(sentences, window):
    """All sentences end to end, and the number of the sentence that each word stands in."""
    check_whole("window", window)
    for number, sentence in enumerate(sentences):
        if not isinstance(sentence, np.ndarray) or sentence.dtype.kind not in "iu" or sentence.ndim != 1:
            raise ValueError(f"sentence {number} is not an array (n,) of whole numbers")
        if len(sentence) and sentence.min() < 0:
            raise ValueError(f"sentence {number} has the word {sentence.min()}; words are whole numbers from 0 up")
    if not sum(len(sentence) for sentence in sentences):
        raise ValueError("there is no word in these sentences")
    words = np.concatenate(sentences).astype(np.int64)
    return words, np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences])
