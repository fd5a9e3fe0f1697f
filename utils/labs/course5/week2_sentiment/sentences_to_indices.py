"""The exercise sentences_to_indices: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_sentiment.common import WORDS, some_text
from utils.steps import sentiment as steps

NUMBERS = {word: k for k, word in enumerate(("am", "happy", "i", "not", "sad"), start=1)}


def index_cases(rng):
    """Two sentences by hand; a full row; capitals; an unknown word; only such; one that fits without; several."""
    drawn = dict(zip(WORDS, (rng.permutation(len(WORDS)) + 1).tolist(), strict=True))
    texts = [some_text(rng, n) for n in (1, 4, 6, 2)]
    return [
        (np.array(["i am happy", "not sad"]), NUMBERS, 4),
        (np.array(["not happy not"]), NUMBERS, 3),
        (np.array(["I am NOT happy"]), NUMBERS, 5),
        (np.array(["i am zestful not sad", "zestful", "sad"]), NUMBERS, 6),
        (np.array(["zestful i am happy"]), NUMBERS, 3),
        (np.array(texts), drawn, 6),
        (np.array(texts), drawn, 9),
    ]


def too_long(rng):
    return [(np.array(["i am", "i am not happy"]), NUMBERS, 3)]


def place_by_place(X, word_to_index, max_len):
    m = len(X)
    X_indices = np.zeros((m, max_len))
    for i in range(m):
        j = 0
        for w in X[i].lower().split():
            if w in word_to_index:
                X_indices[i, j] = word_to_index[w]
                j = j + 1
    return X_indices


def by_padded_lists(X, word_to_index, max_len):
    rows = []
    for text in X:
        row = [word_to_index[w] for w in text.lower().split() if w in word_to_index]
        if len(row) > max_len:
            raise ValueError("too long")
        rows.append(row + [0] * (max_len - len(row)))
    return np.array(rows)


def going_on_counting(X, word_to_index, max_len):
    """The place is not set back at the beginning of a sentence."""
    X_indices, j = np.zeros((len(X), max_len), dtype=int), 0
    for i in range(len(X)):
        for w in X[i].lower().split():
            if w in word_to_index:
                if j >= max_len:
                    raise ValueError("too long")
                X_indices[i, j] = word_to_index[w]
                j = j + 1
    return X_indices


LINE = "X_indices[i, : len(numbers)] = numbers"
NUMBERED = "[word_to_index[word] for word in sentence.lower().split() if word in word_to_index]"
SPLIT = "sentence.lower().split()"

EXERCISE = Exercise(
    steps.sentences_to_indices,
    points=10,
    returns=("X_indices",),
    cases=index_cases,
    wishes=too_long,
    mistakes={
        "The words stand at the end of the row and the padding before them; fill up at the end.": slip(
            LINE, "X_indices[i, max_len - len(numbers) :] = numbers"
        ),
        "A word without a number leaves a gap of 0; the next word moves up.": slip(
            NUMBERED, "[word_to_index.get(word, 0) for word in sentence.lower().split()]"
        ),
        "A word without a number stops the function; leave such words out.": slip(" if word in word_to_index]", "]"),
        "Words with a capital are not found; bring the sentence to small letters.": slip(".lower()", ""),
        "You go through letters, not words: split the sentence at its blanks.": slip(SPLIT, "sentence.lower()"),
        "The numbers begin at 0, which marks padding; take them as word_to_index has them.": slip(
            "[word_to_index[word] for", "[word_to_index[word] - 1 for"
        ),
        "A row is filled up with −1; 0 is what marks padding.": slip(
            "np.zeros((len(X), max_len), dtype=int)", "np.full((len(X), max_len), -1)"
        ),
        "The words of a sentence are sorted; their order is what a recurrent network reads.": slip(
            "in word_to_index]", "in word_to_index]\n        numbers = sorted(numbers)"
        ),
        "A word that comes again in a sentence is left out; each place counts.": slip(
            SPLIT, "dict.fromkeys(sentence.lower().split())"
        ),
        "Rows are as long as the longest sentence; make them max_len long.": slip(
            "np.zeros((len(X), max_len), dtype=int)",
            "np.zeros((len(X), max(sum(w in word_to_index for w in x.lower().split()) for x in X)), dtype=int)",
        ),
        "Every sentence is written into the first row; sentence i belongs to row i.": slip(
            "X_indices[i, :", "X_indices[0, :"
        ),
        "The first place of each row stays 0; the first word belongs to place 0.": slip(
            LINE, "X_indices[i, 1 : len(numbers) + 1] = numbers[: max_len - 1]"
        ),
        "The words of each sentence stand in reverse.": slip(LINE, "X_indices[i, : len(numbers)] = numbers[::-1]"),
        "The place goes on counting from the sentence before; set it back to 0 at the beginning of each row.": (
            going_on_counting
        ),
        "A sentence that just fills its row is refused; only more than max_len words are too many.": slip(
            "len(numbers) > max_len", "len(numbers) >= max_len"
        ),
        "Words without a number count for the length; they are left out before it is compared with max_len.": slip(
            "if len(numbers) > max_len", "if len(sentence.split()) > max_len"
        ),
        "Only the sentence's first letter is made small; capitals further on are not found, so bring all to small "
        "letters.": slip("sentence.lower().split()", "(sentence[:1].lower() + sentence[1:]).split()"),
        "The last word of each sentence is missing.": slip(
            LINE, "X_indices[i, : max(len(numbers) - 1, 0)] = numbers[:-1]"
        ),
    },
    right=[place_by_place, by_padded_lists],
    hints=[
        "Begin with a whole array of padding, then write each sentence over the beginning of its row.",
        "Row i holds the numbers of those words of sentence i that have one, from place 0 on, and 0 behind them.",
        "X_indices = np.zeros((len(X), max_len), dtype=int); numbers = [word_to_index[w] for w in X[i].lower().split() "
        "if w in word_to_index]; X_indices[i, :len(numbers)] = numbers, and a ValueError where they are too many.",
    ],
    topics=["sentiment from a recurrent network"],
)
