"""The exercise learning_rate: its cases, right answers and known mistakes."""

import math

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import transformer as steps


def rate_cases(rng):
    """The growth by hand, the peak, the fall, the last step; no growth; a growth of one step; chance."""
    by_hand = [(0, 10, 0.8, 3), (2, 10, 0.8, 3), (3, 10, 0.8, 3), (7, 10, 0.8, 3), (9, 10, 0.8, 3)]
    edges = [(0, 4, 0.5, 0), (3, 4, 0.5, 0), (0, 2, 0.5, 1), (1, 2, 0.5, 1)]
    some = [(int(rng.integers(200)), 200, float(rng.uniform(0.001, 1)), int(rng.integers(150))) for _ in range(6)]
    return [*by_hand, *edges, *some]


def by_sine(step, steps, peak, warm):
    """The square of a cosine of half the angle, which is the same."""
    if step >= warm:
        return peak * math.cos(math.pi / 2 * (step - warm) / (steps - warm)) ** 2
    return peak / (warm + 1) * (step + 1)


def in_one_line(step, steps, peak, warm):
    wave = (1 + math.cos(math.pi * max(step - warm, 0) / (steps - warm))) / 2
    return peak * min((step + 1) / (warm + 1), 1.0) * wave


WAVE = "(1 + math.cos(math.pi * (step - warm) / (steps - warm))) / 2"

EXERCISE = TwinExercise(
    steps.learning_rate,
    of=None,
    points=10,
    returns=("rate",),
    cases=rate_cases,
    differentiable=False,
    topics=["warm-up of the learning rate"],
    mistakes={
        "The first step has rate 0: the loop counts from 0, so the line is (step + 1) / (warm + 1).": slip(
            "(step + 1) / (warm + 1)", "step / (warm + 1)"
        ),
        "The line reaches the peak a step early; divide by warm + 1.": slip(
            "(step + 1) / (warm + 1)", "(step + 1) / warm"
        ),
        "The rate grows even after the warm-up; from step warm on it falls.": slip(
            f"peak * {WAVE}", "peak * (step + 1) / (warm + 1)"
        ),
        "The rate stays at its peak; it falls to 0 along half a cosine.": slip(f"peak * {WAVE}", "peak"),
        "There is no warm-up: the wave begins at the first step.": slip(
            ("    if step < warm:\n        return peak * (step + 1) / (warm + 1)\n", ""),
            ("(step - warm) / (steps - warm)", "step / steps"),
        ),
        "The wave is counted from the first step, so the rate jumps where the growth ends; count from there.": slip(
            "(step - warm) / (steps - warm)", "step / steps"
        ),
        "The wave has the length of the whole training; only steps − warm are left for it.": slip(
            "(steps - warm)", "steps"
        ),
        "Your wave goes below 0: add 1 to the cosine and halve.": slip(
            WAVE, "math.cos(math.pi * (step - warm) / (steps - warm))"
        ),
        "A whole wave, which comes up again; half of one, π at the end.": slip("math.pi *", "2 * math.pi *"),
        "The wave starts low and rises; it is 1 + cos, not 1 − cos.": slip("(1 + math.cos", "(1 - math.cos"),
        "The fall is a straight line; along the cosine it begins and ends slowly.": slip(
            WAVE, "(1 - (step - warm) / (steps - warm))"
        ),
        "The halving is missing: the rate jumps to twice the peak.": slip("(steps - warm))) / 2", "(steps - warm)))"),
    },
    right=[by_sine, in_one_line],
    hints=[
        "Two pieces. At which step does the second begin, and what is its angle there and at the end?",
        "step < warm: peak · (step + 1) / (warm + 1); else peak · (1 + cos(π · share)) / 2 with share = "
        "(step − warm) / (steps − warm)",
        "if step < warm: return peak * (step + 1) / (warm + 1); return peak * (1 + math.cos(math.pi * …)) / 2",
    ],
)
