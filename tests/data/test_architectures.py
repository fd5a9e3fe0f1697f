"""The classic networks, counted: totals that others published, and those of PyTorch modules built here."""

import numpy as np
import pytest

from tests.layers.witnesses import numeric_gradient
from utils.data import architectures as nets
from utils.models.inception import InceptionNet, inception_module, two_heads
from utils.models.mobilenet import mobile_net
from utils.steps.counting import cost_table, total

# name: (network, its parameters, its multiplications in millions), as torchvision's and Keras' models have them
KNOWN = {
    "LeNet-5": (nets.LENET_5, 61_706, 0.417),
    "AlexNet, two groups": (nets.alexnet(), 60_965_224, 724.4),
    "AlexNet, undivided": (nets.alexnet(1), 62_378_344, 1135.3),
    "VGG-16": (nets.vgg_16(), 138_357_544, 15_470.3),
    "GoogLeNet": (nets.googlenet(), 6_998_552, 1582.7),
    "ResNet-34": (nets.resnet_34(), 21_797_672, 3663.8),
    "MobileNet": (nets.mobilenet_v1(), 4_231_976, 568.7),
    "MobileNet, half the channels": (nets.mobilenet_v1(0.5), 1_331_592, 149.5),
    "MobileNetV2": (nets.mobilenet_v2(), 3_504_872, 300.8),
    "MobileNetV2, 1.4": (nets.mobilenet_v2(1.4), 6_108_776, 582.2),
    "EfficientNet-B0": (nets.efficientnet(), 5_288_548, 385.8),
    "EfficientNet-B4": (nets.efficientnet(1.8, 1.4, 380), 19_341_616, 4393.8),
    "EfficientNet-B7": (nets.efficientnet(3.1, 2.0, 600), 66_347_960, 37_745.9),
}


@pytest.mark.parametrize("name", KNOWN)
def test_totals_are_the_known_ones(name):
    (shape, layers), parameters, millions = KNOWN[name]
    rows = cost_table(shape, layers)
    assert total(rows, "parameters") == parameters
    assert total(rows, "multiplications") / 1e6 == pytest.approx(millions, abs=0.05)
    assert rows[-1]["shape"] == ((10,) if name == "LeNet-5" else (1000,))


def test_vgg_with_stride_1_ends_at_219_pixels_and_not_at_7():
    """Five poolings of stride 1, as some notes have them, take one pixel each."""
    sizes = [[row["shape"] for row in cost_table(*nets.vgg_16(stride)) if len(row["shape"]) == 3] for stride in (2, 1)]
    assert [shapes[-1] for shapes in sizes] == [(7, 7, 512), (219, 219, 512)]


def test_pytorch_counts_the_same_vgg_and_the_same_bottleneck():
    torch = pytest.importorskip("torch")
    nn = torch.nn
    with torch.device("meta"):  # no room is needed to count
        layers, n_C_prev = [], 3
        for n_C in (64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512):
            layers.append(nn.Conv2d(n_C_prev, n_C, 3, padding=1))
            n_C_prev = n_C
        layers += [nn.Linear(7 * 7 * 512, 4096), nn.Linear(4096, 4096), nn.Linear(4096, 1000)]
        wide = [nn.Conv2d(24, 144, 1, bias=False), nn.BatchNorm2d(144)]
        wide += [nn.Conv2d(144, 144, 3, padding=1, groups=144, bias=False), nn.BatchNorm2d(144)]
        block = nn.Sequential(*wide, nn.Conv2d(144, 24, 1, bias=False), nn.BatchNorm2d(24))
    assert sum(array.numel() for array in nn.Sequential(*layers).parameters()) == 138_357_544
    rows = cost_table((56, 56, 24), nets.bottleneck(24, 24))
    assert total(rows, "parameters") == sum(array.numel() for array in block.parameters())


@pytest.mark.parametrize("separable", [True, False])
def test_the_small_net_has_the_parameters_of_its_list(separable):
    net = mobile_net(3, 10, np.random.default_rng(0), (4, 6, 8), separable)
    rows = cost_table(*nets.small_mobilenet((4, 6, 8), separable))
    assert sum(array.size for array in net.parameters().values()) == total(rows, "parameters")
    y = net.forward(np.zeros((2, 32, 32, 3), np.float32))
    assert y.shape == (2, *rows[-1]["shape"])


def test_a_module_has_the_parameters_of_its_list():
    widths = {"1x1": 64, "3x3": (96, 128), "5x5": (16, 32), "pool": 32}
    module = inception_module(192, widths, np.random.default_rng(0))
    rows = cost_table((28, 28, 192), [nets.inception(*widths.values())])
    assert sum(array.size for array in module.parameters().values()) == total(rows, "parameters")


def small_inception(weight, seed=0):
    """A net in float64 whose biases left 0, a batch, and the gradients of its objective."""
    rng = np.random.default_rng(seed)
    net = InceptionNet(2, 3, rng, 3, {"1x1": 1, "3x3": (1, 2), "5x5": (1, 1), "pool": 1}).cast(np.float64)
    for array in net.parameters().values():
        array += 0.1 * rng.standard_normal(array.shape)
    batch = {"x": rng.standard_normal((3, 8, 8, 2)), "y": np.array([0, 2, 1])}
    _, gradient = two_heads(weight)(net, batch, True)
    net.backward(gradient)
    return net, batch


def test_two_heads_have_the_gradients_of_their_sum():
    net, batch = small_inception(0.3)
    gradients = net.gradients()
    for name in ("stem.0.W", "late.0.branches.0.0.W", "auxiliary.1.W", "classifier.1.b"):
        slopes = numeric_gradient(lambda: two_heads(0.3)(net, batch, True)[0], net.parameters()[name])
        np.testing.assert_allclose(gradients[name], slopes, atol=1e-6)


def test_evaluation_leaves_the_head_out_and_two_modules_are_too_few():
    net, batch = small_inception(0)
    assert two_heads(5)(net, batch, False) == (two_heads(0)(net, batch, True)[0], None)
    with pytest.raises(ValueError, match="modules = 2"):
        InceptionNet(2, 3, np.random.default_rng(0), 2)
