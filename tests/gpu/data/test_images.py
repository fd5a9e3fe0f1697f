"""Images on a device: what comes out of a batch, and what is refused."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.data.augment import Augment  # noqa: E402
from utils.gpu.data.images import DeviceImages, channel_statistics  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.models.images import lenet  # noqa: E402
from utils.gpu.seeds import seeded  # noqa: E402
from utils.gpu.training import fit_module  # noqa: E402

CPU = Setup("cpu")


def drawn(m=6, n_H=4, n_W=5, n_C=3, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 256, (m, n_H, n_W, n_C), dtype=np.uint8)
    X[..., 0] //= 2  # channels of different means
    return X, rng.integers(0, 4, m)


def rows(*places):
    return torch.tensor(places)


def test_a_batch_holds_the_chosen_images_normalised_with_torchs_axes():
    X, Y = drawn()
    x, y = DeviceImages(X, Y, CPU).batch(rows(4, 0, 4))
    pixels = X / 255.0
    expected = (pixels - pixels.mean((0, 1, 2))) / pixels.std((0, 1, 2))
    np.testing.assert_allclose(x.numpy(), expected[[4, 0, 4]].transpose(0, 3, 1, 2), atol=1e-5)
    assert y.tolist() == Y[[4, 0, 4]].tolist() and y.dtype == torch.int64


def test_floats_in_0_to_1_and_bytes_give_the_same():
    X, Y = drawn()
    from_bytes, _ = DeviceImages(X, Y, CPU).batch(rows(1, 2))
    from_floats, _ = DeviceImages(X.astype(np.float32) / 255, Y, CPU).batch(rows(1, 2))
    from_doubles, _ = DeviceImages(X / 255, Y, CPU).batch(rows(1, 2))
    assert torch.allclose(from_bytes, from_floats, atol=1e-5) and torch.allclose(from_bytes, from_doubles, atol=1e-5)
    assert {x.dtype for x in (from_bytes, from_floats, from_doubles)} == {torch.float32}


def test_bytes_stay_bytes_until_the_batch():
    data = DeviceImages(*drawn(), CPU)
    assert data.X.dtype == torch.uint8 and len(data) == 6
    assert data.X.untyped_storage().nbytes() == 6 * 4 * 5 * 3


def test_channels_lie_last_in_memory_where_the_device_wants_it():
    X, Y = drawn()
    last, _ = DeviceImages(X, Y, CPU).batch(rows(0, 1))
    first, _ = DeviceImages(X, Y, Setup("cpu", channels_last=False)).batch(rows(0, 1))
    assert last.is_contiguous(memory_format=torch.channels_last) and first.is_contiguous()
    assert torch.equal(last, first)


def test_a_dev_set_is_normalised_as_the_training_set_is():
    train = DeviceImages(*drawn(), CPU)
    X, Y = drawn(seed=1)
    dev = DeviceImages(X // 2, Y, CPU, like=train)
    x, _ = dev.batch(rows(0))
    expected = ((X[0] // 2) / 255 - train.mean) / train.std
    np.testing.assert_allclose(x[0].numpy(), expected.transpose(2, 0, 1), atol=1e-5)


def test_statistics_are_exact_over_several_pieces():
    X = np.random.default_rng(3).integers(0, 256, (2345, 2, 3, 2), dtype=np.uint8)
    mean, std = channel_statistics(X)
    np.testing.assert_allclose(mean, (X / 255).mean((0, 1, 2)), rtol=1e-12)
    np.testing.assert_allclose(std, (X / 255).std((0, 1, 2)), rtol=1e-10)


def test_a_constant_channel_gives_zeros_and_no_infinity():
    X, Y = drawn()
    X[..., 1] = 80
    x, _ = DeviceImages(X, Y, CPU).batch(rows(0, 1, 2))
    assert torch.isfinite(x).all() and x[:, 1].abs().max() < 1e-5


def test_pictures_are_what_was_given():
    X, Y = drawn()
    for given in (X, X.astype(np.float32) / 255):
        data = DeviceImages(given, Y, CPU)
        x = data.batch(rows(2, 3))[0]
        np.testing.assert_allclose(data.pictures(x), X[2:4] / 255, atol=1e-5)
        assert data.pictures(x - 9).max() == 0 and data.pictures(x + 9).min() == 1


def test_one_channel_and_images_that_are_views_will_do():
    X, Y = drawn(n_C=1)
    x, _ = DeviceImages(X[:, ::-1], Y, CPU).batch(rows(0))
    assert x.shape == (1, 1, 4, 5)


def test_what_becomes_of_the_array_afterwards_changes_nothing():
    X, Y = drawn()
    X.flags.writeable = False  # torch would warn of a tensor that shares its memory
    data = DeviceImages(X, Y, CPU)
    X.flags.writeable = True
    X[:] = 0
    assert data.X.any()


def test_the_settings_that_the_loop_reads():
    data = DeviceImages(*drawn(), CPU, 4, drop_last=True)
    assert (data.batch_size, data.drop_last) == (4, True) and not DeviceImages(*drawn(), CPU).drop_last


@pytest.mark.parametrize("drop_last, steps", [(True, 4), (False, 6)])
def test_the_loop_learns_from_them_and_the_same_seed_gives_the_same_run(drop_last, steps):
    X, Y = drawn(10, 8, 8)
    nets = []
    for _ in range(2):
        with seeded(0):
            nets.append(lenet(8, 3, 4))
        data = DeviceImages(X, Y, CPU, 4, drop_last=drop_last)
        settings = {"epochs": 2, "learning_rate": 0.01, "seed": 3, "augment": Augment(1, flip=True, cutout=2)}
        history = fit_module(nets[-1], data, CPU, dev=DeviceImages(X, Y, CPU, 4, like=data), **settings)
    assert history.step[-1] == steps and len(history.dev_accuracy) == 2
    assert all(torch.equal(a, b) for a, b in zip(*(net.parameters() for net in nets), strict=True))


@pytest.mark.parametrize(
    "change, message",
    [
        ({"X": np.zeros((6, 4, 5))}, r"X has shape \(6, 4, 5\); images are"),
        ({"X": np.zeros((0, 4, 5, 3), np.uint8)}, "at least one"),
        ({"X": np.zeros((6, 4, 5, 3), np.int64)}, "X is int64; images are uint8"),
        ({"X": np.full((6, 4, 5, 3), np.nan)}, "NaN or infinity"),
        ({"Y": np.zeros(5, int)}, r"Y is int64 of shape \(5,\); 6 images need \(6,\)"),
        ({"Y": np.zeros((1, 6), int)}, r"shape \(1, 6\)"),
        ({"Y": np.zeros(6)}, "Y is float64"),
        ({"Y": np.full(6, -1)}, "whole numbers from 0"),
        ({"batch_size": 0}, "batch_size"),
        ({"batch_size": 7, "drop_last": True}, "drop_last leaves nothing of 6 images in batches of 7"),
        ({"like": DeviceImages(*drawn(n_C=1), CPU)}, "X has 3 channels and the set it is to be like has 1"),
    ],
)
def test_what_are_no_images_is_refused(change, message):
    X, Y = drawn()
    with pytest.raises(ValueError, match=message):
        DeviceImages(**{"X": X, "Y": Y, "setup": CPU} | change)
