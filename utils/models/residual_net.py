"""Residual networks. He, Zhang, Ren, Sun, "Deep residual learning for image recognition" (2016)."""

from utils.layers.activations import ReLU
from utils.layers.batch_norm import BatchNorm
from utils.layers.compose import Residual, Sequential
from utils.layers.convolution import Conv2D
from utils.layers.dense import Dense
from utils.layers.pooling import GlobalAveragePool2D


def convolution_norm(n_C_prev, n_C, f, rng, stride=1, first=False):
    """A convolution, then batch norm; its beta takes the place of the convolution's bias."""
    return Sequential(Conv2D(n_C_prev, n_C, f, rng, stride, "same", bias=False, first=first), BatchNorm(n_C))


def residual_block(n_C_prev, n_C, rng, stride=1):
    """Two 3 × 3 convolutions around which the input goes straight, or through a 1 × 1 where its shape changes.

    x: (m, n_H, n_W, n_C_prev) -> (m, ⌈n_H / stride⌉, ⌈n_W / stride⌉, n_C).
    """
    main = Sequential(
        convolution_norm(n_C_prev, n_C, 3, rng, stride),
        ReLU(),
        convolution_norm(n_C, n_C, 3, rng),
    )
    same_shape = stride == 1 and n_C_prev == n_C
    shortcut = None if same_shape else convolution_norm(n_C_prev, n_C, 1, rng, stride)
    return Sequential(Residual(main, shortcut), ReLU())


def residual_net(n_C, classes, rng, widths=(16, 32, 64), blocks=1):
    """A convolution, stages of residual blocks, each half as large and wider, an average, a dense layer.

    n_C: channels of the images.    widths: channels of each stage.    blocks: residual blocks a stage.
    x: (m, n_H, n_W, n_C) -> scores (m, classes). Layers with weights on the main path: 2 · blocks · stages + 2.
    """
    layers = [convolution_norm(n_C, widths[0], 3, rng, first=True), ReLU()]
    n_C_prev = widths[0]
    for stage, width in enumerate(widths):
        for block in range(blocks):
            layers.append(residual_block(n_C_prev, width, rng, stride=2 if stage > 0 and block == 0 else 1))
            n_C_prev = width
    return Sequential(*layers, GlobalAveragePool2D(), Dense(n_C_prev, classes, rng))
