"""Residual networks, and plain ones beside them: the same convolutions without shortcuts.

He, Zhang, Ren, Sun, "Deep residual learning for image recognition" (2016).
"""

from utils.layers.activations import ReLU
from utils.layers.batch_norm import BatchNorm
from utils.layers.compose import Residual, Sequential
from utils.layers.convolution import Conv2D
from utils.layers.dense import Dense
from utils.layers.pooling import GlobalAveragePool2D


def convolution_norm(n_C_prev, n_C, f, rng, stride=1, first=False, norm=True):
    """A convolution, then batch norm; its beta takes the place of the convolution's bias.

    norm: False is the convolution alone, with its bias.
    """
    convolution = Conv2D(n_C_prev, n_C, f, rng, stride, "same", bias=not norm, first=first)
    return Sequential(convolution, BatchNorm(n_C)) if norm else convolution


def main_path(n_C_prev, n_C, rng, stride=1, norm=True):
    """Two 3 × 3 convolutions and the ReLU between them."""
    return Sequential(
        convolution_norm(n_C_prev, n_C, 3, rng, stride, norm=norm),
        ReLU(),
        convolution_norm(n_C, n_C, 3, rng, norm=norm),
    )


def residual_block(n_C_prev, n_C, rng, stride=1, norm=True):
    """Two 3 × 3 convolutions around which the input goes straight, or through a 1 × 1 where its shape changes.

    x: (m, n_H, n_W, n_C_prev) -> (m, ⌈n_H / stride⌉, ⌈n_W / stride⌉, n_C).
    """
    main = main_path(n_C_prev, n_C, rng, stride, norm)
    same_shape = stride == 1 and n_C_prev == n_C
    shortcut = None if same_shape else convolution_norm(n_C_prev, n_C, 1, rng, stride, norm=norm)
    return Sequential(Residual(main, shortcut), ReLU())


def plain_block(n_C_prev, n_C, rng, stride=1, norm=True):
    """The same two convolutions, and nothing goes around them."""
    return Sequential(main_path(n_C_prev, n_C, rng, stride, norm), ReLU())


def residual_net(n_C, classes, rng, widths=(16, 32, 64), blocks=1, norm=True, block=residual_block):
    """A convolution, stages of residual blocks, each half as large and wider, an average, a dense layer.

    n_C: channels of the images.    widths: channels of each stage.    blocks: residual blocks a stage.
    norm: False leaves batch norm out.    block: what makes a block.
    x: (m, n_H, n_W, n_C) -> scores (m, classes). Layers with weights on the main path: 2 · blocks · stages + 2.
    """
    layers = [convolution_norm(n_C, widths[0], 3, rng, first=True, norm=norm), ReLU()]
    n_C_prev = widths[0]
    for stage, width in enumerate(widths):
        for place in range(blocks):
            layers.append(block(n_C_prev, width, rng, stride=2 if stage > 0 and place == 0 else 1, norm=norm))
            n_C_prev = width
    return Sequential(*layers, GlobalAveragePool2D(), Dense(n_C_prev, classes, rng))


def plain_net(n_C, classes, rng, widths=(16, 32, 64), blocks=1, norm=True):
    """`residual_net` without its shortcuts: as many layers, and the blocks in the same places."""
    return residual_net(n_C, classes, rng, widths, blocks, norm, block=plain_block)
