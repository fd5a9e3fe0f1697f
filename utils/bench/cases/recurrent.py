"""Cases of the recurrent layers; PyTorch's run time-major, their default."""

import numpy as np

from utils.bench.measure import Case
from utils.layers.gru import gru_backward, gru_forward, gru_reset_after_backward, gru_reset_after_forward
from utils.layers.lstm import lstm_backward, lstm_forward
from utils.layers.rnn import rnn_backward, rnn_forward

SIZES = {"T64 B32 X64 H128": (32, 64, 64, 128), "T25 B32 X27 H64": (32, 25, 27, 64)}  # m, T, n_x, n_a


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    kinds = (
        ("LSTM", 1.15, 4, lstm_forward, lstm_backward, "LSTM"),
        ("GRU", 0.8, 3, gru_forward, gru_backward, "GRU"),
        ("GRU reset after", 0.8, 3, gru_reset_after_forward, gru_reset_after_backward, "GRU"),
        ("RNN", 0.6, None, rnn_forward, rnn_backward, "RNN"),
    )
    for size, (m, T, n_x, n_a) in SIZES.items():
        x, da = (rng.standard_normal((m, T, n), dtype=np.float32) for n in (n_x, n_a))
        for kind, target, gates, forward, backward, name in kinds:
            leading = (gates,) if gates else ()
            W, U = (rng.standard_normal((*leading, n, n_a), dtype=np.float32) / n**0.5 for n in (n_x, n_a))
            b, zeros = np.zeros((*leading, 1, n_a) if gates else n_a, np.float32), np.zeros((m, n_a), np.float32)
            arguments = [x, *[zeros] * (1 + (name == "LSTM")), W, U, b, *[b] * (kind == "GRU reset after")]

            def ours(forward=forward, backward=backward, arguments=arguments, name=name, da=da):
                _, cache = forward(*arguments)
                backward(da, *[None] * (1 + (name == "LSTM")), cache)

            yield Case(
                f"{kind} {size}", ours, target, _twin(torch, name, x, da, n_a), None, _products(x, zeros, W, U, da)
            )


def _products(x, a, W, U, da):
    """A product forward and one back at each step, then two over all steps: for the weights, for the input."""
    m, T, _ = x.shape
    seen = np.concatenate([x, da], axis=2).reshape(m * T, -1)
    V, UT, WT = np.concatenate([W, U], axis=-2), U.swapaxes(-1, -2).copy(), W.swapaxes(-1, -2)
    dz = np.broadcast_to(da.reshape(m * T, -1), (*W.shape[:-2], m * T, a.shape[1])).copy()

    def products():
        for _ in range(T):
            seen[:m] @ V
            dz[..., :m, :] @ UT
        seen.T @ dz
        dz @ WT

    return products


def _twin(torch, name, x, da, n_a):
    if torch is None:
        return None
    layer = getattr(torch.nn, name)(x.shape[2], n_a)
    x, da = (torch.from_numpy(array.swapaxes(0, 1).copy()) for array in (x, da))
    inputs = [x.requires_grad_(), *layer.parameters()]
    return lambda: torch.autograd.grad(layer(x)[0], inputs, da)
