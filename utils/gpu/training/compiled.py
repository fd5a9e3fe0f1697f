"""torch.compile where it works, and the model as it is, with a sentence, where it does not."""

import time

import torch
from torch import nn

from utils.gpu import distributed
from utils.gpu.errors import is_out_of_memory

BACKEND = "inductor"


class ForOneShape(nn.Module):
    """A model that runs compiled on batches of one shape and as it is on others, such as an epoch's last, short one.

    So nothing is compiled a second time in the middle of training.
    """

    def __init__(self, model, compiled, shape):
        super().__init__()
        self.model, self.shape = model, shape
        self.compiled = (compiled,)  # in a tuple: it is no second part with the same parameters

    def forward(self, x):
        return self.compiled[0](x) if x.shape == self.shape else self.model(x)


def compiled(model, x, backward):
    """Compile a model for batches like x, by a first pass that is counted as compiling.

    backward: function of the compiled model that runs it on x, and its gradients.
    Returns (module, seconds, None), or (the model itself, seconds, a sentence that says why) where compiling failed.
    The model's running averages and gradients are then as before; so is, by the caller's care, chance.
    """
    start, trouble = time.perf_counter(), None
    averages = [buffer.clone() for buffer in model.buffers()]
    fast = torch.compile(model, backend=BACKEND)
    try:
        backward(fast)
        if x.is_cuda:
            torch.cuda.synchronize(x.device)
    except Exception as error:  # no compiler, no Triton, an operation it does not know: each has a type of its own
        if is_out_of_memory(error):
            raise
        trouble = _reason(error)
    model.zero_grad(set_to_none=True)
    with torch.no_grad():
        for buffer, before in zip(model.buffers(), averages, strict=True):
            buffer.copy_(before)
    seconds = time.perf_counter() - start
    if distributed.agree(trouble is None):
        return ForOneShape(model, fast, x.shape), seconds, None
    why = trouble or "it failed in another process"
    return model, seconds, f"torch.compile failed, and the model runs as it is, only slower ({why})."


def _reason(error):
    """The first line of what went wrong, at its root."""
    error = getattr(error, "inner_exception", error)
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__
