"""The loop computes what a plain one does, reports it, and never waits for the device in a step."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402
from torch.nn.functional import cross_entropy, mse_loss  # noqa: E402

from tests.gpu.machines import CPU, examples, net, same  # noqa: E402
from utils.gpu import seeds  # noqa: E402
from utils.gpu.data.batches import TensorData  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.training import evaluate_module, fit_module  # noqa: E402
from utils.gpu.training.plan import Plan  # noqa: E402
from utils.gpu.training.run import ModuleRun  # noqa: E402

PLAIN = {"epochs": 2, "learning_rate": 0.01, "seed": 3}


@pytest.mark.parametrize("optimizer", ["adamw", "sgd"])
def test_it_is_a_plain_loop_of_torchs(optimizer):
    data, ours, theirs = examples(), net(dropout=0), net(dropout=0).to(memory_format=torch.channels_last)
    history = fit_module(
        ours, data, CPU, optimizer=optimizer, schedule="constant", label_smoothing=0.1, clip=0.5, **PLAIN
    )
    kinds = {"adamw": (torch.optim.AdamW, {"weight_decay": 0}), "sgd": (torch.optim.SGD, {"momentum": 0.9})}
    kind, settings = kinds[optimizer]
    plain = kind(theirs.parameters(), lr=0.01, **settings, **({"nesterov": True} if optimizer == "sgd" else {}))
    means = []
    for epoch in range(2):
        losses = []
        for rows in seeds.order(22, 3, epoch).split(8):
            loss = cross_entropy(theirs(data.x[rows]), data.y[rows], label_smoothing=0.1)
            plain.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(theirs.parameters(), 0.5)
            plain.step()
            losses.append(loss.item() * len(rows) / 22)
        means.append(sum(losses))
    np.testing.assert_allclose(history.loss, means, rtol=1e-5)
    for a, b in zip(ours.state_dict().values(), theirs.state_dict().values(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)


def test_the_history_has_an_entry_for_each_epoch_and_each_look():
    history = fit_module(net(), examples(), CPU, dev=examples(10, seed=1), every=2, warmup=0.5, **PLAIN)
    assert history.step == [2, 3, 4, 6] and len(history.step_loss) == 4  # three steps an epoch
    for name in ("loss", "dev_loss", "dev_accuracy", "learning_rate", "seconds", "images_per_second"):
        values = getattr(history, name)
        assert len(values) == 2 and all(math.isfinite(value) and value > 0 for value in values), name
    a, b = history.step_loss[:2]
    assert history.loss[0] == pytest.approx((a * 16 + b * 6) / 22)
    assert history.images_per_second[0] == pytest.approx(22 / history.seconds[0])
    assert history.compile_seconds == history.skipped == 0 and history.notes == []
    lone = fit_module(net(), examples(), CPU, **PLAIN)
    assert all(map(math.isnan, lone.dev_loss + lone.dev_accuracy))


def test_it_learns_at_every_precision():
    for precision in ("fp32", "bf16", "fp16"):
        setup, model = Setup("cpu", precision), net(dropout=0)
        history = fit_module(model, examples(256, setup, 32), setup, epochs=6, learning_rate=0.03, seed=0, warmup=0.1)
        assert history.loss[-1] < 0.4 < history.loss[0], precision
        assert evaluate_module(model, examples(256, setup), setup)["accuracy"] > 0.9
        assert all(parameter.dtype == torch.float32 for parameter in model.parameters())


def test_losses_are_computed_in_float32():
    seen, setup = set(), Setup("cpu", "bf16")

    def loss(outputs, y):
        seen.add(outputs.dtype)
        return cross_entropy(outputs, y)

    fit_module(net(), examples(setup=setup), setup, loss=loss, **PLAIN)
    evaluate_module(net(), examples(setup=setup), setup, loss=loss)
    assert seen == {torch.float32}


def test_what_is_clipped_is_the_gradient_and_not_its_scaled_form():
    moved = {}
    for precision in ("fp32", "fp16"):
        setup, model = Setup("cpu", precision), net(dropout=0)
        fit_module(model, examples(setup=setup), setup, optimizer="sgd", clip=0.1, epochs=1, learning_rate=0.1, seed=3)
        moved[precision] = (model[5].weight - net()[5].weight).norm().item()
    assert moved["fp16"] == pytest.approx(moved["fp32"], rel=0.05) and moved["fp32"] > 0


@pytest.mark.parametrize("precision", ["fp32", "fp16"])
def test_a_step_asks_the_device_for_no_number(monkeypatch, precision):
    setup = Setup("cpu", precision)
    data = examples(setup=setup)
    run = ModuleRun(net(), data, setup, Plan(clip=1.0, augment=lambda x, g: x + torch.randn(1, generator=g), **PLAIN))
    run.prepare()
    first, second, _ = run.batches()
    run.learn(first)  # the optimiser makes its state in its first step

    def asked(*_):
        raise AssertionError("the host waits for the device")

    with monkeypatch.context() as patch:
        for name in ("item", "tolist", "cpu", "numpy", "__bool__", "__float__", "__int__"):
            patch.setattr(torch.Tensor, name, asked)
        run.learn(second)
    assert all(parameter.grad is None for parameter in run.model.parameters())
    run.look()
    assert run.history.step == [2]


def test_the_rate_warms_up_and_falls_like_a_cosine():
    plan = Plan(epochs=1, learning_rate=0.8, seed=0, warmup=0.3)
    rates = [plan.rate(step, 10) for step in range(10)]
    assert rates[:4] == pytest.approx([0.2, 0.4, 0.6, 0.8]) and rates[3] == max(rates)
    assert rates[5] == pytest.approx(0.4 * (1 + math.cos(math.pi * 2 / 7))) and 0 < rates[-1] < 0.05
    assert Plan(1, 0.8, 0, schedule="constant", warmup=0.3).rate(9, 10) == 0.8
    assert Plan(1, 0.8, 0, schedule=lambda step: 1 / (step + 1)).rate(3, 10) == 0.25
    with pytest.raises(ValueError, match="the schedule gave None at step 0"):
        fit_module(net(), examples(), CPU, schedule=lambda step: None, **PLAIN)


def test_only_weights_decay_and_frozen_ones_do_not_move():
    model = net()
    model[0].requires_grad_(False)
    optimizer = Plan(weight_decay=0.1, **PLAIN).make_optimizer(model)
    decaying, others = optimizer.param_groups
    assert [tuple(p.shape) for p in decaying["params"]] == [(2, 64)] and decaying["weight_decay"] == 0.1
    assert [tuple(p.shape) for p in others["params"]] == [(4,), (4,), (2,)] and others["weight_decay"] == 0
    before = model[0].weight.clone()
    fit_module(model, examples(), CPU, **PLAIN)
    assert torch.equal(model[0].weight, before)
    with pytest.raises(ValueError, match="no parameter of the model learns"):
        fit_module(model.requires_grad_(False), examples(), CPU, **PLAIN)


def test_a_loss_and_a_score_of_ones_own():
    x = torch.linspace(-1, 1, 40)[:, None]
    data = TensorData(x, 3 * x + 1, CPU, 10)
    model, close = nn.Linear(1, 1), lambda outputs, y: (outputs - y).abs() < 0.1
    settings = {"epochs": 40, "learning_rate": 0.1, "seed": 0, "loss": mse_loss}
    history = fit_module(model, data, CPU, dev=data, correct=close, **settings)
    assert history.dev_loss[-1] < 1e-3 and history.dev_accuracy[-1] == 1 and history.dev_accuracy[0] < 1
    assert set(evaluate_module(model, data, CPU, loss=mse_loss)) == {"loss"}
    with pytest.raises(ValueError, match=r"the loss has shape \(10, 1\); a step needs one number"):
        fit_module(model, data, CPU, **settings | {"loss": lambda outputs, y: outputs - y})


def test_evaluation_does_not_depend_on_the_batch_size_and_changes_nothing():
    model = net(dropout=0.5)
    model[1].eval()
    before = net(dropout=0.5)
    found = [evaluate_module(model, examples(setup=CPU, batch_size=size), CPU) for size in (1, 5, 22)]
    for one in found:
        assert one == pytest.approx(found[0], rel=1e-5)
    assert same(model, before)
    assert model.training and model[3].training and not model[1].training
    data = examples()
    assert found[0]["loss"] == pytest.approx(cross_entropy(model.eval()(data.x), data.y).item(), rel=1e-5)
    assert found[0]["accuracy"] == (model(data.x).argmax(1) == data.y).sum().item() / 22


def test_parts_in_evaluation_stay_there_unless_all_are():
    frozen = net()
    frozen[1].eval()
    fit_module(frozen, examples(), CPU, **PLAIN)
    assert frozen[1].num_batches_tracked == 0 and not frozen[1].training
    whole = net().eval()
    fit_module(whole, examples(), CPU, **PLAIN)
    assert whole[1].num_batches_tracked == 6 and not whole.training


def test_augmentation_is_for_training_alone():
    seen = []

    def augment(x, generator):
        seen.append((len(x), generator.device.type))
        return x

    fit_module(net(), examples(), CPU, augment=augment, dev=examples(10), **PLAIN)
    assert seen[0] == (8, "cpu")  # looked at before the first step
    assert seen[1:] == 2 * [(8, "cpu"), (8, "cpu"), (6, "cpu")]


def test_a_last_short_batch_can_be_left_out():
    assert fit_module(net(), examples(drop_last=True), CPU, **PLAIN).step == [2, 4]
    with pytest.raises(ValueError, match="drop_last leaves nothing of 5 examples in batches of 8"):
        examples(5, drop_last=True)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"epochs": 0}, "epochs = 0"),
        ({"learning_rate": 0}, "learning_rate = 0: it is above 0"),
        ({"learning_rate": "0.1"}, "learning_rate = '0.1'"),
        ({"learning_rate": math.nan}, "learning_rate = nan"),
        ({"weight_decay": -1}, "weight_decay = -1: it is at least 0"),
        ({"warmup": 1}, "warmup = 1: it is a share of the steps"),
        ({"label_smoothing": 1.0}, "label_smoothing = 1.0"),
        ({"label_smoothing": 0.1, "loss": mse_loss}, "label_smoothing belongs to the default loss"),
        ({"clip": 0}, "clip = 0: it is above 0"),
        ({"optimizer": "adam"}, "optimizer = 'adam': it is one of adamw, sgd"),
        ({"schedule": "linear"}, "schedule = 'linear'"),
        ({"every": 0}, "every = 0"),
        ({"save_every": 0.5}, "save_every = 0.5"),
        ({"seed": -1}, "seed = -1"),
    ],
)
def test_what_cannot_be_trained_with_is_refused_before_the_first_step(change, message):
    model = net()
    with pytest.raises(ValueError, match=message):
        fit_module(model, examples(), CPU, **PLAIN | change)
    assert same(model, net())


def test_labels_beyond_the_scores_are_refused_where_a_gpu_would_only_assert():
    data = examples()
    data.y[4] = 2
    data.batch_size = 22
    with pytest.raises(ValueError, match="labels run from 0 to 2; the model gives 2 scores"):
        fit_module(net(), data, CPU, **PLAIN)


def test_what_gives_no_scores_needs_a_loss_of_its_own():
    flat = nn.Sequential(nn.Flatten(), nn.Linear(32, 1), nn.Flatten(0))
    with pytest.raises(
        ValueError, match=r"the model gives \(1,\); cross-entropy takes scores \(m, classes\): say loss="
    ):
        fit_module(flat, examples(), CPU, **PLAIN)


def test_tensors_are_placed_as_they_are_used_or_refused():
    with pytest.raises(ValueError, match="x has 3 examples and y 2"):
        TensorData(torch.ones(3, 1), torch.ones(2), CPU)
    x, y = examples().batch(torch.tensor([3, 0, 2]))
    assert x.is_contiguous(memory_format=torch.channels_last) and torch.equal(y, examples().y[[3, 0, 2]])
    assert TensorData(np.ones((3, 1), np.float32), np.array([0, 1, 2], np.uint8), CPU).y.dtype == torch.int64
