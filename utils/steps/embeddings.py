"""Word vectors: looked up, and learned from the company that words keep, with negative sampling.

Here vectors are columns and words come one at a time; in utils.layers they are rows, and words come in batches of B:

    here                                             there
    E (d, n_words), words (m,), Y (d, m)             embedding: W (n_words, d) = E.T, ids of any shape, (…, d)
    dE (d, n_words), mostly zeros                    embedding: (rows, dW_rows), the rows that occur
    e (d, 1) of one centre word                      word_vectors: rows of E (n_words, d), centres (B,)
    Theta (d, 1 + K), the neighbour's column first   word_vectors: rows of theta (n_words, d), contexts (B,),
                                                     negatives (B, K)
    skip_gram_pairs: a list, word by word            word_windows: two arrays, distance by distance
    cbow_batch: contexts, mask, targets              word_windows.cbow_windows
"""

import numpy as np

from utils.steps.activations import sigmoid


def one_hot_product(E, words):
    """Fetch the vectors of words by a matrix product with one-hot columns.

        Y = E O,    O[w, k] = 1 where w is word k, else 0

    E: (d, n_words), one column for each word.    words: (m,) whole numbers.
    Returns Y (d, m).
    """
    # O has a row for each word that there is and a column for each word that is asked for
    one_hot = np.zeros((E.shape[1], len(words)))
    # In each column, a 1 at its word
    for k, word in enumerate(words):
        one_hot[word, k] = 1
    # The product adds up n_words numbers for each one that it keeps
    return E @ one_hot  # (d, n_words) @ (n_words, m) -> (d, m)


def embedding_lookup(E, words):
    """Fetch the vectors of words by taking their columns: the same numbers without the zeros.

    E: (d, n_words).    words: (m,) whole numbers.    Returns Y (d, m).
    """
    # Column k of the result is E's column of the k-th word; NumPy takes a whole list of columns at once
    return E[:, words]


def embedding_lookup_backward(dY, words, n_words):
    """Carry the gradient of looked-up vectors back to E.

        dE[:, w] = Σ over the places k of word w of dY[:, k]

    dY: (d, m).    words: (m,).    n_words: how many columns E has.
    Returns dE (d, n_words): 0 for every word that was not looked up.
    """
    # Nothing for any word to begin with
    dE = np.zeros((dY.shape[0], n_words))
    # Each place adds its gradient to its word; a word that stands in two places collects both
    for k, word in enumerate(words):
        dE[:, word] += dY[:, k]
    return dE


def skip_gram_pairs(sentence, window):
    """Pair every word with each of its neighbours.

    sentence: (n,) words as whole numbers.    window: how many places a neighbour may be away.
    Returns a list of pairs (centre, context): centres from first to last, each one's contexts from left to right.
    Source: Mikolov, Chen, Corrado, Dean (2013).
    """
    # Collect the pairs in a list
    pairs = []
    # Each place of the sentence in turn is the centre
    for t in range(len(sentence)):
        # Its neighbours lie from `window` places before to `window` places after, cut off where the sentence ends
        for place in range(max(0, t - window), min(len(sentence), t + window + 1)):
            # No place is its own neighbour, but the same word may stand beside itself
            if place != t:
                pairs.append((int(sentence[t]), int(sentence[place])))
    return pairs


def cbow_batch(sentence, window):
    """Gather the neighbours of every word, to guess the word from them.

    sentence: (n,) words as whole numbers, at least two.    window: how many places a neighbour may be away.
    Returns contexts (n, 2 window): a row for each word, a column for each place of its window from left to right, and
    0 in a column whose place lies outside the sentence; mask (n, 2 window), True where there is a neighbour; and
    targets (n,), the words themselves.
    Source: Mikolov, Chen, Corrado, Dean (2013).
    """
    # Begin with all places empty
    n = len(sentence)
    contexts, mask = np.zeros((n, 2 * window), dtype=int), np.zeros((n, 2 * window), dtype=bool)
    # The places of a window as seen from its word: −window … −1, 1 … window, a column of the result for each
    offsets = [offset for offset in range(-window, window + 1) if offset != 0]
    for t in range(n):
        for column, offset in enumerate(offsets):
            # Where that place lies within the sentence, note its word and mark it as real
            if 0 <= t + offset < n:
                contexts[t, column] = sentence[t + offset]
                mask[t, column] = True
    return contexts, mask, np.array(sentence)


def noise_distribution(counts, power=0.75):
    """How probable each word is as a negative example.

        P(w) = counts[w] ** power / Σ_v counts[v] ** power

    counts: (n_words,) how often each word occurs, above 0.
    power: 1 keeps the frequencies of the text, 0 makes all words alike.
    Returns (n_words,), which sum to 1. Source: Mikolov, Sutskever, Chen, Corrado, Dean (2013).
    """
    # Flatten the counts: a power below 1 lifts rare words
    weights = np.asarray(counts, dtype=float) ** power
    # Make them sum to 1
    return weights / np.sum(weights)


def negative_sampling_loss(e, Theta):
    """Tell a true neighbour from K words drawn at random: 1 + K logistic regressions.

        loss = −ln σ(θ_0 · e) − Σ_k ln σ(−θ_k · e),    k = 1 … K

    e: (d, 1) the vector of the centre word (or the mean of the neighbours' vectors, for CBOW).
    Theta: (d, 1 + K), column 0 of the true neighbour, the others of the random words.
    At hand: `sigmoid` of utils.steps.activations; np.logaddexp(0, v) is ln(1 + e^v) and does not overflow.
    Returns the loss, one number; finite where the products are far from 0, too.
    Source: Mikolov, Sutskever, Chen, Corrado, Dean (2013).
    """
    # One score for each of the 1 + K words
    scores = (Theta.T @ e)[:, 0]  # (1 + K, d) @ (d, 1) -> (1 + K, 1) -> (1 + K,)
    # The true neighbour should get a high score, each random word a low one: turn the random ones' signs
    right = np.concatenate([scores[:1], -scores[1:]])
    # The 1 + K losses add up. logaddexp(0, v), which is ln(1 + e^v), does not overflow
    return np.sum(np.logaddexp(0, -right))


def negative_sampling_gradient(e, Theta):
    """The gradient of `negative_sampling_loss` with respect to the centre word's vector and to all 1 + K columns.

    e: (d, 1).    Theta: (d, 1 + K), column 0 of the true neighbour.
    At hand: `sigmoid` of utils.steps.activations, which takes arrays.
    Returns de (d, 1), dTheta (d, 1 + K).
    """
    # What is right: 1 for the true neighbour, 0 for the random words
    y = np.zeros((Theta.shape[1], 1))
    y[0, 0] = 1
    # How far each of the 1 + K scores should move
    dz = sigmoid(Theta.T @ e) - y  # (1 + K, 1)
    # From the scores on to both of their factors
    de = Theta @ dz  # (d, 1 + K) @ (1 + K, 1) -> (d, 1)
    dTheta = e @ dz.T  # (d, 1) @ (1, 1 + K) -> (d, 1 + K)
    return de, dTheta
