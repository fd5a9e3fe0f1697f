"""Networks as answers: an exercise that returns a module."""

import torch
from torch import nn

from utils.checking.calls import call
from utils.checking.errors import Unfit
from utils.gpu.checking.twins import TwinExercise


class ModuleExercise(TwinExercise):
    """A function of sizes that returns an nn.Module.

    probe: (arguments) -> the shape of the images that it is tried on, (m, n_C, n_H, n_W).
    """

    def __init__(self, reference, *, probe, **fields):
        super().__init__(reference, of=None, differentiable=False, **fields)
        self.probe, self.answered = probe, {}

    def call(self, function, arguments, limit):
        """The Call of an attempt; its value says what the network is, in numbers."""
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
