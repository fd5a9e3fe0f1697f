"""Run a row of the GPU's table on both sides, and say what became of it where a side does not come to its end."""

import gc
import statistics
import traceback
from dataclasses import replace

import torch

from utils.bench import gpu_baseline
from utils.bench.gpu_tasks import training_flops
from utils.gpu.data.images import DeviceImages
from utils.gpu.errors import OutOfMemory, memory_explained
from utils.gpu.training import fit_module


def run_task(task, setup, peak):
    """Train a task's net on both sides.

    setup: a Setup.    peak: operations a second in the setup's precision, from `gpu_peak.peaks`, or None.
    Returns a dict: name, batch_size, target, flops_per_image, peak_share; and for "ours" and "baseline" what
    `measured` gives, or {"trouble", "why"}.
    """
    row = {"name": task.name, "batch_size": task.batch_size, "target": task.target, "peak_share": None}
    try:
        images = task.images()
    except (ImportError, OSError, ValueError) as error:  # what is read on request may not be there, and says why
        return row | {"ours": {"trouble": "no data", "why": str(error)}, "baseline": {"trouble": "no data"}}
    row["flops_per_image"] = training_flops(task.net(), *images["X_train"].shape[2:])
    plain = replace(setup, precision="fp32", channels_last=False, compile=False)
    for name, train, how in (("ours", ours, setup), ("baseline", baseline, plain)):
        row[name] = attempted(train, task, images, how)
        free(how)
    rate = row["ours"].get("images_per_second")
    if rate is not None and peak is not None:
        row["peak_share"] = row["flops_per_image"] * rate / peak
    return row


def ours(task, images, setup):
    """The course's way: everything on the device, in the setup's precision, compiled where the setup says so."""
    train = DeviceImages(images["X_train"], images["Y_train"], setup, task.batch_size, drop_last=task.goal is None)
    dev = None
    if task.goal is not None:
        dev = DeviceImages(images["X_dev"], images["Y_dev"], setup, task.batch_size, like=train)
    settings = {"epochs": task.epochs, "seed": 0, "augment": task.augment, "dev": dev, "name": task.name}
    history = fit_module(task.net(), train, setup, **settings, **task.training)
    found = measured(task, len(train), history.seconds, history.dev_accuracy)
    return found | {"compile_seconds": history.compile_seconds, "notes": history.notes}


def baseline(task, images, setup):
    """The way of most scripts; see utils.bench.gpu_baseline."""
    with gpu_baseline.as_pytorch_comes():
        found = gpu_baseline.train(task, task.net(), images, setup.device)
    return measured(task, len(images["Y_train"]), found["seconds"], found["dev_accuracy"])


def measured(task, m, seconds, dev_accuracy):
    """What a training run of either side comes to.

    m: training images.    seconds, dev_accuracy: of each epoch.
    Returns images_per_second, the median over all epochs but the first, which warms up; and for a task with a goal,
    best_accuracy, epochs_to_goal and seconds_to_goal, None where it was not reached.
    """
    counted = m if task.goal is not None else m - m % task.batch_size
    rates = [counted / second for second in seconds[1:]]
    found = {"images_per_second": statistics.median(rates), "slowest": min(rates), "fastest": max(rates)}
    if task.goal is None:
        return found
    there = next((k for k, accuracy in enumerate(dev_accuracy, 1) if accuracy >= task.goal), None)
    return found | {
        "goal": task.goal,
        "best_accuracy": max(dev_accuracy),
        "epochs_to_goal": there,
        "seconds_to_goal": None if there is None else sum(seconds[:there]),
    }


def attempted(train, task, images, setup):
    """What `train` gives, or why it gave nothing: the rows after this one are measured all the same."""
    try:
        with memory_explained(setup, task):
            return train(task, images, setup)
    except OutOfMemory as error:
        again = f'--only "{task.name}" --batch-size {max(task.batch_size // 2, 1)}'
        return {"trouble": "out of memory", "why": f"{error} Here: {again}."}
    except Exception as error:  # whatever it is, it is shown whole, and the exit status tells
        traceback.print_exc()
        return {"trouble": "failed", "why": f"{type(error).__name__}: {error}"}


def free(setup):
    """Give the memory of a side back before the next one starts, and forget what was compiled for its shapes."""
    gc.collect()
    if setup.compile:
        torch.compiler.reset()
    if setup.device.type == "cuda":
        torch.cuda.empty_cache()
