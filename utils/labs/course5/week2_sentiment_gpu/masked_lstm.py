"""The exercise masked_lstm: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import sentiment as steps
from utils.labs.course5.week2_sentiment_gpu.common import cell_of, drawn, masks
from utils.layers.lstm import LSTM


def masked_cases(rng):
    """One unit and two rows; other sizes; no padding; padding in front and between; a row of padding alone."""

    def case(mask, d, n_a):
        return rng.standard_normal((*mask.shape, d)), mask, drawn(LSTM(d, n_a, rng), rng)

    between = np.array([[False, True, True, False, True], [True, False, False, True, False]])
    empty = masks([3, 0], 3)
    return [
        case(masks([1, 2], 2), 1, 1),
        case(masks([4, 1, 3], 4), 3, 2),
        case(masks([3, 3], 3), 2, 3),
        case(between, 2, 2),
        case(empty, 2, 2),
    ]


def by_arithmetic(X, mask, cell):
    """A weighted mean with weights 0 and 1 in place of where."""
    m, n_a = X.shape[0], cell.hidden_size
    states = torch.zeros(2, m, n_a, dtype=X.dtype, device=X.device)
    shown = []
    for x, real in zip(X.unbind(1), mask.unbind(1), strict=True):
        weight = real.to(X.dtype)[:, None]
        states = weight * torch.stack(cell(x, tuple(states))) + (1 - weight) * states
        shown.append(weight * states[0])
    return torch.stack(shown, 1), states[0], states[1]


def row_by_row(X, mask, cell):
    """Each row's words alone."""
    n_a, rows, ends = cell.hidden_size, [], []
    for x, real in zip(X, mask, strict=True):
        a = c = X.new_zeros(1, n_a)
        shown = []
        for t in range(len(x)):
            if real[t]:
                a, c = cell(x[t : t + 1], (a, c))
                shown.append(a[0])
            else:
                shown.append(X.new_zeros(n_a))
        rows.append(torch.stack(shown))
        ends.append((a[0], c[0]))
    return torch.stack(rows), torch.stack([a for a, _ in ends]), torch.stack([c for _, c in ends])


WHERE = "a, c = torch.where(real, a_next, a), torch.where(real, c_next, c)"

EXERCISE = TwinExercise(
    steps.masked_lstm,
    of=None,
    points=20,
    returns=("outputs", "a", "c"),
    cases=masked_cases,
    inputs={"cell": cell_of},
    topics=["padded and packed sequences", "sentiment from a recurrent network"],
    mistakes={
        "The mask is not used: padding is read like words. At padding, both states stay as they were.": slip(
            (WHERE, "a, c = a_next, c_next"), ("a * real", "a")
        ),
        "The states go on through padding, only the outputs are cleared; at padding both states stay.": slip(
            WHERE, "a, c = a_next, c_next"
        ),
        "At padding your states become zeros, and whatever was read is lost; they stay as they were.": slip(
            WHERE, "a, c = a_next * real, c_next * real"
        ),
        "Your a stays at padding, but c goes on; both have to stay.": slip("torch.where(real, c_next, c)", "c_next"),
        "Your c stays at padding, but a goes on; both have to stay.": slip("torch.where(real, a_next, a)", "a_next"),
        "Your mask is turned round: words are skipped, padding is read.": slip(
            "real = mask[:, t, None]", "real = ~mask[:, t, None]"
        ),
        "The outputs repeat the last state at padding; there they are 0.": slip("a * real", "a"),
        "The outputs are those of the cell at padding, too; there they are 0.": slip("a * real", "a_next"),
        "The words are cleared in place of the states: zeros are a word like another to the cell, which forgets by "
        "its biases.": slip((WHERE, "a, c = a_next, c_next"), ("cell(X[:, t], ", "cell(X[:, t] * mask[:, t, None], ")),
        "a and c are exchanged; the cell takes and returns a first.": slip("(a, c))", "(c, a))"),
        "You return the cell's states in place of the outputs; they come in the order outputs, a, c.": slip(
            "return torch.stack(outputs, dim=1), a, c", "return torch.stack(outputs, dim=1), c, a"
        ),
        "Your steps stand in the first axis; rows come first: dim=1.": slip("dim=1", "dim=0"),
        "The states at the end of all rows are those of the last step's cell; keep those that where has chosen.": slip(
            "return torch.stack(outputs, dim=1), a, c", "return torch.stack(outputs, dim=1), a_next, c_next"
        ),
    },
    right=[by_arithmetic, row_by_row],
    hints=[
        "Follow one row with one word and one place of padding. Which numbers must be the same behind the padding as "
        "before it?",
        "At each step and for each row: states := the cell's new ones where mask is True, else the old ones, both a "
        "and c; output := a where mask is True, else 0.",
        "a_next, c_next = cell(X[:, t], (a, c)); real = mask[:, t, None]; a, c = torch.where(real, a_next, a), "
        "torch.where(real, c_next, …); outputs.append(a * real)",
    ],
)
