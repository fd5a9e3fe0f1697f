"""One process or several, by Accelerate: `accelerate launch script.py` and `torchrun script.py` run the same source.

The first takes every GPU it finds, and one process where there is none; `torchrun --nproc_per_node 2 script.py` starts
two on CPUs, too.

Every process has the whole set of examples and takes its share of each batch, so that the batch, and with it the
learning rate, stays what it is in one process. Gradients are averaged; the main process alone prints and writes.

Batch norm: on GPUs it becomes SyncBatchNorm, which takes its means over the whole batch, as in one process. On CPUs
there is none, and each process normalises by its share: the losses then differ a little from those of one process.
"""

import os
import sys
from functools import cache

import torch


def count():
    """How many processes train together."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def rank():
    """Which of them this is, from 0."""
    return int(os.environ.get("RANK", "0"))


def is_main():
    return rank() == 0


def join(cpu=False):
    """Join the other processes, where a launcher started several; only the main one prints from then on.

    cpu: stay off the GPUs.
    """
    if count() > 1:
        if cpu or not torch.cuda.is_available():
            os.environ["ACCELERATE_USE_CPU"] = "true"  # Accelerate's own word for it
        _accelerator()
        if not is_main():
            _be_silent()


def share(rows):
    """This process's rows of a batch, and the factor of its mean loss with which the average is the batch's mean.

    A batch with fewer rows than processes gives some a row that counts 0, so that all of them step together.
    """
    if count() == 1:
        return rows, 1.0
    mine = rows[rank() :: count()]
    return (mine, len(mine) * count() / len(rows)) if len(mine) else (rows[:1], 0.0)


def with_shared_norms(model):
    """The model, in which batch norm sees the whole batch where there are several GPUs."""
    if count() > 1 and next(model.parameters()).device.type == "cuda":
        return torch.nn.SyncBatchNorm.convert_sync_batchnorm(model)
    return model


def wrap(model):
    """The model, whose gradients are averaged over the processes."""
    return model if count() == 1 else _accelerator().prepare_model(model)


def total(numbers):
    """A tensor's sum over the processes, in each of them."""
    return numbers if count() == 1 else _accelerator().reduce(numbers, "sum")


def agree(yes):
    """Whether all processes say yes."""
    if count() == 1:
        return yes
    votes = torch.tensor(float(yes), device=_accelerator().device)
    return bool(total(votes) == count())


def same(number):
    """Whether a whole number is the same in all processes."""
    if count() == 1:
        return True
    return agree(total(torch.tensor(number, device=_accelerator().device)).item() == number * count())


def same_buffers(model):
    """Give every process the main one's running averages."""
    if count() > 1:
        from accelerate.utils import broadcast

        for buffer in model.buffers():
            buffer.copy_(broadcast(buffer))


def release():
    """Let go of the models that were wrapped."""
    if count() > 1:
        _accelerator().free_memory()


@cache
def _accelerator():
    """Accelerate's view of the processes. It only distributes: precision is a Setup's, one script may use several."""
    from accelerate import Accelerator

    return Accelerator(mixed_precision="no", dynamo_backend="no")


@cache
def _be_silent():
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # for as long as the process lives
