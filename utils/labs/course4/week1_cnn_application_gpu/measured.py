"""What the notebook says of longer runs and of more seeds than it has time for, at the tiny size, on the CPU.

The notebook runs one of the short ones again.
"""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import pad

from utils.bars import progress
from utils.data.digits import load_digits
from utils.data.placed_digits import load_placed_digits
from utils.gpu.data.batches import TensorData
from utils.gpu.device import choose
from utils.gpu.seeds import seeded
from utils.gpu.steps.cnn_application import move_each
from utils.gpu.training import evaluate_module, fit_module

OPTIONS = {"learning_rate": 0.008, "weight_decay": 0.01, "warmup": 0.1, "seed": 0}
SMALL = {"filters": (16, 32), "hidden": 32}
COPIES, SHORT, LONG = 5, 3, 12  # of each digit in an epoch on the field; epochs


def make_lenet(side=8, n_C=1, filters=(32, 64), hidden=64):
    first, second = filters
    return nn.Sequential(
        *(nn.Conv2d(n_C, first, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(first, second, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear((side // 4) ** 2 * second, hidden), nn.ReLU(), nn.Linear(hidden, 10)),
    )


def moving(reach):
    """A change of the training images: each is moved by up to `reach` pixels."""

    def augment(x, generator):
        down, right = torch.randint(-reach, reach + 1, (2, len(x)), generator=generator, device=x.device)
        return move_each(x, down, right, reach)

    return augment


def as_tensors(X, Y, setup):
    """Columns of pixels (side², m) and labels (1, m) as images (m, 1, side, side) of float32 and labels (m,)."""
    side = int(np.sqrt(X.shape[0]))
    images = torch.from_numpy(X.T.reshape(-1, 1, side, side).astype(np.float32))
    return setup.place(images), torch.from_numpy(Y[0]).to(setup.device)


def one(train, test, setup, seed, epochs, reach, every, **network):
    """Train one network from a seed; returns the losses of its epochs and its accuracy on the test digits."""
    with seeded(seed):
        module = make_lenet(**network)
    run = fit_module(
        module, train, setup, epochs=epochs, augment=moving(reach), every=every, **OPTIONS | {"seed": seed}
    )
    return {
        "losses": np.round(run.loss, 5).tolist(),
        "test": round(evaluate_module(module, test, setup)["accuracy"], 4),
    }


def centred(setup):
    """Training and test digits of 8 × 8 pixels."""
    X_train, Y_train, X_test, Y_test = load_digits(np.random.default_rng(0))
    train = TensorData(*as_tensors(X_train, Y_train, setup), setup, 32)
    return train, TensorData(*as_tensors(X_test, Y_test, setup), setup, 539)


def on_a_field(setup):
    """Training digits in the middle of 24 × 24 pixels, to be moved, and test digits at random places of them."""
    digits = load_digits(np.random.default_rng(0))
    x, y = as_tensors(digits.X_train, digits.Y_train, setup)
    placed = load_placed_digits(np.random.default_rng(0), side=24, copies=1, test_copies=4)
    x_field = pad(x, (8, 8, 8, 8)).repeat(COPIES, 1, 1, 1)
    train = TensorData(x_field, y.repeat(COPIES), setup, 64, drop_last=True)
    return train, TensorData(*as_tensors(placed.X_test, placed.Y_test, setup), setup, 539)


def measure():
    """{"digits": {epochs: accuracies of six seeds}, "field": {epochs: [losses and accuracy of each of four seeds]}}."""
    setup = choose(precision="fp32", device="cpu", compile=False, size="tiny")
    digits = {
        str(epochs): [
            one(*centred(setup), setup, seed, epochs, 1, 100)["test"] for seed in progress(range(6), "digits")
        ]
        for epochs in (20, 40)
    }
    field = {
        str(epochs): [
            one(*on_a_field(setup), setup, seed, epochs, 8, 50, side=24, **SMALL)
            for seed in progress(range(4), "on the field")
        ]
        for epochs in (SHORT, LONG)
    }
    return {"digits": digits, "field": field}
