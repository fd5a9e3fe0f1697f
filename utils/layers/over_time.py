"""What a sequence comes to as a whole, for classifiers of sequences."""

import numpy as np

from utils.layers.arguments import check_array, check_shape
from utils.layers.layer import Layer
from utils.layers.masks import padding_mask


class MeanOverTime(Layer):
    """The mean over the real steps of every sequence: (m, T, n) -> (m, n)."""

    def forward(self, x, *, train=False, mask=None):
        check_array("x", x, ("m", "T", "n"), finite=False)
        if mask is None:
            shares = np.full((len(x), 1, x.shape[1]), 1 / x.shape[1], x.dtype)
        else:
            check_shape("mask", mask, x.shape[:2])
            real = padding_mask(mask)[:, 0].astype(x.dtype)  # (m, 1, T)
            shares = real / real.sum(axis=2, keepdims=True)
        self.cache = shares
        return (shares @ x)[:, 0]  # (m, 1, T) @ (m, T, n)

    def backward(self, dy):
        check_array("dy", dy, (len(self.cache), "n"), self.cache.dtype, finite=False)
        return self.cache.swapaxes(1, 2) * dy[:, None]
