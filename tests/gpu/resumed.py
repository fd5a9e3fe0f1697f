"""A run that is to be killed: python -m tests.gpu.resumed CHECKPOINT trains in slow steps, saving every other one."""

import sys
import time

import torch

from tests.gpu.machines import CPU, examples, net
from utils.gpu.training import fit_module


def train(checkpoint=None, pause=0.0, **settings):
    """Dropout, augmentation, warm-up, clipping, a dev set: all that has to go on where it stopped."""

    def noise(x, generator):
        time.sleep(pause)
        return x + 0.1 * torch.randn(x.shape, generator=generator)

    torch.set_num_threads(1)
    model, dev = net(), examples(10, seed=1)
    given = {"epochs": 3, "learning_rate": 0.01, "seed": 2, "warmup": 0.2, "clip": 1.0, "every": 2} | settings
    history = fit_module(model, examples(), CPU, augment=noise, dev=dev, checkpoint=checkpoint, save_every=2, **given)
    return model, history


if __name__ == "__main__":
    train(sys.argv[1], pause=0.3)
