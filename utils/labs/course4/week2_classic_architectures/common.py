"""What several exercises of this lab are tried on, or share."""

import numpy as np

from utils.data.architectures import BATCH_NORM, GLOBAL_POOL, conv, dense, pool

BARE_CONV, BARE_POOL = {"kind": "conv", "f": 3, "n_C": 7}, {"kind": "pool", "f": 2}


# What the two counting exercises and the shapes are tried on
LAYERS = [
    ((6, 6, 3), conv(3, 5, 1, 0)),
    ((28, 28, 192), conv(5, 32)),
    ((8, 6, 4), BARE_CONV),
    ((6, 9, 4), conv(3, 6, 2, 1, groups=2, bias=False)),
    ((7, 5, 4), conv(3, 6, 2)),
    ((10, 7, 6), conv(5, 6, 3, 0, groups=6)),
    ((5, 7, 3), {**BARE_CONV, "f": 1, "bias": False}),
    ((5, 7, 3), {**BARE_CONV, "n_C": 2, "bias": True}),
    ((4, 3, 2), dense(10)),
    ((12,), dense(5, bias=False)),
    ((7, 5, 4), pool(3, 2)),
    ((8, 5, 3), BARE_POOL),
    ((7, 5, 4), BATCH_NORM),
    ((9,), BATCH_NORM),
    ((7, 5, 4), GLOBAL_POOL),
]


def layer_cases(rng):
    return LAYERS


def module_parameters(rng, n_C, one, three, five, pooled):
    """Weights of a module; three and five are (narrow, n)."""
    sizes = {"1x1": (1, n_C, one), "reduce 3x3": (1, n_C, three[0]), "3x3": (3, *three)}
    sizes |= {"reduce 5x5": (1, n_C, five[0]), "5x5": (5, *five), "pool": (1, n_C, pooled)}
    return {
        name: (rng.normal(size=(f, f, n_in, n)) / np.sqrt(f * f * n_in), rng.normal(scale=0.3, size=n))
        for name, (f, n_in, n) in sizes.items()
    }


# m, n_H, n_W, n_C, then the widths of a module. In the second, the narrow layers have as many channels as came in
MODULES = [(1, 4, 4, 2, 1, (1, 2), (1, 1), 1), (4, 4, 6, 2, 3, (2, 1), (2, 4), 2), (2, 5, 3, 4, 2, (2, 3), (1, 2), 5)]


def _module(rng, m, n_H, n_W, *widths):
    A_prev = rng.normal(size=(m, n_H, n_W, widths[0]))
    return A_prev, module_parameters(rng, *widths)
