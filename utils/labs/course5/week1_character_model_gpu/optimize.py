"""The exercise optimize: its known mistakes; cases and answers are the NumPy lab's."""

import torch
from torch.nn.functional import cross_entropy

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import character_model as steps
from utils.labs.course5.week1_character_model import lab as numpy_lab


def by_backward(X, Y, a_prev, parameters, learning_rate=0.01):
    """backward() and .grad, on clones; the step under torch.no_grad()."""
    leaves = {name: value.clone().detach().requires_grad_(True) for name, value in parameters.items()}
    loss, a = steps.rnn_forward(X, Y, a_prev, leaves)
    loss.backward()
    with torch.no_grad():
        gradients = {f"d{name}": torch.clamp(leaf.grad, min=-5, max=5) for name, leaf in leaves.items()}
        new = {name: leaf - learning_rate * gradients[f"d{name}"] for name, leaf in leaves.items()}
    return loss.detach(), gradients, a.detach(), new


def by_all_scores_at_once(X, Y, a_prev, parameters, learning_rate=0.01):
    """States first, then one product and one loss for all steps."""
    names = list(parameters)
    values = [parameters[name].detach().clone().requires_grad_() for name in names]
    p = dict(zip(names, values, strict=True))
    a, states = a_prev, []
    for number in X:
        x = torch.zeros(p["Wax"].shape[1], 1, dtype=a.dtype, device=a.device)
        if number is not None:
            x[number] = 1
        a = torch.tanh(p["Wax"] @ x + p["Waa"] @ a + p["b"])
        states.append(a)
    scores = (p["Wya"] @ torch.cat(states, dim=1) + p["by"]).T
    loss = cross_entropy(scores, torch.tensor(Y, device=a.device), reduction="sum")
    found = torch.autograd.grad(loss, values)
    cut = [torch.minimum(torch.maximum(g, g.new_tensor(-5)), g.new_tensor(5)) for g in found]
    new = {name: (value - learning_rate * g).detach() for name, value, g in zip(names, values, cut, strict=True)}
    return loss.detach(), {"d" + name: g for name, g in zip(names, cut, strict=True)}, a.detach(), new


def in_place(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, a, new = by_backward(X, Y, a_prev, parameters, learning_rate)
    for name, value in parameters.items():
        value.copy_(new[name])
    return loss, gradients, a, parameters


CLAMP = "gradient.clamp(-5, 5)"
STEP = 'value.detach() - learning_rate * gradients["d" + name]'

EXERCISE = TwinExercise(
    steps.optimize,
    of=numpy_lab.exercises["optimize"],
    points=15,
    differentiable=False,
    accepted={
        "it changes the parameters in place, as PyTorch's own optimisers do: whoever called has lost the old "
        "ones.": in_place,
    },
    mistakes={
        "The gradients are not clipped; cut every entry to the range from −5 to 5.": slip(CLAMP, "gradient"),
        "The gradients are clipped for the result alone; the step has to take the clipped ones.": slip(
            STEP, "value.detach() - learning_rate * dict(zip(leaves, found, strict=True))[name]"
        ),
        "The limit of the clipping is 5; yours is another.": slip("clamp(-5, 5)", "clamp(-1, 1)"),
        "Large negative entries pass; the range goes from −5 to 5.": slip("clamp(-5, 5)", "clamp(max=5)"),
        "Negative entries become 0; the range begins at −5.": slip("clamp(-5, 5)", "clamp(0, 5)"),
        "Each gradient is scaled by its norm; here every entry is cut by itself, clamp(-5, 5).": slip(
            CLAMP, "gradient * min(1.0, 5 / max(gradient.norm().item(), 1e-30))"
        ),
        "You go uphill; a step of gradient descent subtracts the learning rate times the gradient.": slip(
            "value.detach() - ", "value.detach() + "
        ),
        "The learning rate is left at 0.01; take the one that you are given.": slip("- learning_rate *", "- 0.01 *"),
        "The parameters come back as they were; return those after the step.": slip(STEP, "value.detach()"),
        "The state from before the first step comes back; rnn_forward returns the one after the last.": slip(
            "return loss.detach(), gradients, a.detach(), new", "return loss.detach(), gradients, a_prev, new"
        ),
        "The name is read from a state of zeros; it starts from a_prev.": slip(
            "rnn_forward(X, Y, a_prev, leaves)", "rnn_forward(X, Y, torch.zeros_like(a_prev), leaves)"
        ),
        "The loss is divided by the number of symbols; it is the sum, as rnn_forward gives it.": slip(
            "return loss.detach(),", "return loss.detach() / len(X),"
        ),
        "The loss is that after the step; it is the one that the gradients belong to.": slip(
            "    return loss.detach(),", "    loss, _ = rnn_forward(X, Y, a_prev, new)\n    return loss.detach(),"
        ),
        "Autograd has no record to go back through: the forward pass has to run on new tensors, on which "
        "requires_grad_() was called.": slip(".detach().requires_grad_()", ".detach()"),
        "The gradients bear the names of the parameters; put a d in front, dWax for Wax.": slip(
            ('{"d" + name: gradient.clamp', "{name: gradient.clamp"), ('gradients["d" + name]', "gradients[name]")
        ),
    },
    right=[by_backward, by_all_scores_at_once],
    hints=[
        "The NumPy lab's four steps. What autograd asks for: tensors whose record has begun before the forward pass.",
        "leaves = new tensors with requires_grad_(); loss, a = rnn_forward(…, leaves); gradients by "
        "torch.autograd.grad(loss, list of the leaves); clamp(−5, 5); old numbers − α · clipped gradient.",
        "leaves = {name: value.detach().requires_grad_() for …}; found = torch.autograd.grad(loss, "
        "list(leaves.values())); gradients = {'d' + name: gradient.clamp(-5, 5) for name, gradient in zip(leaves, "
        "found)}; new = {name: value.detach() - learning_rate * gradients['d' + name] for …}.",
    ],
    topics=["clipping", "names of dinosaurs"],
)
