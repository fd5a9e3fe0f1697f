"""The exercise lstm_cell_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_recurrent_steps.common import lstm_cells
from utils.steps import lstm as steps
from utils.steps.lstm import lstm_cell_forward


def lstm_cell_backward_cases(rng):
    """(da_next, dc_next, cache) of one unit, then of several shapes."""
    found = []
    for arguments in lstm_cells(rng):
        a_next, *_, cache = lstm_cell_forward(*arguments)
        arriving = (np.array([[2.0]]), np.array([[1.0]])) if not found else rng.normal(size=(2, *a_next.shape))
        found.append((*arriving, cache))
    return found


def back_with_dots(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_x, m = xt.shape
    n_a, m = a_next.shape
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = (dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next) * (1 - np.square(cct))
    dit = (dc_next * cct + ot * (1 - np.square(np.tanh(c_next))) * cct * da_next) * it * (1 - it)
    dft = (dc_next * c_prev + ot * (1 - np.square(np.tanh(c_next))) * c_prev * da_next) * ft * (1 - ft)
    dWf = np.dot(dft, np.concatenate((a_prev, xt), axis=0).T)
    dWi = np.dot(dit, np.concatenate((a_prev, xt), axis=0).T)
    dWc = np.dot(dcct, np.concatenate((a_prev, xt), axis=0).T)
    dWo = np.dot(dot, np.concatenate((a_prev, xt), axis=0).T)
    dbf = np.sum(dft, axis=1, keepdims=True)
    dbi = np.sum(dit, axis=1, keepdims=True)
    dbc = np.sum(dcct, axis=1, keepdims=True)
    dbo = np.sum(dot, axis=1, keepdims=True)
    da_prev = np.dot(Wf[:, :n_a].T, dft) + np.dot(Wi[:, :n_a].T, dit)
    da_prev = da_prev + np.dot(Wc[:, :n_a].T, dcct) + np.dot(Wo[:, :n_a].T, dot)
    dc_prev = dc_next * ft + ot * (1 - np.square(np.tanh(c_next))) * ft * da_next
    dxt = np.dot(Wf[:, n_a:].T, dft) + np.dot(Wi[:, n_a:].T, dit)
    dxt = dxt + np.dot(Wc[:, n_a:].T, dcct) + np.dot(Wo[:, n_a:].T, dot)
    gradients = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi}
    gradients.update({"dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo})
    return gradients


def back_in_one_product(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    shown = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - shown) * (1 + shown)
    dz = np.vstack([dc * c_prev * (ft - ft**2), dc * cct * (it - it**2)])
    dz = np.vstack([dz, dc * it * (1 - cct**2), da_next * shown * (ot - ot**2)])
    column = np.vstack((a_prev, xt))
    dW, db = dz @ column.T, dz.sum(axis=1).reshape(-1, 1)
    dcolumn = np.vstack([parameters["W" + gate] for gate in "fico"]).T @ dz
    n_a = a_prev.shape[0]
    gradients = {"da_prev": dcolumn[:n_a], "dxt": dcolumn[n_a:], "dc_prev": ft * dc}
    for k, gate in enumerate("fico"):
        rows = slice(k * n_a, (k + 1) * n_a)
        gradients |= {"dW" + gate: dW[rows], "db" + gate: db[rows]}
    return gradients


DC = "dc_next + da_next * ot * (1 - tanh_c**2)"
BIAS = "np.sum(dz, axis=1, keepdims=True)"

EXERCISE = Exercise(
    steps.lstm_cell_backward,
    points=18,
    returns=("gradients",),
    cases=lstm_cell_backward_cases,
    mistakes={
        "The cell state also works through the hidden state: add da_next · ot · (1 − tanh²(c_next)) to dc.": slip(
            DC, "dc_next"
        ),
        "The cell state also works on the next step directly: add dc_next to dc.": slip(
            DC, "da_next * ot * (1 - tanh_c**2)"
        ),
        "On the way from a_next to the cell state you leave out tanh's derivative.": slip(" * (1 - tanh_c**2)", ""),
        "On the way from a_next to the cell state you leave out the output gate.": slip(
            "da_next * ot * (1 - tanh_c**2)", "da_next * (1 - tanh_c**2)"
        ),
        "In tanh's derivative the tanh stands squared, not the cell state: 1 − tanh²(c_next).": slip(
            "(1 - tanh_c**2)", "(1 - c_next**2)"
        ),
        "In tanh's derivative stands tanh(c_next); a_next has passed the output gate besides.": slip(
            "(1 - tanh_c**2)", "(1 - a_next**2)"
        ),
        "You leave out the sigmoid's derivative at the output gate: ot · (1 − ot).": slip(
            "tanh_c * ot * (1 - ot)", "tanh_c"
        ),
        "You leave out the sigmoid's derivative at the forget gate: ft · (1 − ft).": slip(
            "c_prev * ft * (1 - ft)", "c_prev"
        ),
        "You leave out the sigmoid's derivative at the update gate: it · (1 − it).": slip("cct * it * (1 - it)", "cct"),
        "You leave out tanh's derivative at the candidate: 1 − cct².": slip("it * (1 - cct**2)", "it"),
        "The candidate's derivative lacks the square: 1 − cct².": slip("(1 - cct**2)", "(1 - cct)"),
        "The candidate came from a tanh, not from a sigmoid: its derivative is 1 − cct².": slip(
            "(1 - cct**2)", "cct * (1 - cct)"
        ),
        "The forget gate multiplied the old cell state, c_prev; yours multiplies the new one.": slip(
            "dc * c_prev", "dc * c_next"
        ),
        "The update gate multiplied the candidate; its gradient is dc times cct.": slip("dc * cct *", "dc * c_prev *"),
        "The output gate multiplied tanh(c_next); you multiply by c_next itself.": slip(
            "da_next * tanh_c", "da_next * c_next"
        ),
        "The output gate gets its gradient from da_next, not from dc.": slip("da_next * tanh_c", "dc * tanh_c"),
        "Gates and candidate get their gradient from dc, all that arrives at the cell state; you use dc_next.": slip(
            ("dft = dc *", "dft = dc_next *"), ("dit = dc *", "dit = dc_next *"), ("dcct = dc *", "dcct = dc_next *")
        ),
        "Your dc_prev starts from dc_next; all that arrives at the cell state goes on, dc.": slip(
            "= dc * ft\n", "= dc_next * ft\n"
        ),
        "Your dc_prev leaves out the forget gate.": slip("= dc * ft\n", "= dc\n"),
        "Your dc_prev passes the update gate; the old cell state passed the forget gate.": slip(
            "= dc * ft\n", "= dc * it\n"
        ),
        "Your dc_prev has the forget gate's derivative; the old cell state was multiplied by the gate itself.": slip(
            "= dc * ft\n", "= dc * ft * (1 - ft)\n"
        ),
        "xt stands above a_prev; the gates read a_prev on top.": slip(
            "np.concatenate([a_prev, xt], axis=0)", "np.concatenate([xt, a_prev], axis=0)"
        ),
        "The gates read the state before; your column holds the new one, a_next.": slip(
            "np.concatenate([a_prev, xt], axis=0)", "np.concatenate([a_next, xt], axis=0)"
        ),
        "Your da_prev and dxt are exchanged: the upper n_a rows belong to a_prev.": slip(
            ("dconcat[:n_a]", "dconcat[-n_a:]"), ("dconcat[n_a:]", "dconcat[:-n_a]")
        ),
        "You divide by m; weights and biases get sums over the examples.": slip(
            ("dz @ concat.T", "dz @ concat.T / dz.shape[1]"), (BIAS, "np.mean(dz, axis=1, keepdims=True)")
        ),
        "Your biases' gradients are no columns: keep the axis, (n_a, 1).": slip(", keepdims=True", ""),
        "Your biases' gradients are averaged over the examples; they are sums.": slip(
            BIAS, "np.mean(dz, axis=1, keepdims=True)"
        ),
        "The way back through the forget gate's weights is missing in da_prev and dxt.": slip(
            "for name, dz in gates.items())", 'for name, dz in gates.items() if name != "f")'
        ),
        "The way back through the update gate's weights is missing in da_prev and dxt.": slip(
            "for name, dz in gates.items())", 'for name, dz in gates.items() if name != "i")'
        ),
        "The way back through the candidate's weights is missing in da_prev and dxt.": slip(
            "for name, dz in gates.items())", 'for name, dz in gates.items() if name != "c")'
        ),
        "The way back through the output gate's weights is missing in da_prev and dxt.": slip(
            "for name, dz in gates.items())", 'for name, dz in gates.items() if name != "o")'
        ),
    },
    right=[back_with_dots, back_in_one_product],
    hints=[
        "Begin with everything that arrives at c_next; two ways lead there. Then take the four factors one by one.",
        "dc = dc_next + da_next Γo (1 − tanh²(c_next)); each gate: what arrives at its product · the other factor · "
        "its own derivative.",
        "dft = dc * c_prev * ft * (1 - ft), and likewise dit, dcct, dot; dWf = dft @ concat.T; dconcat = the four "
        "W.T @ d… added; dc_prev = dc * ft",
    ],
    topics=["LSTM", "backpropagation through time"],
)
