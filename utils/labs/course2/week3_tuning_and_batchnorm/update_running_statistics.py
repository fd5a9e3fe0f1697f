"""The exercise update_running_statistics, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_tuning_and_batchnorm.common import cache_of, normal_batch
from utils.steps import batch_norm as steps


def running_of(rng, n):
    return {"mean": rng.normal(size=(n, 1)), "variance": rng.uniform(0.5, 2, (n, 1))}


def update_cases(rng):
    """Two examples by hand; the start; odd shapes and shares; as many examples as units; a unit that is constant."""
    start = {"mean": np.zeros((1, 1)), "variance": np.ones((1, 1))}
    cases = [(start, cache_of(np.array([[1.0, 3.0]]), np.ones((1, 1))), 0.5)]
    for n, m, settings in ((3, 5, ()), (2, 7, (0.99,)), (4, 4, (0.75,)), (2, 2, (0.0,)), (5, 3, (0.6,))):
        Z, gamma, _ = normal_batch(rng, n, m, 3.0, place=2.0)
        cases.append((running_of(rng, n), cache_of(Z, gamma), *settings))
    Z, gamma, _ = normal_batch(rng, 2, 4)
    Z[0] = -3.0
    return [*cases, (running_of(rng, 2), cache_of(Z, gamma), 0.9)]


def by_difference(running, cache, momentum=0.9):
    Z_norm, _, mu, variance, _ = cache
    m = Z_norm.shape[1]
    share = 1 - momentum
    return {
        "mean": running["mean"] + share * (mu - running["mean"]),
        "variance": running["variance"] + share * (variance / (1 - 1 / m) - running["variance"]),
    }


def by_keys(running, cache, momentum=0.9):
    updated = dict(running)
    examples = cache[0].shape[1]
    for key, value in (("mean", cache[2]), ("variance", cache[3] / (examples - 1) * examples)):
        updated[key] = momentum * running[key] + (1 - momentum) * value
    return updated


UNBIASED = "variance * m / (m - 1)"
MEAN = 'momentum * running["mean"] + (1 - momentum) * mu'
VARIANCE = 'momentum * running["variance"] + (1 - momentum) * unbiased'
PLANTED = (
    "Your variance is made smaller still, times (m − 1) / m; a batch's is too small by that factor, so divide by it, "
    "times m / (m − 1)."
)

EXERCISE = Exercise(
    steps.update_running_statistics,
    points=12,
    returns=("running",),
    cases=update_cases,
    mistakes={
        PLANTED: slip(UNBIASED, "variance * (m - 1) / m"),
        "The variance goes in as the batch has it, too small on average; multiply it by m / (m − 1).": slip(
            UNBIASED, "variance"
        ),
        "m / m − 1 divides first and subtracts then; write m / (m − 1).": slip(UNBIASED, "variance * m / m - 1"),
        "Your factor is (m + 1) / m; a batch's variance is on average (m − 1) / m of the true one, "
        "so divide by that.": slip(UNBIASED, "variance * (m + 1) / m"),
        "Twice the variance is right for batches of two alone; the factor is m / (m − 1).": slip(
            UNBIASED, "variance * 2"
        ),
        "The running average is corrected, so that the past is corrected anew at every step; correct the batch's "
        "variance.": slip(VARIANCE, '(momentum * running["variance"] + (1 - momentum) * variance) * m / (m - 1)'),
        "For the variance momentum is exchanged with 1 − momentum; the past keeps momentum.": slip(
            VARIANCE, '(1 - momentum) * running["variance"] + momentum * unbiased'
        ),
        "The variance is multiplied by m and not divided by m − 1.": slip(UNBIASED, "variance * m"),
        "The variance is divided by m − 1, but it has been divided by m already; multiply by m as well.": slip(
            UNBIASED, "variance / (m - 1)"
        ),
        "m counts the units; count the examples, the columns of Z_norm.": slip(
            ("Z_norm.shape[1]", "Z_norm.shape[0]"), (UNBIASED, "variance * m / max(m - 1, 1)")
        ),
        "momentum is exchanged with 1 − momentum: the past keeps momentum, the batch gets the rest.": slip(
            (MEAN, '(1 - momentum) * running["mean"] + momentum * mu'),
            (VARIANCE, '(1 - momentum) * running["variance"] + momentum * unbiased'),
        ),
        "The batch's values go in whole; they go in with the share 1 − momentum.": slip("(1 - momentum) * ", ""),
        "The past is kept whole, so that the averages grow for ever; keep the share momentum of it.": slip(
            "momentum * running", "running"
        ),
        "The averages forget everything but the last batch; keep the share momentum of the past.": slip(
            (MEAN, "mu"), (VARIANCE, "unbiased")
        ),
        "momentum is always 0.9; use the argument.": slip(("momentum *", "0.9 *"), ("1 - momentum", "1 - 0.9")),
        "The standard deviation is averaged; average the variance.": slip(
            "(1 - momentum) * unbiased", "(1 - momentum) * np.sqrt(unbiased)"
        ),
        "The mean is multiplied by m / (m − 1), too; a batch's mean is right on average as it is.": slip(
            "(1 - momentum) * mu", "(1 - momentum) * mu * m / (m - 1)"
        ),
        "Mean and variance are under each other's key.": slip(
            ('"mean": momentum', '"first": momentum'),
            ('"variance": momentum', '"mean": momentum'),
            ('"first": momentum', '"variance": momentum'),
        ),
    },
    right=[by_difference, by_keys],
    hints=[
        "Average the variances of many batches of two, from data of variance 1, without any function of this lab: "
        "what do you get, and what does the line with unbiased make of it?",
        "On average a batch's variance is σ² (m − 1) / m, because its own mean lies closer to its examples than the "
        "true one; and running := momentum · running + (1 − momentum) · estimate.",
        "unbiased has to undo the factor (m − 1) / m.",
    ],
    topics=["batch norm at test time"],
    planted=PLANTED,
    symptom="Fed with many batches of 2 from data of variance 1, the running variance settles at about a quarter.",
)
