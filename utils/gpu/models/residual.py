"""Residual networks in PyTorch: the bottleneck blocks of the course, ResNet50, ResNet18, and plain nets beside them.

He, Zhang, Ren, Sun, "Deep residual learning for image recognition" (2016). A block's stride is in its first 1 × 1, as
in the paper and in the course; torchvision has it in the 3 × 3, which costs more multiplications and no parameters.
x: (m, n_C, n_H, n_W). Convolutions have no bias: the beta of the batch norm behind them takes its place.
"""

import torch
from torch import nn

from utils.gpu.models.images import ResidualBlock, convolution_norm, residual_net
from utils.gpu.seeds import seeded

RESNET50 = ((3, 64), (4, 128), (6, 256), (3, 512))  # blocks and narrow channels of each stage; four times as wide
RESNET18 = {"widths": (64, 128, 256, 512), "blocks": 2}


class Bottleneck(nn.Module):
    """1 × 1, f × f, 1 × 1, and what goes past them is added before the last ReLU.

    n_C_prev: channels of x.    f: pixels of the middle filter's side, odd.    filters: channels (F1, F2, F3).
    stride: of the first 1 × 1.    shortcut: a module that brings x to the main path's shape.
    Raises ValueError for filters that fit no block.
    """

    def __init__(self, n_C_prev, f, filters, stride, shortcut):
        super().__init__()
        if f % 2 == 0:
            raise ValueError(f"f = {f}: a filter that keeps height and width has a middle pixel, so an odd side")
        if len(filters) != 3:
            raise ValueError(f"filters = {filters}: a block has three convolutions, so (F1, F2, F3)")
        F1, F2, F3 = filters
        self.main = nn.Sequential(
            convolution_norm(n_C_prev, F1, 1, stride),
            nn.ReLU(),
            convolution_norm(F1, F2, f),
            nn.ReLU(),
            convolution_norm(F2, F3, 1),
        )
        self.shortcut = shortcut

    def forward(self, x):
        return torch.relu(self.main(x) + self.shortcut(x))


class IdentityBlock(Bottleneck):
    """A block past which x goes as it is: (m, n_C, n_H, n_W) -> the same shape.

    filters: (F1, F2, n_C). Raises ValueError where the last is not n_C: the two are added.
    """

    def __init__(self, n_C, f, filters):
        if filters[-1] != n_C:
            raise ValueError(f"x has {n_C} channels and the main path ends in {filters[-1]}: they are added")
        super().__init__(n_C, f, filters, 1, nn.Identity())


class ConvolutionalBlock(Bottleneck):
    """A block past which x goes through a 1 × 1 of the same stride: to (m, F3, ⌈n_H / s⌉, ⌈n_W / s⌉)."""

    def __init__(self, n_C_prev, f, filters, s=2):
        super().__init__(n_C_prev, f, filters, s, convolution_norm(n_C_prev, filters[-1], 1, s))


def ResNet50(classes, n_C=3, small_images=False, *, zero_init_residual=False, seed=0):
    """Sixteen bottleneck blocks in four stages: 25,557,032 parameters at 1000 classes.

    small_images: for sides near 32. The first convolution is then 3 × 3 of stride 1 without pooling, where it is
    7 × 7 of stride 2 and a max-pool for images near 224: those would be down to 1 pixel before the last stage.
    zero_init_residual, seed: see `started`.
    Returns an nn.Sequential: x -> scores (m, classes).
    """
    with seeded(seed):
        layers, n_C_prev = stem(n_C, small_images), 64
        for stage, (blocks, narrow) in enumerate(RESNET50):
            filters = (narrow, narrow, 4 * narrow)
            layers.append(ConvolutionalBlock(n_C_prev, 3, filters, s=1 if stage == 0 else 2))
            n_C_prev = filters[-1]
            layers += [IdentityBlock(n_C_prev, 3, filters) for _ in range(blocks - 1)]
        return started(nn.Sequential(*layers, *head(n_C_prev, classes)), zero_init_residual)


def ResNet18(classes, n_C=3, *, zero_init_residual=False, seed=0):
    """Eight blocks of two 3 × 3 for images of 32 × 32: 11,173,962 parameters at 10 classes.

    This is the variant that papers on CIFAR10 use: a 3 × 3 of stride 1 first and no pooling, then stages of 64 to 512
    channels. zero_init_residual, seed: see `started`. Returns an nn.Sequential: x -> scores (m, classes).
    """
    with seeded(seed):
        return started(residual_net(n_C, classes, **RESNET18), zero_init_residual)


def ResidualNet(depth, classes, n_C=3, widths=(16, 32, 64), *, zero_init_residual=False, seed=0):
    """Blocks of two 3 × 3 by depth, as the paper has them for CIFAR10: 8, 14, 20, 26, 32, … layers in three stages.

    depth: layers with weights on the main path, 2 · blocks · stages + 2. Raises ValueError for others.
    Returns an nn.Sequential: x -> scores (m, classes).
    """
    blocks = blocks_of(depth, len(widths))
    with seeded(seed):
        return started(residual_net(n_C, classes, widths, blocks), zero_init_residual)


def PlainNet(depth, classes, n_C=3, widths=(16, 32, 64), *, seed=0):
    """`ResidualNet` of the same depth without its shortcuts: the same convolutions, nothing goes past them.

    depth, widths: as there. Returns an nn.Sequential: x -> scores (m, classes).
    """
    blocks = blocks_of(depth, len(widths))
    with seeded(seed):
        layers, n_C_prev = [convolution_norm(n_C, widths[0], 3), nn.ReLU()], widths[0]
        for stage, width in enumerate(widths):
            for place in range(2 * blocks):
                stride = 2 if stage > 0 and place == 0 else 1
                layers += [convolution_norm(n_C_prev, width, 3, stride), nn.ReLU()]
                n_C_prev = width
        return started(nn.Sequential(*layers, *head(n_C_prev, classes)))


def blocks_of(depth, stages):
    """Blocks a stage of a net so deep; ValueError where they do not come out whole."""
    blocks, left = divmod(depth - 2, 2 * stages)
    if blocks < 1 or left:
        possible = [2 * stages * n + 2 for n in (1, 2, 3)]
        raise ValueError(f"depth = {depth}: with {stages} stages there are {', '.join(map(str, possible))}, … layers")
    return blocks


def stem(n_C, small_images):
    """What stands before the first stage, 64 channels wide."""
    if small_images:
        return [convolution_norm(n_C, 64, 3), nn.ReLU()]
    return [convolution_norm(n_C, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]


def head(n_C, classes):
    """What stands behind the last stage: every channel's mean, and a dense layer."""
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(n_C, classes)]


def started(net, zero_init_residual=False):
    """Give all weights the start of He, Zhang, Ren, Sun (2015): normal, variance 2 / fan_in; biases 0.

    zero_init_residual: the last gamma of every block is 0, so that a block starts as what goes past it. Goyal and
    others, "Accurate, large minibatch SGD" (2017).
    Draws from PyTorch's generator; the nets above do so on the CPU under their seed, so that it decides the weights.
    Returns the net.
    """
    for part in net.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
            if part.bias is not None:
                nn.init.zeros_(part.bias)
        elif zero_init_residual and isinstance(part, Bottleneck | ResidualBlock):
            last_norm = part.main[-1][1]
            nn.init.zeros_(last_norm.weight)
    return net
