"""The exercise train: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from utils.checking import slip
from utils.checking.values import close
from utils.gpu.checking.layout import as_array
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.models.modules import module_of
from utils.gpu.steps import cnn_application as steps
from utils.labs.course4.week1_cnn_application import lab as numpy_lab

# PyTorch loads hundreds of modules at its first step of an optimiser; no check should have to wait for them
torch.optim.Adam([torch.zeros(1, requires_grad=True)]).step()


def evaluating(network):
    """The module of a NumPy network, in evaluation as after a call of predict."""
    return module_of(network).eval()


def train_by_indices(network, X, Y, learning_rate, epochs, batch_size, rng):
    """Slices of an order on the host, set_to_none before the forward pass, a running sum in place of a list."""
    optimizer, history, m = torch.optim.Adam(network.parameters(), lr=learning_rate), [], X.shape[0]
    network.train()
    for _ in range(epochs):
        order = torch.as_tensor(rng.permutation(m), device=X.device)
        total, count = torch.zeros((), dtype=X.dtype, device=X.device), 0
        for start in range(0, m, batch_size):
            rows = order[start : start + batch_size]
            optimizer.zero_grad(set_to_none=True)
            loss = nn.CrossEntropyLoss()(network(X[rows]), Y[rows])
            loss.backward()
            optimizer.step()
            total, count = total + loss.detach(), count + 1
        history.append(float(total / count))
    return history


def train_reading_every_loss(network, X, Y, learning_rate, epochs, batch_size, rng):
    """Right as to its numbers, and a device would be waited for at every step."""
    optimizer, history = torch.optim.Adam(network.parameters(), learning_rate), []
    for _ in range(epochs):
        losses = []
        for rows in torch.from_numpy(rng.permutation(len(X))).split(batch_size):
            network.train()
            scores = network(X[rows.to(X.device)])
            loss = F.nll_loss(F.log_softmax(scores, 1), Y[rows.to(X.device)])
            network.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(sum(losses) / len(losses))
    return history


STEP = "            optimizer.step()\n"


NEW_OPTIMIZER = "optimizer = torch.optim.Adam(network.parameters(), learning_rate)\n"


TENSORS = (
    "Your history holds tensors, which NumPy and a figure cannot take; .item(), once an epoch, makes numbers of them."
)


LEFT_OTHERWISE = (
    "Your history is right, and the network that was handed in is not left as the last step leaves it; train network "
    "itself and no copy, and let every mini-batch end with its step."
)


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


EXERCISE = TwinExercise(
    steps.train,
    of=numpy_lab.exercises["train"],
    points=25,
    inputs={"network": evaluating},
    differentiable=False,
    mistakes={
        "Your gradients add up over the mini-batches; call optimizer.zero_grad() before each backward().": slip(
            "            optimizer.zero_grad()\n", ""
        ),
        "Your gradients are cleared once an epoch; clear them before each backward().": slip(
            ("            optimizer.zero_grad()\n", ""),
            ("        for batch in", "        optimizer.zero_grad()\n        for batch in"),
        ),
        "Nothing changes: step() is missing, or the gradients are cleared between backward() and step(); the order "
        "is zero_grad(), backward(), step().": slip(STEP, ""),
        "You take one step at the end of each epoch; a step follows every mini-batch.": slip(
            (STEP, ""), ("        # Once an epoch", "        optimizer.step()\n        # Once an epoch")
        ),
        "You step before you go back, along the gradients of the mini-batch before; backward() comes first.": slip(
            "            optimizer.zero_grad()\n            loss.backward()\n" + STEP,
            STEP + "            optimizer.zero_grad()\n            loss.backward()\n",
        ),
        "Your optimiser is made anew for every mini-batch and forgets the past; make it once.": slip(
            "            optimizer.zero_grad()\n", "            " + NEW_OPTIMIZER
        ),
        "Your optimiser is made anew in every epoch and forgets the past; make it once, before the loops.": slip(
            "        for batch in", "        " + NEW_OPTIMIZER + "        for batch in"
        ),
        "Your optimiser has a learning rate of its own; hand on the argument learning_rate.": slip(
            "network.parameters(), learning_rate", "network.parameters()"
        ),
        "Plain gradient descent is another optimiser; torch.optim.Adam is meant.": slip(
            "torch.optim.Adam", "torch.optim.SGD"
        ),
        "torch.optim.AdamW shrinks the weights by itself; torch.optim.Adam is meant.": slip(
            "torch.optim.Adam", "torch.optim.AdamW"
        ),
        "Your optimiser gets the network; it wants its parameters, network.parameters().": slip(
            "Adam(network.parameters()", "Adam(network"
        ),
        "The network runs under torch.no_grad(), so there is no backward pass; leave that to predict.": slip(
            "network(X[batch])", "torch.no_grad()(network)(X[batch])"
        ),
        "cross_entropy has the softmax in it; give it the scores themselves.": slip(
            "network(X[batch])", "network(X[batch]).softmax(1)"
        ),
        "cross_entropy wants scores first and labels second; yours are exchanged.": slip(
            "cross_entropy(network(X[batch]), Y[batch])", "cross_entropy(Y[batch], network(X[batch]))"
        ),
        "cross_entropy takes scores and class numbers as they are: no argmax of the scores, no one-hot labels.": slip(
            "Y[batch])", "torch.nn.functional.one_hot(Y[batch]))"
        ),
        "You add the losses of a mini-batch up; cross_entropy's own mean is meant.": slip(
            "Y[batch])", 'Y[batch], reduction="sum")'
        ),
        "cross_entropy takes class numbers as int64; leave the labels as they come, without .float().": slip(
            "Y[batch])", "Y[batch].float())"
        ),
        "cross_entropy has divided by the number of examples already; do not divide again.": slip(
            "Y[batch])", "Y[batch]) / len(batch)"
        ),
        "You walk uphill; the optimiser subtracts, so leave the sign of the loss.": slip(
            "loss.backward()", "(-loss).backward()"
        ),
        "Your modules are in evaluation, where batch norm takes its running averages; call network.train().": slip(
            "network.train()", "network.eval()"
        ),
        "Your examples keep their order; mix them anew in every epoch, by rng.permutation.": slip(
            "torch.from_numpy(rng.permutation(len(X)))", "torch.arange(len(X))"
        ),
        "Your order is drawn once, before the loop; every epoch mixes anew.": slip(
            ("    history = []", "    history, order = [], torch.from_numpy(rng.permutation(len(X)))"),
            ("order, losses = torch.from_numpy(rng.permutation(len(X))).to(X.device), []", "losses = []"),
        ),
        "The images are mixed and the labels are not, so that they no longer belong together: Y[batch].": slip(
            "Y[batch]", "Y[: len(batch)]"
        ),
        "Your order is a NumPy array, which has another split; torch.from_numpy makes a tensor of it.": slip(
            "torch.from_numpy(rng.permutation(len(X))).to(X.device)", "rng.permutation(len(X))"
        ),
        "split takes the size of the pieces, chunk takes their number; you want batch_size examples in each.": slip(
            ".split(", ".chunk("
        ),
        "The last, smaller mini-batch of each epoch is dropped; train on it, too.": slip(
            "order.split(batch_size)", "order[: len(X) // batch_size * batch_size].split(batch_size)"
        ),
        "Each of your steps sees all examples; a mini-batch is X[batch] with Y[batch].": slip(
            ("X[batch]", "X"), ("Y[batch]", "Y")
        ),
        "Your history has the last loss of each epoch; take the mean of all its losses.": slip(
            "torch.stack(losses).mean()", "losses[-1]"
        ),
        "NumPy cannot take tensors that have a history; keep loss.detach(), and take torch.stack(losses).mean().": slip(
            ("loss.detach()", "loss"),
            ("torch.stack(losses).mean().item()", '__import__("numpy").mean(losses)'),
        ),
        "Your history adds the losses up; take their mean.": slip(".mean()", ".sum()"),
        "You weigh each mini-batch by its examples; the history holds the plain mean of the losses.": slip(
            ("losses.append(loss.detach())", "losses.append(loss.detach() * len(batch))"),
            (".mean()", ".sum().div(len(X))"),
        ),
        "Your list of losses is never emptied, so later entries hold earlier epochs, too.": slip(
            ("    history = []", "    history, losses = [], []"),
            (
                "order, losses = torch.from_numpy(rng.permutation(len(X))).to(X.device), []",
                "order = torch.from_numpy(rng.permutation(len(X))).to(X.device)",
            ),
        ),
        "Your history has an entry for every mini-batch; it has one for every epoch, their mean.": slip(
            ("        history.append(torch.stack(losses).mean().item())\n", ""),
            ("losses.append(loss.detach())", "history.append(loss.item())"),
        ),
        "Your return stands inside the loop and ends it after one epoch; move it to the left.": slip(
            "\n    return history", "\n        return history"
        ),
    },
    right=[train_by_indices, train_reading_every_loss],
    hints=[
        "The NumPy lab's three levels: once, every epoch, every mini-batch. What autograd adds is one call that "
        "clears the gradients.",
        "A mini-batch: loss = cross_entropy(scores, labels); optimizer.zero_grad(), loss.backward(), "
        "optimizer.step(). An epoch: an order, its batches, the mean of their losses.",
        "for batch in order.split(batch_size): loss = cross_entropy(network(X[batch]), Y[batch]); …zero_grad(); "
        "loss.backward(); optimizer.step(); losses.append(loss.detach()). Behind it torch.stack(losses).mean().",
    ],
    judge=network_left,
    topics=["training loop in PyTorch", "batch, mini-batch and stochastic gradient descent"],
)
