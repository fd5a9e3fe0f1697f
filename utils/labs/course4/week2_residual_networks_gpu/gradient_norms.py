"""The exercise gradient_norms: its cases, right answers and known mistakes."""

import torch
from torch.nn.functional import cross_entropy

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.models.modules import module_of
from utils.gpu.steps import residual_networks as steps
from utils.labs.course4.week2_residual_networks import lab as numpy_lab


def norms_by_hooks(network, X, Y):
    """Backward with a hook at each output."""
    norms, A = [], X
    for part in network:
        A = part(A)
        A.register_hook(lambda gradient: norms.append(torch.linalg.vector_norm(gradient)))
    cross_entropy(A, Y).backward()
    return torch.stack(norms[::-1])


def norms_by_retaining(network, X, Y):
    """Each output keeps the gradient that backward gives it."""
    outputs = [X]
    for part in network:
        outputs.append(part(outputs[-1]))
        outputs[-1].retain_grad()
    scores = outputs.pop()
    torch.nn.functional.nll_loss(scores.log_softmax(1), Y).backward()
    return torch.tensor([A.grad.square().sum().sqrt() for A in [*outputs[1:], scores]], dtype=X.dtype)


FROZEN = "You leave the network with requires_grad=False, and it can learn no more; measuring leaves it as it was."


def still_learning(due, came):
    """On what measuring leaves behind: parameters that learn."""
    return None if all(parameter.requires_grad for parameter in came.after[0].parameters()) else FROZEN


EXERCISE = TwinExercise(
    steps.gradient_norms,
    of=numpy_lab.exercises["gradient_norms"],
    points=15,
    returns=("norms",),
    inputs={"network": module_of},
    differentiable=False,
    mistakes={
        FROZEN: slip("    # The length of each", "    network.requires_grad_(False)\n    # The length of each"),
        "cross_entropy has the softmax in it; give it the scores themselves.": slip(
            "cross_entropy(A, Y)", "cross_entropy(A.softmax(1), Y)"
        ),
        "These are the norms of the outputs; asked for are those of the loss's gradients at the outputs.": slip(
            "for gradient in gradients", "for gradient in outputs"
        ),
        "These are squared norms; the norm is the root of the sum of squares, gradient.norm().": slip(
            "gradient.norm()", "gradient.square().sum()"
        ),
        "You divide by the root of their number; the norm is the root of the sum of squares alone.": slip(
            "gradient.norm()", "gradient.square().mean().sqrt()"
        ),
        "After backward() an output's .grad is None, only parameters keep theirs; use torch.autograd.grad.": slip(
            "gradients = torch.autograd.grad(cross_entropy(A, Y), outputs)",
            "cross_entropy(A, Y).backward(); gradients = [output.grad for output in outputs]",
        ),
        "Scores and classes are exchanged; it is cross_entropy(scores, Y).": slip(
            "cross_entropy(A, Y)", "cross_entropy(Y, A)"
        ),
        "You take the mean of the absolute values; the norm is the root of the sum of squares.": slip(
            "gradient.norm()", "gradient.abs().mean()"
        ),
        "You add up the absolute values; the norm is the root of the sum of squares.": slip(
            "gradient.norm()", "gradient.abs().sum()"
        ),
        "You take the largest number of each gradient; the norm is the root of the sum of squares.": slip(
            "gradient.norm()", "gradient.abs().max()"
        ),
        "Your loss is the sum over the examples; cross_entropy's own mean is meant.": slip(
            "cross_entropy(A, Y)", 'cross_entropy(A, Y, reduction="sum")'
        ),
        "You switch to evaluation, where batch norm takes running averages; leave the network in its mode.": slip(
            "    A, outputs", "    network.eval()\n    A, outputs"
        ),
        "You return a list; torch.stack makes one tensor of the norms.": slip(
            "torch.stack([gradient.norm() for gradient in gradients])", "[g.norm() for g in gradients]"
        ),
        "Your norms run from the scores to the images; they should run from the first part to the last.": slip(
            "for gradient in gradients", "for gradient in gradients[::-1]"
        ),
        "Every part of yours is given X; give each what the part before it returned.": slip("part(A)", "part(X)"),
        "Under torch.no_grad() nothing is kept for the backward pass; run the network without it.": slip(
            "part(A)", "torch.no_grad()(part)(A)"
        ),
        "You ask for the gradients of the parameters; asked for are those of the parts' outputs.": slip(
            "cross_entropy(A, Y), outputs", "cross_entropy(A, Y), list(network.parameters())"
        ),
        "A tensor in your list has no history: X has none, so keep A after the part; detach() cuts it, too.": slip(
            "        A = part(A)\n        outputs.append(A)", "        outputs.append(A)\n        A = part(A)"
        ),
    },
    right=[norms_by_hooks, norms_by_retaining],
    hints=[
        "An nn.Sequential can be walked through: for part in network. What does autograd need to be told?",
        "A = part(A), kept in a list; gradients = torch.autograd.grad(cross_entropy(A, Y), outputs); norm of each.",
        "A, outputs = X, []; for part in network: A = part(A); outputs.append(A). Then torch.stack([g.norm() "
        "for g in torch.autograd.grad(…)]).",
    ],
    topics=["why residual networks work", "vanishing and exploding gradients"],
    judge=still_learning,
)
