"""The exercise music_inference_model, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_music.common import drawn_states, half_open, no_states, one_step, shared_weights
from utils.steps import music as steps


def writing_cases(rng):
    """Two tokens and one unit by hand; other sizes; states that are not 0; two tunes; a single step."""
    cases = [(*half_open(), np.array([[[1.0, 0.0]]]), *no_states(1, 1), 4)]
    for m, n_values, n_a, Ty in ((1, 5, 3, 8), (1, 4, 4, 6), (2, 6, 3, 7), (1, 3, 2, 1)):
        x0 = np.eye(n_values)[rng.integers(0, n_values, (m, 1))]
        cases.append((*shared_weights(rng, n_values, n_a, 2.0), x0, *drawn_states(rng, m, n_a), Ty))
    return cases


def by_the_model_of_one_step(LSTM_cell, densor, x0, a0, c0, Ty=100):
    step, x, a, c, outputs = one_step(LSTM_cell, densor), x0.squeeze(axis=1), a0, c0, []
    while len(outputs) < Ty:
        out, a, c = step(x, a, c)
        outputs.append(out)
        x = np.zeros_like(out)
        x[np.arange(len(out)), out.argmax(axis=1)] = 1.0
    return outputs


def by_djmodel(LSTM_cell, densor, x0, a0, c0, Ty=100):
    """Write a token, then run djmodel over all that there is, from the beginning."""
    X = x0
    for _ in range(Ty):
        outputs = steps.djmodel(X.shape[1], LSTM_cell, densor, X, a0, c0)
        written = np.eye(X.shape[2])[outputs[-1].argmax(axis=1)]
        X = np.concatenate([X, written[:, np.newaxis]], axis=1)
    return outputs


STEP = "a, c = lstm_step(x, a, c, LSTM_cell)"
BACK = "x = np.eye(n_values)[np.argmax(out, axis=-1)]"
FORGETS = (
    "The states are not handed on: every step starts from a0 and c0, so its answer depends on one token alone; give "
    "lstm_step the a and c that the step before has left."
)

EXERCISE = Exercise(
    steps.music_inference_model,
    points=10,
    returns=("outputs",),
    cases=writing_cases,
    planted=FORGETS,
    symptom="After the same token the network answers the same, wherever in the tune it stands.",
    mistakes={
        FORGETS: slip(STEP, "a, c = lstm_step(x, a0, c0, LSTM_cell)"),
        "The cell state starts anew from c0 at every step; hand c on, too.": slip(
            STEP, "a, c = lstm_step(x, a, c0, LSTM_cell)"
        ),
        "The hidden state starts anew from a0 at every step; hand a on, too.": slip(
            STEP, "a, c = lstm_step(x, a0, c, LSTM_cell)"
        ),
        "The two states are exchanged: lstm_step takes the hidden state a first, then the cell state c.": slip(
            STEP, "a, c = lstm_step(x, c, a, LSTM_cell)"
        ),
        "Every step reads x0 again; from the second step on it reads the token that was just found.": slip(
            f"        {BACK}\n", ""
        ),
        "The next step reads the probabilities themselves; it was trained on one token, one-hot.": slip(
            BACK, "x = out"
        ),
        "The least probable token is fed back; take argmax.": slip("np.argmax(out", "np.argmin(out"),
        "All rows read the token of the first one; take the most probable of each row, axis=-1.": slip(
            "np.argmax(out, axis=-1)", "np.full(len(out), np.argmax(out[0]))"
        ),
        "All rows read the same token: argmax without an axis counts through the whole array; take axis=-1.": slip(
            "[np.argmax(out, axis=-1)]", "[np.full(len(out), np.argmax(out) % n_values)]"
        ),
        "The writing starts from states of 0; it starts from a0 and c0.": slip(
            "x, a, c = x0[:, 0, :], a0, c0", "x, a, c = x0[:, 0, :], np.zeros_like(a0), np.zeros_like(c0)"
        ),
        "The first step reads zeros; it reads x0.": slip("x0[:, 0, :]", "np.zeros_like(x0[:, 0, :])"),
        "The last step is missing; there are Ty of them.": slip("range(Ty)", "range(Ty - 1)"),
        "You return the one-hot tokens; return each step's probabilities.": slip(
            ("        outputs.append(out)\n", ""), (BACK, BACK + "\n        outputs.append(x)")
        ),
        "The softmax runs over the tunes: it works on columns, so turn the scores round before it and back after "
        "it.": slip('softmax((a @ densor["W"] + densor["b"]).T).T', 'softmax(a @ densor["W"] + densor["b"])'),
    },
    right=[by_the_model_of_one_step, by_djmodel],
    hints=[
        "Feed it two rows in which the same token comes after different beginnings. What would have to tell the second "
        "step which of the two it is in?",
        "A step takes over three things from the step before: the token that was written, and both states.",
        "Look at what stands in lstm_step(…): x changes from step to step. Do the other two?",
    ],
    topics=["music generation"],
)
