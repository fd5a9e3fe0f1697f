"""A small convolutional net after LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998), with ReLU and max-pooling."""

from utils.layers.activations import ReLU
from utils.layers.compose import Flatten, Sequential
from utils.layers.convolution import Conv2D
from utils.layers.dense import Dense
from utils.layers.pooling import MaxPool2D


def lenet(side, n_C, classes, rng, filters=(16, 32), hidden=64):
    """Two convolutions, each with a pooling, then two dense layers.

    side: height and width of the images, a multiple of 4.    n_C: their channels.
    x: (m, side, side, n_C) -> scores (m, classes).
    """
    first, second = filters
    return Sequential(
        Conv2D(n_C, first, 3, rng, pad="same", first=True),
        ReLU(),
        MaxPool2D(2, exact=True),
        Conv2D(first, second, 3, rng, pad="same"),
        ReLU(),
        MaxPool2D(2, exact=True),
        Flatten(),
        Dense((side // 4) ** 2 * second, hidden, rng),
        ReLU(),
        Dense(hidden, classes, rng),
    )
