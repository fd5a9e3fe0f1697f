"""The network as a function, its table, training, moves: against layers, loops, centred differences and PyTorch."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.layers import (
    Adam,
    BatchNorm,
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    ReLU,
    Sequential,
    Softmax,
    softmax_cross_entropy,
)
from utils.models.lenet import lenet
from utils.steps.cnn_application import (
    convolutional_model,
    feature_maps,
    parameter_table,
    parameters_three_ways,
    predict,
    same_size_dense,
    shift,
    train,
)
from utils.training import fit, supervised

pytestmark = pytest.mark.lab("course4/week1_cnn_application")


def rng(seed=0):
    return np.random.default_rng(seed)


def two_stages(f=3, n_C=2, classes=4, rows=18):
    """A network whose arrays convolutional_model takes, and those arrays under its names."""
    generator = rng(1)
    network = Sequential(
        *(Conv2D(n_C, 3, f, generator, pad="same", first=True), ReLU(), MaxPool2D(2)),
        *(Conv2D(3, 3, 3, generator, pad="same"), ReLU(), MaxPool2D(2), Flatten(), Dense(rows, classes, generator)),
    ).cast(np.float64)
    for array in network.parameters().values():
        array += 0.1 * generator.standard_normal(array.shape)
    return network, dict(zip(("W1", "b1", "W2", "b2", "W3", "b3"), network.parameters().values(), strict=True))


@pytest.mark.parametrize("f", [1, 3, 5])
def test_the_function_is_the_network_of_layers(f):
    network, parameters = two_stages(f)
    X = rng().standard_normal((5, 9, 14, 2))
    scores = convolutional_model(X, parameters)
    assert scores.shape == (5, 4) and scores.min() < 0
    np.testing.assert_allclose(scores, network.forward(X), rtol=1e-12)


def test_the_function_is_what_pytorch_computes():
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    _, parameters = two_stages()
    X = rng().standard_normal((3, 8, 13, 2))
    A = torch.from_numpy(X.transpose(0, 3, 1, 2))
    for layer in "12":
        W, b = (
            torch.from_numpy(parameters[f"W{layer}"].transpose(3, 2, 0, 1)),
            torch.from_numpy(parameters[f"b{layer}"]),
        )
        A = functional.max_pool2d(functional.conv2d(A, W, b, padding="same").relu(), 2)
    rows = A.permute(0, 2, 3, 1).flatten(1).numpy()
    np.testing.assert_allclose(convolutional_model(X, parameters), rows @ parameters["W3"] + parameters["b3"])


def test_the_maps_are_a_sequential_s_way_forward():
    network, _ = two_stages()
    X = rng().standard_normal((2, 8, 13, 2))
    maps = feature_maps(network, X)
    assert len(maps) == len(network.layers)
    np.testing.assert_array_equal(maps[-1], network.forward(X))
    np.testing.assert_array_equal(maps[1], np.maximum(maps[0], 0))


def test_the_table_of_the_notes():
    network = Sequential(
        *(Conv2D(3, 8, 5, rng(), first=True), ReLU(), MaxPool2D(2), Conv2D(8, 16, 5, rng()), ReLU(), MaxPool2D(2)),
        *(Flatten(), Dense(400, 120, rng()), ReLU(), Dense(120, 84, rng()), ReLU(), Dense(84, 10, rng()), Softmax()),
    )
    rows = parameter_table(network, (32, 32, 3))
    assert [row["parameters"] for row in rows if row["parameters"]] == [608, 3216, 48120, 10164, 850]
    assert rows[0] == {"layer": "Conv2D", "shape": (28, 28, 8), "size": 6272, "parameters": 608}
    assert rows[-1] == {"layer": "Softmax", "shape": (10,), "size": 10, "parameters": 0}


def test_the_table_adds_up():
    network = Sequential(Sequential(Conv2D(2, 3, 3, rng()), BatchNorm(3)), MaxPool2D(3, 2), Flatten())
    rows = parameter_table(network, (9, 12, 2))
    assert sum(row["parameters"] for row in rows) == sum(array.size for array in network.parameters().values())
    assert all(row["size"] == np.prod(row["shape"]) for row in rows)
    assert rows[0]["shape"] == (7, 10, 3) and rows[1]["shape"] == (3, 4, 3)


@settings(deadline=None, max_examples=60)
@given(
    n_H=st.integers(3, 9), n_W=st.integers(3, 9), n_C_prev=st.integers(1, 4), f=st.integers(1, 3), n_C=st.integers(1, 5)
)
def test_three_ways_are_counted_from_arrays(n_H, n_W, n_C_prev, f, n_C):
    dense, local, shared = parameters_three_ways((n_H, n_W, n_C_prev), f, n_C)
    layer = Conv2D(n_C_prev, n_C, f, rng())
    outputs = layer.forward(np.zeros((1, n_H, n_W, n_C_prev), np.float32)).size
    assert shared == layer.W.size + layer.b.size
    assert local == outputs // n_C * shared
    assert dense == (n_H * n_W * n_C_prev + 1) * outputs
    assert dense >= local >= shared


@settings(deadline=None, max_examples=60)
@given(n_in=st.integers(1, 80), n_out=st.integers(1, 12), budget=st.integers(1, 3000))
def test_the_width_is_the_largest_that_fits(n_in, n_out, budget):
    def cost(width):
        return (n_in + 1) * width + (width + 1) * n_out

    if cost(1) > budget:
        with pytest.raises(ValueError, match="do not suffice"):
            same_size_dense(n_in, n_out, budget)
    else:
        width = same_size_dense(n_in, n_out, budget)
        assert cost(width) <= budget < cost(width + 1)


def test_training_is_what_fit_does():
    X, Y = rng().standard_normal((23, 4, 4, 2)), np.arange(23) % 3
    ours, theirs = (lenet(4, 2, 3, rng(5), filters=(3, 4), hidden=5).cast(np.float64) for _ in range(2))
    losses = train(ours, X, Y, 0.01, 4, 8, rng(7))
    objective, optimizer = supervised(softmax_cross_entropy), Adam(theirs.parameters(), 0.01)
    history = fit(theirs, objective, optimizer, {"x": X, "y": Y}, rng(7), epochs=4, batch_size=8)
    np.testing.assert_allclose(losses, history.loss, rtol=1e-12)
    for name, array in ours.parameters().items():
        np.testing.assert_allclose(array, theirs.parameters()[name], rtol=1e-9)


def test_training_is_what_pytorch_does():
    torch = pytest.importorskip("torch")
    from utils.gpu.models.images import lenet as lenet_in_torch
    from utils.gpu.models.weights import copy_weights

    X, Y = rng().standard_normal((11, 4, 4, 2)), np.arange(11) % 3
    ours = lenet(4, 2, 3, rng(5), filters=(3, 4), hidden=5).cast(np.float64)
    module = copy_weights(ours, lenet_in_torch(4, 2, 3, filters=(3, 4), hidden=5).double())
    losses = train(ours, X, Y, 0.01, 3, 4, rng(7))
    optimizer, order, expected = torch.optim.Adam(module.parameters(), lr=0.01), rng(7), []
    images, labels = torch.from_numpy(X).permute(0, 3, 1, 2), torch.from_numpy(Y)
    for _ in range(3):
        epoch = []
        for batch in torch.from_numpy(order.permutation(11)).split(4):
            loss = torch.nn.functional.cross_entropy(module(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            epoch.append(loss.item())
        expected.append(np.mean(epoch))
    np.testing.assert_allclose(losses, expected, rtol=1e-8)


def test_the_way_back_through_the_whole_network_is_the_measured_slope():
    network, _ = two_stages()
    X, Y = rng().standard_normal((3, 8, 13, 2)), np.array([0, 3, 1])
    _, gradient = softmax_cross_entropy(network.forward(X), Y)
    assert network.backward(gradient) is None  # the first layer has nothing before it
    for name, array in network.parameters().items():
        for place in rng(3).choice(array.size, min(array.size, 5), replace=False):
            at, before = np.unravel_index(place, array.shape), array.flat[place]
            losses = []
            for step in (1e-5, -1e-5):
                array[at] = before + step
                losses.append(softmax_cross_entropy(network.forward(X), Y)[0])
            array[at] = before
            assert network.gradients()[name][at] == pytest.approx((losses[0] - losses[1]) / 2e-5, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize("batch_size", [1, 4, 11, 50])
def test_labels_do_not_depend_on_the_batches(batch_size):
    network, _ = two_stages()
    X = rng().standard_normal((11, 8, 13, 2))
    labels = predict(network, X, batch_size)
    assert labels.shape == (11,) and labels.dtype.kind == "i"
    np.testing.assert_array_equal(labels, [np.argmax(network.forward(x[None])) for x in X])


@settings(deadline=None, max_examples=60)
@given(n_H=st.integers(1, 6), n_W=st.integers(1, 6), down=st.integers(-7, 7), right=st.integers(-7, 7))
def test_every_pixel_is_where_it_was_moved_to(n_H, n_W, down, right):
    X = rng().standard_normal((2, n_H, n_W, 3)).astype(np.float32)
    moved = shift(X, down, right)
    assert moved.shape == X.shape and moved.dtype == X.dtype
    for h, w in np.ndindex(n_H, n_W):
        inside = 0 <= h - down < n_H and 0 <= w - right < n_W
        np.testing.assert_array_equal(moved[:, h, w], X[:, h - down, w - right] if inside else 0)


def test_a_convolution_moves_with_the_image_and_pooling_by_whole_windows():
    X = np.zeros((1, 12, 12, 1))
    X[:, 4:8, 4:8] = rng().standard_normal((1, 4, 4, 1))
    conv = Conv2D(1, 3, 3, rng(), pad="same").cast(np.float64)
    Z = conv.forward(X)
    np.testing.assert_allclose(conv.forward(shift(X, 1, -2)), shift(Z, 1, -2), atol=1e-12)
    pool = MaxPool2D(2)
    np.testing.assert_array_equal(pool.forward(shift(Z, 2, -2)), shift(pool.forward(Z), 1, -1))
