"""Learning word vectors on tensors: lookups and their gradients, negative sampling, rows that move, pairs, negatives.

The NumPy forms of the first three stand in utils/steps/embeddings.py. There words are columns and come one at a time;
here they are rows, as in `nn.Embedding`, and come in batches of B.
"""

import torch
from torch.nn.functional import logsigmoid


def embedding_lookup_backward(dY, words, n_words):
    """Carry the gradient of looked-up vectors back to E.

        dE[w] = Σ over the places k of word w of dY[k]

    dY: (m, d).    words: (m,) whole numbers.    n_words: how many rows E has.
    At hand: `dY.new_zeros(rows, columns)`, of dY's type and on its device; `A.index_add(0, rows, values)`, a copy of A
    to whose row rows[k] values[k] was added, one k after the other.
    Returns dE (n_words, d): 0 for every word that was not looked up.
    """
    # Nothing for any word to begin with
    dE = dY.new_zeros(n_words, dY.shape[1])
    # Each place adds its gradient to its word, and a word that stands in two places collects both
    return dE.index_add(0, words, dY)


def negative_sampling_loss(h, vectors):
    """Tell true neighbours from words drawn at random: for each of B pairs 1 + K logistic regressions.

        losses[b] = −ln σ(vectors[b, 0] · h[b]) − Σ_k ln σ(−vectors[b, k] · h[b]),    k = 1 … K

    h: (B, d) the vectors of the centre words.    vectors: (B, 1 + K, d), first the true neighbour's, then those of the
    random words.
    At hand: `logsigmoid(scores)`, which is ln σ and does not overflow; `A @ B`, which multiplies the last two axes and
    goes along those in front; `torch.cat([A, B], dim)`.
    Returns losses (B,); finite where the products are far from 0, too.
    Source: Mikolov, Sutskever, Chen, Corrado, Dean (2013).
    """
    # One score for each of the 1 + K words of each pair
    scores = (vectors @ h[:, :, None])[:, :, 0]  # (B, 1 + K, d) @ (B, d, 1) -> (B, 1 + K, 1) -> (B, 1 + K)
    # The true neighbour should get a high score, each random word a low one: turn the random ones' signs
    right = torch.cat([scores[:, :1], -scores[:, 1:]], dim=1)
    # The 1 + K losses of a pair add up
    return -logsigmoid(right).sum(dim=1)


def skip_gram_gradient(E, theta, centres, words):
    """The gradient of the sum of a batch's `negative_sampling_loss`, h = E[centres] and vectors = theta[words].

    E, theta: (n_words, d).    centres: (B,) whole numbers.    words: (B, 1 + K), first the true neighbours, then the
    random words. A word may stand in several places of either.
    At hand: `A[numbers]`, the rows of these numbers; `torch.sigmoid`; `torch.zeros_like(A)`; `A @ B`, which multiplies
    the last two axes; `A.flatten()`, and `A.flatten(0, 1)`, which joins the first two axes;
    `A.index_add(0, rows, values)`, as in `embedding_lookup_backward`.
    Returns dE, dtheta (n_words, d) each.
    """
    # Look up what is multiplied, and multiply
    h, vectors = E[centres], theta[words]  # (B, d), (B, 1 + K, d)
    scores = (vectors @ h[:, :, None])[:, :, 0]  # (B, 1 + K)
    # What is right: 1 for the true neighbours, 0 for the random words
    y = torch.zeros_like(scores)
    y[:, 0] = 1
    # How far each score should move
    dz = torch.sigmoid(scores) - y  # (B, 1 + K)
    # From the scores on to both of their factors
    dh = (dz[:, None] @ vectors)[:, 0]  # (B, 1, 1 + K) @ (B, 1 + K, d) -> (B, 1, d) -> (B, d)
    dvectors = dz[:, :, None] * h[:, None]  # (B, 1 + K, 1) * (B, 1, d) -> (B, 1 + K, d)
    # Back to the two tables, where each place adds to the row of its word
    dE = torch.zeros_like(E).index_add(0, centres, dh)
    dtheta = torch.zeros_like(theta).index_add(0, words.flatten(), dvectors.flatten(0, 1))
    return dE, dtheta


def sum_rows(ids, values):
    """Add up the rows of values that belong to the same word: a gradient without the rows that are 0.

    ids: (n,) whole numbers.    values: (n, d).
    At hand: `torch.unique(ids, return_inverse=True)`, the different numbers in order, (r,), and for each of the n
    places where its number stands among them, (n,); `values.new_zeros(rows, columns)`; `A.index_add(0, rows, values)`.
    Returns rows (r,), each number that occurs, once and in order, and sums (r, d). Nothing of the size of the
    vocabulary is made.
    """
    # Which words occur, and which of them stands in each place
    rows, places = torch.unique(ids, return_inverse=True)
    # A sum for each word that occurs, however large the vocabulary is
    sums = values.new_zeros(len(rows), values.shape[1])
    return rows, sums.index_add(0, places, values)


def adagrad_rows(squares, ids, values, learning_rate):
    """Find the step of AdaGrad for the words of a batch, and for no others.

        squares += g²,    step = learning_rate · g / √squares,    g: a word's gradient in this step

    squares: (n_words, d), above 0, the squares of all gradients so far.    ids: (n,) words, some of them repeatedly.
    values: (n, d), what each place adds to the gradient of its word.    learning_rate: above 0.
    At hand: `sum_rows(ids, values)`.
    Returns rows (r,), each word once and in order; their new squares (r, d); and their steps (r, d), to be subtracted.
    Source: Duchi, Hazan, Singer (2011).
    """
    # The gradient of each word that occurs
    rows, gradient = sum_rows(ids, values)
    # Its square joins those of this word's earlier steps
    grown = squares[rows] + gradient**2
    # Each number is divided by the root of its own squares
    return rows, grown, learning_rate * gradient / grown.sqrt()


def pairs_at(text, sentence, numbers, window):
    """Make those pairs of a text that have these numbers, all at once.

    Every word has 2 · window pairs, also at the ends of a sentence, where some have no neighbour. Pairs are numbered
    word by word, those of a word from its leftmost neighbour to its rightmost. With a window of 2, pairs 0, 1, 2, 3
    belong to word 0 of the text, with the neighbours at −2, −1, +1, +2.

    text: (n,) words as whole numbers, all sentences end to end.    sentence: (n,) the number of each word's sentence.
    numbers: (B,) numbers of pairs, from 0 to 2 · window · n − 1.    window: how many places a neighbour may be away.
    At hand: `//` and `%` of tensors; `A.clamp(lowest, highest)`; `torch.where(mask, A, 0)`.
    Returns centres (B,), contexts (B,), 0 where there is no neighbour in the sentence, and mask (B,), True where there
    is one.
    """
    # The place of the centre in the text, and which of its 2 · window neighbours is meant
    place, which = numbers // (2 * window), numbers % (2 * window)
    # The neighbour's distance: −window … −1, 1 … window, without 0
    near = place + which - window + (which >= window)
    # It counts if it lies in the text, and in the same sentence
    inside = near.clamp(0, len(text) - 1)
    mask = (near == inside) & (sentence[inside] == sentence[place])
    return text[place], torch.where(mask, text[inside], 0), mask


def noise_words(counts, power, u):
    """Turn random numbers into random words, word w with probability counts[w]^power / Σ counts^power.

    counts: (n_words,) floating-point numbers, how often each word occurs; 0 for a word that is never drawn.
    power: above 0.    u: numbers of any shape, drawn evenly from [0, 1), of the type of counts.
    At hand: `A.cumsum(0)`; `torch.searchsorted(edges, u, right=True)`, for each number of u how many of the ascending
    edges are at most as large, and without right=True how many are smaller.
    Returns words, whole numbers in the shape of u.
    """
    # Each word takes a piece of the line from 0 to 1, as long as its probability: where does each piece end?
    edges = (counts**power).cumsum(0)
    edges = edges / edges[-1]
    # A number lies in the piece of the first word whose end is beyond it
    return torch.searchsorted(edges, u, right=True)
