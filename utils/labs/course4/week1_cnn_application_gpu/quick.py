"""A lab whose checks answer at once: on one thread, with all of PyTorch that they need loaded before."""

import torch

from utils.gpu.twins import TwinLab


class QuickTwinLab(TwinLab):
    """A TwinLab for networks so small that a second thread would only be waited for."""

    def add(self, exercise):
        super().add(exercise)
        exercise.call = on_one_thread(exercise.call)


def on_one_thread(function):
    """The function, run on one thread; afterwards there are as many as before."""

    def run(*arguments):
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return function(*arguments)
        finally:
            torch.set_num_threads(before)

    return run


def load_optimizers():
    """Take a first step: at that PyTorch loads a thousand modules, for which no check should have to wait."""
    torch.optim.Adam([torch.zeros(1, requires_grad=True)]).step()
