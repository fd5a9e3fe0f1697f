"""The exercise data_mismatch: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import error_analysis as steps


def mismatch_cases(rng):
    """Four and eight images by hand; drawn situations, with a mismatch and without; sets of very different sizes."""
    cases = [
        (np.array([True, False, False, False]), np.array([True, True, True, False, False, False, True, False]), 2.0)
    ]
    for n, m, before, after in ((60, 90, 0.1, 0.3), (187, 350, 0.15, 0.17), (40, 400, 0.3, 0.25), (500, 30, 0.2, 0.5)):
        cases.append((rng.random(n) < before, rng.random(m) < after))
    return [
        *cases,
        ((rng.random(25) < 0.4).astype(int), (rng.random(35) < 0.6).astype(int), 1.0),
        (np.zeros(5, dtype=bool), rng.random(12) < 0.5),
    ]


def mismatch_wishes(rng):
    """An empty set."""
    return [(np.zeros(0, dtype=bool), rng.random(5) < 0.5), (rng.random(5) < 0.5, np.zeros(0, dtype=bool))]


def mismatch_by_numpy(wrong_train_dev, wrong_dev, z=1.96):
    first, second = np.asarray(wrong_train_dev, dtype=float), np.asarray(wrong_dev, dtype=float)
    if first.size == 0 or second.size == 0:
        raise ValueError("an empty set")
    difference = second.mean() - first.mean()
    error = np.hypot(first.std() / np.sqrt(len(first)), second.std() / np.sqrt(len(second)))
    return difference, difference - z * error, difference + z * error


def mismatch_by_counts(wrong_train_dev, wrong_dev, z=1.96):
    parts = []
    for wrong in (wrong_train_dev, wrong_dev):
        if len(wrong) == 0:
            raise ValueError("an empty set")
        k, n = sum(wrong), len(wrong)
        parts.append((k / n, k * (n - k) / n**3))
    (p, p_variance), (q, q_variance) = parts
    reach = z * (p_variance + q_variance) ** 0.5
    return q - p, q - p - reach, q - p + reach


def _refuse_empty(*sets):
    if min(map(len, sets)) == 0:
        raise ValueError("an empty set")


def _pooled(wrong_train_dev, wrong_dev, z=1.96):
    _refuse_empty(wrong_train_dev, wrong_dev)
    n, m = len(wrong_train_dev), len(wrong_dev)
    share = (np.sum(wrong_train_dev) + np.sum(wrong_dev)) / (n + m)
    mismatch = np.mean(wrong_dev) - np.mean(wrong_train_dev)
    reach = z * np.sqrt(share * (1 - share) * (1 / n + 1 / m))
    return mismatch, mismatch - reach, mismatch + reach


def _sum_of_errors(wrong_train_dev, wrong_dev, z=1.96):
    _refuse_empty(wrong_train_dev, wrong_dev)
    p, q = np.mean(wrong_train_dev), np.mean(wrong_dev)
    reach = z * (np.sqrt(p * (1 - p) / len(wrong_train_dev)) + np.sqrt(q * (1 - q) / len(wrong_dev)))
    return q - p, q - p - reach, q - p + reach


EXERCISE = Exercise(
    steps.data_mismatch,
    points=11,
    returns=("mismatch", "low", "high"),
    cases=mismatch_cases,
    wishes=mismatch_wishes,
    accepted={
        "You divide by n − 1, which estimates a variance without bias; the lab takes p (1 − p) / n.": slip(
            (" / len(wrong_train_dev)", " / max(len(wrong_train_dev) - 1, 1)"),
            (" / len(wrong_dev)", " / max(len(wrong_dev) - 1, 1)"),
        ),
    },
    mistakes={
        "Your mismatch has the opposite sign; it is dev minus train-dev.": slip("after - before", "before - after"),
        "You pool both sets into one share, as if there were no mismatch; each set has its own variance.": _pooled,
        "You add standard errors; variances add up, and the root comes last.": _sum_of_errors,
        "You take the variances away from each other; chance in either set moves the difference, so they add up.": slip(
            "len(wrong_train_dev) + after", "len(wrong_train_dev) - after"
        ),
        "Only the variance of dev counts in your interval; train-dev is a sample, too.": slip(
            "before * (1 - before) / len(wrong_train_dev) + ", ""
        ),
        "Only the variance of train-dev counts in your interval; dev is a sample, too.": slip(
            " + after * (1 - after) / len(wrong_dev)", ""
        ),
        "Both variances are divided by the size of dev; each belongs to its own set.": slip(
            "(1 - before) / len(wrong_train_dev)", "(1 - before) / len(wrong_dev)"
        ),
        "Both variances are divided by the size of train-dev; each belongs to its own set.": slip(
            "(1 - after) / len(wrong_dev)", "(1 - after) / len(wrong_train_dev)"
        ),
        "Your variances are those of one image; divide each by the number of its images.": slip(
            (" / len(wrong_train_dev)", ""), (" / len(wrong_dev)", "")
        ),
        "Your reach is z times the variance; take its root.": slip("np.sqrt(variance)", "variance"),
        "Your reach goes without z: that is one standard error.": slip("z * np.sqrt", "np.sqrt"),
        "Your z is always 1.96; use the argument.": slip("z * np.sqrt", "1.96 * np.sqrt"),
        "You return the reach; return both ends, mismatch − reach and mismatch + reach.": slip(
            "return mismatch, mismatch - reach, mismatch + reach", "return mismatch, reach, reach"
        ),
        "high comes before low; return mismatch, low, high.": slip(
            "return mismatch, mismatch - reach, mismatch + reach", "return mismatch, mismatch + reach, mismatch - reach"
        ),
        "Your low end is cut at 0; an end below 0 says that there may be no mismatch.": slip(
            "mismatch - reach,", "max(mismatch - reach, 0.0),"
        ),
        "You subtract numbers of mistakes; the sets differ in size, so subtract errors.": slip(
            "np.mean(wrong_train_dev), np.mean(wrong_dev)", "np.sum(wrong_train_dev), np.sum(wrong_dev)"
        ),
        "You take p for the variance; it is p (1 − p), over n.": slip(
            ("before * (1 - before)", "before"), ("after * (1 - after)", "after")
        ),
    },
    right=[mismatch_by_numpy, mismatch_by_counts],
    hints=[
        "Two shares, counted on two sets that have no image in common: how large is the variance of each, and of their "
        "difference?",
        "With errors p on n images and q on m: mismatch = q − p, variance = p(1 − p)/n + q(1 − q)/m, and z times its "
        "root to both sides.",
        "before, after = np.mean(wrong_train_dev), np.mean(wrong_dev); variance = before * (1 - before) / "
        "len(wrong_train_dev) + …; reach = z * np.sqrt(variance)",
    ],
    topics=["data mismatch"],
)
