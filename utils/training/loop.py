"""Train a network: mini-batches, a schedule, clipping, early stopping, and a checkpoint to go on from."""

import numbers
import time

import numpy as np

from utils.bars import progress
from utils.layers.arguments import check_whole
from utils.layers.clipping import check_limit, clip_by_global_norm
from utils.layers.initialization import check_rng
from utils.training.checkpoints import read_checkpoint, write_checkpoint
from utils.training.run import Run

KEYS = {"x", "y", "mask", "counts"}


def supervised(loss):
    """The objective of a network that turns one input into one output.

    loss: (outputs, labels, mask=…) -> loss, gradient, as in utils.layers.losses.
    Returns (model, batch, train) -> loss, gradient. A batch is a dict of arrays: "x" goes in, "y" are the labels,
    "mask" (m, T) tells the layers which steps are real, "counts" tells the loss which labels count. Without "counts",
    a mask of the labels' shape does: what is padding for the layers is padding for the loss.
    """

    def objective(model, batch, train):
        unknown = set(batch) - KEYS
        if unknown or not {"x", "y"} <= set(batch):
            raise ValueError(f'a batch needs "x" and "y", and may have "mask" and "counts"; this has {sorted(batch)}')
        outputs = model.forward(batch["x"], train=train, mask=batch.get("mask"))
        counts = _counts(batch)
        return loss(outputs, batch["y"]) if counts is None else loss(outputs, batch["y"], mask=counts)

    return objective


def fit(
    model,
    objective,
    optimizer,
    data,
    rng,
    *,
    epochs,
    batch_size=64,
    schedule=None,
    clip=None,
    dev=None,
    patience=None,
    checkpoint=None,
    label="training",
):
    """Lower the objective by mini-batch steps.

    model: a Layer, changed in place.    objective: (model, batch, train) -> loss, gradient; see `supervised`.
    optimizer: holds the parameters that learn.    data, dev: dicts of arrays with the examples first.
    rng: np.random.Generator, shuffles each epoch.    schedule: step number, from 0 -> learning rate.
    clip: the largest global norm of the gradients.    patience: stop after so many epochs without a lower dev loss;
    the model then has the state of its best epoch, as it has whenever patience is given.
    checkpoint: a file written after every epoch; where it is there already, training goes on from it, to the same
    numbers as if it had never stopped.
    Returns a History. Raises ValueError for settings, data or a checkpoint that do not fit together, and
    FloatingPointError where a loss is NaN or infinite; the parameters are then those before that step. Where a layer
    or the optimiser refuses the numbers that a step has come to, its ValueError says at which step.
    """
    m = _check(model, optimizer, data, rng, dev, epochs, batch_size, patience, clip)
    run = Run(model, optimizer, rng, patience, {"examples": m, "batch_size": batch_size})
    if checkpoint is not None:
        run.resume(read_checkpoint(checkpoint))
    per_epoch, done = -(-m // batch_size), len(run.history.loss)
    with progress(range(per_epoch * max(epochs - done, 0)), label) as bar:
        for epoch in range(done, epochs):
            if run.out_of_patience():
                break
            start, losses = time.perf_counter(), []
            for i, rows in enumerate(np.array_split(rng.permutation(m), range(batch_size, m, batch_size))):
                step = epoch * per_epoch + i
                if schedule is not None:
                    optimizer.learning_rate = _rate(schedule, step)
                losses.append(_learn_at(step, model, objective, optimizer, _rows(data, rows), clip))
                bar.update()
            dev_loss = None if dev is None else evaluate(model, objective, dev, batch_size)
            run.record(float(np.mean(losses)), dev_loss, time.perf_counter() - start)
            if checkpoint is not None:
                write_checkpoint(checkpoint, *run.state())
    run.take_best()
    return run.history


def evaluate(model, objective, data, batch_size=256):
    """The objective without learning: the mean over all that counts, whatever the batch size.

    Batches weigh what they count: labels where "counts", or a mask of the labels' shape, says which; else examples.
    Raises ValueError where nothing counts.
    """
    m = _examples("data", data)
    total = weight = 0.0
    for first in range(0, m, batch_size):
        batch = _rows(data, slice(first, first + batch_size))
        counts = _counts(batch)
        share = len(next(iter(batch.values()))) if counts is None else int(counts.sum())
        if share:
            total += float(objective(model, batch, False)[0]) * share
            weight += share
    if weight == 0:
        raise ValueError("nothing counts in any batch, and there is no mean")
    return total / weight


def learn(model, objective, optimizer, batch, clip=None):
    """One step: forward, loss, backward, update. Returns the loss before the update.

    Raises FloatingPointError where the loss is NaN or infinite, and ValueError where it is not one number, before any
    parameter is changed; running averages and generators may have moved on.
    """
    loss, gradient = objective(model, batch, True)
    if np.ndim(loss) != 0:
        raise ValueError(f"the loss has shape {np.shape(loss)}; a step needs one number: its mean, the gradient over m")
    if not np.isfinite(loss):
        rate = optimizer.learning_rate
        raise FloatingPointError(f"the loss is {loss}: try a learning rate below {rate:.3g}, or clipping")
    model.backward(gradient)
    gradients = model.gradients()
    if clip is not None:
        clip_by_global_norm(gradients, clip)
    optimizer.step(gradients)
    return float(loss)


def _learn_at(step, *arguments):
    """`learn`, whose errors say at which step."""
    try:
        return learn(*arguments)
    except (ValueError, FloatingPointError) as error:
        error.add_note(f"in training, at step {step}")
        raise


def _rate(schedule, step):
    rate = schedule(step)
    if not isinstance(rate, numbers.Real):
        raise ValueError(f"the schedule gave {rate!r} at step {step}; it gives a learning rate, one number")
    return float(rate)


def _counts(batch):
    """Which labels count, or None where all do."""
    counts = batch.get("counts")
    if counts is None and "y" in batch and "mask" in batch and batch["mask"].shape == batch["y"].shape:
        return batch["mask"]
    return counts


def _rows(data, rows):
    return {name: array[rows] for name, array in data.items()}


def _examples(name, data):
    """How many examples a dict of arrays has; ValueError where it is none, or they differ."""
    if not isinstance(data, dict) or not data or not all(isinstance(array, np.ndarray) for array in data.values()):
        raise ValueError(f'{name} is a dict of arrays with the examples first, such as {{"x": X, "y": Y}}')
    lengths = {key: len(array) for key, array in data.items()}
    if len(set(lengths.values())) != 1 or 0 in lengths.values():
        raise ValueError(f"{name} needs the same number of examples, at least 1, in each array; it has {lengths}")
    return next(iter(lengths.values()))


def _check(model, optimizer, data, rng, dev, epochs, batch_size, patience, clip):
    """Refuse what does not fit together. Returns the number of examples."""
    for name, value in {"epochs": epochs, "batch_size": batch_size}.items():
        check_whole(name, value)
    check_rng(rng)
    if clip is not None:
        check_limit(clip)
    if patience is not None:
        check_whole("patience", patience)
        if dev is None:
            raise ValueError("patience counts epochs without a lower dev loss: give dev, too")
    ours = {id(array) for array in model.parameters().values()}
    strangers = [name for name, array in optimizer.parameters.items() if id(array) not in ours]
    if strangers:
        raise ValueError(f"the optimiser holds arrays that are not this model's, {strangers}: make it from this model")
    m = _examples("data", data)
    if dev is not None:
        _examples("dev", dev)
        if dev.keys() != data.keys():
            raise ValueError(f"data has {sorted(data)} and dev {sorted(dev)}; they need the same")
    return m
