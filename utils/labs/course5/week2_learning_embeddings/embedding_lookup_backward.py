"""The exercise embedding_lookup_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import embeddings as steps


def back_cases(rng):
    """Three places by hand, one word twice; any repeats; none; one word again and again; fewer words than places."""
    cases = [(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]), np.array([1, 0, 1]), 4)]
    for d, words, n_words in (
        (3, [4, 0, 4, 2, 4], 6),
        (2, [3, 1, 0], 5),
        (1, [2, 2, 2, 2], 3),
        (4, [0, 1, 1, 0, 0, 1], 2),
        (3, [5], 7),
    ):
        cases.append((rng.normal(size=(d, len(words))), np.array(words), n_words))
    return cases


def by_product(dY, words, n_words):
    """One-hot columns once more, transposed."""
    return dY @ np.eye(n_words)[words]


def by_add_at(dY, words, n_words):
    dE = np.zeros((len(dY), n_words))
    np.add.at(dE, (slice(None), words), dY)
    return dE


def means(dY, words, n_words):
    return by_product(dY, words, n_words) / np.maximum(np.bincount(words, minlength=n_words), 1)


def first_only(dY, words, n_words):
    dE = np.zeros((len(dY), n_words))
    dE[:, words[::-1]] = dY[:, ::-1]
    return dE


EXERCISE = Exercise(
    steps.embedding_lookup_backward,
    points=8,
    returns=("dE",),
    cases=back_cases,
    mistakes={
        "A word that stands in several places keeps the last one's gradient only: = overwrites, and NumPy's "
        "dE[:, words] += dY adds once for each word; add place by place, or with np.add.at.": slip("+=", "="),
        "A word that stands in several places keeps the first one's gradient only; add all of them.": first_only,
        "You take the mean over the places of a word; its vector was used in each, so their gradients add up.": means,
        "The gradients are filed by place; column k of dY belongs into the column of its word, words[k].": slip(
            "dE[:, word]", "dE[:, k % n_words]"
        ),
        "Your dE is upside down, a row for each word; here words are columns: (d, n_words).": slip(
            "return dE", "return dE.T"
        ),
        "dE ends at the largest word that occurs; it has a column for each of the n_words words, as E has.": slip(
            "dY.shape[0], n_words", "dY.shape[0], max(words) + 1"
        ),
        "The last place is left out; every column of dY goes to its word.": slip(
            "enumerate(words)", "enumerate(words[:-1])"
        ),
        "Every place hands on the first place's gradient; take column k of dY.": slip("dY[:, k]", "dY[:, 0]"),
        "The sign is turned; dE is the gradient itself, not the step against it.": slip("+= dY", "-= dY"),
        "All features of a word receive their sum; each row of dY stays in its row.": slip(
            "dY[:, k]", "np.sum(dY[:, k])"
        ),
        "Words that were not looked up receive something, too; their columns are 0.": slip("np.zeros", "np.ones"),
    },
    right=[by_product, by_add_at],
    hints=[
        "Column k of Y is a copy of one column of E. Which, and how does a copy hand its gradient back?",
        "dE[:, w] = Σ over the places k with words[k] = w of dY[:, k]",
        "dE = np.zeros((dY.shape[0], n_words)); for k, word in enumerate(words): dE[:, word] += …",
    ],
    topics=["embedding matrix"],
)
