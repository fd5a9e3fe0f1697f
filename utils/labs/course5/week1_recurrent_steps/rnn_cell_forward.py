"""The exercise rnn_cell_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_recurrent_steps.common import about_prediction, rnn_cells
from utils.steps import rnn as steps

SUM = "Wax @ xt + Waa @ a_prev + ba"


def cell_with_dots(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]
    a_next = np.tanh(np.dot(Waa, a_prev) + np.dot(Wax, xt) + ba)
    z = np.dot(Wya, a_next) + by
    e_x = np.exp(z - np.max(z))
    yt_pred = e_x / e_x.sum(axis=0)
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache


def cell_with_one_matrix(xt, a_prev, parameters):
    W = np.concatenate((parameters["Waa"], parameters["Wax"]), axis=1)
    a_next = np.tanh(W @ np.concatenate((a_prev, xt)) + parameters["ba"])
    powers = np.exp(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, powers / np.sum(powers, axis=0, keepdims=True), (a_next, a_prev, xt, parameters)


EXERCISE = Exercise(
    steps.rnn_cell_forward,
    points=8,
    returns=("a_next", "yt_pred", "cache"),
    cases=rnn_cells,
    mistakes={
        "You leave the tanh out; the new state is the tanh of the sum.": slip(f"np.tanh({SUM})", SUM),
        "You take a sigmoid for the state; it is tanh, between −1 and 1.": slip(
            f"np.tanh({SUM})", f"1 / (1 + np.exp(-({SUM})))"
        ),
        "Your state is a ReLU; it is tanh, between −1 and 1.": slip(f"np.tanh({SUM})", f"np.maximum(0, {SUM})"),
        "You leave out the state before, so nothing is remembered: add Waa @ a_prev.": slip("Waa @ a_prev + ", ""),
        "You leave out the input: add Wax @ xt.": slip("Wax @ xt + ", ""),
        "You leave out the bias ba inside the tanh.": slip(" + ba)", ")"),
        "The bias is added after the tanh; it belongs inside.": slip(" + ba)", ") + ba"),
        "You take a tanh of the input's part and one of the state's part; one tanh goes around the whole sum.": slip(
            f"np.tanh({SUM})", "np.tanh(Wax @ xt) + np.tanh(Waa @ a_prev + ba)"
        ),
        "Your new state is added to the old one; it replaces it.": slip("np.tanh(", "a_prev + np.tanh("),
        "Waa acts on the state transposed: Waa @ a_prev, without .T.": slip("Waa @ a_prev", "Waa.T @ a_prev"),
        "You multiply the old state number by number; Waa @ a_prev lets each unit read all others.": slip(
            "Waa @ a_prev", "np.diag(Waa)[:, None] * a_prev"
        ),
        **about_prediction("Wya @ a_next + by", "a_next"),
        "Your cache has another order: (a_next, a_prev, xt, parameters).": slip(
            "cache = (a_next, a_prev,", "cache = (a_prev, a_next,"
        ),
        "Your cache lacks the parameters: (a_next, a_prev, xt, parameters).": slip("xt, parameters)\n", "xt)\n"),
    },
    right=[cell_with_dots, cell_with_one_matrix],
    hints=[
        "Two matrix products meet in one sum: what does the input bring, what the state before?",
        "a_next = tanh(Wax xt + Waa a_prev + ba), yt_pred = softmax(Wya a_next + by).",
        "a_next = np.tanh(Wax @ xt + …); yt_pred = softmax(Wya @ … + by); cache = (a_next, a_prev, xt, parameters)",
    ],
    topics=["recurrent cell", "sequence tasks and notation"],
)
