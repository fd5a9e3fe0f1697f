"""What recurrent layers share, and what is put around them: both directions, the last step.

A cell reads [a_prev, 1, x_t], the course's [a_prev; x_t] with a 1 between the two that the bias weighs. All steps'
rows stand in one array, in which the cell writes its new state beside the next step's input: a step is one matrix
product forward, and the gradients of W, U and b are one product over all steps. Inside, time is the first axis.
"""

import numpy as np

from utils.layers.arguments import check_array, check_shape
from utils.layers.compose import join
from utils.layers.initialization import xavier
from utils.layers.layer import Layer
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
    dz = np.subtract(1, gates)
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


def orthogonal(shape, rng, dtype=np.float32):
    """Random rotations, for weights from state to state: they keep the length of what passes through, step after step.

    shape: (…, n, n).    rng: np.random.Generator.    Source: Saxe, McClelland, Ganguli (2014).
    """
    Q, R = np.linalg.qr(rng.standard_normal(shape))
    signs = np.sign(np.diagonal(R, axis1=-2, axis2=-1))  # without them, some would come up more often than others
    return (Q * signs[..., None, :]).astype(dtype)


class Recurrent(Layer):
    """The object around a pair of recurrent functions; see RNN, GRU, LSTM.

    `last` holds the states after the last real step, a tuple: (a,), or (a, c) of an LSTM. A decoder starts from an
    encoder's: decoder.forward(y, initial=encoder.last), and back: encoder.backward(None, decoder.d_initial).

    n_x, n_a: width of the inputs, of the state.    rng: np.random.Generator.    first: True skips the input's gradient.
    return_sequences: True gives all outputs (m, T, n_a), False the last state (m, n_a).
    """

    weights = ("W", "U", "b")
    gates = ()
    states = ("a",)

    def __init__(self, n_x, n_a, rng, return_sequences=True, first=False):
        self.W = xavier((*self.gates, n_x, n_a), rng)
        self.U = orthogonal((*self.gates, n_a, n_a), rng)
        self.b = np.zeros((*self.gates, 1, n_a) if self.gates else n_a, self.W.dtype)
        self.return_sequences, self.first = return_sequences, first

    def forward(self, x, train=False, mask=None, initial=None):
        """x: (m, T, n_x).    mask: (m, T), True at real steps.    initial: the states to start from, zeros for None."""
        if initial is None:
            initial = [np.zeros((len(x), self.U.shape[-1]), self.W.dtype) for _ in self.states]
        if len(initial) != len(self.states):
            raise ValueError(
                f"initial holds {len(initial)} arrays; the states are {', '.join(self.states)}, each (m, n_a)"
            )
        arrays = [getattr(self, name) for name in self.weights]
        (a, *last), self.cache = self.run(x, *initial, *arrays, mask)
        self.last = tuple(last)
        return a if self.return_sequences else last[0]

    def backward(self, dy, d_last=None):
        """dy: like the output, or None.    d_last: gradients of `last`, None for zeros. Leaves `d_initial`."""
        d_last = list(d_last or [None for _ in self.states])
        if not self.return_sequences:  # the output is the last state: both its gradients are one
            given = [gradient for gradient in (dy, d_last[0]) if gradient is not None]
            dy, d_last[0] = None, sum(given) if given else None
        gradients = self.run_back(dy, *d_last, self.cache, need_dx=not self.first)
        dx, self.d_initial = gradients[0], gradients[1 : 1 + len(self.states)]
        for name, gradient in zip(self.weights, gradients[1 + len(self.states) :], strict=True):
            setattr(self, "d" + name, gradient)
        return dx


class Bidirectional(Layer):
    """Two recurrent layers, one of which reads from the end; joined along the last axis. Schuster, Paliwal (1997).

    forwards, backwards: layers of their own weights, both with or both without `return_sequences`.
    Raises ValueError where one gives sequences and the other does not.
    """

    def __init__(self, forwards, backwards):
        self.forwards, self.backwards = forwards, backwards

    def forward(self, x, train=False, mask=None):
        onward = self.forwards.forward(x, train, mask)
        back = self.backwards.forward(reverse(x), train, None if mask is None else mask[:, ::-1])
        self.width = onward.shape[-1]
        return join([onward, reverse(back)])

    def backward(self, dy):
        dx = self.forwards.backward(dy[..., : self.width])
        dx_back = self.backwards.backward(reverse(dy[..., self.width :]))
        return None if dx is None or dx_back is None else dx + reverse(dx_back)


class LastStep(Layer):
    """The last real step of every sequence: (m, T, n) -> (m, n)."""

    def forward(self, x, train=False, mask=None):
        check_shape("x", x, ("m", "T", "n"))
        last = np.full(len(x), x.shape[1] - 1)
        step_mask(mask, *x.shape[:2])  # refuses a mask that does not fit
        if mask is not None:
            last -= mask[:, ::-1].argmax(axis=1)
        self.cache = x.shape, (np.arange(len(x)), last)
        return x[self.cache[1]]

    def backward(self, dy):
        shape, place = self.cache
        check_array("dy", dy, (shape[0], shape[2]), finite=False)
        dx = np.zeros(shape, dy.dtype)
        dx[place] = dy
        return dx


def reverse(sequences):
    """(m, T, n) with time running the other way; what has no time axis stays as it is."""
    return sequences[:, ::-1] if sequences.ndim == 3 else sequences
