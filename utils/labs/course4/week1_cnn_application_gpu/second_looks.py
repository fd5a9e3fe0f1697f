"""What is wrong where all values are right: what training leaves behind, types of numbers, steps too many."""

import numpy as np
import torch

from utils.checking.values import close
from utils.gpu.checking.layout import as_array

TENSORS = (
    "Your history holds tensors, which NumPy and a figure cannot take; .item(), once an epoch, makes numbers of them."
)
LEFT_OTHERWISE = (
    "Your history is right, and the network that was handed in is not left as the last step leaves it; train network "
    "itself and no copy, and let every mini-batch end with its step."
)
FLOAT_LABELS = "Your labels are floats; they are whole numbers, as argmax gives them."


def network_left(due, came):
    """On the history's numbers, and on the scores of the network that was handed in."""
    if any(isinstance(loss, np.ndarray) for loss in came.value):
        return TENSORS
    right, left = (_scores(run.after[0], due.before[1]) for run in (due, came))
    return None if close(right, left, 1e-4, 1e-4) else LEFT_OTHERWISE


def _scores(network, X):
    parameter = next(network.parameters())
    with torch.no_grad():
        return as_array(network.train()(torch.from_numpy(X).to(parameter.device, parameter.dtype)))


def whole_labels(due, came):
    return None if came.value.dtype.kind in "iu" else FLOAT_LABELS


def steps_started(due, came):
    """On the number of steps that a machine was told to start."""
    asked, started = (run.after[0].started for run in (due, came))
    return None if asked == started else f"You start {started} steps where warmup and steps together are {asked}."
