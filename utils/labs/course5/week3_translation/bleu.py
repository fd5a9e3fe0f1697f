"""The exercise bleu, without a formula in its stub: its cases, right answers and known mistakes."""

import math

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week3_translation.clipped_counts import random_words
from utils.labs.course5.week3_translation.common import CAT
from utils.steps import bleu as steps
from utils.steps.bleu import clipped_counts


def corpus(rng, m, n_references, shorter=0):
    """Candidates that are near one of their references, lists of words."""
    candidates, references = [], []
    for _ in range(m):
        its = [random_words(rng, int(rng.integers(9, 15)), "abcdef") for _ in range(n_references)]
        words = list(its[rng.integers(n_references)])
        words[int(rng.integers(len(words)))] = "x"
        candidates.append(words[shorter:] if rng.random() < 0.7 else [*words, "a", "b"])
        references.append(its)
    return candidates, references


def bleu_cases(rng):
    """One sentence, one word short; one that scores 0; corpora of unequal lengths; short ones, one without a match."""
    two = ["a b c d e f".split()], [["a b c d e x x".split(), "a b c d f".split()]]
    cases = [
        (["The cat is on mat".split()], [[CAT]], 2),
        (["The cat is on mat".split()], [[CAT]], 4),
        (["The cat is mat".split()], [[CAT]]),
        (*two,),
        (["a b c d".split(), "a b c d e f g h".split()], [["a b c d x y z".split()], ["a b c d e f g".split()]], 4),
    ]
    for m, n_references, shorter, N in ((3, 1, 3, 4), (4, 2, 2, 4), (5, 3, 0, 3), (2, 1, 4, 1), (6, 2, 5, 2)):
        cases.append((*corpus(rng, m, n_references, shorter), N))
    short = (["a", "b"], ["a", "b"], 4), (["x"], ["a", "b"], 2), (["a"], ["a", "b", "c"], 1)
    cases += [([candidate], [[reference]], N) for candidate, reference, N in short]
    return [*cases, ([CAT, ["the"]], [[CAT], [CAT]], 4)]


def by_products(candidates, references, N=4):
    product = 1.0
    for n in range(1, N + 1):
        pairs = [clipped_counts(c, r, n) for c, r in zip(candidates, references, strict=True)]
        total = sum(pair[1] for pair in pairs)
        product *= sum(pair[0] for pair in pairs) / total if total else 0.0
    c = sum(len(words) for words in candidates)
    r = sum(
        len(min(sorted(its, key=len), key=lambda words: abs(len(words) - len(candidate))))
        for candidate, its in zip(candidates, references, strict=True)
    )
    return (1 if c >= r else math.exp(1 - r / c)) * product ** (1 / N)


def by_logarithms(candidates, references, N=4):
    total = 0.0
    for n in range(1, N + 1):
        matches = all_runs = 0
        for candidate, its in zip(candidates, references, strict=True):
            found = clipped_counts(candidate, its, n)
            matches, all_runs = matches + found[0], all_runs + found[1]
        if not matches:
            return 0.0
        total += np.log(matches) - np.log(all_runs)
    c, r = 0, 0
    for candidate, its in zip(candidates, references, strict=True):
        c += len(candidate)
        r += min(its, key=lambda words: (abs(len(words) - len(candidate)), len(words))).__len__()
    return np.exp(total / N + min(0, 1 - r / c))


def mean_of_sentences(candidates, references, N=4):
    scores = [steps.bleu([c], [r], N) for c, r in zip(candidates, references, strict=True)]
    return float(np.mean(scores))


def mean_of_precisions(candidates, references, N=4):
    precisions, length, wanted = np.zeros(N), 0, 0
    for candidate, its in zip(candidates, references, strict=True):
        for n in range(1, N + 1):
            matches, total = clipped_counts(candidate, its, n)
            precisions[n - 1] += matches / max(total, 1) / len(candidates)
        length += len(candidate)
        wanted += min((abs(len(one) - len(candidate)), len(one)) for one in its)[1]
    if precisions.min() == 0:
        return 0.0
    return min(1.0, np.exp(1 - wanted / length)) * np.exp(np.mean(np.log(precisions)))


NEAREST = "min((abs(len(reference) - len(candidate)), len(reference)) for reference in its_references)[1]"
MEAN = "np.exp(np.mean(np.log(matches / totals)))"
PENALTY = "penalty = min(1.0, np.exp(1 - wanted / length))"

EXERCISE = Exercise(
    steps.bleu,
    points=14,
    returns=("score",),
    cases=bleu_cases,
    mistakes={
        "You take the mean of the sentences' scores; BLEU is one number for the corpus: add up matches and totals "
        "before "
        "you divide.": mean_of_sentences,
        "The precisions of the sentences are averaged; add up matches and totals over the corpus, and divide once.": (
            mean_of_precisions
        ),
        "The arithmetic mean of the precisions is taken; take the geometric one, which a single 0 brings to 0.": slip(
            MEAN, "np.mean(matches / totals)"
        ),
        "The logarithm is missing in the mean: the exponential is taken of the mean precision.": slip(
            MEAN, "np.exp(np.mean(matches / totals))"
        ),
        "The exponential is missing: that is the mean logarithm, which is below 0.": slip(
            MEAN, "np.mean(np.log(matches / totals))"
        ),
        "The root is the fourth whatever N is; take the N-th, by a mean over the N logarithms.": slip(
            MEAN, "np.exp(np.sum(np.log(matches / totals)) / 4)"
        ),
        "All matches are divided by the number of words; divide those of each length by their own totals.": slip(
            MEAN, "np.exp(np.mean(np.log(matches / length)))"
        ),
        "The totals count the references' runs, which would be recall; add up those of the candidates.": slip(
            "totals[n - 1] += found[1]",
            "totals[n - 1] += sum(max(len(reference) - n + 1, 0) for reference in its_references)",
        ),
        "The precisions are multiplied, and the N-th root is missing.": slip(MEAN, "np.prod(matches / totals)"),
        "The penalty is missing: a corpus that is too short would score too well.": slip(PENALTY, "penalty = 1.0"),
        "The lengths stand the wrong way round in the penalty: it is exp(1 − wanted / written).": slip(
            "np.exp(1 - wanted / length)", "np.exp(1 - length / wanted)"
        ),
        "The penalty rewards a corpus that is too long; it is 1 at most.": slip(
            PENALTY, "penalty = np.exp(1 - wanted / length)"
        ),
        "The penalty is the quotient of the lengths; it falls faster, as exp(1 − wanted / written).": slip(
            PENALTY, "penalty = min(1.0, length / wanted)"
        ),
        "// cuts the quotient of the lengths to a whole number, so that the penalty is too mild; divide with /.": slip(
            "np.exp(1 - wanted / length)", "np.exp(1 - wanted // length)"
        ),
        "The candidates' length counts runs of N words; count their words.": slip(
            "length += len(candidate)", "length += len(candidate) - N + 1"
        ),
        "Each candidate is held to the mean length of its references; take the one nearest in length.": slip(
            NEAREST, "np.mean([len(reference) for reference in its_references])"
        ),
        "Each candidate is held to the words of all its references together; take the one nearest in length.": slip(
            NEAREST, "sum(len(reference) for reference in its_references)"
        ),
        "Each candidate is held to its shortest reference; take the one nearest in length.": slip(
            NEAREST, "min(len(reference) for reference in its_references)"
        ),
        "Each candidate is held to its longest reference; take the one nearest in length.": slip(
            NEAREST, "max(len(reference) for reference in its_references)"
        ),
        "Each candidate is held to its first reference; take the one nearest in length.": slip(
            NEAREST, "len(its_references[0])"
        ),
        "Of two equally near references the longer is taken; take the shorter.": slip(
            NEAREST, "-min((abs(len(reference) - len(candidate)), -len(reference)) for reference in its_references)[1]"
        ),
        "Runs of N words are left out; n goes from 1 up to N.": slip("range(1, N + 1)", "range(1, N)"),
        "The score is in hundredths; return a number from 0 to 1.": slip("return penalty *", "return 100 * penalty *"),
        "The score is 0 only where no word matches; one length of runs without a match is enough.": slip(
            "matches.min() == 0", "matches[0] == 0"
        ),
        "A corpus with a precision of 0 still gets a score, NaN where it has no run of that length; BLEU is 0 then, so "
        "return 0.0 before a logarithm is taken.": slip("matches.min() == 0", "False"),
        "A match is made up where there is none, so that a corpus with a precision of 0 still gets a score; then BLEU, "
        "as it is defined, is 0.": slip("        return 0.0", "        matches = np.maximum(matches, 0.5)"),
    },
    right=[by_products, by_logarithms],
    hints=[
        "Which numbers belong to the corpus, and which to a sentence? Two sums for each n, and two sums of lengths. "
        "Divide "
        "only after the last sentence.",
        "BLEU = BP · exp((1/N) Σ_n ln(matches_n / totals_n)) with BP = 1 where c ≥ r, else exp(1 − r/c); c: all words "
        "written, r: the lengths of the nearest references, added up.",
        "For each candidate: for n in 1 … N add clipped_counts(…) to matches[n − 1] and totals[n − 1]; length += "
        "len(candidate); wanted += the nearest length. Then if matches.min() == 0: return 0.0; "
        "min(1, np.exp(1 - …)) * np.exp(np.mean(np.log(…)))",
    ],
    topics=["BLEU", "brevity penalty"],
)
