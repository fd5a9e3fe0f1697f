"""The exercise sentences_to_indices: its known mistakes; cases and answers are the NumPy lab's."""

import numpy as np
import torch
from torch.nn.utils.rnn import pad_sequence

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import sentiment as steps
from utils.labs.course5.week2_sentiment import lab as numpy_lab


class OnTheHost(TwinExercise):
    """An exercise whose results lie on the CPU, wherever the lab computes."""

    def on(self, device, dtype):
        super().on(torch.device("cpu"), dtype)


def by_padded_lists(X, word_to_index, max_len):
    rows = []
    for text in X:
        row = [word_to_index[word] for word in text.lower().split() if word in word_to_index]
        if len(row) > max_len:
            raise ValueError("too long")
        rows.append(row + (max_len - len(row)) * [0])
    return torch.tensor(rows)


def by_pad_sequence(X, word_to_index, max_len):
    """torch's own filling, after a row that is as long as it has to be."""
    rows = [
        torch.tensor([word_to_index[w] for w in text.lower().split() if w in word_to_index], dtype=torch.long)
        for text in X
    ]
    if any(len(row) > max_len for row in rows):
        raise ValueError("too long")
    return pad_sequence([torch.zeros(max_len, dtype=torch.long), *rows], batch_first=True)[1:]


FLOATING = (
    "Your numbers are floating-point numbers, with which nothing can be looked up; whole ones are dtype=torch.long."
)


def whole_numbers(due, came):
    """On the type of the numbers, which NumPy's lab leaves open."""
    return None if np.issubdtype(came.value.dtype, np.integer) else FLOATING


LINE = "X_indices[i, : len(numbers)] = torch.tensor(numbers)"
NUMBERED = "[word_to_index[word] for word in sentence.lower().split() if word in word_to_index]"

EXERCISE = OnTheHost(
    steps.sentences_to_indices,
    of=numpy_lab.exercises["sentences_to_indices"],
    points=10,
    inputs={"X": lambda X: X.tolist()},
    differentiable=False,
    judge=whole_numbers,
    mistakes={
        "The words stand at the end of the row and the padding before them; fill up at the end.": slip(
            LINE, "X_indices[i, max_len - len(numbers) :] = torch.tensor(numbers)"
        ),
        "A word without a number leaves a gap of 0; the next word moves up.": slip(
            NUMBERED, "[word_to_index.get(word, 0) for word in sentence.lower().split()]"
        ),
        "A word without a number stops the function; leave such words out.": slip(" if word in word_to_index]", "]"),
        "Words with a capital are not found; bring the sentence to small letters.": slip(".lower()", ""),
        "The numbers begin at 0, which marks padding; take them as word_to_index has them.": slip(
            "[word_to_index[word] for", "[word_to_index[word] - 1 for"
        ),
        "A row is filled up with −1; 0 is what marks padding.": slip(
            "torch.zeros(len(X), max_len, dtype=torch.long)", "torch.full((len(X), max_len), -1)"
        ),
        FLOATING: slip(", dtype=torch.long", ", dtype=torch.float64"),
        "Rows are as long as the longest sentence; make them max_len long.": slip(
            "len(X), max_len, dtype",
            "len(X), max(sum(w in word_to_index for w in x.lower().split()) for x in X), dtype",
        ),
        "A word that comes again in a sentence is left out; each place counts.": slip(
            "sentence.lower().split()", "dict.fromkeys(sentence.lower().split())"
        ),
        "Every sentence is written into the first row; sentence i belongs to row i.": slip(
            "X_indices[i, :", "X_indices[0, :"
        ),
        "The words of each sentence stand in reverse.": slip("torch.tensor(numbers)", "torch.tensor(numbers[::-1])"),
    },
    right=[by_padded_lists, by_pad_sequence],
    hints=[
        "The NumPy lab's function, with tensors. Begin with a whole array of padding.",
        "Row i holds the numbers of those words of sentence i that have one, from place 0 on, and 0 behind them.",
        "X_indices = torch.zeros(len(X), max_len, dtype=torch.long); numbers = [word_to_index[w] for w in "
        "X[i].lower().split() if w in word_to_index]; X_indices[i, : len(numbers)] = torch.tensor(numbers), and a "
        "ValueError where they are too many.",
    ],
)
