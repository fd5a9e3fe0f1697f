"""Networks as answers and as arguments: an exercise that returns a module, and modules made from layers of ours."""

import torch
from torch import nn

from utils.checking.errors import Unfit
from utils.checking.run import call
from utils.gpu.twins import TwinExercise
from utils.gpu.weights import copy_weights
from utils.layers.activations import ReLU
from utils.layers.batch_norm import BatchNorm
from utils.layers.compose import Residual, Sequential
from utils.layers.convolution import Conv2D, pair
from utils.layers.dense import Dense
from utils.layers.pooling import GlobalAveragePool2D


class ModuleExercise(TwinExercise):
    """A function of sizes that returns an nn.Module.

    probe: (arguments) -> the shape of the images that it is tried on, (m, n_C, n_H, n_W).
    """

    def __init__(self, lab, probe, **fields):
        super().__init__(lab, None, {}, False, **fields)
        self.probe, self.answered = probe, {}

    def call(self, function, arguments, limit):
        """The Run of an attempt; its value says what the network is, in numbers."""
        known = [self.reference, *(mistake.function for mistake in self.mistakes)]
        if not any(function is one for one in known):
            return self._run(function, arguments, limit)
        # The answers of the lab's own functions are always the same, and networks take a while to build
        if (function, arguments) not in self.answered:
            self.answered[function, arguments] = self._run(function, arguments, 10 * limit)
        return self.answered[function, arguments]

    def _run(self, function, arguments, limit):
        run = call(function, arguments, limit)
        if run.error is None and run.value is not None:
            try:
                run.value = portrait(run.value, self.probe(*arguments))
            except Unfit as error:
                run.error = error
        return run


def portrait(network, shape):
    """How many parameters a network has, and its scores for images of a shape, with weights that depend on nothing.

    Raises Unfit for what is no network, or for one whose parts do not fit together.
    """
    if not isinstance(network, nn.Module):
        cure = "; put the layers into nn.Sequential(*layers)" if isinstance(network, list | tuple) else ""
        raise Unfit(f"returns a {type(network).__name__} where a network is due, an nn.Module{cure}.")
    network = network.double().train()  # so that dropout, which has no place in it, would show
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in network.parameters():
            drawn = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            fan_in = parameter.numel() // max(len(parameter), 1)
            parameter.copy_(drawn * (2 / max(fan_in, 1)) ** 0.5)
        try:
            scores = network(torch.randn(shape, generator=generator, dtype=torch.float64))
        except (RuntimeError, ValueError, TypeError) as error:
            reason = str(error).splitlines()[0]
            raise Unfit(f"returns a network that cannot be run on images of shape {tuple(shape)}: {reason}") from error
    return {"parameters": sum(p.numel() for p in network.parameters()), "scores": scores.numpy()}


class Sum(nn.Module):
    """main(x) + shortcut(x)."""

    def __init__(self, main, shortcut):
        super().__init__()
        self.main, self.shortcut = main, shortcut

    def forward(self, x):
        return self.main(x) + self.shortcut(x)


def module_of(layer):
    """A module that computes what a layer of ours computes, with the same weights, in training."""
    return copy_weights(layer, _bare(layer).double())


def _bare(layer):
    return BARE[type(layer)](layer)


def _convolution(layer):
    f, _, n_C_prev, n_C = layer.W.shape
    pad = tuple(pair(layer.pad))
    return nn.Conv2d(n_C_prev, n_C, f, layer.stride, pad, bias=layer.b is not None)


BARE = {
    Sequential: lambda layer: nn.Sequential(*map(_bare, layer.layers)),
    Residual: lambda layer: Sum(_bare(layer.main), nn.Identity() if layer.shortcut is None else _bare(layer.shortcut)),
    Conv2D: _convolution,
    BatchNorm: lambda layer: nn.BatchNorm2d(len(layer.gamma), layer.eps),
    ReLU: lambda layer: nn.ReLU(),
    GlobalAveragePool2D: lambda layer: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    Dense: lambda layer: nn.Linear(*layer.W.shape),
}
