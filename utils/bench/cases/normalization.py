"""Cases of batch and layer normalisation, while learning."""

import numpy as np

from utils.bench.measure import Case
from utils.layers.batch_norm import batch_norm_backward, batch_norm_forward
from utils.layers.layer_norm import layer_norm_backward, layer_norm_forward


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    functional = torch and torch.nn.functional
    arrays = draw(rng, (64, 32, 32, 32))

    def batch_norm(x, gamma, beta):
        return functional.batch_norm(x, None, None, gamma, beta, training=True)

    images = [
        _twin(
            torch, batch_norm, arrays, lambda t, layout=layout: t.permute(0, 3, 1, 2).contiguous(memory_format=layout)
        )
        for layout in (torch and (torch.contiguous_format, torch.channels_last)) or ()
    ]
    yield Case("batch norm", _ours(batch_norm_forward, batch_norm_backward, arrays), 0.8, *images)
    arrays = draw(rng, (32, 128, 256))

    def layer_norm(x, gamma, beta):
        return functional.layer_norm(x, gamma.shape, gamma, beta)

    sequences = torch and _twin(torch, layer_norm, arrays, lambda t: t)
    yield Case("layer norm", _ours(layer_norm_forward, layer_norm_backward, arrays), 1.9, sequences)


def draw(rng, shape):
    x, dy = (rng.standard_normal(shape, dtype=np.float32) for _ in range(2))
    gamma, beta = (rng.standard_normal(shape[-1], dtype=np.float32) for _ in range(2))
    return x, gamma, beta, dy


def _ours(forward, backward, arrays):
    *inputs, dy = arrays

    def call():
        y, cache = forward(*inputs)
        return y, *backward(dy, cache)

    return call


def _twin(torch, twin, arrays, arrange):
    x, gamma, beta, dy = (torch.from_numpy(array) for array in arrays)
    inputs, dy = [arrange(x).requires_grad_(), gamma.requires_grad_(), beta.requires_grad_()], arrange(dy)

    def call():
        y = twin(*inputs)
        return y, *torch.autograd.grad(y, inputs, dy)

    return call
