"""Norms of gradients, part by part; the NumPy lab's networks are tried as the modules that compute the same."""

from utils.checking import mistake, slip
from utils.gpu.models.modules import module_of
from utils.gpu.steps import residual_networks as steps
from utils.labs.course4.week2_residual_networks_gpu import answers


def add_gradient_norms(lab):
    lab.exercise(
        steps.gradient_norms,
        points=15,
        returns=("norms",),
        inputs={"network": module_of},
        differentiable=False,
        mistakes=[
            mistake(
                "cross_entropy has the softmax in it; give it the scores themselves.",
                slip("cross_entropy(A, Y)", "cross_entropy(A.softmax(1), Y)"),
            ),
            mistake(
                "These are the norms of the outputs; asked for are those of the loss's gradients at the outputs.",
                slip("for gradient in gradients", "for gradient in outputs"),
            ),
            mistake(
                "These are squared norms; the norm is the root of the sum of squares, gradient.norm().",
                slip("gradient.norm()", "gradient.square().sum()"),
            ),
            mistake(
                "You divide by the root of their number; the norm is the root of the sum of squares alone.",
                slip("gradient.norm()", "gradient.square().mean().sqrt()"),
            ),
            mistake(
                "After backward() an output's .grad is None, only parameters keep theirs; use torch.autograd.grad.",
                slip(
                    "gradients = torch.autograd.grad(cross_entropy(A, Y), outputs)",
                    "cross_entropy(A, Y).backward(); gradients = [output.grad for output in outputs]",
                ),
            ),
            mistake(
                "Scores and classes are exchanged; it is cross_entropy(scores, Y).",
                slip("cross_entropy(A, Y)", "cross_entropy(Y, A)"),
            ),
            mistake(
                "You take the mean of the absolute values; the norm is the root of the sum of squares.",
                slip("gradient.norm()", "gradient.abs().mean()"),
            ),
            mistake(
                "You add up the absolute values; the norm is the root of the sum of squares.",
                slip("gradient.norm()", "gradient.abs().sum()"),
            ),
            mistake(
                "You take the largest number of each gradient; the norm is the root of the sum of squares.",
                slip("gradient.norm()", "gradient.abs().max()"),
            ),
            mistake(
                "Your loss is the sum over the examples; cross_entropy's own mean is meant.",
                slip("cross_entropy(A, Y)", 'cross_entropy(A, Y, reduction="sum")'),
            ),
            mistake(
                "You switch to evaluation, where batch norm takes running averages; leave the network in its mode.",
                slip("    A, outputs", "    network.eval()\n    A, outputs"),
            ),
            mistake(
                "You return a list; torch.stack makes one tensor of the norms.",
                slip("torch.stack([gradient.norm() for gradient in gradients])", "[g.norm() for g in gradients]"),
            ),
            mistake(
                "Your norms run from the scores to the images; they should run from the first part to the last.",
                slip("for gradient in gradients", "for gradient in gradients[::-1]"),
            ),
            mistake(
                "Every part of yours is given X; give each what the part before it returned.",
                slip("part(A)", "part(X)"),
            ),
            mistake(
                "Under torch.no_grad() nothing is kept for the way back; run the network without it.",
                slip("part(A)", "torch.no_grad()(part)(A)"),
            ),
            mistake(
                "You ask for the gradients of the parameters; asked for are those of the parts' outputs.",
                slip("cross_entropy(A, Y), outputs", "cross_entropy(A, Y), list(network.parameters())"),
            ),
            mistake(
                "A tensor in your list has no history: X has none, so keep A after the part; detach() cuts it, too.",
                slip(
                    "        A = part(A)\n        outputs.append(A)", "        outputs.append(A)\n        A = part(A)"
                ),
            ),
        ],
        right=[answers.norms_by_hooks, answers.norms_by_retaining],
        hints=[
            "An nn.Sequential can be walked through: for part in network. What does autograd need to be told?",
            "A = part(A), kept in a list; gradients = torch.autograd.grad(cross_entropy(A, Y), outputs); norm of each.",
            "A, outputs = X, []; for part in network: A = part(A); outputs.append(A). Then torch.stack([g.norm() "
            "for g in torch.autograd.grad(…)]).",
        ],
    )
