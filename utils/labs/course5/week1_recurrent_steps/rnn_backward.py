"""The exercise rnn_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise
from utils.labs.course5.week1_recurrent_steps.common import about_time, readable_rnn, rnn_gradients, whole_inputs
from utils.steps import rnn as steps
from utils.steps.rnn import rnn_cell_backward, rnn_forward


def one_hot_inputs(rng):
    """Inputs of whole numbers."""
    return whole_inputs(rng, rnn_forward, readable_rnn)


def backward_by_names(da, caches):
    (caches, x) = caches
    (a1, a0, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da0 = np.zeros((n_a, m))
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        dxt, da_prevt, dWaxt, dWaat, dbat = (
            gradients["dxt"],
            gradients["da_prev"],
            gradients["dWax"],
            gradients["dWaa"],
            gradients["dba"],
        )
        dx[:, :, t] = dxt
        dWax += dWaxt
        dWaa += dWaat
        dba += dbat
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}


def backward_by_stacking(da, caches):
    cells, _ = caches
    steps, arriving = [], np.zeros(da.shape[:2])
    for t in range(da.shape[2] - 1, -1, -1):
        steps.insert(0, rnn_cell_backward(da[..., t] + arriving, cells[t]))
        arriving = steps[0]["da_prev"]
    sums = {key: sum(step[key] for step in steps) for key in ("dWax", "dWaa", "dba")}
    return {"dx": np.stack([step["dxt"] for step in steps], axis=2), "da0": arriving} | sums


EXERCISE = Exercise(
    steps.rnn_backward,
    points=14,
    returns=("gradients",),
    cases=rnn_gradients,
    wishes=one_hot_inputs,
    mistakes=about_time(),
    right=[backward_by_names, backward_by_stacking],
    hints=[
        "Which two ways lead from the state after step t to the cost? Which of the two do you know before step t + 1 "
        "has been visited?",
        "Cell t gets da_t + da_prev of cell t + 1, which is 0 for the last; dWax, dWaa and dba are sums over all t.",
        "for t in reversed(range(T_x)): step = rnn_cell_backward(da[:, :, t] + da_prev, caches[t]); … ; "
        'da_prev = step["da_prev"]',
    ],
    topics=["backpropagation through time"],
)
