"""A run that was killed goes on to the same numbers; a file that is no checkpoint of it is refused and left alone."""

import errno
import os
import pickle
import signal
import subprocess
import sys
import time

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402
from torch.nn.functional import cross_entropy  # noqa: E402

from tests.gpu.machines import CPU, examples, net, same  # noqa: E402
from tests.gpu.resumed import train  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.training import fit_module, state  # noqa: E402
from utils.gpu.training.checkpoints import load_tensors, save_tensors  # noqa: E402

MEASURED = {"seconds", "images_per_second"}


def numbers(history):
    return {name: value for name, value in vars(history).items() if name not in MEASURED}


def killed(path, step):
    """Start the run in a process of its own and kill it in the middle of an epoch, once it has saved `step`."""
    process = subprocess.Popen([sys.executable, "-m", "tests.gpu.resumed", str(path)])
    try:
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline and process.poll() is None:
            if path.exists() and load_tensors(path)["step"] >= step:
                break
            time.sleep(0.02)
        assert process.poll() is None, "it ended by itself"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return load_tensors(path)["step"]


def test_killed_in_mid_epoch_it_ends_as_if_it_had_never_stopped(tmp_path):
    path = tmp_path / "run.pt"
    assert killed(path, step=4) == 4  # the second of three steps of the second epoch was to come
    model, history = train(path)
    undisturbed, expected = train()
    assert same(model, undisturbed)
    assert numbers(history) == numbers(expected)
    assert [name for name in os.listdir(tmp_path) if name != "run.pt"] == []
    assert train(path)[1].loss == expected.loss  # nothing is left to do


def test_a_checkpoint_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "run.pt"
    train(path, epochs=1)
    before = path.read_bytes()

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"run\.pt could not be written .*No space left.* as it was"):
        save_tensors(path, {"step": 1})
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["run.pt"]


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "text"])
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path, harm):
    path = tmp_path / "run.pt"
    save_tensors(path, {"x": torch.arange(4096.0), "step": 3})
    whole = path.read_bytes()
    middle = whole.index(torch.tensor([100.0]).numpy().tobytes()) if harm == "flipped" else len(whole) // 2
    harmed = {
        "cut": whole[:middle],
        "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "empty": b"",
        "text": b"not a checkpoint",
    }[harm]
    path.write_bytes(harmed)
    with pytest.raises(ValueError, match=r"run\.pt is not a whole checkpoint .* move it away"):
        train(path, epochs=1)
    assert path.read_bytes() == harmed


class Code:
    """What a hostile file holds: reading it with a plain pickle would make a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def test_no_file_has_code_run(tmp_path):
    path, made = tmp_path / "run.pt", tmp_path / "made"
    torch.save({"format": Code(str(made))}, path)
    with pytest.raises(ValueError, match="not a whole checkpoint"):
        load_tensors(path)
    path.write_bytes(pickle.dumps(Code(str(made))))
    with pytest.raises(ValueError, match="not a whole checkpoint"):
        load_tensors(path)
    assert not made.exists()


def test_foreign_files_are_refused(tmp_path):
    path = tmp_path / "run.pt"
    torch.save(net().state_dict(), path)
    with pytest.raises(ValueError, match="is not a checkpoint of a training run of this course"):
        train(path)
    save_tensors(path, {"step": 1})
    with pytest.raises(ValueError, match="does not hold what a run writes"):
        train(path)
    assert load_tensors(tmp_path / "none.pt") is None


@pytest.mark.parametrize(
    "change, message",
    [
        ({"seed": 3}, "of a run with other settings: seed 2 there, 3 here"),
        ({"epochs": 4, "learning_rate": 0.1}, "epochs 3 there, 4 here, learning_rate 0.01 there, 0.1 here"),
        ({"schedule": "constant"}, "schedule cosine there, constant here"),
    ],
)
def test_another_runs_checkpoint_is_refused(tmp_path, change, message):
    path = tmp_path / "run.pt"
    train(path)
    with pytest.raises(ValueError, match=message):
        train(path, **change)


def fitted(path, model, setup=CPU, **settings):
    data = examples(setup=setup)
    return model, fit_module(
        model, data, setup, learning_rate=0.01, seed=0, checkpoint=path, **{"epochs": 1} | settings
    )


def test_another_models_checkpoint_is_refused_and_changes_nothing(tmp_path):
    path = tmp_path / "run.pt"
    fitted(path, net())
    wider = nn.Sequential(nn.Flatten(), nn.Linear(32, 2))
    before = [tensor.clone() for tensor in wider.state_dict().values()]
    with pytest.raises(ValueError, match=r"of another model: 0.weight is \(4, 2, 3, 3\) there, missing here"):
        fitted(path, wider)
    assert all(map(torch.equal, before, wider.state_dict().values()))
    with pytest.raises(ValueError, match="precision fp32 there, bf16 here"):
        fitted(path, net(), Setup("cpu", "bf16"))


def test_at_a_constant_rate_a_run_can_be_made_longer(tmp_path):
    path = tmp_path / "run.pt"
    fitted(path, net(), schedule="constant")
    longer, history = fitted(path, net(), schedule="constant", epochs=3)
    once, expected = fitted(None, net(), schedule="constant", epochs=3)
    assert same(longer, once) and history.loss == expected.loss


def test_the_scaler_and_both_optimisers_go_on(tmp_path):
    for optimizer in ("adamw", "sgd"):
        path, setup = tmp_path / f"{optimizer}.pt", Setup("cpu", "fp16")
        settings = {"schedule": "constant", "optimizer": optimizer, "clip": 0.1}
        settings["loss"] = lambda out, y: 300 * cross_entropy(out, y)  # the first scale is too large for its gradients
        fitted(path, net(), setup, epochs=3, **settings)
        assert load_tensors(path)["scaler"]["scale"] < 2**16  # where a new scaler starts
        ours, _ = fitted(path, net(), setup, epochs=4, **settings)
        once, _ = fitted(None, net(), setup, epochs=4, **settings)
        assert same(ours, once)


def test_each_step_is_saved_once_and_by_the_main_process_alone(tmp_path, monkeypatch):
    path, steps = tmp_path / "run.pt", []
    monkeypatch.setattr(state, "save_tensors", lambda path, kept: steps.append(kept["step"]))
    fitted(path, net(), save_every=1, epochs=2)
    assert steps == [1, 2, 3, 4, 5, 6]
    monkeypatch.setenv("RANK", "1")
    fitted(path, net(), save_every=1)
    assert len(steps) == 6


def test_a_run_that_fails_after_it_went_on_has_the_model_that_it_went_on_from(tmp_path):
    path = tmp_path / "run.pt"
    model, _ = fitted(path, net(), schedule="constant")
    other = net(seed=1)
    with pytest.raises(FloatingPointError, match="The model is as it was after 3 steps"):
        fitted(path, other, schedule="constant", epochs=2, loss=lambda out, y: cross_entropy(out, y) * float("nan"))
    assert same(other, model)


def test_processes_that_find_different_checkpoints_do_not_start(tmp_path, monkeypatch):
    monkeypatch.setattr(state.distributed, "same", lambda step: step == 3)
    with pytest.raises(ValueError, match="not every process finds the same checkpoint: .* that all of them share"):
        fitted(tmp_path / "run.pt", net())


def test_what_was_fused_elsewhere_goes_on_unfused_here(tmp_path, monkeypatch):
    path = tmp_path / "run.pt"
    fitted(path, net(), schedule="constant")
    make = torch.optim.AdamW

    def without_fused(groups, fused=False, **settings):
        if fused:
            raise RuntimeError("fused=True is not supported here")
        return make(groups, foreach=False, **settings)

    monkeypatch.setattr(torch.optim, "AdamW", without_fused)
    longer, _ = fitted(path, net(), schedule="constant", epochs=2)
    monkeypatch.undo()
    once, _ = fitted(None, net(), schedule="constant", epochs=2)
    for ours, theirs in zip(longer.state_dict().values(), once.state_dict().values(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-6)
