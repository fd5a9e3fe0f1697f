"""Train a network: mini-batches, a schedule, clipping, early stopping, and a checkpoint to go on from."""

import time
from dataclasses import dataclass, field

import numpy as np

from utils.bars import progress
from utils.checkpoints import read_checkpoint, write_checkpoint
from utils.layers.arguments import check_whole
from utils.layers.clipping import clip_by_global_norm


@dataclass
class History:
    """What happened, an entry for each epoch; `loss` is the mean over its mini-batches.

    `best` is the epoch of the lowest dev loss, counted from 0. `seconds` is wall time.
    """

    loss: list = field(default_factory=list)
    dev_loss: list = field(default_factory=list)
    learning_rate: list = field(default_factory=list)
    seconds: list = field(default_factory=list)
    best: int | None = None


def supervised(loss):
    """The objective of a network that turns one input into one output.

    loss: (outputs, labels[, mask=…]) -> loss, gradient, as in utils.layers.losses.
    Returns (model, batch, train) -> loss, gradient. A batch is a dict of arrays: "x" goes in, "y" are the labels;
    "mask" (m, T) tells the layers which steps are real, "counts" tells the loss which labels count.
    """

    def objective(model, batch, train):
        outputs = model.forward(batch["x"], train, batch.get("mask"))
        options = {"mask": batch["counts"]} if "counts" in batch else {}
        return loss(outputs, batch["y"], **options)

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
    the model then has the parameters of its best epoch, as it has whenever patience is given.
    checkpoint: a file written after every epoch; where it is there already, training goes on from it, to the same
    numbers as if it had never stopped.
    Returns a History. Raises ValueError for settings that do not fit together or another network's checkpoint, and
    FloatingPointError where the loss is NaN or infinite; the parameters are then those before that step.
    """
    m = _check(data, dev, epochs, batch_size, patience)
    run = _Run(model, optimizer, rng, patience)
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
                optimizer.learning_rate = schedule(step) if schedule else optimizer.learning_rate
                losses.append(learn(model, objective, optimizer, _rows(data, rows), clip, f" at step {step}"))
                bar.update()
            dev_loss = None if dev is None else evaluate(model, objective, dev, batch_size)
            run.record(float(np.mean(losses)), dev_loss, time.perf_counter() - start)
            if checkpoint is not None:
                write_checkpoint(checkpoint, *run.state())
    run.take_best()
    return run.history


def evaluate(model, objective, data, batch_size=256):
    """The objective without learning: the mean over mini-batches, weighted by their examples."""
    m = _examples("data", data)
    total = 0.0
    for first in range(0, m, batch_size):
        rows = np.arange(first, min(first + batch_size, m))
        total += float(objective(model, _rows(data, rows), False)[0]) * len(rows)
    return total / m


def learn(model, objective, optimizer, batch, clip=None, where=""):
    """One step: forward, loss, backward, update. Returns the loss before the update.

    Raises FloatingPointError where the loss is NaN or infinite, before anything is changed; `where` is added to it.
    """
    loss, gradient = objective(model, batch, True)
    if not np.isfinite(loss):
        rate = optimizer.learning_rate
        raise FloatingPointError(f"the loss is {loss}{where}: try a learning rate below {rate:.3g}, or clipping")
    model.backward(gradient)
    gradients = model.gradients()
    if clip is not None:
        clip_by_global_norm(gradients, clip)
    optimizer.step(gradients)
    return float(loss)


def _rows(data, rows):
    return {name: array[rows] for name, array in data.items()}


def _examples(name, data):
    lengths = {key: len(array) for key, array in data.items()}
    if len(set(lengths.values())) != 1 or 0 in lengths.values():
        raise ValueError(f"{name} needs the same number of examples, at least 1, in each array; it has {lengths}")
    return next(iter(lengths.values()))


def _check(data, dev, epochs, batch_size, patience):
    check_whole("epochs", epochs)
    check_whole("batch_size", batch_size)
    if patience is not None:
        check_whole("patience", patience)
        if dev is None:
            raise ValueError("patience counts epochs without a lower dev loss: give dev, too")
    if dev is not None:
        _examples("dev", dev)
    return _examples("data", data)


class _Run:
    """What a training run knows, and all that a checkpoint has to hold."""

    def __init__(self, model, optimizer, rng, patience):
        self.model, self.optimizer, self.patience = model, optimizer, patience
        layers = {f"{name}rng": layer.rng for name, layer in model.walk() if hasattr(layer, "rng")}
        self.generators = {"shuffle": rng} | layers
        self.history, self.best_state = History(), {}

    def record(self, loss, dev_loss, seconds):
        """Close an epoch."""
        history = self.history
        history.loss.append(loss)
        history.learning_rate.append(float(self.optimizer.learning_rate))
        history.seconds.append(seconds)
        if dev_loss is None:
            return
        history.dev_loss.append(dev_loss)
        if history.best is None or dev_loss < history.dev_loss[history.best]:
            history.best = len(history.dev_loss) - 1
            self.best_state = self.model.state() if self.patience is not None else {}

    def out_of_patience(self):
        waited = len(self.history.dev_loss) - 1 - (self.history.best or 0)
        return self.patience is not None and waited >= self.patience

    def take_best(self):
        if self.best_state:
            self.model.load(self.best_state)

    def state(self):
        """Arrays, and what goes into JSON."""
        parts = {"model": self.model.state(), "optimizer": self.optimizer.state(), "best": self.best_state}
        arrays = {f"{part}/{name}": array for part, state in parts.items() for name, array in state.items()}
        generators = {name: generator.bit_generator.state for name, generator in self.generators.items()}
        return arrays, {"history": vars(self.history), "generators": generators}

    def resume(self, kept):
        """Go on from what `read_checkpoint` gave; nothing is changed where it does not fit."""
        if kept is None:
            return
        arrays, facts = kept
        parts = {"model": {}, "optimizer": {}, "best": {}}
        for name, array in arrays.items():
            part, _, rest = name.partition("/")
            parts[part][rest] = array
        if facts["generators"].keys() != self.generators.keys():
            raise ValueError(f"the checkpoint has generators {sorted(facts['generators'])}; this network's differ")
        before = self.model.state()
        self.model.load(parts["model"])
        try:
            self.optimizer.load(parts["optimizer"])
        except ValueError:
            self.model.load(before)
            raise
        for name, generator in self.generators.items():
            generator.bit_generator.state = facts["generators"][name]
        self.history, self.best_state = History(**facts["history"]), parts["best"]
