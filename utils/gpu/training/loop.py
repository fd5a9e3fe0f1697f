"""Train a torch module: mixed precision, a schedule, clipping, a checkpoint to go on from, one process or several.

What happens in it at a step is in utils.gpu.training.run; how it is spread over processes, in utils.gpu.distributed.
"""

import time

import torch
from torch.nn.functional import cross_entropy

from utils.bars import progress
from utils.gpu import distributed, seeds
from utils.gpu.errors import memory_explained
from utils.gpu.training import state
from utils.gpu.training.plan import Plan, likeliest
from utils.gpu.training.run import ModuleRun, in_float32, modes


def fit_module(
    model,
    data,
    setup,
    *,
    epochs,
    learning_rate,
    seed,
    optimizer="adamw",
    weight_decay=0.0,
    schedule="cosine",
    warmup=0.0,
    label_smoothing=0.0,
    clip=None,
    loss=None,
    correct=None,
    augment=None,
    dev=None,
    checkpoint=None,
    save_every=None,
    every=50,
    name="training",
):
    """Lower a loss by mini-batch steps.

    model: nn.Module, changed in place, placed on the setup's device.    data, dev: see utils.gpu.data.batches.
    setup: a Setup.    learning_rate: the highest, which the warm-up reaches.
    seed: of the order of examples, of dropout and augmentation.
    optimizer: "adamw", or "sgd" with Nesterov momentum 0.9; fused where the device has it.
    weight_decay: of weights with 2 axes or more; biases and norms have none.
    schedule: "cosine" (to 0 at the last step), "constant", or a function of the step, from 0, to a rate.
    warmup: the share of all steps in which the rate rises to `learning_rate`.
    label_smoothing: of the default loss, in training.    clip: the largest global norm of the gradients.
    loss: (outputs, y) -> the mean over the batch's examples, a scalar tensor; cross-entropy by default.
    correct: (outputs, y) -> booleans whose mean is the accuracy; by default, for the default loss, whether the largest
        score is the label's.    augment: (x, generator) -> x, on the device, in training only.
    checkpoint: a file written after each epoch, and after every `save_every` steps; where it is there already, training
        goes on from it, to the same numbers as if it had never stopped.
    every: steps between looks at the loss. There and at the end of an epoch, and nowhere else, the host waits for the
        device; NaN is looked for, too.
    Returns a ModuleHistory. Raises ValueError for settings or a checkpoint that do not fit together, FloatingPointError
    where a loss is NaN or infinite (the model is then as it was at the last look), utils.gpu.errors.OutOfMemory.
    """
    plan = Plan(
        epochs, learning_rate, seed, optimizer, weight_decay, schedule, warmup, label_smoothing, clip,
        loss, correct, augment, save_every, every,
    )  # fmt: skip

    def judge(model):
        return {} if dev is None else evaluate_module(model, dev, setup, loss, correct)

    return fit_by(plan, model, data, setup, judge=judge, checkpoint=checkpoint, name=name)


def fit_by(plan, model, data, setup, *, judge=lambda model: {}, checkpoint=None, name="training"):
    """Train by a Plan, which may have an optimiser of its own.

    judge: model -> what is written down at the end of an epoch, beside the loss.    The rest, what returns and what is
    raised as for `fit_module`.
    """
    with seeds.seeded(plan.seed, setup.device), memory_explained(setup, data) as held:
        run = ModuleRun(model, data, setup, plan)
        held.append(run)
        if checkpoint is not None:
            state.resume(run, checkpoint)
        with modes(run.model, train=True):
            if run.step < run.steps:
                run.prepare()
            with _bar(run, name) as bar:
                while run.step < run.steps:
                    _epoch(run, checkpoint, bar)
                    run.close_epoch(judge(run.model))
                    if checkpoint is not None:
                        state.save(run, checkpoint)
    distributed.release()
    return run.history


def evaluate_module(model, data, setup, loss=None, correct=None):
    """The mean loss without learning, and the accuracy, over all examples; nothing is augmented or smoothed.

    model: placed on the setup's device.    data, loss, correct: as for `fit_module`.
    Returns {"loss", "accuracy"}; no "accuracy" where a loss is given and `correct` is not.
    """
    correct = likeliest if loss is None and correct is None else correct
    loss = cross_entropy if loss is None else loss
    model = setup.place(model)
    distributed.same_buffers(model)
    precise = torch.float32 if setup.device.type == "mps" else torch.float64
    sums, possible = torch.zeros(2, dtype=precise, device=setup.device), 0  # of losses and of hits, on the device
    rows = torch.arange(len(data), device=setup.device)
    with memory_explained(setup, data), modes(model, train=False), torch.no_grad():
        for mine, weight in map(distributed.share, rows.split(data.batch_size)):
            if weight > 0:
                x, y = data.batch(mine)
                with setup.autocast():
                    outputs = in_float32(model(x))
                    hits = outputs.new_zeros(1) if correct is None else correct(outputs, y)
                    sums += torch.stack([loss(outputs, y).to(precise) * len(mine), hits.sum().to(precise)])
                possible += hits.numel()
    all_sums = torch.cat([sums, torch.tensor([possible], dtype=precise, device=setup.device)])
    losses, hits, possible = distributed.total(all_sums).tolist()
    found = {"loss": losses / len(data)}
    return found if correct is None else found | {"accuracy": hits / possible}


def _epoch(run, checkpoint, bar):
    """The rest of the run's present epoch."""
    start, plan = time.perf_counter(), run.plan
    for rows in run.batches():
        run.learn(rows)
        saves = checkpoint is not None and plan.save_every and run.step % plan.save_every == 0
        if run.step % plan.every == 0 or saves:
            run.look()
            bar.set_postfix_str(f"loss {run.last_loss:.3f}", refresh=False)
            bar.update(run.step - bar.n)
        if saves and run.step % run.per_epoch:  # the epoch's end saves anyway, and knows more
            run.epoch["seconds"] += time.perf_counter() - start
            state.save(run, checkpoint)
            start = time.perf_counter()
    run.look()
    run.epoch["seconds"] += time.perf_counter() - start


def _bar(run, name):
    bar = progress(range(run.steps), name)
    bar.disable = bar.disable or not distributed.is_main()
    bar.initial = bar.n = run.step
    return bar
