"""The GPU's benchmark, on the CPU at its tiny size: its rows, its report, what it says when a row fails."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.bench.gpu_rows import CPU, few_images, one_thread, task, with_goal  # noqa: E402, F401
from utils.bench import gpu, gpu_show, gpu_sides, gpu_tasks  # noqa: E402
from utils.bench.gpu_tasks import accuracy_tasks, small_lenet, speed_tasks, training_flops  # noqa: E402
from utils.gpu.data.augment import Augment  # noqa: E402
from utils.gpu.data.cifar import Cifar10  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.errors import OutOfMemory  # noqa: E402


def cells(line):
    return [cell.strip() for cell in line.split("|")[1:-1]]


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


def test_our_side_trains_as_its_task_says(monkeypatch):
    seen = []

    def record(net, data, setup, dev=None, **settings):
        seen.append((data, dev, settings))
        return SimpleNamespace(seconds=[1, 1], dev_accuracy=[0, 0], compile_seconds=0, notes=[])

    monkeypatch.setattr(gpu_sides, "fit_module", record)
    for trained in (task(), with_goal(0.5, training={"optimizer": "adamw", "learning_rate": 0.3})):
        gpu_sides.ours(trained, trained.images(), CPU)
    (data, dev, settings), (data_too, dev_too, settings_too) = seen
    assert data.drop_last and not data_too.drop_last and data.batch_size == 4
    assert dev is None and len(dev_too) == 6 and dev_too.mean is data_too.mean
    assert settings["augment"] == Augment(shift=1) and settings["epochs"] == 3 and settings["optimizer"] == "sgd"
    assert (settings_too["optimizer"], settings_too["learning_rate"]) == ("adamw", 0.3)


@pytest.mark.parametrize("arguments, wish", [([], "auto"), (["--no-compile"], False)])
def test_compiling_can_be_left_out(monkeypatch, arguments, wish):
    wishes = []
    monkeypatch.setattr(gpu, "choose", lambda **wish: wishes.append(wish) or CPU)
    gpu.main([*arguments, "--only", "no row at all"])
    assert wishes == [{"compile": wish}]


def out_of_memory(*arguments, **settings):
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")


def test_a_row_that_does_not_fit_says_what_to_lower_and_the_next_one_runs(monkeypatch, tmp_path, capsys):
    real = gpu_sides.fit_module
    monkeypatch.setattr(
        gpu_sides,
        "fit_module",
        lambda net, data, *a, **k: (out_of_memory if len(data) == 16 else real)(net, data, *a, **k),
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


def test_photographs_come_whole_or_a_few_for_a_cpu(monkeypatch):
    parts = [np.zeros((30, 32, 32, 3), np.uint8), np.zeros(30, int)] * 3
    monkeypatch.setattr(gpu_tasks, "load_cifar10", lambda folder: Cifar10(*parts, ("a", "b")))
    assert [len(part) for part in gpu_tasks.photograph_images("folder", 20).values()] == [20] * 6 + [2]
    assert len(gpu_tasks.photograph_images("folder", None)["X_dev"]) == 30


def test_the_card_and_what_it_runs_with_are_named(monkeypatch):
    card = SimpleNamespace(total_memory=141 * 2**30, major=9, minor=0, multi_processor_count=132)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda device: card)
    found = gpu.machine(Setup("cuda", precision="bf16", name="NVIDIA H200", why=("It runs in bf16.",)))
    text = gpu_show.heading(found)
    assert text.startswith(f"## NVIDIA H200, PyTorch {torch.__version__}") and gpu_show.NO_GPU not in text
    assert "- memory: 141 GiB" in text and "9.0, 132 multiprocessors" in text and "- setup: It runs in bf16." in text


def test_columns_line_up():
    row = gpu_sides.run_task(with_goal(0.0), CPU, 1e12)
    for columns, line in (
        (gpu_show.SPEED_COLUMNS, gpu_show.speed_line(row)),
        (gpu_show.ACCURACY_COLUMNS, gpu_show.accuracy_line(row)),
    ):
        assert {len(other) for other in gpu_show.header(columns).splitlines()} == {len(line)}


@pytest.mark.parametrize("wrong", ["0", "many"])
def test_a_batch_of_nothing_is_refused(wrong, capsys):
    with pytest.raises(SystemExit):
        gpu.main(["--batch-size", wrong])
    assert "--batch-size" in capsys.readouterr().err


def test_memory_is_named_where_a_set_of_images_does_not_fit(monkeypatch):
    monkeypatch.setattr(gpu_sides, "DeviceImages", out_of_memory)
    with pytest.raises(OutOfMemory), gpu_sides.memory_explained(CPU, task()):
        gpu_sides.ours(task(), few_images(), CPU)
