"""The exercise split_sizes: its cases, right answers and known mistakes."""

import math

from utils.checking import Exercise, slip
from utils.steps import ml_strategy as steps


def split_cases(rng):
    """A hundred thousand examples by hand; few, where the share is the limit; other z, other shares; a wrong error."""
    cases = [(100_000, 0.1, 0.01), (1000, 0.03, 0.003), (10_000_000, 0.03, 0.003), (1_242_100, 0.03, 0.003)]
    cases += [(7, 0.2, 0.05), (50_003, 0.5, 0.02, 1.0), (5000, 0.3, 0.01, 2.58, 0.15), (20_000, 0.9, 0.02)]
    cases += [(3_000, 0.0, 0.01), (3_000, 1.0, 0.01)]
    for _ in range(4):
        m, error = int(rng.integers(500, 2_000_000)), round(float(rng.uniform(0.01, 0.4)), 3)
        cases.append((m, error, round(float(rng.uniform(0.002, 0.03)), 4)))
    return cases


def split_wishes(rng):
    """So few examples that dev and test set are empty; a half width that one example keeps."""
    return [(4, 0.2, 0.05), (1000, 0.5, 2.0)]


def by_root(m, error, half_width, z=1.96, most=0.2):
    if error <= 0 or error >= 1:
        raise ValueError(error)
    enough = math.ceil((z * math.sqrt(error * (1 - error)) / half_width) ** 2)
    dev = min(enough, int(m * most))
    return m - dev - dev, dev, dev


def by_variance(m, error, half_width, z=1.96, most=0.2):
    if not (error > 0 and error < 1):
        raise ValueError("error")
    variance, allowed = error - error**2, (half_width / z) ** 2
    dev = test = min(math.ceil(variance / allowed), math.floor(most * m))
    return m - dev - test, dev, test


ENOUGH = "np.ceil(z**2 * error * (1 - error) / half_width**2)"

EXERCISE = Exercise(
    steps.split_sizes,
    points=16,
    returns=("train", "dev", "test"),
    cases=split_cases,
    wishes=split_wishes,
    mistakes={
        "The half width enters unsquared: four times the examples halve it.": slip("half_width**2", "half_width"),
        "z enters unsquared; the whole half width is squared when you solve for n.": slip("z**2 *", "z *"),
        "You take the standard deviation of one example in place of its variance; error (1 − error) stands without a "
        "root.": slip("error * (1 - error) / half", "np.sqrt(error * (1 - error)) / half"),
        "The variance of a right-or-wrong answer is error (1 − error), not error.": slip(
            "error * (1 - error)", "error"
        ),
        "You read half_width as the width of the whole interval; it reaches that far up *and* that far down.": slip(
            "half_width**2", "(half_width / 2) ** 2"
        ),
        "You plan with the worst case, error ½; the error that is expected is given.": slip(
            "error * (1 - error) / half", "0.25 / half"
        ),
        "Without z your interval reaches one standard error up and down, which holds the truth only two times in "
        "three.": slip("z**2 * ", ""),
        "You round down; then the half width is just missed.": slip("np.ceil", "np.floor"),
        "You round to the nearest whole number; round up, else the half width may be just missed.": slip(
            "np.ceil", "np.round"
        ),
        "The limit of small data is left out: dev and test may take only the share `most` each.": slip(
            "int(min(enough, np.floor(most * m)))", "int(enough)"
        ),
        "Dev and test take the share `most` always; where fewer examples are enough, the rest is there to learn "
        "from.": slip("int(min(enough, np.floor(most * m)))", "int(np.floor(most * m))"),
        "You take the larger of the two; the share is a limit, so take the smaller.": slip("int(min(", "int(max("),
        "Dev and test set may take the share `most` each; you give each half of it.": slip(
            "np.floor(most * m)", "np.floor(most * m / 2)"
        ),
        "Train is what is left of m, not a share of it: fewer dev examples leave more.": slip(
            "return m - 2 * dev", "return int((1 - 2 * most) * m)"
        ),
        "An error of 0 passes; it gives a dev set of no examples: refuse it, too.": slip("error <= 0", "error < 0"),
        "An error of 1 passes; it gives a dev set of no examples: refuse it, too.": slip("error >= 1", "error > 1"),
        "The test set is taken off nowhere: train, dev and test have to add up to m.": slip("m - 2 * dev", "m - dev"),
        "The order is train, dev, test.": slip("return m - 2 * dev, dev, dev", "return dev, dev, m - 2 * dev"),
        "An error of 0 or 1 gives a dev set of no examples; raise a ValueError there.": slip(
            "if error <= 0 or error >= 1:", "if False:"
        ),
    },
    right=[by_root, by_variance],
    hints=[
        "An answer is wrong with probability `error`. What is the variance of one such answer, and of the mean of n?",
        "half_width = z √(error (1 − error) / n); solve for n: z² error (1 − error) / half_width², rounded up. Then "
        "the limit: at most ⌊most · m⌋.",
        "enough = np.ceil(z**2 * … / half_width**2); dev = int(min(enough, np.floor(most * m))); return …, dev, dev",
    ],
    topics=["size of dev and test sets"],
)
