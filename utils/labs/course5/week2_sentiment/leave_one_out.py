"""The exercise leave_one_out: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_sentiment.common import BY_HAND, softmax_of, some_text, word_map
from utils.steps import sentiment as steps


def on_averages(vectors, W):
    """ln p of a softmax on averages, and zeros' for a sentence without words."""

    def log_probabilities(sentences):
        rows = []
        for words in sentences:
            avg = np.mean([vectors[word] for word in words], axis=0) if words else np.zeros(W.shape[1])
            rows.append(np.log(softmax_of(W @ avg)))
        return np.array(rows)

    return log_probabilities


def in_order(vectors, W):
    """ln p of a softmax on a sum in which later words weigh more: the order decides."""

    def log_probabilities(sentences):
        rows = []
        for words in sentences:
            total = sum(((k + 1) * vectors[word] for k, word in enumerate(words)), np.zeros(W.shape[1]))
            rows.append(np.log(softmax_of(W @ total)))
        return np.array(rows)

    return log_probabilities


def evidence_cases(rng):
    """Two words by hand; one word; a word twice; a model that reads the order, another class."""
    W = np.array([[1.0, 0.0], [-1.0, 0.5]])
    cases = [(words, on_averages(BY_HAND, W), 0) for words in (["happy", "sad"], ["happy"])]
    cases.append((["not", "happy", "not"], in_order(BY_HAND, W / 8), 1))
    for d, n_y, n in ((3, 3, 5), (2, 4, 4)):
        words = some_text(rng, n).split()
        W = 0.3 * rng.normal(size=(n_y, d))
        cases.append((words, in_order(word_map(rng, d), W), int(rng.integers(n_y))))
    return cases


def one_by_one(words, log_probabilities, y):
    whole = log_probabilities([words])[0][y]
    out = np.zeros(len(words))
    for i in range(len(words)):
        rest = list(words)
        del rest[i]
        out[i] = whole - log_probabilities([rest])[0, y]
    return out


def by_places(words, log_probabilities, y):
    n = len(words)
    shortened = [[words[j] for j in range(n) if j != i] for i in range(n)]
    return log_probabilities([words])[0, y] - log_probabilities(shortened)[:, y]


def first_place(words, log_probabilities, y):
    shortened = [list(words) for _ in words]
    for word, rest in zip(words, shortened, strict=True):
        rest.remove(word)
    return log_probabilities([words])[0, y] - log_probabilities(shortened)[:, y]


def shrinking(words, log_probabilities, y):
    """The list that all places are taken from is one and the same."""
    rest, shortened = list(words), []
    for i in range(len(words)):
        rest.pop(min(i, len(rest) - 1))
        shortened.append(list(rest))
    return log_probabilities([words])[0, y] - log_probabilities(shortened)[:, y]


CUT = "words[:i] + words[i + 1 :]"
DIFFERENCE = "return scores[0] - scores[1:]"
CALL = "scores = log_probabilities([words] + shortened)[:, y]"

EXERCISE = Exercise(
    steps.leave_one_out,
    points=10,
    returns=("evidence",),
    cases=evidence_cases,
    mistakes={
        "The signs are turned: a word speaks for the class where ln p falls without it.": slip(
            DIFFERENCE, "return scores[1:] - scores[0]"
        ),
        "All places of a word are taken away at once; take one place away.": slip(
            CUT, "[word for word in words if word != words[i]]"
        ),
        "The word and all behind it are taken away; the rest of the sentence stays.": slip(CUT, "words[:i]"),
        "The word alone is scored; leave it out and score the others.": slip(CUT, "words[i : i + 1]"),
        "The word and all before it are taken away; those before it stay.": slip(CUT, "words[i + 1 :]"),
        "The evidence is a difference of probabilities; stay with their logarithms.": slip(
            DIFFERENCE, "return np.exp(scores[0]) - np.exp(scores[1:])"
        ),
        "The evidence is a ratio of logarithms; take their difference.": slip(
            DIFFERENCE, "return scores[0] / scores[1:]"
        ),
        "You take the class with the highest probability; the class y is asked about.": slip(
            "[:, y]", "[:, np.argmax(log_probabilities([words])[0])]"
        ),
        "You compare with the first shortened sentence; compare with the whole one.": slip(
            DIFFERENCE, "return scores[1] - scores[1:]"
        ),
        "The whole sentence's own difference, 0, stands in front; return one number for each word.": slip(
            DIFFERENCE, "return scores[0] - scores"
        ),
        "You return what is left without each word; take it from the whole sentence's.": slip(
            DIFFERENCE, "return scores[1:]"
        ),
        "The highest class is taken anew for each shortened sentence; stay with the class y.": slip(
            CALL, "scores = log_probabilities([words] + shortened).max(axis=1)"
        ),
        "The last word is never taken away.": slip("range(len(words))]", "range(len(words) - 1)]"),
        "remove(word) takes away the first place of a word that stands twice; take away place i.": first_place,
        "The words are taken out of one list, which gets shorter from place to place; begin each time with the whole "
        "sentence, list(words).": shrinking,
        "The word is replaced by another one; take it away, so that the sentence is one word shorter.": slip(
            CUT, 'words[:i] + ["<unk>"] + words[i + 1 :]'
        ),
        "Two words are taken away, place i and the one behind it; take one.": slip(CUT, "words[:i] + words[i + 2 :]"),
        "Each word is moved to the end instead of being taken away.": slip(CUT, CUT + " + words[i : i + 1]"),
    },
    right=[one_by_one, by_places],
    hints=[
        "You need n + 1 sentences: the whole one, and n that lack one place each.",
        "evidence[i] = ln p(y | all words) − ln p(y | words without place i)",
        "words[:i] + words[i + 1 :] lacks place i. log_probabilities([words] + shortened)[:, y] has the whole "
        "sentence's number first; subtract the others from it.",
    ],
    topics=["sentiment from averages", "sentiment from a recurrent network"],
)
