"""The exercise weighted_error: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import ml_strategy as steps


def weighted_cases(rng):
    """Six examples by hand; a label that is not named, weight 0, no weights; no weight at all; random ones."""
    Y, Y_hat = np.array([[1, 1, 0, 0, 0, 0]]), np.array([[1, 0, 1, 0, 0, 0]])
    cases = [(Y, Y_hat, {1: 10.0}), (Y, Y_hat, {0: 1.0, 1: 4.0}), (Y, Y_hat, {0: 0.0}), (Y, Y_hat, {})]
    cases += [(Y, Y_hat, {0: 0.0, 1: 0.0}), (Y, Y_hat, {1: 0.5})]
    for classes, m in ((2, 20), (4, 31), (10, 50)):
        Y = rng.integers(0, classes, (1, m))
        Y_hat = np.where(rng.random((1, m)) < 0.4, rng.integers(0, classes, (1, m)), Y)
        cases.append((Y, Y_hat, {1: 5.0, classes - 1: float(rng.uniform(0.1, 3))}))
    return cases


def weighted_wishes(rng):
    """All right; all wrong; a weight for a label that does not occur."""
    Y = rng.integers(0, 3, (1, 12))
    return [(Y, Y.copy(), {2: 7.0}), (Y, (Y + 1) % 3, {2: 7.0}), (Y, np.zeros_like(Y), {9: 7.0})]


def by_loop(Y, Y_hat, weights):
    total = wrong = 0.0
    for label, said in zip(Y[0], Y_hat[0], strict=True):
        weight = weights[label] if label in weights else 1.0
        total += weight
        wrong += weight * (label != said)
    if total == 0:
        raise ValueError("no weight")
    return wrong / total


def by_labels(Y, Y_hat, weights):
    w = np.ones(Y.shape)
    for label, weight in weights.items():
        w[Y == label] = weight
    if not w.any():
        raise ValueError("no weight")
    return np.average(Y != Y_hat, weights=w)


SUMS = "np.sum(w * (Y != Y_hat).ravel()) / total"

EXERCISE = Exercise(
    steps.weighted_error,
    points=10,
    returns=("error",),
    cases=weighted_cases,
    wishes=weighted_wishes,
    mistakes={
        "You divide by the number of examples; divide by the sum of all weights, else the error may pass 1.": slip(
            SUMS, "np.mean(w * (Y != Y_hat).ravel())"
        ),
        "An example takes the weight of what it was predicted to be; take the weight of its label.": slip(
            "Y.ravel().tolist()", "Y_hat.ravel().tolist()"
        ),
        "You count what is right; count what is wrong.": slip("(Y != Y_hat)", "(Y == Y_hat)"),
        "The weights are left out: this is the plain share of errors.": slip(SUMS, "np.mean(Y != Y_hat)"),
        "Below the line stand the weights of the wrong examples alone; the sum goes over all examples.": slip(
            SUMS, "np.sum(w * (Y != Y_hat).ravel()) / max(np.sum(w * (Y != Y_hat).ravel()), 1e-300)"
        ),
        "You return the sum of the wrong weights; divide it by the sum of all weights.": slip(
            SUMS, "np.sum(w * (Y != Y_hat).ravel())"
        ),
        "You divide by the number of wrong examples; divide by the sum of all weights.": slip(
            SUMS, "np.sum(w * (Y != Y_hat).ravel()) / max(1, np.sum(Y != Y_hat))"
        ),
        "weights[label] stops at a label that is not named; weights.get(label, 1.0) gives it the weight 1.": slip(
            "weights.get(label, 1.0)", "weights[label]"
        ),
        "A label that is not named weighs 0 with you; it weighs 1.": slip("label, 1.0", "label, 0.0"),
        "A weight of 0 is read as if none were named; weights.get(label, 1.0) keeps the 0.": slip(
            "weights.get(label, 1.0)", "(weights.get(label) or 1.0)"
        ),
        "Where the examples weigh nothing together you return a number; raise a ValueError.": slip(
            "if total == 0:", "if total == 0:\n        return 0.0\n    if False:"
        ),
        "Without any weight you divide 0 by 0; raise a ValueError for such examples.": slip(
            "if total == 0:", "if False:"
        ),
        "Your weights lie in an array of whole numbers, which cuts 0.5 to 0; take np.ones(Y.shape).": slip(
            "for label in Y.ravel().tolist()])", "for label in Y.ravel().tolist()]).astype(int)"
        ),
        "The weight is added to 1; it stands in place of 1.": slip(
            "weights.get(label, 1.0)", "1.0 + weights.get(label, 0.0)"
        ),
        "A wrong example counts 1; it counts its weight.": slip("np.sum(w * (Y != Y_hat)", "np.sum(1.0 * (Y != Y_hat)"),
        "You divide by one weight for each label that occurs; each *example* brings its weight.": slip(
            SUMS,
            "np.sum(w * (Y != Y_hat).ravel()) / sum(weights.get(label, 1.0) for label in np.unique(Y).tolist())",
        ),
        "An example that was taken for a label gets its weight as well; only what its label says counts.": slip(
            "weights.get(label, 1.0) for label in Y.ravel().tolist()",
            "weights.get(said, weights.get(label, 1.0)) "
            "for label, said in zip(Y.ravel().tolist(), Y_hat.ravel().tolist(), strict=True)",
        ),
        "You divide by the sum of the weights in the dictionary, one for each label; each *example* brings its "
        "weight.": slip(SUMS, "np.sum(w * (Y != Y_hat).ravel()) / max(sum(weights.values()), 1.0)"),
        "Your weights enter squared; each counts once.": slip("np.sum(w * (Y", "np.sum(w * w * (Y"),
    },
    right=[by_loop, by_labels],
    hints=[
        "Give each example a weight first: one array, as long as there are examples. What share of it is wrong?",
        "error = Σ w · [ŷ ≠ y] / Σ w, with w from the example's label, 1 where weights does not name it.",
        "w = np.array([weights.get(label, 1.0) for label in Y.ravel().tolist()]); np.sum(w * (Y != Y_hat).ravel()) / …",
    ],
    topics=["custom metric", "single-number metric"],
)
