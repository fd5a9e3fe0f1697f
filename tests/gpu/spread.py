"""Runs that one process or several do alike: python -m tests.gpu.spread FOLDER writes what came out of them."""

import json
import os
import sys
from pathlib import Path

import torch
from torch import nn

from tests.gpu.machines import examples
from utils.gpu import distributed
from utils.gpu.device import choose
from utils.gpu.seeds import seeded
from utils.gpu.training import evaluate_module, fit_module


def dense():
    """No batch norm, which on CPUs takes its means over a process's share alone; no dropout, drawn per process."""
    with seeded(0):
        return nn.Sequential(nn.Flatten(), nn.Linear(32, 8), nn.Tanh(), nn.Linear(8, 2))


def main(folder):
    torch.set_num_threads(1)
    setup = choose(device="cpu")
    assert distributed.same(3) and distributed.same(distributed.rank()) == (distributed.count() == 1)
    print(f"process {distributed.rank()} prints")
    runs = {}
    for name, size, clip in (("even", 8, None), ("last batch of one", 7, 0.5)):
        model, path = dense(), folder / f"{name}.pt"
        data, dev = examples(22, setup, size), examples(9, setup, 4, seed=1)
        history = fit_module(
            model, data, setup, epochs=3, learning_rate=0.02, seed=1, dev=dev, clip=clip, every=2, checkpoint=path
        )
        weights = [parameter.tolist() for parameter in model.parameters()]
        runs[name] = {"loss": history.loss, "dev_loss": history.dev_loss, "looks": history.step_loss}
        runs[name] |= {
            "accuracy": history.dev_accuracy,
            "weights": weights,
            "scores": evaluate_module(model, data, setup),
        }
    with_norm = nn.Sequential(nn.Flatten(), nn.BatchNorm1d(32), nn.Linear(32, 2))
    fit_module(
        with_norm, examples(22, setup, 8), setup, epochs=1, learning_rate=0.02, seed=1, dev=examples(9, setup, 4)
    )
    runs["averages"] = with_norm[1].running_mean.tolist()
    (folder / f"{os.environ.get('RANK', '0')}.json").write_text(json.dumps(runs))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
