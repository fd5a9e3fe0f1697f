"""The exercise ctc_forward: its cases, right answers and known mistakes."""

import itertools

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import ctc as steps


def columns(rng, n_classes, T):
    """Probabilities (n_classes, T), each column 1 in sum."""
    return rng.dirichlet(np.ones(n_classes), T).T


def forward_cases(rng):
    """One label by hand; two; a repeated one; no label; one frame; a blank that is not 0; longer; too few frames."""
    return [
        (np.array([[0.5, 0.2, 0.6], [0.5, 0.8, 0.4]]), [0, 1, 0]),
        (columns(rng, 3, 4), [0, 1, 0, 2, 0]),
        (columns(rng, 3, 5), [0, 2, 0, 2, 0]),
        (columns(rng, 3, 3), [0]),
        (columns(rng, 3, 1), [0, 2, 0]),
        (columns(rng, 3, 5), [2, 0, 2, 1, 2, 1, 2]),
        (columns(rng, 5, 9), [0, 3, 0, 1, 0, 1, 0, 4, 0]),
        (columns(rng, 4, 2), [0, 3, 0, 1, 0, 2, 0]),
    ]


def by_shifts(Y, states):
    said = Y[states]  # (S, T)
    alpha, S = np.zeros(said.shape), len(states)
    alpha[:2, 0] = said[:2, 0]
    jumps = np.array([s > 1 and states[s] != states[s - 2] for s in range(S)], dtype=float)
    for t in range(1, said.shape[1]):
        before = np.concatenate([[0, 0], alpha[:, t - 1]])
        alpha[:, t] = (before[2:] + before[1:-1] + jumps * before[:-2]) * said[:, t]
    return alpha


def by_all_paths(Y, states):
    """Every row of states that a path could run through, one by one."""
    S, T = len(states), Y.shape[1]
    alpha = np.zeros((S, T))
    for t in range(T):
        for first in range(min(2, S)):
            for moves in itertools.product((0, 1, 2), repeat=t):
                at, probability = first, Y[states[first], 0]
                for frame, move in enumerate(moves, 1):
                    if at + move >= S or (move == 2 and states[at + 2] == states[at]):
                        break
                    at += move
                    probability *= Y[states[at], frame]
                else:
                    alpha[at, t] += probability
    return alpha


STEP = "            if s >= 1:\n                total += alpha[s - 1, t - 1]\n"
SKIP = "            if s >= 2 and states[s] != states[s - 2]:\n                total += alpha[s - 2, t - 1]\n"
RULE = "s >= 2 and states[s] != states[s - 2]"

EXERCISE = Exercise(
    steps.ctc_forward,
    points=18,
    returns=("alpha",),
    cases=forward_cases,
    mistakes={
        "Your paths skip states everywhere; over a label no path may go, and between two equal labels it needs the "
        "blank, or they would collapse to one.": slip(RULE, "s >= 2"),
        "Your paths never skip; from a label to a different one behind it they may go without the blank between.": slip(
            SKIP, ""
        ),
        "Your paths skip the blank between two equal labels, too, where the two would collapse to one; compare the "
        "classes of s and s − 2.": slip(RULE, "s >= 2 and states[s] != states[0]"),
        "Your paths skip labels: from a blank to the next one; what is skipped must be a blank.": slip(
            RULE, "s >= 2 and states[s] == states[0]"
        ),
        "Your paths never stay in a state; they may say a class for several frames.": slip(
            "total = alpha[s, t - 1]", "total = 0"
        ),
        "Your paths never come from the state just before; that is the most common move.": slip(STEP, ""),
        "Your paths may begin in any state; those that begin behind the first label have not said it.": slip(
            "range(min(2, S))", "range(S)"
        ),
        "Your paths begin in the first blank only; they may begin with the first label at once.": slip(
            "range(min(2, S))", "range(1)"
        ),
        "Your paths begin with probability 1; the first frame has to say the state's class, too.": slip(
            "alpha[s, 0] = Y[states[s], 0]", "alpha[s, 0] = 1"
        ),
        "What is said at frame t is missing; multiply the sum by the probability of the state's class.": slip(
            "total * Y[states[s], t]", "total"
        ),
        "You multiply by what frame t − 1 says; that is in the sum already, and frame t is due.": slip(
            "total * Y[states[s], t]", "total * Y[states[s], t - 1]"
        ),
        "You take row s of Y; s is the number of a state, and its class is states[s].": slip(
            "Y[states[s], t]", "Y[s % len(Y), t]"
        ),
        "You keep the most probable beginning; all ways to come to a state add up.": slip(
            (
                "total += alpha[s - 1, t - 1]",
                "total = max(total, alpha[s - 1, t - 1])",
            ),
            ("total += alpha[s - 2, t - 1]", "total = max(total, alpha[s - 2, t - 1])"),
        ),
        "You add what stands in the same frame; a move takes one frame, so look at t − 1.": slip(
            "total += alpha[s - 1, t - 1]", "total += alpha[s - 1, t]"
        ),
        "The last frame stays empty; go on to T − 1.": slip("range(1, T)", "range(1, T - 1)"),
        "You return frames as rows; states are the rows, frames the columns.": slip("return alpha", "return alpha.T"),
    },
    right=[by_shifts, by_all_paths],
    hints=[
        "Write down all paths of “to” over four frames as states. From which states does a path come to the blank "
        "between t and o, and from which to o? Then the same for “tt”.",
        "alpha[s, t] = (alpha[s, t−1] + alpha[s−1, t−1] + alpha[s−2, t−1] if states s and s−2 are of different "
        "classes) · Y[states[s], t]; at frame 0 only s = 0 and 1, alpha = Y[states[s], 0].",
        "for t …: for s …: total = alpha[s, t - 1]; if s >= 1: total += …; if s >= 2 and states[s] != states[s - 2]: "
        "total += …; alpha[s, t] = total * Y[states[s], t]",
    ],
    topics=["CTC"],
)
