"""Put layers together: one after the other, side by side, around a shortcut."""

import numpy as np

from utils.layers.layer import Layer


class Sequential(Layer):
    """Layers one after the other."""

    def __init__(self, *layers):
        self.layers = list(layers)

    def parts(self):
        return ((str(i), layer) for i, layer in enumerate(self.layers))

    def forward(self, x, train=False, mask=None):
        for layer in self.layers:
            x = layer.forward(x, train, mask)
        return x

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy


class Residual(Layer):
    """What a block computes, plus its input: y = main(x) + shortcut(x). He, Zhang, Ren, Sun (2016).

    main: a layer.    shortcut: a layer that brings x to main's shape, or None where x has it already.
    Raises ValueError where the two shapes differ.
    """

    def __init__(self, main, shortcut=None):
        self.main, self.shortcut = main, shortcut

    def forward(self, x, train=False, mask=None):
        y = self.main.forward(x, train, mask)
        past = x if self.shortcut is None else self.shortcut.forward(x, train, mask)
        if y.shape != past.shape:
            raise ValueError(f"the main path gives {y.shape} and the shortcut {past.shape}; they are added")
        return y + past

    def backward(self, dy):
        dx = self.main.backward(dy)
        return dx + (dy if self.shortcut is None else self.shortcut.backward(dy))


class Concat(Layer):
    """Branches side by side on the same input, joined along the last axis: an Inception module.

    branches: layers whose outputs differ at most in their last axis. Raises ValueError where they differ elsewhere.
    """

    def __init__(self, *branches):
        self.branches = list(branches)

    def forward(self, x, train=False, mask=None):
        outputs = [branch.forward(x, train, mask) for branch in self.branches]
        self.ends = np.cumsum([y.shape[-1] for y in outputs])
        return join(outputs)

    def backward(self, dy):
        pieces = np.split(dy, self.ends[:-1], axis=-1)
        return sum(branch.backward(piece) for branch, piece in zip(self.branches, pieces, strict=True))


class Skip(Layer):
    """The input, and what a part makes of it, joined along the last axis: a level of a U-Net.

    part: a layer that keeps all but the last axis. Raises ValueError where it does not.
    """

    def __init__(self, part):
        self.part = part

    def forward(self, x, train=False, mask=None):
        self.width = x.shape[-1]
        return join([x, self.part.forward(x, train, mask)])

    def backward(self, dy):
        return dy[..., : self.width] + self.part.backward(dy[..., self.width :])


class Flatten(Layer):
    """All axes but the first in one: (m, n_H, n_W, n_C) -> (m, n_H · n_W · n_C)."""

    def forward(self, x, train=False, mask=None):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dy):
        return dy.reshape(self.shape)


def join(outputs):
    """Arrays joined along their last axis; ValueError with their shapes where the others differ."""
    if len({y.shape[:-1] for y in outputs}) > 1:
        raise ValueError(f"shapes {[y.shape for y in outputs]} differ before their last axis; they cannot be joined")
    return np.concatenate(outputs, axis=-1)
