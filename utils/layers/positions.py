"""Where a step stands in its sequence, as numbers that can be added to its vector."""

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.layer import Layer


def positional_encoding(T, d, dtype=np.float32):
    """A row for each position: sines and cosines whose wavelengths grow from 2π to 2π · 10000.

        P[pos, 2i] = sin(pos / 10000^(2i/d)),    P[pos, 2i + 1] = cos(pos / 10000^(2i/d))

    T: positions.    d: columns.    Returns P (T, d).    Vaswani et al., "Attention is all you need" (2017).
    """
    check_whole("T", T)
    check_whole("d", d)
    rates = 10000.0 ** (-np.arange(0, d, 2) / d)
    angles = np.arange(T)[:, None] * rates  # (T, ⌈d/2⌉)
    P = np.empty((T, d), dtype)
    P[:, 0::2] = np.sin(angles)
    P[:, 1::2] = np.cos(angles[:, : d // 2])
    return P


class AddPositions(Layer):
    """Add the positional encoding to every sequence, (m, T, d). It learns nothing, and any T will do."""

    def __init__(self):
        self.table = np.empty((0, 0), np.float32)

    def forward(self, x, *, train=False, mask=None):
        check_array("x", x, ("m", "T", "d"), finite=False)
        _, T, d = x.shape
        if self.table.dtype != x.dtype or self.table.shape[1] != d or len(self.table) < T:
            self.table = positional_encoding(T, d, x.dtype)
        self.cache = x.shape, x.dtype
        return x + self.table[:T]

    def backward(self, dy):
        shape, dtype = self.cache
        check_array("dy", dy, shape, dtype, finite=False)
        return dy
