"""The exercise bidirectional_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_gru.common import by_hand, sequence, weights
from utils.steps import recurrent_compositions as steps
from utils.steps.gru import gru_cell_forward


def two_ways(rng, n_x, n_a, n_b, m, T_x):
    """x, a0, a0_back, parameters, parameters_back."""
    x, a0, parameters = sequence(rng, n_x, n_a, m, T_x)
    return x, a0, rng.normal(size=(n_b, m)), parameters, weights(rng, n_x, n_b, 3)


def bidirectional_cases(rng):
    """One unit each way over three steps; two of the same size; of other sizes; a single step."""
    _, a0, parameters = by_hand()
    return [
        (np.array([[[1.0, 0.0, -1.0]]]), a0, np.zeros((1, 1)), parameters, parameters),
        two_ways(rng, 3, 2, 2, 4, 5),
        two_ways(rng, 2, 3, 1, 3, 3),
        two_ways(rng, 2, 1, 4, 2, 1),
    ]


def by_cells(x, a0, a0_back, parameters, parameters_back):
    T = x.shape[2]
    columns = [[None] * T, [None] * T]
    for half, state, weights_, order in (
        (0, a0, parameters, range(T)),
        (1, a0_back, parameters_back, range(T - 1, -1, -1)),
    ):
        for t in order:
            state = gru_cell_forward(x[..., t], state, weights_)[0]
            columns[half][t] = state
    return np.stack([np.vstack(pair) for pair in zip(*columns, strict=True)], axis=2)


EXERCISE = Exercise(
    steps.bidirectional_forward,
    points=10,
    returns=("a",),
    cases=bidirectional_cases,
    mistakes={
        "The second half stands in the order in which it was computed: its first column is the last step's; turn it "
        "round again before you join.": slip("[ahead, back[:, :, ::-1]]", "[ahead, back]"),
        "The second GRU reads from the first step on, and its states then stand backwards; turn x round in time before "
        "it reads.": slip("x[:, :, ::-1], a0_back", "x, a0_back"),
        "Both GRUs read from the first step on; turn x round in time for the second, and its states back.": slip(
            ("x[:, :, ::-1], a0_back", "x, a0_back"), ("back[:, :, ::-1]", "back")
        ),
        "You turn round the examples instead of the steps; time is the last axis.": slip(
            ("x[:, :, ::-1]", "x[:, ::-1]"), ("back[:, :, ::-1]", "back[:, ::-1]")
        ),
        "You turn round the examples on the way in, where the steps are due; time is the last axis.": slip(
            "x[:, :, ::-1]", "x[:, ::-1]"
        ),
        "You turn round the examples of the second states, where the steps are due; time is the last axis.": slip(
            "back[:, :, ::-1]", "back[:, ::-1]"
        ),
        "np.flip(x) without an axis turns round everything, features and examples as well; turn round time alone, "
        "[:, :, ::-1].": slip("x[:, :, ::-1]", "np.flip(x)"),
        "np.flip of the states without an axis turns round everything, units and examples as well; turn round time "
        "alone, [:, :, ::-1].": slip("back[:, :, ::-1]", "np.flip(back)"),
        "np.flip without an axis turns round everything, units and examples as well; turn round time alone, "
        "[:, :, ::-1].": slip(("x[:, :, ::-1]", "np.flip(x)"), ("back[:, :, ::-1]", "np.flip(back)")),
        "You turn round the inputs' features instead of the steps; time is the last axis.": slip(
            "x[:, :, ::-1]", "x[::-1]"
        ),
        "The second GRU runs with the first one's parameters; it has its own, parameters_back.": slip(
            "a0_back, parameters_back)", "a0_back, parameters)"
        ),
        "The second GRU starts from a0; it has a state of its own, a0_back.": slip(
            "x[:, :, ::-1], a0_back", "x[:, :, ::-1], a0"
        ),
        "The second GRU starts from where the first has ended; it starts from a0_back.": slip(
            "x[:, :, ::-1], a0_back", "x[:, :, ::-1], ahead[:, :, -1]"
        ),
        "The second GRU reads the first one's states; both read x.": slip(
            "gru_forward(x[:, :, ::-1]", "gru_forward(ahead[:, :, ::-1]"
        ),
        "The halves stand in the other order; the forward states are on top.": slip(
            "[ahead, back[:, :, ::-1]]", "[back[:, :, ::-1], ahead]"
        ),
        "Both halves are turned round; only the second ran the other way.": slip(
            "[ahead, back[:, :, ::-1]], axis=0)", "[ahead, back], axis=0)[:, :, ::-1]"
        ),
        "The two halves are added, as some networks do; here they stay apart, np.concatenate(…, axis=0).": slip(
            "np.concatenate([ahead, back[:, :, ::-1]], axis=0)", "ahead + back[:, :, ::-1]"
        ),
        "The halves are joined along the examples; units are the first axis.": slip("axis=0)", "axis=1)"),
        "The halves are joined in time; units are the first axis.": slip("axis=0)", "axis=2)"),
    },
    right=[by_cells],
    hints=[
        "gru_forward can read in one direction only. What can be turned round instead, and what has to be turned back?",
        "back = states of gru_forward on x with time reversed; a = [forward states; back with time reversed]",
        "back, _, _ = gru_forward(x[:, :, ::-1], a0_back, …); return np.concatenate([a, back[…]], axis=0)",
    ],
    topics=["bidirectional networks"],
)
