"""Inverted dropout: while learning, a random share of the numbers is 0 and the others are scaled up."""

from numbers import Real

import numpy as np

from utils.layers.arguments import check_array
from utils.layers.initialization import check_rng
from utils.layers.layer import Layer

PARTS = 1 << 16  # a random 64-bit word is cut into four numbers below this


def dropout_forward(x, keep_prob, rng):
    """Keep each number with probability keep_prob, and scale it so that the expected value stays.

        y = x · mask,    mask = 1 / keep_prob where kept, else 0

    x: any shape.    keep_prob: above 0, at most 1; rounded to a multiple of 1/65536, by which the mask is divided too.
    rng: np.random.Generator.    Returns y, of x's shape, and the cache: the mask, of x's shape.
    Raises ValueError for another keep_prob. Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014).
    """
    check_array("x", x, (...,), finite=False)
    check_keep_prob(keep_prob)
    limit = max(1, round(keep_prob * PARTS))
    # Sixteen bits decide, drawn four at a time: less than half the time of a random number for each element
    words = rng.integers(0, 1 << 64, -(-x.size // 4), dtype=np.uint64)
    kept = words.view(np.uint16)[: x.size] < limit
    mask = kept.reshape(x.shape).astype(x.dtype)
    mask *= PARTS / limit
    return x * mask, mask


def dropout_backward(dy, mask):
    """dx = dy · mask: what was dropped learns nothing from this batch."""
    check_array("dy", dy, mask.shape, mask.dtype, finite=False)
    return dy * mask


def check_keep_prob(keep_prob):
    """Refuse what is no probability of keeping anything."""
    if not (isinstance(keep_prob, Real) and 0 < keep_prob <= 1):
        raise ValueError(f"keep_prob = {keep_prob!r}: it is the share that stays, above 0 and at most 1")


class Dropout(Layer):
    """Drops while learning, passes its input on otherwise; see `dropout_forward`.

    keep_prob: above 0, at most 1.    rng: np.random.Generator.
    """

    def __init__(self, keep_prob, rng):
        check_keep_prob(keep_prob)
        check_rng(rng)
        self.keep_prob, self.rng = keep_prob, rng

    def forward(self, x, *, train=False, mask=None):
        if train and self.keep_prob < 1:
            y, mask = dropout_forward(x, self.keep_prob, self.rng)
        else:
            check_array("x", x, (...,), finite=False)
            y, mask = x, None  # all is passed on, both ways
        self.cache = mask, x.shape, x.dtype
        return y

    def backward(self, dy):
        mask, shape, dtype = self.cache
        check_array("dy", dy, shape, dtype, finite=False)
        return dy if mask is None else dropout_backward(dy, mask)
