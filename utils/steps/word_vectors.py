"""What word vectors say of words: similarity, analogies, and a bias that can be measured and partly taken away.

A vector e_w has shape (d,), `word_to_vec_map` is {word: vector}. E (d, n_words) has a column for each word, as in
utils.steps.embeddings; utils.layers has a row for each.
"""

import numpy as np


def cosine_similarity(u, v):
    """Compare the directions of two vectors, whatever their lengths.

        cos(u, v) = u · v / (‖u‖ ‖v‖)

    u, v: (d,).
    Returns a number from −1 to 1; 0 where one of the two is all zeros, which has no direction.
    """
    # The product of the two lengths
    lengths = np.linalg.norm(u) * np.linalg.norm(v)
    # A vector of zeros points nowhere
    if lengths == 0:
        return 0.0
    return np.dot(u, v) / lengths


def nearest_words(word, word_to_vec_map, k):
    """Name the k words whose vectors point most nearly the same way as a word's.

    word: a key of word_to_vec_map.    k: how many.    `cosine_similarity(u, v)` is at hand.
    Returns a list of k words, the nearest first; the word itself is not among them.
    """
    # Every other word with its cosine
    cosines = {}
    for other, vector in word_to_vec_map.items():
        if other != word:
            cosines[other] = cosine_similarity(word_to_vec_map[word], vector)
    # The largest cosines first
    return sorted(cosines, key=cosines.get, reverse=True)[:k]


def complete_analogy(word_a, word_b, word_c, word_to_vec_map):
    """Find the word d for which c to d is as a to b.

        d = argmax over w of cos(e_b − e_a, e_w − e_c)

    word_a, word_b, word_c: words, in capitals or not.    word_to_vec_map: {word: (d,)}, all in lower case.
    `cosine_similarity(u, v)` is at hand.
    Returns the best word; none of the three that are given.
    """
    # The vectors of the three words in lower case
    word_a, word_b, word_c = word_a.lower(), word_b.lower(), word_c.lower()
    e_a, e_b, e_c = word_to_vec_map[word_a], word_to_vec_map[word_b], word_to_vec_map[word_c]
    # The best word so far, and its cosine
    best_word, best_cosine = None, -np.inf
    # Try all words but the three
    for w, e_w in word_to_vec_map.items():
        if w in (word_a, word_b, word_c):
            continue
        cosine = cosine_similarity(e_b - e_a, e_w - e_c)
        if cosine > best_cosine:
            best_word, best_cosine = w, cosine
    return best_word


def offset_answers(questions, E, exclude=True):
    """Answer many analogies at once: of all words, the one whose direction is nearest to that of e_b − e_a + e_c.

        answer = argmax over w of cos(e_w, e_b − e_a + e_c)

    questions: (m, 3) whole numbers, the columns a, b, c of E.    E: (d, n_words).
    exclude: whether a, b and c themselves are out of the question.
    Returns answers (m,), the number of a word for each question.
    """
    # A target for each question
    a, b, c = questions.T
    targets = E[:, b] - E[:, a] + E[:, c]  # (d, m)
    # With columns of length 1, products are cosines; the targets' lengths change no order
    units = E / np.linalg.norm(E, axis=0)
    scores = targets.T @ units  # (m, d) @ (d, n_words) -> (m, n_words)
    # Words that are out of the question must lose against every other
    if exclude:
        scores[np.arange(len(questions))[:, None], questions] = -np.inf
    return np.argmax(scores, axis=1)


def axis_from_pairs(pairs, word_to_vec_map):
    """Find the one direction in which the words of all pairs differ most: the first principal component.

        maximise Σ over pairs of ((e_1 − μ) · g)² + ((e_2 − μ) · g)²,    μ = (e_1 + e_2) / 2 of each pair,    ‖g‖ = 1

    pairs: [(word_1, word_2), …].    word_to_vec_map: {word: (d,)}.
    Returns g (d,) of length 1; its sign is such that the differences e_1 − e_2, added up, do not point against it.
    """
    # What is left of both words of each pair without the pair's mean
    rows = []
    for word_1, word_2 in pairs:
        e_1, e_2 = word_to_vec_map[word_1], word_to_vec_map[word_2]
        mean = (e_1 + e_2) / 2
        rows += [e_1 - mean, e_2 - mean]
    # The rows of Vt are directions, by how much of the rows lies along them
    _, _, Vt = np.linalg.svd(np.array(rows), full_matrices=False)  # (2 n_pairs, d)
    g = Vt[0]
    # An axis has two ends: let it point to the first words
    along = sum((word_to_vec_map[word_1] - word_to_vec_map[word_2]) @ g for word_1, word_2 in pairs)
    return -g if along < 0 else g


def neutralize(word, g, word_to_vec_map):
    """Take away what a word's vector has along a direction.

        e − (e · g / ‖g‖²) g

    word: a key of word_to_vec_map.    g: (d,) of any length but 0.
    Returns a new vector (d,), at right angles to g; the map stays as it is.
    """
    e = word_to_vec_map[word]
    # The part of e along g
    along = np.dot(e, g) / np.dot(g, g) * g
    return e - along


def equalize(pair, bias_axis, word_to_vec_map):
    """Give both words of a pair the same place beside the axis, and places at equal distances on its two sides.

    pair: two words.    bias_axis: (d,) of any length but 0.    word_to_vec_map: {word: (d,)}, vectors of any length.
    Returns e_1, e_2: new vectors (d,) that differ only along the axis, each on that side of the other where its
    word was. They are equally long, and their mean squared length is what it was before.
    Raises ValueError where both words lie at the same place along the axis: neither side is anyone's.
    """
    e_1, e_2 = word_to_vec_map[pair[0]], word_to_vec_map[pair[1]]
    # The axis in length 1
    g = bias_axis / np.linalg.norm(bias_axis)
    # Beside the axis, both are to have what they have on average
    mean = (e_1 + e_2) / 2
    beside = mean - np.dot(mean, g) * g
    # Along the axis, as much as their mean squared length leaves
    squared_length = (np.dot(e_1, e_1) + np.dot(e_2, e_2)) / 2
    along = np.sqrt(max(squared_length - np.dot(beside, beside), 0.0))
    # Each goes to its own side
    side = np.sign(np.dot(e_1 - e_2, g))
    if side == 0:
        raise ValueError(f"{pair[0]} and {pair[1]} lie at the same place along the axis")
    return beside + side * along * g, beside - side * along * g


def leaning_neighbours(V, leans, k):
    """Say of each word how many of its nearest neighbours lean to one side: do neighbours give the side away?

    V: (d, m) vectors of m words, none of them zero.    leans: (m,) True or 1 where a word leans to that side.
    k: how many neighbours count, those with the largest cosines.
    Returns shares (m,), from 0 to 1.
    """
    # The cosines of all pairs
    units = V / np.linalg.norm(V, axis=0)
    cosines = units.T @ units  # (m, d) @ (d, m) -> (m, m)
    # No word counts as its own neighbour
    np.fill_diagonal(cosines, -np.inf)
    # The k nearest of each word, and how many of them lean
    nearest = np.argsort(-cosines, axis=1)[:, :k]  # (m, k)
    return np.asarray(leans, dtype=float)[nearest].mean(axis=1)
