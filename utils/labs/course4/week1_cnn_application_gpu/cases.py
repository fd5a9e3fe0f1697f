"""What only the twin's checks try: weights of NumPy layers, images with moves of their own, devices of make-believe."""

import numpy as np
import torch
from torch import nn

from utils.gpu.models.modules import module_of
from utils.labs.course4.week1_cnn_application import cases as in_numpy


def weight_cases(rng):
    def drawn(*shape):
        return rng.normal(size=shape)

    counted = np.arange(12.0).reshape(6, 2)  # a row for each number of a map of 1 × 3 pixels with 2 channels
    return [
        (counted, np.array([0.5, -0.5]), (1, 3, 2)),
        (drawn(5, 3), drawn(3), None),
        (drawn(3, 3, 2, 4), drawn(4), None),
        (drawn(5, 5, 3, 1), drawn(1), None),
        (drawn(24, 5), drawn(5), (2, 3, 4)),
        (drawn(12, 12), drawn(12), (2, 2, 3)),
        (drawn(4, 4), drawn(4), None),
    ]


def move_cases(rng):
    picture = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]]).reshape(1, 3, 3, 1)

    def case(shape, reach):
        down, right = rng.integers(-reach, reach + 1, (2, shape[0]))
        return rng.normal(size=shape), down, right, reach

    return [
        (np.tile(picture, (2, 1, 1, 1)), np.array([1, 0]), np.array([0, -1]), 1),
        case((5, 4, 6, 2), 2),
        case((4, 6, 3, 3), 3),
        case((3, 5, 5, 1), 2),
        (rng.normal(size=(2, 3, 4, 1)), np.array([5, -1]), np.array([0, 4]), 5),
        (rng.normal(size=(3, 4, 2, 2)), np.array([1, -1, 0]), np.array([0, 1, -1]), 3),
    ]


class Watch(nn.Module):
    """Hands on what it is given, but not too many images at once, nor while a record of the operations is kept."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def forward(self, x):
        if self.most is not None and len(x) > self.most:
            raise ValueError(f"{len(x)} images at once, and there is room for {self.most}: take batch_size at a time")
        if torch.is_grad_enabled():
            raise RuntimeError("every operation is recorded, for a way back that never comes: use torch.no_grad()")
        return x


def predict_cases(rng):
    """The NumPy lab's; each network notes for how many images at once it has room."""
    cases = in_numpy.predict_cases(rng)
    for network, _, *batch_size in cases:
        network.most = batch_size[0] if batch_size else None
    return cases


def watched(network):
    """The module of a NumPy network, in training as modules are at first, with a watch in front of it."""
    return nn.Sequential(Watch(network.most), *module_of(network))


def evaluating(network):
    """The module of a NumPy network, in evaluation as after a call of predict."""
    return module_of(network).eval()


class Machine:
    """A device that works behind its host, in seconds of make-believe.

    launch: seconds in which the host starts a step.    work: seconds in which the device does it.
    once: further seconds of the host for each of the first steps, such as for compiling.    now: the clock at first.
    """

    def __init__(self, launch, work, once=(), now=0.0):
        self.launch, self.work, self.once = launch, work, list(once)
        self.now, self.done, self.started = now, now, 0

    def step(self):
        self.started += 1
        self.now += self.launch + (self.once.pop(0) if self.once else 0.0)
        self.done = max(self.done, self.now) + self.work

    def synchronize(self):
        self.now = max(self.now, self.done)

    def clock(self):
        return self.now


def machine_cases(rng):
    return [
        (Machine(launch=1.0, work=4.0), 3, 1),
        (Machine(launch=1.0, work=4.0, once=(60.0, 20.0), now=7.5), 5, 2),
        (Machine(launch=3.0, work=0.25, once=(30.0,), now=100.0), 4, 3),
        (Machine(launch=0.5, work=0.5, now=2.0), 10, 0),
        (Machine(launch=0.125, work=8.0, once=(5.0, 2.0, 1.0)), 2, 6),
    ]
