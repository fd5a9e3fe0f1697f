"""Cases of the dense layer."""

import numpy as np

from utils.bench.measure import Case
from utils.layers.dense import dense_backward, dense_forward


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    m, n_in, n_out = 256, 256, 256
    x, dy = (rng.standard_normal((m, n), dtype=np.float32) for n in (n_in, n_out))
    W, b = rng.standard_normal((n_in, n_out), dtype=np.float32), np.zeros(n_out, np.float32)

    def ours():
        _, cache = dense_forward(x, W, b)
        dense_backward(dy, cache)

    yield Case(
        "dense 256 → 256, m 256", ours, 1.0, _twin(torch, x, W, b, dy), None, lambda: (x @ W, x.T @ dy, dy @ W.T)
    )


def _twin(torch, x, W, b, dy):
    if torch is None:
        return None
    inputs = [torch.tensor(array, requires_grad=True) for array in (x, W.T, b)]
    dy = torch.from_numpy(dy)
    return lambda: torch.autograd.grad(torch.nn.functional.linear(*inputs), inputs, dy)
