"""The exercise gradient_norms: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.checking.values import same
from utils.layers.losses import softmax_cross_entropy
from utils.models.residual_net import plain_net, residual_net
from utils.steps import residual_networks as steps


def gradient_cases(rng):
    """Networks whose weights have left their start, so that no unit stands at ReLU's corner."""
    cases = []
    for make, m, widths, norm in (
        (plain_net, 3, (2,), False),
        (residual_net, 4, (2, 3), True),
        (plain_net, 5, (3, 2), True),
    ):
        net = make(2, 3, rng, widths, 1, norm).cast(np.float64)
        for array in net.parameters().values():
            array += rng.normal(0, 0.2, array.shape)
        cases.append((net, rng.normal(size=(m, 4, 5, 2)), rng.integers(0, 3, m)))
    return cases


def norms_filled_in(network, X, Y):
    A = X
    for layer in network.layers:
        A = layer.forward(A, train=True)
    dA, norms = softmax_cross_entropy(A, Y)[1], np.zeros(len(network.layers))
    for k in range(len(network.layers) - 1, -1, -1):
        norms[k] = np.sqrt((dA**2).sum())
        dA = network.layers[k].backward(dA)
    return norms


def norms_of_the_weights(network, X, Y):
    _, dscores = softmax_cross_entropy(network.forward(X, train=True), Y)
    network.backward(dscores)
    return np.array([np.linalg.norm(gradient) for gradient in network.gradients().values()])


def network_as_it_was(due, came):
    """On what measuring leaves behind: the same layers, in their order, with the weights that they had."""
    before, after = came.before[0], came.after[0]
    if _kinds(before) != _kinds(after):
        return "You turn network.layers itself round, so the network runs backwards from then on; use reversed(…)."
    if not same(before.parameters(), after.parameters()):
        return "You change the network's weights; measuring takes no step."
    return None


def _kinds(network):
    return [type(layer) for layer in network.layers]


EXERCISE = Exercise(
    steps.gradient_norms,
    points=10,
    returns=("norms",),
    cases=gradient_cases,
    mistakes={
        "Your norms run from the last layer to the first; turn them round, norms[::-1].": slip(
            "np.array(norms[::-1])", "np.array(norms)"
        ),
        "You return squared norms; take the root of the sum of squares, or np.linalg.norm.": slip(
            "np.linalg.norm(dA)", "np.sum(dA**2)"
        ),
        "You take the root of the mean square; the norm is the root of the sum of squares.": slip(
            "np.linalg.norm(dA)", "np.sqrt(np.mean(dA**2))"
        ),
        "You return means of the gradients' sizes; the norm is the root of the sum of squares.": slip(
            "np.linalg.norm(dA)", "np.mean(np.abs(dA))"
        ),
        "You return the largest entries; the norm is the root of the sum of squares.": slip(
            "np.linalg.norm(dA)", "np.max(np.abs(dA))"
        ),
        "You add up the entries' sizes; the norm is the root of the sum of squares.": slip(
            "np.linalg.norm(dA)", "np.sum(np.abs(dA))"
        ),
        "You run the network as for use, so batch norm takes its running averages; give train=True.": slip(
            "forward(X, train=True)", "forward(X)"
        ),
        "You note the gradient after it went through the layer, where it belongs to the layer's input; note it "
        "before.": slip(
            "        norms.append(np.linalg.norm(dA))\n        dA = layer.backward(dA)",
            "        dA = layer.backward(dA)\n        norms.append(np.linalg.norm([0] if dA is None else dA))",
        ),
        "dA never changes: keep what the layer hands down, dA = layer.backward(dA).": slip(
            "        dA = layer.backward(dA)", "        layer.backward(dA)"
        ),
        "You start from the scores; start from the loss's gradient, the second thing that "
        "softmax_cross_entropy returns.": slip("_, dA = softmax_cross_entropy(scores, Y)", "dA = scores"),
        "softmax_cross_entropy returns the loss and then the gradient; you take them the other way round.": slip(
            "_, dA = softmax_cross_entropy", "dA, _ = softmax_cross_entropy"
        ),
        "Your loop runs forwards; the gradient comes from the end, so take reversed(network.layers).": slip(
            "reversed(network.layers)", "network.layers"
        ),
        "The scores' own gradient is missing; note one norm for every layer, the last one's, too.": slip(
            "norms[::-1]", "norms[:0:-1]"
        ),
        "These are the norms of the weights' gradients; asked for are those of what the "
        "layers give out.": norms_of_the_weights,
    },
    right=[norms_filled_in],
    hints=[
        "One pass forward, the loss's gradient, then the layers from the end: note, hand down, note, hand down.",
        "‖dA‖ = √(Σ dA²); layer.backward(dA) turns the gradient of a layer's output into that of its input.",
        "for layer in reversed(network.layers): norms.append(np.linalg.norm(dA)); dA = layer.backward(dA); in the "
        "end np.array(norms[::-1]).",
    ],
    topics=["why residual networks work", "vanishing and exploding gradients"],
    judge=network_as_it_was,
)
