"""Whole models and PyTorch's parts put together by hand: the same weights, the same outputs."""

import numpy as np
import pytest

from tests.layers.witnesses import assert_close
from utils.models.inception import inception_module
from utils.models.mobilenet import depthwise_separable, inverted_residual
from utils.models.seq2seq import AttentionSeq2Seq
from utils.models.unet import unet

torch = pytest.importorskip("torch")
nn = torch.nn

from tests.gpu.models.test_weights import compare, disturbed, draw, rng  # noqa: E402
from utils.gpu.models import sequences as eager_sequences  # noqa: E402
from utils.gpu.models.weights import copy_weights  # noqa: E402


class Together(nn.Module):
    """What several parts make of one input, put together: all added, or all joined along the channels."""

    def __init__(self, join, *parts):
        super().__init__()
        self.join, self.parts = join, nn.ModuleList(parts)

    def forward(self, x):
        outputs = [part(x) for part in self.parts]
        return torch.cat(outputs, 1) if self.join else sum(outputs)


def convolutions(*channels, f=3):
    """Convolutions that keep height and width, ReLU after each."""
    pairs = zip(channels[:-1], channels[1:], strict=True)
    return nn.Sequential(*(part for a, b in pairs for part in (nn.Conv2d(a, b, f, padding=f // 2), nn.ReLU())))


def inception_twin(n_C, one, three, five, pooled):
    return Together(
        True,
        convolutions(n_C, one, f=1),
        nn.Sequential(convolutions(n_C, three[0], f=1), convolutions(*three)),
        nn.Sequential(convolutions(n_C, five[0], f=1), convolutions(*five, f=5)),
        nn.Sequential(nn.MaxPool2d(3, 1, 1), convolutions(n_C, pooled, f=1)),
    )


def mixed_twin(a, b, stride):
    depthwise = nn.Conv2d(a, a, 3, stride, 1, groups=a, bias=False), nn.BatchNorm2d(a), nn.ReLU6()
    return nn.Sequential(*depthwise, nn.Conv2d(a, b, 1, bias=False), nn.BatchNorm2d(b))


def separable_twin(a, b, stride=1):
    return nn.Sequential(mixed_twin(a, b, stride), nn.ReLU6())


def inverted_twin(a, b, stride=1, wide=18):
    widen = nn.Conv2d(a, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU6()
    block = nn.Sequential(*widen, mixed_twin(wide, b, stride))
    return Together(False, nn.Identity(), block) if (a, stride) == (b, 1) else block


def unet_twin(n_C, classes, fine, coarse):
    below = nn.Sequential(nn.MaxPool2d(2), convolutions(fine, coarse, coarse), nn.ConvTranspose2d(coarse, fine, 2, 2))
    level = convolutions(n_C, fine, fine), Together(True, nn.Identity(), below), convolutions(2 * fine, fine, fine)
    return nn.Sequential(*level, nn.Conv2d(fine, classes, 1))


WIDTHS = {"1x1": 5, "3x3": (4, 6), "5x5": (2, 7), "pool": 8}


@pytest.mark.parametrize(
    "layer, module",
    [
        (lambda: inception_module(3, WIDTHS, rng()), lambda: inception_twin(3, *WIDTHS.values())),
        (lambda: depthwise_separable(3, 4, rng()), lambda: separable_twin(3, 4)),
        (lambda: depthwise_separable(3, 4, rng(), stride=2), lambda: separable_twin(3, 4, 2)),
        (lambda: inverted_residual(3, 3, rng()), lambda: inverted_twin(3, 3)),
        (lambda: inverted_residual(3, 4, rng()), lambda: inverted_twin(3, 4)),
        (lambda: inverted_residual(3, 3, rng(), 2, expansion=4), lambda: inverted_twin(3, 3, 2, wide=12)),
        (lambda: unet(3, 5, rng(), widths=(4, 6)), lambda: unet_twin(3, 5, 4, 6)),
    ],
)
def test_models_of_images(layer, module):
    compare(layer(), module(), draw(2, 8, 8, 3), images=True)


def test_a_recurrent_translator_and_its_decoding():
    net, module = AttentionSeq2Seq(7, 6, rng()), eager_sequences.AttentionSeq2Seq(7, 6)
    disturbed(net)
    for name in ("read", "encoder", "written", "decoder", "output"):
        copy_weights(getattr(net, name), getattr(module, name))
    attention = net.attention
    theirs = {module.keys.weight: attention.W_a.T, module.keys.bias: attention.b}
    theirs |= {module.query.weight: attention.W_s.T, module.energy.weight: attention.v[None]}
    source, target = np.random.default_rng(3).integers(0, 6, (2, 3, 5))
    mask = np.arange(5) < np.array([[5], [3], [1]])
    tensors = [torch.from_numpy(array) for array in (source, mask)]
    with torch.no_grad():
        for tensor, array in theirs.items():
            tensor.copy_(torch.from_numpy(array))
        scores = module(*tensors, 5, torch.from_numpy(target)).numpy()
        written = module.translate(*tensors, 4).numpy()
    assert_close(net.forward(source, target, mask=mask), scores, 1e-5)
    np.testing.assert_array_equal(net.translate(source, 4, mask), written)
