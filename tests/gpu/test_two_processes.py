"""A twin's master as a plain script: two processes give the losses of one, and only the first of them speaks.

The same of a small run, with both launchers, is in test_distributed.py.
"""

import os
import re
import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("accelerate")

from torch import nn  # noqa: E402

from utils.course_files import course_root  # noqa: E402
from utils.data.digits import load_digits  # noqa: E402
from utils.gpu.data.batches import TensorData  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.seeds import seeded  # noqa: E402
from utils.gpu.training import fit_module  # noqa: E402

MASTER = course_root() / "course4/source/week1_cnn_application_gpu.py"
LAUNCH = [
    "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", "--num_machines", "1",
    "--mixed_precision", "no", "--dynamo_backend", "no", "--main_process_port", "0",
]  # fmt: skip


def losses_in_one_process():
    """The run of the master's section on interruption, never interrupted."""
    digits, setup = load_digits(np.random.default_rng(0)), Setup("cpu")
    x = torch.from_numpy(digits.X_train.T[:512].reshape(-1, 1, 8, 8)).float()
    with seeded(0):
        network = nn.Sequential(
            *(nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
            *(nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, 10)),
        )
    data = TensorData(x, digits.Y_train[0, :512], setup, 64)
    return fit_module(network, data, setup, epochs=3, seed=0, learning_rate=0.002, schedule=lambda step: 0.002).loss


@pytest.mark.full
@pytest.mark.slow
def test_two_processes_run_the_master_to_the_losses_of_one(tmp_path):
    alone = {"COURSE_STRICT": "1", "COURSE_DEVICE": "cpu", "COURSE_CACHE": str(tmp_path), "MPLBACKEND": "agg"}
    command = [sys.executable, "-m", *LAUNCH, str(MASTER)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=600, env=os.environ | alone, cwd=course_root()
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (said,) = re.findall(r"^losses (.+)$", done.stdout, re.MULTILINE)  # once: the other process is silent
    assert [float(number) for number in said.split()] == pytest.approx(losses_in_one_process(), abs=1e-5)
    assert done.stdout.count("100 of 100 points") == 1
    assert "False" not in re.findall(r"losses of both runs are the same: (\w+)", done.stdout)
