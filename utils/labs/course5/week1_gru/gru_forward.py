"""The exercise gru_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_gru.common import by_hand, sequence
from utils.steps import gru as steps
from utils.steps.gru import gru_cell_forward


def forward_cases(rng):
    """One unit over three steps; several sequences; as many sequences as steps; a single step."""
    _, a0, parameters = by_hand()
    return [
        (np.array([[[1.0, 0.0, -1.0]]]), a0, parameters),
        sequence(rng, 3, 2, 4, 5, 3),
        sequence(rng, 2, 3, 3, 3),
        sequence(rng, 2, 4, 2, 1, 1),
    ]


def by_stacking(x, a0, parameters):
    state, kept = a0, []
    for xt in np.moveaxis(x, 2, 0):
        state, prediction, cache = gru_cell_forward(xt, state, parameters)
        kept.append((state, prediction, cache))
    states, predictions, caches = zip(*kept, strict=True)
    return np.stack(states, axis=2), np.stack(predictions, axis=-1), (list(caches), x)


CALL = "gru_cell_forward(x[:, :, t], a_next, parameters)"

EXERCISE = Exercise(
    steps.gru_forward,
    points=10,
    returns=("a", "y_pred", "caches"),
    cases=forward_cases,
    mistakes={
        "Every step starts from a0; hand the new state on to the next step.": slip(
            CALL, "gru_cell_forward(x[:, :, t], a0, parameters)"
        ),
        "Your sequence starts from zeros; it starts from a0.": slip("a_next = a0", "a_next = np.zeros((n_a, m))"),
        "At step 0 your a[:, :, t - 1] is the last column of the room, still 0; the first step finds a0.": slip(
            CALL, "gru_cell_forward(x[:, :, t], a[:, :, t - 1], parameters)"
        ),
        "Every step reads the first input; read that of its own step, x[:, :, t].": slip("x[:, :, t]", "x[:, :, 0]"),
        "You run over the examples instead of the steps; time is the last axis of x.": slip(
            "for t in range(T_x):", "for t in range(min(m, T_x)):"
        ),
        "Your steps run backwards in time; begin with step 0.": slip("range(T_x)", "reversed(range(T_x))"),
        "The last step is missing; there are T_x of them.": slip("range(T_x)", "range(T_x - 1)"),
        "States are filed under the step before; the state after step t belongs to a[:, :, t].": slip(
            "a[:, :, t] = a_next", "a[:, :, t - 1] = a_next"
        ),
        "The state is not filed; put it into a[:, :, t].": slip("        a[:, :, t] = a_next\n", ""),
        "The prediction is not filed; put it into y_pred[:, :, t].": slip("        y_pred[:, :, t] = yt_pred\n", ""),
        "The list of caches stays empty; append each step's.": slip("        caches.append(cache)\n", ""),
        "The caches stand with the last step first; append each behind the others.": slip(
            "caches.append(cache)", "caches.insert(0, cache)"
        ),
        "You return the list of caches alone; the way back asks for x, too: (caches, x).": slip(
            "(caches, x)", "caches"
        ),
        "Only the last state is returned; return those of all steps.": slip(
            "return a, y_pred", "return a_next, y_pred"
        ),
    },
    right=[by_stacking],
    hints=[
        "One loop over time. What does a step need that the step before has made?",
        "a_next starts as a0; at each t: a_next, yt_pred, cache = gru_cell_forward(x[:, :, t], a_next, parameters).",
        "Fill a[:, :, t] = …, y_pred[:, :, t] = …, caches.append(…); return a, y_pred, (caches, x).",
    ],
    topics=["GRU"],
)
