"""The Inception module. Szegedy et al., "Going deeper with convolutions" (2015)."""

from utils.layers.activations import ReLU
from utils.layers.compose import Concat, Sequential
from utils.layers.convolution import Conv2D
from utils.layers.pooling import MaxPool2D


def convolution_relu(n_C_prev, n_C, f, rng):
    """A convolution that keeps height and width, then ReLU."""
    return Sequential(Conv2D(n_C_prev, n_C, f, rng, pad="same"), ReLU())


def inception_module(n_C, widths, rng):
    """Four branches side by side; 1 × 1 convolutions make the expensive ones narrow first.

    widths: {"1x1": n, "3x3": (narrow, n), "5x5": (narrow, n), "pool": n}, channels.
    x: (m, n_H, n_W, n_C) -> (m, n_H, n_W, the sum of the four n).
    """
    narrow_3, wide_3 = widths["3x3"]
    narrow_5, wide_5 = widths["5x5"]
    return Concat(
        convolution_relu(n_C, widths["1x1"], 1, rng),
        Sequential(convolution_relu(n_C, narrow_3, 1, rng), convolution_relu(narrow_3, wide_3, 3, rng)),
        Sequential(convolution_relu(n_C, narrow_5, 1, rng), convolution_relu(narrow_5, wide_5, 5, rng)),
        Sequential(MaxPool2D(3, stride=1, pad=1), convolution_relu(n_C, widths["pool"], 1, rng)),
    )
