"""MobileNet's blocks. Howard et al. (2017); Sandler et al., "MobileNetV2: inverted residuals" (2018)."""

from itertools import pairwise

from utils.layers.activations import ReLU6
from utils.layers.batch_norm import BatchNorm
from utils.layers.compose import Residual, Sequential
from utils.layers.convolution import Conv2D
from utils.layers.dense import Dense
from utils.layers.depthwise import DepthwiseConv2D
from utils.layers.pooling import GlobalAveragePool2D
from utils.models.residual_net import convolution_norm


def filter_then_mix(n_C_prev, n_C, rng, stride=1):
    """A filter for each channel, then a 1 × 1 convolution that mixes the channels, without an activation at its end."""
    return Sequential(
        DepthwiseConv2D(n_C_prev, 3, rng, stride, pad=1, bias=False),
        BatchNorm(n_C_prev),
        ReLU6(),
        Conv2D(n_C_prev, n_C, 1, rng, bias=False),
        BatchNorm(n_C),
    )


def depthwise_separable(n_C_prev, n_C, rng, stride=1):
    """The block that the first MobileNet stacks.

    x: (m, n_H, n_W, n_C_prev) -> (m, ⌈n_H / stride⌉, ⌈n_W / stride⌉, n_C).
    """
    return Sequential(filter_then_mix(n_C_prev, n_C, rng, stride), ReLU6())


def inverted_residual(n_C_prev, n_C, rng, stride=1, expansion=6):
    """MobileNetV2's bottleneck: widen by 1 × 1, filter each channel, narrow by 1 × 1 without an activation.

    The input is added where stride and channels let its shape stay.
    x: (m, n_H, n_W, n_C_prev) -> (m, ⌈n_H / stride⌉, ⌈n_W / stride⌉, n_C).
    """
    wide = n_C_prev * expansion
    block = Sequential(
        Conv2D(n_C_prev, wide, 1, rng, bias=False),
        BatchNorm(wide),
        ReLU6(),
        filter_then_mix(wide, n_C, rng, stride),
    )
    return Residual(block) if stride == 1 and n_C_prev == n_C else block


def mobile_net(n_C, classes, rng, widths, separable=True):
    """A small MobileNet, or the same net of plain 3 × 3 convolutions.

    n_C: channels of the images.    widths: of the first layer, then of every block; each second block halves the
    image.    separable: False puts a plain convolution in each block's place.
    x: (m, n_H, n_W, n_C) -> scores (m, classes).
    """
    layers = [convolution_norm(n_C, widths[0], 3, rng, stride=2, first=True), ReLU6()]
    for i, (n_C_prev, n_out) in enumerate(pairwise(widths)):
        stride = 1 + i % 2
        if separable:
            layers.append(depthwise_separable(n_C_prev, n_out, rng, stride))
        else:
            layers += [convolution_norm(n_C_prev, n_out, 3, rng, stride), ReLU6()]
    return Sequential(*layers, GlobalAveragePool2D(), Dense(widths[-1], classes, rng))
