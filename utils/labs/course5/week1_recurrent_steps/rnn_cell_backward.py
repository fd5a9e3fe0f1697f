"""The exercise rnn_cell_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_recurrent_steps.common import rnn_cells
from utils.steps import rnn as steps
from utils.steps.rnn import rnn_cell_forward


def rnn_cell_backward_cases(rng):
    """(da_next, cache) of one unit, then of several shapes."""
    found = []
    for arguments in rnn_cells(rng):
        a_next, _, cache = rnn_cell_forward(*arguments)
        found.append((np.array([[2.0]]) if not found else rng.normal(size=a_next.shape), cache))
    return found


def back_with_dots(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    dtanh = (1 - a_next * a_next) * da_next
    dxt = np.dot(Wax.T, dtanh)
    dWax = np.dot(dtanh, xt.T)
    da_prev = np.dot(Waa.T, dtanh)
    dWaa = np.dot(dtanh, a_prev.T)
    dba = np.sum(dtanh, axis=1, keepdims=True)
    gradients = {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    return gradients


def back_by_examples(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    n_a, m = a_next.shape
    dWax, dWaa, dba = (np.zeros(parameters[key].shape) for key in ("Wax", "Waa", "ba"))
    dxt, da_prev = np.zeros(xt.shape), np.zeros(a_prev.shape)
    for i in range(m):
        for j in range(n_a):
            dz = da_next[j, i] * (1 - a_next[j, i]) * (1 + a_next[j, i])
            dWax[j] += dz * xt[:, i]
            dWaa[j] += dz * a_prev[:, i]
            dba[j, 0] += dz
            dxt[:, i] += dz * parameters["Wax"][j]
            da_prev[:, i] += dz * parameters["Waa"][j]
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


DZ = "da_next * (1 - a_next**2)"
BIAS = "np.sum(dz, axis=1, keepdims=True)"

EXERCISE = Exercise(
    steps.rnn_cell_backward,
    points=20,
    returns=("gradients",),
    cases=rnn_cell_backward_cases,
    mistakes={
        "You leave out tanh's derivative: what arrives at a_next has to pass the tanh first.": slip(DZ, "da_next"),
        "That is the sigmoid's derivative; this state came from tanh.": slip(
            "(1 - a_next**2)", "a_next * (1 - a_next)"
        ),
        "The square is of a_next alone, not of 1 − a_next.": slip("(1 - a_next**2)", "(1 - a_next) ** 2"),
        "a_next is the tanh already; you take the tanh of it once more.": slip("a_next**2", "np.tanh(a_next) ** 2"),
        "Your derivative of tanh is taken at the state before; the tanh gave a_next.": slip(
            "1 - a_next**2", "1 - a_prev**2"
        ),
        "The sign in tanh's derivative is wrong: it falls as the state moves away from 0.": slip(
            "1 - a_next**2", "1 + a_next**2"
        ),
        "You square nothing: in tanh's derivative the state stands squared.": slip("1 - a_next**2", "1 - a_next"),
        "Your da_prev uses Waa as it is; going back, each unit's gradient goes to those that it read: transpose.": slip(
            "Waa.T @ dz", "Waa @ dz"
        ),
        "Your da_prev starts from da_next; start from the gradient inside the tanh.": slip(
            "Waa.T @ dz", "Waa.T @ da_next"
        ),
        "Your dxt starts from da_next; start from the gradient inside the tanh.": slip("Wax.T @ dz", "Wax.T @ da_next"),
        "Your dWaa multiplies by the new state; Waa was multiplied by the state before.": slip("a_prev.T", "a_next.T"),
        "Your dWaa is transposed: row i belongs to the unit that reads.": slip("dz @ a_prev.T", "a_prev @ dz.T"),
        "You average over the examples; weights and bias get sums.": slip(
            ("dz @ xt.T", "dz @ xt.T / xt.shape[1]"),
            ("dz @ a_prev.T", "dz @ a_prev.T / xt.shape[1]"),
            (BIAS, "np.mean(dz, axis=1, keepdims=True)"),
        ),
        "Your dba is averaged over the examples; it is a sum, as the weights' are.": slip(
            BIAS, "np.mean(dz, axis=1, keepdims=True)"
        ),
        "Your dba is no column: ba is (n_a, 1), so keep the axis.": slip(", keepdims=True", ""),
        "Your dba keeps a column for each example; they all used the same bias, so add them up.": slip(BIAS, "dz"),
        "Your dba adds up over the units; add up over the examples, axis 1.": slip(
            BIAS, "np.sum(dz, axis=0, keepdims=True)"
        ),
        "Your dba sums da_next; it sums the gradient inside the tanh.": slip("np.sum(dz,", "np.sum(da_next,"),
    },
    right=[back_with_dots, back_by_examples],
    hints=[
        "Name what stands inside the tanh z. First find dz from da_next; everything else follows from dz and from what "
        "z was computed from.",
        "dz = da_next · (1 − a_next²); dxt = Waxᵀ dz, da_prev = Waaᵀ dz, dWax = dz xtᵀ, dWaa = dz a_prevᵀ, dba = the "
        "sum of dz over the examples.",
        "dz = da_next * (1 - a_next**2); dxt = Wax.T @ dz; dWax = dz @ xt.T; …; dba = np.sum(dz, axis=1, keepdims=…)",
    ],
    topics=["backpropagation through time", "recurrent cell"],
)
