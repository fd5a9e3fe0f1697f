"""What a training run knows, from the first epoch to the last, and all that a checkpoint of it has to hold."""

from dataclasses import dataclass, field, fields

import numpy as np

PARTS = ("model", "optimizer", "best")


@dataclass
class History:
    """What happened, an entry for each epoch; `loss` is the mean over its mini-batches.

    `dev_loss` is NaN for epochs without a dev set. `best` is the epoch of the lowest dev loss, counted from 0.
    `seconds` is wall time.
    """

    loss: list = field(default_factory=list)
    dev_loss: list = field(default_factory=list)
    learning_rate: list = field(default_factory=list)
    seconds: list = field(default_factory=list)
    best: int | None = None


class Run:
    """A training run. `settings` are what has to be the same for it to go on: the examples, the batch size."""

    def __init__(self, model, optimizer, rng, patience, settings):
        self.model, self.optimizer, self.patience = model, optimizer, patience
        rules = {name: value for name, value in vars(optimizer).items() if isinstance(value, int | float)}
        own = {"t", "learning_rate"}  # these go on from the checkpoint, or follow the schedule
        rules = {name: value for name, value in rules.items() if name not in own}
        self.settings = settings | {"optimizer": type(optimizer).__name__} | rules
        layers = {f"{name}rng": layer.rng for name, layer in model.walk() if "rng" in vars(layer)}
        self.generators = {"shuffle": rng} | layers
        self.history, self.best_state = History(), {}

    def record(self, loss, dev_loss, seconds):
        """Close an epoch. Raises FloatingPointError where its dev loss is NaN or infinite."""
        history = self.history
        epoch = len(history.loss)
        if dev_loss is not None and not np.isfinite(dev_loss):
            raise FloatingPointError(f"the dev loss is {dev_loss} after epoch {epoch}: try a smaller learning rate")
        history.loss.append(loss)
        history.dev_loss.append(np.nan if dev_loss is None else dev_loss)
        history.learning_rate.append(float(self.optimizer.learning_rate))
        history.seconds.append(seconds)
        if dev_loss is not None and (history.best is None or dev_loss < history.dev_loss[history.best]):
            history.best, self.best_state = epoch, self.model.state()

    def out_of_patience(self):
        best, done = self.history.best, len(self.history.loss)
        return self.patience is not None and best is not None and done - 1 - best >= self.patience

    def take_best(self):
        if self.patience is not None and self.best_state:
            self.model.load(self.best_state)

    def state(self):
        """Arrays, and what goes into JSON."""
        states = dict(zip(PARTS, (self.model.state(), self.optimizer.state(), self.best_state), strict=True))
        arrays = {f"{part}/{name}": array for part, state in states.items() for name, array in state.items()}
        generators = {name: generator.bit_generator.state for name, generator in self.generators.items()}
        return arrays, {"history": vars(self.history), "generators": generators, "settings": self.settings}

    def resume(self, kept):
        """Go on from what `read_checkpoint` gave, or start where it gave None; nothing is changed if it does not fit.

        Raises ValueError for another network's, another run's or a damaged checkpoint.
        """
        if kept is None:
            return
        arrays, facts = kept
        history = self._fitting_facts(facts)
        states = {part: {} for part in PARTS}
        for name, array in arrays.items():
            part, _, rest = name.partition("/")
            if part not in states:
                raise ValueError(f"the checkpoint holds {name}, which no run writes: move it away to start anew")
            states[part][rest] = array
        self.model.fitting(states["model"])
        if states["best"]:
            self.model.fitting(states["best"])
        self.optimizer.load(states["optimizer"])
        self.model.load(states["model"])
        for name, generator in self.generators.items():
            generator.bit_generator.state = facts["generators"][name]
        self.history, self.best_state = history, states["best"]

    def _fitting_facts(self, facts):
        """The History of a checkpoint, once its settings and generators are seen to be this run's."""
        names = {item.name for item in fields(History)}
        if set(facts) != {"history", "generators", "settings"} or set(facts["history"]) != names:
            raise ValueError("the checkpoint does not hold what a run writes: move it away to start anew")
        if facts["settings"] != self.settings:
            before, now = facts["settings"], self.settings
            other = [
                f"{k} {before.get(k)} there, {now.get(k)} here" for k in before | now if before.get(k) != now.get(k)
            ]
            raise ValueError(f"the checkpoint is of a run with other settings: {', '.join(sorted(other))}")
        kinds = {name: state["bit_generator"] for name, state in facts["generators"].items()}
        here = {name: generator.bit_generator.state["bit_generator"] for name, generator in self.generators.items()}
        if kinds != here:
            raise ValueError(f"the checkpoint has the generators {kinds}; this network and run have {here}")
        return History(**facts["history"])
