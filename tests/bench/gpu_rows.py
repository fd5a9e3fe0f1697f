"""Rows so small that a CPU trains them in no time, for the tests of the GPU's benchmark."""

import numpy as np
import pytest
import torch

from utils.bench.gpu_tasks import Task, small_lenet
from utils.gpu.data.augment import Augment
from utils.gpu.device import Setup

CPU = Setup("cpu")


@pytest.fixture(autouse=True)
def one_thread():
    """Several threads on products so small only wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def few_images(m=12, seed=0):
    rng = np.random.default_rng(seed)
    return {"X_train": rng.integers(0, 256, (m, 8, 8, 1), dtype=np.uint8), "Y_train": rng.integers(0, 10, m)}


def task(name="tiny", **changes):
    fields = {"net": small_lenet, "images": few_images, "batch_size": 4, "epochs": 3, "augment": Augment(shift=1)}
    return Task(name, **fields | changes)


def with_goal(goal, **changes):
    images = few_images() | {"X_dev": few_images(6, 1)["X_train"], "Y_dev": few_images(6, 1)["Y_train"]}
    return task(images=lambda: images, goal=goal, **changes)
