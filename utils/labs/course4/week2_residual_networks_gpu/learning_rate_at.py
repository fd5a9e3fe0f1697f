"""The exercise learning_rate_at: its cases, right answers and known mistakes."""

import math

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import residual_networks as steps


def rate_cases(rng):
    cases = [(0, 10, 0.1, 4), (2, 10, 0.1, 4), (4, 10, 0.1, 4), (5, 10, 0.1, 4), (9, 10, 0.1, 4)]
    return [*cases, (0, 7, 0.5, 0), (3, 7, 0.5, 0), (0, 3, 2.0, 1), (17, 90, 1e-3, 20)]


def rate_by_min(step, steps, peak, warmup):
    rising = (step + 1) / (warmup + 1)
    falling = math.cos(math.pi / 2 * max(step - warmup, 0) / (steps - warmup)) ** 2
    return peak * min(rising, falling)


COSINE = "(1 + math.cos(math.pi * done)) / 2"


EXERCISE = TwinExercise(
    steps.learning_rate_at,
    of=None,
    points=10,
    returns=("rate",),
    cases=rate_cases,
    differentiable=False,
    topics=["warm-up", "learning-rate decay"],
    mistakes={
        "Your first step has the rate 0, so it is lost; while warming up it is peak · (t + 1) / (w + 1).": slip(
            "(step + 1) / (warmup + 1)", "step / warmup"
        ),
        "You reach the peak one step too early; t + 1 is divided by w + 1.": slip(
            "(step + 1) / (warmup + 1)", "(step + 1) / warmup"
        ),
        "There is no warm-up in it; below step w the rate rises in a straight line.": slip("step < warmup", "step < 0"),
        "Your cosine starts at step 0; it starts where the warm-up ends: (t − w) / (T − w).": slip(
            "(step - warmup) / (steps - warmup)", "step / steps"
        ),
        "Your cosine is not done at step T; the part after the warm-up is T − w steps long.": slip(
            "(steps - warmup)", "steps"
        ),
        "Your rate ends below 0; the cosine runs from 1 to −1, so take (1 + cos) / 2.": slip(
            COSINE, "math.cos(math.pi * done)"
        ),
        "Your rate starts at twice the peak; 1 + cos(0) is 2, so divide by 2.": slip(
            COSINE, "(1 + math.cos(math.pi * done))"
        ),
        "Your cosine runs the wrong way, from 0 up to the peak; it is 1 + cos, which falls.": slip(
            "(1 + math.cos", "(1 - math.cos"
        ),
        "math.cos takes radians; half a wave is π long: math.cos(math.pi * done).": slip("math.pi * done", "done"),
        "Half a wave is π, not 180; math.cos takes radians.": slip("math.pi * done", "180 * done"),
        "Your rate rises again at the end; half a wave is π · done, not 2 π · done.": slip(
            "math.pi * done", "2 * math.pi * done"
        ),
        "You fall in a straight line; the cosine leaves the peak slowly and arrives slowly.": slip(
            COSINE, "(1 - done)"
        ),
        "You return the share of the peak; multiply it by peak.": slip("peak * ", ""),
    },
    right=[rate_by_min],
    hints=[
        "Two formulas and one if. For the second, ask first which share of the falling part is done.",
        "t < w: peak · (t + 1) / (w + 1). Else done = (t − w) / (T − w), and peak · (1 + cos(π · done)) / 2.",
        "if step < warmup: return peak * (step + 1) / (warmup + 1); done = (step - warmup) / (steps - warmup); "
        "return peak * (1 + math.cos(math.pi * done)) / 2.",
    ],
)
