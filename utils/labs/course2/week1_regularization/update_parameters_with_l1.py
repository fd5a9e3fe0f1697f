"""The exercise update_parameters_with_l1: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_regularization.common import drawn
from utils.steps import regularization as steps


def l1_cases(rng):
    """By hand, threshold 0.1: far, near and at 0; drawn ones; no penalty; a penalty that leaves nothing; zeros."""
    parameters = {"W1": np.array([[1.0, 0.05, -0.5, 0.0]]), "b1": np.array([[0.05]])}
    grads = {"dW1": np.array([[0.0, 0.0, -2.0, 0.5]]), "db1": np.array([[1.0]])}
    cases = [(parameters, grads, 0.1, 10.0, 5)]
    for widths, rate, lambd, m in (
        ((3, 4, 5, 1), 0.3, 2.0, 4),
        ((2, 3, 2, 1), 0.5, 1.0, 1),
        ((1, 1, 1, 1), 0.1, 0.0, 7),
        ((2, 6, 3, 1), 1.0, 40.0, 3),
        ((3, 2, 2, 1), 0.2, 3, 2),
    ):
        grads = {"d" + key: value for key, value in drawn(rng, widths, 0.6).items()}
        cases.append((drawn(rng, widths), grads | {"dZ3": rng.standard_normal((1, m))}, rate, lambd, m))
    zeros = {key: np.zeros_like(value) for key, value in drawn(rng).items()}
    return [*cases, (zeros, {"d" + key: value for key, value in drawn(rng, scale=0.2).items()}, 0.5, 1.0, 2)]


def by_cases(parameters, grads, learning_rate, lambd, m):
    t, updated = learning_rate * lambd / (2 * m), {}
    for key in parameters:
        v = parameters[key] - learning_rate * grads["d" + key]
        updated[key] = v if key[0] == "b" else np.where(v > t, v - t, np.where(v < -t, v + t, 0.0))
    return updated


SHRUNK = "np.sign(moved) * np.maximum(np.abs(moved) - threshold, 0)"


EXERCISE = Exercise(
    steps.update_parameters_with_l1,
    points=12,
    returns=("parameters",),
    cases=l1_cases,
    mistakes={
        "Weights are carried past 0 and to its other side; where the threshold is larger than the weight, the weight "
        "becomes 0.": slip(SHRUNK, "moved - threshold * np.sign(moved)"),
        "The pull goes by the weight's sign before the step, so weights near 0 jump over it; shrink after the step, "
        "and stop at 0.": slip(SHRUNK, "moved - threshold * np.sign(value)"),
        "Weights below the threshold become 0, and the others keep their size; those have to shrink, too.": slip(
            SHRUNK, "np.where(np.abs(moved) > threshold, moved, 0.0)"
        ),
        "The sign is lost: negative weights come out positive.": slip("np.sign(moved) * ", ""),
        "Only the size from above is cut: negative weights are treated as small ones; take the absolute value.": slip(
            "np.abs(moved) - threshold", "moved - threshold"
        ),
        "The threshold is λ / (2m) without the learning rate; one step is α times as long.": slip(
            "learning_rate * lambd / (2 * m)", "lambd / (2 * m)"
        ),
        "The 2 is missing in the threshold: α λ / (2m).": slip("lambd / (2 * m)", "lambd / m"),
        "The threshold is not divided by m.": slip("lambd / (2 * m)", "lambd / 2"),
        "The biases are shrunk, too; they have no penalty.": slip('key.startswith("W")', "True"),
        "The weights are shrunk before the gradient step; the step comes first, else nothing stays at 0.": slip(
            ("        moved = value - learning_rate", "        step = learning_rate"),
            (SHRUNK, "np.sign(value) * np.maximum(np.abs(value) - threshold, 0) - step"),
            ("        # Weights only:", "        moved = value - step\n        # Weights only:"),
        ),
        "Every weight shrinks in proportion to its size, as with L2; here all sizes lose the same amount.": slip(
            SHRUNK, "moved * (1 - 2 * threshold)"
        ),
        "You keep what the threshold takes away: np.clip(V, −t, t) is the part that a weight loses.": slip(
            SHRUNK, "np.clip(moved, -threshold, threshold)"
        ),
        "The gradient step is missing: weights only shrink.": slip(" - learning_rate * grads", " - 0 * grads"),
        "You step uphill: take learning_rate · dW away.": slip("value - learning_rate", "value + learning_rate"),
        "The threshold is missing, so there is no penalty at all.": slip(SHRUNK, "moved"),
    },
    right=[by_cases],
    hints=[
        "First a step as always. Then look at the size of each weight: what is left of it once the threshold is off?",
        "V = W − α dW; then sign(V) · max(|V| − t, 0) with t = α λ / (2m). Biases take the step alone.",
        "moved = value - learning_rate * grads['d' + key]; for weights moved = np.sign(moved) * "
        "np.maximum(np.abs(moved) - threshold, 0).",
    ],
    topics=["L1 regularisation and sparsity"],
)
