"""Long short-term memory: a cell that keeps, beside its output, a memory behind three gates. Batch first.

Hochreiter, Schmidhuber (1997); forget gate: Gers, Schmidhuber, Cummins (2000). Gate order: i (update), f (forget),
o (output), g (candidate).
"""

import numpy as np

from utils.layers.arguments import check_array, check_shape
from utils.layers.blocks import aligned
from utils.layers.recurrence import (
    arriving,
    batch_first,
    begin,
    check_recurrent,
    slopes,
    stack,
    to_inputs,
    unstack,
)
from utils.layers.recurrent import Recurrent


def lstm_forward(x, a0, c0, W, U, b, mask=None):
    """Run an LSTM over sequences.

        i, f, o = σ(x_t W + a_prev U + b),    g = tanh(x_t W + a_prev U + b)    each gate with its own W, U, b
        c = f * c_prev + i * g,    a = o * tanh(c)

    x: (m, T, n_x).    a0, c0: (m, n_a).    W: (4, n_x, n_a), U: (4, n_a, n_a), b: (4, 1, n_a), gates i, f, o, g.
    mask: (m, T) of bool, True at real steps, or None where all are: at padding the states stay and the output is 0.
    Returns (a (m, T, n_a), a_last, c_last), and the cache.
    Raises ValueError for shapes that do not fit, NaN or infinity, a sequence without a real step.
    """
    check_shape("W", W, (4, "n_x", "n_a"))
    check_recurrent(x, {"a0": a0, "c0": c0}, W, U, b, mask)
    (m, T, _), n_a = x.shape, W.shape[2]
    seen, a, padded = begin(x, a0, mask)
    V = stack(W, U, b)
    V[:3] *= 0.5  # σ(v) = (1 + tanh(v / 2)) / 2: one tanh serves all four gates
    shapes = (4, T, m, n_a), (T + 1, m, n_a), (T, m, n_a), (4, m, n_a), (m, n_a)
    gates, c, tanh_c, now, new = (aligned(shape, x.dtype) for shape in shapes)
    c[0] = c0
    sigmoids, (i, f, o, g) = now[:3], now
    for t in range(T):
        np.tanh(np.matmul(seen[t], V, out=now), out=now)
        sigmoids += 1
        sigmoids *= 0.5
        gates[:, t] = now
        memory = np.multiply(f, c[t], out=c[t + 1])
        memory += np.multiply(i, g, out=new)
        np.multiply(o, np.tanh(memory, out=tanh_c[t]), out=a[t + 1])
        if padded is not None:
            np.copyto(memory, c[t], where=padded[t])
            np.copyto(a[t + 1], a[t], where=padded[t])
    if padded is not None:  # nothing comes in, nothing is forgotten, nothing is shown: no gradient passes either
        for gate, value in zip(gates, (0, 1, 0), strict=False):
            np.copyto(gate, value, where=padded)
    return (batch_first(a[1:], padded), a[T].copy(), c[T].copy()), (seen, c, tanh_c, gates, W, U, padded)


def lstm_backward(da, da_last, dc_last, cache, need_dx=True):
    """Carry the gradients back through all steps, the last first.

    da: (m, T, n_a).    da_last, dc_last: (m, n_a). Each may be None, for zeros.    cache: from `lstm_forward`.
    Returns dx (m, T, n_x) or None (need_dx=False), da0, dc0, dW, dU, db.
    """
    seen, c, tanh_c, gates, W, U, padded = cache
    T, m, n_a = tanh_c.shape
    came = {"da": da, "da_last": da_last, "dc_last": dc_last}
    da, da_t, dc = arriving(came, (m, T, n_a), W.dtype, padded)
    dz, a_to_c = inner_slopes(gates, c[:-1], tanh_c)  # times the gradients that only the loop knows: dz
    forget, UT = gates[1], np.ascontiguousarray(U.swapaxes(1, 2))
    through, shares = aligned((m, n_a), W.dtype), aligned((4, m, n_a), W.dtype)
    for t in reversed(range(T)):
        held = da_t * padded[t] if padded is not None else None
        da_t += da[t]
        dc += np.multiply(da_t, a_to_c[t], out=through)
        di, df, do, dg = dz[:, t]
        di *= dc
        df *= dc
        do *= da_t
        dg *= dc
        np.add.reduce(np.matmul(dz[:, t], UT, out=shares), axis=0, out=da_t)
        dc *= forget[t]
        if held is not None:
            da_t += held
    dV = seen[:-1].reshape(T * m, -1).T @ dz.reshape(4, T * m, n_a)
    dx = to_inputs(dz, W, (m, T, W.shape[1])) if need_dx else None
    return dx, da_t, dc, *unstack(dV, n_a)


def inner_slopes(gates, c_prev, tanh_c):
    """The derivatives within a cell: of c (of a, for the output gate) by each gate's sum, and of a by c.

    gates: (4, …), c_prev, tanh_c: (…), of one step or of all.    Returns (4, …), and (…).
    """
    i, _, o, g = gates
    a_to_c = np.multiply(tanh_c, tanh_c, out=aligned(tanh_c.shape, tanh_c.dtype))
    np.subtract(1, a_to_c, out=a_to_c)
    a_to_c *= o
    return slopes(gates, (g, c_prev, tanh_c, i)), a_to_c


def lstm_step_forward(x_t, a, c, W, U, b):
    """Run one step, for a decoder whose next input depends on this step's state; shapes as in `lstm_forward`.

    x_t: (m, n_x).    a, c: (m, n_a) before the step.    Returns (a, c) after it, and the cache.
    Raises ValueError for shapes that do not fit; NaN and infinity are left to the layers around.
    """
    n_x, n_a = W.shape[1:]
    for name, array, width in (("x_t", x_t, n_x), ("a", a, n_a), ("c", c, n_a)):
        if array.shape != (len(x_t), width) or array.dtype != W.dtype:
            check_array(name, array, (len(x_t), width), W.dtype)
    gates = x_t @ W  # (4, m, n_a)
    gates += a @ U
    gates += b
    sigmoids, (i, f, o, g) = gates[:3], gates
    sigmoids *= 0.5
    np.tanh(gates, out=gates)
    sigmoids += 1
    sigmoids *= 0.5
    c_next = f * c
    c_next += i * g
    tanh_c = np.tanh(c_next)
    return (o * tanh_c, c_next), (gates, c, tanh_c, W, U)


def lstm_step_backward(da, dc, cache, turned=None):
    """Carry the gradients back through one step.

    da, dc: (m, n_a) of the states after it.    cache: from `lstm_step_forward`.
    turned: (Wᵀ, Uᵀ), each np.ascontiguousarray(W.swapaxes(1, 2)): made once for many steps, they save time in each.
    Returns dx_t (m, n_x), da_prev, dc_prev (m, n_a), and dz (4, m, n_a), the gradient of the gates' sums: keep the dz
    of all steps, and let `lstm_step_weights` make dW, dU, db of them in one product each.
    """
    gates, c_prev, tanh_c, W, U = cache
    dz, a_to_c = inner_slopes(gates, c_prev, tanh_c)
    a_to_c *= da
    a_to_c += dc  # now the whole gradient of c
    for gradient, factor in zip(dz, (a_to_c, a_to_c, da, a_to_c), strict=True):
        gradient *= factor
    turned = turned or (W.swapaxes(1, 2), U.swapaxes(1, 2))
    dx_t, da_prev = (np.add.reduce(dz @ VT, axis=0) for VT in turned)
    return dx_t, da_prev, np.multiply(a_to_c, gates[1], out=a_to_c), dz


def lstm_step_weights(x, a, dz):
    """The gradients of the weights over all steps that were run one by one.

    x, a, dz: lists with an entry for each step: its x_t (m, n_x), its a before the step (m, n_a), its dz (4, m, n_a).
    Returns dW (4, n_x, n_a), dU (4, n_a, n_a), db (4, 1, n_a).
    """
    dz = np.concatenate(dz, axis=1)  # (4, T · m, n_a)
    return np.concatenate(x).T @ dz, np.concatenate(a).T @ dz, np.ones((1, dz.shape[1]), dz.dtype) @ dz


class LSTM(Recurrent):
    """An LSTM over sequences; see `lstm_forward` and `Recurrent`.

    W starts as Xavier's, U as rotations. The forget gate's bias starts at 1: what is in the memory stays until the
    network has learned what to forget (Jozefowicz, Zaremba, Sutskever 2015).
    """

    gates = (4,)
    states = ("a", "c")
    run, run_back = staticmethod(lstm_forward), staticmethod(lstm_backward)

    def __init__(self, n_x, n_a, rng, return_sequences=True, first=False):
        super().__init__(n_x, n_a, rng, return_sequences, first)
        self.b[1] = 1
