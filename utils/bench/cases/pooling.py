"""Cases of pooling and upsampling, on images that leave a convolution."""

import numpy as np

from utils.bench.measure import Case
from utils.layers.pooling import average_pool_backward, average_pool_forward, max_pool_backward, max_pool_forward
from utils.layers.upsampling import upsample_backward, upsample_forward

SHAPE = (64, 32, 32, 32)


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    nn = torch and torch.nn.functional
    rows = [
        ("max-pool 2×2", max_pool_forward, max_pool_backward, lambda x: nn.max_pool2d(x, 2), 0.6),
        (
            "max-pool 3×3, stride 2",
            lambda x: max_pool_forward(x, 3, 2, 1),
            max_pool_backward,
            lambda x: nn.max_pool2d(x, 3, 2, 1),
            None,
        ),
        ("average pool 2×2", average_pool_forward, average_pool_backward, lambda x: nn.avg_pool2d(x, 2), None),
        ("upsampling ×2", upsample_forward, upsample_backward, lambda x: nn.interpolate(x, scale_factor=2), None),
    ]
    x = rng.standard_normal(SHAPE, dtype=np.float32)
    for row in rows:
        # what upsampling starts from is as large as what pooling ends with
        yield _case(torch, x[:, ::2, ::2].copy() if row[0].startswith("upsampling") else x, rng, *row)


def _case(torch, x, rng, name, forward, backward, twin, target):
    dy = rng.standard_normal(forward(x)[0].shape, dtype=np.float32)

    def ours():
        y, cache = forward(x)
        return y, backward(dy, cache)

    if torch is None:
        return Case(name, ours, target)
    calls = [_twin(torch, twin, x, dy, layout) for layout in (torch.contiguous_format, torch.channels_last)]
    return Case(name, ours, target, *calls)


def _twin(torch, twin, x, dy, layout):
    x, dy = (torch.from_numpy(array).permute(0, 3, 1, 2).contiguous(memory_format=layout) for array in (x, dy))
    x.requires_grad_()

    def call():
        y = twin(x)
        return y, torch.autograd.grad(y, x, dy)[0]

    return call
