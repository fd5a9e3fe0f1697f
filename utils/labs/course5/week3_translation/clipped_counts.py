"""The exercise clipped_counts: its cases, right answers and known mistakes."""

from collections import Counter

from utils.checking import Exercise, slip
from utils.labs.course5.week3_translation.common import CAT
from utils.steps import bleu as steps


def random_words(rng, length, words="abc"):
    return [str(word) for word in rng.choice(list(words), length)]


def count_cases(rng):
    """The notes' two sentences; several references; runs of two to four; two too short; none that match."""
    lower = [word.lower() for word in CAT]
    cases = [
        (["the"] * 4, [lower], 1),
        (["the"] * 4, [CAT], 1),
        ("The cat is mat".split(), [CAT, "There is a cat on the mat".split()], 2),
        ("a a b".split(), ["a b".split(), "a c a a".split()], 1),
    ]
    for length, sizes, n in ((9, (8, 10), 2), (12, (6, 12, 9), 1), (10, (14,), 3), (14, (12, 12), 4), (11, (9, 8), 1)):
        cases.append((random_words(rng, length), [random_words(rng, size) for size in sizes], n))
    return [
        *cases,
        (["a", "b"], [["a", "b", "c"]], 3),
        (["x", "y"], [["a", "b"]], 1),
        (["a"], [["b"], ["a"]], 1),
        (["a"], [["a", "b"]], 3),
    ]


def by_counters(candidate, references, n):
    def runs(words):
        return Counter(zip(*(words[k:] for k in range(n)), strict=False))

    allowed = Counter()
    for reference in references:
        allowed |= runs(reference)
    return (runs(candidate) & allowed).total(), max(len(candidate) - n + 1, 0)


def by_crossing_out(candidate, references, n):
    runs = [" ".join(candidate[i : i + n]) for i in range(len(candidate) - n + 1)]
    matches = 0
    for run in sorted(set(runs)):
        most = 0
        for reference in references:
            there = [" ".join(reference[i : i + n]) for i in range(len(reference) - n + 1)]
            most = max(most, there.count(run))
        matches += min(runs.count(run), most)
    return matches, len(runs)


def across_words(candidate, references, n):
    counts = Counter(candidate)
    allowed = {word: max(reference.count(word) for reference in references) for word in counts}
    return sum(min(counts[word], allowed[word]) for word in counts), max(len(candidate) - n + 1, 0)


def last_one_decides(candidate, references, n):
    counts = Counter(tuple(candidate[i : i + n]) for i in range(len(candidate) - n + 1))
    allowed = {}
    for reference in references:
        allowed.update(Counter(tuple(reference[i : i + n]) for i in range(len(reference) - n + 1)))
    return sum(min(count, allowed.get(run, 0)) for run, count in counts.items()), sum(counts.values())


COUNT = "matches += min(count, allowed)"
RUNS = "range(len(candidate) - n + 1)"
TOTAL = "return matches, sum(counts.values())"
RIGHT_TOTAL = "return matches, max(len(candidate) - n + 1, 0)"

EXERCISE = Exercise(
    steps.clipped_counts,
    points=10,
    returns=("matches", "total"),
    cases=count_cases,
    mistakes={
        "Repetitions are not clipped: a run counts at most as often as it stands in one reference.": slip(
            COUNT, "matches += count if allowed else 0"
        ),
        "Each run counts once, however often it stands in both; take the smaller of the two numbers.": slip(
            COUNT, "matches += 1 if allowed else 0"
        ),
        "A run counts as often as the reference has it, even where the candidate has it fewer times; take the smaller "
        "number.": slip(COUNT, "matches += allowed"),
        "The larger of the two counts is taken; take the smaller.": slip(COUNT, "matches += max(count, allowed)"),
        "Of a run that some reference has the larger count is taken; take the smaller of the two.": slip(
            COUNT, "matches += max(count, allowed) if allowed else 0"
        ),
        "A run that comes again in the candidate is counted again with all its repetitions; go through the different "
        "runs, each once.": slip(COUNT, "matches += count * min(count, allowed)"),
        "The references' counts are added up; the largest of them is allowed.": slip(
            "allowed = max(", "allowed = sum("
        ),
        "The smallest of the references' counts is taken, so that a run has to stand in all of them; take the "
        "largest.": slip("allowed = max(", "allowed = min("),
        "Only the first reference is looked at; a run may stand in any of them.": slip(
            "for reference in references", "for reference in references[:1]"
        ),
        "The last reference that has a run decides how often it may count; keep the largest of the references' "
        "counts.": last_one_decides,
        "Only the last reference counts, as if each took the place of the one before; a run may stand in any of "
        "them.": slip("for reference in references", "for reference in references[-1:]"),
        "total is the number of different runs; repetitions count there.": slip("sum(counts.values())", "len(counts)"),
        "total is the number of words; count the runs of n words, n − 1 fewer.": slip(
            "return matches, sum(counts.values())", "return matches, len(candidate)"
        ),
        "total counts the reference's runs, which would be recall; count the candidate's.": slip(
            "return matches, sum(counts.values())", "return matches, max(len(references[0]) - n + 1, 0)"
        ),
        "The last run of the candidate is missing; it begins at len(candidate) − n.": slip(
            RUNS, "range(len(candidate) - n)"
        ),
        "total has the candidate's last run, and the matches lack it; it begins at len(candidate) − n.": slip(
            (RUNS, "range(len(candidate) - n)"), (TOTAL, RIGHT_TOTAL)
        ),
        "total lacks the last run; there are len(candidate) − n + 1.": slip(
            TOTAL, "return matches, max(len(candidate) - n, 0)"
        ),
        "The candidate's runs stand side by side, n words apart; one begins at every word.": slip(
            (RUNS, "range(0, len(candidate) - n + 1, n)"), (TOTAL, RIGHT_TOTAL)
        ),
        "The candidate's runs stand side by side, n words apart, and total counts only those; one begins at every "
        "word.": slip(RUNS, "range(0, len(candidate) - n + 1, n)"),
        "You return the precision in place of the matches; a corpus needs both numbers, undivided.": slip(
            TOTAL, "total = sum(counts.values())\n    return matches / total if total else 0.0, total"
        ),
        "The last run of the references is missing; it begins at len(reference) − n.": slip(
            "range(len(reference) - n + 1)", "range(len(reference) - n)"
        ),
        "total is below 0 where the candidate has fewer than n − 1 words; it has no runs then, 0.": slip(
            "return matches, sum(counts.values())", "return matches, len(candidate) - n + 1"
        ),
        "Single words are matched whatever n is; compare runs of n words, as tuples.": across_words,
        "The order within a run is lost; compare tuples, not sorted words.": slip(
            ("tuple(candidate[i : i + n])", "tuple(sorted(candidate[i : i + n]))"),
            ("tuple(reference[i : i + n])", "tuple(sorted(reference[i : i + n]))"),
        ),
    },
    right=[by_counters, by_crossing_out],
    hints=[
        'Take "the the the the" and a pencil. The reference has two of them: cross one out for each match. How many '
        "of the "
        "four find a partner?",
        "matches = Σ over different runs of min(count in the candidate, largest count in one reference); "
        "total = len(candidate) − n + 1, or 0.",
        "counts = Counter(tuple(candidate[i : i + n]) for i in range(…)); for run, count in counts.items(): allowed = "
        "max(… "
        "for reference in references); matches += min(count, allowed)",
    ],
    topics=["BLEU"],
)
