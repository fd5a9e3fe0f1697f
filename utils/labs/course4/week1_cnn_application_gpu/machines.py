"""Training steps to be timed: a small network on the CPU in NumPy, the same in PyTorch on any device.

Each machine has step(), which starts a step; synchronize(), which waits until all that was started is done; and
clock(), the time in seconds.
"""

import time
from types import SimpleNamespace

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam


def numpy_machine(network, batch_size, shape, classes):
    """Steps of a NumPy network on one batch.

    network: a Sequential.    batch_size: images of a step.    shape: of an image, (n_H, n_W, n_C).
    classes: number of scores.
    """
    optimizer = Adam(network.parameters(), 0.002)
    X, Y = _batch(batch_size, shape, classes)

    def step():
        _, gradient = softmax_cross_entropy(network.forward(X, train=True), Y)
        network.backward(gradient)
        optimizer.step(network.gradients())

    return SimpleNamespace(step=step, synchronize=lambda: None, clock=time.perf_counter)


def torch_machine(network, batch_size, shape, classes, device):
    """Steps of an nn.Module on one batch, one operation after the other, in float32.

    network: nn.Module.    device: where it is put.    The rest: as for `numpy_machine`; shape keeps NumPy's order.
    """
    device, network = torch.device(device), network.to(device)
    optimizer = torch.optim.Adam(network.parameters(), 0.002)
    X, Y = _batch(batch_size, shape, classes)
    x, y = torch.from_numpy(X).permute(0, 3, 1, 2).contiguous().to(device), torch.from_numpy(Y).to(device)

    def step():
        optimizer.zero_grad()
        cross_entropy(network(x), y).backward()
        optimizer.step()

    wait = getattr(torch, device.type).synchronize  # torch.cuda.synchronize, torch.cpu.synchronize, …
    return SimpleNamespace(step=step, synchronize=wait, clock=time.perf_counter)


def _batch(batch_size, shape, classes):
    """Noise and labels, always the same."""
    X = np.random.default_rng(0).random((batch_size, *shape), dtype=np.float32)
    return X, np.arange(batch_size) % classes
