"""What the checks of the convolutional network try: images, parameters and small networks."""

import numpy as np

from utils.layers import (
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePool2D,
    MaxPool2D,
    ReLU,
    Sequential,
)
from utils.models.lenet import lenet


def model_cases(rng):
    middle = np.zeros((3, 3, 1, 1))
    middle[1, 1] = 1.0  # a filter that copies its pixel
    X = np.arange(-7.0, 9.0).reshape(1, 4, 4, 1)
    W3 = np.array([[1.0, -2.0]])
    copies = {"W1": middle, "b1": np.array([1.0]), "W2": 0.5 * middle, "b2": np.array([-1.0]), "W3": W3}
    readable = X, copies | {"b3": np.array([0.5, 0.25])}
    drawn = [
        _images_and_parameters(rng, (2, 8, 12, 3), (3, 4), (3, 2), 5),
        _images_and_parameters(rng, (3, 6, 9, 2), (5, 3), (3, 4), 3),
        _images_and_parameters(rng, (1, 5, 4, 1), (1, 5), (5, 3), 2),
    ]
    return [readable, *drawn]


def _images_and_parameters(rng, shape, first, second, classes):
    """Drawn images, and parameters of two convolutions (f, n_C) each and a dense layer."""
    m, n_H, n_W, n_C = shape
    parameters = {}
    for layer, (f, channels) in enumerate((first, second), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(f, f, n_C, channels)) / f
        parameters[f"b{layer}"] = rng.normal(size=channels)
        n_C = channels
    n_in = (n_H // 2 // 2) * (n_W // 2 // 2) * n_C
    parameters |= {"W3": rng.normal(size=(n_in, classes)), "b3": rng.normal(size=classes)}
    return rng.normal(size=shape), parameters


def normed(rng):
    """A network that knows whether it is learning, and an image size on which it has no symmetry."""
    network = Sequential(
        Conv2D(2, 3, 3, rng, first=True), BatchNorm(3), ReLU(), MaxPool2D(2), Flatten(), Dense(12, 4, rng)
    )
    for layer in network.layers:
        if isinstance(layer, BatchNorm):
            layer.mean[:], layer.variance[:] = rng.normal(size=3), rng.uniform(0.5, 2, 3)
    return network


def maps_cases(rng):
    tiny = Sequential(Flatten(), Dense(4, 2, rng))
    dropping = Sequential(Flatten(), Dense(6, 5, rng, init=_wide), ReLU(), Dropout(0.5, rng), Dense(5, 3, rng))
    return [
        (tiny.cast(np.float64), np.array([[[[1.0], [2.0]], [[3.0], [-1.0]]]])),
        (normed(rng).cast(np.float64), rng.normal(size=(3, 6, 7, 2))),
        (dropping.cast(np.float64), rng.normal(size=(2, 2, 3, 1))),
        (lenet(4, 2, 3, rng, filters=(2, 3), hidden=4).cast(np.float64), rng.normal(size=(1, 4, 4, 2))),
    ]


def _wide(shape, rng):
    return rng.standard_normal(shape).astype(np.float32)


def table_cases(rng):
    nested = Sequential(
        Sequential(Conv2D(2, 4, 3, rng, pad="same", bias=False, first=True), BatchNorm(4), ReLU()),
        MaxPool2D(2),
        Conv2D(4, 6, 3, rng, stride=2),
        GlobalAveragePool2D(),
        Dense(6, 5, rng),
    )
    return [
        (Sequential(Flatten(), Dense(6, 2, rng)), (3, 2, 1)),
        (lenet(8, 1, 10, rng, filters=(3, 5), hidden=7), (8, 8, 1)),
        (nested, (7, 11, 2)),
        (Sequential(Conv2D(3, 2, 5, rng), ReLU(), Flatten(), Dense(36, 4, rng), ReLU(), Dense(4, 3, rng)), (10, 7, 3)),
    ]


def ways_cases(rng):
    return [((4, 4, 1), 3, 1), ((6, 6, 3), 3, 10), ((5, 9, 2), 1, 4), ((3, 3, 4), 3, 6), ((32, 28, 3), 5, 8)]


def width_cases(rng):
    # Just enough for a width, one too few for it, one hidden unit, and none
    return [(3, 2, 20), (3, 2, 19), (4, 2, 19), (64, 10, 35_914), (5, 1, 9), (5, 1, 7), (576, 10, 40_000), (4, 3, 3)]


def train_cases(rng):
    def case(network, shape, classes, rate, epochs, batch_size):
        X, Y = rng.normal(size=shape), np.arange(shape[0]) % classes
        return (
            network.cast(np.float64),
            X,
            rng.permuted(Y),
            rate,
            epochs,
            batch_size,
            np.random.default_rng(int(rng.integers(999))),
        )

    plain = Sequential(Flatten(), Dense(4, 2, rng))
    return [
        case(plain, (4, 2, 2, 1), 2, 0.1, 2, 2),
        case(normed(rng), (11, 6, 7, 2), 4, 0.02, 3, 4),
        case(lenet(4, 1, 3, rng, filters=(2, 3), hidden=4), (6, 4, 4, 1), 3, 0.05, 2, 5),
        case(Sequential(Flatten(), Dense(6, 3, rng)), (5, 2, 3, 1), 3, 0.3, 4, 8),
    ]


def crowded(network, most):
    """A network whose first layer has room for so many images only."""
    first = network.layers[0]

    def forward(x, **settings):
        if len(x) > most:
            raise ValueError(f"{len(x)} images at once, and there is room for {most}: hand on batch_size at a time")
        return type(first).forward(first, x, **settings)

    first.forward = forward
    return network


def predict_cases(rng):
    tiny = Sequential(Flatten(), Dense(2, 3, rng))
    tiny.layers[1].W[:] = [[1, 0, -1], [0, 1, -1]]
    four = np.array([[3.0, 1.0], [0.0, 2.0], [-1.0, -4.0], [2.0, 1.5]]).reshape(4, 1, 2, 1)
    return [
        (tiny.cast(np.float64), four, 2),
        (crowded(normed(rng).cast(np.float64), 4), rng.normal(size=(11, 6, 7, 2)), 4),
        (normed(rng).cast(np.float64), rng.normal(size=(9, 6, 7, 2)), 20),
        (normed(rng).cast(np.float64), rng.normal(size=(1, 6, 7, 2)), 1),
        (normed(rng).cast(np.float64), rng.normal(size=(6, 6, 7, 2)), 3),
    ]


def shift_cases(rng):
    picture = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]]).reshape(1, 3, 3, 1)
    drawn = [((2, 5, 4, 2), 1, -2), ((1, 3, 6, 1), -2, 1), ((3, 4, 4, 1), -2, -2), ((2, 3, 5, 1), 0, 4)]
    moves = [(rng.normal(size=shape), down, right) for shape, down, right in drawn]
    return [(picture, 1, 0), *moves, (picture, 0, 0), (rng.normal(size=(2, 3, 4, 1)).astype(np.float32), 5, 1)]
