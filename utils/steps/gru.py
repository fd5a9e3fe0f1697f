"""Gated recurrent units, step by step: two gates renew the state piece by piece, forward through time, and back.

The fast layer of utils.layers.gru computes the same with examples first:

    here                                             there
    gates r, u, c                                    r, u, n, which stand in this order; n is c here
    Wu (n_a, n_a + n_x), acts on [a_prev; xt]        U[1] (n_a, n_a) = Wu[:, :n_a].T, W[1] (n_x, n_a) = Wu[:, n_a:].T
    bu (n_a, 1)                                      b[1] (1, n_a) = bu.T
    x (n_x, m, T_x), a (n_a, m, T_x)                 x (m, T, n_x) = x.transpose(1, 2, 0), a (m, T, n_a)
    Wy, by, the prediction                           none: a dense layer and a softmax behind it

PyTorch's GRU has another form, in which the update gate also turns the other way: `gru_reset_after_forward` there.
`gru_parameters_from_pytorch` turns its arrays into the course's, for `gru_cell_reset_after`.
"""

import numpy as np

from utils.steps.activations import sigmoid
from utils.steps.softmax import softmax


def simplified_gru_cell_forward(xt, a_prev, parameters):
    """Run one time step of a GRU that has an update gate only.

        Γu = σ(Wu [a_prev; xt] + bu)    update        c̃ = tanh(Wc [a_prev; xt] + bc)    candidate
        a_next = Γu * c̃ + (1 − Γu) * a_prev

    xt: (n_x, m).    a_prev: (n_a, m) the state before this step.
    parameters: {"Wu", "Wc": (n_a, n_a + n_x), "bu", "bc": (n_a, 1)}; a_prev stands above xt.
    At hand: `sigmoid`.
    Returns a_next, ut, cct, each (n_a, m): the new state, the update gate, the candidate.
    """
    # Put the previous state on top of the inputs: gate and candidate read this column
    concat = np.concatenate([a_prev, xt], axis=0)  # (n_a + n_x, m)
    # The gate, between 0 and 1, and the candidate, between −1 and 1
    ut = sigmoid(parameters["Wu"] @ concat + parameters["bu"])  # (n_a, m)
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    # The new state: between the past and the candidate, as far along as the gate says
    a_next = ut * cct + (1 - ut) * a_prev
    return a_next, ut, cct


def gru_cell_forward(xt, a_prev, parameters):
    """Run one time step of a GRU.

        Γr = σ(Wr [a_prev; xt] + br)    reset        Γu = σ(Wu [a_prev; xt] + bu)    update
        c̃ = tanh(Wc [Γr * a_prev; xt] + bc)    candidate
        a_next = Γu * c̃ + (1 − Γu) * a_prev,    ŷ_t = softmax(Wy a_next + by)

    Γu near 1 takes the candidate, near 0 keeps the past.

    xt: (n_x, m).    a_prev: (n_a, m) the state before this step.
    parameters: {"Wr", "Wu", "Wc": (n_a, n_a + n_x), "br", "bu", "bc": (n_a, 1), "Wy": (n_y, n_a), "by": (n_y, 1)};
    a_prev stands above xt.
    At hand: `sigmoid`, and `softmax(Z)` of utils.steps.softmax, which works on columns.
    Returns a_next (n_a, m), yt_pred (n_y, m), and the cache (a_next, a_prev, rt, ut, cct, xt, parameters).
    Source: Cho et al. (2014), whose update gate keeps where this one renews.
    """
    # Put the previous state on top of the inputs: both gates read this column
    concat = np.concatenate([a_prev, xt], axis=0)  # (n_a + n_x, m)
    # The two gates, between 0 and 1: how much of the past the candidate may see, how much of the state to renew
    rt = sigmoid(parameters["Wr"] @ concat + parameters["br"])  # (n_a, m)
    ut = sigmoid(parameters["Wu"] @ concat + parameters["bu"])
    # The candidate, between −1 and 1: it reads a column whose upper part has gone through the reset gate
    concat_reset = np.concatenate([rt * a_prev, xt], axis=0)  # (n_a + n_x, m)
    cct = np.tanh(parameters["Wc"] @ concat_reset + parameters["bc"])
    # The new state: between the past and the candidate, as far along as the update gate says
    a_next = ut * cct + (1 - ut) * a_prev
    # The prediction: a softmax on weighted sums of the new state
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])  # (n_y, m)
    # Keep what the way back will ask for
    cache = (a_next, a_prev, rt, ut, cct, xt, parameters)
    return a_next, yt_pred, cache


def gru_forward(x, a0, parameters):
    """Run a GRU over whole sequences.

    x: (n_x, m, T_x).    a0: (n_a, m) the state before the first step.    parameters: as in gru_cell_forward.
    Returns a (n_a, m, T_x), y_pred (n_y, m, T_x), and caches: (a list with one cell's cache per step, x).
    """
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    caches = []
    # Room for the states and the predictions of all steps
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    # The state that the first step finds
    a_next = a0
    # From the first step to the last: run the cell; file its state and its prediction, append its cache
    for t in range(T_x):
        a_next, yt_pred, cache = gru_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)


def gru_cell_backward(da_next, cache):
    """Carry the gradient back through one time step of a GRU.

    da_next: (n_a, m) gradient of the cost with respect to the new state.    cache: from gru_cell_forward.
    Returns {"dxt", "da_prev", "dWr", "dbr", "dWu", "dbu", "dWc", "dbc"}, each of the shape of what it belongs to;
    those of weights and biases are sums over the examples.
    """
    a_next, a_prev, rt, ut, cct, xt, parameters = cache
    n_a = a_next.shape[0]
    # What the new state was made of: the gradient at the update gate, and at the candidate, each taken back
    # through its own sigmoid or tanh
    dut = da_next * (cct - a_prev) * ut * (1 - ut)
    dcct = da_next * ut * (1 - cct**2)
    # Back through the candidate's weights, to the column that the candidate read; its upper part is a product
    dconcat_reset = parameters["Wc"].T @ dcct  # (n_a + n_x, m)
    dreset = dconcat_reset[:n_a]
    # One factor of that product is the reset gate; take its gradient back through the sigmoid
    drt = dreset * a_prev * rt * (1 - rt)
    # Back through both gates' weights, to the column that they read
    dconcat = parameters["Wr"].T @ drt + parameters["Wu"].T @ dut  # (n_a + n_x, m)
    # Add up all ways on which the previous state, and on which the inputs have worked
    da_prev = da_next * (1 - ut) + dreset * rt + dconcat[:n_a]
    dxt = dconcat[n_a:] + dconcat_reset[n_a:]
    # Weights and biases: what arrives at each sum, with the column that it read; not all three read the same
    concat = np.concatenate([a_prev, xt], axis=0)
    concat_reset = np.concatenate([rt * a_prev, xt], axis=0)
    gradients = {"dxt": dxt, "da_prev": da_prev}
    for name, dz, column in (("r", drt, concat), ("u", dut, concat), ("c", dcct, concat_reset)):
        gradients["dW" + name] = dz @ column.T  # (n_a, n_a + n_x)
        gradients["db" + name] = np.sum(dz, axis=1, keepdims=True)  # (n_a, 1)
    return gradients


def gru_backward(da, caches):
    """Carry the gradients back through all time steps, the last first.

    da: (n_a, m, T_x) gradients with respect to the states, each from its own step's prediction alone.
    caches: from gru_forward.
    Returns {"dx": (n_x, m, T_x), "da0": (n_a, m), "dWr", "dbr", "dWu", "dbu", "dWc", "dbc"}.
    """
    caches, x = caches
    n_a, m, T_x = da.shape
    parameters = caches[0][-1]
    # Room for dx; nothing comes from behind the last step; the weights' gradients are sums over the steps
    gradients = {"dx": np.zeros(x.shape), "da0": np.zeros((n_a, m))}
    for name in ("Wr", "br", "Wu", "bu", "Wc", "bc"):
        gradients["d" + name] = np.zeros(parameters[name].shape)
    # From the last step to the first
    for t in reversed(range(T_x)):
        # Through the cell: the gradient of this step's prediction, plus what came back from the step after
        step = gru_cell_backward(da[:, :, t] + gradients["da0"], caches[t])
        # File what comes out: dx under its step, the gradient of the state that the step found, the weights' in sums
        gradients["dx"][:, :, t] = step["dxt"]
        gradients["da0"] = step["da_prev"]
        for name in ("Wr", "br", "Wu", "bu", "Wc", "bc"):
            gradients["d" + name] += step["d" + name]
    return gradients


def gru_parameters_from_pytorch(weight_ih, weight_hh, bias_ih, bias_hh):
    """Turn the four arrays of a torch.nn.GRU layer into parameters under the course's names and conventions.

        PyTorch:    r = σ(W_ir x + b_ir + W_hr h + b_hr),    z = σ(W_iz x + b_iz + W_hz h + b_hz)
                    n = tanh(W_in x + b_in + r * (W_hn h + b_hn)),    h_next = (1 − z) * n + z * h

    weight_ih: (3 n_a, n_x), the rows of r above those of z above those of n.    weight_hh: (3 n_a, n_a) likewise.
    bias_ih, bias_hh: (3 n_a,) likewise.
    Returns {"Wr", "Wu", "Wc": (n_a, n_a + n_x), "br", "bu", "bc", "bca": (n_a, 1)}, for `gru_cell_reset_after`: the
    columns of the state stand before those of the inputs; bca is the bias that PyTorch's reset gate multiplies.
    """
    # One row of blocks for each of r, z, n: the state's columns, then the inputs'
    weights = np.concatenate([weight_hh, weight_ih], axis=1)  # (3 n_a, n_a + n_x)
    Wr, Wz, Wc = np.split(weights, 3)
    # Both biases of a gate stand in the same sum, and are one; those of the candidate are kept apart
    br, bz, _ = np.split((bias_ih + bias_hh)[:, np.newaxis], 3)  # (n_a, 1)
    bc, bca = (np.split(bias[:, np.newaxis], 3)[2] for bias in (bias_ih, bias_hh))
    # PyTorch's z keeps where the course's Γu renews: turn the gate round
    return {"Wr": Wr, "br": br, "Wu": -Wz, "bu": -bz, "Wc": Wc, "bc": bc, "bca": bca}


def gru_cell_reset_after(xt, a_prev, parameters):
    """Run one time step of a GRU whose reset gate acts after the matrix product, as PyTorch's does.

        c̃ = tanh(Wcx xt + bc + Γr * (Wca a_prev + bca)),    all else as in gru_cell_forward

    xt: (n_x, m).    a_prev: (n_a, m).    parameters: from gru_parameters_from_pytorch; Wc is [Wca, Wcx].
    At hand: `sigmoid`.
    Returns a_next (n_a, m).
    """
    n_a = len(a_prev)
    # Both gates read the state above the inputs
    concat = np.concatenate([a_prev, xt], axis=0)
    rt = sigmoid(parameters["Wr"] @ concat + parameters["br"])
    ut = sigmoid(parameters["Wu"] @ concat + parameters["bu"])
    # The candidate: the past goes through its weights whole, and what comes out is reset
    Wca, Wcx = parameters["Wc"][:, :n_a], parameters["Wc"][:, n_a:]
    cct = np.tanh(Wcx @ xt + parameters["bc"] + rt * (Wca @ a_prev + parameters["bca"]))
    # The new state, in the course's convention
    return ut * cct + (1 - ut) * a_prev
