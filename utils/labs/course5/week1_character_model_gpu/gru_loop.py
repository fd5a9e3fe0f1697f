"""The exercise gru_loop: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import character_model as steps


def sequence_cases(rng):
    """One unit and two steps by hand; other sizes; a single step; one sequence; as many units as inputs; large sums."""

    def case(m, T, n_x, n_a, size=1.0):
        shapes = (m, T, n_x), (m, n_a), (3 * n_a, n_x), (3 * n_a, n_a), (3 * n_a,), (3 * n_a,)
        return tuple(size * rng.standard_normal(shape) for shape in shapes)

    by_hand = (
        np.array([[[1.0], [-1.0]]]),
        np.array([[0.5]]),
        np.array([[0.0], [1.0], [2.0]]),
        np.array([[0.0], [0.0], [1.0]]),
        np.array([0.0, 0.0, 0.5]),
        np.array([0.0, -1.0, 1.0]),
    )
    return [by_hand, case(2, 3, 3, 2), case(3, 1, 2, 4), case(1, 6, 1, 2), case(4, 5, 3, 3), case(2, 4, 2, 3, 4.0)]


def by_the_module(X, a0, W_ih, W_hh, b_ih, b_hh):
    """torch.nn.GRU itself, its parameters replaced by the given tensors."""
    module = torch.nn.GRU(X.shape[2], a0.shape[1], batch_first=True)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    given = dict(zip(names, (W_ih, W_hh, b_ih, b_hh), strict=True))
    return torch.func.functional_call(module, given, (X, a0[None]))[0]


def inputs_at_once(X, a0, W_ih, W_hh, b_ih, b_hh):
    """One product for the inputs of all steps; three slices in place of chunks; a preallocated result."""
    n = a0.shape[1]
    seen = X @ W_ih.transpose(0, 1) + b_ih  # (m, T, 3 n)
    a, rows = a0, []
    for t in range(X.shape[1]):
        past = torch.addmm(b_hh, a, W_hh.t())
        gates = (seen[:, t, : 2 * n] + past[:, : 2 * n]).sigmoid()
        r, z = gates[:, :n], gates[:, n:]
        new = (seen[:, t, 2 * n :] + r * past[:, 2 * n :]).tanh()
        a = new + z * (a - new)
        rows.append(a.unsqueeze(1))
    return torch.cat(rows, dim=1)


EXERCISE = TwinExercise(
    steps.gru_loop,
    of=None,
    points=20,
    returns=("states",),
    cases=sequence_cases,
    topics=["whole-sequence recurrences", "GRU"],
    mistakes={
        "Your reset gate acts on the state before the weights, as in the course's form; here it multiplies what has "
        "come out of the product, bias included.": slip(
            "n = torch.tanh(x_n + r * a_n)",
            "k = a.shape[1]\n        n = torch.tanh(x_n + (r * a) @ W_hh[2 * k :].T + b_hh[2 * k :])",
        ),
        "Your update gate is the course's, which lets the candidate in; here u near 1 keeps the past.": slip(
            "a = (1 - u) * n + u * a", "a = u * n + (1 - u) * a"
        ),
        "Reset and update are exchanged; the blocks come in the order r, u, n.": slip(
            "r, u = torch.sigmoid(x_r + a_r), torch.sigmoid(x_u + a_u)",
            "u, r = torch.sigmoid(x_r + a_r), torch.sigmoid(x_u + a_u)",
        ),
        "The reset gate is never used; it multiplies what the past says to the candidate.": slip("r * a_n", "a_n"),
        "The reset gate multiplies what the input says, too; it acts on the past alone.": slip(
            "x_n + r * a_n", "r * (x_n + a_n)"
        ),
        "The bias of the past stays outside the reset gate; it belongs to the product that r multiplies.": slip(
            "x_n + r * a_n", "x_n + r * (a_n - b_hh.chunk(3)[2]) + b_hh.chunk(3)[2]"
        ),
        "The gates get no sigmoid, so they are no shares; torch.sigmoid of both sums.": slip(
            "r, u = torch.sigmoid(x_r + a_r), torch.sigmoid(x_u + a_u)", "r, u = x_r + a_r, x_u + a_u"
        ),
        "The candidate goes through a sigmoid; it is a tanh.": slip("torch.tanh", "torch.sigmoid"),
        "The candidate is not squashed; it is the tanh of its sum.": slip("torch.tanh(x_n + r * a_n)", "x_n + r * a_n"),
        "Every step reads the state of the beginning; each reads what the one before has left, a.": slip(
            "(a @ W_hh.T", "(a0 @ W_hh.T"
        ),
        "Every step reads the first input; step t reads X[:, t].": slip("X[:, t]", "X[:, 0]"),
        "The first state that you return is a0; the states after the steps are asked for.": slip(
            ("        states.append(a)\n", ""),
            ("        # What the input", "        states.append(a)\n        # What the input"),
        ),
        "Only the last state comes back; states of all steps, (m, T, n_a), are asked for.": slip(
            "torch.stack(states, dim=1)", "a"
        ),
        "Your steps stand in the first axis; batch first: torch.stack(states, dim=1).": slip(
            "torch.stack(states, dim=1)", "torch.stack(states, dim=0)"
        ),
        "The bias on the past's side is missing, b_hh.": slip("W_hh.T + b_hh", "W_hh.T"),
        "The bias on the input's side is missing, b_ih.": slip("W_ih.T + b_ih", "W_ih.T"),
    },
    right=[by_the_module, inputs_at_once],
    hints=[
        "Two products a step, one for the input and one for the past, each with three blocks side by side in its "
        "result. Which of the blocks may be added at once, and which must wait for r?",
        "r = σ(x_r + a_r), u = σ(x_u + a_u), n = tanh(x_n + r * a_n), a := (1 − u) * n + u * a, where x_r, x_u, x_n "
        "are the blocks of X[:, t] @ W_ih.T + b_ih, and a_r, a_u, a_n those of a @ W_hh.T + b_hh.",
        "for t in range(X.shape[1]): x_r, x_u, x_n = (X[:, t] @ W_ih.T + b_ih).chunk(3, dim=1); a_r, a_u, a_n = (a @ "
        "W_hh.T + b_hh).chunk(3, dim=1); …; a = (1 - u) * n + u * a; states.append(a). At the end "
        "torch.stack(states, dim=1).",
    ],
)
