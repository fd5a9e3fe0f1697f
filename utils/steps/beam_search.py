"""From a model's probabilities to one sentence: greedy, by beam search, and whose fault a wrong sentence is.

A model that has read its input is a function here, log_probabilities. It takes a list of k beginnings, each a list with
the numbers of the words so far ([] where there is none yet), and returns an array (k, V): for each beginning the
natural logarithm of the probability of every word that could come next.
"""

import numpy as np


def greedy_decode(log_probabilities, end, T_max):
    """Write a sentence: at each step the most probable word, until that is the end.

    log_probabilities: a model, as a function. It takes a list of k beginnings, each a list of the numbers of the words
    so far, [] at first, and returns (k, V): the logarithm of the probability of every word that could come next.
    end: number of the word that ends a sentence.    T_max: the most words, at least 1; the end counts as a word.
    Returns words, a list of numbers, with the end where it was reached, and log_p, the logarithm of their probability
    together.
    """
    words, log_p = [], 0.0
    # At most T_max words, and none after the end
    while len(words) < T_max and end not in words:
        # What could follow; the model takes a list of beginnings, and this is the only one
        options = log_probabilities([words])[0]  # (V,)
        # The most probable word joins the sentence, its logarithm the sum
        best = int(np.argmax(options))
        words, log_p = [*words, best], log_p + options[best]
    return words, log_p


def beam_search(log_probabilities, width, end, T_max, alpha=0.7):
    """Write a sentence with several beginnings side by side, and choose by normalised score.

    The beam starts with the empty beginning. At each step every beginning in the beam is continued by every word, and
    the most probable continuations stay: as many as the width, less one for each sentence that has ended. One that ends
    with `end` leaves the beam; it has ended. The search is over when the beam is empty, or after T_max words: what is
    then in the beam counts as a sentence as it stands.

    log_probabilities: a model, as a function of a list of k beginnings, which returns (k, V), as in `greedy_decode`.
    width: the places of the beam, at least 1.    end: number of the word that ends a sentence.    T_max: most words.
    alpha: α, from 0, where the score is ln p itself, to 1, where it is the mean over the words; the end is one of them.
    Returns sentences, a list of lists of numbers, the one with the highest score first, and scores, theirs.
    """
    # In the beam is one beginning, without words, whose probability is 1; nothing has ended
    beam, ended = [([], 0.0)], []
    for _ in range(T_max):
        # The search may be over before T_max
        if not beam:
            break
        # The sum of logarithms of each beginning with each word behind it: a row for each beginning
        sums = np.array([[log_p] for _, log_p in beam]) + log_probabilities([words for words, _ in beam])  # (k, V)
        # The best of the whole table, as many as there are places left
        best = np.argsort(-sums, axis=None)[: width - len(ended)]
        # Whose row and which word is each of them? Write the word behind a copy of the beginning
        rows, columns = np.unravel_index(best, sums.shape)
        grown = [([*beam[i][0], int(word)], sums[i, word]) for i, word in zip(rows, columns, strict=True)]
        # Those that have ended leave the beam
        ended += [(words, log_p) for words, log_p in grown if words[-1] == end]
        beam = [(words, log_p) for words, log_p in grown if words[-1] != end]
    # Score all of them, the unfinished too, by their lengths; the best first
    scored = [(log_p / len(words) ** alpha, words) for words, log_p in ended + beam]
    scored.sort(key=lambda pair: -pair[0])
    return [words for _, words in scored], [score for score, _ in scored]


def beam_errors(models, humans, outputs, alpha):
    """Say of each sentence whether the search or the model is to blame for it.

        score(y) = ln p(y | x) / T_y^α,    T_y words, the end included

    A person's translation with the higher score was there to be found: the search has missed it. Else the model itself
    prefers what is wrong.

    models: for each sentence a function log_probabilities of a list of k beginnings, which returns (k, V).
    humans, outputs: for each sentence a list of numbers, a person's translation and what beam search has written; both
    with their end.    alpha: α, the same as in the search.
    Returns causes, a list with "right" where both are the same, else "search" or "model", and share, that of "search"
    among the wrong ones, 0.0 where none is wrong.
    """
    causes = []
    for log_probabilities, human, output in zip(models, humans, outputs, strict=True):
        # Nothing to explain where both agree
        if human == output:
            causes.append("right")
            continue
        scores = []
        # Walk through each translation: what the model says to every word, given those before it
        for words in (human, output):
            log_p = sum(log_probabilities([words[:t]])[0][word] for t, word in enumerate(words))
            scores.append(log_p / len(words) ** alpha)
        # Did the model prefer the person's?
        causes.append("search" if scores[0] > scores[1] else "model")
    # Among the wrong ones alone
    wrong = len(causes) - causes.count("right")
    return causes, causes.count("search") / wrong if wrong else 0.0
