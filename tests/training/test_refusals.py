"""What the training loop refuses, and that nothing is lost by it."""

import io
import json

import numpy as np
import pytest

from tests.training.test_loop import CLASSIFY, network, trained, two_rings
from utils.layers.activations import Tanh
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.losses import mean_squared_error, softmax_cross_entropy
from utils.layers.optimizers import SGD, Adam
from utils.training import evaluate, fit, learn, supervised
from utils.training.checkpoints import FACTS, read_checkpoint, write_checkpoint


def rng():
    return np.random.default_rng(0)


def tagging(m=6, T=5):
    """Sequences of unequal length: x (m, T, 2), y (m, T), mask (m, T)."""
    draw = np.random.default_rng(1)
    mask = np.arange(T) < draw.integers(1, T + 1, (m, 1))
    return {"x": draw.standard_normal((m, T, 2), np.float32), "y": draw.integers(0, 2, (m, T)), "mask": mask}


def test_padding_for_the_layers_is_padding_for_the_loss():
    net, batch = Sequential(Dense(2, 2, rng())), tagging()
    loss, gradient = CLASSIFY(net, batch, True)
    assert not gradient[~batch["mask"]].any() and gradient[batch["mask"]].any()
    assert CLASSIFY(net, batch | {"counts": batch["mask"]}, True)[0] == loss
    assert CLASSIFY(net, batch | {"counts": np.ones_like(batch["mask"])}, True)[0] != loss


def test_evaluation_of_masked_labels_does_not_depend_on_the_batch_size():
    net, data = Sequential(Dense(2, 2, rng())), tagging()
    values = [evaluate(net, CLASSIFY, data, size) for size in (1, 2, 4, 6)]
    np.testing.assert_allclose(values, values[-1], rtol=1e-5)


@pytest.mark.parametrize("keys", [["x"], ["x", "y", "masks"], ["y", "counts"]])
def test_a_batch_with_other_names_is_refused(keys):
    with pytest.raises(ValueError, match='a batch needs "x" and "y"'):
        CLASSIFY(network(), dict.fromkeys(keys, np.ones((2, 2), np.float32)), True)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"data": [1, 2]}, "data is a dict of arrays"),
        ({"data": {"x": [[1.0, 2.0]], "y": [1]}}, "data is a dict of arrays"),
        ({"dev": {"x": np.ones((3, 2), np.float32)}}, r"data has \['x', 'y'\] and dev \['x'\]"),
        ({"rng": 5}, "rng is int; it is a np.random.Generator"),
        ({"clip": 0}, "limit = 0"),
        ({"schedule": lambda step: None}, "the schedule gave None at step 0"),
        (
            {"optimizer": SGD(network(3).parameters())},
            "arrays that are not this model's, .*0.W.*: make it from this model",
        ),
    ],
)
def test_what_does_not_fit_is_refused_before_the_first_step(change, message):
    net = network()
    before = net.state()
    given = {"optimizer": SGD(net.parameters()), "data": two_rings(8, 1), "rng": rng(), "epochs": 1} | change
    with pytest.raises(ValueError, match=message):
        fit(net, CLASSIFY, **given)
    assert all(np.array_equal(net.state()[name], array) for name, array in before.items())


def test_an_optimiser_made_before_a_cast_is_refused():
    net = network()
    optimizer = SGD(net.parameters())
    net.cast(np.float64)
    with pytest.raises(ValueError, match="not this model's"):
        fit(net, CLASSIFY, optimizer, two_rings(8, 1), rng(), epochs=1)


def test_numbers_that_grow_beyond_all_bounds_are_refused_with_their_step():
    net, data = Sequential(Dense(2, 1, rng())), two_rings(32, 1)
    data["y"] = data["y"][:, None].astype(np.float32)
    with pytest.raises((ValueError, FloatingPointError)) as caught, np.errstate(all="ignore"):
        fit(net, supervised(mean_squared_error), SGD(net.parameters(), 1e6), data, rng(), epochs=50, batch_size=8)
    assert any("at step" in note for note in caught.value.__notes__)


def test_a_loss_for_each_example_is_no_loss_of_a_step():
    net = network()

    def each(outputs, labels):
        return np.ones(len(labels)), outputs

    with pytest.raises(ValueError, match=r"the loss has shape \(8,\)"):
        learn(net, supervised(each), SGD(net.parameters()), two_rings(8, 1))


def test_a_dev_loss_that_is_no_number_stops():
    with pytest.raises(FloatingPointError, match="the dev loss is nan after epoch 0"):
        trained(3, dev=two_rings(10, 2), objective=lambda *a: CLASSIFY(*a) if a[2] else (np.nan, None))


def test_patience_may_come_later_and_still_finds_the_best_epoch(tmp_path):
    path, dev = tmp_path / "run.npz", two_rings(30, 4)
    dev["y"] = 1 - dev["y"]
    _, history = trained(30, checkpoint=path, dev=dev)
    net, again = trained(31, checkpoint=path, dev=dev, patience=5)
    assert again.best == int(np.argmin(history.dev_loss)) < 29
    assert evaluate(net, CLASSIFY, dev) == pytest.approx(min(history.dev_loss), rel=1e-5)


def test_epochs_without_a_dev_set_count_too(tmp_path):
    path = tmp_path / "run.npz"
    trained(3, checkpoint=path)
    _, history = trained(5, checkpoint=path, dev=two_rings(10, 2))
    assert np.isnan(history.dev_loss).tolist() == [True] * 3 + [False] * 2
    assert history.best in (3, 4)


def test_a_run_with_other_settings_is_not_gone_on_with(tmp_path):
    path = tmp_path / "run.npz"
    trained(1, checkpoint=path)
    kept = path.read_bytes()
    net = network()
    for optimizer, batch_size, message in (
        (Adam(net.parameters()), 8, "batch_size 16 there, 8 here"),
        (Adam(net.parameters(), beta1=0), 16, "beta1 0.9 there, 0 here$"),
        (SGD(net.parameters()), 16, "beta1 0.9 there, None here, .*, optimizer Adam there, SGD here"),
    ):
        options = {"epochs": 2, "batch_size": batch_size, "checkpoint": path}
        with pytest.raises(ValueError, match=message):
            fit(net, CLASSIFY, optimizer, two_rings(70, 1), rng(), **options)
    assert path.read_bytes() == kept


def without(facts, *names):
    return {name: value for name, value in facts.items() if name not in names}


DAMAGE = {
    "no generators": lambda arrays, facts: (arrays, without(facts, "generators")),
    "no history": lambda arrays, facts: (arrays, without(facts, "history")),
    "a history of something else": lambda arrays, facts: (arrays, facts | {"history": {"loss": [], "mood": []}}),
    "another generator": lambda arrays, facts: (
        arrays,
        facts | {"generators": {name: {"bit_generator": "Philox"} for name in facts["generators"]}},
    ),
    "an unknown part": lambda arrays, facts: (arrays | {"weather": np.ones(1)}, facts),
    "the best state of another network": lambda arrays, facts: (arrays | {"best/0.W": np.ones((1, 1))}, facts),
    "a weight that is no number": lambda arrays, facts: (arrays | {"model/0.W": arrays["model/0.W"] * np.nan}, facts),
    "an array of the optimiser missing": lambda arrays, facts: (without(arrays, "optimizer/m.0.W"), facts),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_checkpoint_that_does_not_fit_changes_nothing(damage, tmp_path):
    path = tmp_path / "run.npz"
    trained(1, checkpoint=path)
    write_checkpoint(path, *DAMAGE[damage](*read_checkpoint(path)))
    kept, net = path.read_bytes(), network(4)
    before, optimizer, generator = net.state(), Adam(net.parameters(), learning_rate=0.02), rng()
    options = {"epochs": 2, "batch_size": 16, "checkpoint": path}
    with pytest.raises(ValueError):
        fit(net, CLASSIFY, optimizer, two_rings(70, 1), generator, **options)
    assert all(np.array_equal(net.state()[name], array) for name, array in before.items())
    assert optimizer.t == 0 and generator.bit_generator.state == rng().bit_generator.state
    assert path.read_bytes() == kept


def test_a_checkpoint_brings_no_objects_in(tmp_path):
    path = str(tmp_path / "run.npz")
    write_checkpoint(path, {"model/0.W": np.array([None])}, {})
    with pytest.raises(ValueError, match="not a whole checkpoint"):
        read_checkpoint(path)


def test_a_limit_for_clipping_that_is_none_is_refused_before_the_model_runs():
    with pytest.raises(ValueError, match="= 0"):
        trained(1, clip=0, objective=None)


def test_an_array_file_is_not_a_checkpoint(tmp_path):
    plain = io.BytesIO()
    np.save(plain, np.ones(3))
    other = io.BytesIO()
    np.savez(other, **{FACTS: np.frombuffer(json.dumps([]).encode()[:1], np.uint8)})
    for content in (plain.getvalue(), other.getvalue()):
        (tmp_path / "run.npz").write_bytes(content)
        with pytest.raises(ValueError, match="not a whole checkpoint"):
            read_checkpoint(tmp_path / "run.npz")


def test_dense_batch_norm_learns_with_every_batch_of_two():
    from utils.layers.batch_norm import BatchNorm

    net = Sequential(Dense(2, 4, rng()), BatchNorm(4), Tanh(), Dense(4, 2, rng()))
    options = {"epochs": 1, "batch_size": 4}
    fit(net, supervised(softmax_cross_entropy), SGD(net.parameters()), two_rings(8, 1), rng(), **options)
    with pytest.raises(ValueError, match="learn from batches of 2 or more") as caught:
        fit(net, supervised(softmax_cross_entropy), SGD(net.parameters()), two_rings(9, 1), rng(), **options)
    assert caught.value.__notes__ == ["in training, at step 2"]
