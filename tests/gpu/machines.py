"""Machines that are not here, for tests: cards by their compute capability; small data and nets to train on."""

import torch
from torch import nn

from utils.gpu import device
from utils.gpu.data.batches import TensorData
from utils.gpu.seeds import seeded

VARIABLES = ("COURSE_DEVICE", "COURSE_PRECISION", "COURSE_SIZE", "WORLD_SIZE", "RANK")


def pretend(monkeypatch, capability=None, name="Pretended GPU", triton=True, mps=False, trouble=None):
    """Have torch report one card of a capability, or none; the course's variables are unset.

    Returns the list in which it is noted when TF32 is switched on.
    """
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: capability is not None)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: capability)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: name)
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 0)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    monkeypatch.setattr(device, "_has_triton", lambda: triton)
    monkeypatch.setattr(device, "_trouble", lambda kind: trouble)
    switched = []
    monkeypatch.setattr(device, "_switch_on_what_is_free", lambda: switched.append("TF32"))
    return switched


CPU = device.Setup("cpu")


def examples(m=22, setup=CPU, batch_size=8, seed=0, **settings):
    """Small images of two classes, told apart by their mean."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(m, 2, 4, 4, generator=generator)
    return TensorData(x, (x.mean((1, 2, 3)) > 0).long(), setup, batch_size, **settings)


def net(seed=0, dropout=0.2):
    """A convolution with batch norm, dropout, a dense layer."""
    with seeded(seed):
        return nn.Sequential(
            nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(dropout), nn.Flatten(),
            nn.Linear(64, 2),
        )  # fmt: skip


def same(ours, theirs):
    """Whether two modules hold the same numbers, bit for bit."""
    return all(torch.equal(a, b) for a, b in zip(ours.state_dict().values(), theirs.state_dict().values(), strict=True))
