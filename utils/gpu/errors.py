"""What goes wrong on a GPU, said with what to change: too little memory, losses that are no numbers."""

import gc
import traceback
from contextlib import contextmanager

import torch

SIGNS = ("out of memory", "can't allocate memory", "ALLOC_FAILED")  # CUDA and MPS; the CPU; cuBLAS and cuDNN


class OutOfMemory(MemoryError):
    """The device's memory does not hold what a step needs."""


def is_out_of_memory(error):
    return isinstance(error, torch.cuda.OutOfMemoryError) or any(sign in str(error) for sign in SIGNS)


@contextmanager
def memory_explained(setup, data):
    """Turn the device's lack of memory into an OutOfMemory that says what to lower; what was taken is given back.

    setup: a Setup.    data: has a batch_size.    Yields a list: each of its items is told to `free()` what it holds.
    """
    held = []
    try:
        yield held
    except (RuntimeError, OutOfMemory) as error:
        known = isinstance(error, OutOfMemory)
        if not known and not is_out_of_memory(error):
            raise
        traceback.clear_frames(error.__traceback__)  # their locals hold the step's tensors
        for item in held:
            item.free()
        gc.collect()
        if setup.device.type == "cuda":
            torch.cuda.empty_cache()
        if known:
            raise
        raise OutOfMemory(advice(setup, data.batch_size)) from None


def advice(setup, batch_size):
    """What to lower, the cheapest first."""
    tries = [f"batch_size={batch_size // 2}"] if batch_size > 1 else []
    if setup.precision == "fp32" and setup.device.type == "cuda":
        tries.append('half precision, "bf16", or "fp16" on older cards, which halves the activations')
    tries.append("images of half the side, which take a quarter")
    return (
        f"a step with batch_size={batch_size} in {setup.precision} does not fit into the memory of {setup.name}"
        f"{_memory(setup.device)}. Try {'; or '.join(tries)}. The memory that the step took is given back."
    )


def _memory(device):
    if device.type != "cuda":
        return ""
    free, total = torch.cuda.mem_get_info(device)
    return f" ({total / 2**30:.1f} GiB, {free / 2**30:.1f} of them free without it)"


def not_finite(what, step, last, rate, setup, skipped, restored):
    """A FloatingPointError for training that has left the numbers.

    what: "the loss is nan".    step: where.    last: the last finite loss, or None.    rate: the learning rate there.
    setup: a Setup.    skipped: steps that the scaler skipped.
    restored: after how many steps the model was what it is again.
    """
    before = "no loss before it was finite" if last is None else f"the last finite loss was {last:.4g}"
    text = f"{what} at step {step}; {before}. Try a learning rate below {rate:.3g}, a longer warm-up, or clip=1. "
    if setup.precision == "fp16":
        text += (
            f"The gradient scaler has skipped {skipped} steps; a few are normal, while it looks for its scale. "
            'Where smaller rates do not help, fp16 is too narrow: take precision "bf16" or "fp32". '
        )
    kept = "before training" if restored == 0 else f"after {restored} steps"
    text += f"The model is as it was {kept}, the last time that all of it was seen to be finite."
    return FloatingPointError(text)
