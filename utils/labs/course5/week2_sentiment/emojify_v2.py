"""The exercise Emojify_V2, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_sentiment.common import lstm_parameters
from utils.steps import sentiment as steps
from utils.steps.lstm import lstm_cell_forward, lstm_forward
from utils.steps.softmax import softmax


def reading_cases(rng):
    """Two short sentences in one batch; of other lengths, one of a single word; all full; as many examples as steps."""
    cases = []
    for rows, d, n_a, n_y in (
        ([[1, 2, 0], [2, 0, 0]], 1, 1, 2),
        ([[3, 1, 4, 0, 0], [2, 2, 1, 3, 4], [4, 0, 0, 0, 0]], 2, 3, 5),
        ([[1.0, 3.0], [2.0, 1.0], [3.0, 2.0], [1.0, 1.0]], 3, 2, 3),
        ([[1, 0, 0, 0], [2, 3, 1, 0], [2, 1, 0, 0], [3, 3, 3, 3]], 2, 2, 2),
    ):
        E = rng.normal(size=(5, d))
        E[0] = 0
        cases.append((np.array(rows), E, lstm_parameters(rng, d, n_a, n_y)))
    return cases


def one_sentence_at_a_time(X_indices, E, parameters):
    """Each sentence alone, without its padding."""
    columns = []
    for row in np.asarray(X_indices).astype(int):
        x = E[row[row > 0]].T[:, np.newaxis]  # (d, 1, length)
        a = lstm_forward(x, np.zeros((parameters["Wy"].shape[1], 1)), parameters)[0]
        columns.append(softmax(parameters["Wy"] @ a[:, :, -1] + parameters["by"]))
    return np.hstack(columns)


def with_a_mask(X_indices, E, parameters):
    """Step by step; where a row has padding, the states stay as they are."""
    X = np.asarray(X_indices).astype(int)
    a = c = np.zeros((parameters["Wy"].shape[1], len(X)))
    for t in range(X.shape[1]):
        a_next, c_next, _, _ = lstm_cell_forward(E[X[:, t]].T, a, c, parameters)
        real = X[:, t] > 0
        a, c = np.where(real, a_next, a), np.where(real, c_next, c)
    return softmax(parameters["Wy"] @ a + parameters["by"])


PLANTED = (
    "The state is read at the end of the row, behind the padding, which the LSTM has gone on reading; take each "
    "sentence's state at its own last word."
)
STATE = "state = a[:, np.arange(m), lengths - 1]"

EXERCISE = Exercise(
    steps.Emojify_V2,
    points=12,
    returns=("Y_pred",),
    cases=reading_cases,
    mistakes={
        PLANTED: slip("lengths - 1", "-1"),
        "The state is read one step too late, at the first place of padding.": slip(
            "lengths - 1", "np.minimum(lengths, X_indices.shape[1] - 1)"
        ),
        "The state is read one step too early: the last word stands at length − 1.": slip(
            "lengths - 1", "np.maximum(lengths - 2, 0)"
        ),
        "Every sentence is read at the place of the longest one's last word; each has its own.": slip(
            "lengths - 1", "np.max(lengths) - 1"
        ),
        "Every sentence is read at the place of the shortest one's last word; each has its own.": slip(
            "lengths - 1", "np.min(lengths) - 1"
        ),
        "The states are averaged over all steps, padding included; take the one after the last word.": slip(
            STATE, "state = np.mean(a, axis=2)"
        ),
        "The states of all steps are added up; take the one after the last word.": slip(
            STATE, "state = np.sum(a, axis=2)"
        ),
        "The first word's state is read; take the last word's.": slip("lengths - 1", "0 * lengths"),
        "Lengths are taken down the columns: count the words of each row, axis 1.": slip(
            "lengths = np.sum(X_indices > 0, axis=1)", "lengths = np.resize(np.sum(X_indices > 0, axis=0), m)"
        ),
        "The place behind the last word is read, which a full row does not have; the last word stands at length − 1.": (
            slip("lengths - 1", "lengths")
        ),
        "Every length is read in every sentence; np.arange(m) pairs each sentence with its own.": slip(
            "a[:, np.arange(m), lengths - 1]", "a[:, :, lengths - 1]"
        ),
        "argmin is the place of the first 0 only where there is one; in a full row it is the smallest number's. Count "
        "the words.": slip("np.sum(X_indices > 0, axis=1)", "np.argmin(X_indices, axis=1)"),
        "argmax is the place of the largest number, not of the last word; count the words.": slip(
            "np.sum(X_indices > 0, axis=1)", "np.argmax(X_indices, axis=1) + 1"
        ),
        "A word that comes twice is counted once; the length is the number of places.": slip(
            "np.sum(X_indices > 0, axis=1)", "np.array([len(set(row) - {0}) for row in X_indices.tolist()])"
        ),
        "The states are averaged over the words; take the one after the last word.": slip(
            STATE, "state = np.sum(a * (X_indices > 0), axis=2) / lengths"
        ),
        "The states of the words are added up; take the one after the last word.": slip(
            STATE, "state = np.sum(a * (X_indices > 0), axis=2)"
        ),
        "The biases of the prediction are missing.": slip(' + parameters["by"]', ""),
        "The scores come back; turn them into shares, softmax.": slip("return softmax(", "return ("),
        "The softmax is taken twice; once is enough.": slip(
            'return softmax(parameters["Wy"] @ state + parameters["by"])',
            'return softmax(softmax(parameters["Wy"] @ state + parameters["by"]))',
        ),
        "The result has a row for each sentence; it is (n_y, m), a column for each.": slip(
            'return softmax(parameters["Wy"] @ state + parameters["by"])',
            'return softmax(parameters["Wy"] @ state + parameters["by"]).T',
        ),
        "The LSTM starts from ones; it starts from zeros.": slip("np.zeros((n_a, m))", "np.ones((n_a, m))"),
    },
    right=[one_sentence_at_a_time, with_a_mask],
    hints=[
        "Classify a sentence alone, then in a batch with a longer one. What has the LSTM read in the second case that "
        "it has not in the first, before its state is taken?",
        "A row of length T holds `lengths` words and then padding. The state that has read all words and nothing else "
        "stands at place lengths − 1, another one for each sentence.",
        "Look at the line of `state`: it is a[:, np.arange(m), lengths - 1].",
    ],
    topics=["sentiment from a recurrent network"],
    planted=PLANTED,
    symptom="As it came: a sentence got other probabilities alone than in a batch with longer ones, and others again "
    "with a larger max_len; in batches of sentences of one length all was right.",
)
