"""The four recurrent layers by name, with what their tests share: arguments, and how PyTorch runs the same."""

from dataclasses import dataclass

import numpy as np
import pytest

from utils.layers import gru, lstm, rnn


@dataclass
class Kind:
    forward: callable
    backward: callable
    gates: int | None
    torch_name: str | None  # None: PyTorch has no such layer, and a few of its operations in a loop take the place
    torch_order: tuple = ()  # our gates in PyTorch's order
    states: int = 1
    biases: int = 1


KINDS = {
    "RNN": Kind(rnn.rnn_forward, rnn.rnn_backward, None, "RNN"),
    "LSTM": Kind(lstm.lstm_forward, lstm.lstm_backward, 4, "LSTM", (0, 1, 3, 2), states=2),
    "GRU": Kind(gru.gru_forward, gru.gru_backward, 3, None),
    "GRU reset after": Kind(gru.gru_reset_after_forward, gru.gru_reset_after_backward, 3, "GRU", (0, 1, 2), biases=2),
}
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def draw(kind, rng, m, T, n_x, n_a, dtype=np.float64):
    """x, the initial states, W, U, and one bias or two, none of them 0."""
    leading = (kind.gates,) if kind.gates else ()
    bias = (*leading, 1, n_a) if kind.gates else (n_a,)
    states, biases = [(m, n_a)] * kind.states, [bias] * kind.biases
    shapes = [(m, T, n_x), *states, (*leading, n_x, n_a), (*leading, n_a, n_a), *biases]
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def draw_mask(rng, m, T):
    """Padding anywhere, at least one real step in every row."""
    mask = rng.random((m, T)) < 0.5
    mask[np.arange(m), rng.integers(0, T, m)] = True
    return mask


def padded_mask(lengths, T):
    """Padding at the end: (m, T)."""
    return np.arange(T) < np.array(lengths)[:, None]


def torch_function(kind, lengths=None):
    """What PyTorch makes of our arrays as tensors: a and the last states. lengths: of the sequences, where unequal."""
    torch = pytest.importorskip("torch")
    if kind.torch_name is None:
        return lambda *arrays: gru_by_autograd(torch, *arrays)

    def run(x, *rest):
        states, (W, U, *biases) = rest[: kind.states], rest[kind.states :]
        layer = getattr(torch.nn, kind.torch_name)(W.shape[-2], W.shape[-1], batch_first=True, dtype=x.dtype)
        start = tuple(state[None] for state in states)
        start = start if kind.states == 2 else start[0]
        fed = x if lengths is None else pack(torch, x, lengths)
        a, last = torch.func.functional_call(layer, torch_weights(kind, W, U, *biases), (fed, start))
        a = a if lengths is None else torch.nn.utils.rnn.pad_packed_sequence(a, batch_first=True)[0]
        return (a, *(state[0] for state in (last if kind.states == 2 else (last,))))

    return run


def pack(torch, x, lengths):
    return torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)


def torch_weights(kind, W, U, b, b_U=None, ending="l0"):
    """Our weights under PyTorch's names and in its layout, as views that gradients flow through."""
    b_U = b * 0 if b_U is None else b_U
    if kind.gates:
        W, U, b, b_U = (array[list(kind.torch_order)] for array in (W, U, b, b_U))
    n_x, n_a = W.shape[-2:]
    W, U = W.swapaxes(-1, -2).reshape(-1, n_x), U.swapaxes(-1, -2).reshape(-1, n_a)
    names = [f"{name}_{ending}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
    return dict(zip(names, (W, U, b.reshape(-1), b_U.reshape(-1)), strict=True))


def gru_by_autograd(torch, x, a, W, U, b):
    """The course's GRU in a few operations of PyTorch."""
    outputs = []
    for x_t in x.unbind(1):
        r, u = torch.sigmoid(x_t @ W[:2] + a @ U[:2] + b[:2])
        a = u * torch.tanh(x_t @ W[2] + (r * a) @ U[2] + b[2]) + (1 - u) * a
        outputs.append(a)
    return torch.stack(outputs, 1), a
