"""What a training run records and when it stops, in numbers: its history, its bar, the dev loss it goes by."""

from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest

from tests.training.test_loop import CLASSIFY, network, trained, two_rings
from utils.layers.optimizers import SGD, Adam
from utils.training import evaluate, fit
from utils.training import loop as training


def test_the_history_has_the_mean_loss_and_the_time_of_every_epoch(monkeypatch):
    losses = []
    monkeypatch.setattr(training, "time", SimpleNamespace(perf_counter=iter([10.0, 10.5, 20.0, 22.0]).__next__))

    def objective(model, batch, train):
        loss, gradient = CLASSIFY(model, batch, train)
        losses.append(loss)
        return loss, gradient

    _, history = trained(2, objective=objective)
    np.testing.assert_allclose(history.loss, np.reshape(losses, (2, 5)).mean(axis=1))
    assert history.seconds == [0.5, 2]


def test_the_bar_counts_the_steps_that_are_left(tmp_path, monkeypatch):
    progress, found = MagicMock(), []
    monkeypatch.setattr(training, "progress", progress)
    for epochs in (1, 3, 2):
        progress.reset_mock()
        trained(epochs, checkpoint=tmp_path / "run.npz")
        (steps, label), _ = progress.call_args
        found.append((label, len(steps), progress.return_value.__enter__.return_value.update.call_count))
    assert found == [("training", 5, 5), ("training", 10, 10), ("training", 0, 0)]


@pytest.mark.parametrize("m, steps", [(64, 1), (65, 2)])
def test_a_batch_has_64_examples_unless_told(m, steps):
    seen, net, rng = [], network(), np.random.default_rng(0)

    def schedule(step):
        seen.append(step)
        return 0.1

    fit(net, CLASSIFY, SGD(net.parameters()), two_rings(m, 1), rng, epochs=1, schedule=schedule)
    assert len(seen) == steps


def test_a_learning_rate_of_any_type_can_be_kept(tmp_path):
    _, history = trained(1, checkpoint=tmp_path / "run.npz", schedule=lambda step: np.float32(0.25))
    assert history.learning_rate == [0.25]


@pytest.mark.parametrize("batch_size", [1, 10, 37, 100])
def test_evaluation_is_the_loss_of_all_examples_at_once(batch_size):
    net, data = network(keep_prob=0.5), two_rings(37, 5)
    assert evaluate(net, CLASSIFY, data, batch_size) == pytest.approx(CLASSIFY(net, data, False)[0], rel=1e-5)


def test_evaluation_passes_over_a_batch_in_which_nothing_counts_and_refuses_data_of_such_batches_alone():
    net, data = network(), two_rings(4, 5) | {"counts": np.array([True, False, False, False])}
    assert evaluate(net, CLASSIFY, data, 2) == pytest.approx(CLASSIFY(net, data, False)[0], rel=1e-5)
    with pytest.raises(ValueError, match="nothing counts"):
        evaluate(net, CLASSIFY, data | {"counts": np.zeros(4, bool)}, 2)


def test_evaluation_refuses_arrays_of_unequal_length():
    data = two_rings(8, 1)
    with pytest.raises(ValueError, match=r"data needs .* \{'x': 8, 'y': 7\}"):
        evaluate(network(), CLASSIFY, data | {"y": data["y"][:7]})


def test_without_patience_it_goes_on_to_the_end_and_stays_there():
    dev = two_rings(30, 4)
    dev["y"] = 1 - dev["y"]
    net, history = trained(10, dev=dev)
    assert len(history.loss) == 10 and history.dev_loss[-1] > min(history.dev_loss)
    assert evaluate(net, CLASSIFY, dev) == pytest.approx(history.dev_loss[-1], rel=1e-5)


@pytest.mark.parametrize("losses, best", [([1, 1, 1, 0], 0), ([5, 4, 3, 3, 6, 0], 2), ([3, 4, 2, 4, 2, 0], 2)])
def test_two_epochs_of_patience_are_counted_from_the_best_one_and_an_equal_loss_is_no_lower_one(losses, best):
    dev, given = two_rings(5, 4), iter(losses)

    def objective(model, batch, train):
        return CLASSIFY(model, batch, train) if train else (next(given), None)

    _, history = trained(9, dev=dev, patience=2, objective=objective)
    assert history.dev_loss == losses[:-1] and history.best == best
    with pytest.raises(ValueError, match="patience = 0"):
        trained(1, dev=dev, patience=0)


def test_the_same_objects_go_on_from_a_checkpoint_with_another_learning_rate(tmp_path):
    net, data, rng = network(), two_rings(20, 1), np.random.default_rng(0)
    optimizer, options = Adam(net.parameters(), 0.02), {"checkpoint": tmp_path / "run.npz"}
    fit(net, CLASSIFY, optimizer, data, rng, epochs=1, **options)
    optimizer.learning_rate = 0.01
    history = fit(net, CLASSIFY, optimizer, data, rng, epochs=3, **options)
    assert history.learning_rate == [0.02, 0.01, 0.01] and optimizer.t == 3
