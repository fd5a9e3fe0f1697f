"""Training as a user of PyTorch writes it: eager, float32, (m, n_C, n_H, n_W) in memory, a DataLoader on the host.

It is no straw man: workers prepare the images, pinned memory carries them over, cuDNN uses TF32 as PyTorch lets it.
"""

import math
import os
import time
from contextlib import contextmanager

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset

from utils.bench.gpu_peak import float32_products, synchronize
from utils.gpu.data.images import channel_statistics

WORKERS = 8  # at most


class HostImages(Dataset):
    """Images on the host, each normalised, and changed by chance, when it is asked for.

    X: (m, n_H, n_W, n_C) uint8 or floats in 0…1.    Y: (m,).    statistics: (mean, std) of the channels.
    augment: an Augment whose shift and flip are applied; None for none.
    """

    def __init__(self, X, Y, statistics, augment=None):
        self.X, self.Y = torch.from_numpy(X).permute(0, 3, 1, 2).contiguous(), torch.from_numpy(Y).long()
        self.mean, self.std = (torch.tensor(values, dtype=torch.float32).reshape(-1, 1, 1) for values in statistics)
        self.unit, self.augment = 255 if self.X.dtype == torch.uint8 else 1, augment

    def __len__(self):
        return len(self.X)

    def __getitem__(self, i):
        x = (self.X[i].float() / self.unit - self.mean) / self.std
        return (x if self.augment is None else self._changed(x)), self.Y[i]

    def _changed(self, x):
        """Padded, cropped, perhaps mirrored: x (n_C, n_H, n_W)."""
        pad, (n_H, n_W) = self.augment.shift, x.shape[1:]
        row, column = torch.randint(2 * pad + 1, (2,)).tolist()
        x = F.pad(x, (pad, pad, pad, pad))[:, row : row + n_H, column : column + n_W]
        return x.flip(2) if self.augment.flip and torch.rand(()) < 0.5 else x


def train(task, net, images, device, workers=None):
    """Train a net from the host.

    task: a Task.    net: nn.Module, changed in place.    images: what task.images() gives.
    Returns {"seconds": of each epoch, "dev_accuracy": after each, [] without a dev set}.
    """
    statistics = channel_statistics(images["X_train"])
    batches = loader(task, HostImages(images["X_train"], images["Y_train"], statistics, task.augment), device, workers)
    net = net.to(device)
    settings = task.training
    objective = nn.CrossEntropyLoss(label_smoothing=settings.get("label_smoothing", 0))
    optimizer, schedule = optimizer_of(task, net, len(batches))
    result = {"seconds": [], "dev_accuracy": []}
    for _ in range(task.epochs):
        synchronize(device)
        start, total = time.perf_counter(), 0.0
        net.train()
        for x, y in batches:
            x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
            optimizer.zero_grad()
            loss = objective(net(x), y)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        synchronize(device)
        result["seconds"].append(time.perf_counter() - start)
        if "X_dev" in images:
            dev = HostImages(images["X_dev"], images["Y_dev"], statistics)
            result["dev_accuracy"].append(accuracy(net, dev, task.batch_size, device))
    return result


def loader(task, data, device, workers):
    """A DataLoader in a seeded order; whole batches only where speed is measured, as on the other side."""
    if workers is None:
        workers = min(WORKERS, os.cpu_count() or 1) if device.type == "cuda" else 0
    return DataLoader(
        data,
        task.batch_size,
        shuffle=True,
        drop_last=task.goal is None,
        num_workers=workers,
        persistent_workers=workers > 0,
        pin_memory=device.type == "cuda",
        generator=torch.Generator().manual_seed(0),
    )


def optimizer_of(task, net, per_epoch):
    """The optimiser that the other side has too, with the rate that it has at every step."""
    settings = task.training
    kind, more = torch.optim.AdamW, {}
    if settings["optimizer"] == "sgd":
        kind, more = torch.optim.SGD, {"momentum": 0.9, "nesterov": True}
    optimizer = kind(net.parameters(), settings["learning_rate"], weight_decay=settings.get("weight_decay", 0), **more)
    steps = task.epochs * per_epoch
    warm = round(settings.get("warmup", 0) * steps)

    def share(step):
        """Of the highest rate: rising to it, then a cosine to 0."""
        if step < warm:
            return (step + 1) / (warm + 1)
        return (1 + math.cos(math.pi * (step - warm) / max(steps - warm, 1))) / 2

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


@torch.no_grad()
def accuracy(net, data, batch_size, device):
    net.eval()
    right = sum((net(x.to(device)).argmax(1) == y.to(device)).sum().item() for x, y in DataLoader(data, batch_size))
    return right / len(data)


@contextmanager
def as_pytorch_comes():
    """PyTorch's own settings in this context: TF32 in cuDNN's convolutions alone, no search for the best kernel."""
    cudnn = torch.backends.cudnn
    before = cudnn.allow_tf32, cudnn.benchmark
    cudnn.allow_tf32, cudnn.benchmark = True, False
    try:
        with float32_products("highest"):
            yield
    finally:
        cudnn.allow_tf32, cudnn.benchmark = before
