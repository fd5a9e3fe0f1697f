"""Seconds on a device, the memory that is kept for the way back, and how fast a large product is."""

import statistics
import time

import torch


def seconds_of(setup, times, call, *given):
    """The median of the seconds of so many calls of call(*given), after one that is not counted.

    On a CPU the processor's own seconds, since other programs run there too; on a GPU those of the clock, after it
    has finished.
    """
    clock = time.process_time if setup.device.type == "cpu" else time.perf_counter
    found = []
    for _ in range(times + 1):
        wait(setup)
        start = clock()
        call(*given)
        wait(setup)
        found.append(clock() - start)
    return statistics.median(found[1:])


def wait(setup):
    """Wait until the device has done all that it was told."""
    if setup.device.type == "cuda":
        torch.cuda.synchronize(setup.device)
    elif setup.device.type == "mps":
        torch.mps.synchronize()


def kept_bytes(call, *given):
    """How many bytes call(*given) keeps for its way back: all storages that autograd holds, each counted once."""
    sizes = {}

    def keep(tensor):
        storage = tensor.untyped_storage()
        sizes[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        result = call(*given)  # held until its storages are counted
    del result
    return sum(sizes.values())


def product_rate(setup, n):
    """Operations a second of a product of two (n, n) matrices in the setup's precision: a peak that can be reached."""
    a, b = (torch.randn(n, n, device=setup.device) for _ in range(2))
    with setup.autocast(), torch.no_grad():
        if setup.precision != "fp32":
            a, b = a.to(dtype := torch.get_autocast_dtype(setup.device.type)), b.to(dtype)
        return 2 * n**3 / seconds_of(setup, 5, torch.matmul, a, b)
