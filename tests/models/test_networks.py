"""Networks put together from layers: every gradient against centred differences, shapes, and what they refuse."""

import io

import numpy as np
import pytest

from tests.layers.witnesses import check_layer
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.models.dense_net import dense_net
from utils.models.inception import inception_module
from utils.models.lenet import lenet
from utils.models.mobilenet import depthwise_separable, inverted_residual
from utils.models.residual_net import residual_block, residual_net
from utils.models.unet import unet
from utils.training import learn, supervised

INCEPTION = {"1x1": 2, "3x3": (2, 3), "5x5": (1, 2), "pool": 1}

# name: (network, shape of its input, shape of its output)
NETWORKS = {
    "dense net": (lambda rng: dense_net([3, 4, 5, 2], rng), (3, 3), (3, 2)),
    "lenet": (lambda rng: lenet(4, 2, 3, rng, filters=(3, 4), hidden=8), (2, 4, 4, 2), (2, 3)),
    "residual block": (lambda rng: residual_block(2, 2, rng), (2, 3, 4, 2), (2, 3, 4, 2)),
    "residual block, smaller": (lambda rng: residual_block(2, 3, rng, stride=2), (2, 5, 4, 2), (2, 3, 2, 3)),
    "residual net": (lambda rng: residual_net(2, 3, rng, widths=(2, 3), blocks=2), (2, 4, 4, 2), (2, 3)),
    "inception module": (lambda rng: inception_module(3, INCEPTION, rng), (2, 3, 4, 3), (2, 3, 4, 8)),
    "depthwise separable": (lambda rng: depthwise_separable(2, 3, rng, stride=2), (2, 5, 5, 2), (2, 3, 3, 3)),
    "inverted residual": (lambda rng: inverted_residual(2, 2, rng, expansion=2), (2, 4, 3, 2), (2, 4, 3, 2)),
    "inverted residual, wider": (lambda rng: inverted_residual(2, 3, rng, 2, 2), (2, 4, 4, 2), (2, 2, 2, 3)),
    "unet": (lambda rng: unet(2, 3, rng, widths=(2, 3, 4)), (1, 4, 8, 2), (1, 4, 8, 3)),
}
PARAMETRIZED = pytest.mark.parametrize("name", NETWORKS)


def draw(name, seed=1):
    """A network, and an input for it. Biases leave 0, so that no unit stands just at ReLU's corner."""
    make, shape, _ = NETWORKS[name]
    rng = np.random.default_rng(seed)
    net = make(rng)
    for array in net.parameters().values():
        array += 0.1 * rng.standard_normal(array.shape, dtype=np.float32)
    return net, rng.standard_normal(shape)


@PARAMETRIZED
@pytest.mark.parametrize("train", [False, True])
def test_every_gradient_agrees_with_centred_differences(name, train):
    net, x = draw(name)
    check_layer(net, x, np.random.default_rng(2), train=train, tolerance=1e-5)


@PARAMETRIZED
def test_shapes_and_types(name):
    net, x = draw(name)
    y = net.forward(x.astype(np.float32), train=True)
    assert y.shape == NETWORKS[name][2] and y.dtype == np.float32
    net.backward(np.ones_like(y))
    assert {gradient.dtype for gradient in net.gradients().values()} == {np.dtype(np.float32)}
    assert {array.dtype for array in net.state().values()} == {np.dtype(np.float32)}


@PARAMETRIZED
def test_a_state_survives_a_file(name):
    net, x = draw(name)
    x = x.astype(np.float32)
    net.forward(x, train=True)  # so that the running averages are not those of the start
    file = io.BytesIO()
    np.savez(file, **net.state())
    file.seek(0)
    other, _ = draw(name, seed=5)
    other.load(np.load(file))
    np.testing.assert_array_equal(other.forward(x), net.forward(x))


@pytest.mark.parametrize("name", ["dense net", "lenet", "residual net", "unet"])
def test_a_few_steps_of_adam_lower_the_loss(name):
    net, x = draw(name)
    x = x.astype(np.float32)
    batch = {"x": x, "y": np.random.default_rng(3).integers(0, 2, NETWORKS[name][2][:-1])}
    optimizer = Adam(net.parameters(), learning_rate=0.02)
    losses = [learn(net, supervised(softmax_cross_entropy), optimizer, batch) for _ in range(60)]
    assert losses[-1] < 0.3 * losses[0]


@pytest.mark.parametrize("name", ["dense net", "lenet", "residual net", "unet"])
def test_a_whole_network_gives_scores_of_either_sign_and_no_gradient_of_its_input(name):
    net, x = draw(name)
    y = net.forward(x.astype(np.float32), train=True)
    assert (y < 0).any() and (y > 0).any()
    assert net.backward(np.ones_like(y)) is None


@pytest.mark.parametrize("block", [residual_block, inverted_residual, depthwise_separable])
@pytest.mark.parametrize("n_C, stride", [(2, 1), (2, 2), (3, 1), (3, 2)])
def test_blocks_may_change_channels_and_size_each_alone(block, n_C, stride):
    net = block(2, n_C, np.random.default_rng(5), stride)
    y = net.forward(np.ones((1, 5, 4, 2), np.float32), train=True)
    assert y.shape == (1, -(-5 // stride), 4 // stride, n_C)
    assert net.backward(y).shape == (1, 5, 4, 2)


@pytest.mark.parametrize(
    "make, last_axes",
    [
        (lambda rng: lenet(8, 1, 10, rng), [16, 32, 64, 10]),
        (lambda rng: residual_net(3, 10, rng), [16, 16, 16, 32, 32, 32, 64, 64, 64, 10]),
        (lambda rng: unet(3, 5, rng), [16, 16, 32, 32, 64, 64, 64, 32, 32, 32, 16, 16, 5]),
        (lambda rng: inverted_residual(3, 4, rng), [18, 4]),
    ],
)
def test_widths_unless_told(make, last_axes):
    """The last axis of a weight has its channels; of a transposed convolution's, those that come in."""
    arrays = make(np.random.default_rng(6)).parameters().values()
    assert [W.shape[-1] for W in arrays if W.ndim in (2, 4)] == last_axes


def test_images_that_pooling_does_not_divide_are_refused():
    rng = np.random.default_rng(4)
    for net, side, left in (
        (unet(1, 2, rng, widths=(2, 3)), 5, 5),
        (lenet(8, 1, 3, rng), 9, 9),
        (lenet(6, 1, 3, rng), 6, 3),
    ):
        with pytest.raises(ValueError, match=f"does not divide {left} pixels"):
            net.forward(np.ones((1, side, side, 1), np.float32))
    assert lenet(12, 1, 3, rng).forward(np.ones((1, 12, 12, 1), np.float32)).shape == (1, 3)


def test_a_residual_net_has_the_depth_that_it_says():
    net = residual_net(3, 10, np.random.default_rng(0), widths=(4, 8, 16), blocks=3)
    on_main_path = [name for name in net.parameters() if name.endswith("W") and "shortcut" not in name]
    assert len(on_main_path) == 2 * 3 * 3 + 2
