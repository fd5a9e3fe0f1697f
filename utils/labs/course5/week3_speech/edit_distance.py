"""The exercise edit_distance, a bug to find: its cases, right answers and known mistakes."""

from functools import cache

from utils.checking import Exercise, slip
from utils.steps import speech as steps


def distance_cases(rng):
    """A word left out at the end, and at the beginning; the same; letters; one side empty; words at random."""
    words = ["one", "two", "six", "nine"]
    cases = [
        (["one", "two"], ["one"]),
        (["one", "two"], ["two"]),
        (["one", "two", "six"], ["one", "nine", "six"]),
        ("kitten", "sitting"),
        ([], ["one", "two"]),
        (["one", "two", "six"], []),
        (["one", "two"], ["two", "one"]),
        (["six"], ["nine", "six", "six"]),
    ]
    for _ in range(4):
        cases.append(tuple([words[i] for i in rng.integers(4, size=rng.integers(3, 8))] for _ in range(2)))
    return cases


def by_recursion(reference, hypothesis):
    @cache
    def D(i, j):
        if min(i, j) == 0:
            return max(i, j)
        same = reference[i - 1] == hypothesis[j - 1]
        return min(D(i - 1, j) + 1, D(i, j - 1) + 1, D(i - 1, j - 1) + (not same))

    return D(len(reference), len(hypothesis))


def by_one_row(reference, hypothesis):
    row = list(range(len(hypothesis) + 1))
    for i, said in enumerate(reference, 1):
        corner, row[0] = row[0], i
        for j, heard in enumerate(hypothesis, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (said != heard))
    return row[-1]


def place_by_place(reference, hypothesis):
    apart = sum(a != b for a, b in zip(reference, hypothesis, strict=False))
    return apart + abs(len(reference) - len(hypothesis))


PLANTED = (
    "The first column stays 0, so that words of the reference that are missing at the beginning cost nothing; against "
    "no words at all, i words of the reference are i changes."
)
MINIMUM = "min(change, D[i - 1, j] + 1, D[i, j - 1] + 1)"

EXERCISE = Exercise(
    steps.edit_distance,
    points=12,
    returns=("distance",),
    cases=distance_cases,
    mistakes={
        PLANTED: slip("D[:, 0] = np.arange(n + 1)", "D[:, 0] = 0"),
        "The first row stays 0, so that words too many at the beginning of the hypothesis cost nothing; against no "
        "words, j of them are j changes.": slip("D[0, :] = np.arange(m + 1)", "D[0, :] = 0"),
        "A word in the place of another costs 1 even where the two are the same; then it costs nothing.": slip(
            "(reference[i - 1] != hypothesis[j - 1])", "1"
        ),
        "A word in the place of another costs nothing; where the two differ it costs 1.": slip(
            "(reference[i - 1] != hypothesis[j - 1])", "0"
        ),
        "A word in the place of another costs 2, as taking it out and putting in the other; it is one change.": slip(
            "(reference[i - 1] != hypothesis[j - 1])", "2 * (reference[i - 1] != hypothesis[j - 1])"
        ),
        "A missing word of the reference is no move of yours; add D[i − 1, j] + 1.": slip(
            MINIMUM, "min(change, D[i, j - 1] + 1)"
        ),
        "A word too many in the hypothesis is no move of yours; add D[i, j − 1] + 1.": slip(
            MINIMUM, "min(change, D[i - 1, j] + 1)"
        ),
        "A missing word costs nothing; it is one change.": slip("D[i - 1, j] + 1", "D[i - 1, j]"),
        "A word too many costs nothing; it is one change.": slip("D[i, j - 1] + 1", "D[i, j - 1]"),
        "You take the dearest of the three; the distance is the cheapest.": slip("min(change", "max(change"),
        "Your words are compared place by place; after one missing word all others would count as wrong: let both "
        "lists go on at their own pace.": place_by_place,
        "The words that you compare are one place too far on; the last of i words is number i − 1.": slip(
            "(reference[i - 1] != hypothesis[j - 1])", "(reference[i % n] != hypothesis[j % m])"
        ),
        "The result is divided by the number of words; that is the error rate, and the distance is asked for.": slip(
            "return int(D[n, m])", "return D[n, m] / max(n, 1)"
        ),
        "The last word of each is left out; the distance stands at D[n, m].": slip(
            "return int(D[n, m])", "return int(D[max(n - 1, 0), max(m - 1, 0)])"
        ),
    },
    right=[by_recursion, by_one_row],
    hints=[
        "Fill in the table for ['one', 'two'] against ['two'] by hand, its first row and column first. Where does the "
        "function's table differ?",
        "D[i, 0] = i and D[0, j] = j: against an empty list, every word is one change.",
        "Look at the two lines before the loops; one of them should be D[:, 0] = np.arange(n + 1).",
    ],
    topics=["audio and spectrogram", "CTC"],
    planted=PLANTED,
    symptom="As it came: words missing at the end of a hypothesis counted, those missing at its beginning did not; "
    "words too many counted everywhere.",
)
