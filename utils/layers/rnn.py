"""The plain recurrent layer (Elman 1990), batch first."""

import numpy as np

from utils.layers.arguments import check_shape
from utils.layers.recurrence import arriving, batch_first, begin, check_recurrent, stack, to_inputs, unstack
from utils.layers.recurrent import Recurrent


def rnn_forward(x, a0, W, U, b, mask=None):
    """Run a tanh recurrence over sequences.

        a = tanh(x_t W + a_prev U + b)

    x: (m, T, n_x).    a0: (m, n_a).    W: (n_x, n_a), U: (n_a, n_a), b: (n_a,).
    mask: (m, T) of bool, True at real steps, or None where all are: at padding the state stays and the output is 0.
    Returns (a (m, T, n_a), a_last (m, n_a)), and the cache.
    Raises ValueError for shapes that do not fit, NaN or infinity, a sequence without a real step.
    """
    check_shape("W", W, ("n_x", "n_a"))
    check_recurrent(x, {"a0": a0}, W, U, b, mask)
    seen, a, padded = begin(x, a0, mask)
    V, total = stack(W, U, b), np.empty_like(a0)
    for t in range(x.shape[1]):
        np.tanh(np.matmul(seen[t], V, out=total), out=a[t + 1])
        if padded is not None:
            np.copyto(a[t + 1], a[t], where=padded[t])
    return (batch_first(a[1:], padded), a[-1].copy()), (seen, W, U, padded)


def rnn_backward(da, da_last, cache, need_dx=True):
    """Carry the gradients back through all steps, the last first.

        dz = (da + what comes from the next step) * (1 − a²),    da_prev = dz Uᵀ

    da: (m, T, n_a).    da_last: (m, n_a). Each may be None, for zeros.    cache: from `rnn_forward`.
    Returns dx (m, T, n_x) or None (need_dx=False), da0, dW, dU, db.
    """
    seen, W, U, padded = cache
    n_x, n_a = W.shape
    T, m = len(seen) - 1, seen.shape[1]
    da, da_t = arriving({"da": da, "da_last": da_last}, (m, T, n_a), W.dtype, padded)
    dz, UT = np.square(seen[1:, :, :n_a]), np.ascontiguousarray(U.T)
    np.subtract(1, dz, out=dz)  # tanh' of all steps at once
    if padded is not None:
        np.copyto(dz, 0, where=padded)
    for t in reversed(range(T)):
        held = da_t * padded[t] if padded is not None else None
        da_t += da[t]
        np.matmul(np.multiply(dz[t], da_t, out=dz[t]), UT, out=da_t)
        if held is not None:
            da_t += held
    dW, dU, db = unstack(seen[:-1].reshape(T * m, -1).T @ dz.reshape(T * m, n_a), n_a)
    dx = to_inputs(dz[None], W, (m, T, n_x)) if need_dx else None
    return dx, da_t, dW, dU, db[0]


class RNN(Recurrent):
    """A plain recurrent layer; see `rnn_forward` and `Recurrent`. W starts as Xavier's, U as a rotation."""

    run, run_back = staticmethod(rnn_forward), staticmethod(rnn_backward)
