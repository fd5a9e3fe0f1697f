"""The exercise lstm_backward, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_recurrent_steps.common import about_time, lstm_gradients, readable_lstm, whole_inputs
from utils.steps import lstm as steps
from utils.steps.lstm import lstm_cell_backward, lstm_forward


def one_hot_inputs(rng):
    """Inputs of whole numbers."""
    return whole_inputs(rng, lstm_forward, readable_lstm)


def backward_by_names(da, caches):
    (caches, x) = caches
    (a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros(dWf.shape)
    dWc = np.zeros(dWf.shape)
    dWo = np.zeros(dWf.shape)
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros(dbf.shape)
    dbc = np.zeros(dbf.shape)
    dbo = np.zeros(dbf.shape)
    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt = gradients["da_prev"]
        dc_prevt = gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf += gradients["dWf"]
        dWi += gradients["dWi"]
        dWc += gradients["dWc"]
        dWo += gradients["dWo"]
        dbf += gradients["dbf"]
        dbi += gradients["dbi"]
        dbc += gradients["dbc"]
        dbo += gradients["dbo"]
    da0 = gradients["da_prev"]
    found = {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi}
    return {**found, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}


def backward_by_stacking(da, caches):
    cells, _ = caches
    steps = []
    arriving = {"da_prev": np.zeros(da.shape[:2]), "dc_prev": np.zeros(da.shape[:2])}
    for t in range(da.shape[2] - 1, -1, -1):
        arriving = lstm_cell_backward(da[..., t] + arriving["da_prev"], arriving["dc_prev"], cells[t])
        steps.append(arriving)
    gradients = {key: sum(step[key] for step in steps) for key in arriving if key[1] in "Wb"}
    return gradients | {"dx": np.stack([step["dxt"] for step in steps[::-1]], axis=2), "da0": arriving["da_prev"]}


PLANTED = "The cell state's gradient is set to that of the hidden state; pass on step's dc_prev as dc_prev."

EXERCISE = Exercise(
    steps.lstm_backward,
    points=10,
    returns=("gradients",),
    cases=lstm_gradients,
    wishes=one_hot_inputs,
    mistakes={
        PLANTED: slip('dc_prev = step["dc_prev"]', 'dc_prev = step["da_prev"]'),
        "The hidden state's gradient is set to that of the cell state; pass on step's da_prev as da_prev.": slip(
            'da_prev = step["da_prev"]', 'da_prev = step["dc_prev"]'
        ),
        "The cell state's gradient is not passed on: the cell of the step before gets step's dc_prev.": slip(
            'dc_prev = step["dc_prev"]', "pass"
        ),
        "The cell state's gradient is added up over all steps; a step passes on only what its own cell gives.": slip(
            'dc_prev = step["dc_prev"]', 'dc_prev = dc_prev + step["dc_prev"]'
        ),
        "Both states' gradients go to the hidden state; the cell state's stays apart, as dc_next of the cell.": slip(
            "da[:, :, t] + da_prev, dc_prev,", "da[:, :, t] + da_prev + dc_prev, dc_prev,"
        ),
        "The two gradients are exchanged: the hidden state's comes first.": slip(
            "da[:, :, t] + da_prev, dc_prev,", "dc_prev, da[:, :, t] + da_prev,"
        ),
        "Your da0 is the cell state's gradient; a0 is a hidden state.": slip(
            'gradients["da0"] = da_prev', 'gradients["da0"] = dc_prev'
        ),
        **about_time(),
    },
    right=[backward_by_names, backward_by_stacking],
    hints=[
        "Which quantity travels back through an open forget gate? Follow it from one pass of the loop to the next.",
        "Cell t gets da_t + da_prev and dc_prev, both from cell t + 1; weights' gradients are sums over all t.",
        "Look at the last two lines of the loop: each name gets its own entry of step.",
    ],
    topics=["LSTM", "backpropagation through time", "vanishing gradients through time"],
    planted=PLANTED,
    symptom="With gates that keep a bit for 50 steps, the bit's own gradient comes out 0; it should be 0.25.",
)
