"""Two processes learn what one does; the main one alone prints and writes."""

import json
import os
import subprocess
import sys

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("accelerate")

from tests.gpu import spread  # noqa: E402
from tests.gpu.machines import CPU, examples  # noqa: E402
from utils.gpu import distributed  # noqa: E402
from utils.gpu.training import fit_module  # noqa: E402
from utils.gpu.training.checkpoints import load_tensors  # noqa: E402

LAUNCHERS = {
    "torchrun": ["torch.distributed.run", "--nproc_per_node", "2", "--master_port", "0", "--standalone"],
    "accelerate": [
        "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", "--num_machines", "1",
        "--mixed_precision", "no", "--dynamo_backend", "no", "--main_process_port", "0",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one")
    spread.main(folder)
    return json.loads((folder / "0.json").read_text())


def close(ours, theirs):
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(close(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(close, ours, theirs))
    return ours == pytest.approx(theirs, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_two_processes_learn_what_one_does(tmp_path, alone, launcher):
    command = [sys.executable, "-m", *LAUNCHERS[launcher], "-m", "tests.gpu.spread", str(tmp_path)]
    quiet = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=quiet)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == ["process 0 prints"]
    first, second = (json.loads((tmp_path / f"{rank}.json").read_text()) for rank in (0, 1))
    assert first == second  # averages of batch norm, too
    for name in ("even", "last batch of one"):
        assert close(first[name], alone[name]), name
    assert load_tensors(tmp_path / "even.pt")["step"] == 9
    goes_on = fit_module(
        spread.dense(), examples(22, CPU, 8), CPU, epochs=3, learning_rate=0.02, seed=1, checkpoint=tmp_path / "even.pt"
    )
    assert goes_on.loss == first["even"]["loss"]


def as_one_of(monkeypatch, count, rank):
    monkeypatch.setenv("WORLD_SIZE", str(count))
    monkeypatch.setenv("RANK", str(rank))


def test_shares_are_the_batch_and_their_factors_make_its_mean(monkeypatch):
    rows, losses = torch.tensor([4, 9, 2, 7, 5]), torch.arange(10.0) ** 2
    for count in (1, 2, 3, 5, 8):
        shares = []
        for rank in range(count):
            as_one_of(monkeypatch, count, rank)
            shares.append(distributed.share(rows))
        assert sorted(torch.cat([mine for mine, factor in shares if factor]).tolist()) == sorted(rows.tolist())
        average = sum(losses[mine].mean() * factor for mine, factor in shares) / count
        assert average.item() == pytest.approx(losses[rows].mean().item())


def test_on_gpus_batch_norm_sees_the_whole_batch(monkeypatch):
    class OnGPU(torch.nn.Sequential):
        def parameters(self, recurse=True):
            return iter([type("Parameter", (), {"device": torch.device("cuda", 0)})()])

    model = OnGPU(torch.nn.BatchNorm2d(3))
    assert type(distributed.with_shared_norms(model)[0]) is torch.nn.BatchNorm2d
    as_one_of(monkeypatch, 2, 0)
    assert type(distributed.with_shared_norms(model)[0]) is torch.nn.SyncBatchNorm


def test_one_process_needs_no_accelerate(monkeypatch):
    monkeypatch.setitem(sys.modules, "accelerate", None)
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    distributed.join()
    numbers = torch.ones(2)
    assert distributed.total(numbers) is numbers and distributed.agree(True) and not distributed.agree(False)
    fit_module(spread.dense(), examples(), CPU, epochs=1, learning_rate=0.02, seed=1)
