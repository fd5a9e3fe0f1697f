"""Training NumPy networks: the loop, what a run knows, checkpoints."""

from utils.training.loop import evaluate, fit, learn, supervised
from utils.training.run import History

__all__ = ["History", "evaluate", "fit", "learn", "supervised"]
