"""The exercise embedding_lookup_backward: its cases, right answers and known mistakes."""

import torch

from utils.checking import slip
from utils.gpu.steps import embeddings as steps
from utils.labs.course5.week2_learning_embeddings import lab as numpy_lab
from utils.labs.course5.week2_learning_embeddings_gpu.common import BatchExercise

IN_NUMPY = numpy_lab.exercises["embedding_lookup_backward"]


def back_cases(rng):
    """The NumPy lab's, words as rows."""
    return [(dY.T.copy(), words, n_words) for dY, words, n_words in IN_NUMPY.cases(rng)]


def in_columns(function, dY, words, n_words):
    return function(dY.T, words, n_words).T


def by_one_hot(dY, words, n_words):
    """The product that a lookup stands for, the other way round."""
    one_hot = torch.nn.functional.one_hot(words, n_words).to(dY.dtype)  # (m, n_words)
    return one_hot.T @ dY


def place_by_place(dY, words, n_words):
    rows = [dY[words == word].sum(dim=0) for word in range(n_words)]
    return torch.stack(rows)


def by_scatter(dY, words, n_words):
    return torch.zeros(n_words, dY.shape[1]).to(dY).scatter_add(0, words[:, None].expand_as(dY), dY)


def last_only(dY, words, n_words):
    dE = dY.new_zeros(n_words, dY.shape[1])
    dE[words] += dY
    return dE


def means(dY, words, n_words):
    return by_one_hot(dY, words, n_words) / torch.bincount(words, minlength=n_words).clamp(min=1)[:, None]


def filed_by_place(dY, words, n_words):
    dE = dY.new_zeros(max(n_words, len(dY)), dY.shape[1])
    return dE.index_add(0, torch.arange(len(words), device=dY.device), dY)[:n_words]


ADDED = "dE.index_add(0, words, dY)"

EXERCISE = BatchExercise(
    steps.embedding_lookup_backward,
    of=IN_NUMPY,
    ask=in_columns,
    points=10,
    returns=("dE",),
    cases=back_cases,
    mistakes={
        "A word that stands in several places keeps one gradient only: dE[words] += dY reads all rows, adds, writes "
        "one after the other; index_add adds place by place.": last_only,
        "You take the mean over the places of a word; its vector was used in each, so their gradients add up.": means,
        "The gradients are filed by place; row k of dY belongs into the row of its word, words[k].": filed_by_place,
        "Your dE is turned round, a column for each word; in PyTorch words are rows: (n_words, d).": slip(
            "return " + ADDED, "return " + ADDED + ".T"
        ),
        "dE ends at the largest word that occurs; it has a row for each of the n_words words, as E has.": slip(
            "new_zeros(n_words,", "new_zeros(int(words.max()) + 1,"
        ),
        "The last place is left out; every row of dY goes to its word.": slip("words, dY)", "words[:-1], dY[:-1])"),
        "The sign is turned; dE is the gradient itself, not the step against it.": slip("words, dY)", "words, -dY)"),
        "Words that were not looked up receive something, too; their rows are 0.": slip("new_zeros", "new_ones"),
        "index_add returns the sum and leaves dE as it was: return what it gives.": slip(
            "return " + ADDED, ADDED + "\n    return dE"
        ),
        "All features of a word receive their sum; each column of dY stays in its column.": slip(
            "words, dY)", "words, dY.sum(dim=1, keepdim=True).expand_as(dY))"
        ),
    },
    right=[by_one_hot, place_by_place, by_scatter],
    hints=[
        "Row k of Y is a copy of one row of E. Which, and how does a copy hand its gradient back?",
        "dE[w] = Σ over the places k with words[k] = w of dY[k]; index_add goes through the places one by one.",
        "dE = dY.new_zeros(n_words, dY.shape[1]); return dE.index_add(0, …, …)",
    ],
    topics=["embedding matrix", "sparse gradients"],
)
