"""BLEU: how much of a translation stands in translations that people have made. Papineni et al. (2002)."""

from collections import Counter

import numpy as np


def clipped_counts(candidate, references, n):
    """Count the runs of n words of a translation that some reference has, too, none more often than it is there.

    candidate: a list of words.    references: a list of lists of words, at least one.    n: at least 1.
    At hand: `Counter` of collections.
    Returns matches, the runs that count, and total, all runs of n words in the candidate; both 0 where it is shorter.
    """
    # How often does each run of n words stand in the candidate?
    counts = Counter(tuple(candidate[i : i + n]) for i in range(len(candidate) - n + 1))
    matches = 0
    for run, count in counts.items():
        # In each reference it stands so often; the most of them is allowed
        allowed = max(
            sum(tuple(reference[i : i + n]) == run for i in range(len(reference) - n + 1)) for reference in references
        )
        # Every repetition beyond that is clipped
        matches += min(count, allowed)
    return matches, sum(counts.values())


def bleu(candidates, references, N=4):
    """Score a corpus of translations against those of people, from 0 to 1.

    What is counted is counted over the whole corpus before anything is divided. The length that a candidate is held to
    is that of its reference nearest in length, of two equally near the shorter.

    candidates: a list of lists of words.    references: for each candidate a list of lists of words.    N: the longest
    runs that count.
    At hand: `clipped_counts(candidate, references, n)`.
    Returns a number; 0.0 where for one of the lengths 1 to N no run in the corpus matches.
    """
    matches, totals = np.zeros(N), np.zeros(N)
    length = wanted = 0
    for candidate, its_references in zip(candidates, references, strict=True):
        # Matches and totals of every length of runs, added to the corpus's
        for n in range(1, N + 1):
            found = clipped_counts(candidate, its_references, n)
            matches[n - 1] += found[0]
            totals[n - 1] += found[1]
        # The candidate's length, and the length that it is held to
        length += len(candidate)
        wanted += min((abs(len(reference) - len(candidate)), len(reference)) for reference in its_references)[1]
    # One precision of 0 makes the whole 0
    if matches.min() == 0:
        return 0.0
    # The corpus is punished if it is too short, not if it is too long
    penalty = min(1.0, np.exp(1 - wanted / length))
    # Together with the mean of the N precisions that one of 0 brings to 0
    return penalty * np.exp(np.mean(np.log(matches / totals)))
