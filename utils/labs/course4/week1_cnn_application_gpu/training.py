"""The training loop; its cases and right answers are the NumPy lab's."""

import torch

from utils.checking import mistake, slip
from utils.gpu.steps import cnn_application as steps
from utils.labs.course4.week1_cnn_application_gpu import answers, cases
from utils.labs.course4.week1_cnn_application_gpu.second_looks import network_left

STEP = "            optimizer.step()\n"
NEW_OPTIMIZER = "optimizer = torch.optim.Adam(network.parameters(), learning_rate)\n"

# PyTorch loads hundreds of modules at its first step of an optimiser; no check should have to wait for them
torch.optim.Adam([torch.zeros(1, requires_grad=True)]).step()


def add_train(lab):
    lab.exercise(
        steps.train,
        points=25,
        inputs={"network": cases.evaluating},
        differentiable=False,
        mistakes=[*_about_gradients(), *_about_the_loss(), *_about_examples(), *_about_history()],
        right=[answers.train_by_indices, answers.train_reading_every_loss],
        hints=[
            "The NumPy lab's three levels: once, every epoch, every mini-batch. What autograd adds is one call that "
            "clears the gradients.",
            "A mini-batch: loss = cross_entropy(scores, labels); optimizer.zero_grad(), loss.backward(), "
            "optimizer.step(). An epoch: an order, its batches, the mean of their losses.",
            "for batch in order.split(batch_size): loss = cross_entropy(network(X[batch]), Y[batch]); …zero_grad(); "
            "loss.backward(); optimizer.step(); losses.append(loss.detach()). Behind it torch.stack(losses).mean().",
        ],
    )
    lab.exercises["train"].look_again(network_left)


def _about_gradients():
    return [
        mistake(
            "Your gradients add up over the mini-batches; call optimizer.zero_grad() before each backward().",
            slip("            optimizer.zero_grad()\n", ""),
        ),
        mistake(
            "Your gradients are cleared once an epoch; clear them before each backward().",
            slip(
                ("            optimizer.zero_grad()\n", ""),
                ("        for batch in", "        optimizer.zero_grad()\n        for batch in"),
            ),
        ),
        mistake(
            "Nothing changes: step() is missing, or the gradients are cleared between backward() and step(); the order "
            "is zero_grad(), backward(), step().",
            slip(STEP, ""),
        ),
        mistake(
            "You take one step at the end of each epoch; a step follows every mini-batch.",
            slip((STEP, ""), ("        # Once an epoch", "        optimizer.step()\n        # Once an epoch")),
        ),
        mistake(
            "You step before you go back, along the gradients of the mini-batch before; backward() comes first.",
            slip(
                "            optimizer.zero_grad()\n            loss.backward()\n" + STEP,
                STEP + "            optimizer.zero_grad()\n            loss.backward()\n",
            ),
        ),
        mistake(
            "Your optimiser is made anew for every mini-batch and forgets the past; make it once.",
            slip("            optimizer.zero_grad()\n", "            " + NEW_OPTIMIZER),
        ),
        mistake(
            "Your optimiser is made anew in every epoch and forgets the past; make it once, before the loops.",
            slip("        for batch in", "        " + NEW_OPTIMIZER + "        for batch in"),
        ),
        mistake(
            "Your optimiser has a learning rate of its own; hand on the argument learning_rate.",
            slip("network.parameters(), learning_rate", "network.parameters()"),
        ),
        mistake(
            "Plain gradient descent is another optimiser; torch.optim.Adam is meant.",
            slip("torch.optim.Adam", "torch.optim.SGD"),
        ),
        mistake(
            "torch.optim.AdamW shrinks the weights by itself; torch.optim.Adam is meant.",
            slip("torch.optim.Adam", "torch.optim.AdamW"),
        ),
        mistake(
            "Your optimiser gets the network; it wants its parameters, network.parameters().",
            slip("Adam(network.parameters()", "Adam(network"),
        ),
        mistake(
            "The network runs under torch.no_grad(), so there is no way back; leave that to predict.",
            slip("network(X[batch])", "torch.no_grad()(network)(X[batch])"),
        ),
    ]


def _about_the_loss():
    return [
        mistake(
            "cross_entropy has the softmax in it; give it the scores themselves.",
            slip("network(X[batch])", "network(X[batch]).softmax(1)"),
        ),
        mistake(
            "cross_entropy wants scores first and labels second; yours are exchanged.",
            slip("cross_entropy(network(X[batch]), Y[batch])", "cross_entropy(Y[batch], network(X[batch]))"),
        ),
        mistake(
            "cross_entropy takes scores and class numbers as they are: no argmax of the scores, no one-hot labels.",
            slip("Y[batch])", "torch.nn.functional.one_hot(Y[batch]))"),
        ),
        mistake(
            "You add the losses of a mini-batch up; cross_entropy's own mean is meant.",
            slip("Y[batch])", 'Y[batch], reduction="sum")'),
        ),
        mistake(
            "cross_entropy takes class numbers as int64; leave the labels as they come, without .float().",
            slip("Y[batch])", "Y[batch].float())"),
        ),
        mistake(
            "cross_entropy has divided by the number of examples already; do not divide again.",
            slip("Y[batch])", "Y[batch]) / len(batch)"),
        ),
        mistake(
            "You walk uphill; the optimiser subtracts, so leave the sign of the loss.",
            slip("loss.backward()", "(-loss).backward()"),
        ),
        mistake(
            "Your modules are in evaluation, where batch norm takes its running averages; call network.train().",
            slip("network.train()", "network.eval()"),
        ),
    ]


def _about_examples():
    return [
        mistake(
            "Your examples keep their order; mix them anew in every epoch, by rng.permutation.",
            slip("torch.from_numpy(rng.permutation(len(X)))", "torch.arange(len(X))"),
        ),
        mistake(
            "Your order is drawn once, before the loop; every epoch mixes anew.",
            slip(
                ("    history = []", "    history, order = [], torch.from_numpy(rng.permutation(len(X)))"),
                ("order, losses = torch.from_numpy(rng.permutation(len(X))).to(X.device), []", "losses = []"),
            ),
        ),
        mistake(
            "The images are mixed and the labels are not, so that they no longer belong together: Y[batch].",
            slip("Y[batch]", "Y[: len(batch)]"),
        ),
        mistake(
            "Your order is a NumPy array, which has another split; torch.from_numpy makes a tensor of it.",
            slip("torch.from_numpy(rng.permutation(len(X))).to(X.device)", "rng.permutation(len(X))"),
        ),
        mistake(
            "split takes the size of the pieces, chunk takes their number; you want batch_size examples in each.",
            slip(".split(", ".chunk("),
        ),
        mistake(
            "The last, smaller mini-batch of each epoch is dropped; train on it, too.",
            slip("order.split(batch_size)", "order[: len(X) // batch_size * batch_size].split(batch_size)"),
        ),
        mistake(
            "Each of your steps sees all examples; a mini-batch is X[batch] with Y[batch].",
            slip(("X[batch]", "X"), ("Y[batch]", "Y")),
        ),
    ]


def _about_history():
    return [
        mistake(
            "Your history has the last loss of each epoch; take the mean of all its losses.",
            slip("torch.stack(losses).mean()", "losses[-1]"),
        ),
        mistake(
            "NumPy cannot take tensors that have a history; keep loss.detach(), and take torch.stack(losses).mean().",
            slip(
                ("loss.detach()", "loss"),
                ("torch.stack(losses).mean().item()", '__import__("numpy").mean(losses)'),
            ),
        ),
        mistake(
            "Your history adds the losses up; take their mean.",
            slip(".mean()", ".sum()"),
        ),
        mistake(
            "You weigh each mini-batch by its examples; the history holds the plain mean of the losses.",
            slip(
                ("losses.append(loss.detach())", "losses.append(loss.detach() * len(batch))"),
                (".mean()", ".sum().div(len(X))"),
            ),
        ),
        mistake(
            "Your list of losses is never emptied, so later entries hold earlier epochs, too.",
            slip(
                ("    history = []", "    history, losses = [], []"),
                ("order, losses = torch.from_numpy(rng.permutation(len(X))).to(X.device), []",
                 "order = torch.from_numpy(rng.permutation(len(X))).to(X.device)"),
            ),
        ),
        mistake(
            "Your history has an entry for every mini-batch; it has one for every epoch, their mean.",
            slip(
                ("        history.append(torch.stack(losses).mean().item())\n", ""),
                ("losses.append(loss.detach())", "history.append(loss.item())"),
            ),
        ),
        mistake(
            "Your return stands inside the loop and ends it after one epoch; move it to the left.",
            slip("\n    return history", "\n        return history"),
        ),
    ]  # fmt: skip
