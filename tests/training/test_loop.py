"""The training loop: it learns, it stops where it should, and goes on from a checkpoint to the very same numbers."""

import numpy as np
import pytest

from utils.layers.activations import Tanh
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.dropout import Dropout
from utils.layers.losses import mean_squared_error, softmax_cross_entropy
from utils.layers.optimizers import SGD, Adam
from utils.training import checkpoints, evaluate, fit, supervised

CLASSIFY = supervised(softmax_cross_entropy)


def two_rings(m, seed):
    """Points on two circles: x (m, 2), y (m,)."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, m)
    angle, radius = rng.uniform(0, 2 * np.pi, m), 1 + y + rng.normal(0, 0.1, m)
    return {"x": np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).astype(np.float32), "y": y}


def network(seed=0, keep_prob=1.0):
    rng = np.random.default_rng(seed)
    return Sequential(Dense(2, 16, rng), Tanh(), Dropout(keep_prob, np.random.default_rng(seed)), Dense(16, 2, rng))


def trained(epochs, seed=0, keep_prob=1.0, objective=CLASSIFY, **options):
    net = network(seed, keep_prob)
    optimizer = Adam(net.parameters(), learning_rate=0.02)
    rng = np.random.default_rng(7)
    data, batch_size = two_rings(70, 1), 16
    return net, fit(net, objective, optimizer, data, rng, epochs=epochs, batch_size=batch_size, **options)


def accuracy(net, data):
    return np.mean(net.forward(data["x"]).argmax(1) == data["y"])


def test_it_learns_what_no_line_divides():
    net, history = trained(60)
    assert accuracy(net, two_rings(200, 2)) > 0.9
    assert len(history.loss) == len(history.seconds) == 60 and history.loss[-1] < 0.2 * history.loss[0]
    assert np.isnan(history.dev_loss).all() and history.best is None


def test_the_schedule_and_clipping_are_heard():
    seen = []
    _, history = trained(3, schedule=lambda step: seen.append(step) or 0.1 / (1 + step))
    assert seen == list(range(15))  # 70 examples make 5 batches of up to 16
    assert history.learning_rate == [0.1 / 5, 0.1 / 10, 0.1 / 15]
    start = network()
    net = network()
    fit(net, CLASSIFY, SGD(net.parameters(), 1.0), two_rings(16, 1), np.random.default_rng(0), epochs=1, clip=0.01)
    moved = [np.sum((net.parameters()[name] - array) ** 2) for name, array in start.parameters().items()]
    assert np.sqrt(sum(moved)) == pytest.approx(0.01, rel=1e-4)


class Cut(Exception):
    """Stands for a kill in the middle of an epoch."""


def cut_at(step):
    """The objective, killed at a step."""
    count = iter(range(10**6))

    def objective(model, batch, train):
        if train and next(count) == step:
            raise Cut
        return CLASSIFY(model, batch, train)

    return objective


@pytest.mark.parametrize("patience", [None, 3])
def test_a_killed_run_goes_on_to_the_same_numbers(tmp_path, patience):
    options = {"keep_prob": 0.7, "dev": two_rings(50, 3), "patience": patience}
    whole, history = trained(8, **options)
    with pytest.raises(Cut):
        trained(8, checkpoint=tmp_path / "run.npz", objective=cut_at(5 * 3 + 2), **options)
    # Another process would start with other weights and other generators: all of them come from the file.
    resumed, again = trained(8, seed=99, checkpoint=tmp_path / "run.npz", **options)
    assert again.loss == history.loss and again.dev_loss == history.dev_loss and again.best == history.best
    for name, array in whole.state().items():
        np.testing.assert_array_equal(resumed.state()[name], array)


def test_a_finished_run_is_not_trained_further(tmp_path):
    first, history = trained(2, checkpoint=tmp_path / "run.npz")
    again, same = trained(2, seed=5, checkpoint=tmp_path / "run.npz")
    assert same.loss == history.loss
    np.testing.assert_array_equal(again.parameters()["0.W"], first.parameters()["0.W"])


def test_it_stops_when_the_dev_loss_rises_and_keeps_the_best():
    dev = two_rings(30, 4)
    dev["y"] = 1 - dev["y"]  # learning the training set can only make this worse, sooner or later
    net, history = trained(100, dev=dev, patience=4)
    assert len(history.loss) == history.best + 1 + 4 < 100
    assert evaluate(net, CLASSIFY, dev) == pytest.approx(min(history.dev_loss), rel=1e-5)
    assert history.best == int(np.argmin(history.dev_loss))


def test_a_loss_that_is_no_number_stops_before_the_update():
    net = network()
    before = net.state()
    data = two_rings(16, 1)

    def objective(model, batch, train):
        loss, gradient = CLASSIFY(model, batch, train)
        return loss * np.nan, gradient

    with pytest.raises(
        FloatingPointError, match="loss is nan: try a learning rate below 0.5, or clipping\nin training, at step 0"
    ):
        fit(net, objective, SGD(net.parameters(), 0.5), data, np.random.default_rng(0), epochs=1)
    assert all(np.array_equal(net.state()[name], array) for name, array in before.items())


def test_evaluation_does_not_depend_on_the_batch_size():
    net, data = network(keep_prob=0.5), two_rings(37, 5)
    values = [evaluate(net, CLASSIFY, data, size) for size in (1, 10, 37, 100)]
    np.testing.assert_allclose(values, values[0], rtol=1e-5)


def test_the_mask_of_a_batch_reaches_layers_and_the_loss():
    seen = []

    def loss(outputs, labels, mask):
        seen.append(mask)
        return mean_squared_error(outputs, labels, mask=mask)

    class Spy(Dense):
        def forward(self, x, *, train=False, mask=None):
            seen.append(mask)
            return super().forward(x, train=train)

    data = {"x": np.ones((4, 3, 2), np.float32), "y": np.ones((4, 3, 1), np.float32)}
    data |= {"mask": np.ones((4, 3), bool), "counts": np.ones((4, 3, 1), bool)}
    supervised(loss)(Spy(2, 1, np.random.default_rng(0)), data, True)
    assert [mask.shape for mask in seen] == [(4, 3), (4, 3, 1)]


@pytest.mark.parametrize(
    "options, message",
    [
        ({"epochs": 0}, "epochs = 0"),
        ({"epochs": 1, "batch_size": 2.5}, "batch_size = 2.5"),
        ({"epochs": 1, "patience": 2}, "patience counts epochs without a lower dev loss: give dev"),
        ({"epochs": 1, "dev": {"x": np.ones((0, 2))}}, r"dev needs .* \{'x': 0\}"),
    ],
)
def test_settings_that_do_not_fit_are_refused(options, message):
    net, data = network(), two_rings(8, 1)
    with pytest.raises(ValueError, match=message):
        fit(net, CLASSIFY, SGD(net.parameters()), data, np.random.default_rng(0), **options)


def test_arrays_of_unequal_length_are_refused():
    net, data = network(), two_rings(8, 1)
    data["y"] = data["y"][:7]
    with pytest.raises(ValueError, match=r"\{'x': 8, 'y': 7\}"):
        fit(net, CLASSIFY, SGD(net.parameters()), data, np.random.default_rng(0), epochs=1)


def test_a_damaged_checkpoint_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "run.npz"
    trained(1, checkpoint=path)
    for content in (path.read_bytes()[:-200], b"", b"not a file of arrays"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="run.npz is not a whole checkpoint .* move it away"):
            trained(2, checkpoint=path)
        assert path.read_bytes() == content


def test_another_networks_checkpoint_is_refused_whole(tmp_path):
    trained(1, checkpoint=tmp_path / "run.npz")
    net = Sequential(Dense(2, 2, np.random.default_rng(1)))
    before, optimizer = net.state(), Adam(net.parameters(), learning_rate=0.02)
    options = {"epochs": 2, "batch_size": 16, "checkpoint": tmp_path / "run.npz"}
    with pytest.raises(ValueError, match="another network's state|generators"):
        fit(net, CLASSIFY, optimizer, two_rings(70, 1), np.random.default_rng(0), **options)
    assert all(np.array_equal(net.state()[name], array) for name, array in before.items())


def test_a_full_disk_keeps_the_checkpoint_before(tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    trained(1, checkpoint=path)
    kept = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoints, "write_atomically", full)
    with pytest.raises(OSError, match="could not be written .* the one before it is as it was"):
        trained(2, checkpoint=path)
    assert path.read_bytes() == kept
