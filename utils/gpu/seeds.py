"""Chance from one seed: the order of examples, dropout and augmentation are functions of the seed and the step.

So a run that goes on from a checkpoint needs no generator's state: each step draws what it would have drawn. On the CPU
the same seed gives the same run, bit for bit; a GPU adds up in an order that varies, and agrees to some digits.
"""

from contextlib import contextmanager

import numpy as np
import torch

ORDER, STEP = 0, 1  # what a number is drawn for: no two purposes share one


def derived(*numbers):
    """A seed made from whole numbers, unlike that of any others: derived(seed, epoch)."""
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> np.uint64(1))


@contextmanager
def seeded(seed, device="cpu"):
    """Draw from `seed` inside, on the CPU and on `device`; afterwards the caller's generators are as they were.

    with seeded(0): model = Net()
    """
    device = torch.device(device)
    cards = [torch.cuda.current_device() if device.index is None else device.index] if device.type == "cuda" else []
    with torch.random.fork_rng(devices=cards):
        _seed_generators(derived(seed), device)
        yield


def order(m, seed, epoch):
    """A permutation of m examples, on the CPU: the same on any device, and in every process."""
    generator = torch.Generator().manual_seed(derived(seed, ORDER, epoch))
    return torch.randperm(m, generator=generator)


def seed_step(seed, step, rank, generator):
    """Start one step's chance: dropout's generators, and the one that augmentation is given.

    generator: torch.Generator on the device.    rank: the process's number, so that no two draw the same.
    """
    number = derived(seed, STEP, step, rank)
    _seed_generators(number, generator.device)
    generator.manual_seed(derived(number))


def _seed_generators(number, device):
    torch.default_generator.manual_seed(number)
    if device.type == "cuda":
        torch.cuda.manual_seed(number)
    elif device.type == "mps":
        torch.mps.manual_seed(number)
