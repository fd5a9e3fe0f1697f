"""The exercise lstm_cell_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_recurrent_steps.common import about_prediction, lstm_cells
from utils.steps import lstm as steps
from utils.steps.activations import sigmoid


def cell_with_dots(xt, a_prev, c_prev, parameters):
    Wf, bf = parameters["Wf"], parameters["bf"]
    Wi, bi = parameters["Wi"], parameters["bi"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wo, bo = parameters["Wo"], parameters["bo"]
    Wy, by = parameters["Wy"], parameters["by"]
    n_x, m = xt.shape
    n_y, n_a = Wy.shape
    concat = np.zeros((n_a + n_x, m))
    concat[:n_a, :] = a_prev
    concat[n_a:, :] = xt
    ft = 1 / (1 + np.exp(-(np.dot(Wf, concat) + bf)))
    it = 1 / (1 + np.exp(-(np.dot(Wi, concat) + bi)))
    cct = np.tanh(np.dot(Wc, concat) + bc)
    c_next = ft * c_prev + it * cct
    ot = 1 / (1 + np.exp(-(np.dot(Wo, concat) + bo)))
    a_next = ot * np.tanh(c_next)
    z = np.dot(Wy, a_next) + by
    e_z = np.exp(z - np.max(z))
    yt_pred = e_z / e_z.sum(axis=0)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


def cell_in_one_product(xt, a_prev, c_prev, parameters):
    W = np.vstack([parameters["W" + gate] for gate in "fioc"])
    b = np.vstack([parameters["b" + gate] for gate in "fioc"])
    f, i, o, c = np.split(W @ np.vstack((a_prev, xt)) + b, 4)
    f, i, o, c = sigmoid(f), sigmoid(i), sigmoid(o), np.tanh(c)
    c_next = np.multiply(f, c_prev) + np.multiply(i, c)
    a_next = np.multiply(o, np.tanh(c_next))
    powers = np.exp(parameters["Wy"] @ a_next + parameters["by"])
    cache = a_next, c_next, a_prev, c_prev, f, i, c, o, xt, parameters
    return a_next, c_next, powers / powers.sum(axis=0), cache


STACK = "np.concatenate([a_prev, xt], axis=0)"
CANDIDATE = 'np.tanh(parameters["Wc"] @ concat + parameters["bc"])'

EXERCISE = Exercise(
    steps.lstm_cell_forward,
    points=12,
    returns=("a_next", "c_next", "yt_pred", "cache"),
    cases=lstm_cells,
    mistakes={
        "Forget and update gate are exchanged: ft keeps the old cell state, it lets the candidate in.": slip(
            "ft * c_prev + it * cct", "it * c_prev + ft * cct"
        ),
        "You do not forget: the old cell state is multiplied by the forget gate.": slip("ft * c_prev", "c_prev"),
        "You let the whole candidate in: multiply it by the update gate.": slip("it * cct", "cct"),
        "You let 1 − ft of the candidate in, as a GRU does; an LSTM has an update gate of its own.": slip(
            "it * cct", "(1 - ft) * cct"
        ),
        "Your forget gate acts the wrong way round: near 1 it keeps, so no 1 − ft.": slip(
            "ft * c_prev", "(1 - ft) * c_prev"
        ),
        "You keep the old hidden state; what the forget gate keeps is the cell state, c_prev.": slip(
            "ft * c_prev", "ft * a_prev"
        ),
        "Your candidate is a sigmoid; it is a tanh, so that values below 0 can be written, too.": slip(
            CANDIDATE, 'sigmoid(parameters["Wc"] @ concat + parameters["bc"])'
        ),
        "You show the cell state as it is; squash it by a tanh before the output gate.": slip(
            "ot * np.tanh(c_next)", "ot * c_next"
        ),
        "You leave out the output gate.": slip("ot * np.tanh(c_next)", "np.tanh(c_next)"),
        "You show the old cell state; the new one is due, c_next.": slip(
            "ot * np.tanh(c_next)", "ot * np.tanh(c_prev)"
        ),
        "The output gate acts inside the tanh; squash first, then multiply.": slip(
            "ot * np.tanh(c_next)", "np.tanh(ot * c_next)"
        ),
        "xt stands above a_prev; the weights want a_prev on top.": slip(STACK, "np.concatenate([xt, a_prev], axis=0)"),
        "Your gates are tanh; they are sigmoids, between 0 and 1.": slip("sigmoid(", "np.tanh("),
        "You leave out the forget gate's bias.": slip(' + parameters["bf"]', ""),
        "You leave out the update gate's bias.": slip(' + parameters["bi"]', ""),
        "You leave out the output gate's bias.": slip(' + parameters["bo"]', ""),
        "You leave out the candidate's bias.": slip(' + parameters["bc"]', ""),
        **about_prediction('parameters["Wy"] @ a_next + parameters["by"]', "a_next"),
        "Your prediction reads the cell state; it reads the hidden state, a_next.": slip(
            '["Wy"] @ a_next', '["Wy"] @ c_next'
        ),
        "Your cache has gates and candidate in another order: ft, it, cct, ot.": slip(
            "ft, it, cct, ot,", "ft, it, ot, cct,"
        ),
        "Hidden state and cell state are exchanged in what you return: a_next, then c_next.": slip(
            "return a_next, c_next,", "return c_next, a_next,"
        ),
        "Hidden state and cell state are exchanged in your cache: a_next, c_next, a_prev, c_prev.": slip(
            "(a_next, c_next, a_prev, c_prev,", "(c_next, a_next, c_prev, a_prev,"
        ),
    },
    right=[cell_with_dots, cell_in_one_product],
    hints=[
        "Four sums of the same tall column, each with its own weights. Three of them become gates, one the candidate.",
        "Γ = σ(W [a_prev; xt] + b) for f, i, o; c̃ = tanh(Wc [a_prev; xt] + bc); c_next = Γf c_prev + Γi c̃; "
        "a_next = Γo tanh(c_next).",
        'ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"]); …; c_next = ft * c_prev + it * cct; '
        "a_next = ot * np.tanh(c_next)",
    ],
    topics=["LSTM", "hidden and cell state"],
)
