"""What the benchmark of a GPU trains: nets, images, and the accuracy to reach where there is one."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from utils.gpu.data.augment import Augment
from utils.gpu.data.cifar import load_cifar10
from utils.gpu.models.images import lenet
from utils.gpu.models.residual import ResidualNet, ResNet18, ResNet50
from utils.gpu.seeds import seeded

PASSES = 3  # forward, and twice as much backward: the gradients of the input and of the weights


@dataclass
class Task:
    """One row. Both sides train the same net, from the same weights, on the same images in batches of one size.

    net: () -> nn.Module.    images: () -> dict of X_train, Y_train and, where there is a goal, X_dev, Y_dev.
    epochs: for images/s, one to warm up and the rest to measure.    training: settings for `fit_module`.
    target: images/s to be reached, on the card that TARGETS_FOR names.    goal: dev accuracy to be reached.
    """

    name: str
    net: Callable
    images: Callable
    batch_size: int
    epochs: int
    augment: Augment
    training: dict = field(default_factory=lambda: {"optimizer": "sgd", "learning_rate": 0.01})
    target: float | None = None
    goal: float | None = None


TARGETS_FOR = "H200"  # set before one was at hand, to be calibrated on it


def speed_tasks(setup, batch_size=None, quick=False):
    """Nets on random pixels, whose content costs nothing to make and makes no difference to the time.

    setup: a Setup; at the tiny size all is small enough for a CPU.    batch_size: instead of every row's own.
    quick: two epochs to measure, not six.
    """
    epochs = 3 if quick or not setup.full else 7

    def task(name, net, side, n_C, batch, m, augment, target=None):
        if not setup.full:
            side, batch, m = min(side, 32 if side > 100 else 8), 4, 8
        size = batch_size or batch
        shape = (max(m, size), side, side, n_C)
        return Task(f"{name}, {side} × {side}", net, lambda: noise(shape), size, epochs, augment, target=target)

    shifted, crops = Augment(shift=1), Augment(shift=1 if not setup.full else 4, flip=True)
    return [
        task("ResNet-18", lambda: ResNet18(10), 32, 3, 1024, 51200, crops, 60_000),
        task("ResNet50, small images", lambda: ResNet50(10, small_images=True), 32, 3, 1024, 25600, crops),
        task("ResNet50", lambda: ResNet50(1000), 224, 3, 256, 2560, crops),
        task("LeNet", small_lenet, 8, 1, 1024, 102400, shifted),
    ]


def accuracy_tasks(setup, batch_size=None, cifar=None):
    """Nets that train until they know enough of a dev set.

    setup, batch_size: as for `speed_tasks`.    cifar: the folder of CIFAR10, or None to leave it out.
    """
    depth, few = setup.sized(20, 8), {"m_train": 40, "m_dev": 20, "m_test": 10}
    signs = Task(
        f"signs, {depth} layers",
        lambda: ResidualNet(depth, 10),
        lambda: sign_images(**setup.sized({}, few)),
        batch_size or setup.sized(128, 20),
        setup.sized(15, 2),
        Augment(shift=2),
        {"optimizer": "adamw", "learning_rate": 5e-3, "weight_decay": 0.01, "warmup": 0.1},
        goal=setup.sized(0.97, 0.05),
    )
    if cifar is None:
        return [signs]
    sgd = {"optimizer": "sgd", "learning_rate": 0.2, "weight_decay": 5e-4, "warmup": 0.2, "label_smoothing": 0.1}
    photographs = Task(
        "CIFAR10, ResNet-18",
        lambda: ResNet18(10),
        lambda: photograph_images(cifar, None if setup.full else 20),
        batch_size or setup.sized(512, 20),
        setup.sized(20, 2),
        Augment(shift=4, flip=True),
        sgd,
        goal=setup.sized(0.93, 0.05),
    )
    return [signs, photographs]


def small_lenet():
    with seeded(0):
        return lenet(8, 1, 10)


def noise(shape):
    """Random pixels and labels, uint8."""
    rng = np.random.default_rng(0)
    return {"X_train": rng.integers(0, 256, shape, dtype=np.uint8), "Y_train": rng.integers(0, 10, shape[0])}


def sign_images(**sizes):
    from utils.data.signs import load_signs

    return load_signs(**sizes)._asdict()


def photograph_images(folder, most):
    """CIFAR10, at most so many pictures of each part; None for all."""
    parts = load_cifar10(folder)._asdict()
    return {name: part[:most] for name, part in parts.items()}


def multiply_adds(net, side, n_C):
    """Multiplications, each with its addition, of the forward pass of one image: convolutions and dense layers."""
    net = copy.deepcopy(net).to("meta").eval()  # shapes alone: nothing is computed
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        net(torch.empty(1, n_C, side, side, device="meta"))
    return counter.get_total_flops() // 2


def training_flops(net, side, n_C):
    """Operations to learn from one image: 3 passes × 2 operations × multiply-adds of the forward pass.

    A first layer needs no gradient of the images, which makes this count too high by a few per cent at most; what is
    no product (norms, ReLU, additions) is not counted at all.
    """
    return PASSES * 2 * multiply_adds(net, side, n_C)
