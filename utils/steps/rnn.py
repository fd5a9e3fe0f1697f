"""A plain recurrent network, step by step: forward through time, and back.

The fast layer of utils.layers.rnn computes the same with examples first:

    here                                             there
    xt (n_x, m), a_prev (n_a, m)                     (m, n_x), (m, n_a)
    x (n_x, m, T_x), a (n_a, m, T_x)                 x (m, T, n_x) = x.transpose(1, 2, 0), a (m, T, n_a)
    Wax (n_a, n_x), Waa (n_a, n_a), ba (n_a, 1)      W = Wax.T, U = Waa.T, b = ba[:, 0]
    Wya, by, the prediction                          none: a dense layer and a softmax behind it
"""

import numpy as np

from utils.steps.softmax import softmax


def rnn_cell_forward(xt, a_prev, parameters):
    """Run one time step of a recurrent network.

        a_t = tanh(Wax x_t + Waa a_{t−1} + ba),    ŷ_t = softmax(Wya a_t + by)

    xt: (n_x, m) the inputs of this step.    a_prev: (n_a, m) the state before it.
    parameters: {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}.
    At hand: `softmax(Z)` of utils.steps.softmax, which works on columns.
    Returns a_next (n_a, m), yt_pred (n_y, m), and the cache (a_next, a_prev, xt, parameters). Source: Elman (1990).
    """
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]
    # The new state: what comes in and what was there, each through its own weights, then the bias and tanh
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)  # (n_a, m)
    # The prediction: a softmax on weighted sums of the new state
    yt_pred = softmax(Wya @ a_next + by)  # (n_y, m)
    # Keep what the way back will ask for
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache


def rnn_forward(x, a0, parameters):
    """Run a recurrent network over whole sequences: the same cell, with the same weights, at every step.

    x: (n_x, m, T_x).    a0: (n_a, m) the state before the first step.    parameters: as in rnn_cell_forward.
    At hand: `rnn_cell_forward(xt, a_prev, parameters)`.
    Returns a (n_a, m, T_x), y_pred (n_y, m, T_x), and caches: (a list with one cell's cache per step, x).
    """
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    caches = []
    # Room for the states and the predictions of all steps
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    # The state that the first step starts from
    a_next = a0
    # From the first step to the last: run the cell on this step's inputs and the state so far;
    # store the new state and the prediction under their step, and append the cache
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)


def rnn_cell_backward(da_next, cache):
    """Carry the gradient of the cost back through one time step.

    da_next: (n_a, m) gradient with respect to the new state.
    cache: from rnn_cell_forward, the tuple (a_next, a_prev, xt, parameters).
    Returns {"dxt": (n_x, m), "da_prev": (n_a, m), "dWax": (n_a, n_x), "dWaa": (n_a, n_a), "dba": (n_a, 1)}, each of the
    shape of what it belongs to; those of weights and bias are sums over the examples.
    """
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    # Through tanh, unit by unit: its derivative follows from what it gave
    dz = da_next * (1 - a_next**2)  # (n_a, m)
    # To the inputs and to the state before: each collects from all units that read it
    dxt = Wax.T @ dz  # (n_x, m)
    da_prev = Waa.T @ dz  # (n_a, m)
    # To the weights: each collects from all examples in which it was used
    dWax = dz @ xt.T  # (n_a, n_x)
    dWaa = dz @ a_prev.T  # (n_a, n_a)
    # To the bias: it, too, was used in every example; a column
    dba = np.sum(dz, axis=1, keepdims=True)  # (n_a, 1)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


def rnn_backward(da, caches):
    """Carry the gradients back through all time steps, the last first (backpropagation through time).

    A state works in two ways: on its own step's prediction (da), and on the next step (da_prev of that step's cell).

    da: (n_a, m, T_x) gradients with respect to the states, each from its own step's prediction alone.
    caches: from rnn_forward, (a list with one cell's cache per step, x).
    At hand: `rnn_cell_backward(da_next, cache)`.
    Returns {"dx": (n_x, m, T_x), "da0": (n_a, m), "dWax", "dWaa", "dba"}. Source: Werbos (1990).
    """
    caches, x = caches
    n_a, m, T_x = da.shape
    parameters = caches[0][-1]
    # Room for dx; the gradients of weights and bias are sums over the steps, and begin at 0
    gradients = {"dx": np.zeros(x.shape)}
    for name in ("Wax", "Waa", "ba"):
        gradients["d" + name] = np.zeros(parameters[name].shape)
    # Nothing comes from after the last step
    da_prev = np.zeros((n_a, m))
    # From the last step to the first
    for t in reversed(range(T_x)):
        # Through the cell: the gradient of this step's prediction, plus what came back from the step after
        step = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        # Store dx under its step, add to the sums, and pass the state's gradient to the step before
        gradients["dx"][:, :, t] = step["dxt"]
        for name in ("Wax", "Waa", "ba"):
            gradients["d" + name] += step["d" + name]
        da_prev = step["da_prev"]
    # What the first step passes on belongs to the state that it started from
    gradients["da0"] = da_prev
    return gradients
