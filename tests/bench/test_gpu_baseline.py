"""The baseline of the GPU's benchmark: the same images, weights and learning rates as on the other side."""

import pytest

torch = pytest.importorskip("torch")

from tests.bench.gpu_rows import CPU, few_images, one_thread, task, with_goal  # noqa: E402, F401
from utils.bench import gpu_baseline  # noqa: E402
from utils.bench.gpu_tasks import accuracy_tasks, small_lenet, speed_tasks  # noqa: E402
from utils.gpu.data.augment import Augment, shift  # noqa: E402
from utils.gpu.data.images import DeviceImages  # noqa: E402
from utils.gpu.training.plan import Plan  # noqa: E402


def test_both_sides_see_the_same_normalised_images():
    images = few_images()
    statistics = gpu_baseline.channel_statistics(images["X_train"])
    host = gpu_baseline.HostImages(images["X_train"], images["Y_train"], statistics)
    x, y = DeviceImages(images["X_train"], images["Y_train"], CPU).batch(torch.tensor([5]))
    assert torch.allclose(host[5][0], x[0], atol=1e-6) and host[5][1] == y[0] and len(host) == 12


def test_the_host_shifts_and_mirrors_as_the_device_does():
    images = few_images()
    augment = Augment(shift=2, flip=True)
    host = gpu_baseline.HostImages(images["X_train"], images["Y_train"], ([0.5], [0.25]), augment)
    plain = gpu_baseline.HostImages(images["X_train"], images["Y_train"], ([0.5], [0.25]))[3][0][None]
    reach = torch.arange(-2, 3)
    rows, columns = (places.flatten() for places in torch.meshgrid(reach, reach, indexing="ij"))
    possible = shift(plain.expand(25, -1, -1, -1), rows, columns)
    possible = {image.numpy().tobytes() for image in torch.cat([possible, possible.flip(3)]).contiguous()}
    with torch.random.fork_rng():
        torch.manual_seed(0)
        seen = {host[3][0].numpy().tobytes() for _ in range(300)}
    assert seen <= possible and len(seen) > 40


@pytest.mark.parametrize("warmup", [0.0, 0.3])
def test_both_sides_have_the_same_learning_rate_at_every_step(warmup):
    training = {"optimizer": "sgd", "learning_rate": 0.2, "warmup": warmup}
    optimizer, schedule = gpu_baseline.optimizer_of(task(training=training), torch.nn.Linear(1, 1), per_epoch=4)
    plan, rates = Plan(3, seed=0, **training), []
    for _ in range(12):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    assert rates == pytest.approx([plan.rate(step, 12) for step in range(12)])


def test_the_baseline_learns_and_judges_the_dev_set():
    images = with_goal(1.0).images()
    learner = with_goal(1.0, epochs=30, augment=None, training={"optimizer": "adamw", "learning_rate": 0.01})
    images |= {"X_dev": images["X_train"], "Y_dev": images["Y_train"]}
    found = gpu_baseline.train(learner, small_lenet(), images, CPU.device)
    assert found["dev_accuracy"][-1] == 1.0 and found["dev_accuracy"][0] < 0.7
    assert len(found["seconds"]) == 30 and min(found["seconds"]) > 0


class Watched(torch.nn.Linear):
    """Puts down whether it is learning, and what it is given."""

    def __init__(self):
        super().__init__(64, 10)
        self.modes, self.inputs = [], []

    def forward(self, x):
        self.modes.append(self.training)
        self.inputs.append(x.detach().clone())
        return super().forward(x.flatten(1))


def test_learning_and_judging_take_turns_and_every_epoch_has_an_order_of_its_own():
    net, watched = Watched(), with_goal(1.0, augment=None)
    gpu_baseline.train(watched, net, watched.images(), CPU.device)
    assert net.modes == 3 * [True, True, True, False, False]  # 12 images to learn from, 6 to judge by, 4 at a time
    first, second = (torch.cat(net.inputs[i : i + 3]) for i in (0, 5))
    assert not torch.equal(first, second) and torch.allclose(first.sum(), second.sum(), atol=1e-2)


def test_whole_batches_alone_where_speed_is_measured():
    data = gpu_baseline.HostImages(**dict(zip("XY", few_images(10).values(), strict=True)), statistics=([0], [1]))
    assert len(gpu_baseline.loader(task(), data, CPU.device, 0)) == 2
    assert len(gpu_baseline.loader(task(goal=0.5), data, CPU.device, 0)) == 3


def test_workers_prepare_what_the_main_process_would():
    data = gpu_baseline.HostImages(**dict(zip("XY", few_images().values(), strict=True)), statistics=([0], [1]))
    batches = [list(gpu_baseline.loader(task(), data, CPU.device, workers)) for workers in (0, 1)]
    for (x, y), (x_too, y_too) in zip(*batches, strict=True):
        assert torch.equal(x, x_too) and torch.equal(y, y_too)


def test_both_sides_start_from_the_same_weights():
    for row in speed_tasks(CPU) + accuracy_tasks(CPU):
        one, other = row.net().state_dict(), row.net().state_dict()
        assert all(torch.equal(one[name], other[name]) for name in one)
