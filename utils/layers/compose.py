"""Put layers together: one after the other, side by side, around a shortcut."""

import math

import numpy as np

from utils.layers.arguments import check_shape
from utils.layers.blocks import aligned
from utils.layers.layer import Layer


class Sequential(Layer):
    """Layers one after the other."""

    def __init__(self, *layers):
        self.layers = checked_layers(layers)

    def parts(self):
        return ((str(i), layer) for i, layer in enumerate(self.layers))

    def forward(self, x, *, train=False, mask=None):
        for layer in self.layers:
            x = layer.forward(x, train=train, mask=mask)
        return x

    def backward(self, dy):
        for i, layer in reversed(list(enumerate(self.layers))):
            if dy is None:
                after = type(self.layers[i + 1]).__name__
                raise ValueError(
                    f"layer {i + 1} ({after}) gave no gradient of its input, and layer {i} needs one: first=True and "
                    "ids belong to the first layer of a network"
                )
            dy = layer.backward(dy)
        return dy


class Residual(Layer):
    """What a block computes, plus its input: y = main(x) + shortcut(x). He, Zhang, Ren, Sun (2016).

    main: a layer.    shortcut: a layer that brings x to main's shape, or None where x has it already.
    Raises ValueError where the two shapes differ.
    """

    def __init__(self, main, shortcut=None):
        self.main, self.shortcut = main, shortcut

    def forward(self, x, *, train=False, mask=None):
        y = self.main.forward(x, train=train, mask=mask)
        past = x if self.shortcut is None else self.shortcut.forward(x, train=train, mask=mask)
        if y.shape != past.shape:
            raise ValueError(f"the main path gives {y.shape} and the shortcut {past.shape}; they are added")
        return np.add(y, past, out=aligned(y.shape, np.result_type(y, past)))

    def backward(self, dy):
        dx = self.main.backward(dy)
        return dx + (dy if self.shortcut is None else self.shortcut.backward(dy))


class Concat(Layer):
    """Branches side by side on the same input, joined along the last axis: an Inception module.

    branches: layers whose outputs differ at most in their last axis. Raises ValueError where they differ elsewhere.
    """

    def __init__(self, *branches):
        self.branches = checked_layers(branches)

    def forward(self, x, *, train=False, mask=None):
        outputs = [branch.forward(x, train=train, mask=mask) for branch in self.branches]
        self.cache = np.cumsum([y.shape[-1] for y in outputs])
        return join(outputs)

    def backward(self, dy):
        check_shape("dy", dy, (..., self.cache[-1]))
        pieces = np.split(dy, self.cache[:-1], axis=-1)
        gradients = [branch.backward(piece) for branch, piece in zip(self.branches, pieces, strict=True)]
        if all(gradient is None for gradient in gradients):
            return None  # every branch is the first of the network
        return sum(gradients)


class Skip(Layer):
    """The input, and what a part makes of it, joined along the last axis: a level of a U-Net.

    part: a layer that keeps all but the last axis. Raises ValueError where it does not.
    """

    def __init__(self, part):
        self.part = part

    def forward(self, x, *, train=False, mask=None):
        self.cache = x.shape[-1]
        return join([x, self.part.forward(x, train=train, mask=mask)])

    def backward(self, dy):
        return dy[..., : self.cache] + self.part.backward(dy[..., self.cache :])


class Flatten(Layer):
    """All axes but the first in one: (m, n_H, n_W, n_C) -> (m, n_H · n_W · n_C)."""

    def forward(self, x, *, train=False, mask=None):
        self.cache = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dy):
        shape = self.cache
        check_shape("dy", dy, (shape[0], math.prod(shape[1:])))
        return dy.reshape(shape)


def checked_layers(layers):
    """A list of layers; ValueError for what is none, such as a list of them or a class."""
    for i, layer in enumerate(layers):
        if not isinstance(layer, Layer):
            kind = f"the class {layer.__name__}" if isinstance(layer, type) else type(layer).__name__
            raise ValueError(f"part {i} is {kind}; give layers, one after the other: Sequential(first, second)")
    return list(layers)


def join(outputs):
    """Arrays joined along their last axis; ValueError with their shapes where the others differ."""
    if len({y.shape[:-1] for y in outputs}) > 1:
        raise ValueError(f"shapes {[y.shape for y in outputs]} differ before their last axis; they cannot be joined")
    return np.concatenate(outputs, axis=-1)
