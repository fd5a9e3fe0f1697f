"""A training run on tensors: its steps, its looks at the loss, and all that a checkpoint of it has to hold."""

import math
from contextlib import contextmanager

import torch

from utils.gpu import distributed, seeds
from utils.gpu.errors import not_finite
from utils.gpu.precision import scaler
from utils.gpu.training.compiled import compiled
from utils.gpu.training.history import ModuleHistory


class ModuleRun:
    """A model in training.

    step: steps done, of `steps`.    unread: losses on the device since the last look.
    epoch: what the present epoch has come to: the losses read, the sizes of their batches, its seconds.
    kept: a copy of the model at the last look at which all of it was finite, and the steps done then.
    """

    def __init__(self, model, data, setup, plan):
        self.data, self.setup, self.plan = data, setup, plan
        self.model = distributed.with_shared_norms(setup.place(model))
        self.optimizer, self.scaler = plan.make_optimizer(self.model), scaler(setup.device, setup.precision)
        self.generator = torch.Generator(setup.device)
        m, b = len(data), data.batch_size
        self.per_epoch = m // b if data.drop_last else -(-m // b)
        self.steps, self.step = plan.epochs * self.per_epoch, 0
        self.history, self.unread, self.last_loss = ModuleHistory(), [], None
        self.scale, self.forward = self.scaler.get_scale(), None
        self.begin_epoch()
        self.keep()

    def begin_epoch(self):
        self.epoch = {"losses": [], "sizes": [], "seconds": 0.0}

    def batches(self):
        """The rows of the present epoch's batches that are still to come, on the device."""
        epoch, done = divmod(self.step, self.per_epoch)
        order = seeds.order(len(self.data), self.plan.seed, epoch).to(self.setup.device)
        return order.split(self.data.batch_size)[done : self.per_epoch]

    def prepare(self):
        """Make the callable form of the model: compiled where asked and possible, its gradients averaged."""
        fast = self.model
        x, y, _ = self.draw(self.batches()[0])
        if self.plan.loss is None:
            self._refuse_labels(x, y)
        if self.setup.compile:
            fast, seconds, trouble = compiled(
                self.model, x, lambda model: self.scaler.scale(self.loss(model, x, y)).backward()
            )
            self.history.compile_seconds += seconds
            if trouble:
                self.history.notes.append(trouble)
                print(trouble)
        self.forward = distributed.wrap(fast)

    def draw(self, rows):
        """This process's share of a batch, augmented, and the factor of its mean loss; see `distributed.share`."""
        mine, weight = distributed.share(rows)
        seeds.seed_step(self.plan.seed, self.step, distributed.rank(), self.generator)
        x, y = self.data.batch(mine)
        return x if self.plan.augment is None else self.plan.augment(x, self.generator), y, weight

    def loss(self, model, x, y):
        """The loss of a batch, on the device and in float32."""
        with self.setup.autocast():
            loss = self.plan.objective(in_float32(model(x)), y)
        if loss.dim() != 0:
            raise ValueError(f"the loss has shape {tuple(loss.shape)}; a step needs one number, the mean over examples")
        return loss

    def learn(self, rows):
        """One step on the examples `rows`, without waiting for the device."""
        x, y, weight = self.draw(rows)
        loss = self.loss(self.forward, x, y)
        self.scaler.scale(loss if weight == 1 else loss * weight).backward()
        if self.plan.clip is not None:
            self.scaler.unscale_(self.optimizer)
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.plan.clip)
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate(self.step, self.steps)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad(set_to_none=True)
        self.unread.append(loss.detach() * (weight / distributed.count()))
        self.epoch["sizes"].append(len(rows))
        self.step += 1

    def look(self):
        """Read the losses since the last look, for which the host waits for the device.

        Raises FloatingPointError where one is NaN or infinite, or the model is; it is then as it was at the last look.
        """
        if not self.unread:
            return
        losses = distributed.total(torch.stack(self.unread)).tolist()
        first, self.unread = self.step - len(losses), []
        self._count_skipped()
        for step, loss in enumerate(losses, first):
            if not math.isfinite(loss):
                self.stop(f"the loss is {loss}", step)
            self.last_loss = loss
        self._refuse_a_broken_model()
        self.keep()
        self.epoch["losses"] += losses
        self.history.step.append(self.step)
        self.history.step_loss.append(sum(losses) / len(losses))
        self.history.step_learning_rate.append(self.plan.rate(self.step - 1, self.steps))

    def close_epoch(self, scores):
        """Record an epoch. scores: what `evaluate` gave for the dev set; nothing without one."""
        if not math.isfinite(scores.get("loss", 0.0)):
            self.stop(f"the dev loss is {scores['loss']}", self.step - 1)
        losses, sizes, seconds = self.epoch.values()
        mean = sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)
        self.history.loss.append(mean)
        self.history.dev_loss.append(scores.get("loss", math.nan))
        self.history.dev_accuracy.append(scores.get("accuracy", math.nan))
        self.history.learning_rate.append(self.plan.rate(self.step - 1, self.steps))
        self.history.seconds.append(seconds)
        self.history.images_per_second.append(sum(sizes) / seconds)
        self.begin_epoch()

    def stop(self, what, step):
        """Put the last finite model back, and say what happened."""
        self._put_back()
        rate = self.plan.rate(step, self.steps)
        raise not_finite(what, step, self.last_loss, rate, self.setup, self.history.skipped, self.kept_step)

    def keep(self):
        """Copy the model as it is, on the device."""
        now = list(self.model.state_dict().values())
        if self.step == 0:
            self.kept = [tensor.clone() for tensor in now]
        for kept, tensor in zip(self.kept, now, strict=True):
            kept.copy_(tensor)
        self.kept_step = self.step

    def free(self):
        """Let go of all that the run has on the device beside the model."""
        self.optimizer.zero_grad(set_to_none=True)
        self.optimizer.state.clear()
        self.unread, self.kept, self.forward = [], [], None

    def _refuse_labels(self, x, y):
        """Say here what a GPU would only call an assertion, after which nothing on it can be computed any more."""
        with modes(self.model, train=False), self.setup.autocast(), torch.no_grad():
            scores = self.model(x[:1])
        if scores.dim() < 2:
            raise ValueError(
                f"the model gives {tuple(scores.shape)}; cross-entropy takes scores (m, classes): say loss=…"
            )
        classes = scores.shape[1]
        if not y.is_floating_point() and not 0 <= int(y.min()) <= int(y.max()) < classes:
            raise ValueError(f"labels run from {int(y.min())} to {int(y.max())}; the model gives {classes} scores")

    def _put_back(self):
        for kept, tensor in zip(self.kept, self.model.state_dict().values(), strict=True):
            tensor.copy_(kept)

    def _count_skipped(self):
        """Count the steps that the gradient scaler skipped: it halves its scale at each."""
        scale, before = self.scaler.get_scale(), self.scale
        self.history.skipped += max(round(math.log2(before / scale)), 0) if scale > 0 else 0
        self.scale = scale

    def _refuse_a_broken_model(self):
        if self.scale < 1:
            self.stop("the gradients are not finite, however small the scaler makes them,", self.step - 1)
        numbers = {name: t for name, t in self.model.state_dict().items() if t.is_floating_point()}
        fine = torch.stack([tensor.isfinite().all() for tensor in numbers.values()])
        if not distributed.agree(bool(fine.all())):
            broken = [name for name, whole in zip(numbers, fine.tolist(), strict=True) if not whole]
            self.stop(f"the model is no longer finite ({', '.join(broken[:3])})", self.step - 1)


def in_float32(outputs):
    """What a model gave, in float32 where it is one tensor of another precision: losses are no place to round."""
    return outputs.float() if isinstance(outputs, torch.Tensor) and outputs.is_floating_point() else outputs


@contextmanager
def modes(model, train):
    """The model in training or in evaluation, and each part as it was afterwards.

    For training, parts that are in evaluation stay there, such as frozen batch norms, if the model itself is not.
    """
    before = [(part, part.training) for part in model.modules()]
    if train != model.training or not train:
        model.train(train)
    try:
        yield
    finally:
        for part, mode in before:
            part.training = mode
