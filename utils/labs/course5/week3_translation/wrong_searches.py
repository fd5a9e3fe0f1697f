"""Known mistakes of the exercise beam_search that no edit of a line makes."""

import numpy as np


def ranked(found, alpha):
    """Sentences and scores, the best first, of pairs (words, sum)."""
    scored = sorted(((log_p / len(words) ** alpha, words) for words, log_p in found), key=lambda pair: -pair[0])
    return [words for _, words in scored], [score for score, _ in scored]


def best_of_each(log_probabilities, width, end, T_max, alpha=0.7):
    """Each beginning is continued by its own best word."""
    beam, ended = [([], 0.0)], []
    for _ in range(T_max):
        if not beam:
            break
        rows, grown = log_probabilities([words for words, _ in beam]), []
        for (words, log_p), row in zip(beam, rows, strict=True):
            if words:
                k = int(np.argmax(row))
                grown.append(([*words, k], log_p + row[k]))
            else:
                grown += [([int(k)], log_p + row[k]) for k in np.argsort(-row)[:width]]
        ended += [pair for pair in grown if pair[0][-1] == end]
        beam = [pair for pair in grown if pair[0][-1] != end]
    return ranked(ended + beam, alpha)


def grown_each_by_itself(log_probabilities, beam, places):
    """Of each beginning its own best continuations."""
    grown = []
    for (words, log_p), row in zip(beam, log_probabilities([words for words, _ in beam]), strict=True):
        grown += [([*words, int(k)], log_p + row[k]) for k in np.argsort(row)[::-1][:places]]
    return grown


def without_rivals(log_probabilities, width, end, T_max, alpha=0.7):
    """Each beginning keeps as many continuations as there are places, and all of them stay."""
    beam, ended = [([], 0.0)], []
    for _ in range(T_max):
        places = width - len(ended)
        if places == 0:
            break
        grown = grown_each_by_itself(log_probabilities, beam, places)
        ended += [pair for pair in grown if pair[0][-1] == end]
        beam = [pair for pair in grown if pair[0][-1] != end]
    return ranked(ended + beam, alpha)


def without_rivals_while_there_are_places(log_probabilities, width, end, T_max, alpha=0.7):
    """As without_rivals, but over as soon as the beam is empty or no place is left."""
    beam, ended = [([], 0.0)], []
    for _ in range(T_max):
        places = width - len(ended)
        if not beam or places <= 0:
            break
        grown = grown_each_by_itself(log_probabilities, beam, places)
        ended += [pair for pair in grown if pair[0][-1] == end]
        beam = [pair for pair in grown if pair[0][-1] != end]
    return ranked(ended + beam, alpha)


def with_one_list(log_probabilities, width, end, T_max, alpha=0.7):
    """What is appended to one beginning stands in all of them; T_max steps."""
    beam, ended = [([], 0.0)], []
    for _ in range(T_max):
        if not beam:
            break
        beam = grown_in_place(log_probabilities, beam, ended, width, end)
    return ranked(ended + beam, alpha)


def with_one_list_by_length(log_probabilities, width, end, T_max, alpha=0.7):
    """As with_one_list, over when the first beginning is long enough, which is too early."""
    beam, ended = [([], 0.0)], []
    while beam and len(beam[0][0]) < T_max:
        beam = grown_in_place(log_probabilities, beam, ended, width, end)
    return ranked(ended + beam, alpha)


def grown_in_place(log_probabilities, beam, ended, width, end):
    sums = np.array([[log_p] for _, log_p in beam]) + log_probabilities([words for words, _ in beam])
    grown = []
    for place in sums.flatten().argsort()[::-1][: width - len(ended)]:
        row, word = divmod(int(place), sums.shape[1])
        words = beam[row][0]
        words.append(word)
        (ended if word == end else grown).append((words, sums[row, word]))
    return grown


def with_sums_apart(log_probabilities, width, end, T_max, alpha=0.7):
    """Words and sums in two lists; what has ended leaves one of them only."""
    beam, sums, ended = [[]], [0.0], []
    for _ in range(T_max):
        if not beam:
            break
        rows, grown = log_probabilities(beam), []
        for i, words in enumerate(beam):
            grown += [([*words, k], sums[i] + rows[i, k]) for k in range(rows.shape[1])]
        grown = sorted(grown, key=lambda pair: -pair[1])[: width - len(ended)]
        ended += [pair for pair in grown if pair[0][-1] == end]
        beam, sums = [words for words, _ in grown], [log_p for words, log_p in grown if words[-1] != end]
    every = [words for words, _ in ended] + beam
    return ranked(list(zip(every, [log_p for _, log_p in ended] + sums, strict=False)), alpha)


def with_rows_by_their_number(log_probabilities, width, end, T_max, alpha=0.7):
    """The table laid flat is told apart by the number of rows."""
    beam, ended = [([], 0.0)], []
    for _ in range(T_max):
        if not beam:
            break
        sums = np.array([[log_p] for _, log_p in beam]) + log_probabilities([words for words, _ in beam])
        grown = []
        for place in np.argsort(-sums, axis=None)[: width - len(ended)]:
            row, word = divmod(int(place), len(beam))
            grown.append(([*beam[row][0], word], sums[row, word]))
        ended += [pair for pair in grown if pair[0][-1] == end]
        beam = [pair for pair in grown if pair[0][-1] != end]
    return ranked(ended + beam, alpha)
