"""The image models of `utils.models` in eager PyTorch, as its users write them: (m, n_C, n_H, n_W), float32."""

import torch
from torch import nn


def dense_net(widths):
    """`utils.models.dense_net.dense_net`."""
    layers = [nn.Linear(widths[0], widths[1])]
    for n_prev, n in zip(widths[1:], widths[2:], strict=False):
        layers += [nn.ReLU(), nn.Linear(n_prev, n)]
    return nn.Sequential(*layers)


class FlattenChannelsLast(nn.Module):
    """Flatten in our order of axes, so that the dense layer behind it has the same weights."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


def lenet(side, n_C, classes, filters=(16, 32), hidden=64):
    """`utils.models.lenet.lenet`."""
    first, second = filters
    return nn.Sequential(
        nn.Conv2d(n_C, first, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(first, second, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        FlattenChannelsLast(),
        nn.Linear((side // 4) ** 2 * second, hidden),
        nn.ReLU(),
        nn.Linear(hidden, classes),
    )


def convolution_norm(n_C_prev, n_C, f, stride=1):
    return nn.Sequential(nn.Conv2d(n_C_prev, n_C, f, stride, f // 2, bias=False), nn.BatchNorm2d(n_C))


class ResidualBlock(nn.Module):
    """`utils.models.residual_net.residual_block`."""

    def __init__(self, n_C_prev, n_C, stride=1):
        super().__init__()
        self.main = nn.Sequential(convolution_norm(n_C_prev, n_C, 3, stride), nn.ReLU(), convolution_norm(n_C, n_C, 3))
        same_shape = stride == 1 and n_C_prev == n_C
        self.shortcut = nn.Identity() if same_shape else convolution_norm(n_C_prev, n_C, 1, stride)

    def forward(self, x):
        return torch.relu(self.main(x) + self.shortcut(x))


def residual_net(n_C, classes, widths=(16, 32, 64), blocks=1):
    """`utils.models.residual_net.residual_net`."""
    layers, n_C_prev = [convolution_norm(n_C, widths[0], 3), nn.ReLU()], widths[0]
    for stage, width in enumerate(widths):
        for block in range(blocks):
            layers.append(ResidualBlock(n_C_prev, width, 2 if stage > 0 and block == 0 else 1))
            n_C_prev = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(n_C_prev, classes))
