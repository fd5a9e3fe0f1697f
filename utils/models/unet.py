"""The U-Net. Ronneberger, Fischer, Brox (2015)."""

from utils.layers.activations import ReLU
from utils.layers.compose import Sequential, Skip
from utils.layers.convolution import Conv2D
from utils.layers.pooling import MaxPool2D
from utils.layers.transposed import Conv2DTranspose


def unet(n_C, classes, rng, widths=(16, 32, 64)):
    """A score for each class at each pixel: down through the widths, up again, joined at every level.

    n_C: channels of the images.    widths: channels of each level, the finest first.
    x: (m, n_H, n_W, n_C) -> (m, n_H, n_W, classes); n_H and n_W are multiples of 2 ** (len(widths) − 1).
    """
    return Sequential(_level(n_C, list(widths), rng, first=True), Conv2D(widths[0], classes, 1, rng))


def _level(n_C_prev, widths, rng, first=False):
    """Two convolutions; and, while there is a coarser level, that level beside a skip, and two convolutions more."""
    n_C, *coarser = widths
    down = _two_convolutions(n_C_prev, n_C, rng, first)
    if not coarser:
        return down
    below = Sequential(
        MaxPool2D(2, exact=True),
        _level(n_C, coarser, rng),
        Conv2DTranspose(coarser[0], n_C, 2, rng, stride=2),
    )
    return Sequential(down, Skip(below), _two_convolutions(2 * n_C, n_C, rng))


def _two_convolutions(n_C_prev, n_C, rng, first=False):
    return Sequential(
        Conv2D(n_C_prev, n_C, 3, rng, pad="same", first=first),
        ReLU(),
        Conv2D(n_C, n_C, 3, rng, pad="same"),
        ReLU(),
    )
