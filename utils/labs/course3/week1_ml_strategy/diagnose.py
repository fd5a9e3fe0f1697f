"""The exercise diagnose: its cases, right answers and known mistakes."""

import math

from utils.checking import Exercise, slip
from utils.steps import ml_strategy as steps


def situation(rng):
    """Four errors and two sizes, drawn so that every answer comes up."""
    human = rng.uniform(0, 0.1)
    train = human + rng.choice([-0.02, 0.0, 0.02, 0.08]) + rng.uniform(0, 0.004)
    dev = train + rng.choice([0.0, 0.01, 0.04, 0.1]) + rng.uniform(0, 0.004)
    test = dev + rng.choice([-0.01, 0.0, 0.02, 0.06]) + rng.uniform(0, 0.004)
    errors = [round(float(error), 4) for error in (human, max(train, 0), max(dev, 0.001), max(test, 0.001))]
    return (*errors, int(10 ** rng.uniform(2, 5)), int(10 ** rng.uniform(2, 5)))


def situation_cases(rng):
    """One of each by hand; equal gaps; a gap in the noise; another limit; then forty that are drawn."""
    cases = [
        (0.01, 0.08, 0.10, 0.10, 10_000, 10_000),
        (0.075, 0.08, 0.10, 0.10, 10_000, 10_000),
        (0.01, 0.012, 0.02, 0.08, 10_000, 10_000),
        (0.05, 0.03, 0.031, 0.03, 10_000, 10_000),
        (0.05, 0.052, 0.053, 0.05, 10_000, 10_000),
        (0.0, 0.25, 0.5, 0.5, 10_000, 10_000),
        (0.05, 0.05, 0.08, 0.08, 200, 10_000),
        (0.05, 0.05, 0.051, 0.08, 10_000, 200),
        (0.05, 0.05, 0.05, 0.06, 1000, 10_000),
        (0.285, 0.285, 0.36, 0.36, 200, 10_000),
        (0.3, 0.3, 0.3, 0.375, 1_000_000, 200),
        (0.05, 0.05, 0.09, 0.14, 250, 10_000),
        (0.01, 0.04, 0.09, 0.10, 10_000, 10_000, 0.06),
        (0.04, 0.01, 0.04, 0.04, 10_000, 10_000, 0.05),
        (0.25, 0.5, 0.5, 0.5, 100, 100, 0.25),
        (0.05, 0.05, 0.062, 0.062, 4000, 10_000),
    ]
    return cases + [situation(rng) for _ in range(40)]


def situation_wishes(rng):
    """No error at all; a dev set that is all wrong."""
    return [(0.0, 0.0, 0.0, 0.0, 50, 50), (0.0, 0.0, 1.0, 1.0, 50, 50)]


def by_a_list(human_error, train_error, dev_error, test_error, m_dev, m_test, worth=0.005):
    gaps = {"bias": train_error - human_error, "variance": dev_error - train_error, "dev set": test_error - dev_error}
    se_dev = math.sqrt(dev_error * (1 - dev_error) / m_dev)
    se_test = math.sqrt(test_error * (1 - test_error) / m_test)
    least = [worth, max(worth, 2 * se_dev), max(worth, 2 * math.hypot(se_dev, se_test))]
    focus, largest = None, 0.0
    for (name, gap), limit in zip(gaps.items(), least, strict=True):
        if gap > limit and (focus is None or gap > largest):
            focus, largest = name, gap
    if focus is None:
        focus = "yardstick" if human_error > train_error else "done"
    return focus, gaps


def by_sorting(human_error, train_error, dev_error, test_error, m_dev, m_test, worth=0.005):
    v_dev, v_test = dev_error * (1 - dev_error) / m_dev, test_error * (1 - test_error) / m_test
    gaps = {"bias": train_error - human_error, "variance": dev_error - train_error, "dev set": test_error - dev_error}
    noise = {"bias": 0, "variance": 4 * v_dev, "dev set": 4 * (v_dev + v_test)}
    order = sorted(gaps, key=lambda name: -gaps[name])
    for name in order:
        if gaps[name] > worth and gaps[name] ** 2 > noise[name]:
            return name, gaps
    return ("done" if train_error >= human_error else "yardstick"), gaps


def _first_that_counts(human_error, train_error, dev_error, test_error, m_dev, m_test, worth=0.005):
    _, gaps = steps.diagnose(human_error, train_error, dev_error, test_error, m_dev, m_test, worth)
    dev = dev_error * (1 - dev_error) / m_dev
    chance = [0, 2 * math.sqrt(dev), 2 * math.sqrt(dev + test_error * (1 - test_error) / m_test)]
    for (name, gap), by_chance in zip(gaps.items(), chance, strict=True):
        if gap > worth and gap > by_chance:
            return name, gaps
    return ("yardstick" if train_error < human_error else "done"), gaps


EXERCISE = Exercise(
    steps.diagnose,
    points=14,
    returns=("focus", "gaps"),
    cases=situation_cases,
    wishes=situation_wishes,
    mistakes={
        "You take the first gap that counts; take the largest.": _first_that_counts,
        "You take the smallest of the gaps that count; take the largest.": slip("max(counting", "min(counting"),
        "Your bias is the whole training error; people's error is no room to improve.": slip(
            "train_error - human_error,", "train_error,"
        ),
        "Your variance is measured from people's error; it goes from training to dev error.": slip(
            "dev_error - train_error", "dev_error - human_error"
        ),
        "Your last gap goes from the training error; it is test minus dev error.": slip(
            "test_error - dev_error", "test_error - train_error"
        ),
        "You take the size of a gap; one below 0 is nothing to work on.": slip(
            "gaps.items() if gap > worth and gap > chance[name]",
            "gaps.items() if abs(gap) > worth and abs(gap) > chance[name]",
        ),
        "Chance is left out: on a small dev set a gap of this size comes and goes.": slip(
            " and gap > chance[name]", ""
        ),
        "worth is left out: a gap that is certain may still be too small to work on.": slip("gap > worth and ", ""),
        "One standard error is not enough; by chance a gap lies above it one time in six.": slip(
            "2 * np.sqrt", "np.sqrt"
        ),
        "For the variance you take one standard error; take two.": slip(
            '"variance": 2 * np.sqrt(dev_square)', '"variance": np.sqrt(dev_square)'
        ),
        "You add worth to what chance may do; a gap has to be above each of them.": slip(
            "gap > worth and gap > chance[name]", "gap > worth + chance[name]"
        ),
        "You take the largest of all gaps; look only at those that count.": slip(
            "max(counting, key=counting.get)", "max(gaps, key=gaps.get)"
        ),
        'Any gap below 0 is "yardstick" to you; only the bias compares with people.': slip(
            "train_error < human_error", "min(gaps.values()) < 0"
        ),
        "For the dev set only one of the two errors is taken to be a sample; both are.": slip(
            "np.sqrt(dev_square + test_square)", "np.sqrt(test_square)"
        ),
        "You add the standard errors of dev and test set; their squares add up, then comes the root.": slip(
            "np.sqrt(dev_square + test_square)", "(np.sqrt(dev_square) + np.sqrt(test_square))"
        ),
        "m_dev and m_test are exchanged in your standard errors.": slip(
            ("(1 - dev_error) / m_dev", "(1 - dev_error) / m_test"),
            ("(1 - test_error) / m_test", "(1 - test_error) / m_dev"),
        ),
        'Nothing counts, and you say "done" even where the model is better than people; then people are no '
        "yardstick any more.": slip('("yardstick" if train_error < human_error else "done")', '"done"'),
        'You say "yardstick" as soon as people are surpassed; a gap that counts comes first.': slip(
            "if counting:", "if counting and train_error >= human_error:"
        ),
        '"yardstick" is for a model that is better than people; where it only equals them, say "done".': slip(
            "train_error < human_error", "train_error <= human_error"
        ),
        "Only the gaps that count are returned; return all three as they are.": slip(
            "max(counting, key=counting.get), gaps", "max(counting, key=counting.get), counting"
        ),
        'The answer where nothing counts is turned round: below people\'s error is "yardstick".': slip(
            "train_error < human_error", "train_error > human_error"
        ),
        "You return the size of the gap; return its name, then all gaps.": slip(
            "return max(counting, key=counting.get), gaps", "return max(counting.values()), gaps"
        ),
    },
    right=[by_a_list, by_sorting],
    hints=[
        "Three differences of neighbours, in the order people, training, dev, test. Which are large enough, and sure "
        "enough? Which of those is largest?",
        "A gap counts if gap > worth and gap > 2 · standard error: 0 for the bias, √(dev(1 − dev)/m_dev) for the "
        "variance, √(dev(1 − dev)/m_dev + test(1 − test)/m_test) for the dev set.",
        "counting = {name: gap for name, gap in gaps.items() if gap > worth and gap > chance[name]}; if counting: "
        "return max(counting, key=counting.get), gaps; else …",
    ],
    topics=["what to do next", "avoidable bias and variance", "surpassing human level"],
)
