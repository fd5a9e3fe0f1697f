"""Plain and residual networks of 8, 38 and 56 layers, trained for six epochs at the tiny size, on a CPU.

A notebook on a CPU has time for one shallow net and for the first epoch of the deep ones.
`python -m utils measure week2_residual_networks_gpu` measures anew, several minutes on one core.
"""

from dataclasses import replace
from functools import partial

import numpy as np
import torch

from utils.data.signs import load_signs
from utils.gpu.data.augment import Augment
from utils.gpu.data.images import DeviceImages
from utils.gpu.device import choose
from utils.gpu.models.residual import PlainNet, ResidualNet
from utils.gpu.steps.residual_networks import learning_rate_at
from utils.gpu.training import fit_module
from utils.labs.measured import rows_where

KINDS = {
    "plain": PlainNet,
    "residual": ResidualNet,
    "residual, γ = 0": partial(ResidualNet, zero_init_residual=True),
}
DEPTHS, SEEDS, EPOCHS = (8, 38, 56), (0, 1, 2), 6


def measure():
    """Train every network; returns a list of rows, see `measure_net`."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        data = small_signs()
        return [measure_net(kind, depth, seed, data) for depth in DEPTHS for kind in KINDS for seed in SEEDS]
    finally:
        torch.set_num_threads(threads)


def small_signs():
    """(setup, train, dev): 1,024 signs of 16 × 16 pixels in batches of 32, and the dev set, on the CPU in float32."""
    setup = replace(choose(precision="fp32", device="cpu", size="tiny"), compile=False)
    signs = load_signs(m_train=3000)
    train = DeviceImages(signs.X_train[:1024, ::2, ::2], signs.Y_train[:1024], setup, 32, drop_last=True)
    return setup, train, DeviceImages(signs.X_dev[:, ::2, ::2], signs.Y_dev, setup, 250, like=train)


def measure_net(kind, depth, seed, data, epochs=EPOCHS):
    """Train one network for some of the six epochs that its learning rates are made for.

    Returns {"kind", "depth", "seed", "step", "step_loss": the mean of eight steps at a time, and for each epoch "loss"
    and "dev", the accuracy}.
    """
    _, run = trained(kind, depth, seed, data, epochs)
    return {
        **{"kind": kind, "depth": depth, "seed": seed, "step": run.step},
        "step_loss": [round(loss, 3) for loss in run.step_loss],
        "loss": [round(loss, 3) for loss in run.loss],
        "dev": [round(accuracy, 3) for accuracy in run.dev_accuracy],
    }


def trained(kind, depth, seed, data, epochs):
    """The network of `measure_net` after its training, and the History of that."""
    setup, train, dev = data
    net = setup.place(KINDS[kind](depth, 10, widths=(8, 16, 32), seed=seed))
    steps = EPOCHS * (len(train) // train.batch_size)
    rate = partial(learning_rate_at, steps=steps, peak=0.1, warmup=steps // 10)
    return net, fit_module(
        net, train, setup, epochs=epochs, learning_rate=0.1, schedule=rate, optimizer="sgd", weight_decay=1e-4,
        augment=Augment(shift=2, flip=False), dev=dev, seed=seed, every=8, name=f"{kind}, {depth} layers, seed {seed}",
    )  # fmt: skip


def column(table, kind, depth, what):
    """One entry of the networks of a kind and depth, in the seeds' order: (seeds, …).    what: such as "dev"."""
    return np.array([row[what] for row in rows_where(table, kind=kind, depth=depth)])
