"""The exercise rnn_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_recurrent_steps.common import about_steps, rnn_sequences
from utils.steps import rnn as steps
from utils.steps.rnn import rnn_cell_forward


def forward_into_zeros(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    a_next = a0
    for t in range(T_x):
        xt = x[:, :, t]
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    caches = (caches, x)
    return a, y_pred, caches


def forward_by_stacking(x, a0, parameters):
    states, predictions, caches = [], [], []
    for xt in np.moveaxis(x, 2, 0):
        state, prediction, cache = rnn_cell_forward(xt, states[-1] if states else a0, parameters)
        states.append(state)
        predictions.append(prediction)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=-1), (caches, x)


EXERCISE = Exercise(
    steps.rnn_forward,
    points=10,
    returns=("a", "y_pred", "caches"),
    cases=rnn_sequences,
    mistakes={
        **about_steps("rnn_cell_forward"),
        "Your a holds the state before each step; store the state after it.": slip(
            "= a_next, yt_pred\n        caches", "= cache[1], yt_pred\n        caches"
        ),
        "You return the last state only; return those of all steps, a.": slip("return a, ", "return a_next, "),
        "You return the last prediction only; return those of all steps, y_pred.": slip(
            "return a, y_pred,", "return a, yt_pred,"
        ),
        "You store every state under the last step; step t's belongs into a[:, :, t].": slip(
            "a[:, :, t], y_pred", "a[:, :, -1], y_pred"
        ),
        "You add the states up; a[:, :, t] holds the state after step t.": slip(
            "= a_next, yt_pred\n        caches", "= a_next + a[:, :, t - 1], yt_pred\n        caches"
        ),
    },
    right=[forward_into_zeros, forward_by_stacking],
    hints=[
        "What does step t read from x, and what from the step before? What has to be kept of it?",
        "a_t, ŷ_t, cache = the cell on x_t and the state before, a0 for the first step; the same parameters for all t.",
        "for t in range(T_x): a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters); store all",
    ],
    topics=["recurrent cell", "sequence tasks and notation"],
)
