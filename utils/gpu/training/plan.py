"""The settings of a training run, checked before anything moves."""

import math
import numbers
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from utils.layers.arguments import check_whole
from utils.layers.schedules import cosine_decay

OPTIMIZERS = ("adamw", "sgd")
MOMENTUM = 0.9


def likeliest(outputs, y):
    """Whether the largest score, over axis 1, is the label's."""
    return outputs.argmax(1) == y


@dataclass
class Plan:
    """The settings that `fit_module` documents. Raises ValueError for those with which nothing can be trained."""

    epochs: int
    learning_rate: float
    seed: int
    optimizer: str = "adamw"
    weight_decay: float = 0.0
    schedule: Any = "cosine"
    warmup: float = 0.0
    label_smoothing: float = 0.0
    clip: float | None = None
    loss: Any = None
    correct: Any = None
    augment: Any = None
    save_every: int | None = None
    every: int = 50

    def __post_init__(self):
        for name, least in {"epochs": 1, "seed": 0, "every": 1, "save_every": 1}.items():
            if getattr(self, name) is not None:
                check_whole(name, getattr(self, name), least)
        if self.optimizer not in OPTIMIZERS:
            raise ValueError(f"optimizer = {self.optimizer!r}: it is one of {', '.join(OPTIMIZERS)}")
        _check_number("learning_rate", self.learning_rate, lambda v: v > 0, "above 0")
        _check_number("weight_decay", self.weight_decay, lambda v: v >= 0, "at least 0")
        _check_number("warmup", self.warmup, lambda v: 0 <= v < 1, "a share of the steps, from 0 to below 1")
        _check_number("label_smoothing", self.label_smoothing, lambda v: 0 <= v < 1, "from 0 to below 1")
        if self.clip is not None:
            _check_number("clip", self.clip, lambda v: v > 0, "above 0")
        if self.label_smoothing and self.loss is not None:
            raise ValueError("label_smoothing belongs to the default loss; a loss of your own smooths by itself")
        if not callable(self.schedule) and self.schedule not in ("cosine", "constant"):
            raise ValueError(f'schedule = {self.schedule!r}: it is "cosine", "constant" or a function of the step')

    def objective(self, outputs, y):
        """The loss that training lowers."""
        if self.loss is not None:
            return self.loss(outputs, y)
        return cross_entropy(outputs, y, label_smoothing=self.label_smoothing)

    def rate(self, step, steps):
        """The learning rate of a step, from 0, of all `steps`."""
        warm = round(self.warmup * steps)
        if callable(self.schedule):
            rate = self.schedule(step)
        elif step < warm:
            return self.learning_rate * (step + 1) / (warm + 1)
        else:
            falling = cosine_decay(self.learning_rate, max(steps - warm, 1))
            rate = falling(step - warm) if self.schedule == "cosine" else self.learning_rate
        if not isinstance(rate, numbers.Real) or not math.isfinite(rate):
            raise ValueError(f"the schedule gave {rate!r} at step {step}; it gives a learning rate, one number")
        return float(rate)

    def make_optimizer(self, model):
        """AdamW or SGD with Nesterov momentum over the parameters that learn; one kernel for all where there is one."""
        learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
        if not learning:
            raise ValueError("no parameter of the model learns: all have requires_grad=False")
        groups = [
            {"params": [p for p in learning if p.dim() >= 2], "weight_decay": self.weight_decay},
            {"params": [p for p in learning if p.dim() < 2], "weight_decay": 0.0},
        ]
        if self.optimizer == "adamw":
            return _fused(torch.optim.AdamW, groups, lr=self.learning_rate)
        made = _fused(torch.optim.SGD, groups, lr=self.learning_rate, momentum=MOMENTUM, nesterov=True)
        for parameter in learning:  # torch's fused SGD leaves them unset if the scaler skips the very first step
            made.state[parameter]["momentum_buffer"] = torch.zeros_like(parameter)
        return made


def _fused(kind, groups, **settings):
    try:
        return kind(groups, fused=True, **settings)
    except RuntimeError:  # no fused kernel for this device
        return kind(groups, **settings)


def _check_number(name, value, fits, expected):
    if not isinstance(value, numbers.Real) or not math.isfinite(value) or not fits(value):
        raise ValueError(f"{name} = {value!r}: it is {expected}")
