"""What the recurrent functions share: how the steps lie in memory, and what is the same on every way back.

A cell reads [a_prev, 1, x_t], the course's [a_prev; x_t] with a 1 between the two that the bias weighs. All steps'
rows stand in one array, in which the cell writes its new state beside the next step's input: a step is one matrix
product forward, and the gradients of W, U and b are one product over all steps. Inside, time is the first axis.
"""

import numpy as np

from utils.layers.arguments import check_array
from utils.layers.blocks import aligned
from utils.layers.masks import step_mask


def check_recurrent(x, states, W, U, b, mask):
    """Refuse what a recurrent layer cannot run on.

    x: (m, T, n_x).    states: {name: (m, n_a)}.    W: (…, n_x, n_a), U: (…, n_a, n_a), b: as W with n_x = 1, or (n_a,).
    mask: None or (m, T) of bool with a real step in every row.    Raises ValueError.
    """
    *gates, n_x, n_a = W.shape
    check_array("U", U, (*gates, n_a, n_a), W.dtype, finite=False)
    check_array("b", b, (*gates, 1, n_a) if gates else (n_a,), W.dtype, finite=False)
    check_array("x", x, ("m", "T", n_x), W.dtype)
    for name, state in states.items():
        check_array(name, state, (len(x), n_a), W.dtype)
    step_mask(mask, *x.shape[:2])  # refuses a mask that does not fit


def begin(x, a0, mask):
    """Lay out what the cell reads at every step.

    Returns seen (T + 1, m, n_a + 1 + n_x), whose row t is [a_prev, 1, x_t] once step t − 1 has written its state
    (the last row is there for its state alone); a, the view of the states in it, from a0 on; and where the padding
    is, (T, m, 1) of bool, or None without a mask.
    """
    (m, T, n_x), n_a = x.shape, a0.shape[1]
    seen = np.empty((T + 1, m, n_a + 1 + n_x), x.dtype)
    seen[0, :, :n_a] = a0
    seen[:, :, n_a] = 1
    seen[:T, :, n_a + 1 :] = x.swapaxes(0, 1)
    padded = None if mask is None else np.ascontiguousarray(~mask.T)[:, :, None]
    return seen, seen[:, :, :n_a], padded


def stack(W, U, b):
    """The weights that act on [a_prev, 1, x_t]: (…, n_a + 1 + n_x, n_a), a copy."""
    return np.concatenate([U, np.atleast_2d(b), W], axis=-2)


def unstack(dV, n_a):
    """The parts dW, dU, db of a gradient of `stack`ed weights, each an array of its own."""
    return dV[..., n_a + 1 :, :].copy(), dV[..., :n_a, :].copy(), dV[..., n_a : n_a + 1, :].copy()


def batch_first(states, padded):
    """(T, m, n_a) -> (m, T, n_a), a copy; 0 where there is padding."""
    outputs = np.array(states.swapaxes(0, 1), order="C")
    if padded is not None:
        np.copyto(outputs, 0, where=padded.swapaxes(0, 1))
    return outputs


def arriving(gradients, shape, dtype, padded):
    """What comes back into a recurrence, time first.

    gradients: {name: of the outputs (m, T, n_a)} and then {name: of a final state (m, n_a)}, None where there is none.
    shape: (m, T, n_a).    Returns a copy of each, zeros for None, the outputs' as (T, m, n_a) and 0 at padding.
    """
    found = []
    for name, gradient in gradients.items():
        full = shape if not found else (shape[0], shape[2])
        if gradient is not None:
            check_array(name, gradient, full, dtype, finite=False)
        found.append(np.zeros(full, dtype) if gradient is None else gradient)
    da, *d_last = found
    da = np.array(da.swapaxes(0, 1), order="C")  # (T, m, n_a)
    if padded is not None:
        np.copyto(da, 0, where=padded)
    return da, *(gradient.copy() for gradient in d_last)


def slopes(gates, factors):
    """The derivative of each gate by what stands inside it, times what the gate is multiplied by.

    gates: (n, …) sigmoids, the last one a tanh.    factors: n arrays.    Returns an array of the shape of gates.
    """
    dz = np.subtract(1, gates, out=aligned(gates.shape, gates.dtype))
    dz[:-1] *= gates[:-1]  # σ' = σ (1 − σ)
    dz[-1] *= 1 + gates[-1]  # tanh' = (1 − tanh) (1 + tanh)
    for slope, factor in zip(dz, factors, strict=True):
        slope *= factor
    return dz


def to_inputs(dz, W, shape):
    """The gradient of x (m, T, n_x): each gate's share through its weights, added up. dz: (gates, T, m, n_a)."""
    m, T, n_x = shape
    dx = (dz.reshape(len(dz), T * m, -1) @ W.swapaxes(-1, -2)).sum(axis=0)
    return np.array(dx.reshape(T, m, n_x).swapaxes(0, 1), order="C")
