"""Gated recurrent units: a state that two gates renew piece by piece, batch first. Cho et al. (2014).

Two forms. The course's resets the past before it goes through the weights; PyTorch's and cuDNN's resets what comes
out of them. Gate order in both: r (reset), u (update), n (candidate). Where it is near 1, the course's update gate
renews the state; that of Cho et al., as PyTorch's, keeps the past.
"""

import numpy as np

from utils.layers.arguments import check_array, check_shape
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


def gru_forward(x, a0, W, U, b, mask=None):
    """Run a GRU over sequences, in the course's form.

        r, u = σ(x_t W + a_prev U + b),    n = tanh(x_t W + (r * a_prev) U + b)    each gate with its own W, U, b
        a = u * n + (1 − u) * a_prev

    x: (m, T, n_x).    a0: (m, n_a).    W: (3, n_x, n_a), U: (3, n_a, n_a), b: (3, 1, n_a), gates r, u, n.
    mask: (m, T) of bool, True at real steps, or None where all are: at padding the state stays and the output is 0.
    Returns (a (m, T, n_a), a_last (m, n_a)), and the cache.
    Raises ValueError for shapes that do not fit, NaN or infinity, a sequence without a real step.
    """
    check_shape("W", W, (3, "n_x", "n_a"))
    check_recurrent(x, {"a0": a0}, W, U, b, mask)
    (m, T, _), n_a = x.shape, W.shape[2]
    seen, a, padded = begin(x, a0, mask)
    seen_reset = seen[:-1].copy()  # [r * a_prev, 1, x_t], for the candidate
    V = stack(W, U, b)
    V[:2] *= 0.5
    gates, now = np.empty((3, T, m, n_a), x.dtype), np.empty((2, m, n_a), x.dtype)
    r, u = now
    for t in range(T):
        open_gates(seen[t], V[:2], now)
        if padded is not None:
            np.copyto(u, 0, where=padded[t])
        gates[:2, t] = now
        np.multiply(r, a[t], out=seen_reset[t, :, :n_a])
        n = np.matmul(seen_reset[t], V[2], out=gates[2, t])
        blend(a[t], np.tanh(n, out=n), u, a[t + 1])
    return (batch_first(a[1:], padded), a[T].copy()), (seen, seen_reset, gates, W, U, padded)


def gru_backward(da, da_last, cache, need_dx=True):
    """Carry the gradients back through all steps, the last first.

    da: (m, T, n_a).    da_last: (m, n_a). Each may be None, for zeros.    cache: from `gru_forward`.
    Returns dx (m, T, n_x) or None (need_dx=False), da0, dW, dU, db.
    """
    seen, seen_reset, gates, W, U, padded = cache
    _, T, m, n_a = gates.shape
    da, da_t = arriving({"da": da, "da_last": da_last}, (m, T, n_a), W.dtype, padded)
    (r, u, n), a_prev = gates, seen[:-1, :, :n_a]
    dz = slopes(gates, (a_prev, n - a_prev, u))  # times the gradients that only the loop knows: dz
    stay, UT, shares = 1 - u, np.ascontiguousarray(U.swapaxes(1, 2)), np.empty((4, m, n_a), W.dtype)
    for t in reversed(range(T)):
        da_t += da[t]
        dr, du, dn = dz[:, t]
        du *= da_t
        dn *= da_t
        d_reset = np.matmul(dn, UT[2], out=shares[2])  # the gradient of r * a_prev
        dr *= d_reset
        d_reset *= r[t]
        np.matmul(dz[:2, t], UT[:2], out=shares[:2])
        np.multiply(da_t, stay[t], out=shares[3])
        np.add.reduce(shares, axis=0, out=da_t)
    dV, rows = np.empty((3, seen.shape[2], n_a), W.dtype), dz.reshape(3, T * m, n_a)
    np.matmul(seen[:-1].reshape(T * m, -1).T, rows[:2], out=dV[:2])
    np.matmul(seen_reset.reshape(T * m, -1).T, rows[2], out=dV[2])
    dx = to_inputs(dz, W, (m, T, W.shape[1])) if need_dx else None
    return dx, da_t, *unstack(dV, n_a)


def gru_reset_after_forward(x, a0, W, U, b, b_U, mask=None):
    """Run a GRU over sequences, in the form of torch.nn.GRU: the reset gate acts after the weights.

        r, u = σ(x_t W + b + a_prev U + b_U),    n = tanh(x_t W + b + r * (a_prev U + b_U))
        a = (1 − u) * n + u * a_prev

    Here u near 1 keeps the past. b, b_U: (3, 1, n_a); all else as in `gru_forward`. torch.nn.GRU holds its weights as
    (3 n_a, n_x): W = weight_ih_l0.reshape(3, n_a, n_x).swapaxes(1, 2), U likewise, b = bias_ih_l0.reshape(3, 1, n_a).
    """
    check_shape("W", W, (3, "n_x", "n_a"))
    check_recurrent(x, {"a0": a0}, W, U, b, mask)
    check_array("b_U", b_U, b.shape, W.dtype, finite=False)
    (m, T, _), n_a = x.shape, W.shape[2]
    seen, a, padded = begin(x, a0, mask)
    V, V_past = stack(W, U, b), np.concatenate([U[2], b_U[2]])
    V[:2, n_a] += b_U[:2, 0]
    V[:2] *= 0.5
    gates, now = np.empty((3, T, m, n_a), x.dtype), np.empty((2, m, n_a), x.dtype)
    past = np.empty((T, m, n_a), x.dtype)  # what the candidate takes from the past, before the reset
    np.matmul(seen[:-1, :, n_a:].reshape(T * m, -1), V[2, n_a:], out=gates[2].reshape(T * m, n_a))
    r, u = now
    for t in range(T):
        open_gates(seen[t], V[:2], now)
        if padded is not None:
            np.copyto(u, 1, where=padded[t])
        gates[:2, t] = now
        n = gates[2, t]
        n += r * np.matmul(seen[t, :, : n_a + 1], V_past, out=past[t])
        blend(np.tanh(n, out=n), a[t], u, a[t + 1])
    return (batch_first(a[1:], padded), a[T].copy()), (seen, past, gates, W, U, padded)


def gru_reset_after_backward(da, da_last, cache, need_dx=True):
    """Carry the gradients back; as `gru_backward`. Returns dx or None, da0, dW, dU, db, db_U."""
    seen, past, gates, W, U, padded = cache
    _, T, m, n_a = gates.shape
    da, da_t = arriving({"da": da, "da_last": da_last}, (m, T, n_a), W.dtype, padded)
    r, u, n = gates
    dz = slopes(gates, (past, seen[:-1, :, :n_a] - n, 1 - u))
    dn = dz[2].copy()  # of the candidate's sum; what goes on to the past is r times that
    dz[0] *= dn
    dz[2] *= r
    UT, shares = np.ascontiguousarray(U.swapaxes(1, 2)), np.empty((4, m, n_a), W.dtype)
    for t in reversed(range(T)):
        da_t += da[t]
        for gradient in (*dz[:, t], dn[t]):
            gradient *= da_t
        np.matmul(dz[:, t], UT, out=shares[:3])
        np.multiply(da_t, u[t], out=shares[3])
        np.add.reduce(shares, axis=0, out=da_t)
    rows = seen[:-1].reshape(T * m, -1)
    dV_past = rows[:, : n_a + 1].T @ dz.reshape(3, T * m, n_a)
    dz[2] = dn
    dV = rows[:, n_a:].T @ dz.reshape(3, T * m, n_a)
    dx = to_inputs(dz, W, (m, T, W.shape[1])) if need_dx else None
    return dx, da_t, dV[:, 1:].copy(), dV_past[:, :n_a].copy(), dV[:, :1].copy(), dV_past[:, n_a:].copy()


def open_gates(seen, V, gates):
    """The sigmoids of both gates, into `gates` (2, m, n_a), as (1 + tanh(v / 2)) / 2; V carries the half."""
    np.tanh(np.matmul(seen, V, out=gates), out=gates)
    gates += 1
    gates *= 0.5


def blend(start, end, share, out):
    """start + share * (end − start), into `out`."""
    np.subtract(end, start, out=out)
    out *= share
    out += start


class GRU(Recurrent):
    """A GRU over sequences; see `gru_forward` and `Recurrent`. W starts as Xavier's, U as rotations.

    reset_after: True for PyTorch's form, see `gru_reset_after_forward`; it has b_U beside b.
    """

    gates = (3,)

    def __init__(self, n_x, n_a, rng, return_sequences=True, first=False, reset_after=False):
        super().__init__(n_x, n_a, rng, return_sequences, first)
        self.run, self.run_back = gru_forward, gru_backward
        if reset_after:
            self.run, self.run_back = gru_reset_after_forward, gru_reset_after_backward
            self.weights = (*self.weights, "b_U")
            self.b_U = np.zeros_like(self.b)
