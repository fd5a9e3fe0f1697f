"""The exercise lstm_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_recurrent_steps.common import about_steps, lstm_sequences
from utils.steps import lstm as steps
from utils.steps.lstm import lstm_cell_forward


def forward_into_zeros(x, a0, parameters):
    caches = []
    Wy = parameters["Wy"]
    n_x, m, T_x = x.shape
    n_y, n_a = Wy.shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    a_next = a0
    c_next = np.zeros(a_next.shape)
    for t in range(T_x):
        xt = x[:, :, t]
        a_next, c_next, yt, cache = lstm_cell_forward(xt, a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    caches = (caches, x)
    return a, y, c, caches


def forward_by_stacking(x, a0, parameters):
    state, cell, found, caches = a0, 0.0 * a0, [], []
    for t in range(x.shape[-1]):
        state, cell, prediction, cache = lstm_cell_forward(x[..., t], state, cell, parameters)
        found.append((state, prediction, cell))
        caches.append(cache)
    a, y, c = (np.stack(arrays, axis=2) for arrays in zip(*found, strict=True))
    return a, y, c, (caches, x)


EXERCISE = Exercise(
    steps.lstm_forward,
    points=8,
    returns=("a", "y", "c", "caches"),
    cases=lstm_sequences,
    mistakes={
        **about_steps("lstm_cell_forward"),
        "Every step starts from an empty cell state; pass c_next on as well.": slip(
            "a_next, c_next, parameters)", "a_next, np.zeros_like(a0), parameters)"
        ),
        "Your cell state starts as the number 0; make it zeros in the shape of a0.": slip(
            "c_next = np.zeros_like(a0)", "c_next = 0.0"
        ),
        "Your cell state starts as a0; it starts at 0.": slip("c_next = np.zeros_like(a0)", "c_next = a0"),
        "Your a holds cell states; store a_next in it, and where c = a stands, make two arrays.": slip(
            "c = np.zeros((n_a, m, T_x))", "c = a"
        ),
        "Your c holds hidden states; store c_next in it.": slip(
            "= a_next, c_next, yt_pred\n        caches", "= a_next, a_next, yt_pred\n        caches"
        ),
        "Your results are in another order: a, y, c, caches.": slip("return a, y, c,", "return a, c, y,"),
        "The cell gets its two states exchanged: a_next first, then c_next.": slip(
            "a_next, c_next, parameters)", "c_next, a_next, parameters)"
        ),
    },
    right=[forward_into_zeros, forward_by_stacking],
    hints=[
        "rnn_forward once more, with a second state to pass on and to store.",
        "a_t, c_t, ŷ_t = the cell on x_t and both states before, which are a0 and 0 for the first step.",
        "a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters); … ; "
        "return a, y, c, (caches, x)",
    ],
    topics=["LSTM", "hidden and cell state"],
)
