"""The exercise label_noise_share: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import error_analysis as steps


def noise_cases(rng):
    """Eight by hand; a system that is always right; right labels; drawn ones; two classes, where much is hidden."""
    cases = [
        (np.array([1, 2, 3, 4, 5, 6, 7, 8]), np.array([1, 2, 3, 9, 9, 6, 7, 0]), np.array([1, 2, 3, 4, 0, 0, 7, 0])),
        (np.array([4, 4, 2]), np.array([4, 1, 2]), np.array([4, 4, 2])),
        (np.array([4, 3, 2, 1]), np.array([4, 1, 2, 1]), np.array([4, 1, 2, 1])),
        (np.array([0, 1, 1]), np.array([0, 1, 1]), np.array([0, 1, 0])),
    ]
    for m, classes, noise in ((60, 10, 0.06), (41, 2, 0.2), (90, 3, 0.3)):
        corrected = rng.integers(0, classes, m)
        labels = np.where(rng.random(m) < noise, rng.integers(0, classes, m), corrected)
        cases.append((np.where(rng.random(m) < 0.25, rng.integers(0, classes, m), corrected), labels, corrected))
    return cases


def noise_wishes(rng):
    """Not a single mistake."""
    return [(np.array([4, 1, 2]), np.array([4, 1, 2]), np.array([4, 1, 2]))]


def noise_by_loop(predictions, labels, corrected):
    counted = blameless = hidden = real = 0
    for said, given, true in zip(predictions, labels, corrected, strict=True):
        counted += said != given
        blameless += said != given and said == true
        hidden += said == given and said != true
        real += said != true
    m = len(labels)
    return counted / m, blameless / counted if counted else 0.0, hidden / m, real / m


def noise_by_masks(predictions, labels, corrected):
    noisy = labels != corrected
    error = np.mean(predictions != labels)
    from_labels = np.mean(noisy & (predictions == corrected))
    hidden = np.mean(noisy & (predictions == labels))
    return error, from_labels / error if error else 0.0, hidden, error - from_labels + hidden


SHARE = "np.mean(~real[counted]) if counted.any() else 0.0"

EXERCISE = Exercise(
    steps.label_noise_share,
    points=13,
    returns=("error", "share", "hidden", "true_error"),
    cases=noise_cases,
    wishes=noise_wishes,
    mistakes={
        "Your share counts wrong labels among all examples; it is a part of the *mistakes*.": slip(
            SHARE, "np.mean(labels != corrected)"
        ),
        "Your share counts every wrong label among the mistakes; where the system is wrong by the corrected label, "
        "too, the mistake is real.": slip(SHARE, "np.mean((labels != corrected)[counted]) if counted.any() else 0.0"),
        "Your share is taken of all examples; divide by the number of mistakes.": slip(
            SHARE, "np.mean(~real & counted)"
        ),
        "Your share is taken of the wrong labels; divide by the number of mistakes.": slip(
            SHARE, "np.sum(~real & counted) / max(np.sum(labels != corrected), 1)"
        ),
        "Your share is taken of the wrong labels, of which there may be none; divide by the number of mistakes.": slip(
            SHARE, "np.sum(~real & counted) / np.sum(labels != corrected) if counted.any() else 0.0"
        ),
        "Where no mistake was counted your share is 0 / 0; give 0 there.": slip(SHARE, "np.mean(~real[counted])"),
        "Your share is what the error loses by corrected labels; mistakes that were hidden come back in it: count "
        "those where the system is right and the label wrong.": slip(
            SHARE, "(error - true_error) / error if error else 0.0"
        ),
        "Your share is that of the real mistakes; here those count that only a wrong label makes.": slip(
            "~real[counted]", "real[counted]"
        ),
        "Your hidden counts mistakes that show; hidden are those where the system agrees with a wrong label.": slip(
            "real & ~counted", "real & counted"
        ),
        "Your hidden counts every wrong label; only where the system says the same is a mistake hidden.": slip(
            "np.mean(real & ~counted)", "np.mean(labels != corrected)"
        ),
        "Your hidden counts the mistakes that wrong labels make; it is the other way round, real ones that do not "
        "count.": slip("real & ~counted", "~real & counted"),
        "Your hidden is a part of the examples that count as right; it is a part of all m.": slip(
            "np.mean(real & ~counted)", "np.mean(real[~counted]) if (~counted).any() else 0.0"
        ),
        "Your hidden is a part of the mistakes that count; it is a part of all m.": slip(
            "np.mean(real & ~counted)", "np.sum(real & ~counted) / max(np.sum(counted), 1)"
        ),
        "Your hidden is a number of examples; divide by m.": slip(
            "np.mean(real & ~counted)", "np.sum(real & ~counted)"
        ),
        "Your true error takes the wrong labels away from the error; mistakes that they hide come back: compare with "
        "the corrected labels.": slip("np.mean(counted), np.mean(real)", "np.mean(counted), np.mean(counted & real)"),
        "Your true error is smaller by the share of all wrong labels; the system is not right on each of them.": slip(
            "np.mean(counted), np.mean(real)", "np.mean(counted), np.mean(counted) - np.mean(labels != corrected)"
        ),
        "error and true_error are exchanged; error is what the labels given measure.": slip(
            "np.mean(counted), np.mean(real)", "np.mean(real), np.mean(counted)"
        ),
        "Your error is the share of wrong labels; it is that of predictions which differ from the labels given.": slip(
            "counted = predictions != labels", "counted = labels != corrected"
        ),
        "You return numbers of examples; return shares.": slip(
            "np.mean(counted), np.mean(real)", "np.sum(counted), np.sum(real)"
        ),
        "You return accuracies; error is the share of mistakes.": slip(
            "np.mean(counted), np.mean(real)", "np.mean(~counted), np.mean(~real)"
        ),
    },
    right=[noise_by_loop, noise_by_masks],
    hints=[
        "Each example is one of four: right by both labels, wrong by both, wrong by the given one only, wrong by the "
        "corrected one only.",
        "counted = predictions ≠ labels, real = predictions ≠ corrected. share = (counted and not real) / counted; "
        "hidden = (real and not counted) / m.",
        "share = np.mean(~real[counted]) if counted.any() else 0.0; hidden = np.mean(real & …)",
    ],
    topics=["mislabelled data"],
)
