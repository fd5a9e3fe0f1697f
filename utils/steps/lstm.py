"""Long short-term memory, step by step: a cell state behind three gates, forward through time, and back.

The fast layer of utils.layers.lstm computes the same with examples first:

    here                                             there
    gates f, i, c, o                                 1, 0, 3, 2 of i, f, o, g, which stand in this order; g is c here
    Wf (n_a, n_a + n_x), acts on [a_prev; xt]        U[1] (n_a, n_a) = Wf[:, :n_a].T, W[1] (n_x, n_a) = Wf[:, n_a:].T
    bf (n_a, 1)                                      b[1] (1, n_a) = bf.T
    x (n_x, m, T_x), a (n_a, m, T_x)                 x (m, T, n_x) = x.transpose(1, 2, 0), a (m, T, n_a)
    a0 (n_a, m), and a cell state of 0                a0 (m, n_a) = a0.T, and c0 (m, n_a)
    Wy, by, the prediction                           none: a dense layer and a softmax behind it
"""

import numpy as np

from utils.steps.activations import sigmoid
from utils.steps.softmax import softmax


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """Run one time step of an LSTM.

        Γf = σ(Wf [a_prev; xt] + bf)    forget        Γi = σ(Wi [a_prev; xt] + bi)    update
        Γo = σ(Wo [a_prev; xt] + bo)    output        c̃ = tanh(Wc [a_prev; xt] + bc)    candidate
        c_next = Γf * c_prev + Γi * c̃,    a_next = Γo * tanh(c_next),    ŷ_t = softmax(Wy a_next + by)

    xt: (n_x, m).    a_prev, c_prev: (n_a, m) the hidden state and the cell state before this step.
    parameters: {"Wf", "Wi", "Wc", "Wo": (n_a, n_a + n_x), "bf", "bi", "bc", "bo": (n_a, 1), "Wy": (n_y, n_a),
    "by": (n_y, 1)}; a_prev stands above xt.
    At hand: `sigmoid`, and `softmax(Z)` of utils.steps.softmax, which works on columns.
    Returns a_next, c_next (n_a, m), yt_pred (n_y, m), and the cache
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters).
    Sources: Hochreiter, Schmidhuber (1997); the forget gate: Gers, Schmidhuber, Cummins (2000).
    """
    # Put the previous state on top of the inputs: all gates read the same tall column
    concat = np.concatenate([a_prev, xt], axis=0)  # (n_a + n_x, m)
    # The three gates, between 0 and 1: how much of the cell state to keep, how much new to let in, how much to show
    ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])  # (n_a, m)
    it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    # The candidate, between −1 and 1: what could be written into the cell state
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    # The new cell state: the kept part of the old one plus the let-in part of the candidate, unit by unit
    c_next = ft * c_prev + it * cct
    # The new hidden state: the cell state, squashed, as far as the output gate shows it
    a_next = ot * np.tanh(c_next)
    # The prediction: a softmax on weighted sums of the new hidden state
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])  # (n_y, m)
    # Keep what the way back will ask for
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


def lstm_forward(x, a0, parameters):
    """Run an LSTM over whole sequences; the cell state is 0 before the first step.

    x: (n_x, m, T_x).    a0: (n_a, m) the hidden state before the first step.    parameters: as in lstm_cell_forward.
    At hand: `lstm_cell_forward(xt, a_prev, c_prev, parameters)`.
    Returns a (n_a, m, T_x), y (n_y, m, T_x), c (n_a, m, T_x), and caches: (a list with one cell's cache per step, x).
    """
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    caches = []
    # Room for the hidden states, the cell states and the predictions of all steps
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    # What the first step starts from: the given hidden state, and a cell state of zeros in the same shape and type
    a_next = a0
    c_next = np.zeros_like(a0)
    # From the first step to the last: run the cell; store its three results under their step, append its cache
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t], c[:, :, t], y[:, :, t] = a_next, c_next, yt_pred
        caches.append(cache)
    return a, y, c, (caches, x)


def lstm_cell_backward(da_next, dc_next, cache):
    """Carry the gradients back through one time step.

        dc = dc_next + da_next * Γo * (1 − tanh²(c_next))    everything that arrives at the cell state
        dc_prev = dc * Γf

    dft, dit, dcct, dot belong to what stands inside σ and tanh. Weights and biases get sums over the examples.

    da_next, dc_next: (n_a, m) gradients of the new hidden state and the new cell state.
    cache: from lstm_cell_forward, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters).
    Returns {"dxt", "da_prev", "dc_prev", "dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"}.
    """
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    # Everything that arrives at the new cell state: directly from the next step, and through the new hidden state
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c**2)
    # Each gate: what arrives at its product, times the other factor there, times the derivative of its own σ or tanh
    dot = da_next * tanh_c * ot * (1 - ot)
    dft = dc * c_prev * ft * (1 - ft)
    dit = dc * cct * it * (1 - it)
    dcct = dc * it * (1 - cct**2)
    # Rebuild the column that all four gates read; each gate's weights and bias take their sums over the examples
    concat = np.concatenate([a_prev, xt], axis=0)  # (n_a + n_x, m)
    gradients, gates = {}, {"f": dft, "i": dit, "c": dcct, "o": dot}
    for name, dz in gates.items():
        gradients["dW" + name] = dz @ concat.T  # (n_a, n_a + n_x)
        gradients["db" + name] = np.sum(dz, axis=1, keepdims=True)  # (n_a, 1)
    # Back to that column: the four gates' shares, each through its own weights, added up
    dconcat = sum(parameters["W" + name].T @ dz for name, dz in gates.items())  # (n_a + n_x, m)
    # Its upper part belongs to the previous hidden state, its lower part to the inputs
    gradients["da_prev"] = dconcat[:n_a]
    gradients["dxt"] = dconcat[n_a:]
    # The previous cell state gets what the forget gate let through
    gradients["dc_prev"] = dc * ft
    return gradients


def lstm_backward(da, caches):
    """Carry the gradients back through all time steps, the last first.

    da: (n_a, m, T_x) gradients with respect to the hidden states, each from its own step's prediction alone.
    caches: from lstm_forward, (a list with one cell's cache per step, x).
    At hand: `lstm_cell_backward(da_next, dc_next, cache)`.
    Returns {"dx": (n_x, m, T_x), "da0": (n_a, m), "dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"}.
    """
    caches, x = caches
    n_a, m, T_x = da.shape
    parameters = caches[0][-1]
    # Room for dx; the weights' gradients are sums over the steps, and begin at 0
    gradients = {"dx": np.zeros(x.shape)}
    for name in ("Wf", "bf", "Wi", "bi", "Wc", "bc", "Wo", "bo"):
        gradients["d" + name] = np.zeros(parameters[name].shape)
    # Nothing comes from after the last step, neither to the hidden state nor to the cell state
    da_prev = np.zeros((n_a, m))
    dc_prev = np.zeros((n_a, m))
    # From the last step to the first
    for t in reversed(range(T_x)):
        # Through the cell: this step's own gradient plus what came back, and the cell state's gradient beside it
        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, caches[t])
        # Store dx under its step, and add to every weight's sum
        gradients["dx"][:, :, t] = step["dxt"]
        for name in ("Wf", "bf", "Wi", "bi", "Wc", "bc", "Wo", "bo"):
            gradients["d" + name] += step["d" + name]
        # Pass both states' gradients to the step before
        da_prev = step["da_prev"]
        dc_prev = step["dc_prev"]
    # What the first step passes on belongs to the hidden state that it started from
    gradients["da0"] = da_prev
    return gradients
