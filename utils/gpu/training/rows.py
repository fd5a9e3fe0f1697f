"""Train tables of vectors by AdaGrad, whose steps move only the rows that have a gradient, dense or sparse.

The same loop, checkpoints and looks as `fit_module`'s; the optimiser alone is another, because AdamW moves every row in
every step, and so takes no sparse gradients.
"""

from dataclasses import dataclass, replace

import torch

from utils.gpu.steps.embeddings import adagrad_rows
from utils.gpu.training.loop import fit_by
from utils.gpu.training.plan import Plan


class RowAdagrad(torch.optim.Adagrad):
    """AdaGrad whose steps from sparse gradients read and write rows alone, on any device; dense ones are PyTorch's."""

    @torch.no_grad()
    def step(self, closure=None):
        if not all(p.grad is not None and p.grad.is_sparse for group in self.param_groups for p in group["params"]):
            return super().step(closure)
        for group in self.param_groups:
            for parameter in group["params"]:
                state, grad = self.state[parameter], parameter.grad
                rows, grown, step = adagrad_rows(state["sum"], grad._indices()[0], grad._values(), group["lr"])
                state["sum"][rows] = grown
                parameter[rows] -= step
                state["step"] += 1


@dataclass
class RowPlan(Plan):
    """A Plan with AdaGrad.    started: the sum of squares that each number begins with."""

    started: float = 1.0

    def __post_init__(self):
        super().__post_init__()
        if not self.started > 0:
            raise ValueError(f"started = {self.started!r}: it is above 0")
        self.optimizer = "adagrad"

    def make_optimizer(self, model):
        return RowAdagrad(model.parameters(), lr=self.learning_rate, initial_accumulator_value=self.started)


def fit_rows(
    model, data, setup, *, epochs, learning_rate, seed, loss, augment=None, schedule="constant",
    checkpoint=None, save_every=None, every=50, name="training",
):  # fmt: skip
    """Lower the sum of a batch's losses by AdaGrad, in float32 and without compiling.

    model: nn.Module of tables, changed in place; its gradients may be sparse.    loss: (outputs, y) -> the mean over
    the batch.    The rest as for `fit_module`.
    The sum of B losses has B times the gradient of their mean. So the mean's squares start at 1 / B² where those of the
    sum start at 1, as in GloVe: the steps are the same.
    Returns a ModuleHistory; "images_per_second" are examples a second. Raises what `fit_module` raises.
    """
    setup = replace(setup, precision="fp32", compile=False)
    plan = RowPlan(
        epochs, learning_rate, seed, schedule=schedule, loss=loss, augment=augment, save_every=save_every, every=every,
        started=data.batch_size**-2.0,
    )  # fmt: skip
    return fit_by(plan, model, data, setup, checkpoint=checkpoint, name=name)
