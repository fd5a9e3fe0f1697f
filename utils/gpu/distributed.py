"""One process or several, by Accelerate: `accelerate launch script.py` and `torchrun script.py` run the same source.

Every process has the whole set of examples and takes its share of each batch, so that the batch, and with it the
learning rate, stays what it is in one process. Gradients are averaged; the main process alone prints and writes.
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


def join():
    """Join the other processes, where a launcher started several; only the main one prints from then on."""
    if count() > 1:
        _accelerator()
        if not is_main():
            _be_silent()


@cache
def _accelerator():
    """Accelerate's view of the processes. It only distributes: precision is a Setup's, one script may use several."""
    from accelerate import Accelerator

    return Accelerator(cpu=not torch.cuda.is_available(), mixed_precision="no")


@cache
def _be_silent():
    sys.stdout = open(os.devnull, "w")  # for as long as the process lives
