"""The exercise inputs_and_targets: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import music as steps


def tune_cases(rng):
    """Two tunes by hand; one with token 0 in the middle; longer than Tx; as long as Tx; many."""

    def tunes(*lengths, n_values):
        return [[int(token) for token in rng.integers(0, n_values, length)] for length in lengths]

    return [
        ([[2, 1, 0], [1, 0]], 4, 3),
        ([[3, 0, 3, 1, 2]], 6, 4),
        (tunes(7, 4, 5, n_values=3), 5, 3),
        (tunes(4, 4, n_values=6), 4, 6),
        (tunes(3, 1, 6, 2, n_values=5), 7, 5),
    ]


def with_arrays(tunes, Tx, n_values):
    """One tune after the other, by whole columns."""
    X, Y = np.zeros((len(tunes), Tx, n_values)), np.zeros((Tx, len(tunes), n_values))
    for i, tune in enumerate(tunes):
        rows = np.eye(n_values)[list(tune[:Tx])]
        Y[: len(rows), i] = rows
        X[i, 1 : len(rows)] = rows[:-1]
    return X, Y


def from_targets(tunes, Tx, n_values):
    """Y first; X is Y moved on by a step wherever another token follows."""
    Y = np.zeros((Tx, len(tunes), n_values))
    for i, tune in enumerate(tunes):
        for t in range(min(Tx, len(tune))):
            Y[t, i, tune[t]] = 1.0
    X = np.zeros((len(tunes), Tx, n_values))
    X[:, 1:] = np.swapaxes(Y[:-1] * Y[1:].sum(axis=2, keepdims=True), 0, 1)
    return X, Y


READ = "X[i, t + 1, token] = 1"

EXERCISE = Exercise(
    steps.inputs_and_targets,
    points=12,
    returns=("X", "Y"),
    cases=tune_cases,
    accepted={
        "Your arrays are not float64, as they are in this lab; 0 and 1 are exact in float32 and bool, too.": slip(
            "return X, Y", "return X.astype(np.float32), Y.astype(np.float32)"
        ),
    },
    mistakes={
        "Your network reads the token that it should answer at the same step, so it has only to copy; X is one step "
        "behind: X[i, t + 1] holds token t.": slip(
            ("            if t + 1 < len(tune):\n", "            if True:\n"), (READ, "X[i, t, token] = 1")
        ),
        "X is a step ahead of Y: at step t it reads token t + 1, the future; it should read token t − 1.": slip(
            ("            if t + 1 < len(tune):\n", "            if t > 0:\n"), (READ, "X[i, t - 1, token] = 1")
        ),
        "The last token is read, too; nothing comes after it, so leave its step in X at 0.": slip(
            "if t + 1 < len(tune):", "if t + 1 < Tx:"
        ),
        "The last two tokens are not read; only the last one has nothing after it.": slip(
            "if t + 1 < len(tune):", "if t + 2 < len(tune):"
        ),
        "Your Y leaves out each tune's last token; the end has to be answered, too.": slip(
            "            Y[t, i, token] = 1\n",
            "            if t + 1 < len(tune):\n                Y[t, i, token] = 1\n",
        ),
        "Behind a tune's end you go on asking for token 0; there is nothing to answer there, and Y stays 0.": slip(
            "        for t, token in enumerate(tune):",
            "        for t, token in enumerate(tune + [0] * (Tx - len(tune))):",
        ),
        "Y has the tunes on its first axis; there the step comes first: (Tx, m, n_values).": slip(
            ("return X, Y", "return X, np.swapaxes(Y, 0, 1)")
        ),
        "X has the step on its first axis; there the tunes come first: (m, Tx, n_values).": slip(
            ("return X, Y", "return np.swapaxes(X, 0, 1), Y")
        ),
        "A tune that is longer than Tx loses its beginning; cut off its end.": slip("tune[:Tx]", "tune[-Tx:]"),
        "Step 0 reads the first token, which it has to answer; nothing stands before it, so it reads zeros.": slip(
            "        for t, token in enumerate(tune):",
            "        X[i, 0, tune[0]] = 1\n        for t, token in enumerate(tune):",
        ),
        "You mark a 1 at the number of the step; the 1 belongs at the number of the token.": slip(
            "            # Each token is", "            token = t % n_values\n            # Each token is"
        ),
        "The tunes stand one token late: step 0 has to answer the first one.": slip(
            ("Y[t, i, token] = 1", "Y[(t + 1) % Tx, i, token] = 1"), (READ, "X[i, (t + 2) % Tx, token] = 1")
        ),
        "reshape reads Y on in its old order and mixes tunes and steps; np.swapaxes(Y, 0, 1) exchanges the axes.": slip(
            "return X, Y", "return X, np.swapaxes(Y, 0, 1).reshape(Y.shape)"
        ),
        "Step 0 reads the tune's last token, which index −1 gives; nothing stands before the first token, so step 0 "
        "reads zeros.": slip(
            "        for t, token in enumerate(tune):",
            "        X[i, 0, tunes[i][-1]] = 1\n        for t, token in enumerate(tune):",
        ),
    },
    right=[with_arrays, from_targets],
    hints=[
        "Write a tune of three tokens by hand, its steps below one another: what is read at step 0, 1, 2, and what is "
        "answered there?",
        "Y[t, i, token t] = 1 for every token; X[i, t + 1, token t] = 1 for every token but the last.",
        "tune = tune[:Tx]; for t, token in enumerate(tune): Y[t, i, token] = 1; and, if t + 1 < len(tune), "
        "X[i, t + 1, token] = 1.",
    ],
    topics=["music generation"],
)
