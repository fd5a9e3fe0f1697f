"""PyTorch modules made from layers of ours: the same parts in the same order, the same weights."""

from torch import nn

from utils.gpu.models.images import FlattenChannelsLast
from utils.gpu.models.weights import copy_weights
from utils.layers.activations import ReLU
from utils.layers.batch_norm import BatchNorm
from utils.layers.compose import Flatten, Residual, Sequential
from utils.layers.convolution import Conv2D, pair
from utils.layers.dense import Dense
from utils.layers.pooling import GlobalAveragePool2D, MaxPool2D


class Sum(nn.Module):
    """main(x) + shortcut(x)."""

    def __init__(self, main, shortcut):
        super().__init__()
        self.main, self.shortcut = main, shortcut

    def forward(self, x):
        return self.main(x) + self.shortcut(x)


def module_of(layer):
    """A module in float64 that computes what a layer of ours computes, part by part and with the same weights.

    Raises ValueError for a layer that it knows no module for.
    """
    return copy_weights(layer, _bare(layer).double())


def _bare(layer):
    if type(layer) not in BARE:
        known = ", ".join(kind.__name__ for kind in BARE)
        raise ValueError(f"no module is known for {type(layer).__name__}; there is one for {known}")
    return BARE[type(layer)](layer)


def _convolution(layer):
    f, _, n_C_prev, n_C = layer.W.shape
    return nn.Conv2d(n_C_prev, n_C, f, layer.stride, tuple(pair(layer.pad)), bias=layer.b is not None)


BARE = {
    Sequential: lambda layer: nn.Sequential(*map(_bare, layer.layers)),
    Residual: lambda layer: Sum(_bare(layer.main), nn.Identity() if layer.shortcut is None else _bare(layer.shortcut)),
    Conv2D: _convolution,
    BatchNorm: lambda layer: nn.BatchNorm2d(len(layer.gamma), layer.eps),
    ReLU: lambda layer: nn.ReLU(),
    MaxPool2D: lambda layer: nn.MaxPool2d(layer.f, layer.stride),
    GlobalAveragePool2D: lambda layer: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    Flatten: lambda layer: FlattenChannelsLast(),
    Dense: lambda layer: nn.Linear(*layer.W.shape),
}
