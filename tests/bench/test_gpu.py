"""The GPU's benchmark, on the CPU at its tiny size: what it counts, what it compares, what it says when a row fails."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.bench import gpu, gpu_baseline, gpu_peak, gpu_show, gpu_sides  # noqa: E402
from utils.bench.gpu_tasks import Task, accuracy_tasks, multiply_adds, small_lenet, speed_tasks, training_flops  # noqa: E402
from utils.gpu.augment import Augment, shift  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.errors import OutOfMemory  # noqa: E402
from utils.gpu.images import DeviceImages  # noqa: E402
from utils.gpu.plan import Plan  # noqa: E402
from utils.gpu.residual import ResNet50  # noqa: E402

CPU = Setup("cpu")


@pytest.fixture(autouse=True)
def one_thread():
    """Several threads on products so small only wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def few_images(m=12, seed=0):
    rng = np.random.default_rng(seed)
    return {"X_train": rng.integers(0, 256, (m, 8, 8, 1), dtype=np.uint8), "Y_train": rng.integers(0, 10, m)}


def task(name="tiny", **changes):
    fields = {"net": small_lenet, "images": few_images, "batch_size": 4, "epochs": 3, "augment": Augment(shift=1)}
    return Task(name, **fields | changes)


def with_goal(goal, **changes):
    images = few_images() | {"X_dev": few_images(6, 1)["X_train"], "Y_dev": few_images(6, 1)["Y_train"]}
    return task(images=lambda: images, goal=goal, **changes)


def cells(line):
    return [cell.strip() for cell in line.split("|")[1:-1]]


class Clock:
    """A product takes as long as it says, whatever it is."""

    now = 0.0

    def perf_counter(self):
        self.now += 0.001
        return self.now


def test_a_products_rate_is_two_operations_a_multiplication(monkeypatch):
    monkeypatch.setattr(gpu_peak, "time", Clock())
    assert gpu_peak.product_rate(8, "fp32", CPU.device, 0.1) == pytest.approx(2 * 8**3 * 100 / 0.001)


def test_the_best_of_several_sides_counts_until_one_does_not_fit(monkeypatch):
    def rate(side, precision, device, seconds):
        if side > 30:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return {10: 1e12, 20: 3e12, 30: 2e12}[side]

    monkeypatch.setattr(gpu_peak, "product_rate", rate)
    assert gpu_peak.peaks(CPU, (10, 20, 30, 40)) == {"fp32": {"tflops": 3.0, "side": 20}}
    assert gpu_peak.peaks(CPU, (40,)) == {}


@pytest.mark.parametrize(
    "capability, names",
    [((9, 0), ["bf16", "fp16", "tf32", "fp32"]), ((7, 5), ["fp16", "fp32"]), ((6, 1), ["fp32"])],
)
def test_only_what_the_card_has_units_for_is_measured(monkeypatch, capability, names):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    assert gpu_peak.precisions(torch.device("cuda")) == names


def test_settings_of_products_are_put_back():
    before = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32, torch.backends.cudnn.benchmark
    with gpu_peak.float32_products("high"):
        assert torch.get_float32_matmul_precision() == "high"
        torch.backends.cudnn.benchmark = True
        with gpu_baseline.as_pytorch_comes():
            assert torch.get_float32_matmul_precision() == "highest"
            assert torch.backends.cudnn.allow_tf32 and not torch.backends.cudnn.benchmark
        assert torch.backends.cudnn.benchmark and torch.get_float32_matmul_precision() == "high"
        torch.backends.cudnn.benchmark = before[2]
    assert before == (
        torch.get_float32_matmul_precision(),
        torch.backends.cudnn.allow_tf32,
        torch.backends.cudnn.benchmark,
    )


def test_operations_are_those_counted_by_hand_and_in_the_paper():
    by_hand = 64 * 9 * 1 * 16 + 16 * 9 * 16 * 32 + 2 * 2 * 32 * 64 + 64 * 10
    assert multiply_adds(small_lenet(), 8, 1) == by_hand
    assert training_flops(small_lenet(), 8, 1) == 6 * by_hand
    assert multiply_adds(ResNet50(1000), 224, 3) == pytest.approx(3.8e9, rel=0.02)  # the paper's figure


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


def test_whole_batches_alone_where_speed_is_measured():
    data = gpu_baseline.HostImages(**dict(zip("XY", few_images(10).values(), strict=True)), statistics=([0], [1]))
    assert len(gpu_baseline.loader(task(), data, CPU.device, 0)) == 2
    assert len(gpu_baseline.loader(task(goal=0.5), data, CPU.device, 0)) == 3


def test_workers_prepare_what_the_main_process_would():
    data = gpu_baseline.HostImages(**dict(zip("XY", few_images().values(), strict=True)), statistics=([0], [1]))
    batches = [list(gpu_baseline.loader(task(), data, CPU.device, workers)) for workers in (0, 1)]
    for (x, y), (x_too, y_too) in zip(*batches, strict=True):
        assert torch.equal(x, x_too) and torch.equal(y, y_too)


def test_a_rate_is_the_median_without_the_first_epoch():
    found = gpu_sides.measured(task(), 10, [9.0, 2.0, 1.0, 4.0], [])  # 8 images in whole batches
    assert found == {"images_per_second": 4, "slowest": 2, "fastest": 8}


def test_the_time_to_a_goal_ends_with_the_epoch_that_reaches_it():
    found = gpu_sides.measured(task(goal=0.9), 10, [3.0, 2.0, 1.0], [0.5, 0.9, 0.8])
    assert (found["epochs_to_goal"], found["seconds_to_goal"], found["images_per_second"]) == (2, 5.0, 7.5)
    missed = gpu_sides.measured(task(goal=0.95), 10, [3.0, 2.0, 1.0], [0.5, 0.9, 0.8])
    assert missed["seconds_to_goal"] is None and missed["best_accuracy"] == 0.9


def test_a_row_holds_both_sides_and_the_share_of_the_peak():
    row = gpu_sides.run_task(with_goal(0.0), CPU, peak=1e12)
    assert row["flops_per_image"] == training_flops(small_lenet(), 8, 1)
    assert row["peak_share"] == row["flops_per_image"] * row["ours"]["images_per_second"] / 1e12
    for side in ("ours", "baseline"):
        assert row[side]["epochs_to_goal"] == 1 and row[side]["seconds_to_goal"] > 0
    assert gpu_sides.run_task(task(), CPU, peak=None)["peak_share"] is None


def out_of_memory(*arguments, **settings):
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")


def test_a_row_that_does_not_fit_says_what_to_lower_and_the_next_one_runs(monkeypatch, tmp_path, capsys):
    real = gpu_sides.fit
    monkeypatch.setattr(
        gpu_sides, "fit", lambda net, data, *a, **k: (out_of_memory if len(data) == 16 else real)(net, data, *a, **k)
    )
    tasks = [task("wide", images=lambda: few_images(16)), task("narrow")]
    monkeypatch.setattr(gpu, "speed_tasks", lambda *settings: tasks)
    monkeypatch.setattr(gpu, "accuracy_tasks", lambda *settings: [])
    assert gpu.main(["--json", str(tmp_path / "found.json")]) == 0
    wide, narrow = json.loads((tmp_path / "found.json").read_text())["speed"]
    assert wide["ours"]["trouble"] == "out of memory" and wide["baseline"]["images_per_second"] > 0
    assert narrow["ours"]["images_per_second"] > 0
    printed = capsys.readouterr().out
    assert "| wide" in printed and "| narrow" in printed
    assert "- wide, ours: a step with batch_size=4 in fp32 does not fit" in printed
    assert 'Here: --only "wide" --batch-size 2.' in printed


def test_the_baseline_may_not_fit_alone(monkeypatch):
    monkeypatch.setattr(gpu_sides.gpu_baseline, "train", out_of_memory)
    bf16 = Setup("cpu", precision="bf16")
    row = gpu_sides.run_task(task(), bf16, None)
    assert row["ours"]["images_per_second"] > 0 and "in fp32 does not fit" in row["baseline"]["why"]
    assert cells(gpu_show.speed_line(row))[4:6] == ["out of memory", ""]


def test_any_other_failure_is_shown_whole_and_told_by_the_exit_status(monkeypatch, capsys):
    def broken():
        raise KeyError("weights")

    monkeypatch.setattr(gpu, "speed_tasks", lambda *settings: [task("broken", net=lambda: Broken()), task("sound")])
    monkeypatch.setattr(gpu, "accuracy_tasks", lambda *settings: [])
    assert gpu.main([]) == 1
    said = capsys.readouterr()
    assert "- broken, ours: KeyError" in said.out and "| sound" in said.out and "Traceback" in said.err


class Broken(torch.nn.Linear):
    """Fails on a device, not in the count of its operations."""

    def __init__(self):
        super().__init__(8, 8)

    def forward(self, x):
        if x.device.type != "meta":
            raise KeyError("weights")
        return super().forward(x)


def test_data_that_is_not_there_says_why_and_once():
    row = gpu_sides.run_task(task(images=lambda: open("/no/such/file")), CPU, None)
    assert gpu_show.remarks([row]).count("No such file") == 1
    assert cells(gpu_show.speed_line(row))[2:6] == ["no data", "", "no data", ""]


def test_on_a_cpu_it_tests_itself_and_says_that_these_are_no_figures_of_a_gpu(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    files = ["--json", str(tmp_path / "found.json"), "--markdown", str(tmp_path / "found.md")]
    assert gpu.main(["--quick", "--only", "LeNet", *files]) == 0
    printed = capsys.readouterr().out
    assert "This is no measurement of a GPU: there is none here." in printed
    assert f"## the CPU, PyTorch {torch.__version__}" in printed
    assert "| LeNet, 8 × 8 " in printed and "ResNet-18" not in printed and "to a dev accuracy" not in printed
    assert (tmp_path / "found.md").read_text() == printed
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["machine"]["gpu"] is False and found["peaks"]["fp32"]["tflops"] > 0
    assert found["speed"][0]["ours"]["images_per_second"] > 0 and found["accuracy"] == []


def test_the_signs_are_raced_to_a_goal(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    assert gpu.main(["--only", "signs"]) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("| signs, 8 layers"))
    assert cells(row)[1] == "0.05" and cells(row)[2].endswith(("(1)", "(2)")) and cells(row)[3].endswith(("(1)", "(2)"))


def test_every_row_of_the_full_size_has_a_name_of_its_own_and_a_batch_size_can_be_asked_for():
    full = Setup("cpu", size="full")
    names = [row.name for row in speed_tasks(full) + accuracy_tasks(full, cifar="folder")]
    assert names == [
        "ResNet-18, 32 × 32", "ResNet50, small images, 32 × 32", "ResNet50, 224 × 224", "LeNet, 8 × 8",
        "signs, 20 layers", "CIFAR10, ResNet-18",
    ]  # fmt: skip
    assert {row.batch_size for row in speed_tasks(full, 64) + accuracy_tasks(full, 64, "folder")} == {64}
    assert {row.epochs for row in speed_tasks(full, quick=True)} == {3}
    assert [row.target for row in speed_tasks(full)] == [60_000, None, None, None]


def test_both_sides_start_from_the_same_weights():
    for row in speed_tasks(CPU) + accuracy_tasks(CPU):
        one, other = row.net().state_dict(), row.net().state_dict()
        assert all(torch.equal(one[name], other[name]) for name in one)


def test_columns_line_up():
    row = gpu_sides.run_task(with_goal(0.0), CPU, 1e12)
    for columns, line in (
        (gpu_show.SPEED_COLUMNS, gpu_show.speed_line(row)),
        (gpu_show.ACCURACY_COLUMNS, gpu_show.accuracy_line(row)),
    ):
        assert {len(other) for other in gpu_show.header(columns).splitlines()} == {len(line)}


@pytest.mark.parametrize(
    "precision, expected", [("bf16", 3e12), ("fp16", 2e12), ("fp32", 1e12)], ids=["bf16", "fp16", "fp32 has TF32"]
)
def test_a_share_is_of_the_precision_that_was_trained_in(precision, expected):
    found = {name: {"tflops": k} for k, name in enumerate(["fp32", "tf32", "fp16", "bf16"])}
    assert gpu.peak_of(Setup("cpu", precision=precision), found) == expected
    assert gpu.peak_of(Setup("cpu", precision="bf16"), {"fp32": {"tflops": 1}}) is None


@pytest.mark.parametrize("wrong", ["0", "many"])
def test_a_batch_of_nothing_is_refused(wrong, capsys):
    with pytest.raises(SystemExit):
        gpu.main(["--batch-size", wrong])
    assert "--batch-size" in capsys.readouterr().err


def test_memory_is_named_where_a_set_of_images_does_not_fit(monkeypatch):
    monkeypatch.setattr(gpu_sides, "DeviceImages", out_of_memory)
    with pytest.raises(OutOfMemory), gpu_sides.memory_explained(CPU, task()):
        gpu_sides.ours(task(), few_images(), CPU)
