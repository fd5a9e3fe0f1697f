"""The exercise gradient_norms_by_depth: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.checking.values import same
from utils.labs.course2.week1_initialization.common import by_hand, drawn
from utils.steps import signal_propagation as steps
from utils.steps.signal_propagation import activate, stack_forward


def gradient_cases(rng):
    """Two examples by hand; square layers; other widths; one example; saturated units; one layer; no gradient."""
    X = np.array([[1.0, -2.0], [2.0, 1.0]])
    cases = [(np.array([[1.0, -1.0]]), stack_forward(X, by_hand(), "relu")[1], "relu")]
    for widths, m, activation, scale in (
        ([3, 3, 3, 3], 3, "tanh", 0.8),
        ([3, 4, 2, 5], 6, "relu", 0.8),
        ([2, 5, 3, 4, 3], 1, "tanh", 0.8),
        ([4, 6, 5], 7, "tanh", 3.0),
        ([5, 2], 3, "relu", 1.0),
    ):
        A, caches = stack_forward(rng.normal(size=(widths[0], m)), drawn(widths, rng, scale), activation)
        cases.append((rng.normal(size=A.shape), caches, activation))
    return [*cases, (np.zeros((2, 3)), cases[-1][1], "relu")]


def norms_in_lists(dAL, caches, activation):
    errors, weights, dA = [], [], dAL
    for A_prev, W, Z in caches[::-1]:
        dZ = dA * (1 - np.tanh(Z) ** 2) if activation == "tanh" else np.where(Z > 0, dA, 0.0)
        errors.insert(0, np.linalg.norm(dZ))
        weights.insert(0, np.linalg.norm(np.dot(dZ, A_prev.T)) / Z.shape[1])
        dA = np.dot(W.T, dZ)
    return {"dW": np.array(weights), "dZ": np.array(errors)}


def last_layer_first(dAL, caches, activation):
    norms, dA = {"dZ": [], "dW": []}, dAL
    for A_prev, W, Z in reversed(caches):
        dZ = dA * activate(Z, activation)[1]
        norms["dZ"].append(np.linalg.norm(dZ))
        norms["dW"].append(np.linalg.norm(dZ @ A_prev.T / dAL.shape[1]))
        dA = W.T @ dZ
    return {key: np.array(values) for key, values in norms.items()}


def caches_as_they_were(due, came):
    """On what measuring leaves behind: the list of caches in its order."""
    if not same(came.before[1], came.after[1]):
        return "You change the list of caches that you were given; use reversed(…), which leaves it as it is."
    return None


EXERCISE = Exercise(
    steps.gradient_norms_by_depth,
    points=18,
    returns=("norms",),
    cases=gradient_cases,
    mistakes={
        "Your norms run from the last layer to the first; layer 1 belongs to the front.": last_layer_first,
        "You walk from the first layer to the last; the gradient comes from the end, so walk backwards.": slip(
            "reversed(range(L))", "range(L)"
        ),
        "The activation's slope is missing: dZ = dA * slope.": slip("dZ = dA * slope", "dZ = dA"),
        "You multiply by the activation in place of its slope, the second result of activate.": slip(
            "_, slope = activate", "slope, _ = activate"
        ),
        "The weights are not turned over: what comes back is Wᵀ dZ.": slip("dA = W.T @ dZ", "dA = W @ dZ"),
        "dA never changes: hand Wᵀ dZ on to the layer before.": slip("dA = W.T @ dZ", "W.T @ dZ"),
        "You send dA back through the weights without the activation's slope; send dZ.": slip(
            "dA = W.T @ dZ", "dA = W.T @ dA"
        ),
        "Your dW is a sum over the examples; it is their mean, so divide by m.": slip("A_prev.T / m", "A_prev.T"),
        "You divide by the number of units; m is the number of columns of dAL.": slip("dAL.shape[1]", "dAL.shape[0]"),
        "dZ is divided by m as well; it belongs to one example each, only dW is a mean.": slip(
            "np.sqrt(np.sum(dZ**2))", "np.sqrt(np.sum((dZ / m) ** 2))"
        ),
        "Your norms are squared; take the root of the sum of squares.": slip(
            ("np.sqrt(np.sum(dZ**2))", "np.sum(dZ**2)"), ("np.sqrt(np.sum(dW**2))", "np.sum(dW**2)")
        ),
        "You take the root of the mean square; the norm is the root of the sum of squares.": slip(
            ("np.sum(dZ**2)", "np.mean(dZ**2)"), ("np.sum(dW**2)", "np.mean(dW**2)")
        ),
        "You add up the entries' sizes; the norm is the root of the sum of squares.": slip(
            ("np.sqrt(np.sum(dZ**2))", "np.sum(np.abs(dZ))"), ("np.sqrt(np.sum(dW**2))", "np.sum(np.abs(dW))")
        ),
        "np.linalg.norm with ord=2 is the largest stretch of a matrix; the norm asked for is √(Σ g²), "
        "np.linalg.norm(g) without ord.": slip(
            ("np.sqrt(np.sum(dZ**2))", "np.linalg.norm(dZ, ord=2)"),
            ("np.sqrt(np.sum(dW**2))", "np.linalg.norm(dW, ord=2)"),
        ),
        'Your norm under "dZ" is the largest stretch of a matrix, np.linalg.norm(dZ, 2); take the root of the sum of '
        "all squares, np.linalg.norm(dZ).": slip("np.sqrt(np.sum(dZ**2))", "np.linalg.norm(dZ, ord=2)"),
        'Your norm under "dW" is the largest stretch of a matrix, np.linalg.norm(dW, 2); take the root of the sum of '
        "all squares, np.linalg.norm(dW).": slip("np.sqrt(np.sum(dW**2))", "np.linalg.norm(dW, ord=2)"),
        "Your two results are lists; give an array of L numbers under each key, np.array(…).": slip(
            "return norms", "return {key: list(values) for key, values in norms.items()}"
        ),
        'The norms under "dZ" are those of dA, before the activation\'s slope; note dZ.': slip(
            "np.sqrt(np.sum(dZ**2))", "np.sqrt(np.sum(dA**2))"
        ),
        "The slope is taken at A_prev; it belongs to the sums Z.": slip(
            "activate(Z, activation)", "activate(W @ A_prev, activation)"
        ),
    },
    right=[norms_in_lists],
    hints=[
        "One pass backwards: through the slope, note two lengths, through the weights, on to the layer before.",
        "dZ = dA * g'(Z), dW = dZ A_prevᵀ / m, then dA = Wᵀ dZ; the norm of g is √(Σ g²).",
        "for layer in reversed(range(L)): A_prev, W, Z = caches[layer]; _, slope = activate(Z, activation); dZ = dA * "
        'slope; norms["dZ"][layer] = np.sqrt(np.sum(dZ**2)); the same for dZ @ A_prev.T / m; dA = W.T @ dZ.',
    ],
    topics=["vanishing and exploding gradients", "backpropagation"],
    judge=caches_as_they_were,
)
