"""The exercise precision_recall_f1: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import ml_strategy as steps


def detector_cases(rng):
    """Ten examples by hand; no hits, nothing said, nothing there; all said; perfect; random ones."""
    Y = np.array([[1, 1, 1, 1, 0, 0, 0, 0, 0, 0]])
    cases = [(Y, np.array([[1, 1, 1, 0, 1, 1, 0, 0, 0, 0]]))]
    cases += [(Y, 1 - Y), (Y, np.zeros_like(Y)), (np.zeros_like(Y), Y), (Y, np.ones_like(Y)), (Y, Y)]
    for share, m in ((0.5, 30), (0.1, 50), (0.8, 41)):
        Y = (rng.random((1, m)) < share).astype(int)
        cases.append((Y, np.where(rng.random((1, m)) < 0.3, 1 - Y, Y)))
    return cases


def detector_wishes(rng):
    """Labels as truth values; a single example."""
    Y = rng.random((1, 20)) < 0.4
    return [(Y, rng.random((1, 20)) < 0.5), (np.array([[1]]), np.array([[1]])), (np.array([[0]]), np.array([[0]]))]


def by_counts_of_errors(Y, Y_hat):
    hits = float(np.sum(Y * Y_hat))
    alarms, missed = float(np.sum((1 - Y) * Y_hat)), float(np.sum(Y * (1 - Y_hat)))
    precision = hits / (hits + alarms) if hits + alarms else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    return precision, recall, 2 * hits / (2 * hits + alarms + missed) if hits + alarms + missed else 0.0


def by_reciprocals(Y, Y_hat):
    found = (Y == 1) & (Y_hat == 1)
    if not found.any():
        return 0.0, 0.0, 0.0
    precision, recall = found[Y_hat == 1].mean(), found[Y == 1].mean()
    return precision, recall, 1 / np.mean([1 / precision, 1 / recall])


F1 = "2 * precision * recall / (precision + recall)"

EXERCISE = Exercise(
    steps.precision_recall_f1,
    points=12,
    returns=("precision", "recall", "f1"),
    cases=detector_cases,
    wishes=detector_wishes,
    mistakes={
        "Precision and recall are exchanged: precision divides by what was said to be 1, recall by what is 1.": slip(
            "precision, recall = hits / said, hits / there", "precision, recall = hits / there, hits / said"
        ),
        "Your F1 is the arithmetic mean; it is the harmonic one, which the smaller of the two decides.": slip(
            F1, "(precision + recall) / 2"
        ),
        "Your F1 is the geometric mean, the root of the product; take the harmonic one.": slip(
            F1, "np.sqrt(precision * recall)"
        ),
        "Your F1 lacks the factor 2: the harmonic mean of two equal numbers is that number.": slip(
            F1, "precision * recall / (precision + recall)"
        ),
        "Your F1 is the smaller of the two; the harmonic mean lies between it and twice it.": slip(
            F1, "min(precision, recall)"
        ),
        "Your F1 is the product of the two; divide twice the product by the sum.": slip(F1, "precision * recall"),
        "You count a 0 that is called 0 as a hit; a hit is a 1 that is called 1.": slip(
            "np.sum((Y == 1) & (Y_hat == 1))", "np.sum(Y == Y_hat)"
        ),
        "Your precision is the accuracy, the share of all examples that are right; look only at those that were said "
        "to be 1.": slip("hits / said, hits / there", "np.mean(Y == Y_hat), hits / there"),
        "You divide by all examples; precision divides by those said to be 1, recall by those that are 1.": slip(
            "hits / said, hits / there", "hits / Y.size, hits / Y.size"
        ),
        "Your recall divides by all examples; it divides by those that are 1.": slip(
            "hits / said, hits / there", "hits / said, hits / Y.size"
        ),
        "Your recall divides by the number of 0s; it divides by those that are 1.": slip(
            "hits / said, hits / there", "hits / said, hits / max(1, np.sum(Y == 0))"
        ),
        "Your precision divides by the number of 0s; it divides by those that were said to be 1.": slip(
            "hits / said, hits / there", "hits / max(1, np.sum(Y == 0)), hits / there"
        ),
        "Your precision divides by what *is* 1, hits and misses, so it is the recall once more; divide by what was "
        "said to be 1, hits and false alarms.": slip("hits / said, hits / there", "hits / there, hits / there"),
        "You look for the zeros; what is looked for is 1.": slip("== 1", "== 0"),
        "Without hits you return 1 for the precision; return 0 for all three.": slip(
            "return 0.0, 0.0, 0.0", "return 1.0, 0.0, 0.0"
        ),
        "Without hits you divide 0 by 0; return 0 for all three then.": slip("if hits == 0:", "if False:"),
        "You divide by false alarms or misses alone; the hits belong to what was said, and to what is there.": slip(
            "said, there = np.sum(Y_hat == 1), np.sum(Y == 1)",
            "said, there = max(1, np.sum((Y == 0) & (Y_hat == 1))), max(1, np.sum((Y == 1) & (Y_hat == 0)))",
        ),
        "Return all three in the order precision, recall, F1.": slip(
            "return precision, recall, f1", "return f1, precision, recall"
        ),
    },
    right=[by_counts_of_errors, by_reciprocals],
    hints=[
        "Three counts are enough: hits, how many are said to be 1, how many are 1. Which of the last two belongs to "
        "precision?",
        "precision = hits / said, recall = hits / there, F1 = 2 · precision · recall / (precision + recall); all 0 "
        "without a hit.",
        "hits = np.sum((Y == 1) & (Y_hat == 1)); if hits == 0: return 0.0, 0.0, 0.0; precision = hits / "
        "np.sum(Y_hat == 1); …",
    ],
    topics=["precision, recall and F1", "single-number metric"],
)
