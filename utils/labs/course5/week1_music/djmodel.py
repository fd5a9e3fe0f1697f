"""The exercise djmodel: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_music.common import drawn_states, half_open, no_states, one_hot_inputs, shared_weights
from utils.steps import music as steps
from utils.steps.music import lstm_step


def forward_cases(rng):
    """One unit over three steps by hand; several tunes; as many tunes as tokens; one step; states that are not 0."""
    by_hand = np.array([[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]])
    cases = [(3, *half_open(), by_hand, *no_states(1, 1))]
    for m, Tx, n_values, n_a in ((3, 4, 5, 2), (4, 3, 4, 3), (2, 1, 3, 4), (1, 6, 2, 2)):
        X = one_hot_inputs(rng, m, Tx, n_values)
        cases.append((Tx, *shared_weights(rng, n_values, n_a), X, *drawn_states(rng, m, n_a)))
    return cases


def large_scores(rng):
    """Scores in the thousands, whose exponentials overflow."""
    cell, dense = shared_weights(rng, 3, 2)
    X = one_hot_inputs(rng, 2, 3, 3)
    return [(3, cell, dense | {"b": np.array([3000.0, 2999.0, -4000.0])}, X, *no_states(2, 2))]


def all_at_once(Tx, LSTM_cell, densor, X, a0, c0):
    """The states of all steps first, then one dense layer on all of them."""
    states, (a, c) = [], (a0, c0)
    for x in X.swapaxes(0, 1)[:Tx]:
        a, c = lstm_step(x, a, c, LSTM_cell)
        states.append(a)
    scores = np.stack(states) @ densor["W"] + densor["b"]
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return list(powers / powers.sum(axis=-1, keepdims=True))


def by_gates(Tx, LSTM_cell, densor, X, a0, c0):
    """The cell written out."""
    a, c, outputs = a0, c0, []
    for t in range(Tx):
        sums = [X[:, t] @ LSTM_cell["W"][g] + a @ LSTM_cell["U"][g] + LSTM_cell["b"][g] for g in range(4)]
        i, f, o = (1 / (1 + np.exp(-each)) for each in sums[:3])
        c = f * c + i * np.tanh(sums[3])
        a = o * np.tanh(c)
        scores = np.dot(a, densor["W"]) + densor["b"]
        scores = scores - np.max(scores, axis=1, keepdims=True)
        outputs.append(np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True))
    return outputs


STEP = "a, c = lstm_step(x, a, c, LSTM_cell)"
SOFT = "outputs.append(softmax(scores.T).T)"

EXERCISE = Exercise(
    steps.djmodel,
    points=14,
    returns=("outputs",),
    cases=forward_cases,
    wishes=large_scores,
    mistakes={
        "Every step starts from a0 and c0, so the network has no memory; hand both states on to the next step.": slip(
            STEP, "a, c = lstm_step(x, a0, c0, LSTM_cell)"
        ),
        "The cell state starts anew from c0 at every step; hand c on, too.": slip(
            STEP, "a, c = lstm_step(x, a, c0, LSTM_cell)"
        ),
        "The hidden state starts anew from a0 at every step; hand a on, too.": slip(
            STEP, "a, c = lstm_step(x, a0, c, LSTM_cell)"
        ),
        "The two states are exchanged: lstm_step takes the hidden state a first, then the cell state c.": slip(
            STEP, "a, c = lstm_step(x, c, a, LSTM_cell)"
        ),
        "lstm_step returns a first and then c; you take them the other way round.": slip(
            STEP, "c, a = lstm_step(x, a, c, LSTM_cell)"
        ),
        "Your sequences start from zeros; they start from a0 and c0.": slip(
            "a, c = a0, c0", "a, c = np.zeros_like(a0), np.zeros_like(c0)"
        ),
        "Every step reads the first input; read that of its own step, X[:, t, :].": slip("X[:, t, :]", "X[:, 0, :]"),
        "The softmax runs over the tunes: utils.steps.softmax works on columns, so turn the scores round before it and "
        "back after it.": slip(SOFT, "outputs.append(softmax(scores))"),
        "An output stands with the tokens first; turn it back after the softmax, each is (m, n_values).": slip(
            SOFT, "outputs.append(softmax(scores.T))"
        ),
        "You return the scores; put them through the softmax.": slip(SOFT, "outputs.append(scores)"),
        "The scores go through the sigmoid; the tokens exclude each other, so take the softmax.": slip(
            SOFT, "outputs.append(1 / (1 + np.exp(-scores)))"
        ),
        "The dense layer's bias is missing; add densor['b'].": slip(' + densor["b"]', ""),
        "The dense layer reads the cell state; it reads the hidden state a.": slip(
            'scores = a @ densor["W"]', 'scores = c @ densor["W"]'
        ),
        "Only the last step's probabilities are there; append those of each step to the list.": slip(
            SOFT, "outputs = [softmax(scores.T).T]"
        ),
        "You return one array; return a list with an array (m, n_values) for each step.": slip(
            "return outputs", "return np.stack(outputs)"
        ),
        "Your steps run backwards in time; begin with step 0.": slip("range(Tx)", "reversed(range(Tx))"),
        "The last step is missing; there are Tx of them.": slip("range(Tx)", "range(Tx - 1)"),
    },
    right=[all_at_once, by_gates],
    hints=[
        "One loop over the steps. Which two things does a step hand on to the next one, and which does it only use?",
        "a, c = lstm_step(x, a, c, LSTM_cell); scores = a W + b with the densor's W and b; ŷ = softmax of each row.",
        "for t in range(Tx): a, c = lstm_step(X[:, t, :], …); outputs.append(softmax((a @ densor['W'] + …).T).T)",
    ],
    topics=["music generation"],
)
