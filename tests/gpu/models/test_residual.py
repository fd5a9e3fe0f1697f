"""Residual networks in PyTorch: the same numbers as our layers, known counts, and what a shortcut does."""

import copy
from functools import partial

import numpy as np
import pytest

from tests.layers.witnesses import assert_close
from utils.layers.activations import ReLU
from utils.layers.compose import Residual, Sequential
from utils.layers.dense import Dense
from utils.layers.pooling import GlobalAveragePool2D, MaxPool2D
from utils.models.residual_net import convolution_norm
from utils.models.residual_net import residual_net as numpy_residual_net

torch = pytest.importorskip("torch")
nn = torch.nn

from utils.gpu.models.residual import (  # noqa: E402
    ConvolutionalBlock,
    IdentityBlock,
    PlainNet,
    ResidualNet,
    ResNet18,
    ResNet50,
    blocks_of,
    head,
    started,
    stem,
)
from utils.gpu.models.weights import copy_weights, torch_arrays  # noqa: E402


def bottleneck(n_C_prev, f, filters, rng, stride=1):
    """A bottleneck block of our layers; its shortcut has a convolution where the shape changes."""
    F1, F2, F3 = filters
    main = Sequential(
        convolution_norm(n_C_prev, F1, 1, rng, stride),
        ReLU(),
        convolution_norm(F1, F2, f, rng),
        ReLU(),
        convolution_norm(F2, F3, 1, rng),
    )
    same = stride == 1 and n_C_prev == F3
    return Sequential(Residual(main, None if same else convolution_norm(n_C_prev, F3, 1, rng, stride)), ReLU())


def small_resnet(rng):
    """A stem for large images, a block of each kind, and the head."""
    layers = [convolution_norm(3, 64, 7, rng, 2), ReLU(), MaxPool2D(3, 2, 1), bottleneck(64, 3, (4, 5, 8), rng, 2)]
    return Sequential(*layers, bottleneck(8, 3, (4, 6, 8), rng), GlobalAveragePool2D(), Dense(8, 5, rng))


def small_resnet_twin():
    blocks = ConvolutionalBlock(64, 3, (4, 5, 8), s=2), IdentityBlock(8, 3, (4, 6, 8))
    return nn.Sequential(*stem(3, False), *blocks, *head(8, 5))


def plain_layers(rng, widths=(4, 6), blocks=2):
    """A plain net of our layers."""
    layers, n_C_prev = [convolution_norm(3, widths[0], 3, rng), ReLU()], widths[0]
    for stage, width in enumerate(widths):
        for place in range(2 * blocks):
            layers += [convolution_norm(n_C_prev, width, 3, rng, 2 if stage and not place else 1), ReLU()]
            n_C_prev = width
    return Sequential(*layers, GlobalAveragePool2D(), Dense(n_C_prev, 5, rng))


def to_torch(x):
    return np.ascontiguousarray(x.transpose(0, 3, 1, 2)) if x.ndim == 4 else x


def gradients_in_torch_layout(layer):
    """What the backward pass left, under PyTorch's names and with its axes, layer by layer."""
    layer = copy.deepcopy(layer)
    parts = [part for _, part in layer.walk() if part.weights]
    for part in parts:
        for name in part.weights:
            setattr(part, name, getattr(part, "d" + name))
    return [array for part in parts for name, array in torch_arrays(part).items() if "running" not in name]


@pytest.mark.parametrize("train", [True, False], ids=["learning", "in use"])
@pytest.mark.parametrize(
    "layer, module",
    [
        (lambda r: bottleneck(6, 3, (3, 4, 6), r), lambda: IdentityBlock(6, 3, (3, 4, 6))),
        (lambda r: bottleneck(3, 5, (2, 3, 4), r, 2), lambda: ConvolutionalBlock(3, 5, (2, 3, 4))),
        (lambda r: bottleneck(3, 3, (2, 3, 7), r, 3), lambda: ConvolutionalBlock(3, 3, (2, 3, 7), s=3)),
        (lambda r: bottleneck(3, 1, (2, 3, 4), r), lambda: ConvolutionalBlock(3, 1, (2, 3, 4), s=1)),
        (small_resnet, small_resnet_twin),
        (lambda r: numpy_residual_net(3, 5, r, (4, 6), 2), lambda: ResidualNet(10, 5, widths=(4, 6))),
        (plain_layers, lambda: PlainNet(10, 5, widths=(4, 6))),
    ],
    ids=["identity", "convolutional", "stride 3", "stride 1", "a small ResNet", "residual", "plain"],
)
def test_outputs_and_all_gradients_are_those_of_our_layers(layer, module, train):
    rng = np.random.default_rng(2)
    layer = layer(rng).cast(np.float64)
    layer.load({name: a + 0.1 * rng.random(a.shape) for name, a in layer.state().items()})
    n_C = next(part.W.shape[2] for _, part in layer.walk() if part.weights)
    x = rng.standard_normal((3, 9, 8, n_C))
    module = copy_weights(layer, module().double()).train(train)
    tensor = torch.from_numpy(to_torch(x)).requires_grad_()
    y, expected = layer.forward(x, train=train), module(tensor)
    assert_close(to_torch(y), expected.detach().numpy(), 1e-9, "y")
    dy = rng.standard_normal(y.shape)
    dx = layer.backward(dy)
    expected.backward(torch.from_numpy(to_torch(dy)))
    if dx is not None:  # a whole network of ours leaves the gradient of its images out
        assert_close(to_torch(dx), tensor.grad.numpy(), 1e-9, "dx")
    ours, theirs = gradients_in_torch_layout(layer), list(module.named_parameters())
    assert len(ours) == len(theirs)
    for array, (name, parameter) in zip(ours, theirs, strict=True):
        assert_close(array, parameter.grad.numpy(), 1e-9, name)


def parameters(net):
    return sum(parameter.numel() for parameter in net.parameters())


def convolutions(net):
    return [part for part in net.modules() if isinstance(part, nn.Conv2d)]


def test_resnet50_has_the_parameters_of_the_paper():
    assert parameters(ResNet50(1000)) == 25_557_032


def test_resnet18_for_small_images_has_those_of_its_variant():
    assert parameters(ResNet18(10)) == 11_173_962


def test_shapes_through_the_stages_of_resnet50():
    net, sides = ResNet50(7).eval(), []
    x = torch.zeros(1, 3, 64, 64)
    with torch.no_grad():
        for part in net:
            x = part(x)
            if isinstance(part, ConvolutionalBlock | nn.MaxPool2d):
                sides.append(tuple(x.shape[1:3]))
    assert sides == [(64, 16), (256, 16), (512, 8), (1024, 4), (2048, 2)] and x.shape == (1, 7)


def test_small_images_reach_the_stages_at_full_size():
    net = ResNet50(10, small_images=True)
    first = convolutions(net)[0]
    assert (first.kernel_size, first.stride) == ((3, 3), (1, 1))
    assert not any(isinstance(part, nn.MaxPool2d) for part in net)
    assert parameters(net) == 23_520_842
    with torch.no_grad():
        assert net[:3](torch.zeros(2, 3, 32, 32)).shape == (2, 256, 32, 32)


def test_the_stride_is_in_the_first_one_by_one_and_nowhere_else_on_the_main_path():
    strides = [part.stride for part in convolutions(ConvolutionalBlock(4, 3, (2, 2, 8), s=2))]
    assert strides == [(2, 2), (1, 1), (1, 1), (2, 2)]
    assert all(part.bias is None for part in convolutions(ResNet50(10)))


@pytest.mark.parametrize("depth, widths, blocks", [(8, 3, 1), (38, 3, 6), (10, 2, 2), (4, 1, 1)])
def test_plain_and_residual_nets_of_one_depth_have_the_same_convolutions_but_for_shortcuts(depth, widths, blocks):
    widths = (4, 6, 8)[:widths]
    assert blocks_of(depth, len(widths)) == blocks
    plain, residual = PlainNet(depth, 3, widths=widths), ResidualNet(depth, 3, widths=widths)
    assert len(convolutions(plain)) == depth - 1
    past = [
        part.shortcut[0] for part in residual.modules() if isinstance(getattr(part, "shortcut", None), nn.Sequential)
    ]
    assert len(past) == len(widths) - 1
    on_the_way = [part.weight.shape for part in convolutions(residual) if not any(part is one for one in past)]
    assert on_the_way == [part.weight.shape for part in convolutions(plain)]
    x = torch.zeros(1, 3, 16, 16)
    assert plain(torch.cat([x, x])).shape == residual(torch.cat([x, x])).shape == (2, 3)


def test_weights_start_at_the_variance_of_he():
    for part in convolutions(ResNet18(10)):
        fan_in = part.weight[0].numel()
        assert part.weight.var().item() * fan_in == pytest.approx(2, rel=0.1)
    dense = ResNet18(10)[-1]
    assert dense.weight.var().item() * 512 == pytest.approx(2, rel=0.1) and not dense.bias.any()


def test_a_block_whose_last_gamma_is_zero_passes_on_what_it_is_given():
    x = torch.arange(256.0).reshape(2, 8, 4, 4)
    block = started(IdentityBlock(8, 3, (2, 2, 8)), zero_init_residual=True)
    assert torch.equal(block(x), x)
    assert not torch.equal(started(IdentityBlock(8, 3, (2, 2, 8)))(x), x)
    last_gammas = [part.main[-1][1].weight for part in ResNet18(3, zero_init_residual=True)[2:10]]
    assert len(last_gammas) == 8 and not any(gamma.any() for gamma in last_gammas)
    net = ResNet50(3, zero_init_residual=True)
    assert sum(not part.weight.any() for part in net.modules() if isinstance(part, nn.BatchNorm2d)) == 16


@pytest.mark.parametrize(
    "make", [partial(ResidualNet, 8, 3), partial(PlainNet, 8, 3), partial(ResNet18, 3), partial(ResNet50, 3)]
)
def test_a_seed_decides_the_weights_and_leaves_the_callers_generator_alone(make):
    before = torch.random.get_rng_state()
    one, same, other = make(seed=1), make(seed=1), make(seed=2)
    assert torch.equal(torch.random.get_rng_state(), before)
    pairs = list(zip(one.parameters(), same.parameters(), other.parameters(), strict=True))
    assert all(torch.equal(a, b) for a, b, _ in pairs) and not torch.equal(pairs[0][0], pairs[0][2])


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: IdentityBlock(8, 3, (2, 2, 4)), "x has 8 channels and the main path ends in 4"),
        (lambda: IdentityBlock(8, 2, (2, 2, 8)), "f = 2: a filter that keeps height and width"),
        (lambda: ConvolutionalBlock(8, 3, (2, 8)), r"filters = \(2, 8\): a block has three"),
        (lambda: PlainNet(9, 10), "depth = 9: with 3 stages there are 8, 14, 20, … layers"),
        (lambda: ResidualNet(2, 10), "depth = 2"),
    ],
)
def test_what_fits_no_net_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
