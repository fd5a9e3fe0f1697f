"""The exercise stage_ceilings: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course3.week2_learning_from_tasks.common import PIPELINE
from utils.steps import learning_from_tasks as steps


class Affine:
    """A stage on whole numbers: times a factor, plus a number, modulo another."""

    def __init__(self, factor, plus, modulo):
        self.factor, self.plus, self.modulo = factor, plus, modulo

    def __call__(self, value):
        return (self.factor * value + self.plus) % self.modulo

    def __repr__(self):
        return f"a stage that makes ({self.factor} x + {self.plus}) mod {self.modulo} of x"


class AddUp:
    """The last stage: adds over the second axis."""

    def __call__(self, value):
        return value.sum(axis=1)

    def __repr__(self):
        return "a stage that adds up each row"


def faulty(rng, truth, share):
    """A truth of which that share is another number."""
    return np.where(rng.random(truth.shape) < share, truth + 1, truth)


def drawn(rng, factors, m):
    """A pipeline of stages whose truths are not always what they return."""
    stages = [Affine(factor, 1, 50) for factor in factors]
    inputs = rng.integers(0, 50, m)
    truths, value = [], inputs
    for stage in stages[:-1]:
        value = faulty(rng, stage(value), 0.3)
        truths.append(value)
    return inputs, faulty(rng, stages[-1](value), 0.2), stages, truths


def ceiling_cases(rng):
    """Two stages to follow by hand; one; three, four; a stage that adds up two digits; one that is always right."""
    double, plus = Affine(2, 0, 100), Affine(1, 1, 100)
    digits = rng.integers(0, 10, (12, 2))
    read = Affine(1, 0, 9)  # takes every 9 for a 0
    return [
        (np.array([1, 2, 3, 4]), np.array([3, 5, 8, 10]), [double, plus], [np.array([2, 4, 7, 8])]),
        (np.array([1, 2, 3]), np.array([2, 4, 7]), [double], []),
        drawn(rng, (3, 7, 9), 20),
        drawn(rng, (3, 7, 9, 11), 15),
        (digits, digits.sum(axis=1), [read, AddUp()], [digits]),
        (np.arange(6), 2 * np.arange(6) + 1, [double, plus], [2 * np.arange(6)]),
        drawn(rng, (3, 7), 9),
    ]


def ceilings_by_recursion(inputs, targets, stages, truths):
    def finish(value, rest):
        return value if not rest else finish(rest[0](value), rest[1:])

    starts = [inputs, *truths]
    return np.array([np.count_nonzero(finish(v, stages[k:]) != targets) / len(targets) for k, v in enumerate(starts)])


def ceilings_from_behind(inputs, targets, stages, truths):
    starts, found = [inputs] + list(truths), []
    for k in reversed(range(len(stages))):
        value = starts[k]
        for j in range(k, len(stages)):
            value = stages[j](value)
        found.insert(0, 1 - np.mean(value == targets))
    return np.array(found)


EXERCISE = Exercise(
    steps.stage_ceilings,
    points=10,
    returns=("errors",),
    cases=ceiling_cases,
    mistakes={
        "You return the share of right results; an error is the share of wrong ones.": slip(
            "np.mean(value != targets)", "np.mean(value == targets)"
        ),
        "You count wrong results; return their share.": slip("np.mean(value != targets)", "np.sum(value != targets)"),
        "You return the mean distance to the target; a result is right or wrong.": slip(
            "np.mean(value != targets)", "np.mean(np.abs(value - targets))"
        ),
        "You run all stages on the truth, those too that it stands for; the stages from number k on are left.": slip(
            "stages[k:]", "stages"
        ),
        "You skip one stage more than the truth stands for.": slip("stages[k:]", "stages[min(k + 1, len(stages)) :]"),
        "You run only stage k and leave out those behind it; the result is what comes out at the end.": slip(
            "stages[k:]", "stages[k : k + 1]"
        ),
        "Every entry begins at the input: the truths are never used, so all entries are the pipeline's own "
        "error.": slip(("inputs if k == 0 else truths[k - 1]", "inputs"), ("stages[k:]", "stages")),
        "You take the truth of one stage too late; with k perfect stages the last of them is number k − 1.": slip(
            "truths[k - 1]", "truths[min(k, len(truths) - 1)]"
        ),
        "truths[k] is what stage k + 1 should return; with k perfect stages hand on truths[k − 1].": slip(
            "truths[k - 1]", "truths[k]"
        ),
        "The pipeline always begins at the inputs with you; with k perfect stages it begins at truths[k − 1].": slip(
            "inputs if k == 0 else truths[k - 1]", "inputs"
        ),
        "The last stage never runs; a slice to −1 ends before it.": slip("stages[k:]", "stages[k:-1]"),
        "You always take the truth of the first stage; with k perfect stages take that of number k − 1.": slip(
            "truths[k - 1]", "truths[0]"
        ),
        "Your first entry has a perfect first stage already; entry 0 is the pipeline as it is.": slip(
            "inputs if k == 0 else truths[k - 1]", "truths[k - 1] if truths else inputs"
        ),
        "You return what each perfect stage gains; return the errors themselves.": slip(
            "return errors", "return np.append(errors[:-1] - errors[1:], errors[-1])"
        ),
        "Your entries run from the last stage to the first; entry 0 is the pipeline as it is.": slip(
            "return errors", "return errors[::-1]"
        ),
        "You judge each stage by its own truth; what counts is the error at the end of the pipeline.": slip(
            "np.mean(value != targets)",
            "np.mean(stages[k](inputs if k == 0 else truths[k - 1]) != (truths[k] if k < len(truths) else targets))",
        ),
    },
    right=[ceilings_by_recursion, ceilings_from_behind],
    hints=[
        "For each k: begin with what a perfect first part would hand on, and let the rest of the pipeline do its work.",
        "value = inputs for k = 0, else truths[k − 1]; then stages k, k + 1, …; entry k is the share of value ≠ "
        "target.",
        "for stage in stages[k:]: value = stage(value); errors[k] = np.mean(…)",
    ],
    topics=[PIPELINE],
)
