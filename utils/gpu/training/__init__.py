"""Training torch modules: the loop, a run and its checkpoints, torch.compile."""

from utils.gpu.training.history import ModuleHistory
from utils.gpu.training.loop import evaluate_module, fit_module

__all__ = ["ModuleHistory", "evaluate_module", "fit_module"]
