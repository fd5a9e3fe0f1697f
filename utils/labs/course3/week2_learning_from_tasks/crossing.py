"""The exercise crossing: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course3.week2_learning_from_tasks.common import TRANSFER
from utils.steps import learning_from_tasks as steps


def crossing_cases(rng):
    """Halfway between 100 and 10,000; none; two crossings, of which the last counts; a tie; drawn curves."""
    sizes = np.array([20, 50, 100, 200, 500, 2000])
    flat, fall = np.full(6, 0.3), np.array([0.7, 0.5, 0.4, 0.25, 0.2, 0.1])
    wild = np.array([0.2, 0.35, 0.28, 0.33, 0.31, 0.1])
    drawn = [np.sort(rng.uniform(0.05, 0.9, (2, 6)))[:, ::-1] for _ in range(3)]
    return [
        (np.array([100, 10_000]), np.array([0.2, 0.2]), np.array([0.3, 0.1])),
        (sizes, flat, fall),
        (sizes, fall, flat),
        (sizes, flat, wild),
        (sizes, flat - 0.25, fall),
        (sizes, flat + 0.5, fall),
        (sizes, np.array([0.6, 0.5, 0.4, 0.3, 0.25, 0.2]), fall),
        (np.array([10, 100, 1000]), np.array([0.3, 0.2, 0.2]), np.array([0.4, 0.2, 0.1])),
        (np.array([10, 100, 1000]), np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.3, 0.1])),
        *((sizes, first, second) for first, second in drawn),
    ]


def crossing_wishes(rng):
    """Lists; equal at the end."""
    return [
        ([100, 1000], [0.3, 0.2], [0.4, 0.1]),
        (np.array([100, 1000]), np.array([0.3, 0.2]), np.array([0.4, 0.2])),
    ]


def crossing_by_a_loop(sizes, first, second):
    found = None
    for k in range(len(sizes) - 1):
        here, there = first[k] - second[k], first[k + 1] - second[k + 1]
        if here == 0 or here * there < 0:
            found = sizes[k] * (sizes[k + 1] / sizes[k]) ** (here / (here - there) if here else 0.0)
    return None if first[-1] == second[-1] else found


def crossing_by_interp(sizes, first, second):
    gaps = np.array(first) - np.array(second)
    if gaps[-1] == 0 or np.all(np.sign(gaps) == np.sign(gaps[-1])):
        return None
    k = max(i for i in range(len(gaps)) if np.sign(gaps[i]) != np.sign(gaps[-1]))
    ends = sorted([(gaps[k], np.log10(sizes[k])), (gaps[k + 1], np.log10(sizes[k + 1]))])
    return 10 ** np.interp(0, [gap for gap, _ in ends], [place for _, place in ends])


SHARE = "gaps[k] / (gaps[k] - gaps[k + 1])"
PLANTED = (
    "You go the share of the way in examples; the lines are straight over the logarithm of the size, so go it between "
    "the two logarithms and take the exponential of where you are."
)


def _later_ends(sizes, first, second):
    """The next size that was tried instead of the place between."""
    gaps = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    before = np.flatnonzero(gaps * gaps[-1] <= 0)
    if len(before) == 0 or gaps[-1] == 0:
        return None
    return float(sizes[before[-1] + 1])


EXERCISE = Exercise(
    steps.crossing,
    points=12,
    returns=("size",),
    cases=crossing_cases,
    wishes=crossing_wishes,
    mistakes={
        PLANTED: slip(
            ("low, high = np.log(sizes[k]), np.log(sizes[k + 1])", "low, high = sizes[k], sizes[k + 1]"),
            ("float(np.exp(low + share * (high - low)))", "float(low + share * (high - low))"),
        ),
        "You return the logarithm of the size; take the exponential of it.": slip(
            "float(np.exp(low + share * (high - low)))", "float(low + share * (high - low))"
        ),
        "The logarithm of a difference is not the difference of the logarithms; take ln s_{k+1} − ln s_k.": slip(
            "share * (high - low)", "share * np.log(np.exp(high) - np.exp(low))"
        ),
        "You stop at the first crossing; the order of the end holds from the last one on.": slip(
            "k = before[-1]", "k = np.flatnonzero(gaps[:-1] * gaps[1:] <= 0)[0]"
        ),
        "You return the size tried before the crossing; where the lines meet lies between two sizes.": slip(
            "return float(np.exp(low + share * (high - low)))", "return float(sizes[k])"
        ),
        "You return the size tried behind the crossing; where the lines meet lies between two sizes.": _later_ends,
        "You always go half of the way; the lines meet nearer to the size at which the gap is smaller.": slip(
            SHARE, "0.5"
        ),
        "Your share of the way is counted from the other end; at gaps[k] = 0 it is 0.": slip(
            SHARE, "gaps[k + 1] / (gaps[k + 1] - gaps[k])"
        ),
        "The two gaps have different signs, so their distance is gaps[k] − gaps[k + 1]; you add them.": slip(
            SHARE, "gaps[k] / (gaps[k] + gaps[k + 1])"
        ),
        "Your share is negative and leads away from the crossing; divide by gaps[k] − gaps[k + 1].": slip(
            SHARE, "gaps[k] / (gaps[k + 1] - gaps[k])"
        ),
        "Your interval lies one size too early; it begins at the last size that still has the other order.": slip(
            "k = before[-1]", "k = max(before[-1] - 1, 0)"
        ),
        "Where no lines cross you return the last size; return None, because nothing is known of what comes "
        "behind.": slip("        return None", "        return float(sizes[-1])"),
        "You find a crossing only where the second method ends ahead; the order of the end may be either.": slip(
            "gaps * gaps[-1] <= 0", "(gaps <= 0) & (gaps[-1] > 0)"
        ),
        "A size at which both err alike counts for nothing with you; the lines meet there.": slip("<= 0)", "< 0)"),
    },
    right=[crossing_by_a_loop, crossing_by_interp],
    hints=[
        "Follow the difference of the two errors from size to size. Where is it 0? And what lies halfway between 100 "
        "and 10,000 on a logarithmic axis?",
        "With gaps g_k and g_{k+1} of different signs, the share of the way is g_k / (g_k − g_{k+1}); the size is "
        "exp(ln s_k + share · (ln s_{k+1} − ln s_k)).",
        "low, high = np.log(sizes[k]), np.log(sizes[k + 1]); return float(np.exp(low + share * …))",
    ],
    topics=[TRANSFER, "end-to-end against a pipeline"],
    planted=PLANTED,
    symptom="Two methods whose lines meet halfway between 100 and 10,000 on the logarithmic axis cross at 1,000; it "
    "says 5,050.",
)
