"""The classic networks as lists of layers, to be counted; see utils.steps.counting for what a layer is.

They cannot be trained: what has weights stands in utils.models. Activations and dropout cost
neither parameters nor multiplications and are left out.
"""

import math
from itertools import pairwise


def conv(f, n_C, stride=1, pad="same", **more):
    """A convolution.    more: "groups", "bias", "name"."""
    return {"kind": "conv", "f": f, "n_C": n_C, "stride": stride, "pad": pad, **more}


def pool(f, stride=None, pad=0):
    """A pooling, by default without overlap."""
    return {"kind": "pool", "f": f, "stride": f if stride is None else stride, "pad": pad}


def dense(n, **more):
    """A dense layer of n units."""
    return {"kind": "dense", "n": n, **more}


GLOBAL_POOL, BATCH_NORM = {"kind": "global_pool"}, {"kind": "batch_norm"}


def normed(f, n_C, stride=1, **more):
    """A convolution without biases, and the batch norm whose β takes their place."""
    return [conv(f, n_C, stride, bias=False, **more), BATCH_NORM]


# LeCun, Bottou, Bengio, Haffner (1998), as it is taught today: C3 sees all maps, poolings learn nothing
LENET_5 = (
    (32, 32, 1),
    [
        conv(5, 6, pad=0, name="C1"),
        pool(2),
        conv(5, 16, pad=0, name="C3"),
        pool(2),
        dense(120, name="C5"),
        dense(84, name="F6"),
        dense(10, name="output"),
    ],
)


def alexnet(groups=2):
    """Krizhevsky, Sutskever, Hinton (2012).    groups: 2, a half of the filters on each of two cards; 1: undivided."""
    layers = [conv(11, 96, 4, pad=0, name="conv 1"), pool(3, 2)]
    layers += [conv(5, 256, groups=groups, name="conv 2"), pool(3, 2), conv(3, 384, name="conv 3")]
    layers += [conv(3, 384, groups=groups, name="conv 4"), conv(3, 256, groups=groups, name="conv 5"), pool(3, 2)]
    layers += [dense(4096, name="FC 6"), dense(4096, name="FC 7"), dense(1000, name="FC 8")]
    return (227, 227, 3), layers


def vgg_16(pool_stride=2):
    """Simonyan, Zisserman (2015).    pool_stride: 2 in the paper."""
    layers = []
    for block, (n_C, depth) in enumerate(((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)), start=1):
        layers += [conv(3, n_C, name=f"conv {block}-{i}") for i in range(1, depth + 1)]
        layers.append(pool(2, pool_stride))
    return (224, 224, 3), layers + [dense(4096, name="FC 1"), dense(4096, name="FC 2"), dense(1000, name="FC 3")]


def resnet_34():
    """He, Zhang, Ren, Sun (2016), with projections where the shape changes (their option B)."""
    layers, n_C_prev = [*normed(7, 64, 2), pool(3, 2, 1)], 64
    for n_C, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for _ in range(blocks):
            stride = 1 if n_C == n_C_prev else 2
            shortcut = [] if n_C == n_C_prev else normed(1, n_C, stride)
            layers.append({"kind": "add", "branches": [normed(3, n_C, stride) + normed(3, n_C), shortcut]})
            n_C_prev = n_C
    return (224, 224, 3), [*layers, GLOBAL_POOL, dense(1000, name="FC")]


def inception(one, three, five, pooled):
    """An Inception module. Szegedy et al. (2015).

    one, pooled: channels of the 1 × 1 and of the pooling branch.    three, five: (narrow, n) of the other two.
    """
    branches = [[conv(1, one, name="1×1")]]
    branches += [
        [conv(1, narrow, name=f"1×1→{f}×{f}"), conv(f, n, name=f"{f}×{f}")]
        for f, (narrow, n) in ((3, three), (5, five))
    ]
    branches.append([pool(3, 1, 1), conv(1, pooled, name="pool→1×1")])
    return {"kind": "concat", "branches": branches}


# The nine modules of GoogLeNet; None is a pooling that halves height and width
GOOGLENET = (
    *((64, (96, 128), (16, 32), 32), (128, (128, 192), (32, 96), 64), None),
    *((192, (96, 208), (16, 48), 64), (160, (112, 224), (24, 64), 64), (128, (128, 256), (24, 64), 64)),
    *((112, (144, 288), (32, 64), 64), (256, (160, 320), (32, 128), 128), None),
    *((256, (160, 320), (32, 128), 128), (384, (192, 384), (48, 128), 128)),
)


def googlenet():
    """Szegedy et al. (2015), without its two auxiliary heads."""
    layers = [conv(7, 64, 2), pool(3, 2, 1), conv(1, 64), conv(3, 192), pool(3, 2, 1)]
    layers += [pool(3, 2, 1) if widths is None else inception(*widths) for widths in GOOGLENET]
    return (224, 224, 3), [*layers, GLOBAL_POOL, dense(1000, name="FC")]


def mobilenet_v1(width=1.0, side=224):
    """Howard et al. (2017).    width: their multiplier of all channels.    side: pixels of the images."""
    layers, n_C_prev = normed(3, int(32 * width), 2, name="conv"), int(32 * width)
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for i, (n_C, stride) in enumerate(blocks, start=1):
        n_C = int(n_C * width)
        layers += normed(3, n_C_prev, stride, groups=n_C_prev, name=f"depthwise {i}")
        layers += normed(1, n_C, name=f"1×1 of block {i}")
        n_C_prev = n_C
    return (side, side, 3), [*layers, GLOBAL_POOL, dense(1000, name="FC")]


def bottleneck(n_C_prev, n_C, f=3, stride=1, expansion=6, squeeze=0):
    """MobileNetV2's inverted residual, as a list of layers. Sandler et al. (2018).

    squeeze: channels of a squeeze-and-excitation branch (Hu, Shen, Sun 2018), which EfficientNet adds; 0 is none.
    """
    wide = n_C_prev * expansion
    layers = normed(1, wide, name="widen") if expansion > 1 else []
    layers += normed(f, wide, stride, groups=wide, name="depthwise")
    if squeeze:
        gate = [GLOBAL_POOL, dense(squeeze, name="squeeze"), dense(wide, name="excite")]
        layers.append({"kind": "scale", "branches": [gate]})
    layers += normed(1, n_C, name="narrow")
    return [{"kind": "add", "branches": [layers, []]}] if stride == 1 and n_C == n_C_prev else layers


def to_eights(channels):
    """The nearest multiple of 8, but not below nine tenths: what the MobileNets' channels are rounded to."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels else rounded


def mobilenet_v2(width=1.0, side=224):
    """Sandler et al. (2018).    width: multiplier of all channels; the last 1 × 1 does not shrink below 1280."""
    n_C_prev = to_eights(32 * width)
    layers = normed(3, n_C_prev, 2)
    for t, c, n, s in [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ]:
        n_C = to_eights(c * width)
        for i in range(n):
            layers += bottleneck(n_C_prev, n_C, 3, s if i == 0 else 1, t)
            n_C_prev = n_C
    layers += normed(1, to_eights(1280 * max(width, 1)), name="last 1×1")
    return (side, side, 3), [*layers, GLOBAL_POOL, dense(1000, name="FC")]


def efficientnet(depth=1.0, width=1.0, side=224):
    """Tan, Le (2019); all three at their defaults: EfficientNet-B0.

    depth: multiplier of the blocks of each stage, rounded up.    width: of the channels.    side: pixels.
    """
    n_C_prev = to_eights(32 * width)
    layers = normed(3, n_C_prev, 2)
    stages = [(1, 3, 16, 1, 1), (6, 3, 24, 2, 2), (6, 5, 40, 2, 2), (6, 3, 80, 3, 2)]
    stages += [(6, 5, 112, 3, 1), (6, 5, 192, 4, 2), (6, 3, 320, 1, 1)]
    for t, f, c, n, s in stages:
        n_C = to_eights(c * width)
        for i in range(math.ceil(n * depth)):
            layers += bottleneck(n_C_prev, n_C, f, s if i == 0 else 1, t, squeeze=max(1, n_C_prev // 4))
            n_C_prev = n_C
    layers += normed(1, to_eights(1280 * width), name="last 1×1")
    return (side, side, 3), [*layers, GLOBAL_POOL, dense(1000, name="FC")]


def small_mobilenet(widths, separable=True):
    """The layers of `mobile_net` in utils.models.mobilenet, on 32 × 32 pixels in colour and ten classes."""
    layers = normed(3, widths[0], 2)
    for i, (n_C_prev, n_C) in enumerate(pairwise(widths)):
        if separable:
            layers += normed(3, n_C_prev, 1 + i % 2, groups=n_C_prev, name="depthwise") + normed(1, n_C, name="1×1")
        else:
            layers += normed(3, n_C, 1 + i % 2)
    return (32, 32, 3), [*layers, GLOBAL_POOL, dense(10)]
