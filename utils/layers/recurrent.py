"""Recurrent layers as objects, and what is put around them: both directions, the last step."""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.compose import join
from utils.layers.initialization import xavier
from utils.layers.layer import Layer
from utils.layers.masks import step_mask


def orthogonal(shape, rng, dtype=np.float32):
    """Random rotations, for weights from state to state: they keep the length of what passes through, step after step.

    shape: (…, n, n).    rng: np.random.Generator.    Source: Saxe, McClelland, Ganguli (2014).
    """
    Q, R = np.linalg.qr(rng.standard_normal(shape))
    signs = np.sign(np.diagonal(R, axis1=-2, axis2=-1))  # without them, some would come up more often than others
    return (Q * signs[..., None, :]).astype(dtype)


def given_states(name, arrays, shapes, dtype, finite=False):
    """What was given for the states, or for their gradients, as a list; None where nothing was.

    name: how the message calls it.    arrays: a tuple, each entry an array or None; or None for nothing at all.
    shapes: {state: (m, n_a)}.    finite: also refuse NaN and infinity.
    Raises ValueError for anything but one fitting array, or None, for each.
    """
    if arrays is None:
        return [None] * len(shapes)
    if not isinstance(arrays, tuple | list) or len(arrays) != len(shapes):
        found = f"{len(arrays)} arrays" if isinstance(arrays, tuple | list) else f"one {type(arrays).__name__}"
        wanted = ", ".join(f"{state} {shape}" for state, shape in shapes.items())
        raise ValueError(f"{name} holds {found}; it is a tuple with one for each state: {wanted}")
    for i, (array, shape) in enumerate(zip(arrays, shapes.values(), strict=True)):
        if array is not None:
            check_array(f"{name}[{i}]", array, shape, dtype, finite)
    return list(arrays)


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
        check_whole("n_x", n_x)
        check_whole("n_a", n_a)
        self.W = xavier((*self.gates, n_x, n_a), rng)
        self.U = orthogonal((*self.gates, n_a, n_a), rng)
        self.b = np.zeros((*self.gates, 1, n_a) if self.gates else n_a, self.W.dtype)
        self.return_sequences, self.first = return_sequences, first

    def forward(self, x, *, train=False, mask=None, initial=None):
        """x: (m, T, n_x).    mask: (m, T), True at real steps.    initial: the states to start from, zeros for None."""
        check_array("x", x, ("m", "T", self.W.shape[-2]), self.W.dtype, finite=False)
        shapes = self.state_shapes(len(x))
        initial = given_states("initial", initial, shapes, self.W.dtype, finite=True)
        for i, (array, shape) in enumerate(zip(initial, shapes.values(), strict=True)):
            initial[i] = np.zeros(shape, self.W.dtype) if array is None else array
        arrays = [getattr(self, name) for name in self.weights]
        (a, *last), self.cache = self.run(x, *initial, *arrays, mask)
        self.last = tuple(last)
        return a if self.return_sequences else last[0]

    def backward(self, dy, d_last=None):
        """dy: like the output, or None.    d_last: gradients of `last`, None for zeros. Leaves `d_initial`."""
        cache = self.cache
        shapes = self.state_shapes(len(self.last[0]))
        d_last = given_states("d_last", d_last, shapes, self.W.dtype)
        if not self.return_sequences:  # the output is the last state: both its gradients are one
            if dy is not None:
                check_array("dy", dy, self.last[0].shape, self.W.dtype, finite=False)
            given = [gradient for gradient in (dy, d_last[0]) if gradient is not None]
            dy, d_last[0] = None, sum(given) if given else None
        gradients = self.run_back(dy, *d_last, cache, need_dx=not self.first)
        dx, self.d_initial = gradients[0], gradients[1 : 1 + len(self.states)]
        for name, gradient in zip(self.weights, gradients[1 + len(self.states) :], strict=True):
            setattr(self, "d" + name, gradient)
        return dx

    def state_shapes(self, m):
        """The states by name, each with its shape for a batch of m."""
        return {state: (m, self.U.shape[-1]) for state in self.states}


class Bidirectional(Layer):
    """Two recurrent layers, one of which reads from the end; joined along the last axis. Schuster, Paliwal (1997).

    States are handed on as by `Recurrent`: `last`, `initial`, `d_last` and `d_initial` hold those of forwards, then
    those of backwards, whose last state is the one at the sequence's beginning.

    forwards, backwards: RNN, GRU or LSTM, each of its own weights.
    Raises ValueError where they do not fit together: another n_x, `return_sequences` or `first`, one layer twice.
    """

    def __init__(self, forwards, backwards):
        for layer in (forwards, backwards):
            if not isinstance(layer, Recurrent):
                raise ValueError(f"{type(layer).__name__} is no recurrent layer: give two of RNN, GRU, LSTM")
        if forwards is backwards:
            raise ValueError("forwards and backwards are one layer; give two, each of its own weights")
        settings = [
            {"n_x": a.W.shape[-2], "return_sequences": a.return_sequences, "first": a.first}
            for a in (forwards, backwards)
        ]
        for setting in settings[0]:
            one, other = (of[setting] for of in settings)
            if one != other:
                raise ValueError(f"{setting} is {one} in forwards and {other} in backwards; they have to agree")
        self.forwards, self.backwards = forwards, backwards

    def forward(self, x, *, train=False, mask=None, initial=None):
        """x: (m, T, n_x).    mask: (m, T), True at real steps.    initial: the states to start from, zeros for None."""
        n, dtype = len(self.forwards.states), self.forwards.W.dtype
        check_array("x", x, ("m", "T", self.forwards.W.shape[-2]), dtype, finite=False)
        initial = given_states("initial", initial, self.state_shapes(len(x)), dtype, finite=True)
        onward = self.forwards.forward(x, train=train, mask=mask, initial=initial[:n])
        back = self.backwards.forward(
            reverse(x), train=train, mask=None if mask is None else mask[:, ::-1], initial=initial[n:]
        )
        y = join([onward, reverse(back)])
        self.last, self.cache = self.forwards.last + self.backwards.last, (y.shape, onward.shape[-1])
        return y

    def backward(self, dy, d_last=None):
        """dy: like the output, or None.    d_last: gradients of `last`, None for zeros. Leaves `d_initial`."""
        n, dtype = len(self.forwards.states), self.forwards.W.dtype
        shape, width = self.cache
        d_last = given_states("d_last", d_last, self.state_shapes(shape[0]), dtype)
        onward = back = None
        if dy is not None:
            check_array("dy", dy, shape, dtype, finite=False)
            onward, back = dy[..., :width], reverse(dy[..., width:])
        dx = self.forwards.backward(onward, d_last[:n])
        dx_back = self.backwards.backward(back, d_last[n:])
        self.d_initial = self.forwards.d_initial + self.backwards.d_initial
        return None if dx is None else dx + reverse(dx_back)

    def state_shapes(self, m):
        """The states of both by name, each with its shape for a batch of m."""
        halves = {"forwards": self.forwards, "backwards": self.backwards}
        return {f"{half} {a}": shape for half, layer in halves.items() for a, shape in layer.state_shapes(m).items()}


class LastStep(Layer):
    """The last real step of every sequence: (m, T, n) -> (m, n)."""

    def forward(self, x, *, train=False, mask=None):
        check_array("x", x, ("m", "T", "n"), finite=False)
        last = np.full(len(x), x.shape[1] - 1)
        step_mask(mask, *x.shape[:2])  # refuses a mask that does not fit
        if mask is not None:
            last -= mask[:, ::-1].argmax(axis=1)
        place = np.arange(len(x)), last
        self.cache = x.shape, x.dtype, place
        return x[place]

    def backward(self, dy):
        shape, dtype, place = self.cache
        check_array("dy", dy, (shape[0], shape[2]), dtype, finite=False)
        dx = np.zeros(shape, dtype)
        dx[place] = dy
        return dx


def reverse(sequences):
    """(m, T, n) with time running the other way; what has no time axis stays as it is."""
    return sequences[:, ::-1] if sequences.ndim == 3 else sequences
