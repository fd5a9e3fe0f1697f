"""The exercise exponentially_weighted_average: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import optimization as steps


def average_cases(rng):
    """A series that never changes, one that does, with and without the correction; one value; β = 0; β near 1."""
    return [
        (np.array([10.0, 10.0, 10.0]), 0.5),
        (np.array([1.0, 2.0, 4.0, -3.0]), 0.9),
        (np.array([1.0, 2.0, 4.0, -3.0]), 0.9, False),
        (np.array([7.0]), 0.98),
        (rng.normal(size=6), 0.0),
        (rng.normal(3, 1, 40), 0.75, True),
        (rng.normal(3, 1, 40), 0.98),
        (np.array([1, 0, 0, 5]), 0.6),
    ]


def average_wishes(rng):
    """A long series, in which β to the power of t is 0; no value at all."""
    return [(rng.normal(size=1200), 0.5), (np.zeros(0), 0.9)]


def average_by_weights(values, beta, bias_correction=True):
    reported = []
    for t in range(1, len(values) + 1):
        weights = beta ** np.arange(t - 1, -1, -1.0)
        total = weights.sum() if bias_correction else 1 / (1 - beta)
        reported.append(weights @ values[:t] / total)
    return np.array(reported)


def average_by_array(values, beta, bias_correction=True):
    v = np.zeros(len(values) + 1)
    for t in range(1, len(values) + 1):
        v[t] = beta * v[t - 1] + (1 - beta) * values[t - 1]
    if not bias_correction:
        return v[1:]
    return v[1:] / (1 - beta ** np.arange(1, len(values) + 1))


def _fed_back(values, beta, bias_correction=True):
    averages, v = np.zeros(len(values)), 0.0
    for t, value in enumerate(values, 1):
        v = beta * v + (1 - beta) * value
        if bias_correction:
            v = v / (1 - beta**t)
        averages[t - 1] = v
    return averages


def _from_the_first_value(values, beta, bias_correction=True):
    averages, v = np.zeros(len(values)), values[0]
    for t, value in enumerate(values):
        v = beta * v + (1 - beta) * value
        averages[t] = v
    return averages


def _first_one_left_out(values, beta, bias_correction=True):
    averages, v = np.zeros(len(values)), 0.0
    for t, value in enumerate(values):
        v = beta * v + (1 - beta) * value
        averages[t] = v / (1 - beta**t) if bias_correction and t > 0 else v
    return averages


def _reported_too_early(values, beta, bias_correction=True):
    averages, v = np.zeros(len(values)), 0.0
    for t, value in enumerate(values, 1):
        averages[t - 1] = v / (1 - beta**t) if bias_correction else v
        v = beta * v + (1 - beta) * value
    return averages


REPORTED = "v / (1 - beta**t) if bias_correction else v"

EXERCISE = Exercise(
    steps.exponentially_weighted_average,
    points=18,
    returns=("averages",),
    cases=average_cases,
    wishes=average_wishes,
    mistakes={
        "The corrected average goes back into the recursion, which then explodes; carry v on as it is and divide only "
        "what you report.": _fed_back,
        "Nothing is corrected: your first averages lean towards the 0 they start from; divide what you report by the "
        "sum of its weights.": slip(REPORTED, "v"),
        "You correct although bias_correction is False; then v is reported as it is.": slip(
            REPORTED, "v / (1 - beta**t)"
        ),
        "You correct where bias_correction is False and leave v as it is where it is True; exchange the two.": slip(
            REPORTED, "v if bias_correction else v / (1 - beta**t)"
        ),
        "Your power of beta lags by one: at the first value it is beta, not 1, so count t from 1.": slip(
            "beta**t", "beta ** (t - 1)"
        ),
        "Your power of beta is one too high: at the first value it is beta itself.": slip("beta**t", "beta ** (t + 1)"),
        "Your loop counts from 0 and leaves the first value uncorrected; at the first value the power of beta is beta "
        "itself.": _first_one_left_out,
        "You return a list; put the averages into an array, np.array(…).": slip(
            "return averages", "return averages.tolist()"
        ),
        "You take beta times t; the weights shrink by the factor beta with each step, so it is a power.": slip(
            "beta**t", "beta * t"
        ),
        "You divide by 1 − beta at every t; that is the sum of the weights at t = 1 only, later it is larger.": slip(
            "1 - beta**t", "1 - beta"
        ),
        "Division comes before subtraction: put 1 − betaᵗ into brackets.": slip("(1 - beta**t)", "1 - beta**t"),
        "You take 1 − beta to the power of t; beta alone is raised to it, and then taken from 1.": slip(
            "1 - beta**t", "(1 - beta) ** t"
        ),
        "One divisor serves all averages, with the number of values as its power; each t has its own power of "
        "beta.": slip("beta**t", "beta ** len(values)"),
        "The 0 that the average starts from is reported, too; report one average for each value.": slip(
            "return averages", "return np.concatenate([[0.0], averages])"
        ),
        "Your array takes its type from the values, so for whole numbers all that follows the point is cut off; make "
        "it of floats, np.zeros(len(values)).": slip("np.zeros(len(values))", "np.zeros_like(values)"),
        "You divide by what the weights lack, a power of beta; divide by what they add up to.": slip(
            "(1 - beta**t)", "beta**t"
        ),
        "You multiply by the sum of the weights; divide by it, so that the weights add up to 1.": slip(
            "v / (1 - beta**t)", "v * (1 - beta**t)"
        ),
        "beta and 1 − beta are exchanged: most of the average before is kept, and a little of the new value is "
        "taken.": slip("beta * v + (1 - beta) * value", "(1 - beta) * v + beta * value"),
        "The new value enters whole; it enters with the share 1 − beta.": slip("(1 - beta) * value", "value"),
        "The average before is kept whole; only the share beta of it is.": slip("beta * v +", "v +"),
        "You start from the first value; the average that is kept starts at 0, and the correction makes up for "
        "it.": _from_the_first_value,
        "Only the last average is returned; report one for each value.": slip("return averages", "return averages[-1]"),
        "This is the plain mean of all values so far; the older a value, the less it counts here.": slip(
            "return averages", "return np.cumsum(values) / np.arange(1, len(values) + 1)"
        ),
        "Your report is one value behind; let the new value enter first.": _reported_too_early,
    },
    right=[average_by_weights, average_by_array],
    hints=[
        "Write v₃ out by the values θ₁, θ₂, θ₃. What do their three weights add up to, and what for t values?",
        "v_t = β v_{t−1} + (1 − β) θ_t with v₀ = 0; the weights add up to (1 − β)(1 + β + … + βᵗ⁻¹) = 1 − βᵗ, "
        "so v_t / (1 − βᵗ) is reported, and v_t carried on.",
        "for t, value in enumerate(values, 1): v = beta * v + …; averages[t - 1] = v / (1 - …) if bias_correction "
        "else v",
    ],
    topics=["exponentially weighted averages", "bias correction"],
)
