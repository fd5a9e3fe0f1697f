"""The schedules against the steps and PyTorch's schedulers, at their ends; and what they refuse."""

import math

import numpy as np
import pytest

from utils.layers import schedules
from utils.layers.dense import Dense
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import SGD
from utils.steps import optimization as steps
from utils.training import fit, supervised


@pytest.mark.parametrize("t", [0, 1, 7, 10, 19, 20, 1000])
def test_decays_agree_with_the_steps(t):
    assert schedules.inverse_decay(0.3, 0.05)(t) == pytest.approx(steps.update_lr(0.3, t, 0.05))
    assert schedules.interval_decay(0.3, 0.5, 10)(t) == pytest.approx(steps.schedule_lr_decay(0.3, t, 0.5, 10))


@pytest.mark.parametrize(
    "ours, theirs",
    [
        (schedules.inverse_decay(0.1, 0.2), lambda s, o: s.LambdaLR(o, lambda t: 1 / (1 + 0.2 * t))),
        (schedules.exponential_decay(0.1, 0.9), lambda s, o: s.ExponentialLR(o, 0.9)),
        (schedules.cosine_decay(0.1, 12, 0.01), lambda s, o: s.CosineAnnealingLR(o, 12, eta_min=0.01)),
    ],
    ids=["inverse", "exponential", "cosine"],
)
def test_torchs_schedulers(ours, theirs):
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    scheduler = theirs(torch.optim.lr_scheduler, optimizer)
    for t in range(12):
        assert ours(t) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-9)
        optimizer.step()
        scheduler.step()


def test_known_by_hand():
    assert schedules.inverse_decay(1, 1)(3) == 0.25
    assert [schedules.interval_decay(1, 1, 5)(t) for t in (0, 4, 5, 9, 10)] == [1, 1, 0.5, 0.5, pytest.approx(1 / 3)]
    assert schedules.exponential_decay(8, 0.5)(3) == 1
    assert schedules.exponential_decay(8, 0.5, interval=10)(30) == 1
    assert schedules.exponential_decay(8, 1)(30) == 8 and schedules.cosine_decay(1, 10, final=1)(7) == 1
    cosine = schedules.cosine_decay(1, 10, final=0.2)
    assert [cosine(t) for t in (0, 5, 10, 99)] == pytest.approx([1, 0.6, 0.2, 0.2])


def test_the_warm_up_rises_in_a_line_and_falls_with_the_root():
    rate = schedules.warmup_inverse_sqrt(512, 4000)
    assert rate(3999) == pytest.approx(1 / math.sqrt(512 * 4000)), "step 4000 of the paper, which counts from 1"
    assert rate(0) == pytest.approx(rate(3999) / 4000) and rate(1999) == pytest.approx(rate(3999) / 2)
    assert rate(15999) == pytest.approx(rate(3999) / 2)
    assert max(range(100), key=schedules.warmup_inverse_sqrt(8, 7)) == 6
    assert schedules.warmup_inverse_sqrt(512, 4000, scale=3)(7) == pytest.approx(3 * rate(7))


EVERY_SCHEDULE = {
    "inverse": lambda: schedules.inverse_decay(0.1, 0.5),
    "interval": lambda: schedules.interval_decay(0.1, 0.5, 2),
    "exponential": lambda: schedules.exponential_decay(0.1, 0.5),
    "cosine": lambda: schedules.cosine_decay(0.1, 9),
    "warm-up": lambda: schedules.warmup_inverse_sqrt(8, 3),
}


@pytest.mark.parametrize("make", EVERY_SCHEDULE.values(), ids=EVERY_SCHEDULE)
def test_training_can_follow_it_from_its_first_step(make):
    rng = np.random.default_rng(1)
    net, data = Dense(2, 2, rng), {"x": np.ones((4, 2), np.float32), "y": np.array([0, 1, 0, 1])}
    optimizer, rate = SGD(net.parameters()), make()
    history = fit(net, supervised(softmax_cross_entropy), optimizer, data, rng, epochs=5, batch_size=4, schedule=rate)
    assert history.learning_rate == [rate(t) for t in range(5)] and min(history.learning_rate) > 0


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: schedules.inverse_decay(0, 1), "a rate of 0"),
        (lambda: schedules.inverse_decay(math.inf, 1), "a rate of inf"),
        (lambda: schedules.inverse_decay(1, -1), "decay = -1"),
        (lambda: schedules.inverse_decay(1, math.inf), "decay = inf"),
        (lambda: schedules.inverse_decay(1, 1)(-1), "t = -1"),
        (lambda: schedules.interval_decay(1, 1, 0), "interval = 0"),
        (lambda: schedules.interval_decay(1, 1, 2.5), "interval = 2.5"),
        (lambda: schedules.interval_decay(1, 1, 2)(-1), "t = -1"),
        (lambda: schedules.exponential_decay(1, 0), "factor = 0"),
        (lambda: schedules.exponential_decay(1, 1.1), "factor = 1.1"),
        (lambda: schedules.exponential_decay(1, 0.5, 0), "interval = 0"),
        (lambda: schedules.exponential_decay(-1, 0.5), "a rate of -1"),
        (lambda: schedules.exponential_decay(1, 0.5)(math.nan), "t = nan"),
        (lambda: schedules.cosine_decay(1, 0), "steps = 0"),
        (lambda: schedules.cosine_decay(1, 10, 2), "final = 2: it lies from 0 to the first rate, 1"),
        (lambda: schedules.cosine_decay(1, 10, -0.1), "final = -0.1"),
        (lambda: schedules.cosine_decay(-1, 10), "a rate of -1"),
        (lambda: schedules.cosine_decay(1, 10)(-1), "t = -1"),
        (lambda: schedules.warmup_inverse_sqrt(0, 4), "d_model = 0"),
        (lambda: schedules.warmup_inverse_sqrt(8, 0), "warmup = 0"),
        (lambda: schedules.warmup_inverse_sqrt(8, 4, 0), "a rate of 0"),
        (lambda: schedules.warmup_inverse_sqrt(8, 4)(math.inf), "t = inf"),
        (lambda: schedules.warmup_inverse_sqrt(8, 4)(-1), "t = -1"),
    ],
)
def test_nonsense_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
