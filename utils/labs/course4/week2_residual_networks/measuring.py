"""The exercise that measures the gradient along a network."""

from utils.checking import mistake, slip
from utils.checking.values import same
from utils.labs.course4.week2_residual_networks import cases
from utils.steps import residual_networks as steps


def add_gradient_norms(lab):
    lab.exercise(
        steps.gradient_norms,
        points=10,
        returns=("norms",),
        cases=cases.gradient_cases,
        mistakes=[
            mistake(
                "Your norms run from the last layer to the first; turn them round, norms[::-1].",
                slip("np.array(norms[::-1])", "np.array(norms)"),
            ),
            mistake(
                "You return squared norms; take the root of the sum of squares, or np.linalg.norm.",
                slip("np.linalg.norm(dA)", "np.sum(dA**2)"),
            ),
            mistake(
                "You take the root of the mean square; the norm is the root of the sum of squares.",
                slip("np.linalg.norm(dA)", "np.sqrt(np.mean(dA**2))"),
            ),
            mistake(
                "You return means of the gradients' sizes; the norm is the root of the sum of squares.",
                slip("np.linalg.norm(dA)", "np.mean(np.abs(dA))"),
            ),
            mistake(
                "You return the largest entries; the norm is the root of the sum of squares.",
                slip("np.linalg.norm(dA)", "np.max(np.abs(dA))"),
            ),
            mistake(
                "You add up the entries' sizes; the norm is the root of the sum of squares.",
                slip("np.linalg.norm(dA)", "np.sum(np.abs(dA))"),
            ),
            mistake(
                "You run the network as for use, so batch norm takes its running averages; give train=True.",
                slip("forward(X, train=True)", "forward(X)"),
            ),
            mistake(
                "You note the gradient after it went through the layer, where it belongs to the layer's input; note it "
                "before.",
                slip(
                    "        norms.append(np.linalg.norm(dA))\n        dA = layer.backward(dA)",
                    "        dA = layer.backward(dA)\n        norms.append(np.linalg.norm([0] if dA is None else dA))",
                ),
            ),
            mistake(
                "dA never changes: keep what the layer hands down, dA = layer.backward(dA).",
                slip("        dA = layer.backward(dA)", "        layer.backward(dA)"),
            ),
            mistake(
                "You start from the scores; start from the loss's gradient, the second thing that "
                "softmax_cross_entropy returns.",
                slip("_, dA = softmax_cross_entropy(scores, Y)", "dA = scores"),
            ),
            mistake(
                "softmax_cross_entropy returns the loss and then the gradient; you take them the other way round.",
                slip("_, dA = softmax_cross_entropy", "dA, _ = softmax_cross_entropy"),
            ),
            mistake(
                "Your loop runs forwards; the gradient comes from the end, so take reversed(network.layers).",
                slip("reversed(network.layers)", "network.layers"),
            ),
            mistake(
                "The scores' own gradient is missing; note one norm for every layer, the last one's, too.",
                slip("norms[::-1]", "norms[:0:-1]"),
            ),
            mistake(
                "These are the norms of the weights' gradients; asked for are those of what the layers give out.",
                cases.norms_of_the_weights,
            ),
        ],
        right=[cases.norms_filled_in],
        hints=[
            "One pass forward, the loss's gradient, then the layers from the end: note, hand down, note, hand down.",
            "‖dA‖ = √(Σ dA²); layer.backward(dA) turns the gradient of a layer's output into that of its input.",
            "for layer in reversed(network.layers): norms.append(np.linalg.norm(dA)); dA = layer.backward(dA); in the "
            "end np.array(norms[::-1]).",
        ],
        topics=["vanishing gradients", "residual networks"],
    )
    lab.exercises["gradient_norms"].look_again(network_as_it_was)


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
